// SCTP by the kernel: one one-to-many socket an SctpSocket (RFC 6458). Untested where no kernel offered SCTP. Known limit: the kernel
// counts the send buffer of a one-to-many socket for all its associations together unless sysctl net.sctp.sndbuf_policy is 1.
#include "runtime/sctp.hpp"

#if __has_include(<netinet/sctp.h>)
#include <netinet/in.h>
#include <netinet/sctp.h>
#endif
#include <sys/epoll.h>

#include <cstring>
#include <unordered_map>

#include "runtime/io_error.hpp"
#include "runtime/socket_address.hpp"

namespace pellucid {

#if __has_include(<netinet/sctp.h>)

namespace {

constexpr std::size_t read_room = 256u << 10;
constexpr int max_messages_a_turn = 2000;

template <class Option>
bool set_option(int fd, int name, const Option& option) {
  return ::setsockopt(fd, IPPROTO_SCTP, name, &option, sizeof option) == 0;
}

class KernelPort final : public LoopHandler {
 public:
  KernelPort(Loop& loop, const SctpOptions& options, SctpEvents& events)
      : loop_(loop), options_(options), events_(events), room_(read_room) {}

  Io<Nothing> open();
  void close();
  Io<AssociationId> connect(const Endpoint& remote);
  Io<Nothing> send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message);
  void command(AssociationId id, std::uint16_t flag);
  void abort(AssociationId id) {
    if (associations_.erase(id.value()) > 0) command(id, SCTP_ABORT);
  }
  Endpoint local() const { return local_; }
  void ready(std::uint32_t events) override;

 private:
  struct Association {
    bool up = false;
    Bytes partial;
  };
  bool configure();
  Io<Nothing> transmit(AssociationId id, std::uint16_t stream, std::uint32_t ppid, std::uint16_t flags, ByteView message);
  void data(const sctp_sndrcvinfo& info, ByteView piece, bool last);
  void association_change(const sctp_assoc_change& change, const Endpoint& from);
  void came_up(const sctp_assoc_change& change, const Endpoint& from);
  void end(std::uint32_t id, const std::string& why);

  Loop& loop_;
  SctpOptions options_;
  SctpEvents& events_;
  std::vector<std::uint8_t> room_;
  FileDescriptor fd_;
  Endpoint local_;
  bool closed_ = false;
  std::unordered_map<std::uint32_t, Association> associations_;
};

bool KernelPort::configure() {
  const int on = 1;
  const linger at_once{1, 0};
  auto queue = int(options_.max_queued_octets);
  if (::setsockopt(fd_.get(), SOL_SOCKET, SO_SNDBUFFORCE, &queue, sizeof queue) != 0)
    ::setsockopt(fd_.get(), SOL_SOCKET, SO_SNDBUF, &queue, sizeof queue);
  sctp_initmsg init{};
  init.sinit_num_ostreams = options_.streams;
  init.sinit_max_instreams = options_.streams;
  init.sinit_max_attempts = sctp_init_attempts;
  init.sinit_max_init_timeo = std::uint16_t(sctp_rto_max_ms);
  sctp_rtoinfo rto{};
  rto.srto_initial = sctp_rto_initial_ms;
  rto.srto_min = sctp_rto_min_ms;
  rto.srto_max = sctp_rto_max_ms;
  sctp_assocparams association{};
  association.sasoc_asocmaxrxt = sctp_max_retransmissions;
  sctp_paddrparams path{};
  path.spp_hbinterval = std::uint32_t(std::chrono::duration_cast<std::chrono::milliseconds>(options_.heartbeat).count());
  path.spp_pathmaxrxt = sctp_max_retransmissions;
  path.spp_flags = options_.heartbeat > Duration(0) ? SPP_HB_ENABLE : SPP_HB_DISABLE;
  sctp_event_subscribe subscribe{};
  subscribe.sctp_data_io_event = 1;
  subscribe.sctp_association_event = 1;
  return ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0 && set_option(fd_.get(), SCTP_NODELAY, on) &&
         set_option(fd_.get(), SCTP_INITMSG, init) && set_option(fd_.get(), SCTP_RTOINFO, rto) &&
         set_option(fd_.get(), SCTP_ASSOCINFO, association) && set_option(fd_.get(), SCTP_PEER_ADDR_PARAMS, path) &&
         set_option(fd_.get(), SCTP_EVENTS, subscribe);
}

Io<Nothing> KernelPort::open() {
  fd_ = FileDescriptor(::socket(address_family(options_.local.address), SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_SCTP));
  if (!fd_) return io_failure("kernel SCTP socket");
  if (!configure()) return io_failure("kernel SCTP options");
  auto address = to_socket_address(options_.local);
  if (::bind(fd_.get(), address.get(), address.length) != 0) return io_failure("bind SCTP " + options_.local.text());
  local_ = bound_endpoint(fd_.get());
  for (auto& also : options_.also) {
    auto more = to_socket_address({also, local_.port});
    if (::setsockopt(fd_.get(), IPPROTO_SCTP, SCTP_SOCKOPT_BINDX_ADD, more.get(), more.length) != 0)
      return io_failure("bind SCTP " + Endpoint{also, local_.port}.text());
  }
  if (options_.listen && ::listen(fd_.get(), 128) != 0) return io_failure("listen SCTP " + local_.text());
  return loop_.add(fd_.get(), EPOLLIN, shared_from_this());
}

void KernelPort::close() {
  if (std::exchange(closed_, true)) return;
  loop_.remove(fd_.get());
  fd_ = FileDescriptor();
}

Io<AssociationId> KernelPort::connect(const Endpoint& remote) {
  if (associations_.size() >= options_.max_associations) return io_failure("SCTP to " + remote.text(), ENOBUFS);
  auto address = to_socket_address(remote);
  sctp_getaddrs_old request{};
  request.addr_num = int(address.length);  // octets, for this request
  request.addrs = address.get();
  socklen_t size = sizeof request;
  if (::getsockopt(fd_.get(), IPPROTO_SCTP, SCTP_SOCKOPT_CONNECTX3, &request, &size) != 0 && errno != EINPROGRESS)
    return io_failure("SCTP to " + remote.text());
  auto id = std::uint32_t(request.assoc_id);
  associations_.emplace(id, Association{});
  return AssociationId(id);
}

Io<Nothing> KernelPort::transmit(AssociationId id, std::uint16_t stream, std::uint32_t ppid, std::uint16_t flags, ByteView message) {
  sctp_sndrcvinfo info{};
  info.sinfo_stream = stream;
  info.sinfo_ppid = htonl(ppid);
  info.sinfo_flags = flags;
  info.sinfo_assoc_id = sctp_assoc_t(id.value());
  alignas(cmsghdr) std::uint8_t room[CMSG_SPACE(sizeof info)] = {};
  iovec vector{const_cast<std::uint8_t*>(message.data()), message.size()};
  msghdr header{};
  header.msg_iov = &vector;
  header.msg_iovlen = message.empty() ? 0 : 1;
  header.msg_control = room;
  header.msg_controllen = sizeof room;
  cmsghdr* control = CMSG_FIRSTHDR(&header);
  control->cmsg_level = IPPROTO_SCTP;
  control->cmsg_type = SCTP_SNDRCV;
  control->cmsg_len = CMSG_LEN(sizeof info);
  std::memcpy(CMSG_DATA(control), &info, sizeof info);
  if (::sendmsg(fd_.get(), &header, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0) return Nothing{};
  if (errno == EAGAIN) return Fail(IoError{ENOBUFS, "SCTP send: the peer does not take in what is queued"});
  return io_failure("SCTP send on stream " + std::to_string(stream));
}

Io<Nothing> KernelPort::send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) {
  auto found = associations_.find(id.value());
  if (found == associations_.end() || !found->second.up) return io_failure("SCTP send", ENOTCONN);
  if (message.empty() || message.size() > max_sctp_message) return io_failure("SCTP send", EMSGSIZE);
  return transmit(id, stream, ppid, 0, message);
}

void KernelPort::command(AssociationId id, std::uint16_t flag) { [[maybe_unused]] auto sent = transmit(id, 0, 0, flag, {}); }

void KernelPort::ready(std::uint32_t) {
  for (int count = 0; count < max_messages_a_turn && !closed_; ++count) {
    sockaddr_storage name{};
    alignas(cmsghdr) std::uint8_t control_room[256];
    iovec vector{room_.data(), room_.size()};
    msghdr header{};
    header.msg_name = &name;
    header.msg_namelen = sizeof name;
    header.msg_iov = &vector;
    header.msg_iovlen = 1;
    header.msg_control = control_room;
    header.msg_controllen = sizeof control_room;
    ssize_t got = ::recvmsg(fd_.get(), &header, MSG_DONTWAIT);
    if (got <= 0) return;
    ByteView piece{room_.data(), std::size_t(got)};
    if (header.msg_flags & MSG_NOTIFICATION) {
      sctp_assoc_change change{};
      if (piece.size() < sizeof change) continue;
      std::memcpy(&change, piece.data(), sizeof change);
      if (change.sac_type == SCTP_ASSOC_CHANGE)
        association_change(change, from_socket_address(reinterpret_cast<sockaddr*>(&name), header.msg_namelen));
      continue;
    }
    for (cmsghdr* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(&header, control)) {
      if (control->cmsg_level != IPPROTO_SCTP || control->cmsg_type != SCTP_SNDRCV) continue;
      sctp_sndrcvinfo info{};
      std::memcpy(&info, CMSG_DATA(control), sizeof info);
      data(info, piece, (header.msg_flags & MSG_EOR) != 0);
      break;
    }
  }
}

void KernelPort::data(const sctp_sndrcvinfo& info, ByteView piece, bool last) {
  auto id = std::uint32_t(info.sinfo_assoc_id);
  auto found = associations_.find(id);
  if (found == associations_.end()) return;
  Bytes& partial = found->second.partial;
  if (partial.size() + piece.size() > max_sctp_message) {
    command(AssociationId(id), SCTP_ABORT);
    return end(id, "the peer sent a message of more than " + std::to_string(max_sctp_message) + " octets");
  }
  std::uint32_t ppid = ntohl(info.sinfo_ppid);
  if (partial.empty() && last) return events_.sctp_message(AssociationId(id), info.sinfo_stream, ppid, piece);
  append(partial, piece);
  if (!last) return;
  Bytes message = std::exchange(partial, {});
  events_.sctp_message(AssociationId(id), info.sinfo_stream, ppid, message);
}

void KernelPort::association_change(const sctp_assoc_change& change, const Endpoint& from) {
  auto id = std::uint32_t(change.sac_assoc_id);
  switch (change.sac_state) {
    case SCTP_COMM_UP: return came_up(change, from);
    case SCTP_RESTART: {
      auto found = associations_.find(id);
      if (found == associations_.end()) return;
      found->second.partial.clear();
      return events_.sctp_restarted(AssociationId(id));
    }
    case SCTP_SHUTDOWN_COMP: return end(id, "shut down");
    case SCTP_COMM_LOST: return end(id, change.sac_error != 0 ? "aborted by the peer" : "the peer stopped answering");
    case SCTP_CANT_STR_ASSOC: return end(id, "no answer from the peer, or it refused");
    default: return;
  }
}

void KernelPort::came_up(const sctp_assoc_change& change, const Endpoint& from) {
  auto id = std::uint32_t(change.sac_assoc_id);
  auto found = associations_.find(id);
  if (found == associations_.end()) {
    if (associations_.size() >= options_.max_associations) {
      ++loop_.counters.sctp_refused_associations;
      return command(AssociationId(id), SCTP_ABORT);
    }
    found = associations_.emplace(id, Association{}).first;
  }
  found->second.up = true;
  events_.sctp_up(AssociationId(id), {from, change.sac_inbound_streams, change.sac_outbound_streams});
}

void KernelPort::end(std::uint32_t id, const std::string& why) {
  if (associations_.erase(id) > 0) events_.sctp_down(AssociationId(id), why);
}

class KernelSocket final : public SctpSocket {
 public:
  explicit KernelSocket(std::shared_ptr<KernelPort> port) : port_(std::move(port)) {}
  KernelSocket(const KernelSocket&) = delete;
  ~KernelSocket() override { port_->close(); }
  Io<AssociationId> connect(const Endpoint& remote) override { return port_->connect(remote); }
  Io<Nothing> send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) override {
    return port_->send(id, stream, ppid, message);
  }
  void shutdown(AssociationId id) override { port_->command(id, SCTP_EOF); }
  void abort(AssociationId id) override { port_->abort(id); }
  Endpoint local() const override { return port_->local(); }
  std::string transport() const override { return "kernel"; }

 private:
  std::shared_ptr<KernelPort> port_;
};

class KernelSctp final : public SctpStack {
 public:
  explicit KernelSctp(Loop& loop) : loop_(loop) {}
  Io<std::unique_ptr<SctpSocket>> open(const SctpOptions& options, SctpEvents& events) override {
    auto port = std::make_shared<KernelPort>(loop_, options, events);
    auto opened = port->open();
    if (!opened.ok()) return Fail(opened.error());
    return std::unique_ptr<SctpSocket>(std::make_unique<KernelSocket>(std::move(port)));
  }
  std::string transport() const override { return "kernel"; }

 private:
  Loop& loop_;
};

}  // namespace

bool kernel_has_sctp() {
  FileDescriptor fd(::socket(AF_INET, SOCK_SEQPACKET | SOCK_CLOEXEC, IPPROTO_SCTP));
  return bool(fd);
}

Io<std::unique_ptr<SctpStack>> make_kernel_sctp(Loop& loop) {
  if (!kernel_has_sctp()) return io_failure("kernel SCTP", EPROTONOSUPPORT);
  return std::unique_ptr<SctpStack>(std::make_unique<KernelSctp>(loop));
}

#else

bool kernel_has_sctp() { return false; }
Io<std::unique_ptr<SctpStack>> make_kernel_sctp(Loop&) {
  return io_failure("this program was built without the headers of kernel SCTP", EPROTONOSUPPORT);
}

#endif

}  // namespace pellucid

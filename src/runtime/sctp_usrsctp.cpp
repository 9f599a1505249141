// SCTP by usrsctp, without threads: packets come and go through SctpWire, time comes from the World's timers. The library's state is
// global in the process, so it has one user at a time.
#include <usrsctp.h>

#include <atomic>
#include <cstring>
#include <unordered_map>

#include "base/check.hpp"
#include "runtime/io_error.hpp"
#include "runtime/sctp.hpp"
#include "runtime/sctp_wire.hpp"

namespace pellucid {

namespace {

constexpr Duration tick = std::chrono::milliseconds(10);
constexpr std::size_t read_room = 256u << 10;  // longer messages are put together from pieces
constexpr std::uint32_t path_mtu = 1400;       // of SCTP packets: fits Ethernet with UDP and IPv6 headers, and tunnels
constexpr std::uint32_t max_chunks_waiting = 65536;

class Usrsctp;
// The library's one output function gets no context. Set while a stack lives: also what keeps a second one out.
std::atomic<Usrsctp*> the_stack{nullptr};

void* opaque(PathId path) { return reinterpret_cast<void*>(std::uintptr_t(path)); }
PathId path_of(const sockaddr_conn& address) { return PathId(reinterpret_cast<std::uintptr_t>(address.sconn_addr)); }

sockaddr_conn conn_address(PathId path, std::uint16_t port) {
  sockaddr_conn out{};
  out.sconn_family = AF_CONN;
  out.sconn_port = htons(port);
  out.sconn_addr = opaque(path);
  return out;
}

template <class Option>
bool set_option(struct socket* so, int name, const Option& option) {
  return ::usrsctp_setsockopt(so, IPPROTO_SCTP, name, &option, sizeof option) == 0;
}

/// One SctpSocket's inside: a one-to-many socket of the library and its associations.
class UsrPort : public std::enable_shared_from_this<UsrPort> {
 public:
  UsrPort(Usrsctp& stack, const SctpOptions& options, SctpEvents& events) : stack_(stack), options_(options), events_(&events) {}
  ~UsrPort() { close(); }

  Io<Nothing> open();
  void close();
  Io<AssociationId> connect(const Endpoint& remote);
  Io<Nothing> send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message);
  void shutdown(AssociationId id);
  void abort(AssociationId id);
  Endpoint local() const { return port_.local; }
  /// Reads all that the library has for us.
  void drain(std::span<std::uint8_t> room);
  bool has_news() const { return socket_ && (::usrsctp_get_events(socket_) & SCTP_EVENT_READ) != 0; }
  bool marked = false;  // waits to be drained

 private:
  struct Association {
    PathId path = 0;
    bool up = false;
    bool aborted = false, leaving = false;  // asked for before it was up
    std::uint16_t partial_stream = 0;
    Bytes partial;  // the first pieces of a long message
  };
  bool configure();
  void notification(const sctp_notification& what, std::size_t length, const sockaddr_conn& from);
  void association_change(const sctp_assoc_change& change, const sockaddr_conn& from);
  void came_up(const sctp_assoc_change& change, const sockaddr_conn& from);
  void data(std::uint32_t id, const sctp_rcvinfo& info, ByteView piece, bool last);
  void end(std::uint32_t id, const std::string& why);
  void send_command(std::uint32_t id, std::uint16_t flag);

  Usrsctp& stack_;
  SctpOptions options_;
  SctpEvents* events_;
  SctpWire::Port port_;
  struct socket* socket_ = nullptr;
  std::unordered_map<std::uint32_t, Association> associations_;
};

class UsrSocket final : public SctpSocket {
 public:
  UsrSocket(std::shared_ptr<UsrPort> port, std::string transport) : port_(std::move(port)), transport_(std::move(transport)) {}
  UsrSocket(const UsrSocket&) = delete;
  ~UsrSocket() override { port_->close(); }
  Io<AssociationId> connect(const Endpoint& remote) override { return port_->connect(remote); }
  Io<Nothing> send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) override {
    return port_->send(id, stream, ppid, message);
  }
  void shutdown(AssociationId id) override { port_->shutdown(id); }
  void abort(AssociationId id) override { port_->abort(id); }
  Endpoint local() const override { return port_->local(); }
  std::string transport() const override { return transport_; }

 private:
  std::shared_ptr<UsrPort> port_;
  std::string transport_;
};

class Usrsctp final : public SctpStack, public SctpWire::Up {
 public:
  Usrsctp(World& world, Loop& loop, std::uint16_t udp_port)
      : loop_(loop),
        wire_(world, loop, udp_port, *this),
        ticker_(world),
        world_(world),
        room_(read_room),
        drainer_(std::make_shared<Drainer>()) {
    drainer_->stack = this;
    transport_ = udp_port == 0 ? "usrsctp over IP" : "usrsctp over UDP " + std::to_string(udp_port);
  }
  ~Usrsctp() override {
    drainer_->stack = nullptr;
    Usrsctp* self = this;
    the_stack.compare_exchange_strong(self, nullptr);
  }

  Io<std::unique_ptr<SctpSocket>> open(const SctpOptions& options, SctpEvents& events) override {
    auto port = std::make_shared<UsrPort>(*this, options, events);
    auto opened = port->open();
    if (!opened.ok()) return Fail(opened.error());
    return std::unique_ptr<SctpSocket>(std::make_unique<UsrSocket>(std::move(port), transport_));
  }
  std::string transport() const override { return transport_; }

  SctpWire& wire() { return wire_; }
  IoCounters& counters() { return loop_.counters; }

  // The library is never asked and never answers within its own calls: what it has to say waits for the loop.
  void mark(UsrPort& port) {
    if (std::exchange(port.marked, true)) return;
    marked_.push_back(port.shared_from_this());
    if (!draining_) loop_.flush_later(drainer_);
  }
  void opened(UsrPort& port) {
    open_.push_back(&port);
    if (ticker_.running()) return;
    last_tick_ = world_.now();
    start_ticker();
  }
  void closed(UsrPort& port) { std::erase(open_, &port); }
  void drain() {
    if (draining_) return;
    draining_ = true;
    // What callbacks cause on the way comes in another round, so that packets and timers have their turn.
    auto now = std::exchange(marked_, {});
    for (auto& port : now) {
      port->marked = false;
      port->drain(room_);
    }
    draining_ = false;
    if (!marked_.empty()) loop_.flush_later(drainer_);
  }

  // ---- SctpWire::Up
  void path_made(PathId path) override { ::usrsctp_register_address(opaque(path)); }
  void path_gone(PathId path) override { ::usrsctp_deregister_address(opaque(path)); }
  void packet_in(PathId path, ByteView packet) override { ::usrsctp_conninput(opaque(path), packet.data(), packet.size(), 0); }
  void packets_done() override { drain(); }

  static int packet_out(void* address, void* packet, std::size_t size, std::uint8_t, std::uint8_t) {
    Usrsctp* stack = the_stack;
    if (!stack) return ENETDOWN;
    auto path = PathId(reinterpret_cast<std::uintptr_t>(address));
    return stack->wire_.packet_out(path, {static_cast<const std::uint8_t*>(packet), size}) ? 0 : ENOBUFS;
  }
  static void woken(struct socket*, void* port, int) {
    Usrsctp* stack = the_stack;
    if (stack && port) stack->mark(*static_cast<UsrPort*>(port));
  }

 private:
  struct Drainer final : LoopHandler {
    Usrsctp* stack = nullptr;
    void ready(std::uint32_t) override {}
    void flush() override {
      if (stack) stack->drain();
    }
  };
  void start_ticker() {
    ticker_.start(tick, [this] {
      auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(world_.now() - last_tick_);
      last_tick_ += elapsed;
      ::usrsctp_handle_timers(std::uint32_t(elapsed.count()));
      start_ticker();
      // The library does not wake a socket for what its timers found out, such as a peer that is gone.
      for (auto* port : open_)
        if (port->has_news()) mark(*port);
      drain();
    });
  }

  Loop& loop_;
  SctpWire wire_;
  Timer ticker_;
  World& world_;
  Instant last_tick_{};
  std::vector<std::uint8_t> room_;
  std::shared_ptr<Drainer> drainer_;
  std::vector<UsrPort*> open_;
  std::vector<std::shared_ptr<UsrPort>> marked_;
  bool draining_ = false;
  std::string transport_;
};

// ---- one socket

Io<Nothing> UsrPort::open() {
  auto taken = stack_.wire().take_port(options_.local, options_.also);
  if (!taken.ok()) return Fail(taken.error());
  port_ = *taken;
  socket_ = ::usrsctp_socket(AF_CONN, SOCK_SEQPACKET, IPPROTO_SCTP, nullptr, nullptr, 0, nullptr);
  auto address = conn_address(0, port_.inside);
  bool good = socket_ && configure() && ::usrsctp_bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
              (!options_.listen || ::usrsctp_listen(socket_, 1) == 0);
  if (!good) {
    auto failure = io_failure("SCTP socket " + port_.local.text());
    close();
    return failure;
  }
  ::usrsctp_set_upcall(socket_, &Usrsctp::woken, this);
  stack_.opened(*this);
  return Nothing{};
}

bool UsrPort::configure() {
  const int on = 1;
  const linger at_once{1, 0};  // closing aborts
  auto queue = int(std::max<std::size_t>(options_.max_queued_octets, 64u << 10));
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
  path.spp_address.ss_family = AF_CONN;
  path.spp_hbinterval = std::uint32_t(std::chrono::duration_cast<std::chrono::milliseconds>(options_.heartbeat).count());
  path.spp_pathmaxrxt = sctp_max_retransmissions;
  path.spp_pathmtu = path_mtu;
  path.spp_flags = SPP_PMTUD_DISABLE | (options_.heartbeat > Duration(0) ? SPP_HB_ENABLE : SPP_HB_DISABLE);
  sctp_event changes{};
  changes.se_assoc_id = SCTP_FUTURE_ASSOC;
  changes.se_type = SCTP_ASSOC_CHANGE;
  changes.se_on = 1;
  return ::usrsctp_set_non_blocking(socket_, 1) == 0 &&
         ::usrsctp_setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once) == 0 &&
         ::usrsctp_setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &queue, sizeof queue) == 0 && set_option(socket_, SCTP_RECVRCVINFO, on) &&
         set_option(socket_, SCTP_NODELAY, on) && set_option(socket_, SCTP_INITMSG, init) && set_option(socket_, SCTP_RTOINFO, rto) &&
         set_option(socket_, SCTP_ASSOCINFO, association) && set_option(socket_, SCTP_PEER_ADDR_PARAMS, path) &&
         set_option(socket_, SCTP_EVENT, changes);
}

void UsrPort::close() {
  stack_.closed(*this);
  if (auto* socket = std::exchange(socket_, nullptr)) {
    ::usrsctp_set_upcall(socket, nullptr, nullptr);
    ::usrsctp_close(socket);
  }
  for (auto& [id, association] : associations_) stack_.wire().release(association.path);
  associations_.clear();
  stack_.wire().give_back_port(std::exchange(port_.inside, std::uint16_t(0)));
}

Io<AssociationId> UsrPort::connect(const Endpoint& remote) {
  if (associations_.size() >= options_.max_associations) return io_failure("SCTP to " + remote.text(), ENOBUFS);
  auto path = stack_.wire().path_to(port_.inside, remote);
  if (!path.ok()) return Fail(path.error());
  auto address = conn_address(*path, remote.port);
  auto* to = reinterpret_cast<sockaddr*>(&address);
  if (::usrsctp_connect(socket_, to, sizeof address) != 0 && errno != EINPROGRESS) {
    auto failure = io_failure("SCTP to " + remote.text());
    stack_.wire().release(*path);
    return failure;
  }
  std::uint32_t id = ::usrsctp_getassocid(socket_, to);
  Association association;
  association.path = *path;
  associations_.emplace(id, std::move(association));
  return AssociationId(id);
}

Io<Nothing> UsrPort::send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) {
  auto found = associations_.find(id.value());
  if (found == associations_.end() || !found->second.up || found->second.leaving) return io_failure("SCTP send", ENOTCONN);
  if (message.empty() || message.size() > max_sctp_message) return io_failure("SCTP send", EMSGSIZE);
  sctp_sndinfo info{};
  info.snd_sid = stream;
  info.snd_ppid = htonl(ppid);
  info.snd_assoc_id = id.value();
  if (::usrsctp_sendv(socket_, message.data(), message.size(), nullptr, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0) >= 0)
    return Nothing{};
  if (errno != EAGAIN) return io_failure("SCTP send on stream " + std::to_string(stream));
  return Fail(IoError{
      ENOBUFS, "SCTP send: the peer does not take in what is queued (" + std::to_string(options_.max_queued_octets) + " octets at most)"});
}

void UsrPort::send_command(std::uint32_t id, std::uint16_t flag) {
  sctp_sndinfo info{};
  info.snd_flags = flag;
  info.snd_assoc_id = id;
  ::usrsctp_sendv(socket_, "", 0, nullptr, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0);
}

void UsrPort::shutdown(AssociationId id) {
  auto found = associations_.find(id.value());
  if (found == associations_.end()) return;
  found->second.leaving = true;
  if (found->second.up) send_command(id.value(), SCTP_EOF);
}

void UsrPort::abort(AssociationId id) {
  auto found = associations_.find(id.value());
  if (found == associations_.end()) return;
  if (!found->second.up) {  // the library aborts only what is up
    found->second.aborted = true;
    return;
  }
  stack_.wire().release(found->second.path);
  associations_.erase(found);
  send_command(id.value(), SCTP_ABORT);
}

// ---- what the library has to say

void UsrPort::drain(std::span<std::uint8_t> room) {
  static constexpr int max_messages = 2000;  // then others have their turn
  for (int count = 0; count < max_messages; ++count) {
    if (!socket_) return;
    sctp_rcvinfo info{};
    socklen_t info_size = sizeof info;
    unsigned info_type = 0;
    int flags = 0;
    sockaddr_conn from{};
    socklen_t from_size = sizeof from;
    ssize_t got = ::usrsctp_recvv(socket_, room.data(), room.size(), reinterpret_cast<sockaddr*>(&from), &from_size, &info, &info_size,
                                  &info_type, &flags);
    if (got <= 0) return;
    if (flags & MSG_NOTIFICATION) {
      sctp_notification what{};
      std::memcpy(&what, room.data(), std::min(sizeof what, std::size_t(got)));
      notification(what, std::size_t(got), from);
    } else if (info_type == SCTP_RECVV_RCVINFO) {
      data(info.rcv_assoc_id, info, {room.data(), std::size_t(got)}, (flags & MSG_EOR) != 0);
    }
  }
  if (socket_) stack_.mark(*this);
}

void UsrPort::data(std::uint32_t id, const sctp_rcvinfo& info, ByteView piece, bool last) {
  auto found = associations_.find(id);
  if (found == associations_.end()) return;
  Association& association = found->second;
  if (association.partial.size() + piece.size() > max_sctp_message) {
    send_command(id, SCTP_ABORT);
    return end(id, "the peer sent a message of more than " + std::to_string(max_sctp_message) + " octets");
  }
  std::uint32_t ppid = ntohl(info.rcv_ppid);
  if (association.partial.empty() && last) return events_->sctp_message(AssociationId(id), info.rcv_sid, ppid, piece);
  append(association.partial, piece);
  if (!last) return;
  Bytes message = std::exchange(association.partial, {});
  events_->sctp_message(AssociationId(id), info.rcv_sid, ppid, message);
}

void UsrPort::notification(const sctp_notification& what, std::size_t length, const sockaddr_conn& from) {
  if (what.sn_header.sn_type == SCTP_ASSOC_CHANGE && length >= sizeof(sctp_assoc_change)) association_change(what.sn_assoc_change, from);
}

void UsrPort::association_change(const sctp_assoc_change& change, const sockaddr_conn& from) {
  std::uint32_t id = change.sac_assoc_id;
  switch (change.sac_state) {
    case SCTP_COMM_UP: return came_up(change, from);
    case SCTP_RESTART: {
      auto found = associations_.find(id);
      if (found == associations_.end()) return;
      found->second.partial.clear();
      return events_->sctp_restarted(AssociationId(id));
    }
    case SCTP_SHUTDOWN_COMP: return end(id, "shut down");
    case SCTP_COMM_LOST:
      // With the peer's ABORT comes its chunk.
      return end(id, change.sac_length > sizeof change ? "aborted by the peer" : "the peer stopped answering");
    case SCTP_CANT_STR_ASSOC:
      return end(id, change.sac_length > sizeof change ? "the peer refused the association" : "no answer from the peer");
    default: return;
  }
}

void UsrPort::came_up(const sctp_assoc_change& change, const sockaddr_conn& from) {
  std::uint32_t id = change.sac_assoc_id;
  auto found = associations_.find(id);
  if (found == associations_.end()) {
    if (associations_.size() >= options_.max_associations) {
      ++stack_.counters().sctp_refused_associations;
      return send_command(id, SCTP_ABORT);
    }
    Association association;
    association.path = path_of(from);
    stack_.wire().hold(association.path);
    found = associations_.emplace(id, std::move(association)).first;
  }
  found->second.up = true;
  if (found->second.aborted) return abort(AssociationId(id));
  if (found->second.leaving) return send_command(id, SCTP_EOF);
  SctpPeer peer;
  peer.primary = {stack_.wire().remote(found->second.path), ntohs(from.sconn_port)};
  peer.in_streams = change.sac_inbound_streams;
  peer.out_streams = change.sac_outbound_streams;
  events_->sctp_up(AssociationId(id), peer);
}

void UsrPort::end(std::uint32_t id, const std::string& why) {
  auto found = associations_.find(id);
  if (found == associations_.end()) return;
  bool aborted = found->second.aborted;
  stack_.wire().release(found->second.path);
  associations_.erase(found);
  if (!aborted) events_->sctp_down(AssociationId(id), why);
}

/// Once in a process: the library keeps its state until the end.
void start_library() {
  static const bool started = [] {
    ::usrsctp_init_nothreads(0, &Usrsctp::packet_out, nullptr);
    ::usrsctp_enable_crc32c_offload();           // SctpWire makes and checks the checksums
    ::usrsctp_sysctl_set_sctp_asconf_enable(0);  // no extension that NGAP does not need
    ::usrsctp_sysctl_set_sctp_auth_enable(0);
    ::usrsctp_sysctl_set_sctp_reconfig_enable(0);
    ::usrsctp_sysctl_set_sctp_nrsack_enable(0);
    ::usrsctp_sysctl_set_sctp_pktdrop_enable(0);
    ::usrsctp_sysctl_set_sctp_pr_enable(0);
    ::usrsctp_sysctl_set_sctp_ecn_enable(0);
    ::usrsctp_sysctl_set_sctp_path_pf_threshold(0);  // after one unanswered heartbeat the next come at the pace of the RTO
    ::usrsctp_sysctl_set_sctp_recvspace(std::uint32_t(2 * max_sctp_message));
    ::usrsctp_sysctl_set_sctp_sendspace(std::uint32_t(2 * max_sctp_message));
    ::usrsctp_sysctl_set_sctp_max_chunks_on_queue(max_chunks_waiting);
    return true;
  }();
  check(started, "usrsctp");
}

}  // namespace

Io<std::unique_ptr<SctpStack>> make_usrsctp(World& world, Loop& loop, std::uint16_t udp_port) {
  auto stack = std::make_unique<Usrsctp>(world, loop, udp_port);
  Usrsctp* nobody = nullptr;
  if (!the_stack.compare_exchange_strong(nobody, stack.get())) {
    return io_failure("usrsctp serves another World of this process already", EBUSY);
  }
  start_library();
  return std::unique_ptr<SctpStack>(std::move(stack));
}

}  // namespace pellucid

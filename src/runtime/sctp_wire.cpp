#include "runtime/sctp_wire.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/un.h>

#include <algorithm>
#include <cstring>

#include "runtime/crc32c.hpp"
#include "runtime/io_error.hpp"
#include "runtime/sctp.hpp"
#include "runtime/socket_address.hpp"
#include "runtime/udp_socket.hpp"

namespace pellucid {

namespace {

constexpr std::size_t common_header = 12;  // ports, verification tag, checksum (RFC 9260 §3.1)
constexpr std::uint8_t data_chunk = 0, init_ack_chunk = 2, sack_chunk = 3, cookie_echo_chunk = 10;
constexpr std::size_t bundle_octets = 1400;  // packets that go out together are made no longer than the path takes anyway
constexpr std::uint16_t first_any_port = 49152;
constexpr int any_port_attempts = 200;

std::uint16_t get16(ByteView octets, std::size_t at) { return std::uint16_t(from_big_endian(octets.subspan(at, 2))); }

void put16(std::span<std::uint8_t> octets, std::size_t at, std::uint16_t value) {
  octets[at] = std::uint8_t(value >> 8);
  octets[at + 1] = std::uint8_t(value);
}

/// Little-endian on the wire, as CRC32c stands in SCTP (RFC 9260 appendix A).
std::uint32_t checksum_in(ByteView packet) {
  return std::uint32_t(packet[8]) | std::uint32_t(packet[9]) << 8 | std::uint32_t(packet[10]) << 16 | std::uint32_t(packet[11]) << 24;
}

void put_checksum(std::span<std::uint8_t> packet, std::uint32_t crc) {
  for (std::size_t i = 0; i < 4; ++i) packet[8 + i] = std::uint8_t(crc >> (8 * i));
}

/// A name that only one process in this network namespace can hold: user space SCTP has no kernel that keeps ports apart.
Io<FileDescriptor> lock_port(const Endpoint& endpoint) {
  FileDescriptor fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!fd) return io_failure("lock SCTP port");
  std::string name = "pellucid-sctp/" + endpoint.text();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path + 1, name.data(), std::min(name.size(), sizeof address.sun_path - 1));
  auto length = socklen_t(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), length) != 0) return io_failure("bind SCTP " + endpoint.text());
  return fd;
}

/// The address that the system would send from.
Io<IpAddress> source_towards(const IpAddress& remote) {
  FileDescriptor fd(::socket(address_family(remote), SOCK_DGRAM | SOCK_CLOEXEC, 0));
  auto to = to_socket_address({remote, 9});
  if (!fd || ::connect(fd.get(), to.get(), to.length) != 0) return io_failure("no way to " + remote.text());
  return bound_endpoint(fd.get()).address;
}

}  // namespace

Io<Nothing> raw_sctp_permitted() {
  FileDescriptor fd(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_SCTP));
  if (fd) return Nothing{};
  auto failure = io_failure("raw socket for SCTP (IP protocol 132)");
  if (failure.error().number == EPERM)
    failure.error().what += " (needs CAP_NET_RAW: run as root, in a user namespace, or setcap cap_net_raw+ep on the program)";
  return failure;
}

/// The socket of one local address.
struct SctpWire::Local final : LoopHandler {
  static constexpr int max_batches = 8;  // read in one turn
  struct Waiting {
    SocketAddress to;
    std::size_t offset, length;
    IpAddress from;
  };

  SctpWire& wire;
  FileDescriptor fd;
  IpAddress address;
  bool udp;
  bool any;  // a wildcard
  std::size_t users = 0;
  std::vector<Waiting> waiting;
  Bytes octets;
  std::uint64_t writes = 0;  // what was queued before the last one is not touched any more
  bool blocked = false;

  Local(SctpWire& w, FileDescriptor f, const IpAddress& a, bool over_udp)
      : wire(w), fd(std::move(f)), address(a), udp(over_udp), any(is_wildcard(a)) {}

  void ready(std::uint32_t events) override {
    auto keep = std::static_pointer_cast<Local>(shared_from_this());
    if (events & EPOLLOUT) {
      blocked = false;
      wire.loop_.change(fd.get(), EPOLLIN);
      write_all();
    }
    for (int batch = 0; batch < max_batches && fd; ++batch) {
      int count = wire.loop_.batch.receive(fd.get());
      for (int i = 0; i < count; ++i) wire.datagram(keep, i);
      if (count < int(ReceiveBatch::count)) break;
    }
    wire.up_.packets_done();
  }
  void flush() override {
    if (!blocked) write_all();
  }
  void write_all();
  bool join(const Path& path, const Octets<common_header>& head, ByteView chunks);
  /// At once, whoever still holds this: the address may be opened again in the same turn.
  void close() {
    write_all();  // an ABORT may be among what waits
    waiting.clear();
    octets.clear();
    wire.loop_.remove(fd.get());
    fd = FileDescriptor();
  }
};

void SctpWire::Local::write_all() {
  static constexpr std::size_t batch = 64;
  mmsghdr messages[batch];
  iovec vectors[batch];
  alignas(cmsghdr) std::uint8_t controls[batch][CMSG_SPACE(sizeof(in6_pktinfo))];
  std::size_t done = 0;
  ++writes;
  while (done < waiting.size()) {
    std::size_t count = std::min(batch, waiting.size() - done);
    for (std::size_t i = 0; i < count; ++i) {
      Waiting& w = waiting[done + i];
      auto packet = std::span(octets).subspan(w.offset, w.length);
      put_checksum(packet, 0);
      put_checksum(packet, crc32c(packet));
      vectors[i] = {packet.data(), packet.size()};
      messages[i] = {};
      msghdr& header = messages[i].msg_hdr;
      header.msg_name = w.to.get();
      header.msg_namelen = w.to.length;
      header.msg_iov = &vectors[i];
      header.msg_iovlen = 1;
      if (!any) continue;
      // From the address that the peer knows us by.
      bool v6 = w.from.is_v6();
      std::size_t size = v6 ? sizeof(in6_pktinfo) : sizeof(in_pktinfo);
      auto* control = reinterpret_cast<cmsghdr*>(controls[i]);
      std::memset(controls[i], 0, sizeof controls[i]);
      control->cmsg_level = v6 ? int(IPPROTO_IPV6) : int(IPPROTO_IP);
      control->cmsg_type = v6 ? IPV6_PKTINFO : IP_PKTINFO;
      control->cmsg_len = CMSG_LEN(size);
      std::size_t at = v6 ? offsetof(in6_pktinfo, ipi6_addr) : offsetof(in_pktinfo, ipi_spec_dst);
      std::memcpy(CMSG_DATA(control) + at, w.from.octets().data(), w.from.octets().size());
      header.msg_control = control;
      header.msg_controllen = CMSG_SPACE(size);
    }
    int sent = ::sendmmsg(fd.get(), messages, unsigned(count), MSG_DONTWAIT);
    if (sent > 0) {
      wire.loop_.counters.sctp_packets_out += std::uint64_t(sent);
      done += std::size_t(sent);
    } else if (errno == EAGAIN || errno == ENOBUFS) {
      blocked = true;
      wire.loop_.change(fd.get(), EPOLLIN | EPOLLOUT);
      waiting.erase(waiting.begin(), waiting.begin() + std::ptrdiff_t(done));
      return;
    } else if (errno != EINTR) {
      ++wire.loop_.counters.sctp_packets_dropped;  // no way there: SCTP will try again
      ++done;
    }
  }
  waiting.clear();
  octets.clear();
}

SctpWire::SctpWire(World& world, Loop& loop, std::uint16_t udp_port, Up& up) : world_(world), loop_(loop), udp_port_(udp_port), up_(up) {}

SctpWire::~SctpWire() {
  for (auto& [address, local] : locals_) local->close();
}

Io<std::shared_ptr<SctpWire::Local>> SctpWire::local(const IpAddress& address) {
  auto found = locals_.find(address);
  if (found != locals_.end()) return found->second;
  int family = address_family(address);
  bool udp = udp_port_ != 0;
  int type = (udp ? SOCK_DGRAM : SOCK_RAW) | SOCK_NONBLOCK | SOCK_CLOEXEC;
  FileDescriptor fd(::socket(family, type, udp ? 0 : IPPROTO_SCTP));
  if (!fd) {
    auto permitted = raw_sctp_permitted();
    if (!udp && !permitted.ok()) return Fail(permitted.error());
    return io_failure("socket for SCTP");
  }
  int on = 1;
  if (family == AF_INET6) {
    ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
  } else {
    ::setsockopt(fd.get(), IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    int fragment = IP_PMTUDISC_DONT;
    ::setsockopt(fd.get(), IPPROTO_IP, IP_MTU_DISCOVER, &fragment, sizeof fragment);
  }
  grow_socket_buffers(fd.get());
  auto bind_to = to_socket_address({address, udp_port_});
  int bound = ::bind(fd.get(), bind_to.get(), bind_to.length);
  if (bound != 0 && udp && errno == EADDRINUSE) {
    // RFC 6951 §5.1: peers learn our port from our packets; only who is called needs the well-known one.
    world_.log(
        Severity::warning, "sctp",
        "UDP port " + std::to_string(udp_port_) + " on " + address.text() + " is in use; taking another: peers cannot call this address");
    bind_to = to_socket_address({address, 0});
    bound = ::bind(fd.get(), bind_to.get(), bind_to.length);
  }
  if (bound != 0) return io_failure("bind SCTP on " + address.text());
  int number = fd.get();
  auto made = std::make_shared<Local>(*this, std::move(fd), address, udp);
  auto added = loop_.add(number, EPOLLIN, made);
  if (!added.ok()) return Fail(added.error());
  locals_.emplace(address, made);
  return made;
}

// ---- ports

Io<SctpWire::Port> SctpWire::take_port(const Endpoint& local, const std::vector<IpAddress>& also) {
  std::vector<IpAddress> addresses{local.address.is_none() ? IpAddress::v4(0u) : local.address};
  for (auto& address : also)
    if (std::ranges::find(addresses, address) == addresses.end()) addresses.push_back(address);
  if (local.port != 0) return try_port(addresses, local.port);
  for (int attempt = 0; attempt < any_port_attempts; ++attempt) {
    auto port = std::uint16_t(first_any_port + world_.random_number<std::uint16_t>() % (65536 - first_any_port));
    auto taken = try_port(addresses, port);
    if (taken.ok() || taken.error().number != EADDRINUSE) return taken;
  }
  return io_failure("bind SCTP " + local.text() + ": no free port", EADDRINUSE);
}

Io<SctpWire::Port> SctpWire::try_port(const std::vector<IpAddress>& addresses, std::uint16_t port) {
  if (taken_.size() >= 65000) return io_failure("bind SCTP: too many sockets", EMFILE);
  for (auto& address : addresses)
    if (inside_.contains({address, port})) return io_failure("bind SCTP " + Endpoint{address, port}.text(), EADDRINUSE);
  Taken taken;
  taken.outside = port;
  for (auto& address : addresses) {
    auto lock = lock_port({address, port});
    if (!lock.ok()) return Fail(lock.error());
    taken.locks.push_back(std::move(*lock));
  }
  std::vector<std::shared_ptr<Local>> used;
  for (auto& address : addresses) {
    auto opened = local(address);
    if (!opened.ok()) return Fail(opened.error());
    used.push_back(*opened);
  }
  // A number is not used again soon: the stack may still hold an old association's end under it.
  do ++last_inside_;
  while (last_inside_ == 0 || taken_.contains(last_inside_));
  for (auto& one : used) ++one->users;
  for (auto& address : addresses) inside_.emplace(Endpoint{address, port}, last_inside_);
  taken.addresses = addresses;
  taken_.emplace(last_inside_, std::move(taken));
  return Port{last_inside_, {addresses.front(), port}};
}

void SctpWire::give_back_port(std::uint16_t inside) {
  auto found = taken_.find(inside);
  if (found == taken_.end()) return;
  for (auto& address : found->second.addresses) {
    inside_.erase({address, found->second.outside});
    auto one = locals_.find(address);
    if (one == locals_.end() || --one->second->users > 0) continue;
    auto last = one->second;
    last->close();
    locals_.erase(one);
    for (auto path = idle_.begin(); path != idle_.end();) {
      auto next = std::next(path);
      if (paths_.at(*path).via == last) drop_idle(path);
      path = next;
    }
  }
  taken_.erase(found);
}

std::uint16_t SctpWire::inside_port(const Local& via, const IpAddress& destination, std::uint16_t port) const {
  // A socket on a wildcard hears also what is meant for sockets on the exact address: those take it themselves.
  if (via.any && inside_.contains({destination, port})) return 0;
  auto found = inside_.find({via.address, port});
  return found == inside_.end() ? std::uint16_t(0) : found->second;
}

// ---- paths

PathId SctpWire::path_between(const PathKey& key, const std::shared_ptr<Local>& via) {
  auto found = path_ids_.find(key);
  if (found != path_ids_.end()) {
    Path& path = paths_.at(found->second);
    if (path.via != via) path.last = {};
    path.via = via;
    if (path.holders == 0) idle_.splice(idle_.end(), idle_, path.idle);
    return found->second;
  }
  if (idle_.size() >= max_idle_paths) drop_idle(idle_.begin());
  PathId id = ++last_path_;
  idle_.push_back(id);
  paths_.emplace(id, Path{key.local, key.remote, key.udp_port, via, 0, std::prev(idle_.end())});
  path_ids_.emplace(key, id);
  up_.path_made(id);
  return id;
}

void SctpWire::drop_idle(std::list<PathId>::iterator which) {
  PathId id = *which;
  idle_.erase(which);
  const Path& path = paths_.at(id);
  path_ids_.erase({path.local, path.remote, path.udp_port});
  paths_.erase(id);
  up_.path_gone(id);
}

Io<PathId> SctpWire::path_to(std::uint16_t inside, const Endpoint& remote) {
  auto& taken = taken_.at(inside);
  for (auto& address : taken.addresses) {
    if (address.is_v6() != remote.address.is_v6()) continue;
    IpAddress from = address;
    if (is_wildcard(address)) {
      auto source = source_towards(remote.address);
      if (!source.ok()) return Fail(source.error());
      from = *source;
    }
    PathId path = path_between({from, remote.address, udp_port_}, locals_.at(address));
    hold(path);
    return path;
  }
  return io_failure("SCTP to " + remote.text() + " from " + Endpoint{taken.addresses.front(), taken.outside}.text(), EAFNOSUPPORT);
}

void SctpWire::hold(PathId id) {
  auto found = paths_.find(id);
  if (found == paths_.end()) return;
  if (found->second.holders++ == 0) idle_.erase(found->second.idle);
}

void SctpWire::release(PathId id) {
  auto found = paths_.find(id);
  if (found == paths_.end() || --found->second.holders > 0) return;
  found->second.idle = idle_.insert(idle_.end(), id);
  if (idle_.size() > max_idle_paths) drop_idle(idle_.begin());
}

IpAddress SctpWire::remote(PathId id) const {
  auto found = paths_.find(id);
  return found == paths_.end() ? IpAddress() : found->second.remote;
}

// ---- packets

bool SctpWire::packet_out(PathId id, ByteView packet) {
  auto found = paths_.find(id);
  if (found == paths_.end() || packet.size() < common_header) return false;
  auto port = taken_.find(get16(packet, 0));
  if (port == taken_.end()) return false;
  Local& via = *found->second.via;
  if (!via.fd || via.waiting.size() >= max_queued_packets) {
    ++loop_.counters.sctp_packets_dropped;
    return false;
  }
  Octets<common_header> head;
  std::copy_n(packet.begin(), common_header, head.begin());
  put16(head, 0, port->second.outside);
  if (via.join(found->second, head, packet.subspan(common_header))) return true;
  if (via.waiting.empty()) loop_.flush_later(via.shared_from_this());
  std::size_t start = via.octets.size();
  via.octets.resize(start + std::max(packet.size(), bundle_octets));
  std::copy(head.begin(), head.end(), via.octets.begin() + std::ptrdiff_t(start));
  std::copy(packet.begin() + common_header, packet.end(), via.octets.begin() + std::ptrdiff_t(start + common_header));
  found->second.last = {via.writes, via.waiting.size()};
  via.waiting.push_back({to_socket_address({found->second.remote, found->second.udp_port}), start, packet.size(), found->second.local});
  return true;
}

/// Data goes behind the chunks of the packet before it if that has the same way and has not left (RFC 9260 §6.10): the stack makes a packet
/// of each message, and a packet costs both ends' systems more than all that is in it.
bool SctpWire::Local::join(const Path& path, const Octets<common_header>& head, ByteView chunks) {
  if (path.last.writes != writes || path.last.packet >= waiting.size() || chunks.empty() || chunks[0] != data_chunk) return false;
  Waiting& before = waiting[path.last.packet];
  auto there = std::span(octets).subspan(before.offset);
  bool same_association = std::equal(head.begin(), head.begin() + 8, there.begin());  // ports and verification tag
  std::uint8_t first = there[common_header];
  if (!same_association || (first != data_chunk && first != sack_chunk) || before.length + chunks.size() > bundle_octets) return false;
  std::copy(chunks.begin(), chunks.end(), there.begin() + std::ptrdiff_t(before.length));
  before.length += chunks.size();
  return true;
}

void SctpWire::datagram(const std::shared_ptr<Local>& via, int index) {
  const msghdr& header = loop_.batch.messages[index].msg_hdr;
  auto from = from_socket_address(static_cast<sockaddr*>(header.msg_name), header.msg_namelen);
  ByteView octets = loop_.batch.payload(index);
  PathKey key{via->address, from.address, via->udp ? from.port : std::uint16_t(0)};
  if (!via->udp && !via->address.is_v6()) {  // a raw IPv4 socket gives the IP header too
    if (octets.size() < 20 || octets.size() < std::size_t(octets[0] & 15) * 4) return;
    key.local = IpAddress::v4({octets[16], octets[17], octets[18], octets[19]});
    octets = octets.subspan(std::size_t(octets[0] & 15) * 4);
  } else if (via->any) {
    for (auto* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(const_cast<msghdr*>(&header), control)) {
      if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
        Octets<16> address;
        std::memcpy(address.data(), CMSG_DATA(control) + offsetof(in6_pktinfo, ipi6_addr), 16);
        key.local = IpAddress::v6(address);
      } else if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
        Octets<4> address;
        std::memcpy(address.data(), CMSG_DATA(control) + offsetof(in_pktinfo, ipi_addr), 4);
        key.local = IpAddress::v4(address);
      }
    }
  }
  ++loop_.counters.sctp_packets_in;
  if ((header.msg_flags & MSG_TRUNC) || from.address.is_none()) return;
  packet(via, key, octets);
}

void SctpWire::packet(const std::shared_ptr<Local>& via, const PathKey& key, ByteView packet) {
  auto ignore = [this] { ++loop_.counters.sctp_ignored; };
  if (packet.size() < common_header + 4) return ignore();
  std::uint16_t inside = inside_port(*via, key.local, get16(packet, 2));
  if (inside == 0) return ignore();
  room_.assign(packet.begin(), packet.end());
  put_checksum(room_, 0);
  if (crc32c(room_) != checksum_in(packet)) return ignore();
  put16(room_, 2, inside);
  auto tag = std::uint32_t(from_big_endian(packet.subspan(4, 4)));
  std::uint8_t chunk = packet[common_header];
  PathId path = 0;
  if (!path_ids_.contains(key) && tag != 0) {
    // A multi-homed peer may speak from an address that we have not heard of: its tag tells whose it is.
    auto known = tags_.find(tag);
    if (known != tags_.end() && known->second.inside == inside && paths_.contains(known->second.path)) path = known->second.path;
  }
  if (path == 0) path = path_between(key, via);
  if (chunk == init_ack_chunk || chunk == cookie_echo_chunk) {
    if (tags_.insert_or_assign(tag, Tag{path, inside}).second) tag_order_.push_back(tag);
    if (tags_.size() > max_tags) {
      tags_.erase(tag_order_.front());
      tag_order_.pop_front();
    }
  }
  up_.packet_in(path, room_);
}

}  // namespace pellucid

#include "core/upf/gtp_socket.hpp"

#include <netinet/udp.h>
#include <poll.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstring>

#include "base/check.hpp"
#include "runtime/io_error.hpp"
#include "runtime/socket_address.hpp"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#define UDP_GRO 104
#endif

namespace pellucid::upf {

namespace {

constexpr int socket_buffer_octets = 8 << 20;
constexpr std::size_t train_room = 65536;
constexpr std::size_t train_stride = train_room + 4096 + 192;  // apart in the caches' sets
constexpr std::size_t cache_octets = 192 * 1024;               // what a call may bring without leaving the processor's nearer caches
constexpr int patience_ms = 1;                                 // for a full transmit queue

void set(int fd, int level, int option, int value) { ::setsockopt(fd, level, option, &value, sizeof value); }

/// Larger than the system's limit where we may, else up to it.
void enlarge(int fd, int forced, int asked) {
  int octets = socket_buffer_octets;
  if (::setsockopt(fd, SOL_SOCKET, forced, &octets, sizeof octets) != 0) set(fd, SOL_SOCKET, asked, octets);
}

}  // namespace

struct GtpSocket::In {
  std::uint8_t* room = nullptr;
  std::array<mmsghdr, batch_in> messages;
  std::array<iovec, batch_in> iov;
  std::array<sockaddr_storage, batch_in> from;
  struct alignas(cmsghdr) Control {
    char octets[CMSG_SPACE(sizeof(int))];
  };
  std::array<Control, batch_in> control;
  static constexpr std::size_t octets = batch_in * train_stride;
};

void GtpSocket::InFree::operator()(In* in) const {
  ::munmap(in->room, In::octets);
  delete in;
}

Io<GtpSocket> GtpSocket::open(const Endpoint& local) {
  GtpSocket out;
  out.fd_ = FileDescriptor(::socket(address_family(local.address), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!out.fd_) return io_failure("socket for " + local.text());
  int fd = out.fd_.get();
  // Outer packets may be fragmented on the way (TS 29.281 §4.2.2): no DF.
  if (local.address.is_v6()) {
    set(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    set(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, IPV6_PMTUDISC_DONT);
  } else {
    set(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DONT);
  }
  set(fd, IPPROTO_UDP, UDP_GRO, 1);
  enlarge(fd, SO_RCVBUFFORCE, SO_RCVBUF);
  enlarge(fd, SO_SNDBUFFORCE, SO_SNDBUF);
  auto address = to_socket_address(local);
  if (::bind(fd, address.get(), address.length) != 0) return io_failure("bind " + local.text());
  out.local_ = bound_endpoint(fd);
  void* room = ::mmap(nullptr, In::octets, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) return io_failure("memory for " + local.text());
  out.in_.reset(new In);
  out.in_->room = static_cast<std::uint8_t*>(room);
  out.out_ = std::make_unique<Out>();
  return out;
}

std::size_t GtpSocket::fill() {
  In& in = *in_;
  for (std::size_t i = 0; i < next_batch_; ++i) {
    in.iov[i] = {in.room + i * train_stride, train_room};
    msghdr& m = in.messages[i].msg_hdr;
    m.msg_name = &in.from[i];
    m.msg_namelen = sizeof in.from[i];
    m.msg_iov = &in.iov[i];
    m.msg_iovlen = 1;
    m.msg_control = in.control[i].octets;
    m.msg_controllen = sizeof in.control[i].octets;
    m.msg_flags = 0;
  }
  int got = ::recvmmsg(fd_.get(), in.messages.data(), unsigned(next_batch_), 0, nullptr);
  return got > 0 ? std::size_t(got) : 0;
}

/// Full trains: few a call, so that their octets are still near when they are looked at and written on.
void GtpSocket::adapt(std::size_t count, std::size_t octets) {
  if (count > 0) next_batch_ = std::clamp<std::size_t>(cache_octets / std::max<std::size_t>(octets / count, 1), 2, batch_in);
}

GtpSocket::Train GtpSocket::train(std::size_t i) const {
  const mmsghdr& m = in_->messages[i];
  Train out;
  out.from = from_socket_address(reinterpret_cast<const sockaddr*>(&in_->from[i]), m.msg_hdr.msg_namelen);
  out.octets = {in_->room + i * train_stride, m.msg_len};
  out.each = m.msg_len;
  for (auto* c = CMSG_FIRSTHDR(&m.msg_hdr); c; c = CMSG_NXTHDR(const_cast<msghdr*>(&m.msg_hdr), c))
    if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) {
      int each = 0;
      std::memcpy(&each, CMSG_DATA(c), sizeof each);
      if (each > 0) out.each = std::size_t(each);
    }
  return out;
}

void GtpSocket::add(const IpAddress& peer, std::uint16_t port, std::size_t head_size, ByteView payload) {
  Out& out = *out_;
  std::uint8_t* head = out.heads.data() + out.head_used;
  std::size_t size = head_size + payload.size();
  std::size_t hash = (peer.is_v4() ? peer.v4_number() : std::hash<IpAddress>{}(peer)) * 0x9e3779b97f4a7c15ull >> 58;
  OutTrain* train = nullptr;
  if (auto latest = out.latest[hash]) {
    auto& last = out.trains[latest - 1u];
    if (!last.closed && last.address == peer && last.port == port && size <= last.each && last.datagrams < max_train &&
        last.octets + size <= max_train_octets)
      train = &last;
  }
  if (!train) {
    train = &out.trains[out.count++];
    out.latest[hash] = std::uint8_t(out.count);
    train->address = peer;
    train->port = port;
    auto address = to_socket_address({peer, port});
    std::memcpy(&train->peer, address.get(), address.length);
    train->peer_size = address.length;
    train->each = std::uint16_t(std::min<std::size_t>(size, 65535));
    train->octets = 0;
    train->datagrams = 0;
    train->parts = 0;
    train->closed = size > max_train_octets;
  }
  train->iov[train->parts++] = {head, head_size};
  if (!payload.empty()) train->iov[train->parts++] = {const_cast<std::uint8_t*>(payload.data()), payload.size()};
  train->octets += std::uint32_t(size);
  ++train->datagrams;
  if (size < train->each) train->closed = true;  // a shorter one can only be the last
  out.head_used += head_size;
}

void GtpSocket::prepare(std::size_t i) {
  OutTrain& train = out_->trains[i];
  msghdr& m = out_->messages[i].msg_hdr;
  m.msg_name = &train.peer;
  m.msg_namelen = train.peer_size;
  m.msg_iov = train.iov.data();
  m.msg_iovlen = train.parts;
  m.msg_flags = 0;
  m.msg_control = nullptr;
  m.msg_controllen = 0;
  if (train.datagrams < 2) return;
  m.msg_control = train.control.data();
  m.msg_controllen = train.control.size();
  auto* c = CMSG_FIRSTHDR(&m);
  c->cmsg_level = IPPROTO_UDP;
  c->cmsg_type = UDP_SEGMENT;
  c->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
  std::memcpy(CMSG_DATA(c), &train.each, sizeof train.each);
}

/// One datagram a call, for paths that will not take trains: a device without the means, or datagrams that need fragmenting.
std::size_t GtpSocket::send_apart(OutTrain& train) {
  std::size_t refused = 0;
  for (std::size_t at = 0; at < train.parts;) {
    std::size_t parts = 1, octets = train.iov[at].iov_len;
    while (at + parts < train.parts && octets < train.each) octets += train.iov[at + parts++].iov_len;
    msghdr m{};
    m.msg_name = &train.peer;
    m.msg_namelen = train.peer_size;
    m.msg_iov = &train.iov[at];
    m.msg_iovlen = parts;
    if (::sendmsg(fd_.get(), &m, 0) < 0) ++refused;
    at += parts;
  }
  return refused;
}

std::size_t GtpSocket::flush() {
  Out& out = *out_;
  if (out.count == 0) return 0;
  for (std::size_t i = 0; i < out.count; ++i) prepare(i);
  std::size_t refused = 0, at = 0;
  bool waited = false;
  while (at < out.count) {
    int sent = ::sendmmsg(fd_.get(), &out.messages[at], unsigned(out.count - at), 0);
    if (sent > 0) {
      at += std::size_t(sent);
      continue;
    }
    if ((errno == EAGAIN || errno == ENOBUFS) && !waited) {
      waited = true;
      pollfd wait{fd_.get(), POLLOUT, 0};
      ::poll(&wait, 1, patience_ms);
      continue;
    }
    auto& train = out.trains[at++];
    bool apart = train.datagrams > 1 && errno != EAGAIN && errno != ENOBUFS;
    refused += apart ? send_apart(train) : train.datagrams;
  }
  out.count = 0;
  out.head_used = 0;
  out.latest.fill(0);
  return refused;
}

}  // namespace pellucid::upf

#include "runtime/udp_socket.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>

#include "runtime/io_error.hpp"
#include "runtime/socket_address.hpp"

namespace pellucid {

void grow_socket_buffers(int fd) {
  int octets = 4 << 20;
  if (::setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &octets, sizeof octets) != 0)
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets);
  if (::setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &octets, sizeof octets) != 0)
    ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &octets, sizeof octets);
}

namespace {

class UdpPort final : public LoopHandler {
 public:
  static constexpr std::size_t max_queued = 512;  // datagrams between two flushes
  static constexpr std::size_t max_queued_octets = 4u << 20;
  static constexpr int max_batches = 4;  // read in one turn

  UdpPort(Loop& loop, FileDescriptor fd, UdpSocket::Receive receive) : loop_(loop), fd_(std::move(fd)), receive_(std::move(receive)) {}

  int fd() const { return fd_.get(); }

  void send(const Endpoint& to, ByteView datagram) {
    if (waiting_.empty()) loop_.flush_later(shared_from_this());
    waiting_.push_back({to_socket_address(to), octets_.size(), datagram.size()});
    append(octets_, datagram);
    if (waiting_.size() >= max_queued || octets_.size() >= max_queued_octets) write_all();
  }

  void ready(std::uint32_t) override {
    for (int batch = 0; batch < max_batches; ++batch) {
      int count = loop_.batch.receive(fd_.get());
      if (count < 0 && errno != EAGAIN && errno != EINTR) ++loop_.counters.udp_dropped;  // an error the socket had kept; it is read now
      for (int i = 0; i < count; ++i) {
        const mmsghdr& message = loop_.batch.messages[i];
        ++loop_.counters.udp_in;
        if (message.msg_hdr.msg_flags & MSG_TRUNC) continue;
        auto from = from_socket_address(reinterpret_cast<sockaddr*>(&loop_.batch.names[i]), message.msg_hdr.msg_namelen);
        receive_(from, loop_.batch.payload(i));
        if (closed_) return;
      }
      if (count < int(ReceiveBatch::count)) return;
    }
  }

  void flush() override { write_all(); }

  void close() {
    write_all();
    closed_ = true;
    loop_.remove(fd_.get());
  }

 private:
  struct Waiting {
    SocketAddress to;
    std::size_t offset, length;
  };

  void write_all() {
    static constexpr std::size_t batch = 64;
    mmsghdr messages[batch];
    iovec vectors[batch];
    std::size_t done = 0;
    while (done < waiting_.size()) {
      std::size_t count = std::min(batch, waiting_.size() - done);
      for (std::size_t i = 0; i < count; ++i) {
        Waiting& w = waiting_[done + i];
        vectors[i] = {octets_.data() + w.offset, w.length};
        messages[i] = {};
        messages[i].msg_hdr.msg_name = w.to.get();
        messages[i].msg_hdr.msg_namelen = w.to.length;
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
      }
      int sent = ::sendmmsg(fd_.get(), messages, unsigned(count), MSG_DONTWAIT);
      if (sent > 0) {
        loop_.counters.udp_out += std::uint64_t(sent);
        done += std::size_t(sent);
      } else if (errno != EINTR) {
        ++loop_.counters.udp_dropped;  // this one: the socket is full, the size too large, or no way there
        ++done;
      }
    }
    waiting_.clear();
    octets_.clear();
    if (octets_.capacity() > max_queued_octets) octets_.shrink_to_fit();
  }

  Loop& loop_;
  FileDescriptor fd_;
  UdpSocket::Receive receive_;
  std::vector<Waiting> waiting_;
  Bytes octets_;
  bool closed_ = false;
};

class LoopUdpSocket final : public UdpSocket {
 public:
  LoopUdpSocket(std::shared_ptr<UdpPort> port, const Endpoint& local) : port_(std::move(port)), local_(local) {}
  LoopUdpSocket(const LoopUdpSocket&) = delete;
  ~LoopUdpSocket() override { port_->close(); }
  void send(const Endpoint& to, ByteView datagram) override { port_->send(to, datagram); }
  Endpoint local() const override { return local_; }

 private:
  std::shared_ptr<UdpPort> port_;
  Endpoint local_;
};

}  // namespace

Io<std::unique_ptr<UdpSocket>> open_udp_socket(Loop& loop, const Endpoint& local, UdpSocket::Receive receive) {
  int family = address_family(local.address);
  FileDescriptor fd(::socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd) return io_failure("UDP socket");
  int on = 1;
  if (family == AF_INET6) ::setsockopt(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  // No SO_REUSEADDR: on Linux it would let a second process take our datagrams.
  auto address = to_socket_address(local);
  if (::bind(fd.get(), address.get(), address.length) != 0) return io_failure("bind UDP " + local.text());
  grow_socket_buffers(fd.get());
  Endpoint bound = bound_endpoint(fd.get());
  int number = fd.get();
  auto port = std::make_shared<UdpPort>(loop, std::move(fd), std::move(receive));
  auto added = loop.add(number, EPOLLIN, port);
  if (!added.ok()) return Fail(added.error());
  return std::unique_ptr<UdpSocket>(std::make_unique<LoopUdpSocket>(std::move(port), bound));
}

}  // namespace pellucid

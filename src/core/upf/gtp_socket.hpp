#pragma once
// The N3 socket: many datagrams a system call, both ways (recvmmsg with UDP_GRO; sendmmsg with UDP_SEGMENT).
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/ids.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/world.hpp"

namespace pellucid::upf {

class GtpSocket {
 public:
  static constexpr std::size_t batch_in = 32;   // received a call; each may be a train of datagrams
  static constexpr std::size_t batch_out = 64;  // trains sent a call
  static constexpr std::size_t max_train = 64;  // datagrams of one train: UDP_MAX_SEGMENTS of older kernels
  static constexpr std::size_t max_train_octets = 65000;
  static constexpr std::size_t max_header = 16 + 256;  // what head() gives out

  /// Bound to that address and port.
  static Io<GtpSocket> open(const Endpoint& local);

  int fd() const { return fd_.get(); }
  const Endpoint& local() const { return local_; }

  struct Train {
    Endpoint from;
    ByteView octets;       // one datagram after the other
    std::size_t each = 0;  // octets of all but the last
  };
  /// What waits, at most batch_in trains; views are good until the next call. `each` is called as each(const Train&).
  template <class Each>
  std::size_t receive(Each each) {
    std::size_t count = fill(), octets = 0;
    for (std::size_t i = 0; i < count; ++i) {
      auto one = train(i);
      octets += one.octets.size();
      each(one);
    }
    adapt(count, octets);
    return count;
  }

  /// Room for the head of a datagram (at most max_header octets).
  std::uint8_t* head() { return out_->heads.data() + out_->head_used; }
  /// Queues a datagram: `head_size` octets that were written to head(), then `payload`, which must stay until flush(). Datagrams of
  /// equal size to one peer go as one train; a peer gets them in order.
  void add(const IpAddress& peer, std::uint16_t port, std::size_t head_size, ByteView payload);
  /// Sends what is queued. Gives the number of datagrams that the kernel would not take.
  std::size_t flush();
  /// Queued a whole call's worth?
  bool full() const { return out_->count == batch_out || out_->heads.size() - out_->head_used < max_header; }

 private:
  struct In;  // buffers and message headers
  struct OutTrain {
    sockaddr_storage peer;
    socklen_t peer_size;
    IpAddress address;
    std::uint16_t port;
    std::uint16_t each;
    std::uint32_t octets;
    std::uint16_t datagrams;
    std::uint16_t parts;
    bool closed;
    std::array<iovec, 2 * max_train> iov;
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> control;
  };
  struct Out {
    std::array<OutTrain, batch_out> trains;
    std::array<mmsghdr, batch_out> messages;
    std::array<std::uint8_t, 64> latest;  // by hash of the peer: index of its last train, plus 1
    std::size_t count = 0;
    std::vector<std::uint8_t> heads = std::vector<std::uint8_t>(batch_out * max_train * 80);
    std::size_t head_used = 0;
  };
  std::size_t fill();
  void adapt(std::size_t count, std::size_t octets);
  Train train(std::size_t i) const;
  void prepare(std::size_t i);
  std::size_t send_apart(OutTrain& train);

  struct InFree {
    void operator()(In*) const;
  };
  FileDescriptor fd_;
  Endpoint local_;
  std::size_t next_batch_ = batch_in;  // trains that the next call asks for
  std::unique_ptr<In, InFree> in_;
  std::unique_ptr<Out> out_;
};

}  // namespace pellucid::upf

#pragma once
// Joining: consecutive segments of one TCP or UDP flow become one super packet for the kernel (software GRO), so that bulk traffic
// costs one system call and one walk through the network stack per 64 KB instead of per packet. The inverse of cut.hpp: cutting a
// joined packet gives the same octets again (IPv4 identifications of unfragmentable packets excepted, RFC 6864).
#include <array>
#include <cstdint>

#include "base/bytes.hpp"
#include "core/upf/cut.hpp"
#include "core/upf/packet.hpp"

namespace pellucid::upf {

constexpr std::size_t max_joined = 64;  // segments of one super packet: what older kernels take for UDP

/// What is handed to the kernel: a header and pieces, to be written one behind the other.
struct Joined {
  Offload offload;
  std::array<std::uint8_t, max_inner_header> header;
  std::uint32_t header_size = 0;  // 0: the pieces are whole packets (one piece)
  std::array<ByteView, max_joined> pieces;
  std::uint32_t count = 0;
  std::uint32_t size = 0;  // octets in all
};

class JoinedSink {
 public:
  virtual void write(const Joined& packet) = 0;

 protected:
  ~JoinedSink() = default;
};

/// Takes packets of one direction to one device, in order. The order within a flow is kept; flows may overtake each other until flush().
class Joiner {
 public:
  /// Without `udp` only TCP is joined: for kernels that do not take UDP super packets.
  explicit Joiner(bool udp = true) : udp_(udp) {}
  /// `ip` refers to octets that stay until flush(). Packets whose checksums are wrong are passed on as they are.
  void add(const IpView& ip, JoinedSink& sink);
  void flush(JoinedSink& sink);
  /// Super packets and packets in them so far.
  std::uint64_t joined() const { return joined_; }

 private:
  static constexpr std::size_t slots = 64;
  struct Segment {  // one packet as joining sees it
    IpView ip;
    std::uint8_t protocol = 0;
    std::uint32_t transport = 0, header = 0;
    std::uint32_t hash = 0;
    bool joinable = false;  // else it only ends what its flow has open
    ByteView payload() const { return ip.octets().subspan(header); }
  };
  struct Open {
    bool used = false, first_verified = false;
    Segment first;
    std::uint32_t next_sequence = 0;
    std::uint32_t payload = 0;
    std::uint8_t last_flags = 0;
    Joined out;
  };
  Segment look(const IpView& ip) const;
  static bool same_flow(const Segment& a, const Segment& b);
  static bool continues(const Open& open, const Segment& next);
  void begin(Open& open, const Segment& first);
  void emit(Open& open, JoinedSink& sink);
  void pass(const IpView& ip, JoinedSink& sink);

  bool udp_;
  std::array<Open, slots> open_;
  std::array<std::uint8_t, slots> order_{};
  std::size_t used_ = 0;
  Joined single_;
  std::uint64_t joined_ = 0;
};

}  // namespace pellucid::upf

#pragma once
// Cutting: a super packet, as a TUN device with offloads hands it over, becomes the packets that it stands for, each whole and with
// all checksums (what a network card does as TSO and USO).
#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "core/upf/packet.hpp"

namespace pellucid::upf {

constexpr std::size_t max_inner_header = 256;  // IP header with extensions and transport header; longer ones are refused
constexpr std::size_t max_segments = 1024;     // of one super packet

/// What the kernel says about a packet beside it (struct virtio_net_hdr), in our own terms.
struct Offload {
  enum class Kind : std::uint8_t { none, tcp, udp };
  Kind kind = Kind::none;
  std::uint16_t segment = 0;         // payload octets of each segment but the last
  bool checksum_missing = false;     // the transport checksum holds the pseudo header's sum only
  std::uint16_t checksum_start = 0;  // of the transport header from the packet's start
  std::uint16_t checksum_at = 0;     // from checksum_start
  bool operator==(const Offload&) const = default;
};

/// How a packet is to be cut. Made by plan_cut(), which checks everything once; header() and payload() then cannot go wrong.
class Cut {
 public:
  std::uint32_t count() const { return count_; }
  /// Octets of segment i, and of all segments but the last.
  std::uint32_t size(std::uint32_t i) const { return header_ + std::uint32_t(payload(i).size()); }
  std::uint32_t usual_size() const { return size(0); }
  std::uint32_t header_size() const { return header_; }
  /// Writes header_size() octets: IP and transport header of segment i, as they go on the air.
  void write_header(std::uint32_t i, std::uint8_t* out) const;
  ByteView payload(std::uint32_t i) const;
  /// The uncut header, for rules to look at.
  const IpView& ip() const { return ip_; }

 private:
  friend std::optional<Cut> plan_cut(ByteView packet, const Offload& offload);
  IpView ip_;
  Offload offload_;
  std::uint32_t transport_ = 0;  // offset of the transport header
  std::uint32_t header_ = 0;     // octets before the payload
  std::uint32_t count_ = 1;
  std::uint8_t protocol_ = 0;
};
/// Nothing if packet and offload do not fit together. The plan refers to `packet`. A packet without offload is one segment of
/// its own: header_size() 0 and all of it payload, save that a missing checksum makes a header up to the checksum's end.
std::optional<Cut> plan_cut(ByteView packet, const Offload& offload);

}  // namespace pellucid::upf

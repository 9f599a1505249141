#pragma once
// Reading inner IP packets: just what rules, address checks and offload need (RFC 791, RFC 8200).
#include <cstdint>
#include <optional>

#include "base/bytes.hpp"

namespace pellucid::upf {

constexpr std::uint8_t ip_icmp = 1, ip_tcp = 6, ip_udp = 17, ip_icmpv6 = 58;

inline std::uint16_t load16(const std::uint8_t* at) { return std::uint16_t(at[0] << 8 | at[1]); }
inline std::uint32_t load32(const std::uint8_t* at) {
  return std::uint32_t(at[0]) << 24 | std::uint32_t(at[1]) << 16 | std::uint32_t(at[2]) << 8 | at[3];
}
inline std::uint64_t load64(const std::uint8_t* at) { return std::uint64_t(load32(at)) << 32 | load32(at + 4); }
inline void store16(std::uint8_t* at, std::uint16_t value) {
  at[0] = std::uint8_t(value >> 8);
  at[1] = std::uint8_t(value);
}
inline void store32(std::uint8_t* at, std::uint32_t value) {
  store16(at, std::uint16_t(value >> 16));
  store16(at + 2, std::uint16_t(value));
}

/// The IP header of a packet that was found sound: version known, header and total length within the octets given.
struct IpView {
  const std::uint8_t* at = nullptr;
  std::uint32_t length = 0;  // by the header; what follows is padding
  bool v6 = false;

  const std::uint8_t* source() const { return at + (v6 ? 8 : 12); }
  const std::uint8_t* destination() const { return at + (v6 ? 24 : 16); }
  std::uint8_t traffic_class() const { return v6 ? std::uint8_t(at[0] << 4 | at[1] >> 4) : at[1]; }
  ByteView octets() const { return {at, length}; }
};
/// Nothing if it is not a whole IPv4 or IPv6 packet.
inline std::optional<IpView> parse_ip(ByteView packet) {
  if (packet.size() < 20) return {};
  const std::uint8_t* p = packet.data();
  if (p[0] >> 4 == 4) {
    std::uint32_t header = (p[0] & 15u) * 4, length = load16(p + 2);
    if (header < 20 || length < header || length > packet.size()) return {};
    return IpView{p, length, false};
  }
  if (p[0] >> 4 == 6) {
    std::uint32_t length = 40u + load16(p + 4);
    if (packet.size() < 40 || length > packet.size()) return {};
    return IpView{p, length, true};
  }
  return {};
}

/// What service data flow filters look at.
struct Flow {
  bool v6 = false;
  const std::uint8_t* source = nullptr;  // 4 or 16 octets
  const std::uint8_t* destination = nullptr;
  std::uint8_t protocol = 0;
  std::uint8_t traffic_class = 0;
  bool ports_known = false;  // TCP, UDP, SCTP, DCCP, UDP-Lite and not a later fragment
  std::uint16_t source_port = 0, destination_port = 0;
  std::uint32_t spi = 0;         // ESP or AH, 0 if neither
  std::uint32_t flow_label = 0;  // IPv6
};
/// Walks IPv6 extension headers, at most eight.
Flow parse_flow(const IpView& ip);

}  // namespace pellucid::upf

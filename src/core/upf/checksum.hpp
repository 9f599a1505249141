#pragma once
// The Internet checksum (RFC 1071), fast enough for every octet of bulk traffic.
#include <cstdint>

#include "base/bytes.hpp"
#include "core/upf/packet.hpp"

namespace pellucid::upf {

/// One's complement sum of 16-bit words in network order, not complemented; an odd last octet counts as if followed by zero.
/// Sums of pieces at even offsets may be added.
std::uint64_t sum_octets(const std::uint8_t* at, std::size_t count);
/// The same without vector instructions, for machines that lack them and for tests.
std::uint64_t sum_octets_plainly(const std::uint8_t* at, std::size_t count);
inline std::uint64_t sum_octets(ByteView octets) { return sum_octets(octets.data(), octets.size()); }

/// Folds a sum into 16 bits, not complemented.
constexpr std::uint16_t fold(std::uint64_t sum) {
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffffffff) + (sum >> 32);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return std::uint16_t(sum);
}
/// The pseudo header of TCP, UDP or ICMPv6 (RFC 9293 §3.1, RFC 8200 §8.1) over `length` octets of transport header and payload.
std::uint64_t pseudo_header_sum(const IpView& ip, std::uint8_t protocol, std::uint32_t length);
/// Writes the header checksum of an IPv4 header of `header` octets.
void fill_ipv4_checksum(std::uint8_t* ip, std::uint32_t header);

}  // namespace pellucid::upf

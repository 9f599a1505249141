#include "core/upf/checksum.hpp"

#include <bit>
#include <cstring>

namespace pellucid::upf {

// Adds 32-bit pieces in machine order into four 64-bit sums, which the compiler turns into vector code: one's complement sums do not
// care about byte order until the end (RFC 1071 §2 B).
std::uint64_t sum_octets(const std::uint8_t* at, std::size_t count) {
  std::uint64_t lanes[8] = {};
  while (count >= 32) {
    std::uint32_t words[8];
    std::memcpy(words, at, 32);
    for (int i = 0; i < 8; ++i) lanes[i] += words[i];
    at += 32;
    count -= 32;
  }
  std::uint64_t sum = 0;
  for (auto lane : lanes) sum += lane;  // a packet is below 2^16 octets: no lane can overflow
  while (count >= 4) {
    std::uint32_t word;
    std::memcpy(&word, at, 4);
    sum += word;
    at += 4;
    count -= 4;
  }
  if (count > 0) {
    std::uint8_t rest[4] = {};
    std::memcpy(rest, at, count);
    std::uint32_t word;
    std::memcpy(&word, rest, 4);
    sum += word;
  }
  std::uint16_t folded = fold(sum);
  if constexpr (std::endian::native == std::endian::little) folded = std::uint16_t(folded << 8 | folded >> 8);
  return folded;
}

std::uint64_t pseudo_header_sum(const IpView& ip, std::uint8_t protocol, std::uint32_t length) {
  return sum_octets(ip.source(), ip.v6 ? 32 : 8) + protocol + length;
}

void fill_ipv4_checksum(std::uint8_t* ip, std::uint32_t header) {
  store16(ip + 10, 0);
  store16(ip + 10, std::uint16_t(~fold(sum_octets(ip, header))));
}

}  // namespace pellucid::upf

#include "core/upf/checksum.hpp"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pellucid::upf {

namespace {

// Pieces are added in machine order, 32 bits at a time into 64-bit sums: one's complement sums do not care about byte order until the
// end (RFC 1071 §2 B). A packet is below 2^16 octets, so no sum can overflow.

std::uint64_t sum_tail(const std::uint8_t* at, std::size_t count, std::uint64_t sum) {
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
  return sum;
}

std::uint64_t sum_plain(const std::uint8_t* at, std::size_t count) {
  std::uint64_t lanes[8] = {};
  for (; count >= 32; at += 32, count -= 32) {
    std::uint32_t words[8];
    std::memcpy(words, at, 32);
    for (int i = 0; i < 8; ++i) lanes[i] += words[i];
  }
  std::uint64_t sum = 0;
  for (auto lane : lanes) sum += lane;
  return sum_tail(at, count, sum);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) std::uint64_t sum_avx2(const std::uint8_t* at, std::size_t count) {
  __m256i low[2] = {}, high[2] = {};
  const __m256i mask = _mm256_set1_epi64x(0xffffffff);
  for (; count >= 64; at += 64, count -= 64)
    for (int i = 0; i < 2; ++i) {
      __m256i piece = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32 * i));
      low[i] = _mm256_add_epi64(low[i], _mm256_and_si256(piece, mask));
      high[i] = _mm256_add_epi64(high[i], _mm256_srli_epi64(piece, 32));
    }
  __m256i all = _mm256_add_epi64(_mm256_add_epi64(low[0], low[1]), _mm256_add_epi64(high[0], high[1]));
  alignas(32) std::uint64_t lanes[4];
  _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), all);
  return sum_tail(at, count, lanes[0] + lanes[1] + lanes[2] + lanes[3]);
}
#endif

using Sum = std::uint64_t (*)(const std::uint8_t*, std::size_t);

Sum best_sum() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return sum_avx2;
#endif
  return sum_plain;
}
const Sum sum_wide = best_sum();

std::uint16_t network_order(std::uint64_t sum) {
  std::uint16_t folded = fold(sum);
  if constexpr (std::endian::native == std::endian::little) folded = std::uint16_t(folded << 8 | folded >> 8);
  return folded;
}

}  // namespace

std::uint64_t sum_octets(const std::uint8_t* at, std::size_t count) {
  return network_order(count < 64 ? sum_tail(at, count, 0) : sum_wide(at, count));
}

std::uint64_t sum_octets_plainly(const std::uint8_t* at, std::size_t count) { return network_order(sum_plain(at, count)); }

std::uint64_t pseudo_header_sum(const IpView& ip, std::uint8_t protocol, std::uint32_t length) {
  return sum_octets(ip.source(), ip.v6 ? 32 : 8) + protocol + length;
}

void fill_ipv4_checksum(std::uint8_t* ip, std::uint32_t header) {
  store16(ip + 10, 0);
  store16(ip + 10, std::uint16_t(~fold(sum_octets(ip, header))));
}

}  // namespace pellucid::upf

#include "runtime/crc32c.hpp"

#include <array>
#include <cstring>

namespace pellucid {

namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ 0x82F63B78u : crc >> 1;
    table[i] = crc;
  }
  return table;
}
constexpr auto table = make_table();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_instruction(ByteView octets) {
  std::uint64_t crc = 0xFFFFFFFFu;
  const std::uint8_t* at = octets.data();
  std::size_t left = octets.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    crc = __builtin_ia32_crc32di(crc, word);
  }
  for (; left > 0; ++at, --left) crc = __builtin_ia32_crc32qi(std::uint32_t(crc), *at);
  return ~std::uint32_t(crc);
}
#endif

}  // namespace

std::uint32_t crc32c_portable(ByteView octets) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (auto octet : octets) crc = crc >> 8 ^ table[(crc ^ octet) & 0xFF];
  return ~crc;
}

std::uint32_t crc32c(ByteView octets) {
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("sse4.2");
  if (has_instruction) return crc32c_instruction(octets);
#endif
  return crc32c_portable(octets);
}

}  // namespace pellucid

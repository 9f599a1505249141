#pragma once
// Octet strings: owned, viewed, and as hexadecimal text.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pellucid {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
template <std::size_t N>
using Octets = std::array<std::uint8_t, N>;

/// Lower-case hexadecimal, two digits an octet.
std::string hex(ByteView bytes);
/// Octets of a hexadecimal text of either case; white space is skipped. Nothing if a digit is wrong or missing.
std::optional<Bytes> from_hex(std::string_view text);
/// A fixed number of octets out of hexadecimal text; nothing if the count differs.
template <std::size_t N>
std::optional<Octets<N>> from_hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes || bytes->size() != N) return {};
  Octets<N> out;
  for (std::size_t i = 0; i < N; ++i) out[i] = (*bytes)[i];
  return out;
}

/// The text's octets.
inline ByteView as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
/// The octets as text, whatever they are.
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes to_bytes(ByteView bytes) { return {bytes.begin(), bytes.end()}; }
inline void append(Bytes& to, ByteView what) { to.insert(to.end(), what.begin(), what.end()); }

/// Big-endian numbers in exactly N octets (network order).
template <std::size_t N>
constexpr Octets<N> big_endian(std::uint64_t value) {
  Octets<N> out{};
  for (std::size_t i = 0; i < N; ++i) out[N - 1 - i] = std::uint8_t(value >> (8 * i));
  return out;
}
/// The number that up to eight octets in network order mean.
constexpr std::uint64_t from_big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (auto octet : bytes) value = value << 8 | octet;
  return value;
}

}  // namespace pellucid

#include "ledger/format/base64.hpp"

namespace pellucid::ledger {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64(ByteView octets) {
  std::string out;
  out.reserve((octets.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < octets.size(); i += 3) {
    auto part = octets.subspan(i, std::min<std::size_t>(3, octets.size() - i));
    auto bits = std::uint32_t(from_big_endian(part) << (8 * (3 - part.size())));
    for (unsigned k = 0; k < 4; ++k) out += k <= part.size() ? alphabet[bits >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return {};
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  Bytes out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::size_t digits = i + 4 == text.size() ? 4 - padding : 4;
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      auto value = k < digits ? alphabet.find(text[i + k]) : 0;
      if (value == std::string_view::npos) return {};
      bits = bits << 6 | std::uint32_t(value);
    }
    for (std::size_t k = 0; k + 1 < digits; ++k) out.push_back(std::uint8_t(bits >> (16 - 8 * k)));
    if (digits < 4 && (bits & ((1u << (8 * (4 - digits))) - 1)) != 0) return {};
  }
  return out;
}

}  // namespace pellucid::ledger

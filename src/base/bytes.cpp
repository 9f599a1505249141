#include "base/bytes.hpp"

namespace pellucid {

std::string hex(ByteView bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (auto octet : bytes) {
    out += digits[octet >> 4];
    out += digits[octet & 15];
  }
  return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
  Bytes out;
  out.reserve(text.size() / 2);
  int high = -1;
  for (char c : text) {
    int digit;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = c - 'A' + 10;
    } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      continue;
    } else {
      return {};
    }
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(std::uint8_t(high << 4 | digit));
      high = -1;
    }
  }
  if (high >= 0) return {};
  return out;
}

}  // namespace pellucid

#pragma once
// Standard base64 with padding (RFC 4648 §4).
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace pellucid::ledger {

std::string base64(ByteView octets);
/// Strict: no white space, all padding, and the bits that mean nothing are zero, so that one octet string has one text.
std::optional<Bytes> from_base64(std::string_view text);
/// A fixed number of octets; nothing if the count differs.
template <std::size_t N>
std::optional<Octets<N>> from_base64(std::string_view text) {
  auto octets = from_base64(text);
  if (!octets || octets->size() != N) return {};
  Octets<N> out;
  for (std::size_t i = 0; i < N; ++i) out[i] = (*octets)[i];
  return out;
}

}  // namespace pellucid::ledger

#pragma once
// What every message must hold to, whatever octets it came from.
#include <algorithm>
#include <cstdint>

#include "base/bytes.hpp"
#include "base/check.hpp"
#include "base/tree.hpp"

namespace pellucid::fuzz {

inline bool same(ByteView a, ByteView b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

/// A picture can be printed, both ways.
inline void printable(const Tree& shown) {
  check(!shown.json().empty(), "a picture without JSON");
  check(shown.is_null() || !shown.outline().empty() || shown.json().size() <= 2, "a picture without an outline");
}

/// `first` came out of a decoder: its octets decode to an equal value, and that one's octets are the same. Gives the octets.
template <class T>
Bytes canonical(const T& first, auto encode, auto decode) {
  Bytes once = encode(first);
  auto second = decode(ByteView(once));
  check(second.ok(), "what we encoded does not decode");
  check(*second == first, "decoding what we encoded gives something else");
  check(same(encode(*second), once), "the second encoding differs from the first");
  return once;
}

}  // namespace pellucid::fuzz

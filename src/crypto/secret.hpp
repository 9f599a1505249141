#pragma once
// What every secret needs: its types, a comparison that takes the same time for any content, and erasing.
#include <span>

#include "base/bytes.hpp"

namespace pellucid::crypto {

using Key128 = Octets<16>;
using Key256 = Octets<32>;

/// Whether both hold the same octets. The time depends on the sizes only, never on the contents.
bool equal(ByteView a, ByteView b);

/// Overwrites with zeros; the compiler cannot leave it out.
void wipe(std::span<std::uint8_t> secret);

}  // namespace pellucid::crypto

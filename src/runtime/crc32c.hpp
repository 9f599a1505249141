#pragma once
// CRC32c (RFC 9260 appendix A): SCTP's checksum. With the processor's instruction where there is one.
#include <cstdint>

#include "base/bytes.hpp"

namespace pellucid {

std::uint32_t crc32c(ByteView octets);
/// The same, never with the instruction: the reference that tests compare with.
std::uint32_t crc32c_portable(ByteView octets);

}  // namespace pellucid

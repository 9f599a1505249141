#pragma once
// A phone's context as a record of the Journal: written behind, and read back after a restart (DESIGN.md §6).
#include <string>

#include "codec/octets.hpp"
#include "core/amf/net.hpp"

namespace pellucid::amf {

/// Downlink COUNTs that one record reserves. After a restart sending goes on above them, so that none is used twice.
inline constexpr std::uint32_t reserved_counts = 64;

/// "ue/999700000000001"
std::string record_key(const Supi& supi);
/// Writes the record of a proven phone that has keys; reserves COUNTs. Nothing without a Journal.
void save(Net& net, Ue& ue);
void erase_record(Net& net, const Supi& supi);
/// May the next downlink COUNT be used, even if we are killed right after? Reserves more in time.
bool count_is_safe(Net& net, Ue& ue);
/// The phone of a record, idle, with its supervision running anew.
Result<Nothing, codec::WireError> restore_context(Net& net, const std::string& key, ByteView record);

}  // namespace pellucid::amf

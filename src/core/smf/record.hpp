#pragma once
// A session as it is kept in the Journal.
#include <string>

#include "codec/octets.hpp"
#include "core/smf/facts.hpp"

namespace pellucid::smf {

/// The Journal's key of a session: its SEID, which is never used twice.
std::string record_key(Seid seid);
Bytes encode_record(const Facts& facts);
codec::Decoded<Facts> decode_record(ByteView record);

}  // namespace pellucid::smf

// What the tables of this room are written in (TS 29.244 §7: M, C and O as in its tables).
#pragma once

#include "codec/tlv_table.hpp"

namespace pellucid::pfcp {

using codec::ie;
using codec::low_bits;
using codec::table;
using codec::TlvRow;
using codec::TlvTable;
constexpr auto M = codec::Presence::mandatory;
constexpr auto C = codec::Presence::conditional;
constexpr auto O = codec::Presence::optional;

}  // namespace pellucid::pfcp

#include "ran/mac/pdu.hpp"

#include <algorithm>

namespace pellucid::mac {
namespace {

/// How many octets follow the subheader; `varies`: a length field tells; `reserved`: nobody may send it.
constexpr int varies = -1, reserved = -2;
struct Row {
  std::uint8_t lcid;
  int octets;
  const char* name;
};

constexpr Row downlink_rows[] = {
    {0, varies, "CCCH"},
    {33, varies, "extended LCID, two octets"},
    {34, varies, "extended LCID, one octet"},
    {47, 2, "Recommended bit rate"},
    {48, 2, "SP ZP CSI-RS Resource Set Activation/Deactivation"},
    {49, 3, "PUCCH spatial relation Activation/Deactivation"},
    {50, varies, "SP SRS Activation/Deactivation"},
    {51, 2, "SP CSI reporting on PUCCH Activation/Deactivation"},
    {52, 2, "TCI State Indication for UE-specific PDCCH"},
    {53, varies, "TCI States Activation/Deactivation for UE-specific PDSCH"},
    {54, varies, "Aperiodic CSI Trigger State Subselection"},
    {55, varies, "SP CSI-RS/CSI-IM Resource Set Activation/Deactivation"},
    {56, 1, "Duplication Activation/Deactivation"},
    {57, 4, "SCell Activation/Deactivation (four octets)"},
    {58, 1, "SCell Activation/Deactivation (one octet)"},
    {59, 0, "Long DRX Command"},
    {60, 0, "DRX Command"},
    {61, 1, "Timing Advance Command"},
    {62, 6, "UE Contention Resolution Identity"},
    {63, 0, "Padding"},
};
constexpr Row uplink_rows[] = {
    {0, 8, "CCCH of 64 bits"},
    {33, varies, "extended LCID, two octets"},
    {34, varies, "extended LCID, one octet"},
    {35, 6, "CCCH of 48 bits, RedCap"},
    {36, 8, "CCCH of 64 bits, RedCap"},
    {43, varies, "Truncated Enhanced BFR"},
    {44, 2, "Timing Advance Report"},
    {45, varies, "Truncated Sidelink BSR"},
    {46, varies, "Sidelink BSR"},
    {48, 4, "LBT failure (four octets)"},
    {49, 1, "LBT failure (one octet)"},
    {50, varies, "BFR"},
    {51, varies, "Truncated BFR"},
    {52, 6, "CCCH of 48 bits"},
    {53, 2, "Recommended bit rate query"},
    {54, varies, "Multiple Entry PHR (four octets)"},
    {55, 0, "Configured Grant Confirmation"},
    {56, varies, "Multiple Entry PHR (one octet)"},
    {57, 2, "Single Entry PHR"},
    {58, 2, "C-RNTI"},
    {59, 1, "Short Truncated BSR"},
    {60, varies, "Long Truncated BSR"},
    {61, 1, "Short BSR"},
    {62, varies, "Long BSR"},
    {63, 0, "Padding"},
};

constexpr Row logical_channel{1, varies, "logical channel"}, unknown{255, reserved, "reserved"};

const Row& row_of(Direction direction, std::uint8_t lcid) {
  if (lcid >= 1 && lcid <= lcid::most_logical_channels) return logical_channel;
  auto find = [&](auto& rows) -> const Row& {
    auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return row.lcid == lcid; });
    return found == std::end(rows) ? unknown : *found;
  };
  return direction == Direction::downlink ? find(downlink_rows) : find(uplink_rows);
}

/// The fields of a RAR subPDU (figures 6.1.5-1 to -3 and 6.2.3-1).
struct RarSubheader {
  bool more = false, is_preamble = false;
  std::uint8_t value = 0;  // RAPID or back-off index
  void layout(auto& at) {
    at.flag("E", more);
    at.flag("T", is_preamble);
    at.bits(6, "RAPID", value);
  }
};
struct MacRar {
  RandomAccessResponse response;
  void layout(auto& at) {
    at.spare(1);
    at.bits(12, "Timing Advance Command", response.timing_advance);
    at.flag("Frequency hopping flag", response.grant.hopping);
    at.bits(14, "PUSCH frequency resource allocation", response.grant.frequency_allocation);
    at.bits(4, "PUSCH time resource allocation", response.grant.time_allocation);
    at.bits(4, "MCS", response.grant.mcs);
    at.bits(3, "TPC command for PUSCH", response.grant.tpc);
    at.flag("CSI request", response.grant.csi_request);
    at.bits(16, "Temporary C-RNTI", response.temporary_c_rnti);
  }
};
constexpr std::size_t mac_rar_octets = 7;

Fail<WireError> bad(WireError::Kind kind, std::size_t offset, const char* field) { return Fail(WireError{kind, offset, field}); }

}  // namespace

std::optional<std::size_t> fixed_length(Direction direction, std::uint8_t lcid) {
  auto octets = row_of(direction, lcid).octets;
  return octets < 0 ? std::nullopt : std::optional(std::size_t(octets));
}

std::string_view lcid_name(Direction direction, std::uint8_t lcid) { return row_of(direction, lcid).name; }

codec::Decoded<std::vector<SubPdu>> read_pdu(Direction direction, ByteView pdu) {
  std::vector<SubPdu> out;
  for (std::size_t at = 0; at < pdu.size();) {
    std::uint8_t head = pdu[at], lcid = head & 0x3F;
    if (lcid == lcid::padding) break;  // always last (§6.1.2)
    auto& row = row_of(direction, lcid);
    if (row.octets == reserved) return bad(WireError::Kind::bad_value, at, "LCID");
    if (out.size() == max_sub_pdus) return bad(WireError::Kind::too_many, at, "subPDU");
    std::size_t start = at++, length = std::size_t(std::max(row.octets, 0));
    if (row.octets == varies) {
      std::size_t octets = head & 0x40 ? 2 : 1;  // F
      if (pdu.size() - at < octets) return bad(WireError::Kind::truncated, start, "L");
      length = from_big_endian(pdu.subspan(at, octets));
      at += octets;
    }
    if (pdu.size() - at < length) return bad(WireError::Kind::truncated, start, "subPDU");
    out.push_back({lcid, pdu.subspan(at, length)});
    at += length;
  }
  return out;
}

std::size_t sub_pdu_octets(Direction direction, std::uint8_t lcid, std::size_t payload) {
  return (fixed_length(direction, lcid) ? 1 : payload > 255 ? 3 : 2) + payload;
}

std::optional<Bytes> write_pdu(Direction direction, const std::vector<SubPdu>& parts, std::size_t octets) {
  Bytes out;
  out.reserve(octets);
  for (auto& part : parts) {
    auto fixed = fixed_length(direction, part.lcid);
    if (row_of(direction, part.lcid).octets == reserved || (fixed && *fixed != part.payload.size()) || part.payload.size() > 0xFFFF)
      return {};
    if (fixed) {
      out.push_back(part.lcid);
    } else if (part.payload.size() > 255) {
      out.push_back(std::uint8_t(0x40 | part.lcid));
      append(out, big_endian<2>(part.payload.size()));
    } else {
      out.push_back(part.lcid);
      out.push_back(std::uint8_t(part.payload.size()));
    }
    append(out, part.payload);
    if (out.size() > octets) return {};
  }
  if (out.size() < octets) out.push_back(lcid::padding);
  out.resize(octets);
  return out;
}

codec::Decoded<RarPdu> read_rar(ByteView pdu) {
  RarPdu out;
  bool more = true;
  std::size_t at = 0;
  for (; more; ++at) {
    if (at >= pdu.size()) return bad(WireError::Kind::truncated, at, "RAR subheader");
    auto head = *codec::decode<RarSubheader>(pdu.subspan(at, 1));
    more = head.more;
    if (!head.is_preamble) {
      if (at != 0) return bad(WireError::Kind::bad_value, at, "BI");  // only the first subPDU has it (§6.1.5)
      out.back_off = head.value & 0x0F;
      continue;
    }
    // A preamble for an SI request is answered by its subheader alone; our cells configure none, so a RAR follows unless nothing is left.
    if (pdu.size() - at - 1 < mac_rar_octets) {
      if (more || pdu.size() - at > 1) return bad(WireError::Kind::truncated, at, "MAC RAR");
      out.acknowledged.push_back(head.value);
      continue;
    }
    auto rar = codec::decode<MacRar>(pdu.subspan(at + 1, mac_rar_octets));
    if (!rar.ok()) return Fail(rar.error());
    rar->response.preamble = head.value;
    out.responses.push_back(rar->response);
    at += mac_rar_octets;
  }
  return out;
}

std::optional<Bytes> write_rar(const RarPdu& rar, std::size_t octets) {
  Bytes out;
  std::size_t left = rar.responses.size() + rar.acknowledged.size();
  if (rar.back_off) append(out, codec::encode(RarSubheader{left > 0, false, *rar.back_off}));
  for (auto& response : rar.responses) {
    append(out, codec::encode(RarSubheader{--left > 0, true, response.preamble}));
    append(out, codec::encode(MacRar{response}));
  }
  for (auto preamble : rar.acknowledged) append(out, codec::encode(RarSubheader{--left > 0, true, preamble}));
  if (out.empty() || out.size() > octets) return {};
  out.resize(octets);
  return out;
}

}  // namespace pellucid::mac

// The captured cell's downlink, described with the structs of the room, and everything that it sent, slot by slot.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <vector>

#include "capture.hpp"
#include "ran/phy/channel/coreset.hpp"
#include "ran/phy/channel/csi_rs.hpp"
#include "ran/phy/channel/dci.hpp"
#include "ran/phy/channel/pdcch.hpp"
#include "ran/phy/channel/pdsch.hpp"
#include "ran/phy/channel/ssb.hpp"
#include "ran/phy/waveform/ofdm.hpp"

namespace pellucid::phy::test {

constexpr std::uint16_t si_rnti = 0xFFFF;
constexpr std::uint16_t captured_ra_rnti = 0x000F;
constexpr std::size_t captured_ssb_subcarrier = 162;
constexpr std::size_t captured_ssb_symbol = 2;
// Amplitudes on the air for a unitary modulator, measured once: of data, PDCCH and CSI-RS (the DM-RS of a PDSCH are 3 dB above), and of
// the SS/PBCH block, which its sender also turned by a constant phase.
constexpr double captured_amplitude = 0.1025754;
constexpr double captured_ssb_amplitude = 0.533819;
constexpr double captured_ssb_phase = -1.767146;

inline Carrier captured_carrier() { return *carrier_with(SubcarrierSpacing::khz15, capture_resource_blocks, capture_downlink_hz, 768); }

inline const Bytes& captured_sib1() {
  static const Bytes octets = *from_hex(
      "748101701066"
      "64e000000200003360380541004"
      "01a0000066c6d9221f3704020000080800041"
      "0680a0909c2008551940000033a1c6d922c0000020b8941d8f0024a1106dfab638"
      "71005e2da30a000000");
  return octets;
}

inline Mib captured_mib() {
  Mib mib;
  mib.k_ssb = 6;
  mib.coreset_zero = 6;
  mib.search_space_zero = 0;
  return mib;
}

inline FallbackDciConfig captured_dci() {
  DciSizeConfig config;
  config.coreset0_blocks = 48;
  config.initial_dl_blocks = config.initial_ul_blocks = config.active_dl_blocks = config.active_ul_blocks = 52;
  return dci_sizes(config)->common;
}

inline const Coreset& captured_coreset_zero() {
  static const Coreset set = *coreset_zero(captured_mib().coreset_zero, SubcarrierSpacing::khz15, SubcarrierSpacing::khz15, false,
                                           captured_ssb_subcarrier / 12, capture_cell);
  return set;
}
inline const Coreset& captured_coreset_ue() {
  static const Coreset set = [] {
    Coreset out = *coreset_of(2, std::uint64_t{0xFF} << 37, {0, 52}, 1);
    out.dmrs_id = capture_cell;
    return out;
  }();
  return set;
}
inline PdcchPlace captured_place(unsigned tti, bool ue) {
  PdcchPlace place;
  place.coreset = ue ? &captured_coreset_ue() : &captured_coreset_zero();
  place.slot_in_frame = std::uint16_t(tti % 10);
  place.scrambling_id = capture_cell;
  return place;
}
inline SearchSpace captured_space(bool ue) {
  SearchSpace space;
  space.ue_specific = ue;
  space.candidates = {std::uint8_t(ue ? 2 : 0), std::uint8_t(ue ? 2 : 4), 2, 1, 0};
  return space;
}

/// NZP resource 0 and the tracking set, as the cell's RRC message configures them.
inline std::vector<CsiRsResource> captured_csi_rs() {
  CsiRsResource zero;
  zero.row = 2;
  zero.bitmap = 0b100000000000;
  zero.density = CsiRsDensity::one;
  zero.first_symbol = 4;
  zero.blocks = 52;
  zero.scrambling_id = 1;
  zero.period = 80;
  zero.offset = 1;
  CsiRsResource first = zero;
  first.bitmap = 1;
  first.period = 40;
  first.offset = 11;
  const auto set = *tracking_set(first, 4);
  return {zero, set[0], set[1], set[2], set[3]};
}

/// What the phone keeps free in a slot because of its CSI-RS.
inline ReservedElements captured_reserved(unsigned tti) {
  ReservedElements out;
  for (const auto& resource : captured_csi_rs())
    if (resource.sent({SubcarrierSpacing::khz15, tti / 10, tti % 10})) EXPECT_TRUE(reserve_csi_rs(resource, 0, out).ok());
  return out;
}

/// The PDSCH that a DCI 1_0 assigns. `reserved` is for C-RNTI.
inline PdschAllocation captured_pdsch(unsigned tti, std::uint16_t rnti, bool ue_space, unsigned riv_value, unsigned mcs_index,
                                      const ReservedElements& reserved) {
  PdschAllocation a;
  const auto range = *from_riv(ue_space ? 52 : 48, riv_value);
  const auto offset = std::uint16_t(ue_space ? 0 : captured_coreset_zero().first_block);
  a.blocks = list_of({std::uint16_t(range.start + offset), range.length});
  a.symbols = rnti == si_rnti ? default_pdsch_time_allocation_a(0, 2)->symbols : *from_sliv(40);
  a.slot_in_frame = std::uint16_t(tti % 10);
  a.dmrs_id = a.scrambling_id = capture_cell;
  if (rnti == si_rnti) a.dmrs_reference = captured_coreset_zero().first_block;
  if (rnti == capture_rnti) a.reserved = &reserved;
  a.rnti = rnti;
  EXPECT_TRUE(set_mcs(a, McsTable::qam64, mcs_index).ok());
  return a;
}

/// A PDCCH that is on the air.
struct CapturedDci {
  bool ue_space = false;
  PdcchCandidate candidate;
  std::uint16_t rnti = 0;
  DciPayload payload;
  bool assignment = false;  // a PDSCH goes with it
  unsigned riv_value = 0, mcs = 0;
  Bytes block;
};

inline CapturedDci captured_sib1_dci() {
  CapturedDci out;
  out.candidate = {4, 0};
  out.rnti = si_rnti;
  Dci10Si dci;
  dci.frequency_assignment = 0x150;
  dci.mcs = 5;
  out.payload = *pack(dci, captured_dci());
  out.assignment = true;
  out.riv_value = 0x150;
  out.mcs = 5;
  out.block = captured_sib1();
  return out;
}

/// A PDCCH row of events.json as a DCI.
inline CapturedDci captured_dci_of(const Event& e) {
  CapturedDci out;
  out.ue_space = e.text("ss") == "ue";
  out.candidate = {std::uint8_t(1u << e.number("L")), std::uint8_t(e.number("cce"))};  // its L is the logarithm of the level
  const auto value = [&](const char* key) { return std::uint32_t(e.number(key)); };
  out.riv_value = value("f_alloc");
  out.mcs = value("mcs");
  if (e.has("ra-rnti")) {
    out.rnti = std::uint16_t(value("ra-rnti"));
    out.assignment = true;
    Dci10Ra dci{value("f_alloc"), value("t_alloc"), value("vrb_to_prb_map"), value("mcs"), value("tb_scaling"), value("reserved")};
    out.payload = *pack(dci, captured_dci());
    return out;
  }
  out.rnti = std::uint16_t(value("c-rnti"));
  if (e.text("dci") == "1_0") {
    out.assignment = true;
    Dci10 dci{1,           value("f_alloc"), value("t_alloc"), value("vrb_to_prb_map"), value("mcs"),       value("ndi"),
              value("rv"), value("harq_id"), value("dai"),     value("pucch_tpc"),      value("pucch_res"), value("harq_feedback")};
    out.payload = *pack(dci, captured_dci());
  } else {
    EXPECT_EQ(e.text("dci"), "0_0");
    EXPECT_EQ(e.text("hop"), "n");
    Dci00 dci{0, value("f_alloc"), value("t_alloc"), 0, value("mcs"), value("ndi"), value("rv"), value("harq_id"), value("tpc")};
    out.payload = *pack(dci, captured_dci());
  }
  return out;
}

/// Every PDCCH of the capture with its PDSCH, by tti: SIB1 and the rows of events.json.
inline const std::map<unsigned, std::vector<CapturedDci>>& captured_downlink() {
  static const auto all = [] {
    std::map<unsigned, std::vector<CapturedDci>> out;
    for (unsigned tti = capture_first_tti; tti < capture_first_tti + capture_slots; ++tti)
      if (tti % 20 == 0) out[tti].push_back(captured_sib1_dci());
    for (const auto& e : events())
      if (e.channel == "PDCCH") out[e.tti].push_back(captured_dci_of(e));
    for (const auto& e : events()) {
      if (e.channel != "PDSCH") continue;
      for (auto& dci : out[e.tti])
        if (dci.assignment && dci.rnti != si_rnti) dci.block = e.transport_block();
    }
    return out;
  }();
  return all;
}

}  // namespace pellucid::phy::test

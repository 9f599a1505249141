// From configuration to plan, from plan to MIB and SIB1, and back to the same plan as a phone reads it.
#include "ran/mac/cell_config.hpp"

#include <gtest/gtest.h>

#include "ran/mac/broadcast.hpp"

namespace pellucid::mac {
namespace {

/// The cell of the captured attach.
CellConfig captured_cell() {
  CellConfig config;
  config.pci = 500;
  config.ssb_arfcn = 368410;
  config.coreset0 = 6;
  return config;
}

/// What a phone knows before SIB1.
InitialAccess provisional(const InitialAccess& plan) {
  InitialAccess out;
  out.pci = plan.pci;
  out.downlink = plan.downlink;
  out.ssb.first_subcarrier = plan.ssb.first_subcarrier;
  out.ssb.k_ssb = plan.ssb.k_ssb;
  out.ssb_case = plan.ssb_case;
  out.type_a_position = plan.type_a_position;
  out.coreset0_index = plan.coreset0_index;
  out.coreset0 = plan.coreset0;
  out.type0 = plan.type0;
  return out;
}

void expect_same(const InitialAccess& a, const InitialAccess& b) {
  EXPECT_EQ(a.pci, b.pci);
  EXPECT_EQ(a.band, b.band);
  EXPECT_EQ(a.ssb, b.ssb);
  EXPECT_EQ(a.ssb_period_ms, b.ssb_period_ms);
  for (auto carrier : {&InitialAccess::downlink, &InitialAccess::uplink}) {
    EXPECT_EQ((a.*carrier).resource_blocks, (b.*carrier).resource_blocks);
    EXPECT_EQ((a.*carrier).fft_size, (b.*carrier).fft_size);
    EXPECT_NEAR((a.*carrier).centre_hz, (b.*carrier).centre_hz, 1);
  }
  EXPECT_EQ(a.duplex.is_fdd(), b.duplex.is_fdd());
  for (unsigned i = 0; i < phy::slots_a_frame(a.downlink.spacing); ++i)
    for (std::size_t l = 0; l < phy::symbols_a_slot; ++l) {
      phy::SlotPoint slot(a.downlink.spacing, 0, i);
      EXPECT_EQ(a.duplex.use(slot, l), b.duplex.use(slot, l));
    }
  EXPECT_EQ(a.initial_downlink, b.initial_downlink);
  EXPECT_EQ(a.initial_uplink, b.initial_uplink);
  EXPECT_EQ(a.common_space.candidates, b.common_space.candidates);
  EXPECT_EQ(a.pdsch_times, b.pdsch_times);
  EXPECT_EQ(a.pusch_times, b.pusch_times);
  EXPECT_EQ(a.prach.configuration_index, b.prach.configuration_index);
  EXPECT_EQ(a.prach.root_sequence_index, b.prach.root_sequence_index);
  EXPECT_EQ(a.prach.zero_correlation_zone, b.prach.zero_correlation_zone);
  EXPECT_EQ(a.prach.frequency_start, b.prach.frequency_start);
  EXPECT_EQ(a.prach.preambles, b.prach.preambles);
  EXPECT_EQ(a.prach.spacing, b.prach.spacing);
  EXPECT_EQ(a.rar_window_slots, b.rar_window_slots);
  EXPECT_EQ(a.contention_timer_ms, b.contention_timer_ms);
  EXPECT_EQ(a.pucch_common, b.pucch_common);
}

TEST(CellPlan, TheCapturedCell) {
  auto access = plan(captured_cell());
  ASSERT_TRUE(access.ok()) << access.error().text();
  EXPECT_EQ(access->downlink.resource_blocks, 52u);
  EXPECT_EQ(access->downlink.fft_size, 768u);
  EXPECT_EQ(access->ssb, (SsbPlace{13, 6, 162}));
  EXPECT_EQ(access->coreset0.first_block, 1);
  EXPECT_EQ(access->coreset0.blocks(), 48u);
  EXPECT_EQ(access->coreset0.duration, 1);
  EXPECT_EQ(hex(ByteView(phy::mib_octets(*phy::bch_payload(broadcast_of(captured_cell(), *access).mib, 0, false)))),
            "006304");                                                                        // as captured
  EXPECT_EQ(phy::arfcn_of(access->uplink.centre_hz + access->uplink.offset_hz(0)), 348564u);  // absoluteFrequencyPointA of the capture
}

TEST(CellPlan, Sib1SaysWhatThePlanIs) {
  std::vector<CellConfig> cells{captured_cell(), CellConfig{}};
  for (unsigned mhz : {5u, 10u, 15u, 20u}) {
    cells.emplace_back().bandwidth_mhz = mhz;
    cells.back().prach_preambles = 64;
    cells.back().ssb_period_ms = 20;
  }
  for (unsigned mhz : {20u, 40u, 100u}) {  // TDD at 30 kHz in band 78
    auto& cell = cells.emplace_back();
    cell.band = 78;
    cell.spacing = phy::SubcarrierSpacing::khz30;
    cell.bandwidth_mhz = mhz;
    cell.downlink_arfcn = 633334;
    cell.prach_index = 160;
    cell.prach_frequency_start = 2;
    cell.prach_zone = 12;
  }
  for (auto& config : cells) {
    SCOPED_TRACE(std::to_string(config.band) + " " + std::to_string(config.bandwidth_mhz) + " MHz");
    auto access = plan(config);
    ASSERT_TRUE(access.ok()) << access.error().text();
    auto broadcast = broadcast_of(config, *access);
    auto read = read_sib1(provisional(*access), broadcast.sib1);
    ASSERT_TRUE(read);
    expect_same(*access, *read);
    EXPECT_TRUE(serves(broadcast.sib1, config.plmn));
    EXPECT_FALSE(serves(broadcast.sib1, {1, 1, 2}));
    auto padded = broadcast.sib1;
    padded.resize(padded.size() + 7);
    EXPECT_TRUE(read_sib1(provisional(*access), padded));
  }
}

TEST(CellPlan, DataBeginsBehindTheControlRegion) {
  for (unsigned index = 0; index < 16; ++index) {
    CellConfig config;
    config.coreset0 = index;
    auto access = plan(config);
    if (!access.ok()) continue;
    auto time = access->pdsch_time(0);
    ASSERT_TRUE(time.ok());
    EXPECT_GE(unsigned(time->symbols.start), access->type0.first_symbol + access->coreset0.duration) << index;
  }
  EXPECT_EQ(plan(CellConfig{})->coreset0.duration, 1);
}

TEST(CellPlan, RefusalsNameTheKey) {
  struct Case {
    const char* where;
    std::function<void(CellConfig&)> change;
  };
  for (auto& [where, change] :
       {Case{"cell.pci", [](auto& c) { c.pci = 1008; }}, Case{"cell.band", [](auto& c) { c.band = 4; }},
        Case{"cell.bandwidth_mhz", [](auto& c) { c.bandwidth_mhz = 8; }},
        Case{"cell.downlink_arfcn", [](auto& c) { c.downlink_arfcn = 100000; }},
        Case{"cell.uplink_arfcn", [](auto& c) { c.uplink_arfcn = 368500; }}, Case{"cell.ssb_arfcn", [](auto& c) { c.ssb_arfcn = 368411; }},
        Case{"cell.coreset0", [](auto& c) { c.coreset0 = 15; }}, Case{"cell.prach_index", [](auto& c) { c.prach_frequency_start = 50; }},
        Case{"cell.prach_preambles", [](auto& c) { c.prach_preambles = 7; }},
        Case{"cell.ssb_period_ms", [](auto& c) { c.ssb_period_ms = 15; }},
        Case{"cell.rx_level_min_dbm", [](auto& c) { c.rx_level_min_dbm = -41; }}, Case{"cell.tdd", [](auto& c) { c.tdd.emplace(); }}}) {
    CellConfig config;
    change(config);
    auto access = plan(config);
    ASSERT_FALSE(access.ok()) << where;
    EXPECT_TRUE(access.error().where.starts_with(where)) << access.error().text();
  }
}

TEST(FirstMessages, SetupIsAskedForAndAnswered) {
  auto request = setup_request(0x123456789A);
  EXPECT_EQ(request.size(), 6u);  // 48 bits: a CCCH SDU of LCID 52
  auto answer = setup_answer(request);
  EXPECT_TRUE(is_setup(answer));
  EXPECT_LT(answer.size(), 40u);
  EXPECT_TRUE(setup_answer(Bytes{0xFF, 0, 0, 0, 0, 0}).empty());
  EXPECT_FALSE(is_setup(request));
}

}  // namespace
}  // namespace pellucid::mac

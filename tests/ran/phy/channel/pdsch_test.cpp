#include "ran/phy/channel/pdsch.hpp"

#include <gtest/gtest.h>

#include "loopback.hpp"
#include "ran/phy/channel/csi_rs.hpp"

namespace pellucid::phy {
namespace {

using namespace test;

PdschAllocation plain(RbRange blocks, SymbolRange symbols, McsTable table, unsigned index) {
  PdschAllocation a;
  a.blocks = list_of(blocks);
  a.symbols = symbols;
  a.slot_in_frame = 7;
  a.dmrs_id = 321;
  a.scrambling_id = 123;
  a.rnti = 0x4601;
  EXPECT_TRUE(set_mcs(a, table, index).ok());
  return a;
}

Bytes random_block(const PdschAllocation& a, std::mt19937& random) {
  Bytes block(a.tbs_bits / 8);
  for (auto& octet : block) octet = std::uint8_t(random());
  return block;
}

/// Sends one allocation over the air and gives what is received; empty if the CRC failed.
struct Link {
  explicit Link(const Carrier& c) : carrier(c), sender(c.resource_blocks, 4), receiver(c.resource_blocks, 2, 2), harq(max_tbs_bits) {}
  Carrier carrier;
  PdschTransmitter sender;
  PdschReceiver receiver;
  HarqBuffer harq;
  std::mt19937 random{5};
  LinkFigures figures;

  std::optional<Bytes> pass(const PdschAllocation& a, const Bytes& block, const GridAir& air, bool first = true) {
    Grid sent(carrier.resource_blocks), received(carrier.resource_blocks);
    const auto ok = sender.transmit(a, block, sent);
    EXPECT_TRUE(ok.ok()) << (ok.ok() ? "" : ok.error().what);
    through(air, sent, received, random);
    if (first) harq.clear();
    Bytes out(block.size());
    const auto reception = receiver.receive(a, received, carrier, harq, out);
    EXPECT_TRUE(reception.ok());
    if (!reception.ok() || !reception->decision.ok) return {};
    figures = reception->link;
    return out;
  }
};

TEST(Pdsch, LoopbackAtEveryBandwidthAndModulation) {
  struct Setting {
    SubcarrierSpacing spacing;
    unsigned mhz;
  };
  using enum SubcarrierSpacing;
  for (const auto& setting : {Setting{khz15, 5}, {khz15, 10}, {khz15, 20}, {khz30, 10}, {khz30, 40}, {khz30, 100}}) {
    const Carrier carrier = *carrier_of(setting.spacing, setting.mhz, 0);
    Link link(carrier);
    struct Row {
      unsigned index;
      double snr_db;  // some dB above what the row needs
    };
    for (const auto& row : {Row{0, 0}, {4, 9}, {10, 17}, {19, 25}, {27, 35}}) {  // of the 256QAM table
      const auto a = plain({0, std::uint16_t(carrier.resource_blocks)}, {2, 12}, McsTable::qam256, row.index);
      const Bytes block = random_block(a, link.random);
      const auto got = link.pass(a, block, {std::polar(0.3f, 2.0f), 0.004, 0.09f * from_db(-row.snr_db)});
      EXPECT_EQ(got, block) << setting.mhz << " MHz, MCS " << row.index;
      EXPECT_NEAR(link.figures.snr_db, row.snr_db, 1.5);
      EXPECT_NEAR(link.figures.power, 0.09, 0.02);
    }
  }
}

TEST(Pdsch, EveryTimeAllocationAndDmrsConfiguration) {
  Link link(*carrier_of(SubcarrierSpacing::khz15, 10, 0));
  unsigned tried = 0;
  for (auto mapping : {MappingType::a, MappingType::b})
    for (auto type : {DmrsType::type1, DmrsType::type2})
      for (bool pair : {false, true})
        for (unsigned position = 0; position < 4; ++position)
          for (std::uint8_t length = 2; length <= 14; ++length)
            for (std::uint8_t groups = 1; groups <= (type == DmrsType::type1 ? 2 : 3); ++groups) {
              PdschAllocation a;
              a.blocks = list_of({3, 20});
              a.symbols = {std::uint8_t(mapping == MappingType::a ? std::min(2, 14 - length) : (14 - length) / 2), length};
              a.dmrs.mapping = mapping;
              a.dmrs.type = type;
              a.dmrs.double_symbol = pair;
              a.dmrs.additional_position = position;
              a.cdm_groups_without_data = groups;
              a.n_scid = length & 1;
              a.rnti = 7;
              if (!set_mcs(a, McsTable::qam64, 12).ok()) continue;
              ++tried;
              const Bytes block = random_block(a, link.random);
              EXPECT_EQ(link.pass(a, block, {1, 0.002, from_db(-18)}), block) << "length " << int(length) << " position " << position;
            }
  EXPECT_GT(tried, 150u);
}

TEST(Pdsch, ScatteredAndInterleavedBlocks) {
  Link link(*carrier_of(SubcarrierSpacing::khz15, 20, 0));
  PdschAllocation a = plain({0, 1}, {2, 12}, McsTable::qam64, 10);
  a.blocks = *type0_blocks({0, 106}, 1, 0b10110010010101);  // groups of eight blocks
  ASSERT_TRUE(set_mcs(a, McsTable::qam64, 12).ok());
  Bytes block = random_block(a, link.random);
  EXPECT_EQ(link.pass(a, block, {1, 0.003, from_db(-18)}), block);
  for (std::uint8_t bundle : {2, 4}) {
    a.blocks = *interleaved_blocks({0, 106, bundle, true}, list_of({11, 40}).view());
    a.precoding_group = bundle;
    ASSERT_TRUE(set_mcs(a, McsTable::qam64, 12).ok());
    block = random_block(a, link.random);
    EXPECT_EQ(link.pass(a, block, {1, 0.0, from_db(-18)}), block);
  }
  // The first virtual blocks' data must lie on the physical blocks that the interleaver names.
  Grid grid(106);
  a.blocks = *interleaved_blocks({0, 106, 2, true}, list_of({2, 2}).view());
  ASSERT_TRUE(set_mcs(a, McsTable::qam64, 2).ok());
  ASSERT_TRUE(link.sender.transmit(a, random_block(a, link.random), grid).ok());
  for (std::size_t block_of = 0; block_of < 106; ++block_of)
    EXPECT_EQ(grid.at(3, 12 * block_of) != Sample{}, block_of == 52 || block_of == 53) << block_of;
}

TEST(Pdsch, RateMatchesAroundReservedElements) {
  Link link(*carrier_of(SubcarrierSpacing::khz15, 10, 0));
  ReservedElements reserved;
  CsiRsResource csi;
  csi.bitmap = 1;
  csi.first_symbol = 6;
  csi.blocks = 52;
  ASSERT_TRUE(reserve_csi_rs(csi, 0, reserved).ok());
  reserved.add_ssb(162, 8);
  PdschAllocation a = plain({0, 52}, {1, 13}, McsTable::qam64, 10);
  const auto without = pdsch_shape(a, 52);
  a.reserved = &reserved;
  const auto with = pdsch_shape(a, 52);
  ASSERT_TRUE(without.ok() && with.ok());
  // 3 elements a block in symbol 6; 21 blocks in symbols 8..11, of which 11 carries DM-RS and no data.
  EXPECT_EQ(without->elements - with->elements, 3u * 52 + 21 * 12 * 3);
  Grid grid(52);
  const Bytes block = random_block(a, link.random);
  ASSERT_TRUE(link.sender.transmit(a, block, grid).ok());
  EXPECT_EQ(grid.at(6, 0), Sample{});
  EXPECT_NE(grid.at(6, 1), Sample{});
  EXPECT_EQ(grid.at(9, 162), Sample{});
  EXPECT_EQ(grid.at(9, 162 - 6), Sample{});  // the whole block 13 is kept free
  EXPECT_NE(grid.at(9, 155), Sample{});
  EXPECT_EQ(link.pass(a, block, {1, 0, from_db(-20)}), block);
}

TEST(Pdsch, RetransmissionsAddUp) {
  Link link(*carrier_of(SubcarrierSpacing::khz15, 10, 0));
  PdschAllocation a = plain({0, 52}, {2, 12}, McsTable::qam64, 15);
  const Bytes block = random_block(a, link.random);
  const GridAir air{1, 0, from_db(-4)};  // far too noisy for one transmission of 16QAM at rate 0.6
  EXPECT_EQ(link.pass(a, block, air), std::nullopt);
  std::optional<Bytes> got;
  for (std::uint8_t rv : {2, 3, 1}) {
    a.rv = rv;
    got = link.pass(a, block, air, false);
    if (got) break;
  }
  EXPECT_EQ(got, block);
}

TEST(Pdsch, TwoLayersOnTwoAntennas) {
  const Carrier carrier = *carrier_of(SubcarrierSpacing::khz30, 20, 0);
  Link link(carrier);
  const unsigned blocks = carrier.resource_blocks;
  for (const auto& ports : {std::array<std::uint8_t, 4>{0, 1}, {0, 2}, {2, 3}}) {
    PdschAllocation a = plain({0, std::uint16_t(blocks)}, {2, 12}, McsTable::qam64, 14);
    a.layers = 2;
    a.ports = ports;
    ASSERT_TRUE(set_mcs(a, McsTable::qam64, 14).ok());
    const Bytes block = random_block(a, link.random);
    Grid sent[2] = {Grid(blocks), Grid(blocks)}, seen[2] = {Grid(blocks), Grid(blocks)}, one(blocks), two(blocks);
    Grid* const out[] = {&sent[0], &sent[1]};
    ASSERT_TRUE(link.sender.transmit(a, block, out).ok());
    const Sample h[2][2] = {{{0.9f, 0.1f}, {0.2f, -0.5f}}, {{-0.3f, 0.4f}, {0.7f, 0.6f}}};
    for (std::size_t antenna = 0; antenna < 2; ++antenna) {
      through({h[antenna][0], 0.001, from_db(-20)}, sent[0], one, link.random);
      through({h[antenna][1], 0.001, 0}, sent[1], two, link.random);
      for (std::size_t l = 0; l < symbols_a_slot; ++l)
        for (std::size_t k = 0; k < one.subcarriers(); ++k) seen[antenna].at(l, k) = one.at(l, k) + two.at(l, k);
    }
    const Grid* const in[] = {&seen[0], &seen[1]};
    Bytes got(block.size());
    link.harq.clear();
    const auto reception = link.receiver.receive(a, in, carrier, link.harq, got);
    ASSERT_TRUE(reception.ok());
    EXPECT_TRUE(reception->decision.ok) << int(ports[0]) << int(ports[1]);
    EXPECT_EQ(got, block);
    // One layer on two antennas.
    a.layers = 1;
    ASSERT_TRUE(set_mcs(a, McsTable::qam64, 5).ok());
    const Bytes small = random_block(a, link.random);
    sent[0].clear();
    ASSERT_TRUE(link.sender.transmit(a, small, sent[0]).ok());
    for (std::size_t antenna = 0; antenna < 2; ++antenna) through({h[antenna][0], 0, from_db(-6)}, sent[0], seen[antenna], link.random);
    got.resize(small.size());
    link.harq.clear();
    EXPECT_TRUE(link.receiver.receive(a, in, carrier, link.harq, got)->decision.ok);
    EXPECT_EQ(got, small);
  }
}

TEST(Pdsch, FourLayersLieOnTheirPorts) {
  Link link(*carrier_of(SubcarrierSpacing::khz15, 10, 0));
  PdschAllocation a = plain({0, 10}, {2, 12}, McsTable::qam64, 3);
  a.layers = 4;
  ASSERT_TRUE(set_mcs(a, McsTable::qam64, 3).ok());
  Grid grids[4] = {Grid(52), Grid(52), Grid(52), Grid(52)};
  Grid* const out[] = {&grids[0], &grids[1], &grids[2], &grids[3]};
  ASSERT_TRUE(link.sender.transmit(a, random_block(a, link.random), out).ok());
  // DM-RS symbol 2: ports 0 and 1 on even subcarriers, 2 and 3 on odd ones.
  for (unsigned port = 0; port < 4; ++port)
    for (std::size_t k = 0; k < 24; ++k) EXPECT_EQ(grids[port].at(2, k) != Sample{}, k % 2 == port / 2);
  EXPECT_EQ(grids[0].at(2, 0), grids[1].at(2, 0));
  EXPECT_EQ(grids[0].at(2, 2), -grids[1].at(2, 2));
}

TEST(Pdsch, RefusesWhatIsNone) {
  Link link(*carrier_of(SubcarrierSpacing::khz15, 10, 0));
  const PdschAllocation good = plain({0, 52}, {2, 12}, McsTable::qam64, 5);
  ASSERT_TRUE(pdsch_shape(good, 52).ok());
  const auto refused = [&](auto&& change) {
    PdschAllocation a = good;
    change(a);
    Grid grid(52);
    Bytes block(a.tbs_bits / 8);
    EXPECT_FALSE(link.receiver.receive(a, grid, link.carrier, link.harq, block).ok());
    return !link.sender.transmit(a, block, grid).ok();
  };
  EXPECT_TRUE(refused([](auto& a) { a.blocks.clear(); }));
  EXPECT_TRUE(refused([](auto& a) { a.blocks.push(52); }));
  EXPECT_TRUE(refused([](auto& a) { a.blocks.push(0); }));
  EXPECT_TRUE(refused([](auto& a) { a.grid_start = 1; }));
  EXPECT_TRUE(refused([](auto& a) { a.symbols = {3, 12}; }));
  EXPECT_TRUE(refused([](auto& a) { a.symbols = {2, 0}; }));
  EXPECT_TRUE(refused([](auto& a) { a.symbols = {4, 10}; }));  // type A, and symbol 2 is not in it
  EXPECT_TRUE(refused([](auto& a) { a.layers = 0; }));
  EXPECT_TRUE(refused([](auto& a) { a.layers = 5; }));
  EXPECT_TRUE(refused([](auto& a) { a.cdm_groups_without_data = 3; }));
  EXPECT_TRUE(refused([](auto& a) { a.ports[0] = 4; }));
  EXPECT_TRUE(refused([](auto& a) { a.cdm_groups_without_data = 1, a.ports[0] = 2; }));
  EXPECT_TRUE(refused([](auto& a) { a.layers = 2, a.ports[1] = 0; }));
  EXPECT_TRUE(refused([](auto& a) { a.n_scid = 2; }));
  EXPECT_TRUE(refused([](auto& a) { a.scrambling_id = 1024; }));
  EXPECT_TRUE(refused([](auto& a) { a.dmrs_reference = 1; }));
  EXPECT_TRUE(refused([](auto& a) { a.modulation = Modulation::bpsk; }));
  EXPECT_TRUE(refused([](auto& a) { a.tbs_bits = 0; }));
  EXPECT_TRUE(refused([](auto& a) { a.tbs_bits = 7; }));
  EXPECT_TRUE(refused([](auto& a) { a.rv = 4; }));
  EXPECT_TRUE(refused([](auto& a) { a.dmrs_shift = 1; }));
  EXPECT_TRUE(refused([](auto& a) { a.precoding_group = 3; }));
  ReservedElements all;
  all.add_blocks(0x3FFF, 0, 52);
  EXPECT_TRUE(refused([&](auto& a) { a.reserved = &all; }));
  PdschAllocation a = good;
  EXPECT_FALSE(set_mcs(a, McsTable::qam64, 29).ok());
  EXPECT_FALSE(set_mcs(a, McsTable::qam64, 32).ok());
  EXPECT_FALSE(set_mcs(a, McsTable::precoded_qam64, 5).ok());
}

TEST(Pdsch, HostileGridsGiveNoBlock) {
  Link link(*carrier_of(SubcarrierSpacing::khz15, 10, 0));
  Grid grid(52);
  for (auto kind : all_hostile)
    for (unsigned index : {0u, 5u, 28u})
      for (unsigned turn = 0; turn < 4; ++turn) {
        fill(kind, grid, link.random);
        const auto a = plain({0, 52}, {2, 12}, McsTable::qam64, index);
        Bytes block(a.tbs_bits / 8);
        link.harq.clear();
        const auto reception = link.receiver.receive(a, grid, link.carrier, link.harq, block);
        ASSERT_TRUE(reception.ok());
        EXPECT_FALSE(reception->decision.ok) << int(kind);
      }
}

TEST(Pdsch, LimitedBufferSizes) {
  EXPECT_EQ(downlink_tbs_lbrm(273, 4, true), 1277992u);
  EXPECT_LT(downlink_tbs_lbrm(52, 1, false), downlink_tbs_lbrm(106, 1, false));
  EXPECT_EQ(downlink_tbs_lbrm(34, 1, false), downlink_tbs_lbrm(66, 1, false));
}

}  // namespace
}  // namespace pellucid::phy

// PUSCH through our own two ends: what the captured attach does not contain (16QAM and 256QAM, transform precoding, hopping, other DM-RS,
// several antennas, HARQ, UCI beyond one bit).
#include "ran/phy/channel/pusch.hpp"

#include <gtest/gtest.h>

#include "ran/phy/coding/tbs.hpp"
#include "uplink.hpp"

using namespace pellucid;
using namespace pellucid::phy;
using namespace pellucid::phy::test;

namespace pusch_test {

struct Scheme {
  Modulation modulation;
  double rate_x1024;
  double snr_db;  // where every block comes through
};
constexpr Scheme qpsk{Modulation::qpsk, 308, 7};
constexpr Scheme qam16{Modulation::qam16, 490, 14};
constexpr Scheme qam64{Modulation::qam64, 666, 21};
constexpr Scheme qam256{Modulation::qam256, 797, 31};

PuschConfig config_of(const Scheme& scheme, RbRange blocks) {
  PuschConfig config;
  config.blocks = blocks;
  config.rnti = 0x4321;
  config.n_id = 77;
  config.dmrs.n_id = 77;
  config.dmrs.n_rs_id = 77;
  config.modulation = scheme.modulation;
  config.rate_x1024 = scheme.rate_x1024;
  return config;
}
void size(PuschConfig& config) {
  config.tbs_bits = transport_block_size({.prbs = config.blocks.length,
                                          .re_per_prb = pusch_elements_a_block(config),
                                          .rate_x1024 = config.rate_x1024,
                                          .qm = bits_a_symbol(config.modulation)});
}

struct Outcome {
  PuschReception reception{};
  bool same = false;  // transport block and UCI as sent
  bool uci_same = false;
};

class Link {
 public:
  explicit Link(const Carrier& carrier, unsigned antennas = 1, std::uint32_t seed = 1)
      : carrier_(carrier),
        antennas_(antennas),
        transmitter_(carrier.resource_blocks),
        receiver_(carrier, antennas),
        air_(carrier, seed),
        harq_(300000) {}

  HarqBuffer& harq() { return harq_; }
  UplinkAir& air() { return air_; }
  Outcome pass(const PuschConfig& config, unsigned slot, const UplinkConditions& conditions) {
    harq_.clear();
    sent_ = air_.octets(config.tbs_bits / 8);
    return again(config, slot, conditions);
  }
  // The same transport block as before.
  Outcome again(const PuschConfig& config, unsigned slot, const UplinkConditions& conditions) {
    Bits ack = air_.bits(config.uci.harq_ack_bits), part1 = air_.bits(config.uci.csi_part1_bits),
         part2 = air_.bits(config.uci.csi_part2_bits);
    Grid grid(carrier_.resource_blocks);
    auto ready = transmitter_.transmit(config, slot, sent_, {ack, part1, part2}, grid);
    EXPECT_TRUE(ready.ok()) << (ready.ok() ? "" : ready.error().what);
    std::vector<Grid> grids;
    for (unsigned a = 0; a < antennas_; ++a) grids.push_back(air_.pass(grid, slot, conditions));
    std::vector<const Grid*> antennas;
    for (const auto& one : grids) antennas.push_back(&one);
    Bytes block(sent_.size());
    Bits got_ack(ack.size()), got_part1(part1.size()), got_part2(part2.size());
    auto result = receiver_.receive(config, slot, antennas, &harq_, block, {got_ack, got_part1, got_part2});
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().what);
    Outcome out;
    if (!result.ok()) return out;
    out.reception = *result;
    bool uci_ok =
        (ack.empty() || result->harq_ack.ok) && (part1.empty() || result->csi_part1.ok) && (part2.empty() || result->csi_part2.ok);
    out.uci_same = uci_ok && got_ack == ack && got_part1 == part1 && got_part2 == part2;
    out.same = out.uci_same && block == sent_ && (sent_.empty() || result->transport.ok);
    return out;
  }

 private:
  Carrier carrier_;
  unsigned antennas_;
  PuschTransmitter transmitter_;
  PuschReceiver receiver_;
  UplinkAir air_;
  HarqBuffer harq_;
  Bytes sent_;
};

TEST(PuschLoop, EveryModulationAtSeveralBandwidths) {
  for (auto [blocks, spacing] :
       {std::pair{25u, SubcarrierSpacing::khz15}, {106u, SubcarrierSpacing::khz15}, {51u, SubcarrierSpacing::khz30}}) {
    Link link(uplink_carrier(blocks, spacing));
    for (const auto& scheme : {qpsk, qam16, qam64, qam256}) {
      auto config = config_of(scheme, {1, std::uint16_t(blocks - 3)});
      size(config);
      auto out = link.pass(config, 4, {.snr_db = scheme.snr_db, .delay_s = 0.3e-6, .cfo_hz = 80});
      EXPECT_TRUE(out.reception.present);
      EXPECT_TRUE(out.same) << blocks << " blocks, modulation " << int(scheme.modulation);
      EXPECT_NEAR(out.reception.link.timing_s, 0.3e-6, 0.06e-6);
      EXPECT_NEAR(out.reception.link.cfo_hz, 80, 25);
      EXPECT_NEAR(out.reception.link.snr_db, scheme.snr_db, 2.5);
    }
  }
}

TEST(PuschLoop, TransformPrecoding) {
  Link link(uplink_carrier(52));
  constexpr Scheme pi2{Modulation::pi2_bpsk, 240, 4};
  for (const auto& scheme : {pi2, qpsk, qam16, qam64, qam256}) {
    for (std::uint16_t blocks : {1, 2, 3, 5, 16, 50}) {
      for (auto hopping : {GroupHopping::neither, GroupHopping::group, GroupHopping::sequence}) {
        if (hopping != GroupHopping::neither && blocks % 3 == 0) continue;
        auto config = config_of(scheme, {2, blocks});
        config.transform_precoding = true;
        config.dmrs.hopping = hopping;
        size(config);
        auto out = link.pass(config, blocks % 10, {.snr_db = scheme.snr_db + (blocks == 1 ? 4 : 2), .delay_s = 0.2e-6, .cfo_hz = 50});
        EXPECT_TRUE(out.same) << blocks << " blocks, modulation " << int(scheme.modulation) << " hopping " << int(hopping);
      }
    }
  }
}

TEST(PuschLoop, Shapes) {
  Link link(uplink_carrier(24));
  unsigned tried = 0;
  for (auto mapping : {MappingType::a, MappingType::b}) {
    for (std::uint8_t length = 1; length <= 14; ++length) {
      for (unsigned mode = 0; mode < 16; ++mode) {
        auto config = config_of(qam16, {3, 9});
        config.symbols = {std::uint8_t(mapping == MappingType::a ? 0 : 14 - length), length};
        config.dmrs.config.mapping = mapping;
        config.dmrs.config.additional_position = mode & 1;
        config.dmrs.config.type = mode & 2 ? DmrsType::type2 : DmrsType::type1;
        if (mode & 4) config.second_hop_block = 14;
        if (mode & 8) config.dmrs.cdm_groups_without_data = 1;
        config.transform_precoding = length % 3 == 0 && !(mode & 10);
        config.grid_start = 11;
        if (!lay_out_pusch(config, 24).ok()) continue;
        size(config);
        auto out = link.pass(config, length % 10, {.snr_db = 20, .delay_s = 0.2e-6, .cfo_hz = 30});
        EXPECT_TRUE(out.same) << int(length) << " symbols, mapping " << int(mapping) << " mode " << mode;
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 200u);
}

TEST(PuschLoop, OtherPortsAndDoubleSymbols) {
  Link link(uplink_carrier(24));
  for (auto type : {DmrsType::type1, DmrsType::type2}) {
    for (bool twice : {false, true}) {
      unsigned ports = (type == DmrsType::type1 ? 4 : 6) * (twice ? 2 : 1);
      for (std::uint8_t port = 0; port < ports; ++port) {
        auto config = config_of(qam16, {3, 12});
        config.dmrs.port = port;
        config.dmrs.n_scid = port & 1;
        config.dmrs.config.type = type;
        config.dmrs.config.double_symbol = twice;
        config.dmrs.config.additional_position = 1;
        config.dmrs.cdm_groups_without_data = type == DmrsType::type1 ? 2 : 3;
        size(config);
        EXPECT_TRUE(link.pass(config, 5, {.snr_db = 18, .cfo_hz = 30}).same) << int(port) << " of " << ports;
      }
    }
  }
}

// Antennas with phases of their own add up: four of them see what one does not.
TEST(PuschLoop, FourAntennas) {
  auto config = config_of(qam64, {0, 24});
  size(config);
  Link one(uplink_carrier(24), 1), four(uplink_carrier(24), 4);
  unsigned passed = 0;
  for (unsigned i = 0; i < 5; ++i) {
    passed += one.pass(config, i, {.snr_db = 11}).same;
    EXPECT_TRUE(four.pass(config, i, {.snr_db = 11, .delay_s = 0.3e-6}).same);
  }
  EXPECT_EQ(passed, 0u);
}

TEST(PuschLoop, HarqCombines) {
  auto config = config_of({Modulation::qam16, 658, 0}, {0, 24});
  size(config);
  Link link(uplink_carrier(24));
  unsigned first = 0;
  unsigned later = 0;
  for (unsigned i = 0; i < 10; ++i) {
    UplinkConditions poor{.snr_db = 8, .delay_s = 0.1e-6};
    config.rv = 0;
    bool ok = link.pass(config, 1, poor).same;
    first += ok;
    for (std::uint8_t rv : {2, 3, 1}) {
      if (ok) break;
      config.rv = rv;
      ok = link.again(config, 9, poor).same;
    }
    later += ok;
  }
  EXPECT_LE(first, 2u);
  EXPECT_EQ(later, 10u);
}

TEST(PuschLoop, UciBesideData) {
  Link link(uplink_carrier(24));
  unsigned tried = 0;
  struct Uci {
    std::uint16_t ack, part1, part2;
  };
  for (const auto& scheme : {Scheme{Modulation::pi2_bpsk, 240, 5}, qpsk, qam16, qam64, qam256}) {
    for (auto uci : {Uci{1, 0, 0},
                     {2, 0, 0},
                     {3, 0, 0},
                     {0, 4, 0},
                     {1, 4, 0},
                     {2, 11, 6},
                     {1, 1, 1},
                     {2, 2, 2},
                     {12, 13, 40},
                     {30, 7, 1},
                     {0, 60, 200}}) {
      for (bool hops : {false, true}) {
        auto config = config_of(scheme, {0, 12});
        config.transform_precoding = scheme.modulation == Modulation::pi2_bpsk || (uci.ack == 2 && uci.part1 == 0);
        if (hops) {
          config.second_hop_block = 12;
          config.dmrs.config.additional_position = 1;
        }
        size(config);
        config.uci = {.harq_ack_bits = uci.ack,
                      .csi_part1_bits = uci.part1,
                      .csi_part2_bits = uci.part2,
                      .harq_ack_offset = 7,
                      .csi_part1_offset = 12,
                      .csi_part2_offset = std::uint8_t(uci.part2 == 1 ? 12 : 6)};  // one element of part 2 may lie under HARQ-ACK
        // The share of the elements that UCI takes, about: it is the data's parity bits that make room.
        double share =
            (8.0 * (uci.ack ? uci.ack + 11 : 0) + 5.0 * (uci.part1 ? uci.part1 + 11 : 0) + 2.25 * (uci.part2 ? uci.part2 + 11 : 0)) /
            config.tbs_bits;
        if (share > 0.6) continue;
        auto out = link.pass(config, 6, {.snr_db = scheme.snr_db + 6, .delay_s = 0.2e-6, .cfo_hz = 30});
        EXPECT_TRUE(out.uci_same) << uci.ack << " " << uci.part1 << " " << uci.part2 << " modulation " << int(scheme.modulation) << " hops "
                                  << hops;
        if (share < 0.15)
          EXPECT_TRUE(out.same) << uci.ack << " " << uci.part1 << " " << uci.part2 << " modulation " << int(scheme.modulation) << " hops "
                                << hops;
        ++tried;
      }
    }
  }
  EXPECT_GT(tried, 60u);
}

TEST(PuschLoop, CsiWithoutData) {
  Link link(uplink_carrier(24));
  for (auto [ack, part1, part2] : {std::array<std::uint16_t, 3>{0, 6, 0}, {1, 6, 0}, {2, 5, 30}, {4, 20, 0}, {12, 15, 60}, {0, 4, 1}}) {
    for (bool hops : {false, true}) {
      auto config = config_of(qpsk, {2, 6});
      if (hops) {
        config.second_hop_block = 15;
        config.dmrs.config.additional_position = 1;
      }
      config.tbs_bits = 0;
      config.uci = {.harq_ack_bits = ack,
                    .csi_part1_bits = part1,
                    .csi_part2_bits = part2,
                    .harq_ack_offset = 9,
                    .csi_part1_offset = 10,
                    .csi_part2_offset = 10};
      EXPECT_TRUE(link.pass(config, 6, {.snr_db = 8}).same) << ack << " " << part1 << " " << part2 << " hops " << hops;
    }
  }
}

TEST(PuschLayout, Table6_4_1_1_3_6) {
  // DM-RS with hopping, from the slot's first symbol: mapping A of 14 symbols, mapping B of 10 from symbol 4.
  auto config = config_of(qpsk, {0, 4});
  config.second_hop_block = 8;
  auto dmrs = [&] { return lay_out_pusch(config, 24).value().dmrs_symbols; };
  config.dmrs.config.additional_position = 0;
  EXPECT_EQ(dmrs(), 1u << 2 | 1u << 7);
  config.dmrs.config.additional_position = 1;
  EXPECT_EQ(dmrs(), 1u << 2 | 1u << 6 | 1u << 7 | 1u << 11);
  config.dmrs.config.type_a_position = 3;
  EXPECT_EQ(dmrs(), 1u << 3 | 1u << 7 | 1u << 11);
  config.symbols = {0, 12};
  EXPECT_EQ(dmrs(), 1u << 3 | 1u << 6 | 1u << 10);
  config.symbols = {0, 8};
  EXPECT_EQ(dmrs(), 1u << 3 | 1u << 4);
  config.symbols = {0, 7};
  EXPECT_FALSE(lay_out_pusch(config, 24).ok());
  config.dmrs.config.mapping = MappingType::b;
  config.symbols = {4, 10};
  EXPECT_EQ(dmrs(), 1u << 4 | 1u << 8 | 1u << 9 | 1u << 13);
  config.symbols = {4, 7};
  EXPECT_EQ(dmrs(), 1u << 4 | 1u << 7);
}

TEST(PuschLayout, RefusesWhatIsNotThere) {
  auto good = config_of(qpsk, {0, 12});
  ASSERT_TRUE(lay_out_pusch(good, 24).ok());
  auto refused = [&](auto change) {
    auto config = good;
    size(config);  // before the change: a size asks for a valid modulation
    change(config);
    PuschTransmitter transmitter(24);
    Grid grid(24);
    Bytes block(config.tbs_bits / 8);
    return !transmitter.transmit(config, 0, block, {}, grid).ok();
  };
  EXPECT_FALSE(refused([](PuschConfig&) {}));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.blocks = {13, 12}; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.blocks = {65535, 65535}; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.blocks.length = 0; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.second_hop_block = 20; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.symbols = {0, 15}; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.symbols = {2, 10}; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.symbols = {0, 3}; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.symbols = {0, 0}; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.modulation = Modulation::bpsk; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.modulation = Modulation::pi2_bpsk; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.modulation = Modulation(77); }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.transform_precoding = true, c.blocks.length = 7; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.dmrs.port = 4; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.dmrs.port = 2, c.dmrs.cdm_groups_without_data = 1; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.dmrs.cdm_groups_without_data = 3; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.dmrs.n_scid = 2; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.n_id = 1024; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.rate_x1024 = -1; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.rate_x1024 = std::nan(""); }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.rv = 4; }));
  EXPECT_TRUE(refused([](PuschConfig& c) { c.uci.harq_ack_bits = 1; }));
}

}  // namespace pusch_test

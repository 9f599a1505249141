// PUCCH through our own two ends: what the captured attach does not contain. Resource arithmetic against the standard's tables.
#include "ran/phy/channel/pucch.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "uplink.hpp"

using namespace pellucid;
using namespace pellucid::phy;
using namespace pellucid::phy::test;

namespace pucch_test {

constexpr PucchIdentity identity{.hopping_id = 321, .rnti = 0x1234, .scrambling_id = 321, .dmrs_id = 321};

// Sends and receives one PUCCH; what came out.
struct Outcome {
  PucchReception reception{};
  Bits bits, part2;
};
class Link {
 public:
  explicit Link(const Carrier& carrier, unsigned antennas = 1, std::uint32_t seed = 1)
      : carrier_(carrier), antennas_(antennas), receiver_(carrier, antennas), air_(carrier, seed) {}

  UplinkAir& air() { return air_; }
  Grid send(const PucchResource& resource, const PucchIdentity& who, unsigned slot, const PucchUci& uci) {
    Grid grid(carrier_.resource_blocks);
    auto sent = transmitter_.transmit(resource, who, slot, uci, grid);
    EXPECT_TRUE(sent.ok()) << (sent.ok() ? "" : sent.error().what);
    return grid;
  }
  Outcome receive(const PucchResource& resource, const PucchIdentity& who, unsigned slot, const std::vector<Grid>& grids, std::size_t bits,
                  std::size_t part2, bool sr) {
    Outcome out{.bits = Bits(bits), .part2 = Bits(part2)};
    std::vector<const Grid*> antennas;
    for (const auto& grid : grids) antennas.push_back(&grid);
    auto result = receiver_.receive(resource, who, slot, antennas, {.bits = out.bits, .part2 = out.part2, .sr = sr});
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().what);
    if (result.ok()) out.reception = *result;
    return out;
  }
  Outcome pass(const PucchResource& resource, unsigned slot, const PucchUci& uci, bool sr_expected, const UplinkConditions& conditions,
               const PucchIdentity& who = identity) {
    auto sent = send(resource, who, slot, uci);
    std::vector<Grid> grids;
    for (unsigned a = 0; a < antennas_; ++a) grids.push_back(air_.pass(sent, slot, conditions));
    return receive(resource, who, slot, grids, uci.bits.size(), uci.part2.size(), sr_expected);
  }
  Outcome noise(const PucchResource& resource, unsigned slot, std::size_t bits, std::size_t part2, bool sr) {
    std::vector<Grid> grids;
    for (unsigned a = 0; a < antennas_; ++a) grids.push_back(air_.noise());
    return receive(resource, identity, slot, grids, bits, part2, sr);
  }

 private:
  Carrier carrier_;
  unsigned antennas_;
  PucchTransmitter transmitter_;
  PucchReceiver receiver_;
  UplinkAir air_;
};

Bits bits_of(unsigned value, unsigned count) {
  Bits out(count);
  for (unsigned i = 0; i < count; ++i) out[i] = value >> i & 1;
  return out;
}

TEST(PucchResource, CommonSets) {
  // TS 38.213 table 9.2.1-1, row by row, for a bandwidth part of 48 blocks at block 2.
  struct Row {
    unsigned format, first, length, offset;
    std::vector<unsigned> shifts;
  };
  const std::vector<Row> table = {
      {0, 12, 2, 0, {0, 3}},       {0, 12, 2, 0, {0, 4, 8}},    {0, 12, 2, 3, {0, 4, 8}},    {1, 10, 4, 0, {0, 6}},
      {1, 10, 4, 0, {0, 3, 6, 9}}, {1, 10, 4, 2, {0, 3, 6, 9}}, {1, 10, 4, 4, {0, 3, 6, 9}}, {1, 4, 10, 0, {0, 6}},
      {1, 4, 10, 0, {0, 3, 6, 9}}, {1, 4, 10, 2, {0, 3, 6, 9}}, {1, 4, 10, 4, {0, 3, 6, 9}}, {1, 0, 14, 0, {0, 6}},
      {1, 0, 14, 0, {0, 3, 6, 9}}, {1, 0, 14, 2, {0, 3, 6, 9}}, {1, 0, 14, 4, {0, 3, 6, 9}}, {1, 0, 14, 12, {0, 3, 6, 9}}};
  for (unsigned row = 0; row < 16; ++row) {
    for (unsigned r = 0; r < 16; ++r) {
      auto resource = common_pucch_resource(row, r, {2, 48});
      ASSERT_TRUE(resource.ok());
      EXPECT_EQ(unsigned(resource->format), table[row].format);
      EXPECT_EQ(resource->symbols, (SymbolRange{std::uint8_t(table[row].first), std::uint8_t(table[row].length)}));
      auto shifts = unsigned(table[row].shifts.size());
      EXPECT_EQ(resource->initial_cyclic_shift, table[row].shifts[r % 8 % shifts]);
      unsigned low = 2 + table[row].offset + r % 8 / shifts;
      unsigned high = 2 + 48 - 1 - table[row].offset - r % 8 / shifts;
      EXPECT_EQ(resource->first_block, r < 8 ? low : high);
      EXPECT_EQ(*resource->second_hop_block, r < 8 ? high : low);
      EXPECT_FALSE(invalid_pucch(*resource, identity, 52));
    }
  }
  EXPECT_FALSE(common_pucch_resource(16, 0, {0, 48}).ok());
  EXPECT_FALSE(common_pucch_resource(0, 16, {0, 48}).ok());
  EXPECT_FALSE(common_pucch_resource(14, 0, {0, 4}).ok());
}

TEST(PucchResource, CommonIndex) {
  EXPECT_EQ(common_pucch_index(0, 8, 0).value(), 0u);
  EXPECT_EQ(common_pucch_index(3, 8, 2).value(), 4u);
  EXPECT_EQ(common_pucch_index(4, 8, 7).value(), 15u);
  EXPECT_FALSE(common_pucch_index(8, 8, 0).ok());
  EXPECT_FALSE(common_pucch_index(0, 0, 0).ok());
  EXPECT_FALSE(common_pucch_index(0, 8, 8).ok());
}

TEST(PucchResource, SymbolSets) {
  // TS 38.212 table 6.3.1.6-1: duration, DM-RS, then the sets.
  struct Row {
    unsigned length;
    bool hopping, additional;
    std::vector<unsigned> dmrs;
    std::vector<std::vector<unsigned>> sets;
  };
  const std::vector<Row> table = {{4, false, false, {1}, {{0, 2}, {3}}},
                                  {4, true, false, {0, 2}, {{1, 3}}},
                                  {5, false, false, {0, 3}, {{1, 2, 4}}},
                                  {6, false, true, {1, 4}, {{0, 2, 3, 5}}},
                                  {7, true, false, {1, 4}, {{0, 2, 3, 5}, {6}}},
                                  {8, false, false, {1, 5}, {{0, 2, 4, 6}, {3, 7}}},
                                  {9, false, true, {1, 6}, {{0, 2, 5, 7}, {3, 4, 8}}},
                                  {10, false, false, {2, 7}, {{1, 3, 6, 8}, {0, 4, 5, 9}}},
                                  {10, true, true, {1, 3, 6, 8}, {{0, 2, 4, 5, 7, 9}}},
                                  {11, false, false, {2, 7}, {{1, 3, 6, 8}, {0, 4, 5, 9}, {10}}},
                                  {11, false, true, {1, 3, 6, 9}, {{0, 2, 4, 5, 7, 8, 10}}},
                                  {12, false, false, {2, 8}, {{1, 3, 7, 9}, {0, 4, 6, 10}, {5, 11}}},
                                  {12, false, true, {1, 4, 7, 10}, {{0, 2, 3, 5, 6, 8, 9, 11}}},
                                  {13, false, false, {2, 9}, {{1, 3, 8, 10}, {0, 4, 7, 11}, {5, 6, 12}}},
                                  {13, false, true, {1, 4, 7, 11}, {{0, 2, 3, 5, 6, 8, 10, 12}, {9}}},
                                  {14, false, false, {3, 10}, {{2, 4, 9, 11}, {1, 5, 8, 12}, {0, 6, 7, 13}}},
                                  {14, false, true, {1, 5, 8, 12}, {{0, 2, 4, 6, 7, 9, 11, 13}, {3, 10}}}};
  for (const auto& row : table) {
    PucchResource resource{.format = PucchFormat::f3, .symbols = {0, std::uint8_t(row.length)}, .additional_dmrs = row.additional};
    if (row.hopping) resource.second_hop_block = 5;
    unsigned dmrs = 0;
    for (unsigned l : row.dmrs) dmrs |= 1u << l;
    EXPECT_EQ(pucch_dmrs_symbols(resource), dmrs) << row.length;
    auto sets = pucch_uci_sets(resource);
    for (unsigned set = 1; set <= row.sets.size(); ++set)
      for (unsigned l : row.sets[set - 1]) EXPECT_EQ(sets[l], set) << row.length << " " << l;
    EXPECT_EQ(pucch_uci_symbols(resource), row.length - row.dmrs.size());
  }
}

TEST(PucchResource, BlocksNeeded) {
  PucchResource f2{.format = PucchFormat::f2, .symbols = {12, 2}, .blocks = 8, .max_code_rate = 3};  // 32 * 0.35 = 11.2 bits a block
  EXPECT_EQ(pucch_blocks_needed(f2, 3), 1u);
  EXPECT_EQ(pucch_blocks_needed(f2, 11), 1u);
  EXPECT_EQ(pucch_blocks_needed(f2, 12), 2u);  // with 6 CRC bits
  EXPECT_EQ(pucch_blocks_needed(f2, 500), 8u);
  PucchResource f3{.format = PucchFormat::f3, .symbols = {0, 4}, .blocks = 16, .max_code_rate = 0};  // 72 * 0.08 = 5.76
  EXPECT_EQ(pucch_blocks_needed(f3, 29), 8u);  // 40 bits: 6.9 blocks, and 7 is not allowed
}

TEST(PucchLoop, Format0) {
  auto carrier = uplink_carrier(24);
  Link link(carrier);
  for (std::uint8_t length : {1, 2}) {
    for (bool hops : {false, true}) {
      if (hops && length == 1) continue;
      PucchResource resource{
          .format = PucchFormat::f0, .first_block = 3, .symbols = {std::uint8_t(14 - length), length}, .initial_cyclic_shift = 5};
      if (hops) resource.second_hop_block = 20;
      for (unsigned count = 0; count <= 2; ++count) {
        for (unsigned value = 0; value < 1u << count; ++value) {
          for (bool sr : {false, true}) {
            if (count == 0 && !sr) continue;
            auto bits = bits_of(value, count);
            auto out = link.pass(resource, value + 2, {.bits = bits, .sr = sr}, true, {.snr_db = 12, .delay_s = 0.5e-6, .cfo_hz = 200});
            EXPECT_TRUE(out.reception.present);
            EXPECT_EQ(out.bits, bits);
            EXPECT_EQ(out.reception.sr, sr);
            EXPECT_NEAR(out.reception.timing_s, 0.5e-6, 0.6e-6);
          }
        }
      }
    }
  }
}

TEST(PucchLoop, Format1EveryLengthAndCode) {
  auto carrier = uplink_carrier(11);
  Link link(carrier);
  for (std::uint8_t length = 4; length <= 14; ++length) {
    for (bool hops : {false, true}) {
      for (std::uint8_t code = 0; code < 7; ++code) {
        PucchResource resource{.format = PucchFormat::f1,
                               .first_block = 10,
                               .symbols = {std::uint8_t(14 - length), length},
                               .initial_cyclic_shift = std::uint8_t(code + 3),
                               .occ_index = code};
        if (hops) resource.second_hop_block = 0;
        bool exists = code < (hops ? length / 4 : length / 2);
        EXPECT_EQ(invalid_pucch(resource, identity, 11).has_value(), !exists);
        if (!exists) continue;
        for (unsigned value = 0; value < 7; ++value) {
          bool sr = value == 6;
          auto bits = sr ? Bits{} : value < 2 ? bits_of(value, 1) : bits_of(value - 2, 2);
          auto out = link.pass(resource, value, {.bits = bits, .sr = sr}, sr, {.snr_db = 6, .delay_s = 0.4e-6, .cfo_hz = 50});
          EXPECT_TRUE(out.reception.present);
          EXPECT_EQ(out.bits, bits);
          EXPECT_EQ(out.reception.sr, sr);
        }
      }
    }
  }
}

TEST(PucchLoop, Format1TimingAndPower) {
  auto carrier = uplink_carrier(106);
  Link link(carrier, 2);
  PucchResource resource{.format = PucchFormat::f1, .first_block = 50};
  for (double delay : {0.0, 0.3e-6, 1.0e-6}) {
    auto out = link.pass(resource, 3, {.bits = Bits{1}}, false, {.snr_db = 10, .delay_s = delay});
    EXPECT_TRUE(out.reception.present);
    EXPECT_NEAR(out.reception.timing_s, delay, 0.15e-6);
    EXPECT_NEAR(out.reception.snr_db, 10, 1.2);
    EXPECT_NEAR(out.reception.power, 1, 0.15);
  }
}

// Twelve phones on one block: three cyclic shifts, four codes, each with bits of its own.
TEST(PucchLoop, Format1ManyPhones) {
  auto carrier = uplink_carrier(24);
  Link link(carrier);
  std::vector<PucchResource> resources;
  std::vector<Bits> sent;
  Grid sum(24);
  for (std::uint8_t shift : {0, 4, 8}) {
    for (std::uint8_t code = 0; code < 4; ++code) {
      PucchResource resource{.format = PucchFormat::f1, .first_block = 7, .initial_cyclic_shift = shift, .occ_index = code};
      resources.push_back(resource);
      sent.push_back(link.air().bits(2));
      auto grid = link.send(resource, identity, 6, {.bits = sent.back()});
      for (std::size_t l = 0; l < symbols_a_slot; ++l)
        for (std::size_t k = 0; k < grid.subcarriers(); ++k) sum.at(l, k) += grid.at(l, k);
    }
  }
  auto received = link.air().pass(sum, 6, {.snr_db = 10, .delay_s = 0.2e-6});
  for (std::size_t i = 0; i < resources.size(); ++i) {
    auto out = link.receive(resources[i], identity, 6, {received}, 2, 0, false);
    EXPECT_TRUE(out.reception.present) << i;
    EXPECT_EQ(out.bits, sent[i]) << i;
  }
  // Codes that nobody uses are DTX.
  for (std::uint8_t code = 4; code < 7; ++code)
    EXPECT_FALSE(link.receive({.format = PucchFormat::f1, .first_block = 7, .occ_index = code}, identity, 6, {received}, 2, 0, false)
                     .reception.present);
}

TEST(PucchLoop, GroupHopping) {
  auto carrier = uplink_carrier(24);
  Link link(carrier);
  for (auto hopping : {GroupHopping::neither, GroupHopping::group, GroupHopping::sequence}) {
    auto who = identity;
    who.group_hopping = hopping;
    for (auto format : {PucchFormat::f0, PucchFormat::f1, PucchFormat::f3, PucchFormat::f4}) {
      bool few = format == PucchFormat::f0 || format == PucchFormat::f1;
      PucchResource resource{.format = format,
                             .first_block = 2,
                             .second_hop_block = 15,
                             .symbols = {0, std::uint8_t(format == PucchFormat::f0 ? 2 : 14)},
                             .blocks = 6};
      for (unsigned slot = 0; slot < 10; ++slot) {
        auto bits = link.air().bits(few ? 2 : 10);
        auto out = link.pass(resource, slot, {.bits = bits}, false, {.snr_db = 10}, who);
        EXPECT_TRUE(out.reception.present);
        EXPECT_EQ(out.bits, bits);
      }
    }
  }
}

TEST(PucchLoop, Format2) {
  auto carrier = uplink_carrier(52);
  Link link(carrier);
  for (std::uint8_t length : {1, 2}) {
    for (bool hops : {false, true}) {
      if (hops && length == 1) continue;
      for (std::uint8_t blocks : {1, 2, 5, 16}) {
        PucchResource resource{.format = PucchFormat::f2, .first_block = 30, .symbols = {5, length}, .blocks = blocks};
        if (hops) resource.second_hop_block = 4;
        unsigned room = 16u * length * blocks;
        for (std::size_t count : {3u, 4u, 7u, 11u, 12u, 19u, 20u, 60u, 200u}) {
          if (double(count + 11) > 0.6 * room) continue;
          auto bits = link.air().bits(count);
          auto out = link.pass(resource, unsigned(count % 10), {.bits = bits}, false, {.snr_db = 13, .delay_s = 0.3e-6, .cfo_hz = 200});
          EXPECT_TRUE(out.reception.present) << count << " on " << int(blocks);
          EXPECT_EQ(out.bits, bits) << count << " on " << int(blocks);
        }
      }
    }
  }
}

TEST(PucchLoop, Format3) {
  auto carrier = uplink_carrier(25);
  Link link(carrier);
  for (std::uint8_t length = 4; length <= 14; ++length) {
    for (unsigned mode = 0; mode < 8; ++mode) {
      for (std::uint8_t blocks : {1, 3, 16}) {
        PucchResource resource{.format = PucchFormat::f3,
                               .first_block = 9,
                               .symbols = {std::uint8_t(14 - length), length},
                               .blocks = blocks,
                               .additional_dmrs = (mode & 2) != 0,
                               .pi2_bpsk = (mode & 4) != 0};
        if (mode & 1) resource.second_hop_block = 1;
        for (std::size_t count : {4u, 15u, 400u}) {
          if (double(count + 11) > 0.6 * pucch_coded_bits(resource)) continue;
          auto bits = link.air().bits(count);
          auto out = link.pass(resource, length % 10, {.bits = bits}, false, {.snr_db = 13, .delay_s = 0.3e-6, .cfo_hz = 100});
          EXPECT_TRUE(out.reception.present) << count << " in " << int(length) << " mode " << mode << " blocks " << int(blocks);
          EXPECT_EQ(out.bits, bits) << count << " in " << int(length) << " mode " << mode << " blocks " << int(blocks);
        }
      }
    }
  }
}

TEST(PucchLoop, Format3TwoParts) {
  auto carrier = uplink_carrier(52);
  Link link(carrier);
  for (std::uint8_t length : {4, 7, 11, 14}) {
    for (unsigned mode = 0; mode < 8; ++mode) {
      PucchResource resource{.format = PucchFormat::f3,
                             .first_block = 20,
                             .symbols = {0, length},
                             .blocks = 5,
                             .additional_dmrs = (mode & 2) != 0,
                             .pi2_bpsk = (mode & 4) != 0};
      if (mode & 1) resource.second_hop_block = 1;
      for (std::size_t second : {1u, 2u, 6u, 20u}) {
        auto bits = link.air().bits(8);
        auto part2 = link.air().bits(second);
        auto out = link.pass(resource, 4, {.bits = bits, .part2 = part2}, false, {.snr_db = 12, .cfo_hz = 100});
        EXPECT_TRUE(out.reception.present && out.reception.part2_ok);
        EXPECT_EQ(out.bits, bits);
        EXPECT_EQ(out.part2, part2) << second << " in " << int(length) << " mode " << mode;
      }
    }
  }
}

// Two or four phones on one block, at different powers and delays.
TEST(PucchLoop, Format4ManyPhones) {
  auto carrier = uplink_carrier(24);
  Link link(carrier);
  for (std::uint8_t phones : {2, 4}) {
    for (std::uint8_t length : {4, 7, 14}) {
      for (unsigned mode = 0; mode < 4; ++mode) {
        std::vector<PucchResource> resources;
        std::vector<Bits> sent;
        Grid sum(24);
        for (std::uint8_t code = 0; code < phones; ++code) {
          PucchResource resource{.format = PucchFormat::f4,
                                 .first_block = 7,
                                 .symbols = {0, length},
                                 .occ_index = code,
                                 .occ_length = phones,
                                 .additional_dmrs = (mode & 2) != 0};
          if (mode & 1) resource.second_hop_block = 20;
          resources.push_back(resource);
          sent.push_back(link.air().bits(length == 4 ? 4 : 8));
          auto grid = link.air().pass(link.send(resource, identity, 2, {.bits = sent.back()}), 2, {.snr_db = 25, .delay_s = 0.1e-6 * code});
          for (std::size_t l = 0; l < symbols_a_slot; ++l)
            for (std::size_t k = 0; k < grid.subcarriers(); ++k) sum.at(l, k) += (code % 2 ? 0.7f : 1.0f) * grid.at(l, k);
        }
        for (std::size_t i = 0; i < resources.size(); ++i) {
          auto out = link.receive(resources[i], identity, 2, {sum}, sent[i].size(), 0, false);
          EXPECT_TRUE(out.reception.present) << i << " of " << int(phones) << " length " << int(length) << " mode " << mode;
          EXPECT_EQ(out.bits, sent[i]) << i << " of " << int(phones) << " length " << int(length) << " mode " << mode;
        }
      }
    }
  }
}

TEST(PucchLoop, At30kHzAndFourAntennas) {
  auto carrier = uplink_carrier(51, SubcarrierSpacing::khz30);
  Link link(carrier, 4);
  for (unsigned slot : {0u, 7u, 19u}) {
    for (auto format : {PucchFormat::f0, PucchFormat::f1, PucchFormat::f2, PucchFormat::f3, PucchFormat::f4}) {
      bool few = format == PucchFormat::f0 || format == PucchFormat::f1;
      bool brief = format == PucchFormat::f0 || format == PucchFormat::f2;
      PucchResource resource{.format = format,
                             .first_block = 2,
                             .second_hop_block = 45,
                             .symbols = {brief ? std::uint8_t(3) : std::uint8_t(0), std::uint8_t(brief ? 2 : 14)},
                             .blocks = 2};
      auto bits = link.air().bits(few ? 2 : 8);
      auto out = link.pass(resource, slot, {.bits = bits}, false, {.snr_db = 4, .delay_s = 0.2e-6, .cfo_hz = 100});
      EXPECT_TRUE(out.reception.present) << int(format);
      EXPECT_EQ(out.bits, bits) << int(format);
    }
  }
}

// What the header promises: at most 1 % false alarms in noise, found from the stated SNR on.
struct Sensitivity {
  PucchResource resource;
  std::size_t bits;
  bool sr;
  double snr_db;  // where hardly any is missed
};
std::vector<Sensitivity> sensitivities() {
  return {{{.format = PucchFormat::f0, .symbols = {13, 1}}, 1, false, 2},
          {{.format = PucchFormat::f0, .second_hop_block = 9, .symbols = {12, 2}}, 2, true, 1},
          {{.format = PucchFormat::f1}, 1, false, -9},
          {{.format = PucchFormat::f1, .second_hop_block = 9}, 2, false, -6},
          {{.format = PucchFormat::f1, .symbols = {0, 4}}, 0, true, -3},
          {{.format = PucchFormat::f2, .symbols = {0, 2}}, 4, false, 4},
          {{.format = PucchFormat::f2, .symbols = {0, 2}, .blocks = 4}, 20, false, 4},
          {{.format = PucchFormat::f3, .symbols = {0, 14}, .blocks = 2}, 12, false, -2},
          {{.format = PucchFormat::f3, .symbols = {0, 4}, .blocks = 1}, 5, false, 3},
          {{.format = PucchFormat::f4, .symbols = {0, 14}}, 11, false, 2}};
}

TEST(PucchLoop, FalseAlarms) {
  auto carrier = uplink_carrier(11);
  Link link(carrier);
  constexpr int trials = 600;
  for (const auto& s : sensitivities()) {
    int alarms = 0;
    for (int i = 0; i < trials; ++i) alarms += link.noise(s.resource, unsigned(i % 10), s.bits, 0, s.sr).reception.present;
    // 1 % and three standard deviations.
    EXPECT_LT(alarms, trials / 100 + 8) << "format " << int(s.resource.format) << " of " << int(s.resource.symbols.length);
  }
}

TEST(PucchLoop, Sensitivity) {
  auto carrier = uplink_carrier(11);
  Link link(carrier);
  constexpr int trials = 60;
  for (const auto& s : sensitivities()) {
    int wrong = 0;
    for (int i = 0; i < trials; ++i) {
      auto bits = link.air().bits(s.bits);
      auto out = link.pass(s.resource, unsigned(i % 10), {.bits = bits, .sr = s.bits == 0}, s.sr, {.snr_db = s.snr_db});
      wrong += !out.reception.present || out.bits != bits;
    }
    EXPECT_LE(wrong, 1) << "format " << int(s.resource.format) << " of " << int(s.resource.symbols.length);
  }
}

TEST(PucchLoop, RefusesWhatIsNotThere) {
  PucchTransmitter transmitter;
  Grid grid(24);
  Bits bits(5);
  auto refused = [&](const PucchResource& resource, const PucchUci& uci, const PucchIdentity& who = identity) {
    return !transmitter.transmit(resource, who, 0, uci, grid).ok();
  };
  PucchUci one{.bits = BitView(bits).first(1)};
  PucchUci five{.bits = bits};
  EXPECT_FALSE(refused({}, one));
  EXPECT_TRUE(refused({}, {}));
  EXPECT_TRUE(refused({}, five));
  EXPECT_TRUE(refused({.first_block = 24}, one));
  EXPECT_TRUE(refused({.second_hop_block = 65535}, one));
  EXPECT_TRUE(refused({.symbols = {0, 3}}, one));
  EXPECT_TRUE(refused({.symbols = {1, 14}}, one));
  EXPECT_TRUE(refused({.initial_cyclic_shift = 12}, one));
  EXPECT_TRUE(refused({.occ_index = 7}, one));
  EXPECT_TRUE(refused({.format = PucchFormat::f0, .symbols = {0, 3}}, one));
  EXPECT_TRUE(refused({.format = PucchFormat::f2, .symbols = {0, 2}}, one));
  EXPECT_TRUE(refused({.format = PucchFormat::f2, .symbols = {0, 2}, .blocks = 17}, five));
  EXPECT_TRUE(refused({.format = PucchFormat::f2, .symbols = {0, 2}, .blocks = 0}, five));
  EXPECT_TRUE(refused({.format = PucchFormat::f2, .symbols = {0, 2}}, {.bits = bits, .part2 = bits}));
  EXPECT_TRUE(refused({.format = PucchFormat::f3, .blocks = 7}, five));
  EXPECT_TRUE(refused({.format = PucchFormat::f4, .occ_length = 3}, five));
  EXPECT_TRUE(refused({.format = PucchFormat::f4, .occ_index = 2}, five));
  EXPECT_TRUE(refused({.format = PucchFormat(9)}, five));
  EXPECT_TRUE(refused({}, one, {.hopping_id = 1024}));
  Bits many(1800);
  EXPECT_TRUE(refused({.format = PucchFormat::f3, .blocks = 16}, {.bits = many}));
  EXPECT_TRUE(refused({.format = PucchFormat::f2, .symbols = {0, 1}}, {.bits = BitView(many).first(30)}));
}

}  // namespace pucch_test

// Nothing that comes from the air makes the uplink receivers crash or believe: noise, silence, saturation, numbers that are none.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "ran/phy/channel/pucch.hpp"
#include "ran/phy/channel/pusch.hpp"
#include "uplink.hpp"

using namespace pellucid;
using namespace pellucid::phy;
using namespace pellucid::phy::test;

namespace uplink_hostile_test {

constexpr PucchIdentity identity{.hopping_id = 321, .rnti = 0x1234, .scrambling_id = 321, .dmrs_id = 321};

std::vector<PuschConfig> pusch_configs() {
  std::vector<PuschConfig> out;
  for (bool precoded : {false, true}) {
    for (auto modulation : {Modulation::qpsk, Modulation::qam256}) {
      for (std::uint16_t blocks : {1, 20}) {
        PuschConfig config;
        config.blocks = {2, blocks};
        config.rnti = 0x1234;
        config.transform_precoding = precoded;
        config.modulation = modulation;
        config.rate_x1024 = 300;
        config.tbs_bits = 96;
        config.uci = {.harq_ack_bits = 2, .csi_part1_bits = 14, .harq_ack_offset = 9, .csi_part1_offset = 6};
        out.push_back(config);
      }
    }
  }
  return out;
}
struct Pucch {
  PucchResource resource;
  std::size_t bits;
  bool sr;
};
std::vector<Pucch> pucch_cases() {
  return {{{.format = PucchFormat::f0, .first_block = 3, .symbols = {13, 1}}, 2, true},
          {{.format = PucchFormat::f1, .first_block = 3}, 2, false},
          {{.format = PucchFormat::f1, .first_block = 3, .second_hop_block = 9}, 0, true},
          {{.format = PucchFormat::f2, .first_block = 3, .symbols = {12, 2}}, 4, false},
          {{.format = PucchFormat::f2, .first_block = 3, .symbols = {12, 2}, .blocks = 4}, 30, false},
          {{.format = PucchFormat::f3, .first_block = 3, .blocks = 4}, 12, false},
          {{.format = PucchFormat::f4, .first_block = 3, .occ_length = 4}, 5, false}};
}

struct Believed {
  unsigned tries = 0, present = 0, decoded = 0;
};
class Hostile : public testing::Test {
 protected:
  Believed listen(const Grid& grid, unsigned slot) {
    Believed out;
    const Grid* antennas[] = {&grid, &grid};
    for (std::size_t count : {1, 2}) {
      for (const auto& config : pusch_configs()) {
        Bytes block(config.tbs_bits / 8);
        Bits ack(2), part1(14);
        harq_.clear();
        auto result = pusch_.receive(config, slot, std::span(antennas).first(count), &harq_, block, {.harq_ack = ack, .csi_part1 = part1});
        EXPECT_TRUE(result.ok());
        ++out.tries;
        out.present += result->present;
        out.decoded += result->transport.ok;
      }
      for (const auto& one : pucch_cases()) {
        Bits bits(one.bits);
        auto result = pucch_.receive(one.resource, identity, slot, std::span(antennas).first(count), {.bits = bits, .sr = one.sr});
        EXPECT_TRUE(result.ok());
        ++out.tries;
        out.present += result->present;
      }
    }
    return out;
  }
  Carrier carrier_ = uplink_carrier(24);
  PuschReceiver pusch_{carrier_, 2};
  PucchReceiver pucch_{carrier_, 2};
  HarqBuffer harq_{1000};
};

TEST_F(Hostile, Silence) {
  Grid grid(24);
  auto out = listen(grid, 0);
  EXPECT_EQ(out.present + out.decoded, 0u);
}

TEST_F(Hostile, NotNumbers) {
  for (float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                      -std::numeric_limits<float>::infinity(), 1e38f, 1e-38f}) {
    for (bool everywhere : {true, false}) {
      Grid grid(24);
      for (std::size_t l = 0; l < symbols_a_slot; ++l)
        for (std::size_t k = 0; k < grid.subcarriers(); ++k)
          if (everywhere || (l + k) % 3 == 0) grid.at(l, k) = Sample(value, value);
      auto out = listen(grid, 3);
      EXPECT_EQ(out.decoded, 0u) << value;
      if (!std::isfinite(value)) EXPECT_EQ(out.present, 0u) << value;
    }
  }
}

// White noise at any power. Both antennas hear the same in half of the tries, which doubles what agrees by chance; hence the margin.
TEST_F(Hostile, Noise) {
  UplinkAir air(carrier_, 7);
  Believed sum;
  for (unsigned i = 0; i < 60; ++i) {
    auto grid = air.noise();
    for (std::size_t l = 0; l < symbols_a_slot; ++l)
      for (auto& element : grid.symbol(l)) element *= std::pow(10.0f, float(i % 7) - 3);
    auto out = listen(grid, i % 10);
    sum.tries += out.tries;
    sum.present += out.present;
    sum.decoded += out.decoded;
  }
  EXPECT_EQ(sum.decoded, 0u);
  EXPECT_LT(sum.present, sum.tries / 12);
}

// Every sample at full scale, and a tone.
TEST_F(Hostile, SaturatedAndTones) {
  OfdmDemodulator demodulator(carrier_);
  Believed sum;
  for (double turns : {0.0, 0.01, 0.1037, 0.5}) {
    Samples samples(carrier_.slot_samples());
    for (std::size_t i = 0; i < samples.size(); ++i) {
      auto tone = std::polar(1.0, 6.283185307 * turns * double(i));
      samples[i] = Sample(tone.real() >= 0 ? 1 : -1, tone.imag() >= 0 ? 1 : -1);
    }
    Grid grid(24);
    demodulator.demodulate(samples, SlotPoint(SubcarrierSpacing::khz15, 0, 2), grid);
    auto out = listen(grid, 2);
    sum.decoded += out.decoded;
  }
  EXPECT_EQ(sum.decoded, 0u);
}

// A wrong shape is a fault, not a crash.
TEST_F(Hostile, WrongShapes) {
  Grid small(11), right(24);
  const Grid* antennas[] = {&small};
  const Grid* three[] = {&right, &right, &right};
  Bits bits(1);
  EXPECT_FALSE(pucch_.receive({}, identity, 0, antennas, {.bits = bits}).ok());
  EXPECT_FALSE(pucch_.receive({}, identity, 0, three, {.bits = bits}).ok());
  EXPECT_FALSE(pucch_.receive({}, identity, 0, {}, {.bits = bits}).ok());
  auto config = pusch_configs().front();
  Bytes block(config.tbs_bits / 8);
  Bits ack(2), part1(14);
  EXPECT_FALSE(pusch_.receive(config, 0, antennas, &harq_, block, {.harq_ack = ack, .csi_part1 = part1}).ok());
  EXPECT_FALSE(pusch_.receive(config, 0, std::span(three).first(1), nullptr, block, {.harq_ack = ack, .csi_part1 = part1}).ok());
  EXPECT_FALSE(pusch_.receive(config, 0, std::span(three).first(1), &harq_, {}, {.harq_ack = ack, .csi_part1 = part1}).ok());
  EXPECT_FALSE(pusch_.receive(config, 0, std::span(three).first(1), &harq_, block, {}).ok());
}

}  // namespace uplink_hostile_test

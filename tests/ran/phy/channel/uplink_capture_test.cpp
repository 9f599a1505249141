// Every uplink slot of the captured attach: decoded to what was recorded, and rebuilt from it.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "capture.hpp"
#include "ran/phy/channel/pucch.hpp"
#include "ran/phy/channel/pusch.hpp"
#include "uplink.hpp"

using namespace pellucid;
using namespace pellucid::phy;
using namespace pellucid::phy::test;

namespace uplink_capture_test {

Carrier captured_carrier() { return carrier_with(SubcarrierSpacing::khz15, capture_resource_blocks, capture_uplink_hz, 768).value(); }

PucchIdentity captured_identity() {
  return {.hopping_id = capture_cell, .rnti = capture_rnti, .scrambling_id = capture_cell, .dmrs_id = capture_cell};
}

PuschConfig captured_pusch(const Event& event) {
  const std::map<std::string, Modulation> modulations = {{"QPSK", Modulation::qpsk}, {"64QAM", Modulation::qam64}};
  auto prb = event.numbers("prb");
  auto symb = event.numbers("symb");
  PuschConfig config;
  config.blocks = {std::uint16_t(prb.at(0)), std::uint16_t(prb.at(1) - prb.at(0) + 1)};
  config.symbols = {std::uint8_t(symb.at(0)), std::uint8_t(symb.at(1) - symb.at(0) + 1)};
  config.dmrs.n_id = capture_cell;
  config.rnti = capture_rnti;
  config.n_id = capture_cell;
  config.modulation = modulations.at(event.text("mod"));
  config.rate_x1024 = 1024 * std::stod(event.text("R"));
  config.tbs_bits = unsigned(8 * event.number("tbs"));
  config.rv = std::uint8_t(event.number("rv"));
  if (event.has("ack")) config.uci = {.harq_ack_bits = 1, .harq_ack_offset = 9};
  return config;
}

PucchResource captured_pucch(const Event& event) {
  PucchResource resource;
  resource.format = PucchFormat(event.number("f"));
  resource.first_block = std::uint16_t(event.numbers("prb").at(0));
  resource.blocks = std::uint8_t(event.numbers("prb").at(1));
  if (event.has("hop")) resource.second_hop_block = std::uint16_t(event.number("hop"));
  auto symb = event.numbers("symb");
  resource.symbols = {std::uint8_t(symb.at(0)), std::uint8_t(symb.at(1))};
  resource.initial_cyclic_shift = std::uint8_t(event.number("cs", 0));
  resource.occ_index = std::uint8_t(event.number("occ", 0));
  return resource;
}
Bits captured_uci(const Event& event) {
  if (event.has("cqi")) {
    auto cqi = unsigned(event.number("cqi"));
    return {std::uint8_t(cqi >> 3 & 1), std::uint8_t(cqi >> 2 & 1), std::uint8_t(cqi >> 1 & 1), std::uint8_t(cqi & 1)};
  }
  if (event.has("ack")) return {std::uint8_t(event.number("ack"))};
  return {};
}

std::vector<Event> rows(std::string_view channel) {
  std::vector<Event> out;
  for (const auto& event : events())
    if (event.direction == "UL" && event.channel == channel) out.push_back(event);
  return out;
}

class UplinkCapture : public testing::Test {
 protected:
  Grid grid_of(unsigned tti) {
    Grid grid(carrier_.resource_blocks);
    demodulator_.demodulate(Capture::uplink().slot(tti), SlotPoint(SubcarrierSpacing::khz15, tti / 10, tti % 10), grid);
    return grid;
  }
  Carrier carrier_ = captured_carrier();
  OfdmDemodulator demodulator_{carrier_};
};

TEST_F(UplinkCapture, EveryPuschDecodes) {
  PuschReceiver receiver(carrier_, 1);
  HarqBuffer harq(50000);
  unsigned count = 0;
  unsigned acks = 0;
  for (const auto& event : rows("PUSCH")) {
    SCOPED_TRACE(event.tti);
    auto config = captured_pusch(event);
    auto grid = grid_of(event.tti);
    const Grid* antennas[] = {&grid};
    Bytes block(config.tbs_bits / 8);
    Bits ack(config.uci.harq_ack_bits);
    harq.clear();
    auto result = receiver.receive(config, event.tti % 10, antennas, &harq, block, {.harq_ack = ack});
    ASSERT_TRUE(result.ok()) << result.error().what;
    EXPECT_TRUE(result->present);
    EXPECT_TRUE(result->transport.ok);
    EXPECT_EQ(hex(block), hex(event.transport_block()));
    EXPECT_LT(result->evm, 0.02);  // after a channel estimate that trusts nothing blindly
    EXPECT_NEAR(result->link.timing_s, 0, 5e-9);
    EXPECT_NEAR(result->link.cfo_hz, 0, 1);
    if (event.has("ack")) {
      EXPECT_EQ(ack, Bits{1});
      EXPECT_TRUE(result->harq_ack.ok);
      EXPECT_GT(result->harq_ack.agreement, 0.9);
      ++acks;
    }
    ++count;
  }
  EXPECT_EQ(count, 19u);
  EXPECT_EQ(acks, 7u);
}

TEST_F(UplinkCapture, EveryPuschIsRebuilt) {
  PuschTransmitter transmitter(carrier_.resource_blocks);
  double worst = 0;
  double msg3 = 0;
  for (const auto& event : rows("PUSCH")) {
    SCOPED_TRACE(event.tti);
    auto config = captured_pusch(event);
    Grid sent(carrier_.resource_blocks);
    Bits ack = event.has("ack") ? Bits{1} : Bits{};
    auto result = transmitter.transmit(config, event.tti % 10, event.transport_block(), {.harq_ack = ack}, sent);
    ASSERT_TRUE(result.ok()) << result.error().what;
    double evm = uplink_error_vector(sent, grid_of(event.tti));
    EXPECT_LT(evm, 1e-4);  // what 16 bits leave
    (event.text("mod") == "QPSK" ? msg3 : worst) = std::max(event.text("mod") == "QPSK" ? msg3 : worst, evm);
  }
  std::printf("PUSCH rebuilt: EVM of whole slots, Msg3 %.2e, worst of the others %.2e\n", msg3, worst);
}

TEST_F(UplinkCapture, EveryPucchDecodes) {
  PucchReceiver receiver(carrier_, 1);
  unsigned count = 0;
  for (const auto& event : rows("PUCCH")) {
    SCOPED_TRACE(event.tti);
    auto wanted = captured_uci(event);
    Bits bits(wanted.size());
    auto grid = grid_of(event.tti);
    const Grid* antennas[] = {&grid};
    auto result =
        receiver.receive(captured_pucch(event), captured_identity(), event.tti % 10, antennas, {.bits = bits, .sr = event.has("sr")});
    ASSERT_TRUE(result.ok()) << result.error().what;
    EXPECT_TRUE(result->present);
    EXPECT_EQ(bits, wanted);
    EXPECT_EQ(result->sr, event.has("sr"));
    EXPECT_GT(result->snr_db, 40);
    EXPECT_NEAR(result->timing_s, 0, 1e-8);
    ++count;
  }
  EXPECT_EQ(count, 22u);
}

TEST_F(UplinkCapture, EveryPucchIsRebuilt) {
  PucchTransmitter transmitter;
  std::array<double, 5> worst{};
  for (const auto& event : rows("PUCCH")) {
    SCOPED_TRACE(event.tti);
    Grid sent(carrier_.resource_blocks);
    auto bits = captured_uci(event);
    auto result =
        transmitter.transmit(captured_pucch(event), captured_identity(), event.tti % 10, {.bits = bits, .sr = event.has("sr")}, sent);
    ASSERT_TRUE(result.ok()) << result.error().what;
    double evm = uplink_error_vector(sent, grid_of(event.tti));
    EXPECT_LT(evm, 1e-4);  // what 16 bits leave
    auto& worst_of_format = worst.at(std::size_t(event.number("f")));
    worst_of_format = std::max(worst_of_format, evm);
  }
  std::printf("PUCCH rebuilt: worst EVM of whole slots, format 1 %.2e, format 2 %.2e\n", worst[1], worst[2]);
}

// The HARQ-ACK of Msg4 goes where pucch-ResourceCommon 11 and its DCI say (CCE 0 of an aggregation level 2 candidate, indicator 0).
TEST_F(UplinkCapture, CommonResourceOfMsg4) {
  auto index = common_pucch_index(0, 8, 0);
  ASSERT_TRUE(index.ok());
  auto resource = common_pucch_resource(11, *index, {0, 52});
  ASSERT_TRUE(resource.ok());
  for (const auto& event : rows("PUCCH"))
    if (event.tti == 833) EXPECT_EQ(*resource, captured_pucch(event));
}

TEST_F(UplinkCapture, SilentSlotsGiveDtx) {
  std::set<unsigned> used;
  std::vector<Event> one_of_each;
  for (const auto& event : events()) {
    if (event.direction != "UL") continue;
    used.insert(event.tti);
    bool known = std::ranges::any_of(one_of_each, [&](const Event& other) {
      return other.channel == event.channel &&
             (event.channel == "PUSCH" ? other.text("prb") == event.text("prb") && other.has("ack") == event.has("ack")
                                       : captured_pucch(other) == captured_pucch(event));
    });
    if (!known && event.channel != "PRACH") one_of_each.push_back(event);
  }
  EXPECT_EQ(one_of_each.size(), 3u + 4u);
  PuschReceiver pusch(carrier_, 1);
  PucchReceiver pucch(carrier_, 1);
  HarqBuffer harq(50000);
  unsigned silent = 0;
  for (unsigned tti = capture_first_tti; tti < capture_first_tti + capture_slots; ++tti) {
    if (used.contains(tti)) continue;
    SCOPED_TRACE(tti);
    auto samples = Capture::uplink().slot(tti);
    EXPECT_TRUE(std::ranges::all_of(samples, [](Sample s) { return s == Sample{}; }));
    Grid grid(carrier_.resource_blocks);
    demodulator_.demodulate(samples, SlotPoint(SubcarrierSpacing::khz15, tti / 10, tti % 10), grid);
    const Grid* antennas[] = {&grid};
    for (const auto& event : one_of_each) {
      if (event.channel == "PUSCH") {
        auto config = captured_pusch(event);
        Bytes block(config.tbs_bits / 8);
        Bits ack(config.uci.harq_ack_bits);
        auto result = pusch.receive(config, tti % 10, antennas, &harq, block, {.harq_ack = ack});
        ASSERT_TRUE(result.ok());
        EXPECT_FALSE(result->present || result->transport.ok || result->harq_ack.ok);
      } else {
        Bits bits(captured_uci(event).size());
        auto result = pucch.receive(captured_pucch(event), captured_identity(), tti % 10, antennas, {.bits = bits, .sr = event.has("sr")});
        ASSERT_TRUE(result.ok());
        EXPECT_FALSE(result->present);
      }
    }
    ++silent;
  }
  EXPECT_EQ(silent, capture_slots - used.size());
  EXPECT_EQ(used.size(), 42u);
}

// A slot with one PUCCH is DTX for every other resource of the attach.
TEST_F(UplinkCapture, OtherResourcesStaySilent) {
  PucchReceiver receiver(carrier_, 1);
  auto all = rows("PUCCH");
  for (const auto& event : all) {
    auto grid = grid_of(event.tti);
    const Grid* antennas[] = {&grid};
    for (const auto& other : all) {
      if (captured_pucch(other) == captured_pucch(event)) continue;
      // A common resource of two hops and one without share half of their elements: seen, rightly.
      if (other.has("hop") || event.has("hop")) continue;
      Bits bits(captured_uci(other).size());
      auto result =
          receiver.receive(captured_pucch(other), captured_identity(), event.tti % 10, antennas, {.bits = bits, .sr = other.has("sr")});
      ASSERT_TRUE(result.ok());
      EXPECT_FALSE(result->present) << event.tti << " as " << other.params;
    }
  }
}

}  // namespace uplink_capture_test

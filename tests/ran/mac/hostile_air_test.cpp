// What is on the air may be anything: no false cell, no false phone, no crash, and garbage that does decode is counted and let be.
#include <gtest/gtest.h>

#include <tuple>

#include "ran/mac/scene.hpp"

namespace pellucid::mac {
namespace {
using namespace test;

enum class Kind { silence, noise, direct_current, tone, saturated, bursts };
constexpr Kind kinds[] = {Kind::silence, Kind::noise, Kind::direct_current, Kind::tone, Kind::saturated, Kind::bursts};

void fill(Kind kind, std::int64_t time, std::mt19937& random, phy::SampleSpan samples) {
  std::normal_distribution<float> normal(0, 0.1f);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto at = time + std::int64_t(i);
    const phy::Sample white(normal(random), normal(random));
    switch (kind) {
      case Kind::silence: samples[i] = 0; break;
      case Kind::noise: samples[i] = white; break;
      case Kind::direct_current: samples[i] = phy::Sample(0.7f, -0.3f) + 1e-3f * white; break;
      case Kind::tone: samples[i] = phy::Sample(std::polar(0.9, 2 * M_PI * 0.0371 * double(at))) + 1e-3f * white; break;
      case Kind::saturated: samples[i] = {std::copysign(1.0f, white.real()), std::copysign(1.0f, white.imag())}; break;
      case Kind::bursts: samples[i] = at % 40000 < 700 ? phy::Sample(1, 1) : 1e-4f * white; break;
    }
  }
}

ModemConfig modem_config(const phy::Carrier& carrier, double ssb_centre_hz) {
  ModemConfig config;
  config.downlink = carrier;
  config.ssb_centre_hz = ssb_centre_hz;
  config.request = setup_request(1);
  return config;
}

TEST(HostileAir, APhoneFindsNoCellAndSendsNothing) {
  const auto access = *plan(small_cell());
  std::mt19937 random(1);
  phy::Samples slot(access.downlink.slot_samples());
  for (auto kind : kinds) {
    Modem modem(modem_config(access.downlink, access.downlink.centre_hz), read_sib1, [&] { return std::uint32_t(random()); });
    std::vector<Modem::Burst> bursts;
    radio::SampleTime time;
    for (unsigned ms = 0; ms < 70; ++ms, time += std::int64_t(slot.size())) {
      fill(kind, time.value(), random, slot);
      modem.receive(time, slot, bursts);
    }
    EXPECT_EQ(modem.state(), Modem::State::searching) << int(kind);
    EXPECT_GT(modem.figures().searches, 0u) << int(kind);
    EXPECT_TRUE(bursts.empty()) << int(kind);
  }
}

// The cell's samples, taken for those of a carrier of twice the rate.
TEST(HostileAir, AtTheWrongSampleRateThereIsNoCell) {
  Scene scene;
  const auto wrong = *phy::carrier_of(phy::SubcarrierSpacing::khz15, 20, scene.access.downlink.centre_hz);
  const double offset_hz = scene.access.downlink.offset_hz(scene.access.ssb.first_subcarrier + 120.);
  Modem modem(modem_config(wrong, wrong.centre_hz + 2 * offset_hz), read_sib1, [] { return 1u; });
  auto& ear = scene.air.add_end({.channels = 1, .noise_power_db = full_power_db - 20});
  scene.air.connect(*scene.cell_radio, ear, {});
  std::vector<Modem::Burst> bursts;
  phy::Samples slot(scene.access.downlink.slot_samples());
  for (unsigned ms = 0; ms < 100; ++ms) {
    ASSERT_TRUE(scene.engine->step().ok());
    auto time = ear.receive(slot);
    ASSERT_TRUE(time.ok());
    modem.receive(*time, slot, bursts);
  }
  EXPECT_EQ(modem.state(), Modem::State::searching);
  EXPECT_TRUE(bursts.empty());
}

TEST(HostileAir, ACellHearsNoPhone) {
  auto config = small_cell();
  config.prach_index = 27;  // preambles may come in every subframe
  config.prach_preambles = 64;
  constexpr unsigned slots = 60;
  for (auto kind : kinds) {
    Scene scene(config);
    std::mt19937 random(2);
    auto& jammer = scene.air.add_end({.channels = 1});
    scene.air.connect(jammer, *scene.cell_radio, {});
    const auto size = std::int64_t(scene.access.uplink.slot_samples());
    phy::Samples slot(static_cast<std::size_t>(size));
    for (unsigned ms = 0; ms < slots; ++ms) {
      fill(kind, ms * size, random, slot);
      ASSERT_TRUE(jammer.transmit(radio::SampleTime(ms * size), slot).ok());
      ASSERT_TRUE(jammer.receive(slot).ok());  // its time goes on
      ASSERT_TRUE(scene.engine->step().ok());
    }
    // One occasion in a thousand is what the detector allows.
    EXPECT_LE(scene.cell->counters().preambles, 1u) << int(kind);
    EXPECT_EQ(scene.cell->counters().msg3, 0u) << int(kind);
    EXPECT_EQ(scene.cell->counters().connected, 0u) << int(kind);
    EXPECT_TRUE(scene.layer.asked.empty()) << int(kind);
  }
}

// Transport blocks that pass every CRC and hold anything.
TEST(HostileAir, GarbageInMsg3IsCountedAndForgotten) {
  Scene scene;
  std::mt19937 random(3);
  phy::SlotPoint slot(scene.access.uplink.spacing, 0, 0);
  DownlinkSlot down;
  UplinkSlot up;
  UplinkResult result;
  std::size_t blocks = 0;
  for (unsigned i = 0; i < 8000; ++i, ++slot) {
    down.clear(slot + slots_ahead), up.clear(slot), result.clear(slot);
    scene.cell->downlink(down.slot, down);
    scene.cell->uplink(slot, up);
    if (i % 40 == 0 && i < 7000) {
      PrachIndication preamble{};
      preamble.occasion.slot = slot;
      preamble.detection.preamble = random() % 8;
      result.prach.push_back(preamble);
    }
    for (auto& expected : up.pusch) {
      Bytes block(expected.config.tbs_bits / 8);
      for (auto& octet : block) octet = std::uint8_t(random());
      if (random() % 2) block[0] = lcid::ul_ccch_48;  // half of them get as far as RRC
      result.pusch.push_back({.rnti = Rnti(expected.config.rnti), .present = true, .ok = true, .block = std::move(block), .link = {}});
      ++blocks;
    }
    result.pusch.push_back({.rnti = Rnti(std::uint16_t(random())), .present = true, .ok = true, .block = Bytes(9), .link = {}});
    result.pucch.push_back({.rnti = Rnti(std::uint16_t(random())), .present = true});
    scene.cell->indicate(result);
  }
  EXPECT_GT(blocks, 100u);
  EXPECT_EQ(scene.cell->counters().msg3, blocks);
  EXPECT_GT(scene.cell->counters().unreadable, blocks / 2);
  EXPECT_EQ(scene.cell->counters().connected, 0u);
  EXPECT_EQ(scene.cell->attempts(), 0u);
}

TEST(HostileAir, GarbageAsSib1IsNoCellToCampOn) {
  std::mt19937 random(4);
  for (unsigned turn = 0; turn < 3; ++turn) {
    Bytes sib1(60 + turn * 17);
    for (auto& octet : sib1) octet = std::uint8_t(random());
    Scene scene(small_cell(), 1, sib1);
    auto& phone = scene.add_phone({});
    scene.run_ms(100);
    EXPECT_NE(phone.state(), Modem::State::camped);
    EXPECT_EQ(phone.access(), nullptr);
    EXPECT_EQ(phone.figures().preambles, 0u);
  }
}

TEST(HostileAir, GarbageRequestsAndAnswersConnectNobody) {
  {
    Scene scene;
    auto& phone = scene.add_phone({});
    scene.layer.garbage = Bytes(30, 0xFF);
    scene.run_ms(260);
    EXPECT_FALSE(is_setup(phone.answer()));
  }
  const auto ask = [](Bytes request) { return setup_answer(request); };
  std::mt19937 random(5);
  for (unsigned turn = 0; turn < 2000; ++turn) {
    Bytes octets(random() % 40);
    for (auto& octet : octets) octet = std::uint8_t(random());
    const auto answer = ask(octets);
    if (!answer.empty()) EXPECT_TRUE(is_setup(answer));  // some random octets are a request
    is_setup(octets);
    read_sib1(InitialAccess{}, octets);
    serves(octets, small_cell().plmn);
    std::ignore = read_rar(octets);
    std::ignore = read_pdu(Direction::downlink, octets);
  }
}

}  // namespace
}  // namespace pellucid::mac

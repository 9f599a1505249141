// A cell and phones on the simulated air: broadcast, random access, contention resolution with RRC Setup.
#include <gtest/gtest.h>

#include <set>

#include "ran/mac/scene.hpp"

namespace pellucid::mac {
namespace {
using namespace test;

TEST(Access, OnePhoneConnects) {
  Scene scene;
  auto& phone = scene.add_phone({.snr_db = 15, .delay = 9});
  scene.run_ms(260);  // a preamble may be sent every 160 ms
  ASSERT_EQ(phone.state(), Modem::State::connected)
      << name(phone.state()) << " preambles " << phone.figures().preambles << " found " << scene.cell->counters().preambles << " refused "
      << scene.phy->counters().last_refusal;
  EXPECT_EQ(phone.figures().cell.signal.pci, 500u);
  EXPECT_TRUE(is_setup(phone.answer()));
  ASSERT_EQ(scene.layer.up.size(), 1u);
  EXPECT_EQ(scene.layer.up[0], phone.c_rnti());
  EXPECT_EQ(scene.layer.asked[phone.c_rnti()], scene.requests[0]);
  // 9 samples each way at 11.52 Msps are 18/11.52 us: three steps of 0.521 us.
  EXPECT_EQ(phone.figures().timing_advance, 3u);
  EXPECT_EQ(phone.figures().preambles, 1u);
  EXPECT_EQ(scene.phy->counters().refused, 0u) << scene.phy->counters().last_refusal;
  EXPECT_EQ(scene.engine->counters().late, 0u);
  EXPECT_EQ(scene.phones[0].late, 0u);
  EXPECT_EQ(scene.cell->attempts(), 0u);
  auto sib1 = to_bytes(phone.sib1());
  sib1.resize(scene.broadcast.sib1.size());
  EXPECT_EQ(sib1, scene.broadcast.sib1);
}

TEST(Access, WeakLateAndOffFrequency) {
  // 0 dB a sample, 2 km away, an oscillator off by 1 ppm.
  Scene scene;
  auto& phone = scene.add_phone({.snr_db = 3, .delay = 77, .cfo_hz = 1800});
  scene.run_ms(400);
  ASSERT_EQ(phone.state(), Modem::State::connected)
      << name(phone.state()) << " searches " << phone.figures().searches << " preambles " << phone.figures().preambles;
  EXPECT_NEAR(double(phone.figures().cell.signal.cfo_hz), 1800, 60);
  EXPECT_NEAR(phone.figures().timing_advance, 154 / 11.52 / 0.5208, 1.0);
}

TEST(Access, ThroughFading) {
  unsigned connected = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    Scene scene(small_cell(), seed);
    auto& phone = scene.add_phone({.snr_db = 15, .delay = 20, .fading = radio::tdl_a30(10, seed)});
    scene.run_ms(400);
    connected += phone.state() == Modem::State::connected;
  }
  EXPECT_GE(connected, 3u);
}

TEST(Access, ManyPhonesAtOnceAllGetIn) {
  Scene scene;
  for (int i = 0; i < 6; ++i) scene.add_phone({.snr_db = 15 + i * 0.5, .delay = 5 * i});
  scene.run_ms(700);
  std::set<Rnti> names;
  for (auto& phone : scene.phones) {
    EXPECT_EQ(phone.modem->state(), Modem::State::connected) << name(phone.modem->state());
    names.insert(phone.modem->c_rnti());
  }
  EXPECT_EQ(names.size(), scene.phones.size()) << "two phones think that they are the same";
  for (std::size_t i = 0; i < scene.phones.size(); ++i) EXPECT_EQ(scene.layer.asked[scene.phones[i].modem->c_rnti()], scene.requests[i]);
  EXPECT_EQ(scene.cell->attempts(), 0u);
}

TEST(Access, ACellThatNobodyAnswersKeepsNothing) {
  Scene scene;
  auto& phone = scene.add_phone({.snr_db = 15}, false);
  scene.run_ms(80);
  EXPECT_EQ(phone.state(), Modem::State::camped);
  EXPECT_EQ(scene.cell->counters().preambles, 0u);
  EXPECT_EQ(scene.cell->attempts(), 0u);
}

TEST(Access, ThirtyKilohertzTdd) {
  CellConfig config;
  config.pci = 77;
  config.band = 78;
  config.spacing = phy::SubcarrierSpacing::khz30;
  config.bandwidth_mhz = 20;
  config.downlink_arfcn = 633334;
  config.prach_index = 160;
  config.prach_frequency_start = 4;
  config.prach_zone = 12;
  auto access = plan(config);
  ASSERT_TRUE(access.ok()) << access.error().text();
  Scene scene(config);
  auto& phone = scene.add_phone({.snr_db = 18, .delay = 4});
  scene.run_ms(300);
  EXPECT_EQ(phone.state(), Modem::State::connected)
      << name(phone.state()) << " preambles " << phone.figures().preambles << " found " << scene.cell->counters().preambles << " refused "
      << scene.phy->counters().last_refusal;
}

}  // namespace
}  // namespace pellucid::mac

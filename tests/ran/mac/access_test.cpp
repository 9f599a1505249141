// A cell and phones on the simulated air: broadcast, random access, contention resolution with RRC Setup.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "ran/mac/broadcast.hpp"
#include "ran/mac/modem.hpp"
#include "ran/mac/slot_engine.hpp"
#include "ran/radio/air.hpp"

namespace pellucid::mac {
namespace {

constexpr float amplitude = 0.1f;
/// Mean power of a full slot at that amplitude: 624 of 768 subcarriers.
const double full_power_db = 10 * std::log10(double(amplitude) * amplitude * 624 / 768);

struct Layer : CellEvents {
  std::map<Rnti, Bytes> asked;
  std::vector<Rnti> up, gone;
  Bytes answer(Rnti rnti, ByteView ul_ccch) override {
    asked[rnti] = to_bytes(ul_ccch);
    return setup_answer(ul_ccch);
  }
  void connected(Rnti rnti) override { up.push_back(rnti); }
  void lost(Rnti rnti) override { gone.push_back(rnti); }
};

CellConfig small_cell() {
  CellConfig config;
  config.pci = 500;
  return config;
}

/// SNR of a full downlink or uplink slot's samples at the receiver; the phone hears the cell `delay` samples late, and the other way.
struct Link {
  double snr_db = 20;
  std::int64_t delay = 0;
  double cfo_hz = 0;
  std::optional<radio::ChannelProfile> fading{};
};

struct Scene {
  explicit Scene(const CellConfig& config = small_cell(), std::uint64_t seed_of_all = 1)
      : seed(seed_of_all),
        access(*plan(config)),
        broadcast(broadcast_of(config, access)),
        air(access.downlink.sample_rate_hz()),
        random(unsigned(seed)) {
    cell_radio = &air.add_end({.channels = 1, .noise_power_db = full_power_db - 20, .seed = seed * 100});
    auto made = Cell::make(access, broadcast, layer);
    EXPECT_TRUE(made.ok());
    cell = std::move(*made);
    phy = std::make_unique<CellPhy>(access, 1, amplitude);
    engine = std::make_unique<SlotEngine>(*cell, *phy, access, *cell_radio);
  }

  /// The channel's gain makes the SNR, noise is the same for all.
  Modem& add_phone(const Link& link, bool asks = true) {
    auto& radio = air.add_end({.channels = 1, .noise_power_db = full_power_db - 20, .seed = seed * 100 + phones.size() + 1});
    auto profile = link.fading.value_or(radio::ChannelProfile{});
    profile.path_gain_db = link.snr_db - 20;
    profile.delay_samples = link.delay;
    profile.frequency_offset_hz = link.cfo_hz;
    air.connect(*cell_radio, radio, profile);
    profile.seed += 7;
    profile.frequency_offset_hz = -link.cfo_hz * access.uplink.centre_hz / access.downlink.centre_hz;  // one oscillator, off by so much
    air.connect(radio, *cell_radio, profile);
    ModemConfig config;
    config.downlink = access.downlink;
    config.ssb_centre_hz = access.downlink.centre_hz + access.downlink.offset_hz(access.ssb.first_subcarrier + 120.);
    config.ssb_case = access.ssb_case;
    config.paired = access.duplex.is_fdd();
    config.amplitude = amplitude;
    if (asks) config.request = setup_request(random());
    requests.push_back(config.request);
    auto modem = std::make_unique<Modem>(config, read_sib1, [this] { return std::uint32_t(random()); });
    phones.push_back({std::move(modem), &radio, 0});
    return *phones.back().modem;
  }

  void run_ms(unsigned ms) {
    phy::Samples slot(access.downlink.slot_samples());
    for (unsigned i = 0; i < ms * phy::slots_a_subframe(access.downlink.spacing); ++i) {
      ASSERT_TRUE(engine->step().ok());
      for (auto& phone : phones) ASSERT_TRUE(run_slot(*phone.modem, *phone.radio, slot, phone.late).ok());
    }
  }

  struct Phone {
    std::unique_ptr<Modem> modem;
    radio::Radio* radio;
    std::uint64_t late;
  };
  std::uint64_t seed;
  InitialAccess access;
  Broadcast broadcast;
  radio::Air air;
  std::mt19937 random;
  radio::Radio* cell_radio;
  Layer layer;
  std::unique_ptr<Cell> cell;
  std::unique_ptr<CellPhy> phy;
  std::unique_ptr<SlotEngine> engine;
  std::vector<Phone> phones;
  std::vector<Bytes> requests;
};

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

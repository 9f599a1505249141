// A cell and phones on the simulated air, slot by slot.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "ran/mac/broadcast.hpp"
#include "ran/mac/modem.hpp"
#include "ran/mac/slot_engine.hpp"
#include "ran/radio/air.hpp"

namespace pellucid::mac::test {

constexpr float amplitude = 0.1f;
/// Mean power of a full slot at that amplitude: 624 of 768 subcarriers.
inline const double full_power_db = 10 * std::log10(double(amplitude) * amplitude * 624 / 768);

struct Layer : CellEvents {
  std::map<Rnti, Bytes> asked;
  std::vector<Rnti> up, gone;
  Bytes garbage;  // answered instead of an RRCSetup, if any
  Bytes answer(Rnti rnti, ByteView ul_ccch) override {
    asked[rnti] = to_bytes(ul_ccch);
    return garbage.empty() ? setup_answer(ul_ccch) : garbage;
  }
  void connected(Rnti rnti) override { up.push_back(rnti); }
  void lost(Rnti rnti) override { gone.push_back(rnti); }
};

inline CellConfig small_cell() {
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
  explicit Scene(const CellConfig& config = small_cell(), std::uint64_t seed_of_all = 1, Bytes other_sib1 = {})
      : seed(seed_of_all),
        access(*plan(config)),
        broadcast(broadcast_of(config, access)),
        air(access.downlink.sample_rate_hz()),
        random(unsigned(seed)) {
    if (!other_sib1.empty()) broadcast.sib1 = std::move(other_sib1);
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

}  // namespace pellucid::mac::test

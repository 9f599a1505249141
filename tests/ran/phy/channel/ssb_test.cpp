#include "ran/phy/channel/ssb.hpp"

#include <gtest/gtest.h>

#include "downlink_cell.hpp"
#include "loopback.hpp"
#include "ran/phy/waveform/ofdm.hpp"

namespace pellucid::phy {
namespace {

using namespace test;

TEST(Mib, OfTheCapture) {
  const auto payload = bch_payload(captured_mib(), 81, false);
  ASSERT_TRUE(payload.ok());
  // CHOICE 0, six frame number bits, 15 kHz, k_SSB 6, pos2, 0x60, not barred, allowed, spare.
  const auto octets = mib_octets(*payload);
  EXPECT_EQ(hex(octets), "0a6304");  // 0 000101 0 | 0110 0 011 | 0 0000 1 0 0
  EXPECT_EQ(bch_payload(octets, 81, false, 0), *payload);
  EXPECT_EQ(mib_of(*payload), captured_mib());
}

TEST(Mib, RoundTripsAndRefuses) {
  std::mt19937 random(1);
  for (int turn = 0; turn < 200; ++turn) {
    Mib mib;
    mib.spacing_common = random() % 2;
    mib.k_ssb = random() % 32;
    mib.dmrs_type_a_position = std::uint8_t(2 + random() % 2);
    mib.coreset_zero = random() % 16;
    mib.search_space_zero = random() % 16;
    mib.barred = random() % 2;
    mib.intra_frequency_reselection = random() % 2;
    const auto sfn = std::uint16_t(random() % 1024);
    const auto payload = bch_payload(mib, sfn, turn % 2);
    ASSERT_TRUE(payload.ok());
    EXPECT_EQ(mib_of(*payload), mib);
    EXPECT_EQ(bch_payload(mib_octets(*payload), sfn, turn % 2, payload->extra), *payload);
  }
  Mib mib;
  EXPECT_FALSE(bch_payload(mib, 1024, false).ok());
  mib.k_ssb = 32;
  EXPECT_FALSE(bch_payload(mib, 0, false).ok());
  mib = {};
  mib.dmrs_type_a_position = 4;
  EXPECT_FALSE(bch_payload(mib, 0, false).ok());
  BchPayload extension;
  extension.mib[0] = 1;
  EXPECT_EQ(mib_of(extension), std::nullopt);
}

TEST(Ssb, FirstSubcarrier) {
  EXPECT_EQ(*ssb_first_subcarrier(13, 6, SubcarrierSpacing::khz15, 0), captured_ssb_subcarrier);
  EXPECT_EQ(*ssb_first_subcarrier(24, 14, SubcarrierSpacing::khz30, 0), 12u * 12 + 7);
  EXPECT_EQ(*ssb_first_subcarrier(24, 14, SubcarrierSpacing::khz30, 2), 10u * 12 + 7);
  EXPECT_FALSE(ssb_first_subcarrier(24, 15, SubcarrierSpacing::khz30, 0).ok());
  EXPECT_FALSE(ssb_first_subcarrier(24, 24, SubcarrierSpacing::khz15, 0).ok());
  EXPECT_FALSE(ssb_first_subcarrier(0, 0, SubcarrierSpacing::khz15, 1).ok());
}

TEST(Ssb, LoopbackOfEveryIndex) {
  std::mt19937 random(9);
  Grid sent(52), received(52);
  PbchReceiver receiver;
  unsigned turn = 0;
  for (std::uint8_t l_max : {4, 8})
    for (std::uint8_t index = 0; index < l_max; ++index)
      for (bool second_half : {false, true})
        for (std::uint16_t pci : {0, 1, 502, 503, 1007}) {
          SsbBlock block;
          block.pci = pci;
          block.index = index;
          block.l_max = l_max;
          Mib mib;
          mib.k_ssb = std::uint8_t(random() % 32);
          mib.coreset_zero = std::uint8_t(random() % 16);
          block.payload = *bch_payload(mib, std::uint16_t(random() % 1024), second_half);
          sent.clear();
          const std::size_t first = random() % 380, symbol = random() % 11;
          ASSERT_TRUE(transmit_ssb(block, first, symbol, sent).ok());
          through({std::polar(3.0f, float(turn)), 0.01, 9 * from_db(turn % 2 ? 4 : -5)}, sent, received, random);  // SNR -4 or 5 dB
          const auto got = receiver.decode(received, first, symbol, pci, l_max);
          ++turn;
          ASSERT_TRUE(got) << int(l_max) << ' ' << int(index) << ' ' << pci;
          EXPECT_EQ(got->payload, block.payload);
          EXPECT_EQ(got->ssb_index, index);
          EXPECT_FALSE(receiver.decode(received, first, symbol, pci ^ 1u, l_max));
        }
}

TEST(Ssb, RefusesWhatIsNone) {
  Grid grid(52);
  SsbBlock block;
  EXPECT_TRUE(transmit_ssb(block, 384, 10, grid).ok());
  EXPECT_FALSE(transmit_ssb(block, 385, 10, grid).ok());
  EXPECT_FALSE(transmit_ssb(block, 0, 11, grid).ok());
  block.pci = 1008;
  EXPECT_FALSE(transmit_ssb(block, 0, 0, grid).ok());
  block = {};
  block.index = 4;
  EXPECT_FALSE(transmit_ssb(block, 0, 0, grid).ok());
  block.l_max = 64;
  EXPECT_FALSE(transmit_ssb(block, 0, 0, grid).ok());
  PbchReceiver receiver;
  EXPECT_FALSE(receiver.decode(grid, 385, 0, 0, 4));
  EXPECT_FALSE(receiver.decode(grid, 0, 0, 1008, 4));
  EXPECT_FALSE(receiver.decode(grid, 0, 0, 0, 64));
}

TEST(Ssb, HostileGridsGiveNoMib) {
  std::mt19937 random(4);
  PbchReceiver receiver;
  Grid grid(52);
  for (auto kind : all_hostile)
    for (unsigned turn = 0; turn < (kind == Hostile::noise ? 200u : 5u); ++turn) {
      fill(kind, grid, random);
      EXPECT_FALSE(receiver.decode(grid, 40, 2, 77, 8)) << int(kind);
    }
}

CellReaderSettings captured_search() {
  CellReaderSettings reader_settings;
  reader_settings.search.fft_size = 768;
  reader_settings.search.centre_hz = capture_downlink_hz;
  reader_settings.search.block_offset_hz = captured_carrier().offset_hz(captured_ssb_subcarrier + 120);
  reader_settings.centre_hz = 1842.05e6;
  return reader_settings;
}

TEST(CellReader, FindsTheCapturedCell) {
  const CellReaderSettings reader_settings = captured_search();
  CellReader reader(reader_settings);
  for (unsigned tti : {801u, 1203u}) {
    Samples samples;
    for (unsigned slot = tti; slot < tti + 12; ++slot) {
      const Samples one = Capture::downlink().slot(slot);
      samples.insert(samples.end(), one.begin(), one.end());
    }
    CellFound found[4];
    const std::size_t count = reader.read(samples, found);
    ASSERT_EQ(count, 1u);
    EXPECT_EQ(found[0].signal.pci, capture_cell);
    EXPECT_EQ(found[0].mib, captured_mib());
    const unsigned frame = (tti + 9) / 10;
    EXPECT_EQ(found[0].broadcast.payload.sfn, frame);
    EXPECT_NEAR(double(found[0].frame_start), double((10 * frame - tti) * capture_slot_samples), 1.0);
    EXPECT_NEAR(found[0].signal.cfo_hz, 0, 20);
    EXPECT_GT(found[0].signal.snr_db, 20);
  }
}

struct ReaderCase {
  SsbCase placement;
  SubcarrierSpacing spacing;
  double centre_hz;
};

TEST(CellReader, FindsCellsOfEveryCase) {
  std::mt19937 random(12);
  using enum SubcarrierSpacing;
  for (const auto& c :
       {ReaderCase{SsbCase::a, khz15, 2.1e9}, {SsbCase::a, khz15, 3.5e9}, {SsbCase::b, khz30, 0.9e9}, {SsbCase::c, khz30, 3.6e9}}) {
    const bool paired = c.placement != SsbCase::c;
    const Carrier carrier = *carrier_with(c.spacing, 51, c.centre_hz);
    OfdmModulator modulator(carrier, 0.2f);
    const auto places = ssb_first_symbols(c.placement, c.centre_hz, paired);
    for (unsigned turn = 0; turn < 3; ++turn) {
      SsbBlock block;
      block.pci = std::uint16_t(random() % 1008);
      block.l_max = std::uint8_t(places.size());
      block.index = std::uint8_t(random() % places.size());
      const bool second_half = turn & 1;
      const auto sfn = std::uint16_t(random() % 1024);
      block.payload = *bch_payload(captured_mib(), sfn, second_half);
      const std::size_t first = random() % (carrier.subcarriers() - 240), symbol = places[block.index];
      const unsigned slots = slots_a_frame(c.spacing);
      const std::size_t block_slot = symbol / 14 + (second_half ? slots / 2 : 0);
      // A whole frame with one block, beginning 1234 samples into the stream.
      const std::size_t lead = 1234;
      Samples stream(lead + slots * carrier.slot_samples() + 500);
      Grid grid(51);
      ASSERT_TRUE(transmit_ssb(block, first, symbol % 14, grid).ok());
      modulator.modulate(grid, {c.spacing, sfn, unsigned(block_slot)},
                         SampleSpan(stream).subspan(lead + block_slot * carrier.slot_samples(), carrier.slot_samples()));
      correct_cfo(stream, 1200.0 - 900 * turn, carrier.sample_rate_hz());           // puts an offset of minus that in
      std::normal_distribution<float> gauss(0, 0.2f * std::sqrt(from_db(-3) / 2));  // SNR 3 dB an element
      for (auto& s : stream) s += Sample(gauss(random), gauss(random));
      CellReaderSettings reader_settings;
      reader_settings.search.spacing = c.spacing;
      reader_settings.search.fft_size = carrier.fft_size;
      reader_settings.search.centre_hz = carrier.centre_hz;
      reader_settings.search.block_offset_hz = carrier.offset_hz(double(first) + 120);
      reader_settings.placement = c.placement;
      reader_settings.centre_hz = c.centre_hz;
      reader_settings.paired = paired;
      CellReader reader(reader_settings);
      CellFound found[4];
      ASSERT_EQ(reader.read(stream, found), 1u) << "case " << int(c.placement) << " pci " << block.pci << " index " << int(block.index);
      EXPECT_EQ(found[0].signal.pci, block.pci);
      EXPECT_EQ(found[0].broadcast.payload, block.payload);
      EXPECT_EQ(found[0].broadcast.ssb_index, block.index);
      EXPECT_NEAR(double(found[0].frame_start), double(lead), 8);
      EXPECT_NEAR(found[0].signal.cfo_hz, -(1200.0 - 900 * turn), 200);
      EXPECT_NEAR(found[0].signal.snr_db, 3, 3);
    }
  }
}

TEST(CellReader, NoiseAndSilenceHoldNoCell) {
  std::mt19937 random(2);
  CellReader reader(captured_search());
  Samples stream(11520 * 11);
  CellFound found[4];
  EXPECT_EQ(reader.read(stream, found), 0u);
  std::normal_distribution<float> gauss(0, 0.1f);
  for (unsigned turn = 0; turn < 3; ++turn) {
    for (auto& s : stream) s = {gauss(random), gauss(random)};
    EXPECT_EQ(reader.read(stream, found), 0u);
  }
  for (std::size_t i = 0; i < stream.size(); ++i) stream[i] = std::polar(1.0f, float(i) * 0.7f);
  EXPECT_EQ(reader.read(stream, found), 0u);
  for (auto& s : stream) s = {random() % 2 ? 1.0f : -1.0f, random() % 2 ? 1.0f : -1.0f};
  EXPECT_EQ(reader.read(stream, found), 0u);
  for (auto& s : stream) s = {std::numeric_limits<float>::quiet_NaN(), 0};
  EXPECT_EQ(reader.read(stream, found), 0u);
  EXPECT_EQ(reader.read({}, found), 0u);
}

}  // namespace
}  // namespace pellucid::phy

// The captured attach, downlink: every slot rebuilt from bits and compared with the samples, and every slot received.
#include <gtest/gtest.h>

#include "downlink_cell.hpp"

namespace pellucid::phy {
namespace {

using namespace test;

/// What one slot of the capture consists of.
struct SlotContent {
  unsigned ssb = 0, pdcch = 0, pdsch = 0, csi_rs = 0;
};

class Rebuilder {
 public:
  Rebuilder()
      : carrier_(captured_carrier()),
        modulator_(carrier_),
        grid_(capture_resource_blocks),
        block_(capture_resource_blocks),
        sender_(capture_resource_blocks) {}

  /// The samples of slot `tti`, made from bits.
  Samples slot(unsigned tti, SlotContent& content) {
    const SlotPoint point(SubcarrierSpacing::khz15, tti / 10, tti % 10);
    grid_.clear();
    if (tti % 10 == 0) ssb(tti), ++content.ssb;
    for (auto resource : captured_csi_rs()) {
      if (!resource.sent(point)) continue;
      resource.amplitude = float(captured_amplitude);
      EXPECT_TRUE(transmit_csi_rs(resource, tti % 10, 0, grid_).ok());
      ++content.csi_rs;
    }
    if (const auto found = captured_downlink().find(tti); found != captured_downlink().end())
      for (const auto& dci : found->second) pdcch(tti, dci, content);
    Samples out(carrier_.slot_samples());
    modulator_.modulate(grid_, point, out);
    return out;
  }

 private:
  void ssb(unsigned tti) {
    SsbBlock block;
    block.pci = capture_cell;
    block.payload = *bch_payload(captured_mib(), std::uint16_t(tti / 10), false);
    block.amplitude = block.pss_amplitude = float(captured_ssb_amplitude);
    block_.clear();
    EXPECT_TRUE(transmit_ssb(block, captured_ssb_subcarrier, captured_ssb_symbol, block_).ok());
    const Sample turn = std::polar(1.0f, float(captured_ssb_phase));
    for (std::size_t l = captured_ssb_symbol; l < captured_ssb_symbol + 4; ++l)
      for (std::size_t k = 0; k < grid_.subcarriers(); ++k) grid_.at(l, k) += turn * block_.at(l, k);
  }
  void pdcch(unsigned tti, const CapturedDci& dci, SlotContent& content) {
    const auto sent =
        transmit_pdcch(captured_place(tti, dci.ue_space), {dci.candidate, dci.rnti, float(captured_amplitude)}, dci.payload.view(), grid_);
    EXPECT_TRUE(sent.ok()) << tti;
    ++content.pdcch;
    if (!dci.assignment) return;
    const ReservedElements reserved = captured_reserved(tti);
    auto allocation = captured_pdsch(tti, dci.rnti, dci.ue_space, dci.riv_value, dci.mcs, reserved);
    allocation.amplitude = float(captured_amplitude);
    EXPECT_EQ(allocation.tbs_bits, dci.block.size() * 8) << tti;
    const auto written = sender_.transmit(allocation, dci.block, grid_);
    EXPECT_TRUE(written.ok()) << tti << ": " << written.error().what;
    ++content.pdsch;
  }

  Carrier carrier_;
  OfdmModulator modulator_;
  Grid grid_, block_;
  PdschTransmitter sender_;
};

TEST(DownlinkCapture, EverySlotIsRebuilt) {
  Rebuilder rebuilder;
  SlotContent all;
  unsigned silent = 0;
  double worst = 0, worst_fitted = 0;
  for (unsigned tti = capture_first_tti; tti < capture_first_tti + capture_slots; ++tti) {
    const Samples seen = Capture::downlink().slot(tti);
    SlotContent content;
    const Samples made = rebuilder.slot(tti, content);
    all.ssb += content.ssb, all.pdcch += content.pdcch, all.pdsch += content.pdsch, all.csi_rs += content.csi_rs;
    if (content.ssb + content.pdcch + content.pdsch + content.csi_rs == 0) {
      ++silent;
      ASSERT_TRUE(std::ranges::all_of(seen, [](Sample s) { return s == Sample{}; })) << tti;
      ASSERT_TRUE(std::ranges::all_of(made, [](Sample s) { return s == Sample{}; })) << tti;
      continue;
    }
    double error = 0, power = 0;
    std::complex<double> gain{};
    for (std::size_t i = 0; i < seen.size(); ++i) {
      error += std::norm(std::complex<double>(seen[i]) - std::complex<double>(made[i]));
      power += std::norm(std::complex<double>(made[i]));
      gain += std::complex<double>(seen[i]) * std::conj(std::complex<double>(made[i]));
    }
    const double evm = std::sqrt(error / power);
    EXPECT_LT(evm, 1e-3) << "tti " << tti << " gain " << std::abs(gain) / power << " turned " << std::arg(gain);
    worst = std::max(worst, evm);
    worst_fitted = std::max(worst_fitted, std::abs(std::abs(gain) / power - 1));
  }
  EXPECT_EQ(all.ssb, 90u);
  EXPECT_EQ(all.pdcch, 32u + 45u);
  EXPECT_EQ(all.pdsch, 14u + 45u);
  EXPECT_EQ(all.csi_rs, 12u + 4 * 23u);
  std::printf("worst EVM of a whole slot %.2e, worst gain error %.1e; %u slots silent\n", worst, worst_fitted, silent);
}

/// A phone's receiver for the captured cell: knows MIB and RRC configuration, nothing of what is scheduled.
class Phone {
 public:
  Phone() : carrier_(captured_carrier()), demodulator_(carrier_), grid_(capture_resource_blocks), pdsch_(capture_resource_blocks) {}

  void listen(unsigned tti) {
    demodulator_.demodulate(Capture::downlink().slot(tti), {SubcarrierSpacing::khz15, tti / 10, tti % 10}, grid_);
  }

  /// All DCIs of the slot in CORESET 0 (false) or in the phone's own search space (true).
  std::vector<PdcchFound> search(unsigned tti, bool ue) {
    const PdcchPlace place = captured_place(tti, ue);
    std::array<PdcchCandidate, max_candidates> candidates;
    const auto count = pdcch_candidates(*place.coreset, captured_space(ue), tti % 10, capture_rnti, candidates);
    const std::uint8_t sizes[] = {captured_dci().size};
    const std::uint16_t common[] = {si_rnti, captured_ra_rnti, capture_rnti}, own[] = {capture_rnti};
    std::vector<PdcchFound> found(8);
    const auto wanted = ue ? std::span<const std::uint16_t>(own) : std::span<const std::uint16_t>(common);
    const auto n = pdcch_.search(grid_, place, {std::span(candidates).first(count), sizes, wanted}, found);
    EXPECT_TRUE(n.ok());
    found.resize(*n);
    tried_ += pdcch_.tried();
    return found;
  }

  /// The transport block that an assignment announces.
  std::optional<Bytes> receive(unsigned tti, bool ue, const PdcchFound& dci) {
    unsigned riv_value = 0, mcs_index = 0;
    if (dci.rnti == si_rnti) {
      const auto d = *unpack<Dci10Si>(dci.payload.view(), captured_dci());
      riv_value = d.frequency_assignment, mcs_index = d.mcs;
    } else if (dci.rnti == captured_ra_rnti) {
      const auto d = *unpack<Dci10Ra>(dci.payload.view(), captured_dci());
      riv_value = d.frequency_assignment, mcs_index = d.mcs;
    } else {
      const auto d = *unpack<Dci10>(dci.payload.view(), captured_dci());
      riv_value = d.frequency_assignment, mcs_index = d.mcs;
    }
    const ReservedElements reserved = captured_reserved(tti);
    const auto allocation = captured_pdsch(tti, dci.rnti, ue, riv_value, mcs_index, reserved);
    Bytes block(allocation.tbs_bits / 8);
    harq_.clear();
    const auto reception = pdsch_.receive(allocation, grid_, carrier_, harq_, block);
    EXPECT_TRUE(reception.ok());
    if (!reception.ok() || !reception->decision.ok) return {};
    worst_snr_db_ = std::min(worst_snr_db_, reception->link.snr_db);
    worst_evm_ = std::max(worst_evm_, error_vector_magnitude(allocation.modulation, pdsch_.symbols()));
    return block;
  }
  const Grid& grid() const { return grid_; }
  std::size_t tried_ = 0;
  float worst_snr_db_ = 1000, worst_evm_ = 0;

 private:
  Carrier carrier_;
  OfdmDemodulator demodulator_;
  Grid grid_;
  PdcchReceiver pdcch_;
  PdschReceiver pdsch_;
  HarqBuffer harq_{60000};
};

TEST(DownlinkCapture, EveryDciAndTransportBlockIsReceived) {
  Phone phone;
  unsigned dcis = 0, blocks = 0;
  for (unsigned tti = capture_first_tti; tti < capture_first_tti + capture_slots; ++tti) {
    phone.listen(tti);
    const auto row = captured_downlink().find(tti);
    for (bool ue : {false, true}) {
      const auto found = phone.search(tti, ue);
      std::size_t wanted = 0;
      if (row != captured_downlink().end())
        for (const auto& dci : row->second) {
          if (dci.ue_space != ue) continue;
          ++wanted;
          const auto same =
              std::ranges::find_if(found, [&](const PdcchFound& f) { return f.candidate == dci.candidate && f.rnti == dci.rnti; });
          if (same == found.end()) {
            ADD_FAILURE() << "tti " << tti << ": no DCI at CCE " << int(dci.candidate.cce);
            continue;
          }
          ++dcis;
          EXPECT_TRUE(same->payload == dci.payload) << "tti " << tti;
          EXPECT_GT(same->correlation, tti == 1200 ? 0.5f : 0.99f) << tti;  // there SIB1's PDCCH lies half under the phone's
          if (!dci.assignment) continue;
          const auto block = phone.receive(tti, ue, *same);
          ASSERT_TRUE(block) << "tti " << tti;
          EXPECT_EQ(hex(*block), hex(dci.block)) << "tti " << tti;
          ++blocks;
        }
      EXPECT_EQ(found.size(), wanted) << "tti " << tti << (ue ? " own" : " common") << " search space";
    }
  }
  EXPECT_EQ(dcis, 32u + 45u);
  EXPECT_EQ(blocks, 14u + 45u);
  std::printf("%zu candidates passed the DM-RS gate; worst PDSCH: SNR %.1f dB, EVM %.2e\n", phone.tried_, double(phone.worst_snr_db_),
              double(phone.worst_evm_));
}

TEST(DownlinkCapture, EverySsbIsReceived) {
  const Carrier carrier = captured_carrier();
  OfdmDemodulator demodulator(carrier);
  Grid grid(capture_resource_blocks);
  PbchReceiver receiver;
  unsigned count = 0;
  for (unsigned tti = capture_first_tti; tti < capture_first_tti + capture_slots; ++tti) {
    const SlotPoint slot(SubcarrierSpacing::khz15, tti / 10, tti % 10);
    demodulator.demodulate(Capture::downlink().slot(tti), slot, grid);
    const auto found = receiver.decode(grid, captured_ssb_subcarrier, captured_ssb_symbol, capture_cell, 4);
    EXPECT_EQ(found.has_value(), tti % 10 == 0) << tti;
    if (!found) continue;
    ++count;
    EXPECT_EQ(found->payload, *bch_payload(captured_mib(), std::uint16_t(tti / 10), false));
    EXPECT_EQ(mib_of(found->payload), captured_mib());
    EXPECT_EQ(found->ssb_index, 0);
    EXPECT_GT(found->dmrs_correlation, 0.999f);
  }
  EXPECT_EQ(count, 90u);
}

TEST(DownlinkCapture, CsiRsIsMeasured) {
  const Carrier carrier = captured_carrier();
  OfdmDemodulator demodulator(carrier);
  Grid grid(capture_resource_blocks);
  unsigned count = 0;
  for (unsigned tti = capture_first_tti; tti < capture_first_tti + capture_slots; ++tti) {
    const SlotPoint slot(SubcarrierSpacing::khz15, tti / 10, tti % 10);
    const auto resources = captured_csi_rs();
    if (std::ranges::none_of(resources, [&](const auto& r) { return r.sent(slot); })) continue;
    demodulator.demodulate(Capture::downlink().slot(tti), slot, grid);
    for (const auto& resource : resources) {
      if (!resource.sent(slot)) continue;
      const auto figures = measure_csi_rs(resource, tti % 10, 0, grid);
      ASSERT_TRUE(figures.ok());
      EXPECT_NEAR(std::sqrt(figures->rsrp) / captured_amplitude, 1, 1e-3);
      EXPECT_GT(figures->snr_db, 60);
      ++count;
    }
    if (resources[1].sent(slot) || resources[3].sent(slot))
      EXPECT_NEAR(*tracking_offset_hz(resources[1], resources[2], tti % 10, 0, carrier, grid), 0, 0.1);
  }
  EXPECT_EQ(count, 12u + 4 * 23u);
}

}  // namespace
}  // namespace pellucid::phy

#include "ran/mac/cell_phy.hpp"

#include <algorithm>

#include "base/check.hpp"

namespace pellucid::mac {
namespace {

/// A preamble of format 2 lasts 3.5 ms; with the slot it begins in, five are enough at 15 kHz.
constexpr std::size_t history_ms = 5;
constexpr std::size_t most_occasions = 16, most_preambles_found = 16;

phy::Prach checked_prach(const InitialAccess& access) {
  auto prach = phy::Prach::make(access.prach, access.uplink);
  check(prach.ok(), "plan() checked the PRACH");
  return std::move(*prach);
}

}  // namespace

CellPhy::CellPhy(const InitialAccess& access, unsigned antennas, float amplitude)
    : modulator_(access.downlink, amplitude),
      sent_(access.downlink.resource_blocks),
      pdsch_(access.downlink.resource_blocks),
      pusch_(access.uplink, antennas),
      pucch_(access.uplink, antennas),
      prach_(checked_prach(access)),
      history_(history_ms * phy::slots_a_subframe(access.uplink.spacing) * access.uplink.slot_samples()) {
  for (unsigned a = 0; a < antennas; ++a) {
    demodulators_.emplace_back(access.uplink);
    received_.emplace_back(access.uplink.resource_blocks);
  }
  for (auto& grid : received_) received_views_.push_back(&grid);
  block_.resize(phy::max_tbs_bits / 8);
}

template <class T>
bool CellPhy::accepted(const Result<T, phy::Fault>& result) {
  if (result.ok()) return true;
  ++counters_.refused;
  counters_.last_refusal = result.error().what;
  return false;
}

void CellPhy::transmit(const DownlinkSlot& slot, phy::SampleSpan out) {
  if (slot.empty()) return std::fill(out.begin(), out.end(), phy::Sample{});
  sent_.clear();
  for (auto& pdu : slot.ssb) (void)accepted(phy::transmit_ssb(pdu.block, pdu.first_subcarrier, pdu.first_symbol, sent_));
  for (auto& pdu : slot.pdsch) (void)accepted(pdsch_.transmit(pdu.allocation, pdu.block, sent_));
  for (auto& pdu : slot.pdcch) (void)accepted(phy::transmit_pdcch(pdu.place, pdu.pdcch, pdu.payload.view(), sent_));
  modulator_.modulate(sent_, slot.slot, out);
}

void CellPhy::receive(const UplinkSlot& expected, std::span<const phy::SampleSpan> samples, UplinkResult& result) {
  result.clear(expected.slot);
  look_for_preambles(expected.slot, samples[0], result);
  if (expected.pusch.empty() && expected.pucch.empty()) return;
  for (std::size_t a = 0; a < received_.size(); ++a) demodulators_[a].demodulate(samples[a], expected.slot, received_[a]);
  for (auto& pdu : expected.pusch) {
    auto block = std::span(block_).first(pdu.config.tbs_bits / 8);
    auto got = pusch_.receive(pdu.config, expected.slot.slot(), received_views_, pdu.harq, block, {});
    if (!accepted(got)) continue;
    PuschIndication indication{Rnti(pdu.config.rnti), got->present, got->transport.ok, {}, got->link};
    if (indication.ok) indication.block.assign(block.begin(), block.end());
    result.pusch.push_back(std::move(indication));
  }
  for (auto& pdu : expected.pucch) {
    PucchIndication indication{.rnti = pdu.rnti};
    auto got = pucch_.receive(pdu.resource, pdu.identity, expected.slot.slot(), received_views_,
                              {.bits = std::span(indication.bits).first(pdu.bits)});
    if (!accepted(got)) continue;
    indication.present = got->present;
    indication.snr_db = got->snr_db;
    result.pucch.push_back(indication);
  }
}

void CellPhy::look_for_preambles(phy::SlotPoint slot, phy::SampleView samples, UplinkResult& result) {
  // The history moves on by one slot; what is expected in it moves along.
  std::size_t step = samples.size();
  std::copy(history_.begin() + std::ptrdiff_t(step), history_.end(), history_.begin());
  std::copy(samples.begin(), samples.end(), history_.end() - std::ptrdiff_t(step));
  for (auto& waiting : pending_) waiting.start -= step;
  phy::PrachOccasion occasions[most_occasions];
  std::size_t count = prach_.occasions(slot, occasions);
  for (std::size_t i = 0; i < count; ++i) pending_.push_back({occasions[i], history_.size() - step + occasions[i].first_sample});
  std::erase_if(pending_, [&](const Pending& waiting) {
    std::size_t wanted = prach_.samples(waiting.occasion);
    if (waiting.start + wanted > history_.size()) return false;
    phy::Prach::Detection found[most_preambles_found];
    std::size_t detected = prach_.detect(phy::SampleView(history_).subspan(waiting.start, wanted), waiting.occasion, found);
    for (std::size_t i = 0; i < detected; ++i) result.prach.push_back({waiting.occasion, found[i]});
    return true;
  });
}

}  // namespace pellucid::mac

#include "ran/phy/waveform/ofdm.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.hpp"
#include "ran/phy/waveform/kernels.hpp"

namespace pellucid::phy {
namespace {

std::array<Sample, 2 * symbols_a_slot> phases_of(const Carrier& carrier) {
  std::array<Sample, 2 * symbols_a_slot> phases;
  for (std::size_t i = 0; i < phases.size(); ++i) phases[i] = carrier_phase(carrier, unsigned(i / symbols_a_slot), i % symbols_a_slot);
  return phases;
}

}  // namespace

Sample carrier_phase(const Carrier& carrier, unsigned slot_in_subframe, std::size_t l) {
  if (slot_in_subframe >= slots_a_subframe(carrier.spacing)) return 1.0f;
  std::size_t at = slot_in_subframe * carrier.slot_samples() + carrier.symbol_start(l) + carrier.prefix(l);
  // Turns of the carrier: 1e6 of them a subframe, so only their fraction goes into the sine.
  double turns = std::fmod(carrier.centre_hz * (double(at) / carrier.sample_rate_hz()), 1.0);
  double angle = -2 * std::numbers::pi * turns;
  return {float(std::cos(angle)), float(std::sin(angle))};
}

OfdmModulator::OfdmModulator(const Carrier& carrier, float amplitude)
    : carrier_(carrier),
      amplitude_(amplitude),
      inverse_(carrier.fft_size, Transform::inverse),
      bins_(carrier.fft_size),
      phases_(phases_of(carrier)) {
  amplitude_ /= std::sqrt(float(carrier.fft_size));
}

void OfdmModulator::symbol(SampleView elements, Sample factor, std::size_t prefix, SampleSpan out) {
  std::size_t n = carrier_.fft_size, half = elements.size() / 2;
  // Subcarrier 6 N_RB stands on bin 0; the lower half of the grid on the last bins. The bins between stay 0.
  kernel::scale(elements.data() + half, factor, half, bins_.data());
  kernel::scale(elements.data(), factor, half, bins_.data() + n - half);
  auto body = out.subspan(prefix, n);
  inverse_(bins_, body);
  std::copy(body.end() - std::ptrdiff_t(prefix), body.end(), out.begin());
}

void OfdmModulator::modulate(const Grid& grid, SlotPoint slot, SampleSpan out) { modulate(grid, slot, 0, symbols_a_slot, out); }

void OfdmModulator::modulate(const Grid& grid, SlotPoint slot, std::size_t first, std::size_t count, SampleSpan out) {
  check(grid.subcarriers() == carrier_.subcarriers(), "the carrier's grid");
  check(first + count <= symbols_a_slot, "symbols of one slot");
  std::size_t start = carrier_.symbol_start(first);
  check(out.size() == carrier_.symbol_start(first + count) - start, "samples of these symbols");
  const auto* phases = phases_.data() + (slot.slot_in_subframe() % 2) * symbols_a_slot;
  for (std::size_t l = first; l < first + count; ++l) {
    std::size_t prefix = carrier_.prefix(l);
    symbol(grid.symbol(l), amplitude_ * phases[l], prefix, out.subspan(carrier_.symbol_start(l) - start, prefix + carrier_.fft_size));
  }
}

OfdmDemodulator::OfdmDemodulator(const Carrier& carrier, float early)
    : carrier_(carrier),
      early_(std::size_t(std::clamp(early, 0.0f, 1.0f) * float(carrier.prefix(1)))),
      forward_(carrier.fft_size, Transform::forward),
      window_(carrier.fft_size),
      ramp_(carrier.subcarriers()),
      phases_(phases_of(carrier)) {
  // A window that begins `early` samples before the symbol turns bin k by exp(-j 2 pi k early / N); undone together with the scale.
  double n = carrier.fft_size, scale = 1 / std::sqrt(n);
  auto half = std::int64_t(carrier.subcarriers() / 2);
  for (std::int64_t k = -half; k < half; ++k) {
    double turns = std::fmod(double(k) * double(early_) / n, 1.0), angle = 2 * std::numbers::pi * turns;
    ramp_[std::size_t(k + half)] = Sample(float(scale * std::cos(angle)), float(scale * std::sin(angle)));
  }
  for (auto& phase : phases_) phase = std::conj(phase);
}

void OfdmDemodulator::demodulate_symbol(SampleView samples, SlotPoint slot, std::size_t l, SampleSpan elements) {
  std::size_t n = carrier_.fft_size, half = carrier_.subcarriers() / 2, prefix = carrier_.prefix(l);
  check(l < symbols_a_slot && elements.size() == 2 * half, "a symbol of the carrier");
  check(samples.size() >= prefix + n - early_, "the whole symbol");
  forward_(samples.subspan(prefix - early_, n), window_);
  kernel::multiply(window_.data() + n - half, ramp_.data(), half, elements.data());
  kernel::multiply(window_.data(), ramp_.data() + half, half, elements.data() + half);
  Sample phase = phases_[(slot.slot_in_subframe() % 2) * symbols_a_slot + l];
  if (phase != Sample(1.0f)) kernel::scale(elements.data(), phase, elements.size(), elements.data());
}

void OfdmDemodulator::demodulate(SampleView samples, SlotPoint slot, Grid& grid) {
  check(samples.size() == carrier_.slot_samples(), "the samples of one slot");
  check(grid.subcarriers() == carrier_.subcarriers(), "the carrier's grid");
  for (std::size_t l = 0; l < symbols_a_slot; ++l) demodulate_symbol(samples.subspan(carrier_.symbol_start(l)), slot, l, grid.symbol(l));
}

}  // namespace pellucid::phy

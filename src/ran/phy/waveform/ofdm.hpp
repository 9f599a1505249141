// Resource grids to sample streams and back (TS 38.211 §5.3, §5.4).
#pragma once

#include <array>

#include "ran/phy/waveform/dft.hpp"
#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// The phase term of TS 38.211 §5.4 for symbol l of a slot: exp(-j 2 pi f0 t), t from the start of the subframe to the end of the
/// symbol's prefix. The sender multiplies by it, the receiver by its conjugate.
Sample carrier_phase(const Carrier& carrier, unsigned slot_in_subframe, std::size_t l);

/// Both transforms are unitary (1/sqrt N): a grid with all elements of mean power 1 gives samples of mean power
/// amplitude^2 * 12 N_RB / N; a demodulated element has amplitude `amplitude` times the modulated one, and white noise of variance s
/// a sample has variance s an element.
class OfdmModulator {
 public:
  /// amplitude: what the samples are multiplied by. 0.1 to 0.25 leaves room for peaks below full scale 1.0.
  explicit OfdmModulator(const Carrier& carrier, float amplitude = 1.0f);

  const Carrier& carrier() const { return carrier_; }
  /// One slot. grid.subcarriers() == carrier.subcarriers(), out.size() == carrier.slot_samples().
  void modulate(const Grid& grid, SlotPoint slot, SampleSpan out);
  /// Symbols first .. first + count - 1 only; out has their samples and nothing else.
  void modulate(const Grid& grid, SlotPoint slot, std::size_t first, std::size_t count, SampleSpan out);

 private:
  void symbol(SampleView elements, Sample factor, std::size_t prefix, SampleSpan out);
  Carrier carrier_;
  float amplitude_;
  Dft inverse_;
  Samples bins_;
  std::array<Sample, 2 * symbols_a_slot> phases_;
};

class OfdmDemodulator {
 public:
  /// early: how far into the prefix the FFT window begins, as a part of the (normal) prefix: 0 just after it, 0.5 in its middle. What that
  /// rotates is undone exactly, so early or late paths of up to half a prefix do no harm.
  explicit OfdmDemodulator(const Carrier& carrier, float early = 0.5f);

  const Carrier& carrier() const { return carrier_; }
  /// One slot: samples.size() == carrier.slot_samples(), grid.subcarriers() == carrier.subcarriers().
  void demodulate(SampleView samples, SlotPoint slot, Grid& grid);
  /// One symbol: `samples` begins with its prefix; elements.size() == carrier.subcarriers().
  void demodulate_symbol(SampleView samples, SlotPoint slot, std::size_t l, SampleSpan elements);

 private:
  Carrier carrier_;
  std::size_t early_;  // samples
  Dft forward_;
  Samples window_;
  Samples ramp_;  // undoes the early window, subcarrier by subcarrier
  std::array<Sample, 2 * symbols_a_slot> phases_;
};

}  // namespace pellucid::phy

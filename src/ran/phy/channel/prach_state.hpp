// What Prach keeps. Only for prach*.cpp.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "ran/phy/channel/prach.hpp"
#include "ran/phy/waveform/dft.hpp"

namespace pellucid::phy {

/// Spacing, length and repetitions of a preamble format (TS 38.211 Tables 6.3.3.1-1 and -2), times in units of kappa Tc = 1/30.72 MHz.
struct PrachShape {
  std::size_t length = 839;  // L_RA
  double spacing_hz = 1250;
  std::size_t repetitions = 1;
  double prefix = 0;  // N_CP
  double symbol = 0;  // one repetition of N_u
};
PrachShape prach_shape(PrachFormat format, SubcarrierSpacing prach_spacing);
/// kappa-bar of Table 6.3.3.2-1.
unsigned prach_k_bar(PrachFormat format, SubcarrierSpacing uplink_spacing);
/// N_CS of the unrestricted set.
unsigned prach_n_cs(const PrachShape& shape, unsigned zone);
/// Physical root u of a logical index (counted round the table's end).
unsigned prach_root(std::size_t length, unsigned logical);

struct Prach::State {
  State(const PrachCell& cell, const Carrier& uplink, const PrachConfiguration& configuration);

  struct Peak {
    unsigned preamble = 0;
    std::size_t root = 0;
    double at = 0;  // in sequence samples, round L_RA
    float power = 0;
    double delay_s = 0;
  };

  std::ptrdiff_t first_bin(unsigned frequency) const;
  double kappa_samples() const { return double(carrier.sample_rate_hz()) / 30.72e6; }
  void add_occasions(SlotPoint slot, unsigned slot_of_prach, unsigned time, std::span<PrachOccasion> out, std::size_t& count) const;

  void correlate(std::size_t root, std::size_t repetitions);
  double trimmed_mean();
  void find_peaks(std::size_t root, double origin);
  double threshold_for(std::size_t sums) const;
  double receive(SampleView samples, const PrachOccasion& occasion);
  double power_at(std::size_t root, std::size_t repetitions, double at) const;
  void refine(Peak& peak, std::size_t repetitions) const;
  std::size_t accept_peaks(double least, std::size_t most);

  PrachCell cell;
  Carrier carrier;
  PrachConfiguration configuration;
  PrachShape shape;  // of the configuration's (first) format; repetitions differ between A and B
  unsigned n_cs;
  unsigned preambles_a_root;
  std::size_t symbol_samples;  // of one repetition
  std::size_t fine;            // points of the correlation: more than L_RA, so that delays between are seen
  std::vector<Samples> roots;  // DFT of x_u, of modulus 1

  Dft symbol_forward, symbol_inverse, sequence_forward, fine_inverse;
  Samples window, bins, product, sequence;  // bins: repetition after repetition, L_RA each
  std::vector<float> power;                 // of one root's correlation
  bool coherent;                            // repetitions are added before the correlation, else after
  float first_threshold = 0;                // for the configuration's format

  std::array<Peak, preambles_a_cell> peaks{};
  std::size_t peak_count = 0;
};

}  // namespace pellucid::phy

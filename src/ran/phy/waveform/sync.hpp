// Cell search: synchronisation signals in a stream of samples (TS 38.211 §7.4.2, §7.4.3.1).
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// An SS/PBCH block in its own grid: 4 symbols of 240 subcarriers.
constexpr std::size_t ssb_symbols = 4;
constexpr std::size_t ssb_subcarriers = 240;
constexpr std::size_t pss_first_subcarrier = 56;  // of PSS and SSS in the block

struct SearchSettings {
  SubcarrierSpacing spacing = SubcarrierSpacing::khz15;  // of the SS block
  unsigned fft_size = 0;  // samples of a symbol of this spacing without prefix (sample rate / spacing); a multiple of 128, at least 256
  double block_offset_hz = 0;  // from the centre of the stream to subcarrier 120 of the block
  double max_cfo_hz = 5000;    // frequency offsets that are tried: -max .. max
  float threshold = 0.40f;     // of the normalised correlation with PSS, and of the one with SSS: 0..1
  /// What the centre of the stream stands for on the air: senders start every subcarrier anew with every symbol (TS 38.211 §5.4), and only
  /// who knows this frequency can compare phases of different symbols. As Carrier::centre_hz: 0 for streams without the phase term. A wrong
  /// value spoils cfo_hz by up to 3.5 kHz.
  double centre_hz = 0;
};

struct CellCandidate {
  unsigned pci = 0;
  std::size_t start = 0;      // sample where the prefix of the block's first symbol (PSS) begins
  float cfo_hz = 0;           // what correct_cfo() must take out
  float snr_db = 0;           // of the elements of SSS
  float power = 0;            // mean |.|^2 of the elements of PSS and SSS, of a unitary transform
  float pss_correlation = 0;  // 0..1
  float sss_correlation = 0;  // 0..1
};

/// Finds SS blocks by correlation with the three PSS (normalised, at frequency hypotheses half a subcarrier apart), then confirms and names
/// the cell with SSS, coherently against the channel seen by PSS. Owns its work space.
class CellSearch {
 public:
  explicit CellSearch(const SearchSettings& settings);
  ~CellSearch();
  CellSearch(CellSearch&&) noexcept;
  CellSearch& operator=(CellSearch&&) noexcept;

  const SearchSettings& settings() const;
  /// The strongest candidates in `samples`, best first, at most found.size(); returns how many. 20 ms of samples hold a block of each cell
  /// that sends one every 20 ms. The whole block must lie in the samples. Noise alone gives none but by chance.
  std::size_t search(SampleView samples, std::span<CellCandidate> found);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// The block's 4 x 240 elements (ascending subcarriers, symbol after symbol) at candidate.start, with the frequency offset taken out;
/// unitary transform; FFT window in the middle of the prefix, its rotation undone. elements.size() == 960. False: it does not lie in the
/// samples.
bool demodulate_block(SampleView samples, const SearchSettings& settings, const CellCandidate& candidate, SampleSpan elements);

}  // namespace pellucid::phy

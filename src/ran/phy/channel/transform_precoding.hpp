// Transform precoding of PUSCH and of PUCCH formats 3 and 4 (TS 38.211 §6.3.1.4, §6.3.2.6.4), and its undoing.
#pragma once

#include <span>
#include <vector>

#include "ran/phy/waveform/dft.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// Whether so many resource blocks can be transform-precoded: at least one, no other prime factors than 2, 3 and 5.
bool can_precode(unsigned blocks);

/// The transforms of one direction, one for each number of blocks up to a limit; made once. One object serves one thread.
class TransformPrecoder {
 public:
  TransformPrecoder(unsigned max_blocks, Transform direction);

  /// Unitary transform of 12 * blocks elements of one symbol in place. can_precode(blocks), blocks <= max_blocks.
  void operator()(unsigned blocks, SampleSpan elements);

 private:
  std::vector<Dft> plans_;           // of the numbers that can be precoded, ascending
  std::vector<std::uint16_t> plan_;  // which one a number of blocks has
};

/// The receiver's side: `elements` are equalised subcarriers with their noise variances (of symbols of power 1; infinite where nothing
/// is known). Weighs them by their worth (MMSE), transforms back and takes the bias out: elements become the modulation symbols.
/// Returns their noise variance, infinite if nothing is known. `inverse` was made with Transform::inverse.
float undo_precoding(TransformPrecoder& inverse, unsigned blocks, SampleSpan elements, std::span<const float> noise);

}  // namespace pellucid::phy

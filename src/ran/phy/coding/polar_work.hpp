// Inside the room only: work space of the polar list decoder, and the two builds of its tree walk (polar_walk.inc).
#pragma once

#include <array>
#include <cstdint>

#include "ran/phy/coding/polar.hpp"

namespace pellucid::phy {

struct PolarWork {
  static constexpr unsigned lanes = PolarDecoder::list_size;
  static constexpr unsigned stages = 11;  // nodes of 1 … 1024 bits
  using Lanes16 = std::array<std::int16_t, lanes>;
  using Pattern = std::array<std::uint8_t, 2 * lanes>;  // octets of one Lanes16 in a new order

  // Soft bits of the node that is being decoded in each stage: stage s from 2^s on. A lane holds a path.
  alignas(64) std::array<Lanes16, 2 * PolarCode::max_n> llr;
  // Decided bits of the nodes, 0 or -1 in each lane.
  alignas(64) std::array<Lanes16, PolarCode::max_n> sums;
  // When paths fork, the lanes of what is stored above do not move. Instead these tell in which lane a path's values stand, for the
  // soft bits of a stage and for the decided left half of its node.
  alignas(64) std::array<Pattern, stages> llr_lane;
  alignas(64) std::array<Pattern, stages> left_lane;
  alignas(64) std::array<std::int32_t, lanes> metric;  // how much each path contradicts the soft bits; the least is the likeliest

  // One for each information bit decided: from which lane each lane came, and its bit.
  struct Fork {
    std::array<std::uint8_t, lanes> parent;
    std::uint8_t bits;
  };
  std::array<Fork, PolarCode::max_n> forks;
  unsigned fork_count = 0;
  unsigned paths = 1;
  std::array<std::uint8_t, 5> parity{};  // y of §5.3.1.2, a bit for each lane

  std::array<std::int16_t, PolarCode::max_n> received;
};

/// Walks the code's tree with `work.received`; leaves metric, forks, paths.
void walk_polar_tree_vector(PolarWork& work, const PolarCode& code);
void walk_polar_tree_reference(PolarWork& work, const PolarCode& code);

}  // namespace pellucid::phy

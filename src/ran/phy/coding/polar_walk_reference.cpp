// The tree walk over plain arrays: what the vectors have to agree with.
#include <algorithm>
#include <climits>

#include "ran/phy/coding/polar_work.hpp"

namespace pellucid::phy {
namespace {
namespace polar_reference {

struct Lanes {
  using V = PolarWork::Lanes16;
  using Pattern = PolarWork::Pattern;
  static constexpr unsigned n = PolarWork::lanes;

  static std::int16_t saturate(int value) { return std::int16_t(std::clamp(value, -32768, 32767)); }
  static V load(const V& from) { return from; }
  static void store(V& to, const V& value) { to = value; }
  static const Pattern& load_pattern(const Pattern& pattern) { return pattern; }
  static void move_pattern(Pattern& pattern, const Pattern& move) {
    const Pattern old = pattern;
    for (unsigned i = 0; i < old.size(); ++i) pattern[i] = old[move[i]];
  }
  static V permute(const V& v, const Pattern& pattern) {
    V out;
    for (unsigned i = 0; i < n; ++i) out[i] = v[pattern[2 * i] / 2];
    return out;
  }
  static V min_sum(const V& a, const V& b) {
    V out;
    for (unsigned i = 0; i < n; ++i) out[i] = std::max(std::min(a[i], b[i]), saturate(-std::max(a[i], b[i])));
    return out;
  }
  static V add_or_subtract(const V& b, const V& a, const V& minus) {
    V out;
    for (unsigned i = 0; i < n; ++i) out[i] = saturate(minus[i] ? b[i] - a[i] : b[i] + a[i]);
    return out;
  }
  static V exclusive_or(const V& a, const V& b) {
    V out;
    for (unsigned i = 0; i < n; ++i) out[i] = std::int16_t(a[i] ^ b[i]);
    return out;
  }
  static void add_penalties(const V* soft, unsigned size, std::int32_t* against_zero, std::int32_t* against_one) {
    for (unsigned lane = 0; lane < n; ++lane) {
      against_zero[lane] = against_one[lane] = 0;
      for (unsigned i = 0; i < size; ++i) {
        against_zero[lane] += soft[i][lane] < 0 ? -soft[i][lane] : 0;
        against_one[lane] += soft[i][lane] > 0 ? soft[i][lane] : 0;
      }
    }
  }
};

#include "ran/phy/coding/polar_walk.inc"

}  // namespace polar_reference
}  // namespace

void walk_polar_tree_reference(PolarWork& work, const PolarCode& code) { polar_reference::walk(work, code); }

}  // namespace pellucid::phy

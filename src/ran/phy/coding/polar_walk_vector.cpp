// The tree walk over vectors of eight int16, built for each instruction set that the processor may have (libhwy).
// Not part of unity builds: foreach_target.h includes this file again and again.
#include <climits>

#include "ran/phy/coding/polar_work.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ran/phy/coding/polar_walk_vector.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pellucid::phy {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

struct Lanes {
  static constexpr hn::CappedTag<std::int16_t, 8> d{};
  static constexpr hn::CappedTag<std::uint8_t, 16> d8{};
  static constexpr hn::CappedTag<std::int32_t, 4> d32{};
  using V = hn::Vec<decltype(d)>;
  using V8 = hn::Vec<decltype(d8)>;

  static V load(const PolarWork::Lanes16& from) { return hn::Load(d, from.data()); }
  static void store(PolarWork::Lanes16& to, V value) { hn::Store(value, d, to.data()); }
  static V8 load_pattern(const PolarWork::Pattern& pattern) { return hn::LoadU(d8, pattern.data()); }
  static void move_pattern(PolarWork::Pattern& pattern, V8 move) {
    hn::StoreU(hn::TableLookupBytes(hn::LoadU(d8, pattern.data()), move), d8, pattern.data());
  }
  static V permute(V v, V8 pattern) { return hn::TableLookupBytes(v, hn::BitCast(d, pattern)); }
  static V min_sum(V a, V b) { return hn::Max(hn::Min(a, b), hn::SaturatedSub(hn::Zero(d), hn::Max(a, b))); }
  // b + a where `minus` is 0, b - a where it is -1.
  static V add_or_subtract(V b, V a, V minus) { return hn::IfVecThenElse(minus, hn::SaturatedSub(b, a), hn::SaturatedAdd(b, a)); }
  static V exclusive_or(V a, V b) { return hn::Xor(a, b); }
  static void add_penalties(const PolarWork::Lanes16* soft, unsigned size, std::int32_t* against_zero, std::int32_t* against_one) {
    auto zero_low = hn::Zero(d32), zero_high = zero_low, one_low = zero_low, one_high = zero_low;
    for (unsigned i = 0; i < size; ++i) {
      const auto v = load(soft[i]);
      const auto low = hn::PromoteTo(d32, hn::LowerHalf(v)), high = hn::PromoteTo(d32, hn::UpperHalf(hn::Half<decltype(d)>(), v));
      const auto none = hn::Zero(d32);
      one_low = hn::Add(one_low, hn::Max(low, none));
      one_high = hn::Add(one_high, hn::Max(high, none));
      zero_low = hn::Sub(zero_low, hn::Min(low, none));
      zero_high = hn::Sub(zero_high, hn::Min(high, none));
    }
    hn::Store(zero_low, d32, against_zero);
    hn::Store(zero_high, d32, against_zero + 4);
    hn::Store(one_low, d32, against_one);
    hn::Store(one_high, d32, against_one + 4);
  }
};

#include "ran/phy/coding/polar_walk.inc"

void walk_exported(PolarWork& work, const PolarCode& code) { walk(work, code); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace pellucid::phy
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pellucid::phy {
HWY_EXPORT(walk_exported);
void walk_polar_tree_vector(PolarWork& work, const PolarCode& code) { HWY_DYNAMIC_DISPATCH(walk_exported)(work, code); }
}  // namespace pellucid::phy
#endif

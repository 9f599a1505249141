// The kernels over vectors of soft bits, built for each instruction set that the processor may have (libhwy).
// Not part of unity builds: foreach_target.h includes this file again and again.
#include <algorithm>
#include <cstring>

#include "ran/phy/coding/ldpc_work.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ran/phy/coding/ldpc_vector.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace pellucid::phy {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::CappedTag<std::int8_t, LdpcWork::max_vector> d;
constexpr hn::CappedTag<std::uint8_t, LdpcWork::max_vector> du;
using V = hn::Vec<decltype(d)>;
using VU = hn::Vec<decltype(du)>;

// Each octet divided by 2^bits.
template <int bits>
HWY_INLINE VU shifted(VU octets) {
  const hn::Repartition<std::uint16_t, decltype(du)> d16;
  return hn::And(hn::BitCast(du, hn::ShiftRight<bits>(hn::BitCast(d16, octets))), hn::Set(du, 255 >> bits));
}

// 3/4 of a magnitude, to the nearest number, bounded before.
HWY_INLINE VU scaled(VU least) {
  const auto bounded = hn::Min(least, hn::Set(du, scaled_limit));
  return hn::Sub(bounded, shifted<2>(hn::Add(bounded, hn::Set(du, 2))));
}

// See corrected_limit.
HWY_INLINE VU corrected(VU least, VU second, VU correction) {
  const VU lowered = hn::SaturatedSub(correction, shifted<2>(hn::Sub(second, least)));
  const VU raised = hn::SaturatedSub(correction, shifted<2>(hn::SaturatedAdd(second, least)));
  const VU bounded = hn::Min(hn::SaturatedSub(hn::SaturatedAdd(least, raised), lowered), hn::Set(du, corrected_limit));
  return hn::Sub(bounded, shifted<4>(hn::Add(bounded, hn::Set(du, 8))));
}

// As many checks of one row as a vector has lanes, from check `first` on. `count`: of the lanes, if not all (the end of the row).
template <bool whole, bool with_correction>
HWY_INLINE void some_checks(LdpcWork& work, const LdpcWork::Edge* edges, std::size_t degree, unsigned first, unsigned count) {
  const std::size_t lanes = hn::Lanes(d);
  std::int8_t* HWY_RESTRICT soft = work.soft.data();
  std::int8_t* HWY_RESTRICT messages = work.messages.data() + first;
  std::int8_t* HWY_RESTRICT from_bits = work.from_bits.data();
  std::uint32_t* HWY_RESTRICT offsets = work.offsets.data();
  const std::uint32_t z = work.z;
  auto signs = hn::Zero(d);
  auto least = hn::Set(du, 255), second = least, third = least;
  for (std::size_t e = 0; e < degree; ++e) {
    std::uint32_t at = edges[e].shift + first;
    at -= at >= z ? z : 0;
    at += edges[e].column;
    offsets[e] = at;
    const V from_bit = hn::SaturatedSub(hn::LoadU(d, soft + at), hn::LoadU(d, messages + edges[e].message));
    hn::Store(from_bit, d, from_bits + e * lanes);
    signs = hn::Xor(signs, from_bit);
    const VU size = hn::BitCast(du, hn::Abs(from_bit));
    if constexpr (with_correction) third = hn::Min(third, hn::Max(second, size));
    second = hn::Min(second, hn::Max(least, size));
    least = hn::Min(least, size);
  }
  VU to_most, to_least;
  if constexpr (with_correction) {
    const VU correction = hn::Set(du, work.correction);
    to_most = corrected(least, second, correction);
    to_least = corrected(second, third, correction);
  } else {
    to_most = scaled(least);
    to_least = scaled(second);
  }
  for (std::size_t e = 0; e < degree; ++e) {
    const V from_bit = hn::Load(d, from_bits + e * lanes);
    const VU size = hn::BitCast(du, hn::Abs(from_bit));
    const V magnitude = hn::BitCast(d, hn::IfThenElse(hn::Eq(size, least), to_least, to_most));
    const V negative = hn::BroadcastSignBit(hn::Xor(signs, from_bit));
    const V message = hn::Sub(hn::Xor(magnitude, negative), negative);
    const V sum = hn::SaturatedAdd(from_bit, message);
    if constexpr (whole) {
      hn::StoreU(message, d, messages + edges[e].message);
      hn::StoreU(sum, d, soft + offsets[e]);
    } else {
      const auto inside = hn::FirstN(d, count);
      hn::BlendedStore(message, inside, d, messages + edges[e].message);
      hn::BlendedStore(sum, inside, d, soft + offsets[e]);
    }
  }
}

// After a row has written to a column across its end: what stands behind the end goes to the beginning, then the beginning is repeated
// behind the end.
HWY_INLINE void mend_column(std::int8_t* column, unsigned shift, unsigned z) {
  const unsigned lanes = unsigned(hn::Lanes(d));
  const unsigned crossing = z - shift;  // the check that has bit 0, if shift > 0
  const unsigned first = crossing / lanes * lanes;
  const unsigned behind = shift == 0 || first == crossing ? 0 : std::min(first + lanes, z) - crossing;
  if (z >= lanes) {
    const V mended = hn::IfThenElse(hn::FirstN(d, behind), hn::LoadU(d, column + z), hn::LoadU(d, column));
    hn::StoreU(mended, d, column);
    hn::StoreU(hn::LoadU(d, column), d, column + z);
  } else {
    std::memcpy(column, column + z, behind);
    std::memcpy(column + z, column, z);
  }
}

template <bool with_correction>
void iterate_with(LdpcWork& work) {
  const unsigned lanes = unsigned(hn::Lanes(d)), z = work.z;
  for (unsigned r = 0; r < work.row_count; ++r) {
    const auto row = work.row(r);
    const auto* edges = row.data();
    const std::size_t degree = row.size();
    unsigned first = 0;
    for (; first + lanes <= z; first += lanes) some_checks<true, with_correction>(work, edges, degree, first, lanes);
    if (first < z) some_checks<false, with_correction>(work, edges, degree, first, z - first);
    for (std::size_t e = 0; e < degree; ++e) mend_column(work.soft.data() + edges[e].column, edges[e].shift, z);
  }
}

void iterate(LdpcWork& work) { work.correction ? iterate_with<true>(work) : iterate_with<false>(work); }

bool parity(const LdpcWork& work, unsigned first_row) {
  const unsigned lanes = unsigned(hn::Lanes(d)), z = work.z;
  const std::int8_t* soft = work.soft.data();
  for (unsigned r = first_row; r < work.row_count; ++r) {
    const auto row = work.row(r);
    const auto* edges = row.data();
    const std::size_t degree = row.size();
    auto odd = hn::Zero(d);
    for (unsigned first = 0; first < z; first += lanes) {
      auto signs = hn::Zero(d);
      for (std::size_t e = 0; e < degree; ++e) {
        std::uint32_t at = edges[e].shift + first;
        at -= at >= z ? z : 0;
        signs = hn::Xor(signs, hn::LoadU(d, soft + edges[e].column + at));
      }
      if (first + lanes > z) signs = hn::IfThenElseZero(hn::FirstN(d, z - first), signs);
      odd = hn::Or(odd, signs);
    }
    if (!hn::AllFalse(d, hn::Lt(odd, hn::Zero(d)))) return false;
  }
  return true;
}

void xor_all(std::span<const std::uint8_t* const> sources, unsigned z, std::uint8_t* out) {
  const unsigned lanes = unsigned(hn::Lanes(du));
  const auto* const* source = sources.data();
  const std::size_t count = sources.size();
  for (unsigned i = 0; i < z; i += lanes) {
    auto sum = hn::Zero(du);
    for (std::size_t s = 0; s < count; ++s) sum = hn::Xor(sum, hn::LoadU(du, source[s] + i));
    hn::StoreU(sum, du, out + i);
  }
}

Magnitudes measure(LlrView soft) {
  const std::size_t lanes = hn::Lanes(d), size = soft.size();
  const Llr* HWY_RESTRICT from = soft.data();
  const hn::Repartition<std::uint64_t, decltype(du)> d64;
  auto sum = hn::Zero(d64), count = hn::Zero(d64);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const VU magnitude = hn::BitCast(du, hn::Abs(hn::LoadU(d, from + i)));
    sum = hn::Add(sum, hn::SumsOf8(magnitude));
    count = hn::Add(count, hn::SumsOf8(hn::Min(magnitude, hn::Set(du, 1))));
  }
  Magnitudes out;
  out.sum = std::uint32_t(hn::GetLane(hn::SumOfLanes(d64, sum)));
  out.count = std::uint32_t(hn::GetLane(hn::SumOfLanes(d64, count)));
  for (; i < size; ++i) {
    out.sum += std::uint32_t(from[i] < 0 ? -from[i] : from[i]);
    out.count += from[i] != 0;
  }
  return out;
}

void scale_to(LlrView soft, int scale, std::int8_t* HWY_RESTRICT to) {
  const Llr* HWY_RESTRICT from = soft.data();
  const std::size_t size = soft.size();
  const hn::Repartition<std::int16_t, decltype(d)> d16;
  const hn::Rebind<std::int8_t, decltype(d16)> half;
  const std::size_t lanes = hn::Lanes(d16);
  const auto factor = hn::Set(d16, std::int16_t(scale));
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    // (128 x scale + 2^14) / 2^15
    const auto wide = hn::ShiftLeft<7>(hn::PromoteTo(d16, hn::LoadU(half, from + i)));
    const auto scaled_up = hn::Max(hn::MulFixedPoint15(wide, factor), hn::Set(d16, -127));
    hn::StoreU(hn::DemoteTo(half, scaled_up), half, to + i);
  }
  for (; i < size; ++i) to[i] = std::int8_t(std::clamp((from[i] * scale + 128) >> 8, -127, 127));
}

bool decide(const std::int8_t* HWY_RESTRICT soft, BitSpan bits) {
  const std::size_t lanes = hn::Lanes(d), size = bits.size();
  std::uint8_t* HWY_RESTRICT to = bits.data();
  const auto one = hn::Set(du, 1);
  auto least = hn::Set(du, 255);
  std::size_t i = 0;
  for (; i + lanes <= size; i += lanes) {
    const V v = hn::LoadU(d, soft + i);
    least = hn::Min(least, hn::BitCast(du, hn::Abs(v)));
    hn::StoreU(hn::And(hn::BitCast(du, hn::BroadcastSignBit(v)), one), du, to + i);
  }
  bool undecided = !hn::AllFalse(du, hn::Eq(least, hn::Zero(du)));
  for (; i < size; ++i) {
    to[i] = soft[i] < 0;
    undecided |= soft[i] == 0;
  }
  return !undecided;
}

unsigned vector_lanes() { return unsigned(hn::Lanes(d)); }
const char* target_name() { return hwy::TargetName(HWY_TARGET); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace pellucid::phy
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pellucid::phy {
HWY_EXPORT(iterate);
HWY_EXPORT(parity);
HWY_EXPORT(xor_all);
HWY_EXPORT(measure);
HWY_EXPORT(scale_to);
HWY_EXPORT(decide);
HWY_EXPORT(vector_lanes);
HWY_EXPORT(target_name);
void ldpc_iterate_vector(LdpcWork& work) { HWY_DYNAMIC_DISPATCH(iterate)(work); }
bool ldpc_parity_vector(const LdpcWork& work, unsigned first_row) { return HWY_DYNAMIC_DISPATCH(parity)(work, first_row); }
void ldpc_xor_vector(std::span<const std::uint8_t* const> sources, unsigned z, std::uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(xor_all)(sources, z, out);
}
Magnitudes ldpc_measure_vector(LlrView soft) { return HWY_DYNAMIC_DISPATCH(measure)(soft); }
void ldpc_scale_vector(LlrView from, int scale, std::int8_t* to) { HWY_DYNAMIC_DISPATCH(scale_to)(from, scale, to); }
bool ldpc_decide_vector(const std::int8_t* soft, BitSpan bits) { return HWY_DYNAMIC_DISPATCH(decide)(soft, bits); }
unsigned LdpcDecoder::vector_octets() { return HWY_DYNAMIC_DISPATCH(vector_lanes)(); }
const char* LdpcDecoder::vector_name() { return HWY_DYNAMIC_DISPATCH(target_name)(); }
}  // namespace pellucid::phy
#endif

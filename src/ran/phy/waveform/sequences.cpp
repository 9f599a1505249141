#include "ran/phy/waveform/sequences.hpp"

#include <bit>
#include <cmath>
#include <numbers>

#include "base/check.hpp"
#include "ran/phy/waveform/low_papr_tables.hpp"

namespace pellucid::phy {
namespace {

constexpr std::uint32_t register_mask = 0x7FFFFFFF;
constexpr unsigned gold_start = 1600;  // N_C

/// One step of each register by x(n+31) = x(n+3)+x(n), and x(n+3)+x(n+2)+x(n+1)+x(n). Bit i holds x(n+i).
constexpr std::uint32_t step_x1(std::uint32_t x) { return (x >> 1) | (((x ^ (x >> 3)) & 1) << 30); }
constexpr std::uint32_t step_x2(std::uint32_t x) { return (x >> 1) | (((x ^ (x >> 1) ^ (x >> 2) ^ (x >> 3)) & 1) << 30); }

/// 28 steps at once: element n+31+i needs none later than n+3+i, which for i < 28 are all in the register.
constexpr unsigned stride = 28;
constexpr std::uint32_t stride_mask = (1u << stride) - 1;
constexpr std::uint32_t leap_x1(std::uint32_t x) { return (x >> stride) | (((x ^ (x >> 3)) & stride_mask) << 3); }
constexpr std::uint32_t leap_x2(std::uint32_t x) { return (x >> stride) | (((x ^ (x >> 1) ^ (x >> 2) ^ (x >> 3)) & stride_mask) << 3); }

/// A linear map of a register: columns[i] is where bit i goes. Advancing by n steps is such a map.
struct Advance {
  std::array<std::uint32_t, 31> columns;
  constexpr std::uint32_t operator()(std::uint32_t x) const {
    std::uint32_t out = 0;
    for (unsigned i = 0; i < 31; ++i) out ^= columns[i] & (0u - (x >> i & 1));
    return out;
  }
};

constexpr Advance after(const Advance& first, const Advance& second) {
  Advance both{};
  for (unsigned i = 0; i < 31; ++i) both.columns[i] = second(first.columns[i]);
  return both;
}

template <class Step>
constexpr Advance one_step(Step step) {
  Advance map{};
  for (unsigned i = 0; i < 31; ++i) map.columns[i] = step(1u << i);
  return map;
}

/// Maps that advance by 1, 2, 4, ... 2^30 steps; 2^31 - 1 steps come round to the start.
using Ladder = std::array<Advance, 31>;
template <class Step>
constexpr Ladder ladder(Step step) {
  Ladder maps{};
  maps[0] = one_step(step);
  for (unsigned i = 1; i < 31; ++i) maps[i] = after(maps[i - 1], maps[i - 1]);
  return maps;
}
constexpr Ladder ladder_x1 = ladder(step_x1);
constexpr Ladder ladder_x2 = ladder(step_x2);

constexpr std::uint32_t advance(const Ladder& maps, std::uint32_t x, std::uint64_t steps) {
  for (unsigned i = 0; i < 31; ++i)
    if (steps >> i & 1) x = maps[i](x);
  return x;
}

constexpr Advance start_map(const Ladder& maps) {
  Advance map{};
  for (unsigned i = 0; i < 31; ++i) map.columns[i] = advance(maps, 1u << i, gold_start);
  return map;
}
constexpr std::uint32_t x1_at_start = advance(ladder_x1, 1, gold_start);
constexpr Advance x2_to_start = start_map(ladder_x2);

/// The 127 elements of an m-sequence of degree 7: x(i+7) = x(i+tap) + x(i), bit i of `start` is x(i).
constexpr std::array<std::uint8_t, sync_length> m_sequence(unsigned start, unsigned tap) {
  std::array<std::uint8_t, sync_length> x{};
  for (unsigned i = 0; i < 7; ++i) x[i] = start >> i & 1;
  for (unsigned i = 0; i + 7 < sync_length; ++i) x[i + 7] = x[i + tap] ^ x[i];
  return x;
}

constexpr auto pss_register = m_sequence(0b1110110, 4);
constexpr auto sss_register_0 = m_sequence(1, 4);
constexpr auto sss_register_1 = m_sequence(1, 1);

std::size_t largest_prime_below(std::size_t length) {
  for (std::size_t prime = length - 1;; --prime) {
    bool divided = false;
    for (std::size_t factor = 2; factor * factor <= prime && !divided; ++factor) divided = prime % factor == 0;
    if (!divided) return prime;
  }
}

/// exp(j 2 pi numerator / denominator), exact also for large numerators.
Sample turn(std::uint64_t numerator, std::uint64_t denominator) {
  double angle = 2 * std::numbers::pi * double(numerator % denominator) / double(denominator);
  return {float(std::cos(angle)), float(std::sin(angle))};
}

const std::int8_t* table_row(std::size_t length, unsigned u) {
  switch (length) {
    case 6: return low_papr_phi_6[u];
    case 12: return low_papr_phi_12[u];
    case 18: return low_papr_phi_18[u];
    case 24: return low_papr_phi_24[u];
    default: return nullptr;
  }
}

/// TS 38.211 §5.2.2.1: Zadoff-Chu, extended round its end.
void zadoff_chu_base(SampleSpan out, unsigned u, unsigned v) {
  std::uint64_t n_zc = largest_prime_below(out.size());
  // q-bar = N_ZC (u+1) / 31; twice of it floored tells on which side of a half it lies
  std::uint64_t scaled = n_zc * (u + 1);
  std::uint64_t q = (2 * scaled + 31) / 62;
  if (v) q = (2 * scaled / 31) % 2 ? q - 1 : q + 1;
  for (std::size_t n = 0; n < out.size(); ++n) {
    std::uint64_t m = n % n_zc;
    // -pi q m (m+1) / N_ZC; m (m+1) is even
    out[n] = turn(n_zc - q * (m * (m + 1) / 2 % n_zc) % n_zc, n_zc);
  }
}

/// Sum of 2^m c(first + m), m = 0..7.
unsigned octet_of(std::uint32_t c_init, std::uint64_t first) {
  GoldSequence c(c_init);
  c.skip(first);
  return c.take(8);
}

}  // namespace

GoldSequence::GoldSequence(std::uint32_t c_init) : x1_(x1_at_start), x2_(x2_to_start(c_init & register_mask)) {}

void GoldSequence::refill() {
  buffer_ |= std::uint64_t((x1_ ^ x2_) & stride_mask) << buffered_;
  buffered_ += stride;
  x1_ = leap_x1(x1_);
  x2_ = leap_x2(x2_);
}

std::uint32_t GoldSequence::take(unsigned count) {
  check(count <= 32, "at most 32 elements");
  while (buffered_ < count) refill();  // never beyond 31 + 28 bits
  auto bits = std::uint32_t(buffer_ & ((std::uint64_t(1) << count) - 1));
  buffer_ >>= count;
  buffered_ -= count;
  return bits;
}

std::uint32_t GoldSequence::next32() { return take(32); }

void GoldSequence::skip(std::uint64_t n) {
  if (n <= buffered_) {
    buffer_ >>= n;
    buffered_ -= unsigned(n);
    return;
  }
  n -= buffered_;
  buffer_ = 0;
  buffered_ = 0;
  if (n < 64 * stride) {
    for (; n >= stride; n -= stride) x1_ = leap_x1(x1_), x2_ = leap_x2(x2_);
    for (; n > 0; --n) x1_ = step_x1(x1_), x2_ = step_x2(x2_);
    return;
  }
  n %= register_mask;  // the period of both registers
  x1_ = advance(ladder_x1, x1_, n);
  x2_ = advance(ladder_x2, x2_, n);
}

namespace {

/// Calls at(index, element) for each of `size` elements.
template <class At>
inline void each_element(GoldSequence& c, std::size_t size, At at) {
  std::size_t i = 0;
  for (; i + 32 <= size; i += 32) {
    auto word = c.next32();
    for (unsigned k = 0; k < 32; ++k) at(i + k, word >> k & 1);
  }
  auto word = c.take(unsigned(size - i));
  for (unsigned k = 0; i < size; ++i, ++k) at(i, word >> k & 1);
}

}  // namespace

void GoldSequence::generate(BitSpan out) {
  each_element(*this, out.size(), [to = out.data()](std::size_t i, std::uint32_t c) { to[i] = std::uint8_t(c); });
}

void GoldSequence::scramble(BitSpan bits) {
  each_element(*this, bits.size(), [to = bits.data()](std::size_t i, std::uint32_t c) { to[i] = std::uint8_t(to[i] ^ c); });
}

void GoldSequence::descramble(LlrSpan llrs) {
  // (x ^ -c) + c is -x for c = 1; -128 does not occur (Llr saturates at +-127) and would stay itself
  each_element(*this, llrs.size(), [to = llrs.data()](std::size_t i, std::uint32_t c) { to[i] = Llr((to[i] ^ Llr(-int(c))) + int(c)); });
}

void GoldSequence::qpsk(SampleSpan out, float amplitude) {
  float a = amplitude * float(std::numbers::sqrt2 / 2);
  std::size_t i = 0;
  auto point = [a](std::uint32_t bits) { return Sample(bits & 1 ? -a : a, bits & 2 ? -a : a); };
  for (; i + 16 <= out.size(); i += 16) {
    auto word = next32();
    for (unsigned k = 0; k < 16; ++k) out[i + k] = point(word >> (2 * k));
  }
  auto word = take(unsigned(2 * (out.size() - i)));
  for (; i < out.size(); ++i, word >>= 2) out[i] = point(word);
}

SyncSequence pss(unsigned n_id_2) {
  SyncSequence d;
  for (std::size_t n = 0; n < sync_length; ++n) d[n] = 1.0f - 2.0f * pss_register[(n + 43 * (n_id_2 % 3)) % sync_length];
  return d;
}

SyncSequence sss(unsigned pci) {
  unsigned n_id_1 = pci % physical_cells / 3, n_id_2 = pci % 3;
  unsigned m0 = 15 * (n_id_1 / 112) + 5 * n_id_2, m1 = n_id_1 % 112;
  SyncSequence d;
  for (std::size_t n = 0; n < sync_length; ++n)
    d[n] = (1.0f - 2.0f * sss_register_0[(n + m0) % sync_length]) * (1.0f - 2.0f * sss_register_1[(n + m1) % sync_length]);
  return d;
}

void low_papr_sequence(SampleSpan out, unsigned u, unsigned v, double alpha) {
  check(u < 30 && v < 2, "30 groups of two sequences");
  check(out.size() >= 6 && out.size() % 6 == 0, "low-PAPR sequences have 6 N elements");
  if (const auto* phi = table_row(out.size(), u)) {
    for (std::size_t n = 0; n < out.size(); ++n) out[n] = turn(std::uint64_t(phi[n] + 8), 8);
  } else if (out.size() == 30) {
    for (std::uint64_t n = 0; n < 30; ++n) out[n] = turn(62 - (u + 1) * (n + 1) * (n + 2) % 62, 62);
  } else {
    zadoff_chu_base(out, u, v);
  }
  if (alpha == 0) return;
  for (std::size_t n = 0; n < out.size(); ++n) {
    double angle = std::fmod(alpha * double(n), 2 * std::numbers::pi);
    out[n] *= Sample(float(std::cos(angle)), float(std::sin(angle)));
  }
}

SequenceGroup pucch_group(GroupHopping hopping, unsigned n_id, unsigned slot_in_frame, unsigned hop) {
  unsigned f_ss = n_id % 30;
  std::uint64_t step = 2 * std::uint64_t(slot_in_frame) + hop;
  switch (hopping) {
    case GroupHopping::group: return {(octet_of(n_id / 30, 8 * step) + f_ss) % 30, 0};
    case GroupHopping::sequence: {
      GoldSequence c(32 * (n_id / 30) + n_id % 30);
      c.skip(step);
      return {f_ss, c.take(1)};
    }
    case GroupHopping::neither: break;
  }
  return {f_ss, 0};
}

unsigned pucch_cyclic_shift(unsigned n_id, unsigned slot_in_frame, unsigned l) {
  return octet_of(n_id, 8 * symbols_a_slot * std::uint64_t(slot_in_frame) + 8 * l);
}

SequenceGroup pusch_group(GroupHopping hopping, unsigned n_id, unsigned slot_in_frame, unsigned l, std::size_t length) {
  std::uint64_t step = symbols_a_slot * std::uint64_t(slot_in_frame) + l;
  switch (hopping) {
    case GroupHopping::group: return {(octet_of(n_id / 30, 8 * step) + n_id) % 30, 0};
    case GroupHopping::sequence: {
      // Only sequences of 6 resource blocks and more have a second one.
      if (length < 72) return {n_id % 30, 0};
      GoldSequence c(n_id);
      c.skip(step);
      return {n_id % 30, c.take(1)};
    }
    case GroupHopping::neither: break;
  }
  return {n_id % 30, 0};
}

}  // namespace pellucid::phy

#include "ran/phy/coding/polar.hpp"

#include <algorithm>
#include <bit>

#include "base/check.hpp"

namespace pellucid::phy {
namespace {

#include "ran/phy/coding/polar_tables.inc"

constexpr unsigned parity_bits = 3;  // n_PC
// What a bit that shortening leaves out is worth: it is known to be 0. Far above any sum of real soft bits, and room for more additions.
constexpr std::int16_t surely_zero = 8191;

unsigned ceil_log2(unsigned value) { return value <= 1 ? 0 : std::bit_width(value - 1); }

bool is_possible(const PolarShape& shape) {
  const unsigned unfrozen = shape.K + (shape.parity ? parity_bits : 0);
  if (shape.n_max < 5 || shape.n_max > 10 || shape.K == 0 || shape.E > PolarCode::max_e || unfrozen > shape.E) return false;
  if (shape.interleaved && shape.K > std::size(input_interleaver)) return false;
  return unfrozen <= 1u << shape.n_max;
}

}  // namespace

std::optional<PolarCode> PolarCode::make(const PolarShape& shape) {
  if (!is_possible(shape)) return {};
  PolarCode code;
  code.shape_ = shape;
  code.choose_length();
  if (shape.K + (shape.parity ? parity_bits : 0) > code.n_) return {};
  for (unsigned n = 0; n < code.n_; ++n) {
    const unsigned part = code.n_ / 32;
    code.block_[n] = std::uint16_t(sub_block[n / part] * part + n % part);
  }
  if (shape.interleaved) {
    unsigned k = 0;
    const unsigned unused = unsigned(std::size(input_interleaver)) - shape.K;
    for (unsigned place : input_interleaver)
      if (place >= unused) code.input_[k++] = std::uint8_t(place - unused);
  }
  while (code.triangle_ * (code.triangle_ + 1) / 2 < shape.E) ++code.triangle_;
  code.place_bits();
  return code;
}

// §5.3.1: N = 2^n.
void PolarCode::choose_length() {
  const unsigned K = shape_.K, E = shape_.E;
  const unsigned up = ceil_log2(E);
  // The smaller power of two serves if it loses at most an eighth of E at a low rate.
  const bool smaller = up > 0 && 8 * E <= 9 * (1u << (up - 1)) && 16 * K < 9 * E;
  const unsigned n1 = smaller ? up - 1 : up, n2 = ceil_log2(8 * K);
  const unsigned n = std::max(5u, std::min({n1, n2, shape_.n_max}));
  n_ = 1u << n;
  matching_ = E >= n_ ? Matching::repeat : 16 * K <= 7 * E ? Matching::puncture : Matching::shorten;
}

// §5.4.1.1: which u_i carry bits.
void PolarCode::place_bits() {
  const unsigned N = n_, E = shape_.E;
  std::array<bool, max_n> unusable{};
  if (matching_ == Matching::puncture) {
    for (unsigned n = 0; n < N - E; ++n) unusable[block_[n]] = true;
    // ceil(3N/4 - E/2) or ceil(9N/16 - E/4)
    const unsigned first = 4 * E >= 3 * N ? (3 * N - 2 * E + 3) / 4 : (9 * N - 4 * E + 15) / 16;
    for (unsigned n = 0; n < first; ++n) unusable[n] = true;
  } else if (matching_ == Matching::shorten) {
    for (unsigned n = E; n < N; ++n) unusable[block_[n]] = true;
  }
  std::array<std::uint16_t, max_n> unfrozen{};  // most reliable first
  unsigned found = 0;
  const unsigned wanted = shape_.K + (shape_.parity ? parity_bits : 0);
  for (unsigned i = std::size(reliability); i-- > 0 && found < wanted;)
    if (reliability[i] < N && !unusable[reliability[i]]) unfrozen[found++] = reliability[i];
  check(found == wanted, "a polar code has places for all its bits");
  for (unsigned i = 0; i < found; ++i) use_[unfrozen[i]] = Use::information;
  if (shape_.parity) place_parity(std::span(unfrozen).first(found));
  for (unsigned i = 0; i < N; ++i) unfrozen_[i + 1] = std::uint16_t(unfrozen_[i] + (use_[i] != Use::frozen));
}

// §5.3.1.2: of `unfrozen`, most reliable first, n_PC carry parity.
void PolarCode::place_parity(std::span<const std::uint16_t> unfrozen) {
  // §6.3.1.3.1: one of them at a row of least weight if E - K + 3 > 192.
  const unsigned by_weight = shape_.E + 3 > 192 + shape_.K ? 1 : 0;
  for (unsigned i = 0; i < parity_bits - by_weight; ++i) use_[unfrozen[unfrozen.size() - 1 - i]] = Use::parity;
  if (by_weight == 0) return;
  // The row weight of u_i is 2^(ones of i); the first of the least is the most reliable of them.
  const auto strongest = unfrozen.first(unfrozen.size() - parity_bits);
  const auto lightest = std::ranges::min_element(strongest, {}, [](std::uint16_t i) { return std::popcount(i); });
  use_[*lightest] = Use::parity;
}

void PolarCode::encode_mother(BitView input, BitSpan d) const {
  check(input.size() == shape_.K && d.size() == n_, "a polar code's block has its shape");
  unsigned k = 0;
  std::array<std::uint8_t, 5> registers{};  // y_0 of §5.3.1.2 at bit n is registers[n mod 5]
  for (unsigned n = 0; n < n_; ++n) {
    if (use_[n] == Use::frozen) {
      d[n] = 0;
    } else if (use_[n] == Use::parity) {
      d[n] = registers[n % 5];
    } else {
      d[n] = input[input_place(k++)] & 1;
      registers[n % 5] ^= d[n];
    }
  }
  for (unsigned step = 1; step < n_; step *= 2)
    for (unsigned i = 0; i < n_; i += 2 * step)
      for (unsigned j = i; j < i + step; ++j) d[j] ^= d[j + step];
}

// visit(k, n) for each coded bit k: it is d_n. §5.4.1.1 to §5.4.1.3.
template <class Visit>
void PolarCode::for_each_coded_bit(Visit visit) const {
  const unsigned E = shape_.E;
  const unsigned start = matching_ == Matching::puncture ? n_ - E : 0;
  const auto selected = [&](unsigned e) { return block_[(start + e) & (n_ - 1)]; };
  if (!shape_.triangular) {
    for (unsigned k = 0; k < E; ++k) visit(k, selected(k));
    return;
  }
  // Written by rows of T, T-1, … bits into a triangle, read by columns.
  unsigned k = 0;
  for (unsigned column = 0; column < triangle_; ++column)
    for (unsigned row = 0, e = column; row + column < triangle_ && e < E; e += triangle_ - row, ++row) visit(k++, selected(e));
}

void PolarCode::rate_match(BitView d, BitSpan coded) const {
  check(d.size() == n_ && coded.size() == shape_.E, "a polar code's block has its shape");
  for_each_coded_bit([&](unsigned k, unsigned n) { coded[k] = d[n]; });
}

void PolarCode::rate_recover(LlrView coded, std::span<std::int16_t> d) const {
  check(d.size() == n_ && coded.size() == shape_.E, "a polar code's block has its shape");
  std::ranges::fill(d, 0);
  if (matching_ == Matching::shorten)
    for (unsigned n = shape_.E; n < n_; ++n) d[block_[n]] = surely_zero;
  // At most max_e / 32 = 256 repetitions of 127: no overflow.
  for_each_coded_bit([&](unsigned k, unsigned n) { d[n] = std::int16_t(d[n] + coded[k]); });
}

void PolarCode::encode(BitView input, BitSpan coded) const {
  std::array<std::uint8_t, max_n> d;
  encode_mother(input, std::span(d).first(n_));
  rate_match(std::span(d).first(n_), coded);
}

}  // namespace pellucid::phy

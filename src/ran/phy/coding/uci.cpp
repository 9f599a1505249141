#include "ran/phy/coding/uci.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "ran/phy/coding/polar_cache.hpp"
#include "ran/phy/coding/short_block.hpp"

namespace pellucid::phy {
namespace {

constexpr unsigned max_short_bits = 11;

// §6.3.1.2.1 and §5.2.1: one or two equal segments; if the bits are odd in number, a 0 goes before the first.
struct UciSegments {
  Crc crc;
  unsigned count;
  unsigned payload;  // bits of a segment, a leading 0 counted
  unsigned leading;  // zeros before the first
  unsigned E;        // coded bits of a segment

  UciSegments(unsigned A, unsigned coded_bits) {
    crc = A <= 19 ? Crc::crc6 : Crc::crc11;
    count = (A >= 360 && coded_bits >= 1088) || A >= 1013 ? 2 : 1;
    payload = (A + count - 1) / count;
    leading = payload * count - A;
    E = coded_bits / count;
  }
  PolarShape shape() const { return PolarShape::uplink(payload + crc_length(crc), E); }
};

}  // namespace

unsigned min_uci_coded_bits(unsigned A) {
  if (A <= max_short_bits) return 1;
  const UciSegments segments(A, 0);
  const PolarShape shape = segments.shape();
  return segments.count * (shape.K + (shape.parity ? 3 : 0));
}

void encode_uci(BitView bits, unsigned qm, BitSpan coded) {
  const unsigned A = unsigned(bits.size());
  check(A >= 1 && A <= max_uci_bits && coded.size() >= min_uci_coded_bits(A), "UCI has a size that can be coded");
  if (A <= max_short_bits) return encode_short_block(bits, qm, coded);
  const UciSegments segments(A, unsigned(coded.size()));
  const auto code = PolarCode::make(segments.shape());
  check(code.has_value(), "UCI has a size that can be coded");
  std::array<std::uint8_t, PolarCode::max_n> block;
  unsigned taken = 0;
  for (unsigned r = 0; r < segments.count; ++r) {
    const unsigned leading = r == 0 ? segments.leading : 0;
    const auto input = std::span(block).first(code->shape().K);
    std::ranges::fill(input.first(leading), 0);
    std::ranges::copy(bits.subspan(taken, segments.payload - leading), input.begin() + leading);
    taken += segments.payload - leading;
    attach_crc(segments.crc, input);
    code->encode(input, coded.subspan(r * segments.E, segments.E));
  }
  // §6.3.1.5: what does not divide by the segments is filled with zeros.
  std::ranges::fill(coded.subspan(segments.count * segments.E), 0);
}

struct UciDecoder::Work {
  PolarDecoder decoder;
  PolarCache<8> codes;
  std::array<std::uint8_t, PolarCode::max_n> block;
};

UciDecoder::UciDecoder() : work_(std::make_unique<Work>()) {}
UciDecoder::~UciDecoder() = default;
UciDecoder::UciDecoder(UciDecoder&&) noexcept = default;
UciDecoder& UciDecoder::operator=(UciDecoder&&) noexcept = default;

UciDecision UciDecoder::decode(LlrView coded, unsigned qm, BitSpan bits) {
  const unsigned A = unsigned(bits.size());
  if (A == 0 || A > max_uci_bits || coded.size() < min_uci_coded_bits(A) || coded.size() > 2 * PolarCode::max_e) return {};
  if (A <= max_short_bits) {
    const auto decided = decode_short_block(coded, qm, bits);
    return {true, decided.agreement, decided.margin};
  }
  const UciSegments segments(A, unsigned(coded.size()));
  const PolarCode* code = work_->codes.get(segments.shape());
  if (!code) return {};
  bool ok = true;
  unsigned given = 0;
  for (unsigned r = 0; r < segments.count; ++r) {
    const unsigned leading = r == 0 ? segments.leading : 0;
    const auto block = std::span(work_->block).first(code->shape().K);
    ok &= work_->decoder.decode(*code, coded.subspan(r * segments.E, segments.E), {segments.crc, 0, {}}, block).has_value();
    if (leading && block[0] != 0) ok = false;
    std::ranges::copy(block.subspan(leading, segments.payload - leading), bits.begin() + given);
    given += segments.payload - leading;
  }
  return {ok, ok ? 1.0f : 0.0f, ok ? 1.0f : 0.0f};
}

}  // namespace pellucid::phy

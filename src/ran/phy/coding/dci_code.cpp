#include "ran/phy/coding/dci_code.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "ran/phy/coding/polar_cache.hpp"

namespace pellucid::phy {
namespace {

constexpr unsigned parity_length = crc_length(Crc::crc24c);
constexpr unsigned max_rntis = 64;

// §7.3.2: what 24 ones before the payload leave in the CRC register.
std::uint32_t after_leading_ones() {
  std::array<std::uint8_t, parity_length> ones;
  ones.fill(1);
  return crc_of_bits(Crc::crc24c, ones);
}

bool is_dci_size(std::size_t payload, std::size_t coded) {
  const std::size_t level = coded / bits_per_cce;
  return payload >= min_dci_bits && payload <= max_dci_bits && coded % bits_per_cce == 0 && level >= 1 && level <= 16 &&
         (level & (level - 1)) == 0 && coded >= payload + parity_length;
}

}  // namespace

void encode_dci(BitView payload, std::uint16_t rnti, BitSpan coded) {
  check(is_dci_size(payload.size(), coded.size()), "a DCI has 12 to 140 bits on 1 to 16 control channel elements");
  std::array<std::uint8_t, max_dci_bits + parity_length> block;
  std::ranges::copy(payload, block.begin());
  const std::uint32_t parity = crc_of_bits(Crc::crc24c, payload, after_leading_ones()) ^ rnti;
  for (unsigned i = 0; i < parity_length; ++i) block[payload.size() + i] = parity >> (parity_length - 1 - i) & 1;
  const auto code = PolarCode::make(PolarShape::downlink(unsigned(payload.size()) + parity_length, unsigned(coded.size())));
  check(code.has_value(), "a polar code for every DCI");
  code->encode(std::span(block).first(payload.size() + parity_length), coded);
}

struct DciDecoder::Work {
  PolarDecoder decoder;
  PolarCache<16> codes;
  std::uint32_t start = after_leading_ones();
  std::array<std::uint8_t, max_dci_bits + parity_length> block;
  std::array<std::uint32_t, max_rntis> masks;
};

DciDecoder::DciDecoder() : work_(std::make_unique<Work>()) {}
DciDecoder::~DciDecoder() = default;
DciDecoder::DciDecoder(DciDecoder&&) noexcept = default;
DciDecoder& DciDecoder::operator=(DciDecoder&&) noexcept = default;

std::optional<std::size_t> DciDecoder::decode(LlrView coded, std::span<const std::uint16_t> rntis, BitSpan payload) {
  if (!is_dci_size(payload.size(), coded.size()) || rntis.empty()) return {};
  Work& work = *work_;
  const PolarCode* code = work.codes.get(PolarShape::downlink(unsigned(payload.size()) + parity_length, unsigned(coded.size())));
  if (!code) return {};
  rntis = rntis.first(std::min<std::size_t>(rntis.size(), max_rntis));
  std::ranges::copy(rntis, work.masks.begin());
  const auto block = std::span(work.block).first(payload.size() + parity_length);
  const auto found = work.decoder.decode(*code, coded, {Crc::crc24c, work.start, std::span(work.masks).first(rntis.size())}, block);
  std::ranges::copy(block.first(payload.size()), payload.begin());
  return found;
}

}  // namespace pellucid::phy

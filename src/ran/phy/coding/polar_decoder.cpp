#include <algorithm>

#include "base/check.hpp"
#include "ran/phy/coding/polar_work.hpp"

namespace pellucid::phy {
namespace {

constexpr std::uint32_t no_masks[] = {0};

// Input bits of the path that ended in `lane`: back through the forks, then through the input interleaver.
void trace_path(const PolarWork& work, const PolarCode& code, unsigned lane, BitSpan bits) {
  for (unsigned k = work.fork_count; k-- > 0;) {
    bits[code.input_place(k)] = work.forks[k].bits >> lane & 1;
    lane = work.forks[k].parent[lane];
  }
}

std::optional<std::size_t> matching_mask(const PolarCheck& check, BitView bits) {
  const unsigned length = crc_length(check.crc);
  if (bits.size() < length) return {};
  std::uint32_t difference = crc_of_bits(check.crc, bits.first(bits.size() - length), check.start);
  for (unsigned i = 0; i < length; ++i) difference ^= std::uint32_t(bits[bits.size() - length + i]) << (length - 1 - i);
  const auto masks = check.masks.empty() ? std::span<const std::uint32_t>(no_masks) : check.masks;
  const auto found = std::ranges::find(masks, difference);
  if (found == masks.end()) return {};
  return std::size_t(found - masks.begin());
}

}  // namespace

struct PolarDecoder::Work : PolarWork {
  Kernel kernel = Kernel::vector;
};

PolarDecoder::PolarDecoder(Kernel kernel) : work_(std::make_unique<Work>()) { work_->kernel = kernel; }
PolarDecoder::~PolarDecoder() = default;
PolarDecoder::PolarDecoder(PolarDecoder&&) noexcept = default;
PolarDecoder& PolarDecoder::operator=(PolarDecoder&&) noexcept = default;

std::optional<std::size_t> PolarDecoder::decode(const PolarCode& code, LlrView coded, const PolarCheck& check, BitSpan bits) {
  pellucid::check(coded.size() == code.shape().E && bits.size() == code.shape().K, "a polar code's block has its shape");
  Work& work = *work_;
  std::ranges::fill(bits, 0);
  if (std::ranges::all_of(coded, [](Llr llr) { return llr == 0; })) return {};
  code.rate_recover(coded, std::span(work.received).first(code.length()));
  work.kernel == Kernel::vector ? walk_polar_tree_vector(work, code) : walk_polar_tree_reference(work, code);

  std::array<std::uint8_t, list_size> order;
  for (unsigned i = 0; i < list_size; ++i) order[i] = std::uint8_t(i);
  const auto found = std::span(order).first(work.paths);
  std::ranges::sort(found, {}, [&](std::uint8_t lane) { return std::pair(work.metric[lane], lane); });
  for (unsigned lane : found) {
    trace_path(work, code, lane, bits);
    if (auto mask = matching_mask(check, bits)) return mask;
  }
  trace_path(work, code, found.front(), bits);
  return {};
}

}  // namespace pellucid::phy

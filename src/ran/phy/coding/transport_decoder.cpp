#include <algorithm>

#include "base/check.hpp"
#include "ran/phy/coding/rate_matching.hpp"

namespace pellucid::phy {

struct HarqBuffer::Store {
  Llrs soft;                                         // N_cb of each code block, one after the other
  Bits bits;                                         // decoded bits of each code block without its CRC
  std::array<std::uint8_t, max_code_blocks> done{};  // code blocks that are decoded
  unsigned extent = 0;                               // places of a code block's buffer that anything was received for
  unsigned transmissions = 0;
  TransportFormat first{};  // format of the first transmission
};

HarqBuffer::HarqBuffer(unsigned largest_tbs_bits) : store_(std::make_unique<Store>()) {
  check(largest_tbs_bits >= 24 && largest_tbs_bits <= max_tbs_bits, "a transport block has 24 to 1277992 bits");
  unsigned soft = 0, bits = 0;
  const auto make_room = [&](unsigned tbs_bits) {
    for (BaseGraph graph : {BaseGraph::bg1, BaseGraph::bg2}) {
      const auto segmentation = segment(tbs_bits, graph);
      if (segmentation.blocks > max_code_blocks) continue;
      soft = std::max(soft, segmentation.blocks * ldpc_codeword_bits(graph, segmentation.z));
      bits = std::max(bits, segmentation.B);
    }
  };
  make_room(largest_tbs_bits);
  // With few bits base graph 2 leaves columns empty, and a smaller block may have the larger codeword.
  for (unsigned tbs_bits = 24; tbs_bits <= std::min(largest_tbs_bits, 640u); tbs_bits += 8) make_room(tbs_bits);
  store_->soft.resize(soft);
  store_->bits.resize(bits);
}
HarqBuffer::~HarqBuffer() = default;
HarqBuffer::HarqBuffer(HarqBuffer&&) noexcept = default;
HarqBuffer& HarqBuffer::operator=(HarqBuffer&&) noexcept = default;

void HarqBuffer::clear() { store_->transmissions = 0; }
unsigned HarqBuffer::transmissions() const { return store_->transmissions; }

struct TransportDecoder::Work {
  LdpcDecoder ldpc;
  unsigned max_iterations;
  std::array<std::uint8_t, 22 * max_lifting_size> message;
  Llrs selected = Llrs(max_coded_bits_of_block);

  void take_in(LlrView coded, const CircularBuffer& buffer, unsigned qm, LlrSpan soft);
};

TransportDecoder::TransportDecoder(unsigned max_iterations) : work_(std::make_unique<Work>()) { work_->max_iterations = max_iterations; }
TransportDecoder::~TransportDecoder() = default;
TransportDecoder::TransportDecoder(TransportDecoder&&) noexcept = default;
TransportDecoder& TransportDecoder::operator=(TransportDecoder&&) noexcept = default;

// Adds the soft bits of one code block to its buffer, saturating.
void TransportDecoder::Work::take_in(LlrView coded, const CircularBuffer& buffer, unsigned qm, LlrSpan soft) {
  deinterleave(coded.data(), unsigned(coded.size()), qm, selected.data());
  const Llr* from = selected.data();
  buffer.for_each_run(unsigned(coded.size()), [&](unsigned place, unsigned count) {
    Llr* to = soft.data() + place;
    for (unsigned i = 0; i < count; ++i) to[i] = Llr(std::clamp(to[i] + from[i], -127, 127));
    from += count;
  });
}

TransportDecision TransportDecoder::decode(LlrView coded, const TransportFormat& format, HarqBuffer& harq, std::span<std::uint8_t> block) {
  auto& store = *harq.store_;
  Work& work = *work_;
  if (!is_valid(format) || coded.size() != format.G || block.size() * 8 != format.tbs_bits) return {};
  const auto segmentation = segment(format.tbs_bits, format.graph);
  const CircularBuffer buffer(format, segmentation);
  if (buffer.length * segmentation.blocks > store.soft.size() || segmentation.B > store.bits.size()) return {};
  if (store.transmissions == 0) {
    std::fill_n(store.soft.begin(), buffer.length * segmentation.blocks, Llr(0));
    store.done.fill(0);
    store.extent = 0;
    store.first = format;
  }
  const auto& first = store.first;
  if (first.tbs_bits != format.tbs_bits || first.graph != format.graph || first.tbs_lbrm != format.tbs_lbrm) return {};
  ++store.transmissions;

  LdpcSettings settings{.max_iterations = work.max_iterations, .stop = LdpcSettings::Stop::crc, .filler_bits = segmentation.fillers()};
  settings.crc = segmentation.block_crc ? Crc::crc24b : segmentation.tb_crc == 24 ? Crc::crc24a : Crc::crc16;
  const unsigned payload = segmentation.used - segmentation.block_crc;
  const auto message = std::span(work.message).first(segmentation.K);
  store.extent = std::max(store.extent, buffer.extent(coded_bits_of_block(format, segmentation.blocks, segmentation.blocks - 1)));
  TransportDecision decision{.blocks = segmentation.blocks};
  for (unsigned r = 0, taken = 0; r < segmentation.blocks; ++r) {
    const unsigned E = coded_bits_of_block(format, segmentation.blocks, r);
    const auto received = coded.subspan(taken, E);
    taken += E;
    if (store.done[r]) continue;
    const auto soft = std::span(store.soft).subspan(r * buffer.length, buffer.length);
    work.take_in(received, buffer, format.qm, soft);
    const auto decided = work.ldpc.decode(format.graph, segmentation.z, soft.first(store.extent), settings, message);
    decision.iterations += decided.iterations;
    store.done[r] = decided.ok;
    if (!decided.ok) ++decision.blocks_failed;
    std::ranges::copy(message.first(payload), store.bits.begin() + r * payload);
  }
  if (decision.blocks_failed == 0) {
    const auto bits = std::span(store.bits).first(segmentation.B);
    decision.ok = crc_holds(segmentation.tb_crc == 24 ? Crc::crc24a : Crc::crc16, bits);
    pack_bits(bits.first(format.tbs_bits), block);
    // Code blocks that only seem right: their soft bits are worth more than the decision.
    if (!decision.ok) store.done.fill(0);
  }
  return decision;
}

}  // namespace pellucid::phy

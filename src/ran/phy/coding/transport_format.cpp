// Segmentation and rate matching: everything that follows from the format alone.
#include <algorithm>

#include "ran/phy/coding/rate_matching.hpp"

namespace pellucid::phy {
namespace {

constexpr unsigned max_circular_buffer = 66 * max_lifting_size;

bool is_modulation(unsigned qm) { return qm == 1 || (qm >= 2 && qm <= 10 && qm % 2 == 0); }

// §5.2.2: K_b.
unsigned filled_columns(unsigned B, BaseGraph graph) {
  if (graph == BaseGraph::bg1) return 22;
  return B > 640 ? 10 : B > 560 ? 9 : B > 192 ? 8 : 6;
}

// N_cb.
unsigned buffer_length(const TransportFormat& format, const Segmentation& segmentation) {
  const unsigned N = ldpc_codeword_bits(format.graph, segmentation.z);
  if (format.tbs_lbrm == 0) return N;
  // N_ref = TBS_LBRM / (C 2/3)
  return unsigned(std::min<std::uint64_t>(N, std::uint64_t(format.tbs_lbrm) * 3 / (2 * segmentation.blocks)));
}

}  // namespace

Segmentation segment(unsigned tbs_bits, BaseGraph graph) {
  Segmentation out;
  out.tb_crc = tbs_bits > 3824 ? 24 : 16;
  out.B = tbs_bits + out.tb_crc;
  const unsigned largest = graph == BaseGraph::bg1 ? 8448 : 3840;
  if (out.B <= largest) {
    out.blocks = 1;
  } else {
    out.block_crc = 24;
    out.blocks = (out.B + largest - out.block_crc - 1) / (largest - out.block_crc);
  }
  out.used = out.B / out.blocks + out.block_crc;
  const unsigned kb = filled_columns(out.B, graph);
  const auto sizes = all_lifting_sizes();
  const auto fits = std::ranges::lower_bound(sizes, out.used, {}, [&](unsigned z) { return kb * z; });
  out.z = fits == sizes.end() ? max_lifting_size : *fits;
  out.K = ldpc_message_bits(graph, out.z);
  return out;
}

bool is_valid(const TransportFormat& format) {
  if (format.tbs_bits < 24 || format.tbs_bits > max_tbs_bits || format.tbs_bits % 8 != 0) return false;
  if (format.graph != BaseGraph::bg1 && format.graph != BaseGraph::bg2) return false;
  if (!is_modulation(format.qm) || format.layers < 1 || format.layers > 4 || format.rv > 3) return false;
  const auto segmentation = segment(format.tbs_bits, format.graph);
  if (segmentation.blocks > max_code_blocks || segmentation.B % segmentation.blocks != 0) return false;
  if (format.G % (format.qm * format.layers) != 0 || format.G / (format.qm * format.layers) < segmentation.blocks) return false;
  if (coded_bits_of_block(format, segmentation.blocks, segmentation.blocks - 1) > max_coded_bits_of_block) return false;
  // A limited buffer still holds the whole message.
  return buffer_length(format, segmentation) >= segmentation.K - 2 * segmentation.z;
}

unsigned coded_bits_of_block(const TransportFormat& format, unsigned blocks, unsigned r) {
  const unsigned unit = format.layers * format.qm;
  const unsigned symbols = format.G / unit;
  return unit * (symbols / blocks + (r < blocks - symbols % blocks ? 0 : 1));
}

CircularBuffer::CircularBuffer(const TransportFormat& format, const Segmentation& segmentation) {
  const unsigned z = segmentation.z;
  length = buffer_length(format, segmentation);
  filler_end = segmentation.K - 2 * z;
  filler_begin = filler_end - segmentation.fillers();
  // Table 5.4.2.1-2
  constexpr unsigned starts[2][4] = {{0, 17, 33, 56}, {0, 13, 25, 43}};
  const bool first = format.graph == BaseGraph::bg1;
  start = starts[first ? 0 : 1][format.rv] * length / ((first ? 66 : 50) * z) * z;
}

unsigned CircularBuffer::extent(unsigned coded) const {
  unsigned end = 0;
  // Once around reaches everything.
  for_each_run(std::min(coded, max_circular_buffer), [&](unsigned place, unsigned count) { end = std::max(end, place + count); });
  return end;
}

}  // namespace pellucid::phy

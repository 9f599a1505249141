#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/check.hpp"
#include "ran/phy/coding/ldpc_work.hpp"

namespace pellucid::phy {
namespace {

constexpr std::int8_t filler_soft = 127;
constexpr std::uint64_t scale_one = 256;

// How the decoder sees soft bits at a rate of `known` message bits to `received` ones.
struct Scaling {
  unsigned mean;            // magnitude of the received soft bits: large enough for fine steps, small enough that sums rarely saturate
  std::uint8_t correction;  // LdpcWork::correction

  Scaling(std::uint64_t known, std::uint64_t received) {
    // At low rates many messages meet in one bit, and saturated sums are what blocks are lost by at any SNR.
    mean = unsigned(std::clamp<std::uint64_t>(35 * known / received, 1, 16));
    // ln(1 + e^0), in the unit of which the mean is `mean`. A mean soft bit of a code at its limit is about 6 times the rate in nats, which
    // holds from 1/5 to 4/5; above, the correction would be below the step of the soft bits.
    const bool high_rate = 5 * known > 4 * received;
    correction = high_rate ? 0 : std::uint8_t(std::min<std::uint64_t>((mean * received + 4 * known) / (9 * known), 16));
  }
};

// Factor, in 1/256, that gives soft bits that mean.
int scale_for(const Magnitudes& magnitudes, unsigned mean) {
  const std::uint64_t scale = scale_one * mean * magnitudes.count / magnitudes.sum;
  return int(std::clamp<std::uint64_t>(scale, 1, 127 * scale_one));
}

}  // namespace

struct LdpcDecoder::Work : LdpcWork {
  Kernel kernel = Kernel::vector;
  BaseGraph graph = BaseGraph::bg1;
  unsigned circulant_count = 0;
  std::array<LdpcCirculant, max_circulants> circulants;
  // What rows and edges are made for.
  std::uint64_t chosen_rows = 0;
  unsigned filler_bits = 0;

  bool load(BaseGraph new_graph, unsigned new_z, LlrView codeword, unsigned fillers);
  void choose_rows(std::uint64_t rows, unsigned fillers);
  void set_fillers();
  Magnitudes measure(LlrView llrs) const { return kernel == Kernel::vector ? ldpc_measure_vector(llrs) : ldpc_measure_reference(llrs); }
  void iterate() { kernel == Kernel::vector ? ldpc_iterate_vector(*this) : ldpc_iterate_reference(*this); }
  bool parity_holds(unsigned first_row) const {
    return kernel == Kernel::vector ? ldpc_parity_vector(*this, first_row) : ldpc_parity_reference(*this, first_row);
  }
  bool decide(BitSpan message) const;
};

// Rows and edges to use: no row whose own parity bits are unknown, no column of fillers alone (they change no message). The last rows come
// first: they have few bits, of which their own is sure to be received, so that the columns that were not sent are known soonest. This
// saves about 0.4 dB at 8 iterations and low rates.
void LdpcDecoder::Work::choose_rows(std::uint64_t rows, unsigned fillers) {
  const unsigned kb = ldpc_information_columns(graph);
  const unsigned first_filler_column = (kb * z - fillers + z - 1) / z;
  row_count = 0;
  unsigned edge_count = 0;
  for (unsigned end = circulant_count; end > 0;) {
    const unsigned r = circulants[end - 1].row;
    unsigned begin = end;
    while (begin > 0 && circulants[begin - 1].row == r) --begin;
    if (rows >> r & 1) {
      row_start[row_count++] = std::uint16_t(edge_count);
      for (unsigned i = begin; i < end; ++i) {
        const unsigned c = circulants[i].column;
        if (c >= first_filler_column && c < kb) continue;
        edges[edge_count] = {c * column_stride, edge_count * max_lifting_size, circulants[i].shift};
        ++edge_count;
      }
    }
    end = begin;
  }
  row_start[row_count] = std::uint16_t(edge_count);
  chosen_rows = rows;
  filler_bits = fillers;
}

bool LdpcDecoder::Work::load(BaseGraph new_graph, unsigned new_z, LlrView codeword, unsigned fillers) {
  const bool other = new_graph != graph || new_z != z;
  graph = new_graph;
  z = new_z;
  if (other) circulant_count = lift(graph, z, circulants);
  const unsigned kb = ldpc_information_columns(graph);

  // The fillers' places say nothing.
  const std::size_t message_end = (kb - not_sent) * z;
  auto magnitudes = measure(codeword.first(std::min(codeword.size(), message_end - fillers)));
  if (codeword.size() > message_end) {
    const auto parity = measure(codeword.subspan(message_end));
    magnitudes.sum += parity.sum;
    magnitudes.count += parity.count;
  }
  if (magnitudes.sum == 0) return false;
  const Scaling scaling(kb * z - fillers, magnitudes.count);
  correction = scaling.correction;
  const int scale = scale_for(magnitudes, scaling.mean);
  std::uint64_t rows = (1u << core_rows) - 1;
  for (unsigned c = 0; c < ldpc_columns(graph); ++c) {
    std::int8_t* column = &soft[c * column_stride];
    const unsigned begin = c < not_sent ? unsigned(codeword.size()) : (c - not_sent) * z;
    const unsigned count = begin < codeword.size() ? std::min(z, unsigned(codeword.size()) - begin) : 0;
    const auto received = codeword.subspan(count ? begin : 0, count);
    if (c >= kb + core_rows) {
      if (measure(received).sum == 0) continue;
      rows |= std::uint64_t(1) << (c - kb);
    }
    kernel == Kernel::vector ? ldpc_scale_vector(received, scale, column) : ldpc_scale_reference(received, scale, column);
    std::memset(column + count, 0, z - count);
    std::memcpy(column + z, column, std::min(z, max_vector));
  }
  if (other || rows != chosen_rows || fillers != filler_bits) choose_rows(rows, fillers);
  set_fillers();
  std::memset(messages.data(), 0, std::size_t(row_start[row_count]) * max_lifting_size);
  return true;
}

// Fillers are known. Messages pull at those that share a column with real bits, so this is done again after each iteration.
void LdpcDecoder::Work::set_fillers() {
  const unsigned end = ldpc_message_bits(graph, z);
  for (unsigned begin = end - filler_bits; begin < end;) {
    const unsigned c = begin / z, in_column = begin % z;
    std::int8_t* column = &soft[c * column_stride];
    std::memset(column + in_column, filler_soft, z - in_column);
    std::memcpy(column + z, column, std::min(z, max_vector));
    begin += z - in_column;
  }
}

// Whether every bit is decided at all: bits that nothing is known of would give an all-zero message, which passes every check.
bool LdpcDecoder::Work::decide(BitSpan message) const {
  bool all_decided = true;
  const unsigned kb = ldpc_information_columns(graph);
  for (unsigned c = 0; c < kb; ++c) {
    const std::int8_t* column = &soft[c * column_stride];
    const auto bits = message.subspan(c * z, z);
    all_decided &= kernel == Kernel::vector ? ldpc_decide_vector(column, bits) : ldpc_decide_reference(column, bits);
  }
  return all_decided;
}

LdpcDecoder::LdpcDecoder(Kernel kernel) : work_(std::make_unique<Work>()) { work_->kernel = kernel; }
LdpcDecoder::~LdpcDecoder() = default;
LdpcDecoder::LdpcDecoder(LdpcDecoder&&) noexcept = default;
LdpcDecoder& LdpcDecoder::operator=(LdpcDecoder&&) noexcept = default;

LdpcDecision LdpcDecoder::decode(BaseGraph graph, unsigned z, LlrView codeword, const LdpcSettings& settings, BitSpan message) {
  check(lifting_set(z) && message.size() == ldpc_message_bits(graph, z), "an LDPC message has K bits");
  check(codeword.size() <= ldpc_codeword_bits(graph, z), "an LDPC codeword has at most N bits");
  check(settings.filler_bits <= message.size() - not_sent * z, "fillers leave room for a message");
  Work& work = *work_;
  // Silence has no message, though the all-zero one would pass.
  std::ranges::fill(message, 0);
  if (!work.load(graph, z, codeword, settings.filler_bits)) return {};
  const bool by_crc = settings.stop == LdpcSettings::Stop::crc;
  const auto fits = [&] {
    // Parity mostly fails in its first row: cheaper than the CRC, and needed anyhow without one.
    if (!work.parity_holds(by_crc ? work.row_count - core_rows : 0) || !work.decide(message)) return false;
    return !by_crc || crc_holds(settings.crc, message.first(message.size() - settings.filler_bits));
  };
  LdpcDecision decision;
  while (decision.iterations < settings.max_iterations && !decision.ok) {
    work.iterate();
    if (settings.filler_bits) work.set_fillers();
    ++decision.iterations;
    if (settings.stop != LdpcSettings::Stop::never) decision.ok = fits();
  }
  if (decision.ok) return decision;
  // Out of iterations: the message may be right though some parity bits are not.
  const bool decided = work.decide(message);
  decision.ok = by_crc ? decided && crc_holds(settings.crc, message.first(message.size() - settings.filler_bits)) : fits();
  return decision;
}

}  // namespace pellucid::phy

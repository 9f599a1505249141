#include <algorithm>
#include <cstring>

#include "base/check.hpp"
#include "ran/phy/coding/ldpc_work.hpp"

namespace pellucid::phy {
namespace {

constexpr unsigned doubled_stride = 2 * max_lifting_size + LdpcWork::max_vector;

}  // namespace

struct LdpcEncoder::Work {
  BaseGraph graph = BaseGraph::bg1;
  unsigned z = 0;
  unsigned circulant_count = 0;
  std::array<LdpcCirculant, max_circulants> circulants;
  // Message and core parity, each column twice in a row, so that a rotated column is just one that begins later.
  alignas(64) std::array<std::uint8_t, 26 * doubled_stride> columns;
  alignas(64) std::array<std::array<std::uint8_t, max_lifting_size>, core_rows> sums;
  alignas(64) std::array<std::uint8_t, max_lifting_size> row;

  std::uint8_t* column(unsigned c) { return &columns[c * doubled_stride]; }
  void set_column(unsigned c, const std::uint8_t* bits) {
    std::memcpy(column(c), bits, z);
    std::memcpy(column(c) + z, bits, z);
  }
  void prepare(BaseGraph new_graph, unsigned new_z) {
    if (new_graph == graph && new_z == z) return;
    graph = new_graph;
    z = new_z;
    circulant_count = lift(graph, z, circulants);
  }
  unsigned shift_of(unsigned row_number, unsigned c) const {
    for (unsigned i = 0; i < circulant_count; ++i)
      if (circulants[i].row == row_number && circulants[i].column == c) return circulants[i].shift;
    return z;  // no such circulant
  }
  void sum_row(std::span<const LdpcCirculant> row_circulants, unsigned below_column, std::uint8_t* out);
  void make_core_parity();
};

// The sum of a row's columns below `below_column`.
void LdpcEncoder::Work::sum_row(std::span<const LdpcCirculant> row_circulants, unsigned below_column, std::uint8_t* out) {
  std::array<const std::uint8_t*, LdpcWork::max_degree> sources;
  unsigned count = 0;
  for (const auto& circulant : row_circulants)
    if (circulant.column < below_column) sources[count++] = column(circulant.column) + circulant.shift;
  ldpc_xor_vector(std::span(sources).first(count), z, out);
}

// The first parity column is in three core rows, in two of them with one same shift: the sum of all four rows leaves one rotation of it.
// Each other core parity column is in two rows, one below the other.
void LdpcEncoder::Work::make_core_parity() {
  const unsigned kb = ldpc_information_columns(graph);
  std::array<unsigned, core_rows> shifts;
  for (unsigned r = 0; r < core_rows; ++r) shifts[r] = shift_of(r, kb);
  unsigned left = z;
  for (unsigned r = 0; r < core_rows; ++r)
    if (shifts[r] < z && std::ranges::count(shifts, shifts[r]) % 2 == 1) left = shifts[r];
  const std::uint8_t* all[] = {sums[0].data(), sums[1].data(), sums[2].data(), sums[3].data()};
  ldpc_xor_vector(all, z, row.data());
  std::ranges::rotate(row.begin(), row.begin() + (z - left) % z, row.begin() + z);
  set_column(kb, row.data());
  for (unsigned r = 0; r + 1 < core_rows; ++r) {
    std::array<const std::uint8_t*, 3> sources;
    unsigned count = 0;
    sources[count++] = sums[r].data();
    if (shifts[r] < z) sources[count++] = column(kb) + shifts[r];
    if (r > 0) sources[count++] = column(kb + r);
    ldpc_xor_vector(std::span(sources).first(count), z, row.data());
    set_column(kb + r + 1, row.data());
  }
}

LdpcEncoder::LdpcEncoder() : work_(std::make_unique<Work>()) {}
LdpcEncoder::~LdpcEncoder() = default;
LdpcEncoder::LdpcEncoder(LdpcEncoder&&) noexcept = default;
LdpcEncoder& LdpcEncoder::operator=(LdpcEncoder&&) noexcept = default;

void LdpcEncoder::encode(BaseGraph graph, unsigned z, BitView message, BitSpan codeword) {
  const unsigned kb = ldpc_information_columns(graph);
  const unsigned wanted = unsigned(codeword.size()) / z + not_sent;  // columns
  check(lifting_set(z) && message.size() == ldpc_message_bits(graph, z), "an LDPC message has K bits");
  check(codeword.size() % z == 0 && wanted >= kb + core_rows && wanted <= ldpc_columns(graph), "an LDPC codeword is whole columns");
  Work& work = *work_;
  work.prepare(graph, z);
  for (unsigned c = 0; c < kb; ++c) work.set_column(c, &message[c * z]);

  const auto circulants = std::span<const LdpcCirculant>(work.circulants).first(work.circulant_count);
  const auto sent = [&](unsigned c) { return codeword.data() + (c - not_sent) * z; };
  std::memcpy(sent(not_sent), message.data() + not_sent * z, (kb - not_sent) * z);
  unsigned begin = 0;
  for (unsigned r = 0; kb + r < wanted; ++r) {
    unsigned end = begin;
    while (end < circulants.size() && circulants[end].row == r) ++end;
    const auto row = circulants.subspan(begin, end - begin);
    begin = end;
    if (r < core_rows) {
      work.sum_row(row, kb, work.sums[r].data());
      if (r + 1 < core_rows) continue;
      work.make_core_parity();
      for (unsigned c = kb; c < kb + core_rows; ++c) std::memcpy(sent(c), work.column(c), z);
    } else {
      work.sum_row(row, kb + core_rows, work.row.data());
      std::memcpy(sent(kb + r), work.row.data(), z);
    }
  }
}

}  // namespace pellucid::phy

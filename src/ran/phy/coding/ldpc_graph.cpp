#include <algorithm>

#include "base/check.hpp"
#include "ran/phy/coding/ldpc_work.hpp"

namespace pellucid::phy {
namespace {

struct TableEntry {
  std::uint8_t row, column;
  std::uint16_t shift[8];
};
#include "ran/phy/coding/ldpc_tables.inc"

constexpr std::array<std::uint16_t, lifting_sizes> sizes = {
    2,  3,  4,  5,  6,  7,  8,  9,  10, 11,  12,  13,  14,  15,  16,  18,  20,  22,  24,  26,  28,  30,  32,  36,  40, 44,
    48, 52, 56, 60, 64, 72, 80, 88, 96, 104, 112, 120, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384};

}  // namespace

std::span<const std::uint16_t, lifting_sizes> all_lifting_sizes() { return sizes; }

std::optional<unsigned> lifting_set(unsigned z) {
  if (!std::ranges::binary_search(sizes, z)) return {};
  while (z % 2 == 0) z /= 2;
  // Z = a 2^j, a = 2, 3, 5, …, 15 (2 stands for powers of two).
  return z == 1 ? 0 : (z - 1) / 2;
}

unsigned lift(BaseGraph graph, unsigned z, std::span<LdpcCirculant, max_circulants> out) {
  const auto set = lifting_set(z);
  check(set.has_value(), "a lifting size of the standard");
  const auto table = graph == BaseGraph::bg1 ? std::span<const TableEntry>(table_1) : std::span<const TableEntry>(table_2);
  for (std::size_t i = 0; i < table.size(); ++i) out[i] = {table[i].row, table[i].column, std::uint16_t(table[i].shift[*set] % z)};
  return unsigned(table.size());
}

}  // namespace pellucid::phy

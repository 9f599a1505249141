#include "core/pcf/five_qi.hpp"

#include <algorithm>
#include <array>

namespace pellucid::pcf {
namespace {

constexpr auto gbr = Resource::gbr;
constexpr auto plain = Resource::non_gbr;
constexpr auto critical = Resource::delay_critical_gbr;

// TS 23.501 table 5.7.4-1: value, resource, priority, delay budget (ms), error rate 10^-n, burst (octets), window (ms).
constexpr std::array<FiveQi, 32> table = {{
    {1, gbr, 20, 100, 2, 0, 2000},
    {2, gbr, 40, 150, 3, 0, 2000},
    {3, gbr, 30, 50, 3, 0, 2000},
    {4, gbr, 50, 300, 6, 0, 2000},
    {5, plain, 10, 100, 6, 0, 0},
    {6, plain, 60, 300, 6, 0, 0},
    {7, plain, 70, 100, 3, 0, 0},
    {8, plain, 80, 300, 6, 0, 0},
    {9, plain, 90, 300, 6, 0, 0},
    {10, plain, 90, 1100, 6, 0, 0},
    {65, gbr, 7, 75, 2, 0, 2000},
    {66, gbr, 20, 100, 2, 0, 2000},
    {67, gbr, 15, 100, 3, 0, 2000},
    {69, plain, 5, 60, 6, 0, 0},
    {70, plain, 55, 200, 6, 0, 0},
    {71, gbr, 56, 150, 6, 0, 2000},
    {72, gbr, 56, 300, 4, 0, 2000},
    {73, gbr, 56, 300, 8, 0, 2000},
    {74, gbr, 56, 500, 8, 0, 2000},
    {75, gbr, 25, 50, 2, 0, 2000},
    {76, gbr, 56, 500, 4, 0, 2000},
    {79, plain, 65, 50, 2, 0, 0},
    {80, plain, 68, 10, 6, 0, 0},
    {82, critical, 19, 10, 4, 255, 2000},
    {83, critical, 22, 10, 4, 1354, 2000},
    {84, critical, 24, 30, 5, 1354, 2000},
    {85, critical, 21, 5, 5, 255, 2000},
    {86, critical, 18, 5, 4, 1354, 2000},
    {87, critical, 25, 5, 3, 500, 2000},
    {88, critical, 25, 10, 3, 1125, 2000},
    {89, critical, 25, 15, 4, 17'000, 2000},
    {90, critical, 25, 20, 4, 63'000, 2000},
}};

}  // namespace

std::span<const FiveQi> standardized_five_qis() { return table; }

const FiveQi* five_qi(std::uint8_t value) {
  auto it = std::lower_bound(table.begin(), table.end(), value, [](const FiveQi& row, std::uint8_t wanted) { return row.value < wanted; });
  return it != table.end() && it->value == value ? &*it : nullptr;
}

}  // namespace pellucid::pcf

#include "app/ladder.hpp"

#include <algorithm>
#include <cstdio>

namespace pellucid::app {

std::size_t Ladder::column(std::string_view party) const {
  std::size_t best = parties_.size();
  for (std::size_t i = 0; i < parties_.size(); ++i)
    if (party.starts_with(parties_[i]) && (best == parties_.size() || parties_[i].size() > parties_[best].size())) best = i;
  return best;
}

std::string Ladder::header() const {
  std::string out = "      time";
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    std::size_t middle = first_line + i * width;
    out.resize(std::max(middle - std::min(middle, parties_[i].size() / 2), out.size() + 1), ' ');
    out += parties_[i];
  }
  return out;
}

// Life lines stay whole; the head of an arrow stands beside the line that it ends at.
std::string Ladder::line(std::chrono::nanoseconds elapsed, std::string_view from, std::string_view to, std::string_view text) const {
  char time[32];
  std::snprintf(time, sizeof time, "%10.3f    ", double(elapsed.count()) / 1e9);
  auto a = column(from), b = column(to);
  bool drawn = a < parties_.size() && b < parties_.size() && a != b;
  auto low = std::min(a, b), high = std::max(a, b);
  std::string out = time;
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    bool inside = drawn && i >= low && i < high;  // the gap behind line i
    out += !drawn || i < low || i > high ? "│" : i == b ? "│" : i == a ? (a < b ? "├" : "┤") : "┼";
    if (i + 1 == parties_.size()) break;
    for (std::size_t k = 1; k < width; ++k) {
      bool head = inside && (a < b ? i + 1 == high && k + 1 == width : i == low && k == 1);
      out += head ? (a < b ? "▶" : "◀") : inside ? "─" : " ";
    }
  }
  out += "  ";
  out += text;
  return out;
}

}  // namespace pellucid::app

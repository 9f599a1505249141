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
  std::string out = "    time  ";
  for (auto& party : parties_) out += party + std::string(party.size() < width ? width - party.size() : 1, ' ');
  return out;
}

std::string Ladder::line(std::chrono::nanoseconds elapsed, std::string_view from, std::string_view to, std::string_view text) const {
  char time[24];
  std::snprintf(time, sizeof time, "%8.3f  ", double(elapsed.count()) / 1e9);
  auto a = column(from), b = column(to);
  bool drawn = a < parties_.size() && b < parties_.size() && a != b;
  auto low = std::min(a, b), high = std::max(a, b);
  std::string out = time;
  out += "  ";
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    bool inside = drawn && i >= low && i < high;
    const char* post = "│";
    if (drawn && i == a) post = a < b ? "├" : "┤";
    if (drawn && i == b) post = a < b ? "▶" : "◀";
    if (drawn && i > low && i < high) post = "┼";
    out += post;
    for (std::size_t k = 1; k < width; ++k) out += inside ? "─" : " ";
  }
  out += " ";
  out += text;
  return out;
}

}  // namespace pellucid::app

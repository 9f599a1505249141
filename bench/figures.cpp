#include "bench/figures.hpp"

#include <sys/utsname.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace pellucid::bench {
namespace {

struct Column {
  std::string head;
  std::vector<std::string> cells{};
  bool right = true;
};

std::string with_ratio(const Figure& f, const std::optional<double>& than) {
  if (!than) return {};
  // Above 1: we are better than that.
  double times = f.better == Better::more ? f.value / *than : *than / f.value;
  char text[48];
  std::snprintf(text, sizeof text, times >= 100 ? "%s (%.0fx)" : "%s (%.2fx)", readable(*than).c_str(), times);
  return text;
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  std::string blanks(width > text.size() ? width - text.size() : 0, ' ');
  return right ? blanks + text : text + blanks;
}

}  // namespace

std::string readable(double value) {
  double size = std::fabs(value);
  char text[48];
  if (size >= 1e9)
    std::snprintf(text, sizeof text, "%.2f G", value / 1e9);
  else if (size >= 1e6)
    std::snprintf(text, sizeof text, "%.2f M", value / 1e6);
  else if (size >= 1e4)
    std::snprintf(text, sizeof text, "%.1f k", value / 1e3);
  else if (size >= 100 || value == std::floor(value))
    std::snprintf(text, sizeof text, "%.0f", value);
  else
    std::snprintf(text, sizeof text, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", value);
  return text;
}

std::string Report::table() const {
  std::vector<Column> columns{{"what", {}, false}, {"measured", {}, true},   {"", {}, false},
                              {"aim", {}, true},   {"bare limit", {}, true}, {"other core", {}, true}};
  for (auto& f : figures) {
    columns[0].cells.push_back(f.name);
    columns[1].cells.push_back(readable(f.value));
    columns[2].cells.push_back(f.unit);
    columns[3].cells.push_back(with_ratio(f, f.aim));
    columns[4].cells.push_back(with_ratio(f, f.limit));
    columns[5].cells.push_back(with_ratio(f, f.other));
  }
  std::erase_if(columns,
                [](const Column& c) { return std::all_of(c.cells.begin(), c.cells.end(), [](auto& cell) { return cell.empty(); }); });
  std::string out = "\n" + name + ": " + title + "\n  $ " + command + "\n";
  std::vector<std::size_t> widths;
  for (auto& c : columns) {
    std::size_t width = c.head.size();
    for (auto& cell : c.cells) width = std::max(width, cell.size());
    widths.push_back(width);
  }
  auto line = [&](auto text_of) {
    std::string one = " ";
    for (std::size_t i = 0; i < columns.size(); ++i) one += " " + padded(text_of(columns[i]), widths[i], columns[i].right) + " ";
    out += one.substr(0, one.find_last_not_of(' ') + 1) + "\n";
  };
  line([](const Column& c) { return c.head; });
  for (std::size_t row = 0; row < figures.size(); ++row) line([row](const Column& c) { return c.cells[row]; });
  for (auto& note : notes) out += "  " + note + "\n";
  return out;
}

Tree Report::tree() const {
  Tree out = Tree::object();
  out.add("name", name);
  out.add("title", title);
  out.add("command", command);
  Tree& rows = out.add("figures", Tree::array());
  for (auto& f : figures) {
    Tree row = Tree::object();
    row.add("name", f.name);
    row.add("value", f.value);
    row.add("unit", f.unit);
    row.add("better", f.better == Better::more ? "more" : "less");
    if (f.aim) row.add("aim", *f.aim);
    if (f.limit) row.add("bare_limit", *f.limit);
    if (f.other) row.add("other_core", *f.other);
    rows.push(std::move(row));
  }
  Tree& said = out.add("notes", Tree::array());
  for (auto& note : notes) said.push(note);
  return out;
}

Tree machine() {
  Tree out = Tree::object();
  std::ifstream processors("/proc/cpuinfo");
  for (std::string line; std::getline(processors, line);) {
    if (!line.starts_with("model name")) continue;
    out.add("processor", line.substr(line.find(':') + 2));
    break;
  }
  out.add("cores", std::thread::hardware_concurrency());
  utsname kernel{};
  if (uname(&kernel) == 0) out.add("kernel", kernel.release);
  double load[1] = {0};
  if (getloadavg(load, 1) == 1) out.add("load_before", load[0]);
  return out;
}

}  // namespace pellucid::bench

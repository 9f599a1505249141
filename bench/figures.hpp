#pragma once
// What a benchmark measured: a table for people (with the ratios to what was aimed at, to what the bare machine can do, and to another
// core on the same machine), and the same figures as JSON.
#include <optional>
#include <string>
#include <vector>

#include "base/tree.hpp"

namespace pellucid::bench {

enum class Better : bool { less, more };

struct Figure {
  std::string name;
  double value = 0;
  std::string unit;
  Better better = Better::more;
  std::optional<double> aim{};    // what we want
  std::optional<double> limit{};  // what the bare device or library does
  std::optional<double> other{};  // today's best-known open core on the same kind of machine
};

struct Report {
  std::string name;     // "control"
  std::string title;    // one line
  std::string command;  // that gives these numbers
  std::vector<Figure> figures{};
  std::vector<std::string> notes{};

  void add(Figure figure) { figures.push_back(std::move(figure)); }
  std::string table() const;
  Tree tree() const;
};

/// "8.31 M", "0.0625", "12,400": three or four digits that count.
std::string readable(double value);
/// Processor, cores, kernel, and how busy the machine was before: what the figures were measured on.
Tree machine();

}  // namespace pellucid::bench

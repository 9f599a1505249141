// A page of charts, written as one PNG file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace pellucid::picture {

struct Point {
  double x, y;
};

/// One curve or one cloud of points. Points whose coordinates are not finite, or not positive on a logarithmic axis, are left out.
struct Series {
  enum class Style { line, dashed, dots };
  std::string name;  // in the legend; empty: not listed
  std::vector<Point> points;
  Style style = Style::line;
  int colour = -1;  // index in the palette; -1: the next one
};

struct Range {
  double low, high;
};

/// Curves over two axes. Ranges that are left empty (low == high) follow the data.
struct Chart {
  std::string title{}, x_label{}, y_label{};
  std::vector<Series> series{};
  bool log_y = false;
  Range x{0, 0}, y{0, 0};
  bool square = false;  // same scale on both axes, for constellations
};

/// A field of values, row 0 at the bottom, drawn dark (low) to bright (high).
struct HeatMap {
  std::string title{}, x_label{}, y_label{};
  std::size_t columns = 0, rows = 0;
  std::vector<float> values{};  // rows * columns, row by row
  Range x{0, 1}, y{0, 1};       // what the edges of the field mean
  Range value{0, 0};
};

/// Where on the page, as parts of its width and height from the top left corner.
struct Box {
  double left, top, width, height;
};

class Page {
 public:
  Page(std::size_t width, std::size_t height, std::string title) : width_(width), height_(height), title_(std::move(title)) {}
  void add(Box where, Chart chart) { charts_.emplace_back(where, std::move(chart)); }
  void add(Box where, HeatMap map) { maps_.emplace_back(where, std::move(map)); }
  /// Draws and writes; the error says which file and why.
  Result<Nothing, std::string> write_png(const std::string& path) const;

 private:
  std::size_t width_, height_;
  std::string title_;
  std::vector<std::pair<Box, Chart>> charts_;
  std::vector<std::pair<Box, HeatMap>> maps_;
};

}  // namespace pellucid::picture

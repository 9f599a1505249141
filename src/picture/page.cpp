#include "picture/page.hpp"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>

namespace pellucid::picture {
namespace {

struct Colour {
  double r, g, b;
};
// Okabe and Ito's palette: told apart by people with colour blindness too.
constexpr Colour palette[] = {{0.00, 0.45, 0.70}, {0.84, 0.37, 0.00}, {0.00, 0.62, 0.45}, {0.80, 0.47, 0.65},
                              {0.90, 0.62, 0.00}, {0.34, 0.71, 0.91}, {0.35, 0.35, 0.35}, {0.60, 0.40, 0.20}};
constexpr double text_size = 13, title_size = 15, page_title_size = 19;
constexpr double margin_left = 64, margin_right = 16, margin_top = 30, margin_bottom = 44;

struct Area {
  double x, y, width, height;
};

/// Steps of 1, 2 or 5 times a power of ten, about `wanted` of them in the range.
double tick_step(Range range, int wanted) {
  double rough = (range.high - range.low) / wanted, power = std::pow(10, std::floor(std::log10(rough)));
  for (double step : {1., 2., 5., 10.})
    if (rough <= step * power) return step * power;
  return rough;
}

std::string number(double value) {
  char out[32];
  std::snprintf(out, sizeof out, std::abs(value) >= 1e5 || (value != 0 && std::abs(value) < 1e-3) ? "%.0e" : "%.6g", value);
  return out;
}

class Pen {
 public:
  explicit Pen(cairo_t* cairo) : c_(cairo) { cairo_select_font_face(c_, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL); }
  cairo_t* raw() { return c_; }
  void colour(Colour colour, double opacity = 1) { cairo_set_source_rgba(c_, colour.r, colour.g, colour.b, opacity); }

  /// `align`: 0 starts at x, 0.5 is centred on it, 1 ends there.
  void text(double x, double y, const std::string& what, double size, double align = 0) {
    cairo_set_font_size(c_, size);
    cairo_text_extents_t extents;
    cairo_text_extents(c_, what.c_str(), &extents);
    cairo_move_to(c_, x - align * extents.x_advance, y);
    cairo_show_text(c_, what.c_str());
  }
  void upright(double x, double y, const std::string& what) {
    cairo_save(c_);
    cairo_translate(c_, x, y);
    cairo_rotate(c_, -M_PI / 2);
    text(0, 0, what, text_size, 0.5);
    cairo_restore(c_);
  }
  void line(double x1, double y1, double x2, double y2, double width) {
    cairo_set_line_width(c_, width);
    cairo_move_to(c_, x1, y1);
    cairo_line_to(c_, x2, y2);
    cairo_stroke(c_);
  }

 private:
  cairo_t* c_;
};

/// Data coordinates to places on the page.
struct Axes {
  Area area;
  Range x, y;
  bool log_y = false;
  double at_x(double v) const { return area.x + (v - x.low) / (x.high - x.low) * area.width; }
  double at_y(double v) const {
    double part = log_y ? std::log(v / y.low) / std::log(y.high / y.low) : (v - y.low) / (y.high - y.low);
    return area.y + area.height - part * area.height;
  }
};

bool drawable(const Point& p, bool log_y) { return std::isfinite(p.x) && std::isfinite(p.y) && (!log_y || p.y > 0); }

Range data_range(const Chart& chart, bool of_x) {
  std::optional<Range> out;
  for (auto& series : chart.series)
    for (auto& p : series.points)
      if (drawable(p, chart.log_y)) {
        double v = of_x ? p.x : p.y;
        if (!out) out = Range{v, v};
        out->low = std::min(out->low, v), out->high = std::max(out->high, v);
      }
  Range range = out.value_or(Range{0, 1});
  if (!of_x && chart.log_y)  // whole decades
    return {std::pow(10, std::floor(std::log10(range.low))), std::pow(10, std::ceil(std::log10(range.high) + 1e-9))};
  double pad = range.high > range.low ? (range.high - range.low) * 0.04 : 1;
  return {range.low - pad, range.high + pad};
}

void draw_ticks(Pen& pen, const Axes& axes, bool grid) {
  auto vertical = [&](double v, const std::string& label) {
    double y = axes.at_y(v);
    pen.colour({0.85, 0.85, 0.85});
    if (grid) pen.line(axes.area.x, y, axes.area.x + axes.area.width, y, 1);
    pen.colour({0.2, 0.2, 0.2});
    pen.text(axes.area.x - 6, y + 4, label, text_size - 1, 1);
  };
  if (axes.log_y) {
    for (double v = axes.y.low; v <= axes.y.high * 1.0001; v *= 10) vertical(v, number(v));
  } else {
    double step = tick_step(axes.y, 6);
    for (double v = std::ceil(axes.y.low / step) * step; v <= axes.y.high + step * 1e-6; v += step)
      vertical(v, number(std::abs(v) < step * 1e-6 ? 0 : v));
  }
  double step = tick_step(axes.x, 7);
  for (double v = std::ceil(axes.x.low / step) * step; v <= axes.x.high + step * 1e-6; v += step) {
    pen.colour({0.85, 0.85, 0.85});
    if (grid) pen.line(axes.at_x(v), axes.area.y, axes.at_x(v), axes.area.y + axes.area.height, 1);
    pen.colour({0.2, 0.2, 0.2});
    pen.text(axes.at_x(v), axes.area.y + axes.area.height + 17, number(std::abs(v) < step * 1e-6 ? 0 : v), text_size - 1, 0.5);
  }
}

void draw_frame(Pen& pen, const Area& area, const std::string& title, const std::string& x_label, const std::string& y_label) {
  pen.colour({0.1, 0.1, 0.1});
  cairo_set_line_width(pen.raw(), 1);
  cairo_rectangle(pen.raw(), area.x, area.y, area.width, area.height);
  cairo_stroke(pen.raw());
  pen.text(area.x + area.width / 2, area.y - 10, title, title_size, 0.5);
  pen.text(area.x + area.width / 2, area.y + area.height + 36, x_label, text_size, 0.5);
  pen.upright(area.x - 48, area.y + area.height / 2, y_label);
}

void draw_series(Pen& pen, const Axes& axes, const Series& series, Colour colour) {
  auto* c = pen.raw();
  static constexpr double dashes[] = {6, 4};
  bool dots = series.style == Series::Style::dots;
  pen.colour(colour, dots && series.points.size() > 400 ? 0.35 : 1);
  cairo_set_line_width(c, 1.8);
  cairo_set_dash(c, dashes, series.style == Series::Style::dashed ? 2 : 0, 0);
  bool pen_down = false;
  for (auto& p : series.points) {
    if (!drawable(p, axes.log_y)) continue;
    double x = axes.at_x(p.x), y = axes.at_y(p.y);
    if (dots) {
      cairo_arc(c, x, y, 1.7, 0, 2 * M_PI);
      cairo_fill(c);
    } else if (pen_down) {
      cairo_line_to(c, x, y);
    } else {
      cairo_move_to(c, x, y);
    }
    pen_down = true;
  }
  if (!dots) cairo_stroke(c);
  cairo_set_dash(c, dashes, 0, 0);
}

void draw_legend(Pen& pen, const Area& area, const Chart& chart, const std::vector<Colour>& colours) {
  double y = area.y + area.height - 10;
  for (std::size_t i = chart.series.size(); i-- > 0;) {
    if (chart.series[i].name.empty()) continue;
    pen.colour(colours[i]);
    static constexpr double dashes[] = {6, 4};
    cairo_set_dash(pen.raw(), dashes, chart.series[i].style == Series::Style::dashed ? 2 : 0, 0);
    pen.line(area.x + 8, y - 4, area.x + 30, y - 4, 2.5);
    cairo_set_dash(pen.raw(), dashes, 0, 0);
    pen.colour({0.1, 0.1, 0.1});
    pen.text(area.x + 36, y, chart.series[i].name, text_size - 2);
    y -= 16;
  }
}

Area inner(const Box& box, double width, double height, double top) {
  Area out{box.left * width + margin_left, top + box.top * (height - top) + margin_top, box.width * width - margin_left - margin_right,
           box.height * (height - top) - margin_top - margin_bottom};
  return out;
}

void draw(Pen& pen, Area area, const Chart& chart) {
  if (chart.square) {
    double side = std::min(area.width, area.height);
    area.x += (area.width - side) / 2;
    area.width = area.height = side;
  }
  Axes axes{area, chart.x.low < chart.x.high ? chart.x : data_range(chart, true),
            chart.y.low < chart.y.high ? chart.y : data_range(chart, false), chart.log_y};
  draw_ticks(pen, axes, true);
  cairo_save(pen.raw());
  cairo_rectangle(pen.raw(), area.x, area.y, area.width, area.height);
  cairo_clip(pen.raw());
  std::vector<Colour> colours;
  int next = 0;
  for (auto& series : chart.series) {
    colours.push_back(palette[std::size_t(series.colour >= 0 ? series.colour : next++) % std::size(palette)]);
    draw_series(pen, axes, series, colours.back());
  }
  draw_legend(pen, area, chart, colours);
  cairo_restore(pen.raw());
  draw_frame(pen, area, chart.title, chart.x_label, chart.y_label);
}

/// Black over blue and orange to white.
Colour heat(double part) {
  part = std::clamp(part, 0., 1.);
  auto between = [](double v, double low, double high) { return std::clamp((v - low) / (high - low), 0., 1.); };
  return {between(part, 0.25, 0.75), between(part, 0.45, 0.95),
          part < 0.5 ? between(part, 0, 0.4) * 0.7 : 0.7 * between(1 - part, 0.3, 0.5) + between(part, 0.85, 1)};
}

void draw(Pen& pen, const Area& area, const HeatMap& map) {
  if (map.rows == 0 || map.columns == 0 || map.values.size() != map.rows * map.columns) return;
  Range value = map.value;
  if (value.low >= value.high) {
    auto [low, high] = std::minmax_element(map.values.begin(), map.values.end());
    value = {*low, *high > *low ? *high : *low + 1};
  }
  std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> field(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, int(map.columns), int(map.rows)), cairo_surface_destroy);
  auto* pixels = cairo_image_surface_get_data(field.get());
  if (!pixels) return;
  auto stride = std::size_t(cairo_image_surface_get_stride(field.get()));
  for (std::size_t row = 0; row < map.rows; ++row)
    for (std::size_t column = 0; column < map.columns; ++column) {
      Colour c = heat((double(map.values[row * map.columns + column]) - value.low) / (value.high - value.low));
      auto* pixel = pixels + (map.rows - 1 - row) * stride + 4 * column;
      pixel[0] = std::uint8_t(c.b * 255), pixel[1] = std::uint8_t(c.g * 255), pixel[2] = std::uint8_t(c.r * 255);
    }
  cairo_surface_mark_dirty(field.get());
  cairo_save(pen.raw());
  cairo_translate(pen.raw(), area.x, area.y);
  cairo_scale(pen.raw(), area.width / double(map.columns), area.height / double(map.rows));
  cairo_set_source_surface(pen.raw(), field.get(), 0, 0);
  cairo_pattern_set_filter(cairo_get_source(pen.raw()), CAIRO_FILTER_NEAREST);
  cairo_paint(pen.raw());
  cairo_restore(pen.raw());
  draw_ticks(pen, {area, map.x, map.y, false}, false);
  draw_frame(pen, area, map.title, map.x_label, map.y_label);
}

}  // namespace

Result<Nothing, std::string> Page::write_png(const std::string& path) const {
  std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, int(width_), int(height_)), cairo_surface_destroy);
  std::unique_ptr<cairo_t, void (*)(cairo_t*)> cairo(cairo_create(surface.get()), cairo_destroy);
  Pen pen(cairo.get());
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  double top = title_.empty() ? 0 : 34;
  pen.colour({0.1, 0.1, 0.1});
  pen.text(double(width_) / 2, 26, title_, page_title_size, 0.5);
  for (auto& [box, chart] : charts_) draw(pen, inner(box, double(width_), double(height_), top), chart);
  for (auto& [box, map] : maps_) draw(pen, inner(box, double(width_), double(height_), top), map);
  auto status = cairo_surface_write_to_png(surface.get(), path.c_str());
  if (status != CAIRO_STATUS_SUCCESS) return Fail("picture " + path + " cannot be written: " + cairo_status_to_string(status));
  return Nothing{};
}

}  // namespace pellucid::picture

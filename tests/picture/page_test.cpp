#include "picture/page.hpp"

#include <cairo.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

// fontconfig, below cairo, keeps its caches until the process ends; the leak sanitizer sees them as lost. (Read by its runtime only.)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }

namespace pellucid::picture {
namespace {

struct Pixels {
  cairo_surface_t* surface;
  explicit Pixels(const std::string& path) : surface(cairo_image_surface_create_from_png(path.c_str())) {}
  ~Pixels() { cairo_surface_destroy(surface); }
  /// How many pixels have about that colour.
  std::size_t count(int r, int g, int b) const {
    std::size_t out = 0;
    for (int y = 0; y < cairo_image_surface_get_height(surface); ++y)
      for (int x = 0; x < cairo_image_surface_get_width(surface); ++x) {
        auto* p = cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) + 4 * x;
        out += std::abs(p[2] - r) < 12 && std::abs(p[1] - g) < 12 && std::abs(p[0] - b) < 12;
      }
    return out;
  }
};

TEST(Page, DrawsWhatItIsGiven) {
  auto path = std::filesystem::temp_directory_path() / ("pellucid-page-" + std::to_string(::getpid()) + ".png");
  Page page(800, 600, "A page");
  Chart chart{.title = "errors", .x_label = "SNR (dB)", .y_label = "rate", .series = {}, .log_y = true};
  Series curve{"one", {}, Series::Style::line, 1};
  for (int i = 0; i < 50; ++i) curve.points.push_back({double(i) / 5, std::pow(10, -double(i) / 10)});
  curve.points.push_back({3, 0});  // not on a logarithmic axis
  curve.points.push_back({std::numeric_limits<double>::quiet_NaN(), 1});
  chart.series = {curve};
  page.add({0, 0, 1, 0.5}, chart);
  HeatMap map{.title = "grid", .x_label = "symbol", .y_label = "subcarrier", .columns = 2, .rows = 2, .values = {0, 1, 1, 0}};
  page.add({0, 0.5, 1, 0.5}, map);
  ASSERT_TRUE(page.write_png(path).ok());
  Pixels pixels(path);
  ASSERT_EQ(cairo_image_surface_get_width(pixels.surface), 800);
  EXPECT_GT(pixels.count(214, 94, 0), 300u);  // the curve
  double field = 720. * (0.5 * 566 - 74);     // of the heat map: half black, half white
  EXPECT_NEAR(double(pixels.count(0, 0, 0)), field / 2, field / 8);
  std::filesystem::remove(path);
}

TEST(Page, AnEmptyPageAndAPlaceThatIsNotThere) {
  Page page(100, 100, "");
  page.add({0, 0, 1, 1}, Chart{});
  page.add({0, 0, 1, 1}, HeatMap{});
  auto failed = page.write_png("/nowhere/picture.png");
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().find("/nowhere/picture.png"), std::string::npos);
}

}  // namespace
}  // namespace pellucid::picture

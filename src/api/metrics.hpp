#pragma once
// Prometheus text format 0.0.4: families in the order in which they are first named.
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pellucid::api {

class Metrics {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;
  /// A number that only grows; its name ends in _total.
  void counter(const std::string& name, const std::string& help, double value, const Labels& labels = {});
  /// A number that goes both ways.
  void gauge(const std::string& name, const std::string& help, double value, const Labels& labels = {});
  std::string text() const;

 private:
  struct Family {
    std::string name, help, type, samples;
  };
  void add(const std::string& name, const std::string& help, const char* type, double value, const Labels& labels);
  std::vector<Family> families_;
};

}  // namespace pellucid::api

#include "api/metrics.hpp"

#include <algorithm>
#include <cstdio>

namespace pellucid::api {
namespace {

/// Backslash, quote and newline are escaped in label values; help has no quotes to escape.
std::string escaped(const std::string& text, bool label) {
  std::string out;
  for (char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '"' && label)
      out += "\\\"";
    else
      out += c;
  }
  return out;
}

}  // namespace

void Metrics::counter(const std::string& name, const std::string& help, double value, const Labels& labels) {
  add(name, help, "counter", value, labels);
}
void Metrics::gauge(const std::string& name, const std::string& help, double value, const Labels& labels) {
  add(name, help, "gauge", value, labels);
}

void Metrics::add(const std::string& name, const std::string& help, const char* type, double value, const Labels& labels) {
  auto family = std::find_if(families_.begin(), families_.end(), [&](const Family& f) { return f.name == name; });
  if (family == families_.end()) family = families_.insert(families_.end(), Family{name, help, type, ""});
  std::string line = name;
  for (auto& [key, text] : labels) line += (line.size() == name.size() ? "{" : ",") + key + "=\"" + escaped(text, true) + "\"";
  if (!labels.empty()) line += '}';
  char number[40];
  std::snprintf(number, sizeof number, " %.17g\n", value);
  family->samples += line + number;
}

std::string Metrics::text() const {
  std::string out;
  for (auto& f : families_)
    out += "# HELP " + f.name + " " + escaped(f.help, false) + "\n# TYPE " + f.name + " " + f.type + "\n" + f.samples;
  return out;
}

}  // namespace pellucid::api

#include "app/status_text.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>

namespace pellucid::app {
namespace {

std::string text_of(const Tree& of, const char* name) {
  auto* found = of.find(name);
  return found ? found->text() : "";
}
double number_of(const Tree& of, const char* name) { return std::strtod(text_of(of, name).c_str(), nullptr); }

std::string labelled(const char* what, const std::string& text) {
  char label[32];
  std::snprintf(label, sizeof label, "%-15s ", what);
  return label + text + "\n";
}

std::string duration_text(std::uint64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min " + std::to_string(seconds % 60) + " s";
  if (seconds < 86400) return std::to_string(seconds / 3600) + " h " + std::to_string(seconds / 60 % 60) + " min";
  return std::to_string(seconds / 86400) + " d " + std::to_string(seconds / 3600 % 24) + " h";
}

std::string rates_text(const Tree& rates) {
  char over[64];
  std::snprintf(over, sizeof over, "over the last %.3g s: ", number_of(rates, "over_s"));
  auto control = [&](const char* name, const char* unit) { return with_prefix(number_of(rates, name), unit); };
  std::string out =
      labelled("rates", over + control("registrations_per_s", "registrations/s") + ", " + control("sessions_per_s", "new sessions/s"));
  auto way = [&](const char* name) {
    auto* way = rates.find(name);
    if (!way) return std::string();
    return with_prefix(number_of(*way, "packets_per_s"), "packets/s") + ", " + with_prefix(number_of(*way, "bits_per_s"), "bit/s");
  };
  out += labelled("  uplink", way("uplink")) + labelled("  downlink", way("downlink"));
  return out + labelled("  dropped", control("dropped_packets_per_s", "packets/s"));
}

}  // namespace

std::string with_prefix(double value, const char* unit) {
  static constexpr const char* prefixes[] = {"", "k", "M", "G", "T"};
  std::size_t prefix = 0;
  // 999.5 would round to four digits.
  while (value >= 999.5 && prefix + 1 < std::size(prefixes)) value /= 1000, ++prefix;
  char text[64];
  std::snprintf(text, sizeof text, "%.*f %s%s", value >= 99.95 || value == 0 ? 0 : 1, value, prefixes[prefix], unit);
  return text;
}

std::string status_text(const Tree& status) {
  std::set<std::string> shown{"network", "up_s", "subscribers", "registered_phones", "connected_phones", "session_count", "rates"};
  std::string out = labelled("network", text_of(status, "network") + ", up for " + duration_text(std::uint64_t(number_of(status, "up_s"))));
  out += labelled("subscribers", text_of(status, "subscribers"));
  if (status.find("registered_phones"))
    out += labelled("phones", text_of(status, "registered_phones") + " registered, " + text_of(status, "connected_phones") + " connected");
  if (status.find("session_count")) out += labelled("sessions", text_of(status, "session_count"));
  if (auto* rates = status.find("rates")) out += rates_text(*rates);
  // The rest is lists and counters, one below the other.
  Tree rest = Tree::object();
  if (auto* members = status.as_object())
    for (auto& [name, value] : *members)
      if (!shown.contains(name)) rest.add(name, value);
  return out + rest.outline();
}

}  // namespace pellucid::app

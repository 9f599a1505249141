#include "wire/snmp/oid.hpp"

#include <algorithm>
#include <charconv>

namespace pellucid::snmp {

std::optional<Oid> Oid::parse(std::string_view text) {
  if (text.starts_with('.')) text.remove_prefix(1);
  Oid oid;
  for (;;) {
    Arc arc = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), arc);
    if (error != std::errc() || !oid.push(arc)) return {};
    text.remove_prefix(std::size_t(end - text.data()));
    if (text.empty()) return oid;
    if (text.front() != '.') return {};
    text.remove_prefix(1);
  }
}

bool Oid::starts_with(const Oid& root) const {
  return size() >= root.size() && std::equal(root.arcs_.begin(), root.arcs_.end(), arcs_.begin());
}

std::vector<Oid::Arc> Oid::after(std::size_t count) const {
  if (count >= size()) return {};
  return {arcs_.begin() + std::ptrdiff_t(count), arcs_.end()};
}

std::string Oid::text() const {
  std::string text;
  for (auto arc : arcs_) text += (text.empty() ? "" : ".") + std::to_string(arc);
  return text;
}

}  // namespace pellucid::snmp

#pragma once
// Object identifiers: at most 128 arcs of 32 bits (RFC 2578 §3.5), in lexicographic order.
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"

namespace pellucid::snmp {

class Oid {
 public:
  static constexpr std::size_t max_arcs = 128;
  using Arc = std::uint32_t;

  Oid() = default;
  Oid(std::initializer_list<Arc> arcs) : arcs_(arcs) { check(arcs_.size() <= max_arcs, "an OID of ours that is too long"); }
  /// "1.3.6.1.2.1.1.1.0", also with a leading point. Nothing if it is no OID, or too long.
  static std::optional<Oid> parse(std::string_view text);

  std::size_t size() const { return arcs_.size(); }
  bool empty() const { return arcs_.empty(); }
  Arc operator[](std::size_t i) const { return arcs_[i]; }
  const std::vector<Arc>& arcs() const { return arcs_; }
  bool starts_with(const Oid& root) const;
  /// What stands behind the first `count` arcs; empty if there are no more.
  std::vector<Arc> after(std::size_t count) const;
  /// false, and nothing is added, at 128 arcs.
  bool push(Arc arc) {
    if (arcs_.size() >= max_arcs) return false;
    arcs_.push_back(arc);
    return true;
  }
  /// For our own constants: `entry.with(10)`.
  Oid with(Arc arc) const {
    Oid longer = *this;
    check(longer.push(arc), "an OID of ours that is too long");
    return longer;
  }
  std::string text() const;  // "1.3.6.1.2.1.1.1.0"
  auto operator<=>(const Oid&) const = default;

 private:
  std::vector<Arc> arcs_;
};

}  // namespace pellucid::snmp

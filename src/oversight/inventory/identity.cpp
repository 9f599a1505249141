#include "oversight/inventory/identity.hpp"

#include <algorithm>
#include <array>

namespace pellucid::oversight {
namespace {

using Kind = Identifier::Kind;

enum class Sort : std::uint8_t { hardware, software, function, place };
Sort sort_of(Kind kind) {
  switch (kind) {
    case Kind::chassis_mac:
    case Kind::serial: return Sort::hardware;
    case Kind::engine_id:
    case Kind::machine_id:
    case Kind::tac: return Sort::software;
    case Kind::gnb_id:
    case Kind::pfcp_node:
    case Kind::declared: return Sort::function;
    case Kind::address:
    case Kind::name: break;
  }
  return Sort::place;
}

/// How two sets of identifiers stand to each other, kind by kind.
struct Comparison {
  std::array<bool, 4> common{}, clash{};  // by Sort; place: addresses only
  bool strong_common() const { return common[0] || common[1] || common[2]; }
  bool strong_clash() const { return clash[0] || clash[1] || clash[2]; }
};

using Range = std::pair<std::set<Identifier>::const_iterator, std::set<Identifier>::const_iterator>;
Range of_kind(const std::set<Identifier>& all, Kind kind) {
  auto first = all.lower_bound({kind, {}});
  auto last = std::find_if(first, all.end(), [kind](const Identifier& i) { return i.kind != kind; });
  return {first, last};
}

constexpr std::array every_kind = {Kind::engine_id,  Kind::chassis_mac, Kind::serial,   Kind::gnb_id, Kind::pfcp_node,
                                   Kind::machine_id, Kind::tac,         Kind::declared, Kind::address};

Comparison compare(const std::set<Identifier>& a, const std::set<Identifier>& b) {
  Comparison out;
  for (auto kind : every_kind) {
    auto [first, last] = of_kind(a, kind);
    auto [other, end] = of_kind(b, kind);
    if (first == last || other == end) continue;
    bool shared = std::any_of(first, last, [&](const Identifier& i) { return b.contains(i); });
    (shared ? out.common : out.clash)[std::size_t(sort_of(kind))] = true;
  }
  return out;
}

bool has_address(const std::set<Identifier>& identifiers) {
  auto [first, last] = of_kind(identifiers, Kind::address);
  return first != last;
}

}  // namespace

Relation relate(const Element& element, const std::set<Identifier>& seen) {
  auto c = compare(element.identifiers, seen);
  auto common = [&](Sort sort) { return c.common[std::size_t(sort)]; };
  auto clash = [&](Sort sort) { return c.clash[std::size_t(sort)]; };
  if (!c.strong_common()) {
    if (!common(Sort::place)) return Relation::unrelated;
    if (clash(Sort::hardware) || clash(Sort::software)) return Relation::replaced;
    return clash(Sort::function) ? Relation::beside : Relation::same;
  }
  bool one_place = common(Sort::place) || !has_address(element.identifiers) || !has_address(seen);
  bool moved = one_place || element.silent || element.retired;  // nothing says that there are two
  if (clash(Sort::hardware) && !common(Sort::hardware)) return moved ? Relation::replaced : Relation::twin;
  if (clash(Sort::hardware) || clash(Sort::software)) return moved ? Relation::same : Relation::twin;
  return Relation::same;
}

bool contradict(const std::set<Identifier>& a, const std::set<Identifier>& b) { return compare(a, b).strong_clash(); }

std::vector<Identifier> outdated(const std::set<Identifier>& known, const std::set<Identifier>& seen) {
  std::vector<Identifier> out;
  for (auto kind : every_kind) {
    auto [first, last] = of_kind(known, kind);
    auto [other, end] = of_kind(seen, kind);
    if (sort_of(kind) == Sort::place || other == end) continue;
    if (std::none_of(first, last, [&](const Identifier& i) { return seen.contains(i); })) out.insert(out.end(), first, last);
  }
  return out;
}

}  // namespace pellucid::oversight

#pragma once
// Through which elements a base station's traffic passes, as far as the record tells. Links come from neighbour evidence
// (`neighbour/<port>`: identifiers of the other side, separated by ';' or ',') and declared ones (`link/<anything>`: id, identifier, name
// or address of the other side); a link holds in both directions. What is not linked is unknown, never guessed.
//
// A way leads from a UPF to a base station over routers, switches and other elements; over a server only if it is linked to a UPF (UPFs
// live in servers); never over base stations, radio units, phones, software or processes.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "oversight/inventory/inventory.hpp"

namespace pellucid::oversight {

/// How a base station's traffic meets the marked elements.
enum class Passage : std::uint8_t {
  never,    // no shortest way crosses one
  usually,  // some shortest way (fewest links) crosses one, but some way avoids them all
  always,   // every known way crosses one, or the base station itself or all its radio units are marked
  unknown,  // no way to a UPF is known, and the base station itself is not marked
};
std::string_view text(Passage passage);

class Topology {
 public:
  static constexpr std::size_t max_links = 2'000'000;
  using Node = std::uint32_t;

  explicit Topology(const std::map<std::string, Element>& elements);

  const std::vector<const Element*>& elements() const { return elements_; }  // by node; without retired ones
  const std::vector<Node>& stations() const { return stations_; }
  std::size_t upfs() const { return upfs_.size(); }
  std::size_t links() const { return links_; }
  /// Neighbour and link evidence whose other side is not in the inventory, or is several elements.
  std::size_t unresolved() const { return unresolved_; }

  /// For each of stations(): `marked` is indexed by node.
  std::vector<Passage> passages(const std::vector<bool>& marked) const;
  /// For each of stations(): the elements that every known way crosses, the base station first, the UPF last if there is only one.
  /// Empty: no way is known.
  std::vector<std::vector<Node>> inevitable() const;

 private:
  struct Crossings {
    std::vector<Node> before;          // the nearest element that every way to this one crosses; the root is elements().size()
    std::vector<std::uint32_t> depth;  // how many there are
  };
  Crossings crossings() const;
  void link(const Element& from, Node node, const std::unordered_map<std::string, Node>& names);
  bool leads_on(Node node) const;  // a way may pass through it
  std::vector<Node> order_from_upfs(std::vector<std::uint32_t>& distance, const std::vector<bool>* avoid) const;

  std::vector<const Element*> elements_;
  std::vector<std::vector<Node>> neighbours_;
  std::vector<Node> stations_, upfs_;
  std::vector<bool> beside_upf_;
  std::size_t links_ = 0, unresolved_ = 0;
};

}  // namespace pellucid::oversight

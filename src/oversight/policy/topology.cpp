#include "oversight/policy/topology.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

namespace pellucid::oversight {

std::string_view text(Passage passage) {
  constexpr std::string_view names[] = {"never", "usually", "always", "unknown"};
  return names[std::size_t(passage)];
}

namespace {

using Node = Topology::Node;
using Names = std::map<std::string, Node, std::less<>>;
constexpr Node nobody = std::numeric_limits<Node>::max();  // a name that several elements have
constexpr std::uint32_t far = std::numeric_limits<std::uint32_t>::max();

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = char(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

void name(Names& names, std::string_view what, Node node) {
  auto [there, fresh] = names.emplace(lower(what), node);
  if (!fresh && there->second != node) there->second = nobody;
}

/// The pieces between ';' and ',', without blanks at their ends.
std::vector<std::string> pieces(std::string_view value) {
  std::vector<std::string> out;
  while (!value.empty()) {
    auto end = std::min(value.find_first_of(";,"), value.size());
    auto piece = value.substr(0, end);
    while (!piece.empty() && piece.front() == ' ') piece.remove_prefix(1);
    while (!piece.empty() && piece.back() == ' ') piece.remove_suffix(1);
    if (!piece.empty()) out.push_back(lower(piece));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return out;
}

}  // namespace

Topology::Topology(const std::map<std::string, Element>& elements) {
  Names names;
  for (auto& [id, element] : elements) {
    if (element.retired) continue;
    auto node = Node(elements_.size());
    elements_.push_back(&element);
    name(names, id, node);
    for (auto& identifier : element.identifiers) name(names, identifier.value, node);
    if (element.kind == ElementKind::base_station) stations_.push_back(node);
    if (element.kind == ElementKind::upf) upfs_.push_back(node);
  }
  neighbours_.resize(elements_.size());
  for (Node node = 0; node < elements_.size(); ++node) link(*elements_[node], node, names);
  for (auto& list : neighbours_) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    links_ += list.size();
  }
  links_ /= 2;
  beside_upf_.resize(elements_.size());
  for (auto upf : upfs_)
    for (auto other : neighbours_[upf]) beside_upf_[other] = true;
}

void Topology::link(const Element& from, Node node, const Names& names) {
  for (auto& known : from.evidence) {
    auto& evidence = known.evidence;
    if (!evidence.attribute.starts_with("neighbour/") && !evidence.attribute.starts_with("link/")) continue;
    bool resolved = false;
    for (auto& piece : pieces(evidence.value)) {
      auto found = names.find(piece);
      if (found == names.end() || found->second == nobody) continue;
      resolved = true;
      if (found->second == node || links_ >= max_links) continue;
      neighbours_[node].push_back(found->second);
      neighbours_[found->second].push_back(node);
    }
    unresolved_ += resolved ? 0 : 1;
  }
}

bool Topology::leads_on(Node node) const {
  switch (elements_[node]->kind) {
    case ElementKind::router:
    case ElementKind::switch_:
    case ElementKind::upf:
    case ElementKind::other: return true;
    case ElementKind::server: return beside_upf_[node];
    default: return false;
  }
}

/// Breadth first from all UPFs; elements to avoid are never entered.
std::vector<Node> Topology::order_from_upfs(std::vector<std::uint32_t>& distance, const std::vector<bool>* avoid) const {
  distance.assign(elements_.size(), far);
  std::vector<Node> order;
  auto enter = [&](Node node, std::uint32_t at) {
    if (distance[node] != far || (avoid && (*avoid)[node])) return;
    distance[node] = at;
    order.push_back(node);
  };
  for (auto upf : upfs_) enter(upf, 0);
  for (std::size_t i = 0; i < order.size(); ++i)
    if (leads_on(order[i]))
      for (auto next : neighbours_[order[i]]) enter(next, distance[order[i]] + 1);
  return order;
}

std::vector<Passage> Topology::passages(const std::vector<bool>& marked) const {
  std::vector<std::uint32_t> distance, clean;
  auto order = order_from_upfs(distance, nullptr);
  order_from_upfs(clean, &marked);
  // A shortest way to a node is marked if the node is, or one to a node before it. Those before stand earlier in the order.
  auto crossed = marked;
  for (auto node : order)
    if (crossed[node] && leads_on(node))
      for (auto next : neighbours_[node])
        if (distance[next] == distance[node] + 1) crossed[next] = true;
  std::vector<Passage> out;
  for (auto station : stations_) {
    std::size_t radios = 0, marked_radios = 0;
    for (auto other : neighbours_[station])
      if (elements_[other]->kind == ElementKind::radio_unit) ++radios, marked_radios += marked[other] ? 1 : 0;
    if (marked[station] || (radios > 0 && marked_radios == radios))
      out.push_back(Passage::always);
    else if (distance[station] == far)
      out.push_back(Passage::unknown);
    else if (clean[station] == far)
      out.push_back(Passage::always);
    else
      out.push_back(crossed[station] || marked_radios > 0 ? Passage::usually : Passage::never);
  }
  return out;
}

/// Immediate dominators, iterated over a depth-first numbering until they stand (Cooper, Harvey, Kennedy: "A Simple, Fast Dominance
/// Algorithm", 2001). The root is nobody, before all UPFs.
std::vector<std::vector<Node>> Topology::inevitable() const {
  std::size_t count = elements_.size(), root = count;
  std::vector<std::uint32_t> number(count + 1, far);  // in postorder; the root has the highest
  std::vector<Node> postorder;
  std::vector<bool> seen(count);
  std::vector<std::pair<Node, std::size_t>> way;
  for (auto upf : upfs_) {
    if (seen[upf]) continue;
    seen[upf] = true;
    way.emplace_back(upf, 0);
    while (!way.empty()) {
      auto& [node, at] = way.back();
      auto& next = neighbours_[node];
      if (!leads_on(node)) at = next.size();
      while (at < next.size() && seen[next[at]]) ++at;
      if (at == next.size()) {
        number[node] = std::uint32_t(postorder.size());
        postorder.push_back(node);
        way.pop_back();
      } else {
        auto into = next[at];
        seen[into] = true;
        way.emplace_back(into, 0);
      }
    }
  }
  number[root] = std::uint32_t(postorder.size());
  std::vector<Node> before(count + 1, nobody);  // immediate dominator
  before[root] = Node(root);
  std::vector<bool> is_upf(count);
  for (auto upf : upfs_) is_upf[upf] = true;
  auto meet = [&](Node a, Node b) {
    while (a != b) (number[a] < number[b] ? a : b) = before[number[a] < number[b] ? a : b];
    return a;
  };
  for (bool changed = true; changed;) {  // ends: dominators only move towards the root
    changed = false;
    for (auto at = postorder.rbegin(); at != postorder.rend(); ++at) {
      Node best = is_upf[*at] ? Node(root) : nobody;
      for (auto from : neighbours_[*at]) {
        if (before[from] == nobody || !leads_on(from)) continue;
        best = best == nobody ? from : meet(best, from);
      }
      if (best != before[*at]) before[*at] = best, changed = true;
    }
  }
  std::vector<std::vector<Node>> out;
  for (auto station : stations_) {
    auto& list = out.emplace_back();
    if (before[station] != nobody)
      for (Node node = station; node != root; node = before[node]) list.push_back(node);
  }
  return out;
}

}  // namespace pellucid::oversight

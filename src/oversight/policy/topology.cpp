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
using Names = std::unordered_map<std::string, Node>;
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
  names.reserve(2 * elements.size());
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

/// What every way from the UPFs crosses: links hold in both directions, so these are the points at which the network falls apart. One
/// depth-first walk from a root before all UPFs (Tarjan: "Depth-First Search and Linear Graph Algorithms", 1972) tells for each element the
/// nearest one before it that every way crosses. Elements that lead nowhere are looked at afterwards.
Topology::Crossings Topology::crossings() const {
  const Node root = Node(elements_.size());
  Crossings out{std::vector<Node>(root + 1, nobody), std::vector<std::uint32_t>(root + 1, 0)};
  std::vector<std::uint32_t> found(root + 1, far), low(root + 1, far);
  std::vector<bool> is_upf(root + 1);
  for (auto upf : upfs_) is_upf[upf] = true;
  std::vector<Node> parent(root + 1, root), order;
  std::vector<std::pair<Node, std::size_t>> way;
  auto enter = [&](Node node, Node from) {
    parent[node] = from;
    found[node] = low[node] = std::uint32_t(order.size());
    if (is_upf[node]) low[node] = 0;  // the root is beside it
    order.push_back(node);
    way.emplace_back(node, 0);
  };
  enter(root, root);
  while (!way.empty()) {
    auto& [node, at] = way.back();
    auto& next = node == root ? upfs_ : neighbours_[node];
    if (at == next.size()) {
      low[parent[node]] = std::min(low[parent[node]], low[node]);
      way.pop_back();
      continue;
    }
    auto into = next[at++];
    if (into == parent[node] || !leads_on(into)) continue;
    if (found[into] == far)
      enter(into, node);
    else
      low[node] = std::min(low[node], found[into]);
  }
  for (auto node : order) {
    if (node == root) continue;
    auto above = parent[node];
    out.before[node] = above == root || low[node] >= found[above] ? above : out.before[above];
    out.depth[node] = out.depth[out.before[node]] + 1;
  }
  return out;
}

std::vector<std::vector<Node>> Topology::inevitable() const {
  const Node root = Node(elements_.size());
  auto [before, depth] = crossings();
  std::vector<std::vector<Node>> out;
  for (auto station : stations_) {
    Node meet = nobody;  // the last element that all ways to all its neighbours cross
    for (auto other : neighbours_[station]) {
      if (before[other] == nobody) continue;
      for (meet = meet == nobody ? other : meet; meet != other;) {
        auto& deeper = depth[meet] >= depth[other] ? meet : other;
        deeper = before[deeper];
      }
    }
    auto& list = out.emplace_back();
    if (meet == nobody) continue;
    list.push_back(station);
    for (; meet != root; meet = before[meet]) list.push_back(meet);
  }
  return out;
}

}  // namespace pellucid::oversight

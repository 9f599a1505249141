#include "sim/network.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/check.hpp"
#include "sim/inside.hpp"
#include "sim/places.hpp"

namespace pellucid::sim {

// ---- knobs

Network::Network(SimWorld& world) : parts_(std::make_unique<Parts>(mix(world.parts_->seed, 0x6E6574u))) {
  parts_->world = world.parts_.get();
}
Network::~Network() = default;

NetworkOptions& Network::options() { return parts_->options; }
const NetworkCounters& Network::counters() const { return parts_->counters; }

namespace {

std::uint64_t named_pair(SimWorld& world, const std::map<std::string, NodeIndex, std::less<>>& names, std::string_view a,
                         std::string_view b) {
  world.node(a);
  world.node(b);
  return Network::Parts::pair(names.find(a)->second, names.find(b)->second);
}

}  // namespace

void Network::set_link(std::string_view a, std::string_view b, Carrier carrier, const Link& link) {
  parts_->links[std::size_t(carrier)].insert_or_assign(named_pair(*parts_->world->face, parts_->world->names, a, b), link);
}

void Network::partition(std::string_view a, std::string_view b) {
  std::uint64_t pair = named_pair(*parts_->world->face, parts_->world->names, a, b);
  if (!parts_->cuts.emplace(pair, parts_->cut_count + 1).second) return;
  std::uint64_t cut = ++parts_->cut_count;
  std::vector<std::shared_ptr<Association>> across;
  for (auto& [number, association] : parts_->associations)
    if (Parts::pair(association->nodes[0], association->nodes[1]) == pair) across.push_back(association);
  parts_->world->later(parts_->options.sctp_silence, [net = parts_.get(), pair, cut, across = std::move(across)] {
    auto now = net->cuts.find(pair);
    if (now == net->cuts.end() || now->second != cut) return;
    for (auto& association : across)
      for (int end : {0, 1}) net->tell_down(association, end, "the peer stopped answering");
  });
}

void Network::heal(std::string_view a, std::string_view b) {
  std::uint64_t pair = named_pair(*parts_->world->face, parts_->world->names, a, b);
  if (parts_->cuts.erase(pair) == 0) return;
  auto all = parts_->associations;
  for (auto& [number, association] : all) {
    if (Parts::pair(association->nodes[0], association->nodes[1]) != pair) continue;
    for (int end : {0, 1}) {
      auto held = std::exchange(association->ends[end].held, {});
      for (auto& message : held) parts_->transmit(association, end, std::move(message));
    }
  }
}

void Network::heal_all() {
  auto cuts = parts_->cuts;
  for (auto& [pair, cut] : cuts) heal(parts_->world->node(NodeIndex(pair >> 32)).name, parts_->world->node(NodeIndex(pair)).name);
}

bool Network::partitioned(std::string_view a, std::string_view b) const {
  return parts_->cuts.contains(named_pair(*parts_->world->face, parts_->world->names, a, b));
}

void Network::break_associations(std::string_view node, std::string_view other) {
  auto index_of = [this](std::string_view name) {
    parts_->world->face->node(name);
    return parts_->world->names.find(name)->second;
  };
  NodeIndex one = index_of(node), two = other.empty() ? no_node : index_of(other);
  for (auto& [number, association] : parts_->associations) {
    auto has = [&](NodeIndex index) { return association->nodes[0] == index || association->nodes[1] == index; };
    if (!has(one) || (!other.empty() && !has(two))) continue;
    parts_->world->later(Duration(0), [net = parts_.get(), broken = association] {
      for (int end : {0, 1}) net->tell_down(broken, end, "aborted by the peer");
    });
  }
}

const Link& Network::Parts::link(NodeIndex a, NodeIndex b, Carrier carrier) const {
  auto& set = links[std::size_t(carrier)];
  if (!set.empty()) {
    auto found = set.find(pair(a, b));
    if (found != set.end()) return found->second;
  }
  return a == b ? options.inside : options.link;
}

Duration Network::Parts::way(NodeIndex a, NodeIndex b, Carrier carrier, int* losses) {
  const Link& path = link(a, b, carrier);
  Duration time = path.latency + random.up_to(path.jitter);
  if (losses)
    for (int tries = 0; tries < 8 && random.chance(path.loss); ++tries) {
      time += options.sctp_retransmission * (1 << std::min(tries, 2));
      ++*losses;
    }
  return time;
}

NodeIndex Network::Parts::owner(const IpAddress& address) const {
  for (auto& node : world->nodes)
    if (node->parts_->address == address) return node->parts_->index;
  return no_node;
}

Endpoint Network::Parts::seen_as(NodeIndex node, const Endpoint& local) const {
  return anywhere(local.address) ? Endpoint{world->node(node).address, local.port} : local;
}

std::size_t Node::open_sockets() const {
  std::size_t count = 0;
  auto& net = parts_->world->net();
  for (auto& [endpoint, states] : net.udp)
    count += std::size_t(std::ranges::count_if(states, [&](auto& s) { return s->node == parts_->index; }));
  for (auto& [endpoint, states] : net.sctp)
    count += std::size_t(std::ranges::count_if(states, [&](auto& s) { return s->node == parts_->index; }));
  return count;
}

void Network::Parts::crash(NodeIndex node) {
  for (auto& [endpoint, states] : udp) {
    for (auto& state : states)
      if (state->node == node) state->open = false;
    std::erase_if(states, [&](auto& state) { return state->node == node; });
  }
  for (auto& [endpoint, states] : sctp) {
    for (auto& state : states)
      if (state->node == node) {
        state->open = false;
        state->associations.clear();
      }
    std::erase_if(states, [&](auto& state) { return state->node == node; });
  }
  auto all = associations;
  for (auto& [number, association] : all)
    for (int end : {0, 1}) {
      if (association->nodes[end] != node || association->ends[end].gone) continue;
      association->ends[end].gone = true;
      association->ends[end].up = false;
      const AssociationEnd& other = association->ends[1 - end];
      if (other.gone || !other.socket)
        associations.erase(number);
      else
        expect_silence(association, 1 - end);
    }
}

// ---- UDP

namespace {

class SimUdpSocket final : public UdpSocket {
 public:
  SimUdpSocket(Network::Parts* net, std::shared_ptr<UdpState> state) : net_(net), state_(std::move(state)) {}
  SimUdpSocket(const SimUdpSocket&) = delete;
  ~SimUdpSocket() override {
    if (std::exchange(state_->open, false)) Network::Parts::unplace(net_->udp, *state_);
  }
  void send(const Endpoint& to, ByteView datagram) override {
    if (state_->open) net_->send_udp(*state_, to, datagram);
  }
  Endpoint local() const override { return state_->local; }

 private:
  Network::Parts* net_;
  std::shared_ptr<UdpState> state_;
};

}  // namespace

Io<std::unique_ptr<UdpSocket>> Network::Parts::open_udp(NodeIndex node, const Endpoint& local, UdpSocket::Receive receive) {
  auto placed = place(udp, node, local);
  if (!placed.ok()) return Fail(IoError{placed.error().number, "bind UDP " + placed.error().what});
  auto state = std::make_shared<UdpState>();
  state->node = node;
  state->local = *placed;
  state->source = seen_as(node, *placed);
  state->receive = std::move(receive);
  state->key = key_of(state->source);
  udp[*placed].push_back(state);
  return std::unique_ptr<UdpSocket>(std::make_unique<SimUdpSocket>(this, std::move(state)));
}

void Network::Parts::send_udp(UdpState& from, const Endpoint& to, ByteView datagram) {
  ++counters.udp_sent;
  auto target = find(udp, from.node, to);
  if (!target) {
    ++counters.udp_nobody;
    return;
  }
  const Link path = link(from.node, target->node, Carrier::udp);
  if (cut(from.node, target->node) || random.chance(path.loss)) {
    ++counters.udp_lost;
    return;
  }
  int copies = random.chance(path.duplicate) ? 2 : 1;
  for (int copy = 0; copy < copies; ++copy) {
    if (target->in_flight >= options.max_datagrams_in_flight) {
      ++counters.udp_overflow;
      return;
    }
    ++target->in_flight;
    Duration time = path.latency + random.up_to(path.jitter);
    if (random.chance(path.reorder)) time += path.reorder_delay;
    world->later(time, [this, target, source = from.source, key = from.key, octets = to_bytes(datagram)] {
      --target->in_flight;
      if (!target->open) {
        ++counters.udp_nobody;
        return;
      }
      ++counters.udp_delivered;
      world->count(1, key, target->key, octets);
      target->receive(source, octets);
    });
  }
}

}  // namespace pellucid::sim

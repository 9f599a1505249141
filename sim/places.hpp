#pragma once
// Which socket has which endpoint, for UDP and SCTP alike. Loopback addresses are each node's own, but reach other nodes where only
// they have the endpoint: processes of one host may be simulated as nodes.
#include <cerrno>
#include <cstring>

#include "sim/inside.hpp"

namespace pellucid::sim {

inline bool anywhere(const IpAddress& address) {
  for (auto octet : address.octets())
    if (octet != 0) return false;
  return true;
}

template <class State>
Io<Endpoint> Network::Parts::place(std::unordered_map<Endpoint, std::vector<std::shared_ptr<State>>>& bound, NodeIndex node,
                                   const Endpoint& wanted) {
  static constexpr int attempts = 16384;
  Endpoint local = wanted;
  if (local.address.is_none()) local.address = IpAddress::v4(0u);
  bool own = anywhere(local.address) || local.address.is_loopback();
  auto taken = [&](const Endpoint& endpoint) {
    auto found = bound.find(endpoint);
    if (found == bound.end()) return false;
    for (auto& state : found->second)
      if (!own || state->node == node) return true;
    return false;
  };
  if (wanted.port == 0) {
    for (int i = 0; i < attempts; ++i) {
      local.port = next_port;
      next_port = next_port == 65535 ? std::uint16_t(49152) : std::uint16_t(next_port + 1);
      if (!taken(local)) return local;
    }
    return Fail(IoError{EADDRINUSE, wanted.text() + ": no free port"});
  }
  if (taken(local)) return Fail(IoError{EADDRINUSE, wanted.text() + ": " + std::strerror(EADDRINUSE)});
  return local;
}

template <class State>
void Network::Parts::unplace(std::unordered_map<Endpoint, std::vector<std::shared_ptr<State>>>& bound, const State& gone) {
  auto found = bound.find(gone.local);
  if (found == bound.end()) return;
  std::erase_if(found->second, [&](auto& state) { return state.get() == &gone; });
  if (found->second.empty()) bound.erase(found);
}

template <class State>
std::shared_ptr<State> Network::Parts::find(std::unordered_map<Endpoint, std::vector<std::shared_ptr<State>>>& bound, NodeIndex from,
                                            const Endpoint& to) {
  auto pick = [&](const Endpoint& endpoint, NodeIndex only) -> std::shared_ptr<State> {
    auto found = bound.find(endpoint);
    if (found == bound.end() || found->second.empty()) return nullptr;
    for (auto& state : found->second)
      if (state->node == (only == no_node ? from : only)) return state;
    return only == no_node ? found->second.front() : nullptr;
  };
  if (auto exact = pick(to, no_node)) return exact;
  // A socket on the wildcard of the node that has the address.
  NodeIndex node = to.address.is_loopback() ? from : owner(to.address);
  if (node == no_node) return nullptr;
  return pick({to.address.is_v6() ? IpAddress::v6({}) : IpAddress::v4(0u), to.port}, node);
}

}  // namespace pellucid::sim

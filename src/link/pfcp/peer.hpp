#pragma once
// What a Node keeps of each peer that is associated or shall be.
#include "link/pfcp/node.hpp"

namespace pellucid::pfcp {

struct Node::Peer {
  explicit Peer(World& world) : timer(world) {}
  Association association;
  bool wanted = false;  // we associate() with it
  bool releasing = false;
  std::uint64_t epoch = 0;  // of the association: what an earlier one still has under way does not count
  Timer timer;              // the next heartbeat, or the next attempt to set up
};

}  // namespace pellucid::pfcp

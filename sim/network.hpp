#pragma once
// The simulated network's knobs: what a path between two nodes does to packets, and what happened so far. Part of a SimWorld
// (world.hpp), reached by world.network().
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/world.hpp"

namespace pellucid::sim {

class SimWorld;

/// What travels. SCTP never loses or doubles messages: there a loss costs a retransmission's time.
enum class Carrier : std::uint8_t { udp, sctp };

/// One direction of a path. Probabilities are 0..1.
struct Link {
  Duration latency = std::chrono::microseconds(200);
  Duration jitter{};  // up to this much more, evenly distributed; UDP datagrams may overtake each other
  double loss = 0;
  double duplicate = 0;  // UDP only
  double reorder = 0;    // UDP only: delayed by `reorder_delay` more
  Duration reorder_delay = std::chrono::milliseconds(2);
};

struct NetworkOptions {
  Link link;                                                 // between different nodes, unless set_link() says otherwise
  Link inside{.latency = std::chrono::microseconds(20)};     // within one node
  Duration sctp_silence = std::chrono::seconds(4);           // an unreachable peer is noticed after this long
  Duration sctp_connect_patience = std::chrono::seconds(3);  // a connect() that nobody answers fails after this long
  Duration sctp_retransmission = std::chrono::milliseconds(400);
  std::size_t max_datagrams_in_flight = 65536;  // to one UDP socket; further ones are dropped and counted
};

struct NetworkCounters {
  std::uint64_t udp_sent = 0, udp_delivered = 0, udp_lost = 0, udp_nobody = 0, udp_overflow = 0;
  std::uint64_t sctp_sent = 0, sctp_delivered = 0, sctp_discarded = 0, sctp_refused = 0;
  std::uint64_t associations_up = 0, associations_down = 0;
};

/// Nodes are named as in SimWorld::node().
class Network {
 public:
  explicit Network(SimWorld& world);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  NetworkOptions& options();
  /// Both directions between a and b (a may equal b).
  void set_link(std::string_view a, std::string_view b, Carrier carrier, const Link& link);
  /// Nothing gets through between a and b any more (what is on its way arrives). Associations across it end after sctp_silence
  /// unless healed earlier, and then deliver what was held.
  void partition(std::string_view a, std::string_view b);
  void heal(std::string_view a, std::string_view b);
  void heal_all();
  bool partitioned(std::string_view a, std::string_view b) const;
  /// Ends all associations of a node (with one other node, if it is named) as if a middlebox had aborted them: both ends hear
  /// sctp_down.
  void break_associations(std::string_view node, std::string_view other = {});
  const NetworkCounters& counters() const;

  struct Parts;

 private:
  friend class SimWorld;
  std::unique_ptr<Parts> parts_;
};

}  // namespace pellucid::sim

#pragma once
// What stands behind world.hpp and network.hpp. Nothing here iterates over containers ordered by address: the same seed must give
// the same run.
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/timer_queue.hpp"
#include "sim/world.hpp"

namespace pellucid::sim {

inline Fail<IoError> fails(int number, const std::string& what) { return Fail(IoError{number, what + ": " + std::strerror(number)}); }

/// xoshiro256** (Blackman, Vigna), seeded by splitmix64.
class Random {
 public:
  explicit Random(std::uint64_t seed);
  std::uint64_t next();
  std::uint64_t below(std::uint64_t limit) { return limit == 0 ? 0 : next() % limit; }
  bool chance(double probability) { return probability > 0 && double(next() >> 11) * 0x1.0p-53 < probability; }
  Duration up_to(Duration most) {
    return most <= Duration(0) ? Duration(0) : Duration(std::int64_t(below(std::uint64_t(most.count()) + 1)));
  }

 private:
  std::uint64_t state_[4];
};

std::uint64_t mix(std::uint64_t state, std::uint64_t value);
std::uint64_t mix(std::uint64_t state, ByteView octets);
std::uint64_t key_of(const Endpoint& endpoint);

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = 0xFFFFFFFF;  // an event of the network itself

struct Event {
  NodeIndex node = no_node;
  std::function<void()> action;
};

// ---- what stands on a node

struct UdpState {
  NodeIndex node = no_node;
  Endpoint local;   // as bound
  Endpoint source;  // what receivers see
  UdpSocket::Receive receive;
  std::uint64_t key = 0;
  std::size_t in_flight = 0;
  bool open = true;
};

struct Association;
struct SctpState {
  NodeIndex node = no_node;
  SctpOptions options;
  SctpEvents* events = nullptr;
  Endpoint local, source;
  std::uint64_t key = 0;
  bool open = true;
  std::uint32_t last_id = 0;
  std::map<std::uint32_t, std::shared_ptr<Association>> associations;  // by id at this end
};

struct HeldMessage {
  std::uint16_t stream;
  std::uint32_t ppid;
  Bytes octets;
};

struct AssociationEnd {
  std::shared_ptr<SctpState> socket;  // none on the far side until it is accepted
  std::uint32_t id = 0;
  Endpoint peer;
  bool up = false;         // heard sctp_up, and not yet sctp_down
  bool gone = false;       // knows no more of it (aborted, closed, crashed)
  bool leaving = false;    // shutdown() was called
  std::size_t queued = 0;  // octets sent and not yet delivered
  std::uint16_t out_streams = 0;
  std::vector<Instant> last_delivery;  // by stream, of what this end sent
  Instant last_of_all{};
  std::deque<HeldMessage> held;  // while the path is cut
};

struct Association : std::enable_shared_from_this<Association> {
  std::uint64_t number = 0;
  AssociationEnd ends[2];  // 0 called, 1 was called
  NodeIndex nodes[2] = {no_node, no_node};
  bool over = false;  // replaced by a restart, or both ends gone
};

struct TunState final : TunPort {
  SimWorld::Parts* world = nullptr;
  NodeIndex node = no_node;
  TunOptions opened_with;
  TunDevice::Receive receive;
  std::function<void(ByteView)> hook;
  std::uint64_t out = 0, generation = 0;
  bool is_open = false;
  std::weak_ptr<TunState> self;
  void inject(ByteView packet) override;
  void on_packet(std::function<void(ByteView packet)> h) override { hook = std::move(h); }
  const TunOptions& options() const override { return opened_with; }
  std::uint64_t packets_out() const override { return out; }
  bool open() const override { return is_open; }
};

struct Node::Parts {
  SimWorld::Parts* world = nullptr;
  NodeIndex index = no_node;
  std::string name;
  bool up = true;
  std::uint64_t life = 0;  // counts crashes
  IpAddress address;
  Duration wall_offset{};
  Random random;
  Disk disk;
  std::size_t timers = 0;
  std::map<std::string, std::shared_ptr<TunState>, std::less<>> tuns;
  Parts(std::uint64_t seed) : random(seed) {}
};

// ---- the network

struct Network::Parts {
  SimWorld::Parts* world = nullptr;
  NetworkOptions options;
  NetworkCounters counters;
  Random random;
  std::unordered_map<std::uint64_t, Link> links[2];  // by carrier, by pair of nodes
  std::map<std::uint64_t, std::uint64_t> cuts;       // pairs, with the number of the cut
  std::uint64_t cut_count = 0;
  std::unordered_map<Endpoint, std::vector<std::shared_ptr<UdpState>>> udp;
  std::unordered_map<Endpoint, std::vector<std::shared_ptr<SctpState>>> sctp;
  std::map<std::uint64_t, std::shared_ptr<Association>> associations;
  std::uint64_t association_count = 0;
  std::uint16_t next_port = 49152;

  explicit Parts(std::uint64_t seed) : random(seed) {}
  static std::uint64_t pair(NodeIndex a, NodeIndex b) { return a < b ? std::uint64_t(a) << 32 | b : std::uint64_t(b) << 32 | a; }
  const Link& link(NodeIndex a, NodeIndex b, Carrier carrier) const;
  bool cut(NodeIndex a, NodeIndex b) const { return !cuts.empty() && cuts.contains(pair(a, b)); }
  /// What a new socket is bound to and seen as; EADDRINUSE if it is taken.
  template <class State>
  Io<Endpoint> place(std::unordered_map<Endpoint, std::vector<std::shared_ptr<State>>>& bound, NodeIndex node, const Endpoint& wanted);
  template <class State>
  static void unplace(std::unordered_map<Endpoint, std::vector<std::shared_ptr<State>>>& bound, const State& state);
  /// Who has that endpoint, as seen from `from`: its own node first; nullptr if nobody.
  template <class State>
  std::shared_ptr<State> find(std::unordered_map<Endpoint, std::vector<std::shared_ptr<State>>>& bound, NodeIndex from, const Endpoint& to);
  NodeIndex owner(const IpAddress& address) const;
  Endpoint seen_as(NodeIndex node, const Endpoint& local) const;

  Io<std::unique_ptr<UdpSocket>> open_udp(NodeIndex node, const Endpoint& local, UdpSocket::Receive receive);
  void send_udp(UdpState& from, const Endpoint& to, ByteView datagram);

  Io<std::unique_ptr<SctpSocket>> open_sctp(NodeIndex node, const SctpOptions& options, SctpEvents& events);
  Io<AssociationId> connect(const std::shared_ptr<SctpState>& from, const Endpoint& to);
  void attempt(const std::shared_ptr<Association>& association, Instant deadline);
  void accept(const std::shared_ptr<Association>& association, const std::shared_ptr<SctpState>& listener, Duration way);
  Io<Nothing> send_sctp(SctpState& from, AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message);
  void transmit(const std::shared_ptr<Association>& association, int from, HeldMessage message);
  void deliver(const std::shared_ptr<Association>& association, int from, const HeldMessage& message);
  void shutdown(SctpState& from, AssociationId id);
  void abort(SctpState& from, AssociationId id);
  /// One end goes without a word to its owner; the other hears of it as the path allows.
  void leave(const std::shared_ptr<Association>& association, int end);
  void tell_down(const std::shared_ptr<Association>& association, int end, const std::string& why);
  void expect_silence(const std::shared_ptr<Association>& association, int end);
  void close_sctp(SctpState& state);
  void crash(NodeIndex node);
  Duration way(NodeIndex a, NodeIndex b, Carrier carrier, int* losses = nullptr);
};

// ---- the world

struct SimWorld::Parts {
  static constexpr std::uint64_t max_events_an_instant = 10'000'000;  // more means that time stands still for ever

  SimWorld* face = nullptr;
  std::uint64_t seed;
  Random random;
  Instant now{std::chrono::seconds(1000)};
  TimerQueue<Event> queue;
  std::uint64_t events = 0, events_now = 0;
  std::uint64_t digest = 0;
  std::vector<std::unique_ptr<Node>> nodes;
  std::map<std::string, NodeIndex, std::less<>> names;
  std::unique_ptr<Network> network;
  std::deque<LogLine> log;
  std::size_t log_limit = 2000;
  Severity log_level = Severity::info;
  bool echo = false;

  explicit Parts(std::uint64_t s) : seed(s), random(s) {}
  Node::Parts& node(NodeIndex index) { return *nodes[index]->parts_; }
  Network::Parts& net() { return *network->parts_; }
  TimerId at(NodeIndex node, Instant when, std::function<void()> action);
  /// Of the network: happens whatever becomes of the nodes.
  void later(Duration delay, std::function<void()> action) { queue.add(now + delay, Event{no_node, std::move(action)}); }
  void count(std::uint64_t kind, std::uint64_t from, std::uint64_t to, ByteView octets);
};

}  // namespace pellucid::sim

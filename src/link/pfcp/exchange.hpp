#pragma once
// Reliable delivery of PFCP (TS 29.244 §6.4): outstanding requests of ours, and answers kept for requests that come again.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "runtime/world.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::pfcp {

/// Why a request of ours got no usable answer.
enum class Failure : std::uint8_t {
  no_answer,              // N1 sendings, T1 apart
  not_associated,         // no association with that peer: nothing was sent
  path_failed,            // the peer does not answer heartbeats: nothing was sent
  peer_lost,              // the association went while we waited
  version_not_supported,  // the peer's answer
  malformed,              // an answer came and could not be read
  overloaded,             // too many requests outstanding: nothing was sent
};
const char* text(Failure failure);

struct NodeCounters {
  std::uint64_t received = 0, sent = 0;
  std::uint64_t retransmitted = 0;       // requests of ours, sent again
  std::uint64_t no_answer = 0;           // requests of ours, given up
  std::uint64_t replayed = 0;            // answers, sent again for a repeated request
  std::uint64_t repeated_early = 0;      // requests that came again before their answer was ready: dropped
  std::uint64_t too_short = 0;           // no header: dropped
  std::uint64_t other_version = 0;       // answered with Version Not Supported
  std::uint64_t unknown_type = 0;        // dropped
  std::uint64_t malformed_requests = 0;  // answered with their Cause, or (heartbeats) dropped
  std::uint64_t malformed_responses = 0;
  std::uint64_t unmatched_responses = 0;  // late, repeated, or of nobody
  std::uint64_t not_associated = 0;       // answered with Cause 72
  std::uint64_t refused_for_load = 0;     // answered with Cause 74
  std::uint64_t stale_time_stamps = 0;    // heartbeats with an older recovery time stamp than known: ignored
};

/// Our requests until their answer. Everything in the next turn of the loop or later, nothing from inside start().
class OutstandingRequests {
 public:
  using Done = std::function<void(Result<Pdu, Failure>)>;
  using Send = std::function<void(const Endpoint& to, ByteView octets)>;
  struct Limits {
    Duration t1;
    unsigned n1;  // sendings in all
    std::size_t most;
  };
  OutstandingRequests(World& world, Limits limits, Send send, NodeCounters& counters);

  /// 24 bits, not in use, never 0.
  std::uint32_t next_sequence();
  bool full() const { return waiting_.size() >= limits_.most; }
  /// Sends, and sends the same octets again every T1 until the answer comes or N1 is reached.
  void start(const Endpoint& to, std::uint32_t sequence, std::uint8_t response_type, Bytes octets, Done done);
  /// Takes the request that a response of that type answers; nothing if there is none.
  std::optional<Done> take(const Endpoint& from, std::uint32_t sequence, std::uint8_t response_type);
  /// The same whatever response it waits for: the peer does not speak our version.
  std::optional<Done> take(const Endpoint& from, std::uint32_t sequence);
  /// Ends all requests to that peer.
  void abandon(const IpAddress& peer, Failure why);
  std::size_t size() const { return waiting_.size(); }

 private:
  struct Waiting {
    explicit Waiting(World& world) : timer(world) {}
    Endpoint to;
    std::uint8_t response_type = 0;
    unsigned sent = 1;
    Bytes octets;
    Done done;
    Timer timer;
  };
  void wait(std::uint32_t sequence, Waiting& waiting);
  void timed_out(std::uint32_t sequence);

  World& world_;
  Limits limits_;
  Send send_;
  NodeCounters& counters_;
  std::map<std::uint32_t, std::unique_ptr<Waiting>> waiting_;  // by sequence number, unique for our socket
  std::uint32_t last_sequence_;
};

/// Requests of peers and our answers to them, for as long as they may come again.
class AnsweredRequests {
 public:
  struct Key {
    Endpoint from;
    std::uint32_t sequence = 0;
    bool operator==(const Key&) const = default;
  };
  enum class Seen : std::uint8_t { first_time, unanswered, answered, no_room };
  struct Noted {
    Seen seen{};
    std::uint64_t serial = 0;  // of this request; for answered()
    ByteView answer;           // to send again, if answered
  };
  AnsweredRequests(World& world, Duration keep, std::size_t most) : world_(world), keep_(keep), most_(most) {}

  Noted note(const Key& key, ByteView request);
  /// Keeps the answer; false if the request has been answered or forgotten: then it must not be sent.
  bool answered(const Key& key, std::uint64_t serial, ByteView answer);
  std::size_t size() const { return requests_.size(); }

 private:
  struct KeyHash {
    std::size_t operator()(const Key& key) const { return std::hash<Endpoint>{}(key.from) * 31 + key.sequence; }
  };
  struct Request {
    std::size_t digest = 0;  // a peer that restarted may use a sequence number for something else
    std::uint64_t serial = 0;
    Bytes answer;
  };
  struct Age {
    Instant until{};
    Key key;
    std::uint64_t serial = 0;
  };
  void forget_old();

  World& world_;
  Duration keep_;
  std::size_t most_;
  std::uint64_t last_serial_ = 0;
  std::unordered_map<Key, Request, KeyHash> requests_;
  std::deque<Age> by_age_;
};

}  // namespace pellucid::pfcp

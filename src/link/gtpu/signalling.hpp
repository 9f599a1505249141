#pragma once
// What every GTP-U end does beside forwarding (TS 29.281 §7): answers Echo Requests, says with Error Indications that a
// tunnel is not known and with notifications that an extension header is not, supervises the paths to its peers.
// Octets in, octets out: no socket, no clock, so that UPF workers (one object each) and base stations use the same rules.
//
//   if (auto packet = gtpu::parse_gpdu(datagram)) {
//     if (!forward(*packet))
//       if (auto out = signalling.unknown_tunnel(now, from, our_address, packet->teid)) socket.send(out->to, out->octets);
//   } else {
//     auto result = signalling.handle(now, from, datagram);
//     if (result.reply) socket.send(result.reply->to, result.reply->octets);
//     if (auto* lost = std::get_if<gtpu::TunnelLost>(&result.event)) ...
//   }
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

#include "runtime/world.hpp"
#include "wire/gtpu/messages.hpp"

namespace pellucid::gtpu {

struct Outgoing {
  pellucid::Endpoint to;
  Bytes octets;
};

// ---- what a datagram off the data path turned out to be -----------------------------------------------------------------

/// An Echo Response: give it to PathSupervision.
struct EchoAnswered {
  IpAddress peer;
  std::uint16_t sequence = 0;
};
/// The peer does not know this tunnel of its own: stop sending into it, tell the control plane.
struct TunnelLost {
  IpAddress peer;  // the address of the tunnel, as in our context
  Teid teid;
};
/// No more packets come down this tunnel of ours.
struct TunnelEnded {
  Teid teid;
};
/// A G-PDU that parse_gpdu() would not take has a header that nobody here understands; answered, dropped.
struct NotUnderstood {
  Teid teid;
};
/// Extension headers that the peer understands.
struct PeerUnderstands {
  IpAddress peer;
  Bytes types;
};
using Event = std::variant<std::monostate, EchoAnswered, TunnelLost, TunnelEnded, NotUnderstood, PeerUnderstands>;

struct Handled {
  std::optional<Outgoing> reply;
  Event event;
};

struct SignallingCounters {
  std::uint64_t echo_requests = 0, echo_responses = 0;
  std::uint64_t error_indications_sent = 0, error_indications_received = 0;
  std::uint64_t error_indications_held_back = 0;  // by the rate limit
  std::uint64_t notifications_sent = 0, notifications_held_back = 0;
  std::uint64_t end_markers = 0, tunnel_status = 0;
  std::uint64_t malformed = 0;  // or not GTP-U version 1: dropped in silence
  SignallingCounters& operator+=(const SignallingCounters& other);
};

struct SignallingOptions {
  /// Error Indications and notifications: to one peer, and to all together; then they are held back (counted).
  double per_peer_per_s = 10;
  double all_per_s = 200;
  std::size_t max_peers = 1024;  // whose rate is known; beyond, peers share one
};

/// One thread, one object.
class Signalling {
 public:
  explicit Signalling(SignallingOptions options = {}) : options_(options) {}
  /// Any datagram that parse_gpdu() did not take.
  Handled handle(Instant now, const pellucid::Endpoint& from, ByteView datagram);
  /// A G-PDU for a TEID that we do not have: the Error Indication to send, or nothing (held back). `local` is the address
  /// that the packet came to; §7.3.1.
  std::optional<Outgoing> unknown_tunnel(Instant now, const pellucid::Endpoint& from, const IpAddress& local, Teid teid);
  const SignallingCounters& counters() const { return counters_; }

 private:
  struct Bucket {
    double tokens = 0;
    Instant when{};
    bool used = false;
  };
  bool may_send(Instant now, const IpAddress& peer);
  static void fill(Bucket& bucket, Instant now, double per_s);

  SignallingOptions options_;
  SignallingCounters counters_;
  Bucket all_;
  Bucket others_;
  std::unordered_map<IpAddress, Bucket> peers_;
};

// ---- path supervision (§7.2.1) --------------------------------------------------------------------------------------------

struct SupervisionOptions {
  Duration interval = std::chrono::seconds(60);  // the standard allows no more often
  Duration t3_response = std::chrono::seconds(3);
  unsigned n3_requests = 5;  // sendings in all
};

/// Echo Requests to peers with at least one tunnel. The owner asks poll() at next_poll(), or in a tick.
class PathSupervision {
 public:
  struct Changes {
    std::vector<Outgoing> send;
    std::vector<IpAddress> failed;  // no answer after N3 tries; goes on asking at each interval
    std::vector<IpAddress> recovered;
  };
  explicit PathSupervision(SupervisionOptions options = {}) : options_(options) {}
  /// Counted: as often as tunnel_added() comes tunnel_removed().
  void tunnel_added(Instant now, const IpAddress& peer);
  void tunnel_removed(const IpAddress& peer);
  void answered(Instant now, const EchoAnswered& echo);
  Changes poll(Instant now);
  /// When poll() has something to do next; Instant::max() if never.
  Instant next_poll() const;
  bool has_failed(const IpAddress& peer) const;
  std::size_t peers() const { return paths_.size(); }

 private:
  struct Path {
    std::size_t tunnels = 0;
    Instant due{};
    unsigned tries = 0;  // of the present round
    std::uint16_t sequence = 0;
    bool failed = false;
    bool tell_recovered = false;
  };
  SupervisionOptions options_;
  std::map<IpAddress, Path> paths_;
  std::uint16_t last_sequence_ = 0;
};

}  // namespace pellucid::gtpu

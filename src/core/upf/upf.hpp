#pragma once
// The user plane function (TS 23.501 §6.2.3): the UP side of N4 (TS 29.244) on the control thread, and a data path that moves
// packets between N3 (GTP-U) and N6 (TUN devices), on threads of its own or inside a simulated World.
//
//   upf::UpfConfig config;
//   config.dnns.push_back({.name = "internet", .tun_name = "upf0", .ipv4_pool = "10.45.0.0/16", .ipv6_pool = "fd45::/48"});
//   auto path = upf::threaded_path(world, config);            // or upf::inline_path(world, config) in a simulated World
//   if (!path.ok()) ...path.error().what...
//   auto upf = upf::Upf::start(world, config, std::move(*path));
//   (*upf)->counters()[upf::Count::uplink_packets];  (*upf)->tree();
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/tree.hpp"
#include "core/upf/config.hpp"
#include "core/upf/counters.hpp"
#include "core/upf/data_path.hpp"
#include "runtime/trace.hpp"
#include "runtime/world.hpp"

namespace pellucid::upf {

/// One PDU session as the operator sees it.
struct SessionStatus {
  Seid seid;        // ours
  std::string smf;  // Node ID of the SMF that owns it
  std::string dnn;
  IpAddress ipv4;         // of the phone; none if it has none
  IpAddress ipv6_prefix;  // /64; none if it has none
  Teid uplink_teid;       // the first of its N3 F-TEIDs
  Endpoint gnb;           // where downlink goes; no address while there is no tunnel
  Teid downlink_teid;
  bool buffering = false;  // downlink is being kept (the phone is idle or being paged)
  std::uint64_t uplink_octets = 0, downlink_octets = 0, uplink_packets = 0, downlink_packets = 0;
};

/// One SMF association.
struct PeerStatus {
  std::string node_id;
  Endpoint address;
  std::size_t sessions = 0;
  WallTime since;
};

/// N4 messages and what became of them, for metrics.
struct N4Counters {
  std::uint64_t established = 0, modified = 0, deleted = 0;
  std::uint64_t refused = 0;  // any cause but accepted
  std::uint64_t downlink_reports = 0, usage_reports = 0, error_reports = 0;
  std::uint64_t reports_failed = 0;  // no answer from the SMF, or another cause than accepted
  std::uint64_t malformed = 0;       // datagrams that are not PFCP
};

class Upf {
 public:
  /// Opens N4 (config.n4) and takes over the data path. The configuration must be valid (validate()).
  static Io<std::unique_ptr<Upf>> start(World& world, const UpfConfig& config, std::unique_ptr<DataPath> path, Tracer* tracer = nullptr);
  /// Releases nothing on the wire: the SMF hears from its heartbeats.
  virtual ~Upf() = default;

  virtual const Counters& counters() const = 0;
  virtual const N4Counters& n4_counters() const = 0;
  virtual std::size_t session_count() const = 0;
  virtual std::vector<PeerStatus> peers() const = 0;
  /// At most `limit`, in the order of our SEIDs' slots.
  virtual std::vector<SessionStatus> sessions(std::size_t limit = 1000) const = 0;
  /// All of the above for `status` and the API.
  virtual Tree tree() const = 0;
};

}  // namespace pellucid::upf

#pragma once
// A PFCP session as the data path needs it: rules resolved to indices, nothing optional left to look up. Compiled by the control
// thread (compile.cpp) and handed over whole; from then on the data path owns it, save what is behind shared pointers, which both
// sides read.
#include <array>
#include <atomic>
#include <cstdint>
#include <limits>
#include <list>
#include <memory>
#include <vector>

#include "base/ids.hpp"
#include "core/upf/counters.hpp"
#include "core/upf/rate.hpp"
#include "core/upf/sdf_filter.hpp"

namespace pellucid::upf {

constexpr std::size_t max_slots = 1u << 20;  // sessions, and likewise tunnels
constexpr std::size_t max_qers_per_pdr = 4;
constexpr std::size_t max_urrs_per_pdr = 4;

/// A GTP-U tunnel as its sender sees it.
struct Tunnel {
  IpAddress peer;
  Teid teid;
  bool operator==(const Tunnel&) const = default;
};

/// What a usage reporting rule measured, and from where on the control thread wants to know. The data path disarms what it reported.
struct Meter {
  static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
  Volume volume;
  std::atomic<std::uint64_t> total_limit{never}, uplink_limit{never}, downlink_limit{never};  // octets, absolute
};

/// Where a packet comes from (Source Interface) and where it goes (Destination Interface), as far as it matters here.
enum class Side : std::uint8_t { access, core, control };

struct CompiledFar {
  enum class Action : std::uint8_t { drop, forward, buffer };
  std::uint32_t id = 0;
  Action action = Action::drop;
  bool notify = false;  // NOCP
  bool rearm = false;   // the SMF said "buffer and notify" anew: report again
  Side destination = Side::core;
  std::uint8_t dnn = 0;      // index into UpfConfig::dnns, for destination core without tunnel
  bool encapsulate = false;  // into `tunnel`
  Tunnel tunnel;
  std::uint64_t reported = 0;  // data path's own: QFIs reported in this buffering period, one bit each
};

struct CompiledQer {
  std::uint32_t id = 0;
  bool uplink_open = true, downlink_open = true;
  Bucket uplink, downlink;  // the fill is the data path's own
};

struct CompiledUrr {
  std::uint32_t id = 0;
  std::shared_ptr<Meter> meter;
};

struct CompiledPdr {
  std::uint16_t id = 0;
  Side source = Side::access;
  std::uint32_t precedence = 0;                 // lower wins (TS 29.244 §8.2.11)
  Teid teid;                                    // 0: not matched by tunnel
  bool address_v4 = false, address_v6 = false;  // the phone's address must be the session's, of these families; neither: any
  std::uint64_t qfis = 0;                       // one bit each; 0: any
  std::vector<SdfFilter> filters;               // any of them; empty: all packets
  std::uint8_t far = 0;
  std::array<std::uint8_t, max_qers_per_pdr> qers{};
  std::array<std::uint8_t, max_urrs_per_pdr> urrs{};
  std::uint8_t qer_count = 0, urr_count = 0;
  bool mark = false;  // put a PDU session container on what goes to a base station
  std::uint8_t qfi = 0;
  bool rqi = false;
};

struct BufferedPacket {
  Bytes packet;
  std::uint16_t pdr = 0;
  bool uplink = false;
  std::uint64_t since_ns = 0;
};

struct Session {
  Seid seid;
  std::uint8_t dnn = 0;
  IpAddress ipv4;                         // the phone's; none if it has none
  IpAddress ipv6_prefix;                  // /64, host part zero
  std::vector<CompiledPdr> from_tunnel;   // source access or control, by precedence
  std::vector<CompiledPdr> from_network;  // source core, by precedence
  std::vector<CompiledFar> fars;
  std::vector<CompiledQer> qers;
  std::vector<CompiledUrr> urrs;
  std::shared_ptr<Volume> volume;
  std::uint32_t buffer_packets = 0;   // limit from the BAR's suggestion and the configuration
  bool answer_solicitations = false;  // no rule takes router solicitations to the SMF, so they are answered here
  // Once, when this takes effect:
  bool drop_buffer = false;         // DROBU
  std::vector<Tunnel> end_markers;  // tunnels left behind (SNDEM)

  // The data path's own.
  std::uint32_t slot = 0;
  std::list<BufferedPacket> buffer;  // mostly none: a deque would cost 600 octets a session even then
  std::uint64_t buffer_octets = 0;
  std::uint64_t last_advertisement_ns = 0;  // 0: none yet
};

}  // namespace pellucid::upf

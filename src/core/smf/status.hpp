#pragma once
// What the SMF tells about itself: for `pellucid status`, metrics, and `pellucid explain`.
#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/subscription.hpp"
#include "base/why.hpp"
#include "runtime/world.hpp"

namespace pellucid::smf {

/// The procedures that are counted one by one.
enum class ProcedureName : std::uint8_t {
  association,            // PFCP association setup
  establishment,          // TS 23.502 §4.3.2.2.1
  existing_session,       // request type "existing PDU session"
  activation,             // user plane (§4.2.3.2)
  deactivation,           // §4.2.6
  modification_by_phone,  // §4.3.3.2
  modification_by_network,
  release_by_phone,  // §4.3.4.2
  release_by_network,
  local_release,     // deregistration, mismatch of session status
  downlink_data,     // §4.2.3.3
  error_indication,  // TS 23.527 §5.3
  path_switch,       // §4.9.1.2
  restoration,       // after a restart of the UPF or of ourselves
  count_,
};
const char* name(ProcedureName procedure);  // "establishment"

struct ProcedureCounters {
  std::uint64_t attempted = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t aborted = 0;                      // another procedure went first, or the phone was deregistered
  std::uint64_t timed_out = 0;                    // phone or UPF never answered
  std::map<std::uint8_t, std::uint64_t> refused;  // by 5GSM cause; of associations by PFCP cause
};

/// Things that happen beside procedures.
struct EventCounters {
  std::uint64_t n1_undecodable = 0;  // 5GSM messages that could not be read
  std::uint64_t n1_unexpected = 0;   // of an unknown session, state or transaction
  std::uint64_t n2_undecodable = 0;
  std::uint64_t n2_unexpected = 0;
  std::uint64_t n4_unexpected = 0;  // reports of unknown sessions, nonsense in answers
  std::uint64_t n4_refused = 0;     // PFCP answers with another cause than accepted
  std::uint64_t n4_timed_out = 0;
  std::uint64_t status_received = 0;     // 5GSM STATUS
  std::uint64_t retransmissions = 0;     // of N1 commands
  std::uint64_t congestion = 0;          // refused by a limit
  std::uint64_t reports_suppressed = 0;  // downlink data while a page is out or the phone is unreachable
  std::uint64_t upf_restarts = 0;
  std::uint64_t upf_losses = 0;       // associations that stopped answering
  std::uint64_t sessions_lost = 0;    // could not be restored
  std::uint64_t orphans_deleted = 0;  // sessions in a UPF that nobody here knows
};

struct Counters {
  std::array<ProcedureCounters, std::size_t(ProcedureName::count_)> procedures;
  EventCounters events;
  const ProcedureCounters& of(ProcedureName p) const { return procedures[std::size_t(p)]; }
  ProcedureCounters& of(ProcedureName p) { return procedures[std::size_t(p)]; }
};

/// What went through, as the UPF reported it (TS 29.244 §5.2.2).
struct Usage {
  std::uint64_t uplink_octets = 0, downlink_octets = 0, uplink_packets = 0, downlink_packets = 0;
  bool operator==(const Usage&) const = default;
};

/// An end of the N3 tunnel.
struct TunnelEnd {
  IpAddress address;  // none: there is no tunnel
  Teid teid;
  bool operator==(const TunnelEnd&) const = default;
};

struct SessionStatus {
  Supi supi;
  PduSessionId id;
  Snssai slice;
  std::string dnn;
  std::string type;        // "IPv4", "IPv6", "IPv4v6"
  IpAddress ipv4;          // none if it has none
  IpAddress ipv6_prefix;   // /64; none if it has none
  std::string state;       // TS 24.501 §6.1.3.3: "active", "modification pending", "inactive pending", "establishing"
  std::string user_plane;  // "active", "activating", "paging", "inactive", "unreachable"
  std::string upf;         // its name in the configuration
  Seid seid, upf_seid;     // of the N4 session
  TunnelEnd uplink;        // the UPF's end of N3
  TunnelEnd downlink;      // the base station's
  std::uint8_t five_qi = 0;
  Ambr ambr;
  WallTime since;
  Usage usage;
};

struct UpfStatus {
  std::string name;
  Endpoint n4;
  bool associated = false;
  std::string node_id;                // as it calls itself; empty before the first association
  std::vector<std::string> features;  // what it announced, as TS 29.244 §8.2.25 names it
  std::size_t sessions = 0;
  WallTime since;  // associated since
};

/// One refusal with its reason.
struct Refused {
  WallTime when;
  Supi supi;
  PduSessionId id;
  std::string procedure;  // "establishment"
  std::string answer;     // "PDU session establishment reject: Missing or unknown DNN (27)"
  Why why;
};

}  // namespace pellucid::smf

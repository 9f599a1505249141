#pragma once
// What the AMF tells about itself: for `pellucid status`, metrics, and `pellucid explain`.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/why.hpp"
#include "runtime/world.hpp"

namespace pellucid::amf {

/// The procedures that are counted one by one.
enum class ProcedureName : std::uint8_t {
  ng_setup,
  ng_reset,
  ran_configuration_update,
  initial_registration,
  mobility_registration,
  periodic_registration,
  authentication,
  identification,
  security_mode,
  deregistration_by_ue,
  deregistration_by_network,
  service_request,
  configuration_update,
  paging,
  an_release,
  initial_context_setup,
  session_establishment,
  session_message,  // any other 5GSM message that passed through
  count_,
};
const char* name(ProcedureName procedure);  // "initial registration"

struct ProcedureCounters {
  std::uint64_t attempted = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t aborted = 0;                      // by a lost connection, or by another procedure that goes first
  std::uint64_t timed_out = 0;                    // the other side never answered
  std::map<std::uint8_t, std::uint64_t> refused;  // by the 5GMM cause that was sent or received; NGAP: its group of causes
};

/// Things that happen beside procedures.
struct EventCounters {
  std::uint64_t nas_received = 0, nas_sent = 0;
  std::uint64_t nas_undecodable = 0;          // answered by 5GMM STATUS or a reject, or too short to be
  std::uint64_t nas_unprotected_dropped = 0;  // must be protected and was not (TS 24.501 §4.4.4.3)
  std::uint64_t nas_integrity_failed = 0;     // wrong MAC or a COUNT that was seen before
  std::uint64_t nas_unexpected = 0;           // not compatible with the state
  std::uint64_t nas_not_delivered = 0;        // NAS Non Delivery Indication
  std::uint64_t status_received = 0;          // 5GMM STATUS from phones
  std::uint64_t retransmissions = 0;          // of NAS, by our timers
  std::uint64_t implicit_deregistrations = 0;
  std::uint64_t congestion = 0;        // refused by a limit
  std::uint64_t connections_lost = 0;  // base station gone, reset, or its restart
  std::uint64_t unknown_ue_ids = 0;    // NGAP ids that are not of that base station
  std::uint64_t downlink_dropped = 0;  // nobody to send it to, or a queue was full
  std::uint64_t counts_exhausted = 0;  // no NAS COUNT that is safe to use
};

struct Counters {
  std::array<ProcedureCounters, std::size_t(ProcedureName::count_)> procedures;
  EventCounters events;
  const ProcedureCounters& of(ProcedureName p) const { return procedures[std::size_t(p)]; }
  ProcedureCounters& of(ProcedureName p) { return procedures[std::size_t(p)]; }
};

/// A base station by network and id.
struct GnbId {
  Plmn plmn;
  std::uint32_t id = 0;
  std::uint8_t bits = 32;  // ids of different lengths are different
  auto operator<=>(const GnbId&) const = default;
};

struct GnbStatus {
  std::uint32_t id = 0;
  std::uint8_t id_bits = 0;  // 22..32
  Plmn plmn;
  std::string name;  // empty if it has none
  Endpoint address;
  std::vector<Tai> tais;
  std::vector<Snssai> slices;
  WallTime connected_since;
  std::size_t ues = 0;                            // connected phones
  bool ready = false;                             // NG Setup done
  std::uint16_t paging_cycle = 0;                 // default paging DRX, radio frames
  std::uint16_t in_streams = 0, out_streams = 0;  // of its SCTP association
};

struct SessionStatus {
  PduSessionId id;
  Snssai slice;
  std::string dnn;
  bool user_plane = false;
};

struct UeStatus {
  Supi supi;
  std::optional<Guti> guti;
  bool registered = false;
  bool connected = false;
  Tai tai;             // last known
  std::string gnb;     // name or id of the base station; empty when idle
  std::string imeisv;  // digits; empty if unknown
  WallTime registered_since;
  WallTime last_seen;
  std::string algorithms;  // "NIA2/NEA2"
  std::vector<SessionStatus> sessions;
};

/// One refusal with its reason, newest last.
struct Refused {
  WallTime when;
  Supi supi;              // empty if it was never known
  std::string subject;    // else: a SUCI, a GUTI, a base station
  std::string procedure;  // "initial registration"
  std::string answer;     // what went on the air: "Registration reject #62 (no network slices available)"
  Why why;
};

}  // namespace pellucid::amf

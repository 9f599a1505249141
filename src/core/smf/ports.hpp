#pragma once
// What the SMF needs from its neighbours; app/ binds them.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/why.hpp"
#include "runtime/procedure.hpp"

namespace pellucid::smf {

/// N2 SM information (TS 29.502; the transfers of TS 38.413 §9.3.4), same order as the AMF's own enumeration.
enum class N2SmKind : std::uint8_t {
  none,
  setup_request,
  setup_response,
  setup_unsuccessful,
  modify_request,
  modify_response,
  modify_unsuccessful,
  release_command,
  release_response,
  path_switch_request,
  path_switch_acknowledge,
  notify,
};
struct N2Sm {
  N2SmKind kind = N2SmKind::none;
  Bytes transfer;
};

/// How the AMF took a transfer (Namf_Communication_N1N2MessageTransfer, TS 23.502 §4.2.3.3).
enum class Delivery : std::uint8_t {
  sent,         // the phone is connected
  paging,       // it is being paged; the AMF will ask to activate the user plane when it answers
  unreachable,  // not registered, or paging gave up
};

/// A message that the SMF starts by itself (downlink data, network-requested release or modification).
struct Transfer {
  Supi supi;
  PduSessionId id;
  Snssai slice;
  Bytes n1;                   // empty if none
  N2Sm n2;                    // none: only page (downlink data waits in the UPF)
  bool skip_if_idle = false;  // "N1 SM delivery skip allowed" (TS 24.501 §6.3.3)
};

class AmfPort {
 public:
  virtual ~AmfPort() = default;
  virtual Delivery transfer(const Transfer& transfer) = 0;
  /// The session is gone on this side without the AMF having asked (N4 loss, T3592 exhausted): forget its routing.
  virtual void released(const Supi& supi, PduSessionId id) = 0;
};

/// What the subscriber and the default policy grant for one slice and DNN (UDM's session management data, PCF's decision).
struct SessionPolicy {
  std::uint8_t five_qi = 9;
  std::uint8_t arp_priority = 8;  // 1 (highest) .. 15
  bool arp_preempts = false, arp_preemptable = true;
  std::uint64_t ambr_down_bps = 0, ambr_up_bps = 0;
  bool ipv4 = true, ipv6 = true;  // allowed session types; both: also IPv4v6
  IpAddress static_ipv4;          // none: from the pool
  IpAddress static_ipv6_prefix;   // a /64, none: from the pool
};
/// Why not: the 5GSM cause (TS 24.501 §9.11.4.2) and the reason in words.
struct NoSession {
  std::uint8_t cause = 31;
  Why why;
};
class PolicyPort {
 public:
  virtual ~PolicyPort() = default;
  virtual Result<SessionPolicy, NoSession> session_policy(const Supi& supi, const Snssai& slice, const std::string& dnn) = 0;
};

// ---- what survives a restart (DESIGN.md §6) --------------------------------------------------------------------------

/// Where sessions are written behind. Calls return at once; the order of calls is the order on the disk. (The first two functions of
/// the AMF's port of that name.)
class Journal {
 public:
  virtual ~Journal() = default;
  /// Replaces the record of that key.
  virtual void put(const std::string& key, Bytes record) = 0;
  virtual void erase(const std::string& key) = 0;
};

}  // namespace pellucid::smf

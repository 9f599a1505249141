#pragma once
// What the AMF needs from its neighbours. app/ binds these to the UDM (with AUSF and ARPF inside), the SMF and the PCF of this
// process, or to stand-ins in tests. All calls come from the control thread; a Procedure may answer later, a Result at once.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/why.hpp"
#include "core/amf/status.hpp"
#include "runtime/procedure.hpp"

namespace pellucid::amf {

/// Why a neighbour refused, in a form that the AMF can turn into a cause on the air (TS 24.501 annex A).
struct Denied {
  enum class Kind : std::uint8_t {
    unknown_subscriber,     // no such SUPI, or disabled
    identity_not_readable,  // a SUCI of another network, of an unknown key, or with a wrong MAC
    wrong_answer,           // RES* is not XRES*
    invalid_resync,         // AUTS does not verify
    not_found,              // vector or session gone
    unreachable,            // the SMF or UPF cannot serve now
    refused,                // the session is refused; `n1` then holds the 5GSM reject for the phone
    congestion,
  };
  Kind kind{};
  Why why;
  Bytes n1;  // a 5GSM message to deliver, empty if there is none
};
template <class T>
using Asked = Result<T, Denied>;

// ---- UDM with AUSF and ARPF (TS 23.502 §4.2.2.2.2, TS 33.501 §6.1.3.2) ----------------------------------------------

/// A concealed or plain subscriber identity as it came in 5GS mobile identity (TS 24.501 §9.11.3.4).
struct Suci {
  Plmn home;
  std::string routing_indicator;  // 1 to 4 digits
  std::uint8_t scheme = 0;        // 0 null, 1 profile A, 2 profile B
  std::uint8_t key_id = 0;
  Bytes scheme_output;  // null scheme: BCD of the MSIN
};

struct Challenge {
  Octets<16> rand{};
  Octets<16> autn{};
  Octets<16> hxres_star{};   // the AMF compares first (TS 33.501 §6.1.3.2.0)
  std::uint64_t vector = 0;  // names the pending vector to confirm()
};

struct Confirmed {
  Supi supi;
  Octets<32> k_seaf{};
};

struct SubscribedDnn {
  std::string dnn;
  bool is_default = false;
};
struct SubscribedSlice {
  Snssai slice;
  bool is_default = false;
  std::vector<SubscribedDnn> dnns;
};
struct Profile {
  std::vector<SubscribedSlice> slices;
  std::uint64_t ue_ambr_down_bps = 0, ue_ambr_up_bps = 0;
};

class UdmPort {
 public:
  virtual ~UdmPort() = default;
  virtual Asked<Supi> identify(const Suci& suci) = 0;
  virtual Asked<Challenge> challenge(const Supi& supi, const std::string& serving_network_name) = 0;
  virtual Asked<Challenge> resynchronise(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand,
                                         const Octets<14>& auts) = 0;
  virtual Asked<Confirmed> confirm(std::uint64_t vector, const Octets<16>& res_star) = 0;
  virtual Asked<Profile> subscription(const Supi& supi) = 0;
  /// TS 23.502 §4.2.2.2.2 step 14a, and the end of it.
  virtual void registered(const Supi& supi) = 0;
  virtual void purged(const Supi& supi) = 0;
};

// ---- SMF (TS 23.502 §4.3; Nsmf_PDUSession of TS 29.502 as C++ calls) -----------------------------------------------

/// The N2 SM information types that pass between SMF and base station (TS 29.502 table 6.1.6.3.x; TS 38.413 §9.3.4).
enum class N2SmKind : std::uint8_t {
  none,
  setup_request,   // to the base station: PDUSessionResourceSetupRequestTransfer
  setup_response,  // from it
  setup_unsuccessful,
  modify_request,   // to
  modify_response,  // from
  modify_unsuccessful,
  release_command,          // to
  release_response,         // from
  path_switch_request,      // from
  path_switch_acknowledge,  // to
  notify,                   // from
};
struct N2Sm {
  N2SmKind kind = N2SmKind::none;
  Bytes transfer;  // the APER-coded transfer
};

/// Where a phone is, and what the SMF must know of it.
struct SmContextOwner {
  Supi supi;
  Tai tai;
};

/// UL NAS TRANSPORT with an establishment request (TS 24.501 §5.4.5.2.3), after the AMF has chosen slice and DNN.
struct CreateSession {
  SmContextOwner owner;
  PduSessionId id;
  Snssai slice;
  std::string dnn;
  bool existing = false;  // request type "existing PDU session"
  Bytes n1;               // the 5GSM message
};

/// What happened to a session, told to the SMF. Exactly the members that apply are set.
struct UpdateSession {
  Bytes n1;  // a further 5GSM message of the phone
  N2Sm n2;   // what the base station answered
  enum class UserPlane : std::uint8_t { unchanged, activate, deactivate } user_plane = UserPlane::unchanged;
};

/// What the SMF wants sent back at once.
struct SessionReply {
  Bytes n1;               // for the phone, empty if none
  N2Sm n2;                // for the base station, none if none
  Snssai slice;           // of the session, for the N2 message
  bool released = false;  // the session no longer exists: the AMF forgets its routing
};

/// Calls for one session are made in the order in which things happened; a later one may come while an earlier one still waits, and the
/// SMF puts them in order itself.
class SmfPort {
 public:
  virtual ~SmfPort() = default;
  /// Creates the context; the accept (N1) and the setup request (N2) come in the reply when the UPF has been asked.
  virtual Procedure<SessionReply, Denied> create(CreateSession request) = 0;
  virtual Procedure<SessionReply, Denied> update(Supi supi, PduSessionId id, UpdateSession update) = 0;
  /// Local release without any message (TS 23.502 §4.3.4.2: deregistration, session status mismatch).
  virtual void release(const Supi& supi, PduSessionId id) = 0;
  /// The phone did not answer the paging that a Transfer of this session started (TS 23.502 §4.2.3.3 step 5).
  virtual void unreachable(const Supi&, PduSessionId) {}
};

/// How a Transfer of the SMF was taken (same order as the SMF's own enumeration).
enum class Delivery : std::uint8_t {
  sent,         // the phone is connected
  paging,       // it is being paged; when it answers the user plane is activated and what waits is delivered
  unreachable,  // not registered, or idle and delivery may be skipped
};

/// A message that the SMF starts by itself (Namf_Communication_N1N2MessageTransfer, TS 23.502 §4.2.3.3).
struct Transfer {
  Supi supi;
  PduSessionId id;
  Snssai slice;
  Bytes n1;                   // empty if none
  N2Sm n2;                    // none: only page (downlink data waits in the UPF)
  bool skip_if_idle = false;  // "N1 SM delivery skip allowed" (TS 24.501 §6.3.3)
};

// ---- oversight of base stations ------------------------------------------------------------------------------------------

/// Who is told of base stations, and may refuse them beyond what the configuration lists (approvals, lists of makers).
class RanOversight {
 public:
  virtual ~RanOversight() = default;
  /// At NG Setup, when nothing else speaks against it. A reason refuses it (O&M intervention).
  virtual std::optional<Why> refusal(const GnbStatus& gnb) = 0;
  virtual void connected(const GnbStatus& gnb) = 0;  // NG Setup has succeeded, again or for the first time
  virtual void changed(const GnbStatus& gnb) = 0;    // RAN Configuration Update
  virtual void disconnected(const GnbStatus& gnb, std::string_view why) = 0;
};

// ---- what survives a restart (DESIGN.md §6) --------------------------------------------------------------------------

/// Where contexts are written behind. Calls return at once; the order of calls is the order on the disk.
class Journal {
 public:
  using Ticket = std::uint64_t;
  virtual ~Journal() = default;
  /// Replaces the record of that key.
  virtual Ticket put(const std::string& key, Bytes record) = 0;
  virtual Ticket erase(const std::string& key) = 0;
  /// Everything up to this ticket survives a crash. NAS COUNTs are used only up to what a durable record has reserved.
  virtual Ticket durable() const = 0;
};

}  // namespace pellucid::amf

#pragma once
// The SMF (TS 23.501 §6.2.2): PDU sessions. 5GSM towards phones and N2 session information towards base stations, both carried by
// the AMF; N4 (PFCP) towards UPFs. All of it runs on the World's one thread.
//
//   smf::Smf smf(world, config, {amf, policy, &journal}, {&tracer});
//   for (auto& [key, record] : store.read("smf")) smf.restore(key, record);   // sessions from before a restart
//   auto up = smf.start();                                                     // opens N4, associates; Io<Nothing>
//   ... amf::SmfPort binds to smf.create(), update(), release(), unreachable() ...
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codec/octets.hpp"
#include "core/smf/config.hpp"
#include "core/smf/ports.hpp"
#include "core/smf/status.hpp"
#include "runtime/trace.hpp"
#include "runtime/world.hpp"
#include "wire/nas/causes.hpp"

namespace pellucid::smf {

// ---- what the AMF says and hears (same shape as in core/amf/ports.hpp; Nsmf_PDUSession of TS 29.502 as C++ calls) ---------------

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

/// What happened to a session. Exactly the members that apply are set.
struct UpdateSession {
  Bytes n1;  // a further 5GSM message of the phone
  N2Sm n2;   // what the base station answered
  enum class UserPlane : std::uint8_t { unchanged, activate, deactivate } user_plane = UserPlane::unchanged;
};

/// What is to be sent back at once.
struct SessionReply {
  Bytes n1;               // for the phone, empty if none
  N2Sm n2;                // for the base station, none if none
  Snssai slice;           // of the session, for the N2 message
  bool released = false;  // the session no longer exists: the AMF forgets its routing
};

/// Why a call did not succeed.
struct Denied {
  enum class Kind : std::uint8_t {
    not_found,    // no such session (any more)
    unreachable,  // no UPF can serve it now
    refused,      // by a rule; `n1` then holds the 5GSM answer for the phone, if there is one
    congestion,
  };
  Kind kind{};
  Why why;
  Bytes n1;  // a 5GSM message to deliver, empty if there is none
};

struct Core;

class Smf {
 public:
  struct Ports {
    AmfPort& amf;
    PolicyPort& policy;
    Journal* journal = nullptr;  // none: sessions do not survive
  };
  struct Listeners {
    Tracer* tracer = nullptr;
    /// Told of each refusal as it happens (log, API events).
    std::function<void(const Refused&)> refused;
    /// Told when a UPF is associated (again) or its association is lost; status.associated says which.
    std::function<void(const UpfStatus& status)> upf_changed;
    /// Told of each usage report: octets both ways since the report before it.
    std::function<void(const Supi& supi, std::uint64_t octets)> used;
  };
  /// The configuration must be valid (validate()).
  Smf(World& world, Config config, Ports ports, Listeners listeners);
  Smf(World& world, Config config, Ports ports) : Smf(world, std::move(config), ports, Listeners()) {}
  Smf(const Smf&) = delete;
  Smf& operator=(const Smf&) = delete;
  /// Nothing is said on the wire: sessions stay in the UPFs and can be restored. Calls that still wait never answer.
  ~Smf();

  /// Opens N4 and starts to associate with each UPF. The error is the operating system's, in words.
  Io<Nothing> start();
  /// Takes back one record of the Journal; before start(). A record that does not decode, or that contradicts one taken before, is
  /// refused and changes nothing.
  Result<Nothing, codec::WireError> restore(const std::string& key, ByteView record);

  // ---- from the AMF. Calls for one session are put in order here; destroying a waiting Procedure does not stop what it asked for.
  /// TS 23.502 §4.3.2.2.1 steps 3 to 11. A session of the same phone and id that exists already is dropped first.
  Procedure<SessionReply, Denied> create(CreateSession request);
  /// Nsmf_PDUSession_UpdateSMContext: N1 message, N2 answer, user plane (TS 23.502 §4.2.3.2, §4.2.6, §4.3.3, §4.3.4).
  Procedure<SessionReply, Denied> update(Supi supi, PduSessionId id, UpdateSession update);
  /// Local release without any message to the phone (TS 23.502 §4.3.4.2 step 1c).
  void release(const Supi& supi, PduSessionId id);
  /// The phone did not answer the paging that a Transfer of this session started (TS 23.502 §4.2.3.3 step 5).
  void unreachable(const Supi& supi, PduSessionId id);

  // ---- from the operator or a policy ----------------------------------------------------------------------------------
  /// TS 23.502 §4.3.4.2 step 1b: the release command with that cause goes to the phone. False: no such session.
  bool release_session(const Supi& supi, PduSessionId id, nas::SmCause cause = nas::SmCause::regular_deactivation);
  /// TS 23.502 §4.3.3.2 step 1b: a new Session-AMBR for phone, base station and UPF. False: no such session, or it is being released.
  bool change_ambr(const Supi& supi, PduSessionId id, const Ambr& ambr);

  // ---- reading ----------------------------------------------------------------------------------------------------------
  const Counters& counters() const;
  std::vector<UpfStatus> upfs() const;
  std::size_t session_count() const;
  /// About `limit` in order of SUPI and id (all of one phone, or none), those of a larger SUPI than `after`: paging through many.
  std::vector<SessionStatus> sessions(std::size_t limit = SIZE_MAX, const Supi& after = Supi()) const;
  std::vector<SessionStatus> sessions_of(const Supi& supi) const;
  /// The last refusals of a subscriber, newest last; of everybody if `supi` is empty.
  std::vector<Refused> refusals(const Supi& supi = Supi()) const;
  /// Local endpoint of N4; no address before start().
  Endpoint local() const;

 private:
  std::unique_ptr<Core> core_;
};

}  // namespace pellucid::smf

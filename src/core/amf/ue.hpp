#pragma once
// A phone as the AMF knows it. What lasts stands in Ue itself and is small; what only a connected or busy phone needs stands in Work
// and Connection, which idle phones do not have.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/amf/expect.hpp"
#include "core/amf/ports.hpp"
#include "core/amf/status.hpp"
#include "link/nas/channel.hpp"
#include "runtime/procedure.hpp"
#include "runtime/world.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/nas/mm.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::amf {

class Ue;

/// 5GMM state on the network's side (TS 24.501 §5.1.3.2.3). Common procedures are the flows in Work.
enum class Rm : std::uint8_t { deregistered, registered, deregistering };

/// One entry of the routing of session messages (TS 24.501 §5.4.5.2): which slice and data network a PSI stands for. Its SMF is the only
/// one.
struct Session {
  PduSessionId id;
  Snssai slice;
  std::string dnn;
  bool user_plane = false;  // the base station has resources for it, or is being asked for them
  bool waits_for_paging = false;
};

/// A deciphered 5GMM message on its way to the flow that waits for it.
struct PlainNas {
  static constexpr std::uint8_t repeat = 0;  // not a message: send the last one again (TS 24.501 §5.5.1.2.8 d)
  std::uint8_t type = repeat;
  Bytes octets;
  bool verified = false;  // integrity protected and right
};
struct NasFilter {
  std::uint8_t first = 0, second = 0;
  bool operator()(const PlainNas& m) const { return m.type == first || m.type == PlainNas::repeat || (second != 0 && m.type == second); }
};

/// What a base station said about one session.
struct RanAnswer {
  PduSessionId id;
  N2Sm n2;
};
struct RanFilter {
  PduSessionId id;
  bool operator()(const RanAnswer& a) const { return a.id == id; }
};

/// UE-associated NG connection and the N1 connection on it.
struct Connection {
  explicit Connection(World& world) : guard(world) {}
  AmfUeNgapId amf_id;
  RanUeNgapId ran_id;
  AssociationId association;
  Ue* ue = nullptr;      // nullptr: released, only the base station's Release Complete is missing
  Ue* former = nullptr;  // then: whose it was
  Tai tai;
  ngap::RrcEstablishmentCause cause{};
  bool context_wanted = false;  // UE Context Request
  enum class Context : std::uint8_t { none, pending, up } context = Context::none;
  /// The uplink COUNT that K_gNB is derived from (TS 33.501 §6.8.1.2.2).
  std::uint32_t key_count = 0;
  unsigned faults = 0;                  // undecodable messages on it
  Timer guard;                          // of its phase: first message, context setup, release
  std::vector<PduSessionId> releasing;  // sessions whose user plane ends with this connection
};

/// What only a busy phone has.
struct Work {
  explicit Work(World& world) : nas(world), ran(world), context(world) {}
  Expected<PlainNas, NasFilter> nas;
  Expected<RanAnswer, RanFilter> ran;
  struct AnyContext {
    bool operator()(const bool&) const { return true; }
  };
  Expected<bool, AnyContext> context;  // is the context at the base station up?

  /// The one procedure that registers, deregisters, serves a request: one at a time (TS 33.501 §6.9.5).
  Procedures::Id main = 0;
  ProcedureName main_name{};
  bool main_running = false;
  bool accept_sent = false;  // Registration Accept is out, Complete is awaited
  Bytes main_request;        // the message that started it, for comparing repetitions
  Bytes after_main;          // a normal Deregistration Request that waits for the end of a mobility registration

  std::vector<Transfer> waiting;  // downlink for after the paging or the main procedure
  Procedures::Id update = 0;      // a configuration update
  struct SessionFlow {
    PduSessionId id;
    std::uint8_t pti = 0;  // of the establishment request that it serves; 0: another flow
    Procedures::Id flow = 0;
  };
  std::vector<SessionFlow> establishing;
  // Last: destroyed first. Session flows go on when the connection is lost, the others end with it.
  Procedures flows;
  Procedures session_flows;
};

struct Paging {
  explicit Paging(World& world) : t3513(world), since(world.now()) {}
  Timer t3513;
  Instant since;
  unsigned attempts = 0;  // that a base station heard
};

class Ue {
 public:
  Ue(World& world, std::uint64_t number_) : number(number_), supervision(world) {}
  Ue(const Ue&) = delete;
  Ue& operator=(const Ue&) = delete;

  const std::uint64_t number;  // ours; never used twice
  Supi supi;                   // empty until it is proven
  Supi claimed;                // whom it says to be; for refusals only
  Rm rm = Rm::deregistered;
  bool gone = false;                  // out of all tables: the object goes in the next turn of the loop
  bool unreachable = false;           // the mobile reachable timer is over: not paged any more
  bool deregister_when_back = false;  // network-initiated deregistration waits for the paging's answer
  bool invite_back = false;           // with "re-registration required"
  bool forget = false;                // its context goes with the deregistration
  bool known_at_udm = false;          // the UDM has us as the serving AMF
  bool renew_guti = false;            // a paging was answered (TS 33.501 §6.12.3)

  std::optional<Guti> guti, old_guti;    // both valid until the phone has shown which one it has
  std::optional<nas::Channel> security;  // the current context
  std::optional<nas::Channel> trial;     // while a Security Mode Command is out
  nas::UeSecurityCapability capability;  // as sent last: replayed octet for octet
  nas::MmCapability mm_capability;
  Bytes s1_capability;
  bool has_mm_capability = false;
  std::optional<nas::DrxParameters> drx;

  Tai tai;                          // last known
  std::optional<GnbId> last_gnb;    // of the last connection; not kept over a restart
  std::vector<Tai> area, old_area;  // registration areas
  std::vector<Snssai> allowed;
  std::vector<Session> sessions;
  std::string imeisv;
  Bytes radio_capability;
  std::optional<ngap::RadioCapabilityForPaging> radio_capability_for_paging;
  WallTime registered_since{}, last_seen{};

  // What the Journal knows of its downlink COUNT (DESIGN.md §6).
  std::uint32_t count_limit = UINT32_MAX;  // COUNTs below this one are safe to use
  std::uint32_t count_reserved = 0;        // what the last record written says
  Journal::Ticket record = 0;              // its ticket; 0: never written

  Timer supervision;  // mobile reachable, then implicit deregistration, then the context's end
  std::unique_ptr<Paging> paging;
  Connection* connection = nullptr;
  Connection* leaving = nullptr;  // the one before, whose Release Complete is missing
  std::unique_ptr<Work> work;

  /// Secure exchange of NAS messages is established (TS 24.501 §4.4.2.5).
  bool secure() const { return security && security->secure_exchange(); }
  bool named(const Guti& name) const { return guti == name || old_guti == name; }
  bool connected() const { return connection != nullptr; }
  bool registered() const { return rm == Rm::registered; }
  /// Who it is, for logs and refusals: SUPI, else GUTI, else its number.
  std::string subject() const;
  Session* session(PduSessionId id);
  void drop_session(PduSessionId id);
};

}  // namespace pellucid::amf

#pragma once
// Manager: one UDP socket (and one for IPv6) for all devices. Session: the talk with one device.
//
//   snmp::Manager manager(world);
//   snmp::Session session(manager, {address, snmp::agent_port}, credentials);
//   auto values = co_await session.get({sys_descr, sys_name});               // in a Procedure; snmp::Error is its error
//   auto table = co_await session.walk({if_name, if_alias}, {});
//
// An answer is taken from the address that was asked and with the id of a sending of that request only; ids are unpredictable. Everything
// else is dropped and counted.
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>

#include "link/snmp/credentials.hpp"
#include "link/snmp/usm.hpp"
#include "link/snmp/walk.hpp"
#include "runtime/procedure.hpp"
#include "runtime/waits.hpp"
#include "runtime/world.hpp"

namespace pellucid::snmp {

struct ManagerCounters {
  std::uint64_t sent = 0, received = 0;
  std::uint64_t strangers = 0;   // from an address that nothing was asked of
  std::uint64_t malformed = 0;   // no SNMP message
  std::uint64_t unexpected = 0;  // no request has that id, or it was not asked there
};

class Manager {
 public:
  static constexpr std::size_t max_outstanding = 4096;

  /// `local`: the address to ask from; none: whatever the route says.
  explicit Manager(World& world, IpAddress local = {}) : world_(&world), local_(local) {}
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  World& world() const { return *world_; }
  const ManagerCounters& counters() const { return counters_; }

 private:
  friend class Exchange;
  struct Arrived {
    Bytes datagram;
    Message message;
  };
  Io<UdpSocket*> socket_for(const IpAddress& to);
  void receive(const Endpoint& from, ByteView datagram);

  World* world_;
  IpAddress local_;
  std::unique_ptr<UdpSocket> v4_, v6_;
  std::unordered_map<std::int32_t, class Exchange*> outstanding_;
  std::unordered_map<Endpoint, std::size_t> asked_;  // exchanges with each device
  ManagerCounters counters_;
};

/// One request and all its sendings. Inside of Session.
class Exchange {
 public:
  Exchange(Manager& manager, const Endpoint& to);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange();
  /// An id for the next sending, 1..2^31-1; nothing if too many are outstanding.
  std::optional<std::int32_t> new_id();
  bool has_id(std::int32_t id) const;
  Io<Nothing> send(ByteView octets);
  /// What came in answer, or nothing when the time is over.
  auto next(Duration patience) { return arrived_.next(patience); }

 private:
  friend class Manager;
  Manager* manager_;
  Endpoint to_;
  std::vector<std::int32_t> ids_;
  Mailbox<Manager::Arrived> arrived_;
};

struct SessionCounters {
  std::size_t requests = 0, retries = 0, octets_in = 0, ignored = 0;
};

/// One request at a time.
class Session {
 public:
  Session(Manager& manager, const Endpoint& at, Credentials credentials, SessionLimits limits = {});
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// The values of exactly these objects, in this order; exceptions are values too.
  Procedure<std::vector<Value>, Error> get(std::vector<Oid> names);
  /// Everything below each of the roots (at most 16), side by side by GetBulk. An agent whose OIDs do not increase, that does not end, or
  /// that refuses in the middle is cut off: what it said until then is given, with a complaint. No answer at all is an error.
  Procedure<Walked, Error> walk(std::vector<Oid> roots, WalkLimits limits = {});
  /// SNMPv3 engine discovery (RFC 3414 §4), which needs no credentials; v2c devices often answer too. A claim, as long as nothing
  /// authenticated came from the engine.
  Procedure<Engine, Error> discover_engine();

  /// From now on; what was spent until now is forgiven.
  void set_limits(const SessionLimits& limits) {
    limits_ = limits;
    counters_ = {};
  }
  World& world() const { return *world_; }
  const Endpoint& at() const { return at_; }
  const Credentials& credentials() const { return credentials_; }
  std::optional<Engine> engine() const { return usm_.engine(); }
  const SessionCounters& counters() const { return counters_; }

 private:
  struct Verdict {
    enum class What : std::uint8_t { take, ignore, send_again, meet_again, fail } what{};
    Pdu pdu{};
    Error error{};
  };
  Procedure<Pdu, Error> ask(Pdu pdu);
  Procedure<Nothing, Error> meet_engine();
  Bytes seal(std::int32_t id, Pdu pdu);
  Verdict judge(const Bytes& datagram, const Message& message, const Exchange& exchange);
  Verdict judge_community(const Community& message, const Exchange& exchange);
  Verdict judge_secure(const Bytes& datagram, const SecureMessage& message, const Exchange& exchange);
  Verdict judge_report(const SecureMessage& message, const ScopedPdu& scoped);
  Error silence() const;

  Manager* manager_;
  World* world_;
  Endpoint at_;
  Credentials credentials_;
  SessionLimits limits_;
  Usm usm_;
  SessionCounters counters_;
  std::string doubt_;  // what was wrong with the last answer that was not taken
};

}  // namespace pellucid::snmp

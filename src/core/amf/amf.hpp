#pragma once
// The AMF (TS 23.501 §6.2.1): N2 towards base stations, N1 towards phones; registration, connection, mobility and the
// routing of session messages. All of it runs on the World's one thread.
//
//   amf::Amf amf(world, config, {udm, smf}, {&tracer, &journal});
//   for (auto& [key, record] : store.read("amf")) amf.restore(key, record);   // phones that were registered before a restart
//   auto up = amf.start();                                                      // listens; Io<Nothing>
//   ... smf::AmfPort binds to amf.transfer() and amf.session_released() ...
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "codec/octets.hpp"
#include "core/amf/config.hpp"
#include "core/amf/ports.hpp"
#include "core/amf/status.hpp"
#include "runtime/trace.hpp"
#include "runtime/world.hpp"

namespace pellucid::amf {

struct Net;

class Amf {
 public:
  struct Ports {
    UdmPort& udm;
    SmfPort& smf;
  };
  struct Listeners {
    Tracer* tracer = nullptr;
    Journal* journal = nullptr;  // none: contexts do not survive
    /// Told of each refusal as it happens (log, API events).
    std::function<void(const Refused&)> refused;
    RanOversight* oversight = nullptr;  // none: the configuration alone decides who may connect
  };
  Amf(World& world, Config config, Ports ports, Listeners listeners);
  Amf(World& world, Config config, Ports ports) : Amf(world, std::move(config), ports, Listeners()) {}
  Amf(const Amf&) = delete;
  Amf& operator=(const Amf&) = delete;
  ~Amf();

  /// Opens N2 and listens. The error is the operating system's, in words.
  Io<Nothing> start();
  /// Where N2 listens and on what kind of SCTP ("usrsctp over IP"); empty before start().
  std::string transport() const;
  Endpoint local() const;
  /// Takes back one record of the Journal; before start(). A record that does not decode is refused and changes nothing.
  Result<Nothing, codec::WireError> restore(const std::string& key, ByteView record);

  // ---- from the SMF (Namf_Communication_N1N2MessageTransfer, TS 23.502 §4.2.3.3) -------------------------------------
  Delivery transfer(Transfer transfer);
  /// The session is gone on the SMF's side: forget its routing.
  void session_released(const Supi& supi, PduSessionId id);

  // ---- from the operator ---------------------------------------------------------------------------------------------
  /// Network-initiated deregistration (TS 23.502 §4.2.2.3.3); an idle phone is paged first. False: no such phone.
  bool deregister(const Supi& supi, bool reregistration_required);
  /// A subscriber was removed or disabled: deregisters without inviting it back, and forgets its context.
  bool withdraw(const Supi& supi);

  // ---- reading -------------------------------------------------------------------------------------------------------
  const Counters& counters() const;
  std::vector<GnbStatus> gnbs() const;
  /// At most `limit` of them, those with a larger SUPI than `after` (paging through many), in order of SUPI.
  std::vector<UeStatus> ues(std::size_t limit = SIZE_MAX, const Supi& after = Supi()) const;
  std::optional<UeStatus> ue(const Supi& supi) const;
  /// Where a phone is connected, or was last; nothing if it is not known (since our restart).
  std::optional<GnbId> gnb_of(const Supi& supi) const;
  /// Registered phones by the base station where they are or were last.
  std::map<GnbId, std::size_t> phones_by_gnb() const;
  std::size_t ue_count() const;         // registered
  std::size_t connected_count() const;  // of them with an N1 connection, and those not yet proven
  /// The last refusals of a subscriber, newest last; of everybody if `supi` is empty.
  std::vector<Refused> refusals(const Supi& supi = Supi()) const;

 private:
  std::unique_ptr<Net> net_;
};

}  // namespace pellucid::amf

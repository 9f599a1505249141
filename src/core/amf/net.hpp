#pragma once
// What the AMF's procedures see beyond their phone: the World, the neighbours, the base stations, the tables of phones, the counters.
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/amf/amf.hpp"
#include "core/amf/gnb.hpp"
#include "core/amf/gutis.hpp"
#include "core/amf/refusal.hpp"
#include "core/amf/ue.hpp"
#include "link/ngap/association.hpp"

namespace pellucid::amf {

struct Net final : ngap::Receiver {
  Net(World& world, Config config, Amf::Ports ports, Amf::Listeners listeners);
  ~Net();

  World& world;
  const Config config;
  UdmPort& udm;
  SmfPort& smf;
  Amf::Listeners listeners;
  Counters counters;
  Refusals refusals;
  Gutis gutis;

  ngap::Associations n2;
  std::unordered_map<AssociationId, std::unique_ptr<Gnb>> gnbs;
  /// All UE-associated connections; those of one base station are named in its Gnb.
  std::unordered_map<AmfUeNgapId, std::unique_ptr<Connection>> connections;
  /// Phones that have proven who they are, registered or not.
  std::unordered_map<Supi, std::unique_ptr<Ue>> ues;
  /// Phones that have not (yet): each lives as long as its connection.
  std::unordered_map<std::uint64_t, std::unique_ptr<Ue>> strangers;
  std::size_t registered = 0;
  std::size_t ongoing_registrations = 0;

  // ---- ngap::Receiver: association.cpp dispatches to procedures/
  void association_up(AssociationId id, const SctpPeer& peer) override;
  void association_down(AssociationId id, std::string_view why) override;
  void association_restarted(AssociationId id) override;
  void received(AssociationId id, ngap::Received& received) override;
  void unusable(AssociationId id, const ngap::Received& received) override;

  // ---- tables
  Gnb* gnb(AssociationId id);
  Ue* find(const Supi& supi);
  /// A UE's connection, looked up among those of this base station only.
  Connection* connection(const Gnb& gnb, AmfUeNgapId id);
  Ue& new_stranger();
  /// The stranger has proven to be `supi`, and takes the place of the context that was there, if any. That one's connection, flows
  /// and sessions must be gone or moved already.
  void prove(Ue& ue, const Supi& supi);
  /// Takes the phone out of all tables; the object itself goes in the next turn of the loop, so that flows of it may still end.
  void forget(Ue& ue);
  /// Contexts of deregistered phones make room, oldest first.
  void note_deregistered(const Ue& ue);
  bool evict_deregistered();
  Connection& new_connection(Gnb& gnb, RanUeNgapId ran_id, Ue& ue);
  void drop(Connection& connection);
  /// Frees what only busy phones need, in the next turn of the loop.
  void tidy_later(Ue& ue);
  Work& work(Ue& ue);
  void set_rm(Ue& ue, Rm rm);

  // ---- saying why
  void refuse(const Ue& ue, std::string procedure, std::string answer, const Why& why);
  void refuse(const Gnb& gnb, std::string procedure, std::string answer, const Why& why);
  void log(Severity severity, const std::string& text) { world.log(severity, "amf", text); }
  ProcedureCounters& count(ProcedureName p) { return counters.of(p); }

  /// The area of the configuration that serves this TAI, or nullptr.
  const ServedArea* area(const Tai& tai) const;
  /// The slices that network and base station both offer where the phone is.
  std::vector<Snssai> slices_at(const Ue& ue) const;

 private:
  void refuse(Refused refused);
  void tidy();
  std::uint64_t last_stranger_ = 0;
  std::uint64_t last_amf_ue_id_;
  std::vector<std::unique_ptr<Ue>> dead_ues_;
  std::vector<std::unique_ptr<Connection>> dead_connections_;
  std::deque<std::uint64_t> deregistered_;  // numbers of phones, oldest first; some may be registered again
  std::vector<std::uint64_t> untidy_;       // numbers of phones
  std::unordered_map<std::uint64_t, Ue*> by_number_;
  Timer tidy_;
};

}  // namespace pellucid::amf

#pragma once
// What all of the SMF shares: sessions by their names, data networks with their addresses, UPFs, and the N4 entity.
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/smf/session.hpp"
#include "core/smf/smf.hpp"
#include "link/pfcp/node.hpp"

namespace pellucid::smf {

struct Dnn {
  Dnn(World& world, const DnnConfig& configured, Duration rest);
  const DnnConfig& config;
  AddressPool ipv4, ipv6;
  bool offered_in(const Snssai& slice) const;
};

struct Upf {
  Upf(World& world, const UpfPeer& configured) : config(configured), grace(world) {}
  const UpfPeer& config;
  WallTime since;     // associated since
  bool lost = false;  // its sessions are doubtful until it is associated again
  Timer grace;
  bool serves(const std::string& dnn) const;
};

/// A session of which only the deletion in its UPF is left; its addresses are free when that is confirmed.
struct Ending {
  Facts facts;
  AddressPool::Lease ipv4, ipv6;
  bool asked = false;
};

struct SessionKey {
  Supi supi;
  PduSessionId id;
  auto operator<=>(const SessionKey&) const = default;
};

struct Core final : pfcp::Handler {
  Core(World& world, Config config, Smf::Ports ports, Smf::Listeners listeners);
  ~Core() override;

  // ---- core.cpp
  Io<Nothing> start();
  Result<Nothing, codec::WireError> restore(const std::string& key, ByteView record);
  void create(CreateSession request, ReplyTo reply_to);
  void update(const Supi& supi, PduSessionId id, UpdateSession update, ReplyTo reply_to);
  Session* find(const Supi& supi, PduSessionId id) const;
  Dnn* find_dnn(const std::string& name);
  /// Takes the session out of all tables; it is destroyed when nothing of it runs any more.
  void drop(Session& session, ProcedureName why);
  void reap_soon();
  Seid new_seid();
  /// Counts, remembers and tells a refusal.
  void refused(ProcedureName procedure, const Supi& supi, PduSessionId id, const Refusal& refusal, ByteView answer);
  Denied denied(const Refusal& refusal, Bytes n1) const { return {refusal.kind, refusal.why, std::move(n1)}; }
  void keep_record(const Facts& facts);

  // ---- upfs.cpp
  void associate();
  /// The first UPF that is associated and serves the data network.
  Result<Upf*, Refusal> choose_upf(const std::string& dnn);
  Upf* find_upf(const IpAddress& address);
  const pfcp::Association* association(const Upf& upf) const;
  bool has_feature(const Upf& upf, pfcp::UpFeature feature) const;
  UpfStatus status_of(const Upf& upf) const;
  void used(const Supi& supi, const std::vector<pfcp::UsageReport>& reports);
  std::vector<UpfStatus> upf_status() const;
  void end_in_upf(Ending ending);
  void ask_to_end(Ending& ending);
  void ended(Seid seid);
  void try_again_later();
  void retry_endings(const IpAddress& upf);
  void restore_sessions(const IpAddress& upf, bool missing, bool all);
  void restore_one(Session& session);
  void restoration_over();
  void restore_more();
  void grace_over(Upf& upf);
  void start_grace(Upf& upf);

  std::optional<pfcp::SessionRetentionInformation> keep_sessions(const Endpoint& peer) override;
  void association_up(const pfcp::Association& association) override;
  void association_lost(const pfcp::Association& association, pfcp::Loss loss) override;
  void path_failed(const pfcp::Association& association) override;
  void path_recovered(const pfcp::Association& association) override;
  void report(pfcp::Incoming in, pfcp::SessionReportRequest request) override;
  void node_report(pfcp::Incoming in, pfcp::NodeReportRequest request) override;

  World& world;
  const Config config;
  Smf::Ports ports;
  Smf::Listeners listeners;
  Counters counters;
  Refusals refusals;
  std::vector<std::unique_ptr<Dnn>> dnns;
  std::vector<std::unique_ptr<Upf>> upfs;
  std::map<SessionKey, std::unique_ptr<Session>> sessions;
  std::unordered_map<Seid, Session*> by_seid;
  std::vector<std::unique_ptr<Session>> leaving;  // out of all tables
  std::unordered_map<Seid, Ending> endings;
  std::deque<SessionKey> to_restore;  // at most one entry a session
  std::size_t restoring = 0;
  bool handing_out = false;  // restorations
  Timer reaper;
  Timer again;  // what a UPF did not confirm
  bool closing = false, started = false;
  std::vector<SessionKey> obsolete;  // restored, but no longer possible; told to the AMF at the start
  std::unique_ptr<pfcp::Node> node;  // last: its callbacks use all of the above
};

}  // namespace pellucid::smf

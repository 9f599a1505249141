#pragma once
// The N4 server: PFCP requests to rules, rules to the data path, its events to PFCP reports.
#include <map>
#include <unordered_map>

#include "core/upf/rules.hpp"
#include "core/upf/upf.hpp"
#include "core/upf/usage.hpp"
#include "link/pfcp/node.hpp"

namespace pellucid::upf {

class N4 final : public Upf, private pfcp::Handler, private PathEvents {
 public:
  N4(World& world, const UpfConfig& config, std::unique_ptr<DataPath> path, Tracer* tracer);
  Io<Nothing> open();

  const Counters& counters() const override { return path_->counters(); }
  const N4Counters& n4_counters() const override;
  std::size_t session_count() const override { return count_; }
  std::vector<PeerStatus> peers() const override;
  std::vector<SessionStatus> sessions(std::size_t limit) const override;
  Tree tree() const override;

 private:
  struct Peering {  // where a session's SMF is
    IpAddress address;
    Seid seid;  // the SMF's for the session
  };
  struct Held {
    explicit Held(World& world) : due(world), again(world) {}
    Seid seid;  // ours
    std::uint32_t slot = 0;
    Peering smf;
    Rules rules;
    std::shared_ptr<Volume> volume = std::make_shared<Volume>();
    std::map<std::uint32_t, Usage> usage;
    std::vector<Tunnel> broken;  // reported as unknown to the base station
    Timer due;                   // usage reports
    Timer again;                 // after a downlink data report that nobody answered
  };
  struct TunnelHash {
    std::size_t operator()(const Tunnel& t) const { return std::hash<IpAddress>{}(t.peer) * 31 + t.teid.value(); }
  };

  // PFCP requests
  bool retain(const pfcp::Association& peer, const pfcp::SessionRetentionInformation& what) override;
  void association_up(const pfcp::Association& peer) override;
  void association_lost(const pfcp::Association& peer, pfcp::Loss why) override;
  void path_failed(const pfcp::Association& peer) override;
  void path_recovered(const pfcp::Association& peer) override;
  void establish(pfcp::Incoming in, pfcp::SessionEstablishmentRequest request) override;
  void modify(pfcp::Incoming in, pfcp::SessionModificationRequest request) override;
  void remove(pfcp::Incoming in, pfcp::SessionDeletionRequest request) override;

  // the data path's events
  void downlink_data(const DownlinkData& event) override;
  void tunnel_unknown(const TunnelUnknown& event) override;
  void volume_reached(const VolumeReached& event) override;

  Held* find(Seid seid) const;
  /// The session, if it is that peer's.
  Held* find(const pfcp::Incoming& in) const;
  void refuse(const Refusal& refusal, std::string_view what);
  void take_effect(Held& held, const RuleOutcome& outcome, std::function<void()> done);
  void erase(Held& held, std::function<void()> done);
  void enlist_tunnels(const Held& held);
  void delist_tunnels(const Held& held);
  void follow_usage(Held& held);
  void schedule(Held& held);
  void usage_due(Seid seid);
  void send_usage(Held& held, std::vector<pfcp::UsageReport> reports);
  void send_report(Held& held, const pfcp::SessionReportRequest& report);
  void report_again(Seid seid);
  void report_answered(Seid seid, bool downlink, const pfcp::Answered<pfcp::SessionReportRequest>& answer);
  SessionStatus status(const Held& held) const;

  World& world_;
  UpfConfig config_;
  Resources resources_;
  Numbers slots_;
  std::vector<std::unique_ptr<Held>> held_;                        // by slot
  std::unordered_map<Tunnel, std::uint32_t, TunnelHash> tunnels_;  // downlink tunnel: slot
  std::size_t count_ = 0;
  mutable N4Counters n4_counters_;
  Instant refusals_since_{};  // log lines about refusals: a few a second
  unsigned refusals_logged_ = 0;
  pfcp::Node node_;
  std::unique_ptr<DataPath> path_;  // last: its thread goes first
};

}  // namespace pellucid::upf

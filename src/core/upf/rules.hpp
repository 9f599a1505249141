#pragma once
// The rules of PFCP sessions (TS 29.244 §5.2): what an SMF provisioned, changed as a whole or not at all (§5.2.9), and compiled into
// what the data path runs (session.hpp). Pure: no I/O and no clock; ids come from Resources.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "core/upf/config.hpp"
#include "core/upf/pools.hpp"
#include "core/upf/sdf_filter.hpp"
#include "core/upf/session.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::upf {

/// Why a request was refused; goes into the response and the log.
struct Refusal {
  pfcp::Cause cause = pfcp::Cause::request_rejected;
  std::optional<std::uint16_t> offending_ie;
  std::optional<pfcp::FailedRuleId> rule;
  std::string why;
};
template <class T>
using Accepted = Result<T, Refusal>;

struct Filter {
  std::optional<std::uint32_t> id;  // bidirectional filters: rules that name the same id share one definition (§5.2.1A.3)
  SdfFilter filter;
};

struct Pdr {
  std::uint16_t id = 0;
  std::uint32_t precedence = 0;
  Side source = Side::access;
  Teid teid;  // of the local F-TEID; 0 for none
  bool teid_v4 = false, teid_v6 = false;
  bool address_v4 = false, address_v6 = false;  // matches the session's address of that family
  std::uint64_t qfis = 0;
  std::vector<Filter> filters;
  std::uint32_t far = 0;
  std::vector<std::uint32_t> qers, urrs;
};

struct Far {
  std::uint32_t id = 0;
  CompiledFar::Action action = CompiledFar::Action::drop;
  bool notify = false;
  bool rearm = false;       // said in the request at hand
  bool parameters = false;  // forwarding parameters were given
  Side destination = Side::core;
  std::optional<Tunnel> tunnel;
  std::optional<std::uint8_t> bar;
};

struct Rates {
  std::uint64_t uplink_kbps = 0, downlink_kbps = 0;
};

struct Qer {
  std::uint32_t id = 0;
  bool uplink_open = true, downlink_open = true;
  std::optional<Rates> maximum;
  std::optional<std::uint8_t> qfi;
  bool rqi = false;
};

struct VolumeLimits {
  std::optional<std::uint64_t> total, uplink, downlink;
};

struct Urr {
  std::uint32_t id = 0;
  bool by_volume = false, by_duration = false;
  bool on_volume = false, on_time = false, periodic = false;  // reporting triggers
  bool count_packets = false;                                 // measurement information MNOP
  VolumeLimits volume_threshold;
  std::optional<std::uint32_t> time_threshold_s, period_s;
  std::shared_ptr<Meter> meter = std::make_shared<Meter>();
};

struct Bar {
  std::uint8_t id = 0;
  std::optional<std::uint32_t> packets;  // suggested buffering packets count
};

/// The rules of one session.
struct Rules {
  std::uint8_t dnn = 0;  // index into UpfConfig::dnns
  IpAddress ipv4, ipv6_prefix;
  std::vector<Pdr> pdrs;
  std::vector<Far> fars;
  std::vector<Qer> qers;
  std::vector<Urr> urrs;
  std::optional<Bar> bar;

  const Far* far(std::uint32_t id) const;
  const Urr* urr(std::uint32_t id) const;
  std::vector<Teid> teids() const;  // each once
  /// The first downlink tunnel in use, for status.
  const Far* downlink() const;
};

/// Everything that sessions share.
class Resources {
 public:
  Resources(World& world, const UpfConfig& config);
  const UpfConfig& config() const { return *config_; }
  /// The data network that a Network Instance names: case, label form and operator identifier (TS 23.003 §9.1.2) aside.
  std::optional<std::uint8_t> dnn(const pfcp::NetworkInstance& instance) const;

  Teids teids;
  std::vector<AddressPool> ipv4, ipv6;  // by data network

 private:
  const UpfConfig* config_;
};

/// What else an accepted request asks for.
struct RuleOutcome {
  std::vector<pfcp::CreatedPdr> created_pdrs;
  std::vector<pfcp::UpdatedPdr> updated_pdrs;
  std::vector<Tunnel> end_markers;  // old tunnels (SNDEM)
  bool drop_buffer = false;         // DROBU
  bool query_all = false;           // QAURR
  std::vector<std::uint32_t> query_urrs;
  std::vector<Urr> ended_urrs;  // removed; their last reports go into the response
};

/// One request against one session's rules: apply() once, then commit() or, by leaving, nothing happened.
class RuleChange {
 public:
  /// `before` is empty for an establishment.
  RuleChange(Rules& before, Resources& resources);
  RuleChange(const RuleChange&) = delete;
  RuleChange& operator=(const RuleChange&) = delete;
  ~RuleChange();

  Accepted<RuleOutcome> apply(const pfcp::SessionEstablishmentRequest& request);
  Accepted<RuleOutcome> apply(const pfcp::SessionModificationRequest& request);
  /// The rules as they would be.
  const Rules& after() const { return after_; }
  /// They are now; TEIDs and addresses no longer used are given back.
  void commit();

 private:
  using Step = Accepted<Nothing>;
  Step find_dnn(const std::vector<pfcp::CreatePdr>& pdrs, const std::optional<pfcp::ApnDnn>& apn);
  Step create(const pfcp::CreatePdr& ie);
  Step create(const pfcp::CreateFar& ie);
  Step create(const pfcp::CreateQer& ie);
  Step create(const pfcp::CreateUrr& ie);
  Step update(const pfcp::UpdatePdr& ie);
  Step update(const pfcp::UpdateFar& ie);
  Step update(const pfcp::UpdateQer& ie);
  Step update(const pfcp::UpdateUrr& ie);
  Step set_bar(const pfcp::Bar& ie, bool must_exist);
  Step remove(const pfcp::SessionModificationRequest& request);
  Step read_pdi(Pdr& pdr, const pfcp::Pdi& pdi);
  Step read_tunnel(Pdr& pdr, const pfcp::FTeid& f_teid);
  Step read_addresses(Pdr& pdr, const pfcp::Pdi& pdi);
  Step read_filters(Pdr& pdr, const pfcp::Pdi& pdi);
  Step give_address(IpAddress& held, std::vector<AddressPool>& pools, const IpAddress& wanted, bool choose, std::uint16_t pdr);
  Step check_whole();
  template <class Item, class Each>
  Step each(const std::vector<Item>& items, Each each_item);
  pfcp::CreatedPdr created(const Pdr& pdr) const;
  void give_back(const Rules& left, const Rules& kept);

  Rules* before_;
  Rules after_;
  Resources* resources_;
  RuleOutcome outcome_;
  bool restoring_ = false;  // RESTI
  bool committed_ = false;
  std::vector<std::pair<std::uint8_t, Teid>> chosen_;  // CHOOSE IDs of this request
  std::vector<Teid> leased_;                           // all TEIDs that this request took
  std::vector<std::uint16_t> told_;                    // PDRs whose F-TEID or address we allocated
};

/// Rules to what the data path runs. `volume` is the session's own meter.
std::unique_ptr<Session> compile(const Rules& rules, Seid seid, const RuleOutcome& outcome, const UpfConfig& config,
                                 std::shared_ptr<Volume> volume);

}  // namespace pellucid::upf

#pragma once
// Chronicle: what this program writes to the log of its own (starts, configuration, operators' changes, base stations, UPFs, findings), and
// what it knows from the log (the inventory, the policy lists, the configuration that was last in force). docs/oversight/log.md lists the
// types of entries.
#include <map>
#include <memory>
#include <string>

#include "app/config.hpp"
#include "app/usage_meter.hpp"
#include "core/amf/ports.hpp"
#include "core/smf/status.hpp"
#include "ledger/log/recorder.hpp"
#include "oversight/inventory/inventory.hpp"
#include "oversight/policy/gate.hpp"
#include "oversight/policy/policy_log.hpp"

namespace pellucid::app {

/// What runs, as it can be told from the running process itself.
struct Software {
  std::string version, executable, sha256, build_id;
};

class Chronicle final : public amf::RanOversight {
 public:
  /// A base station that is refused tries again every few seconds: the same refusal is recorded once in so long.
  static constexpr Duration same_refusal = std::chrono::hours(1);
  static constexpr std::size_t max_refusals = 1024;

  Chronicle(World& world, const Config& config, ledger::Recorder& recorder, oversight::Inventory::Reveal reveal);

  /// The log as it stood before this start, in its order, before anything is recorded.
  void replay(const ledger::Entry& entry, oversight::EntryIndex index);
  /// The same of an entry that is of no kind that the chronicle reads.
  void passed() { ++recorded_; }

  // ---- this process
  /// The configuration where it differs from what the log said last, and what this program's rules say of the inventory.
  void configured();
  void started(const Software& software);
  void stopping(const std::string& why);

  // ---- operators
  /// Whether a change can be recorded now. In words if not: then the change must not be made.
  Result<Nothing, std::string> ready() const;
  /// The index of the entry, or in words why it could not be recorded.
  Result<oversight::EntryIndex, std::string> record(oversight::Recorded what);
  /// After a decision about an element: whether what the gate and the lists say of it has changed.
  void reconsider(const std::string& element);
  void reconsider_all();
  /// Policy lists that the log does not have yet in this version. Each fault in words.
  std::vector<std::string> load_lists(const std::vector<std::string>& files, const std::string& actor, const std::string& reason);

  // ---- sources of oversight
  void observe(const oversight::Observation& observation);
  void silent(const std::string& element, const std::string& why);
  void usage(const UsageMeter::Sample& sample);
  /// Who a MAC address is registered to, for base stations on our own segment.
  void name_makers_with(std::function<std::string(const Octets<6>& mac)> registrant) { registrant_ = std::move(registrant); }

  // ---- amf::RanOversight; UPFs
  std::optional<Why> refusal(const amf::GnbStatus& gnb) override;
  void connected(const amf::GnbStatus& gnb) override;
  void changed(const amf::GnbStatus& gnb) override;
  void disconnected(const amf::GnbStatus& gnb, std::string_view why) override;
  void upf_changed(const smf::UpfStatus& upf);

  // ---- reading
  const oversight::Inventory& inventory() const { return inventory_; }
  const oversight::PolicyLog& policy() const { return policy_; }
  std::vector<oversight::Match> matches(const oversight::Element& element);
  std::uint64_t recorded() const { return recorded_; }
  std::uint64_t lost() const { return lost_; }  // events of the network that could not be recorded
  std::string trouble() const { return recorder_.trouble(); }
  Tree status() const;

 private:
  /// Records what happened anyway: if it cannot be recorded that is counted, alarmed, and itself recorded as soon as that is possible.
  void note(oversight::Recorded what);
  void note(oversight::Entries what);
  void apply(const ledger::Entry& entry, oversight::EntryIndex index);
  void configuration();
  void flag(const std::string& element);
  oversight::GateDecision decision(const oversight::Element* element, const std::string& name);
  void judge(const std::string& id);
  const oversight::Element* element_of(const amf::GnbStatus& gnb);
  const oversight::PolicyIndex& index();
  oversight::Observation seen(const amf::GnbStatus& gnb);

  World& world_;
  Config config_;
  ledger::Recorder& recorder_;
  std::function<std::string(const Octets<6>& mac)> registrant_;
  oversight::Inventory inventory_;
  oversight::PolicyLog policy_;
  std::unique_ptr<oversight::PolicyIndex> index_;  // of index_lists_, on index_day_; made when it is asked for
  std::vector<oversight::LoadedList> index_lists_;
  oversight::Day index_day_{};
  std::map<std::string, std::string> configuration_;  // as the log last said
  struct Refusal {
    std::string why;
    Instant told;
  };
  std::map<amf::GnbId, Refusal> refusals_;  // that stand in the log already
  std::uint64_t recorded_ = 0, lost_ = 0, lost_since_ = 0;
  std::string last_trouble_;
};

/// An entry without personal content.
oversight::Recorded entry_of(std::string type, std::string element, std::string actor, std::string reason, Tree before, Tree after);

}  // namespace pellucid::app

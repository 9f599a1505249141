#pragma once
// Network: the core of one process, wired from the configuration: store, UDM, AMF, SMF, UPF. `run`, the demonstration, the load
// generator and the tests all start this one.
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/bindings.hpp"
#include "app/config.hpp"
#include "app/rates.hpp"
#include "app/usage_meter.hpp"
#include "core/upf/upf.hpp"
#include "runtime/real_world.hpp"
#include "runtime/trace.hpp"

namespace pellucid::app {

amf::Config amf_config(const Config& config);
smf::Config smf_config(const Config& config);
upf::UpfConfig upf_config(const Config& config);

/// How a Network differs from the configuration file's: in tests and in the demonstration.
struct NetworkOptions {
  Tracer* tracer = nullptr;
  bool memory_store = false;  // nothing is written to disk
  Bytes memory_content;       // memory_store: what Store::snapshot() gave, as after a restart
  Octets<32> memory_key{};
  bool inline_user_plane = false;          // the UPF in the World's thread (simulated World)
  amf::RanOversight* oversight = nullptr;  // must outlive the Network
  std::function<void(const smf::UpfStatus& status)> upf_changed;
  UsageMeter::Report usage;    // every oversight.usage_sample_s
  World* upf_world = nullptr;  // where the UPF lives, if not with the rest (another simulated node)
};

class Network {
 public:
  /// Opens the store, starts every enabled function, and takes back what survived the last run. The error says what to mend.
  static Io<std::unique_ptr<Network>> start(World& world, const Config& config, NetworkOptions options = {});
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  const Config& config() const { return config_; }
  store::Store& store() { return *store_; }
  /// nullptr where the configuration switches them off.
  amf::Amf* amf() const { return amf_.get(); }
  smf::Smf* smf() const { return smf_.get(); }
  upf::Upf* upf() const { return upf_.get(); }
  udm::Udm& udm() { return *udm_; }
  Instant started() const { return started_; }

  /// From now on status() tells rates, too.
  void keep_rates();
  /// Everything for `pellucid status`.
  Tree status() const;
  /// Why a subscriber was refused lately, oldest first; everybody and every base station if `supi` is empty.
  Tree explain(const Supi& supi) const;

 private:
  Network(World& world, const Config& config) : world_(world), config_(config) {}
  Io<Nothing> start_core(const NetworkOptions& options);
  Io<Nothing> start_upf(const NetworkOptions& options);
  Io<Nothing> restore();
  Totals totals() const;

  World& world_;
  Config config_;
  Instant started_{};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<StoreForUdm> store_for_udm_;
  std::unique_ptr<udm::Udm> udm_;
  std::unique_ptr<UdmForAmf> udm_for_amf_;
  std::unique_ptr<PolicyForSmf> policy_;
  SmfForAmf smf_for_amf_;
  AmfForSmf amf_for_smf_;
  std::unique_ptr<AmfJournal> amf_journal_;
  std::unique_ptr<SmfJournal> smf_journal_;
  std::unique_ptr<upf::Upf> upf_;
  std::unique_ptr<amf::Amf> amf_;
  std::unique_ptr<smf::Smf> smf_;
  std::optional<Rates> rates_;
  std::optional<UsageMeter> meter_;
};

}  // namespace pellucid::app

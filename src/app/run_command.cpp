// `pellucid run` and `pellucid check`.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <set>
#include <thread>

#include "app/commands.hpp"
#include "app/internet_access.hpp"
#include "app/lookout.hpp"
#include "app/machine_check.hpp"
#include "app/operate.hpp"
#include "app/records.hpp"
#include "app/supervisor.hpp"
#include "app/telemetry.hpp"
#include "app/witnessing.hpp"
#include "oversight/host/host.hpp"

namespace pellucid::app {
namespace {

// For whoever supervises: a start that failed may succeed later (an address that is not there yet), an unusable configuration will not.
constexpr int exit_failed = 1, exit_unusable = 2;

Severity severity_of(const std::string& name) {
  return name == "debug" ? Severity::debug : name == "warning" ? Severity::warning : name == "error" ? Severity::error : Severity::info;
}

/// The configuration against the subscribers in the store.
std::vector<Finding> check_subscribers(const Config& c, store::Store& store) {
  std::vector<Finding> findings;
  auto& subscribers = store.subscribers();
  if (subscribers.count() == 0)
    findings.push_back({false, "store.path", "no subscribers", "at least one, or nobody can register",
                        "pellucid subscriber add IMSI --k ... --opc ...", 0});
  std::size_t published = 0, foreign = 0;
  std::set<std::string> unknown_dnns, unknown_slices;
  store::SubscriberFilter everybody;
  everybody.limit = store::SubscriberStore::max_subscribers;
  for (auto* subscriber : subscribers.list(everybody)) {
    auto& s = *subscriber;
    published += store::is_test_subscriber(s.credentials);
    auto plmn = Plmn::parse(s.supi.digits().substr(0, 3u + c.plmn.mnc_digits));
    foreign += plmn != c.plmn;
    for (auto& slice : s.subscription.slices) {
      if (std::find(c.slices.begin(), c.slices.end(), slice.slice) == c.slices.end()) unknown_slices.insert(slice.slice.text());
      for (auto& d : slice.dnns)
        if (std::none_of(c.dnns.begin(), c.dnns.end(), [&](const DnnConfig& known) { return known.name == d.dnn; }))
          unknown_dnns.insert(d.dnn);
    }
  }
  auto n2 = IpAddress::parse(c.n2_address);
  if (published && n2 && !n2->is_loopback())
    findings.push_back({true, "amf.n2_address", c.n2_address, "a loopback address while subscribers have the published test key",
                        "give the " + std::to_string(published) + " test subscribers keys of their own, or remove them", 0});
  if (foreign)
    findings.push_back({false, "network.plmn", c.plmn.text(), "the network of the subscribers",
                        std::to_string(foreign) + " subscribers belong to another network and cannot register", 0});
  for (auto& dnn : unknown_dnns)
    findings.push_back({false, "dnn", dnn, "a [[dnn]] for every DNN that subscribers have", "add [[dnn]] with name = \"" + dnn + "\"", 0});
  for (auto& slice : unknown_slices)
    findings.push_back({false, "network.slices", slice, "every slice that subscribers have", "add \"" + slice + "\"", 0});
  return findings;
}

bool print_findings(const std::vector<Finding>& findings) {
  bool usable = true;
  for (auto& f : findings) {
    std::fprintf(stderr, "%s\n", f.text().c_str());
    usable = usable && !f.fatal;
  }
  return usable;
}

}  // namespace

int check_command(const std::string& config_file) {
  auto loaded = load_config(config_file);
  auto findings = loaded.findings;
  if (loaded.usable()) {
    for (auto& f : check_machine(loaded.config)) findings.push_back(f);
    for (auto& f : check_way_out(loaded.config)) findings.push_back(f);
    if (access(loaded.config.store_path.c_str(), F_OK) == 0) {
      auto world = RealWorld::open({.log_level = Severity::error, .log_to = {}});
      auto store = world.ok() ? store::Store::open(**world, {.file = loaded.config.store_path, .key_file = loaded.config.key_path})
                              : store::Stored<std::unique_ptr<store::Store>>(Fail(store::StoreError{}));
      if (store.ok()) {
        for (auto& f : check_subscribers(loaded.config, **store)) findings.push_back(f);
      } else if (store.error().kind != store::StoreError::Kind::in_use) {
        findings.push_back({true, "store.path", loaded.config.store_path, "a database that can be opened", store.error().text(), 0});
      }
    }
  }
  bool usable = print_findings(findings);
  std::printf("%s: %s\n", config_file.c_str(), !usable ? "cannot be used" : findings.empty() ? "good" : "can be used");
  return usable ? 0 : exit_failed;
}

namespace {

int start_failed(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  return exit_failed;
}

/// As print_findings(), for a log that is read later and searched by severity: a line each.
bool log_findings(World& world, const std::vector<Finding>& findings) {
  for (auto& f : findings)
    world.log(f.fatal ? Severity::error : Severity::warning, "check",
              f.key + " = " + f.value + "; allowed: " + f.allowed + "; fix: " + f.fix + (f.line ? "; line " + std::to_string(f.line) : ""));
  return std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.fatal; });
}

/// The entry software.started. Digesting the running program takes as long as a quarter of a second, which base stations need not wait for:
/// a thread does it.
class StartRecord {
 public:
  StartRecord(RealWorld& world, Chronicle& chronicle) : world_(world), chronicle_(chronicle) {
    thread_ = std::thread([this, remote = world.remote()] {
      self_ = oversight::own_software(*oversight::this_machine());
      static_cast<void>(remote.post([this] { finish(); }));
    });
  }
  ~StartRecord() { finish(); }
  /// Once, in the World's thread.
  void finish() {
    if (!thread_.joinable()) return;
    thread_.join();
    if (self_.ok())
      chronicle_.started({PELLUCID_VERSION, self_->path, hex(self_->sha256), self_->build_id});
    else
      world_.log(Severity::error, "oversight", "what runs here is not recorded: " + self_.error());
  }

 private:
  RealWorld& world_;
  Chronicle& chronicle_;
  Result<oversight::OwnSoftware, std::string> self_;
  std::thread thread_;
};

/// nullptr without a policy of witnesses.
Result<std::unique_ptr<Witnessing>, std::string> start_witnessing(RealWorld& world, const Config& config) {
  if (config.ledger_witnesses.empty()) return nullptr;
  auto content = world.read_file(config.ledger_witnesses);
  if (!content.ok()) return Fail("ledger.witnesses: " + content.error().what);
  auto policy = ledger::parse_policy(as_text(*content));
  if (!policy.ok()) return Fail("ledger.witnesses = " + config.ledger_witnesses + ": " + policy.error().text());
  return Witnessing::start(world, *policy, config.ledger_folder);
}

Io<std::unique_ptr<api::HttpServer>> open_api(RealWorld& world, const Network& network, const Records& records) {
  auto& address = network.config().api_address;
  if (address.empty()) return nullptr;
  return api::HttpServer::open(world, endpoint(address),
                               [&network, &records](const std::string& path) { return answer_http(network, records, path); }, {},
                               {{"/ledger/tile", network.config().ledger_folder + "/tile"}});
}

}  // namespace

int run_command(const RunOptions& options) {
  auto loaded = load_config(options.config_file);
  auto& config = loaded.config;
  auto opened = RealWorld::open({.log_level = severity_of(config.log_level), .log_to = {}});
  if (!opened.ok()) return start_failed(opened.error().what);
  auto& world = **opened;
  if (!log_findings(world, loaded.findings)) return exit_unusable;
  config.setup_nat = config.setup_nat || options.setup_nat;
  if (config.setup_nat && !config.upf_enabled) return start_failed("upf.setup_nat: this process runs no UPF; say it where the UPF runs");
  if (!log_findings(world, check_machine(config))) return exit_failed;
  auto signals = world.on_signals({SIGINT, SIGTERM}, [&](int) { world.stop(); });
  if (!signals.ok()) return start_failed(signals.error().what);
  auto records = Records::open(world, config, Records::Writing::beside);
  if (!records.ok()) return start_failed(records.error());
  auto& chronicle = (*records)->chronicle();
  chronicle.configured();
  for (auto& fault : chronicle.load_lists(config.policy_lists, "pellucid", "listed in oversight.policy_lists"))
    world.log(Severity::warning, "oversight", fault);
  NetworkOptions how;
  watch(how, chronicle);
  auto network = Network::start(world, config, how);
  if (!network.ok()) return start_failed(network.error().what);
  if (!log_findings(world, check_subscribers(config, (*network)->store()))) return exit_unusable;
  auto control = ControlServer::open(world, config.control_socket, [&](const ControlRequest& r) {
    return operate(world, (*network)->store(), network->get(), **records, r);
  });
  if (!control.ok()) return start_failed(control.error().what);
  auto http = open_api(world, **network, **records);
  if (!http.ok()) return start_failed("api.listen: " + http.error().what);
  // After the store is ours: then no other run with this configuration lives whose NAT this could be.
  std::unique_ptr<InternetAccess> access;
  if (config.setup_nat) {
    auto nat = InternetAccess::set_up(world, config);
    if (!nat.ok()) return start_failed(nat.error().what);
    access = std::move(*nat);
  } else if (config.upf_enabled) {
    if (auto undone = undo_earlier_access(world); !undone.ok()) world.log(Severity::warning, "nat", undone.error().what);
  }
  auto lookout = Lookout::start(world, config, chronicle);
  if (!lookout.ok()) return start_failed(lookout.error());
  auto witnessing = start_witnessing(world, config);
  if (!witnessing.ok()) return start_failed(witnessing.error());
  (*records)->tell_of([&](Tree& status) {
    status.add("oversight", (*lookout)->status());
    if (*witnessing) status.add("witnesses", (*witnessing)->tree());
  });
  (*network)->keep_rates();
  world.log(Severity::info, "pellucid",
            config.network_name + " " + config.plmn.text() + " is up with " + std::to_string((*network)->store().subscribers().count()) +
                " subscribers");
  Supervisor supervisor(world);
  supervisor.ready();
  StartRecord start(world, chronicle);
  world.run();
  start.finish();
  supervisor.stopping();
  chronicle.stopping("asked to stop");
  world.log(Severity::info, "pellucid", "stopping; phones stay registered and come back after the next start");
  return 0;
}

}  // namespace pellucid::app

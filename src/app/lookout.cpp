#include "app/lookout.hpp"

#include <condition_variable>
#include <mutex>

#include "app/snmp_credentials.hpp"
#include "oversight/host/host.hpp"

namespace pellucid::app {

using namespace oversight;

/// Reading the machine (and digesting what runs) takes as long as the disk wants: it has a thread of its own.
class Lookout::HostThread {
 public:
  HostThread(Remote remote, std::function<void(const Observation&)> seen)
      : remote_(std::move(remote)),
        seen_(std::make_shared<std::function<void(const Observation&)>>(std::move(seen))),
        thread_([this] { run(); }) {}
  ~HostThread() {
    {
      std::lock_guard guard(lock_);
      *seen_ = {};  // in the World's thread, where it is called: nothing comes any more
      ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

 private:
  void run() {
    auto machine = this_machine();
    Host host(*machine);
    for (;;) {
      auto observation = host.observe(WallTime());  // the World's thread knows what time it is
      // A full queue is no harm: the next look comes.
      static_cast<void>(remote_.post([seen = seen_, observation = std::move(observation)] {
        if (*seen) (*seen)(observation);
      }));
      std::unique_lock guard(lock_);
      if (wake_.wait_for(guard, look_at_host_every, [this] { return ending_; })) return;
    }
  }

  Remote remote_;
  std::shared_ptr<std::function<void(const Observation&)>> seen_;
  std::mutex lock_;
  std::condition_variable wake_;
  bool ending_ = false;
  std::thread thread_;  // last: it uses the rest
};

Lookout::Lookout(RealWorld& world, const Config& config, Chronicle& chronicle)
    : world_(world), config_(config), chronicle_(chronicle), vendors_(world), manager_(world), next_search_(world) {}

Lookout::~Lookout() = default;

Result<std::unique_ptr<Lookout>, std::string> Lookout::start(RealWorld& world, const Config& config, Chronicle& chronicle) {
  std::unique_ptr<Lookout> lookout(new Lookout(world, config, chronicle));
  if (!config.snmp_credentials.empty()) {
    auto rules = read_snmp_credentials(world, config.snmp_credentials);
    if (!rules.ok()) return Fail(rules.error());
    lookout->rules_ = std::move(*rules);
  }
  if (!config.watched.empty() && lookout->rules_.empty())
    return Fail(std::string("oversight.watch names devices, but oversight.snmp_credentials names no file with what to say to them"));
  if (!config.watched.empty()) {
    for (auto& complaint : lookout->vendors_.complaints()) world.log(Severity::warning, "oversight", complaint);
    WatchOptions options;
    options.interval = std::chrono::seconds(config.poll_s);
    auto* self = lookout.get();
    lookout->watcher_ = std::make_unique<Watcher>(
        world, lookout->manager_, lookout->vendors_, options,
        WatchEvents{.observed = [self](const std::string&, const Observation& seen) { self->chronicle_.observe(seen); },
                    .silent = [self](const std::string& element, const std::string& why) { self->chronicle_.silent(element, why); }});
    if (!config.trap_address.empty()) {
      auto traps = snmp::Notifications::open(world, endpoint(config.trap_address),
                                             [self](const snmp::Hint& hint) { return self->watcher_->hint(hint.from.address); });
      if (!traps.ok()) return Fail("oversight.traps: " + traps.error().what);
      lookout->traps_ = std::move(*traps);
    }
    lookout->search();
  }
  if (config.watch_host)
    lookout->host_ = std::make_unique<HostThread>(world.remote(), [&world, &chronicle](Observation seen) {
      seen.time = world.wall();
      chronicle.observe(seen);
    });
  return lookout;
}

void Lookout::search() {
  DiscoveryOptions options;
  for (auto& text : config_.watched)
    if (auto prefix = Prefix::parse(text)) options.seeds.push_back(*prefix);
  options.allowed = options.seeds;
  options.follow_neighbours = true;
  options.rules = rules_;
  discovery_ = std::make_unique<Discovery>(world_, manager_, vendors_, options,
                                           DiscoveryEvents{.found = [this](const Discovered& device) { found(device); },
                                                           .done = [this](const DiscoverySummary& summary) { last_search_ = summary; }});
  discovery_->start();
  next_search_.start(search_every, [this] { search(); });
}

void Lookout::found(const Discovered& device) {
  chronicle_.observe(device.probed.observation);
  const Element* element = nullptr;
  for (auto& identifier : device.probed.observation.identifiers) {
    element = chronicle_.inventory().find(identifier);
    if (element && identifier.strong()) break;
  }
  if (!element) return;  // it could not be recorded; the next search finds it again
  watcher_->watch({element->id, {device.address, snmp::agent_port}, device.credentials, device.probed.observation.counters});
}

Tree Lookout::status() const {
  Tree out = Tree::object();
  if (watcher_) {
    auto& counted = watcher_->counters();
    out.add("devices", watcher_->size());
    out.add("looks", counted.looks);
    out.add("silences", counted.silences);
    out.add("found_last_search", last_search_.progress.found);
    if (!last_search_.cut_off.empty()) out.add("search_cut_off", last_search_.cut_off);
  }
  out.add("host", bool(host_));
  return out;
}

}  // namespace pellucid::app

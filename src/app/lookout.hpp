#pragma once
// Lookout: the sources of oversight beside the core's own interfaces: devices by SNMP (found, watched, traps heard) and this machine. What
// they see goes to the chronicle.
#include <memory>
#include <string>
#include <thread>

#include "app/chronicle.hpp"
#include "link/snmp/notifications.hpp"
#include "oversight/discovery/discovery.hpp"
#include "oversight/discovery/watcher.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {

class Lookout {
 public:
  static constexpr Duration search_every = std::chrono::hours(24);
  static constexpr Duration look_at_host_every = std::chrono::minutes(10);

  /// Begins to look. The error is in words for the operator: a file of credentials, an address for traps.
  static Result<std::unique_ptr<Lookout>, std::string> start(RealWorld& world, const Config& config, Chronicle& chronicle);
  ~Lookout();
  Tree status() const;

 private:
  class HostThread;
  Lookout(RealWorld& world, const Config& config, Chronicle& chronicle);
  void search();
  void found(const oversight::Discovered& device);

  RealWorld& world_;
  Config config_;
  Chronicle& chronicle_;
  oversight::Vendors vendors_;
  snmp::Manager manager_;
  std::vector<oversight::CredentialRule> rules_;
  std::unique_ptr<oversight::Watcher> watcher_;
  std::unique_ptr<oversight::Discovery> discovery_;
  std::unique_ptr<snmp::Notifications> traps_;
  std::unique_ptr<HostThread> host_;
  oversight::DiscoverySummary last_search_;
  Timer next_search_;
};

}  // namespace pellucid::app

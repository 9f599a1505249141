#pragma once
// Discovery: breadth first from seeds, and on along the management addresses of LLDP neighbours, never outside the allowed prefixes. Each
// address is asked once; a device that answers at several addresses is probed once.
//
//   Discovery discovery(world, manager, vendors, options, {.found = ..., .silent = ..., .done = ...});
//   discovery.start();                                   // the callbacks come from the World's loop
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "link/snmp/manager.hpp"
#include "oversight/discovery/prefix.hpp"
#include "oversight/discovery/probe.hpp"

namespace pellucid::oversight {

/// Tried in this order at addresses within the prefix.
struct CredentialRule {
  Prefix within;
  std::vector<snmp::Credentials> credentials;
};

struct DiscoveryOptions {
  std::vector<Prefix> seeds;
  std::vector<Prefix> allowed;  // seeds outside are not asked either
  bool follow_neighbours = false;
  std::vector<CredentialRule> rules;
  std::uint16_t port = snmp::agent_port;
  std::size_t max_addresses = 65'536;  // asked altogether
  std::size_t max_devices = 10'000;
  std::size_t at_once = 32;
  Duration max_time = std::chrono::hours(1);
  snmp::SessionLimits first_contact{.tries = 2, .patience = std::chrono::milliseconds(500)};
  snmp::SessionLimits session{};
  ProbeLimits probe{};
};

struct Discovered {
  IpAddress address;
  snmp::Credentials credentials;  // that it answered to
  Probed probed;
};

struct DiscoveryProgress {
  std::size_t waiting = 0, under_way = 0, found = 0, silent = 0;
  std::size_t same = 0;     // further addresses of devices that were found
  std::size_t outside = 0;  // neighbours' addresses and seeds that are not allowed
};

struct DiscoverySummary {
  DiscoveryProgress progress;
  Duration took{};
  std::string cut_off;  // why it ended before all was asked; empty if it did not
};

struct DiscoveryEvents {
  std::function<void(const Discovered&)> found;
  /// Nobody there who answers to any of the credentials; `why` names each without its secret.
  std::function<void(const IpAddress&, const std::string& why)> silent{};
  std::function<void(const DiscoveryProgress&)> progress{};
  /// Once, last. May destroy the Discovery.
  std::function<void(const DiscoverySummary&)> done;
};

class Discovery {
 public:
  Discovery(World& world, snmp::Manager& manager, Vendors& vendors, DiscoveryOptions options, DiscoveryEvents events);
  Discovery(const Discovery&) = delete;
  Discovery& operator=(const Discovery&) = delete;
  void start();
  const DiscoveryProgress& progress() const { return progress_; }

 private:
  struct Outcome {
    std::optional<Discovered> found;
    bool same = false;
    std::string silence;
  };
  void ask_for(const IpAddress& address);
  void pump();
  void finished(const IpAddress& address, Outcome outcome);
  void end(const std::string& cut_off);
  void tell_progress();
  std::vector<snmp::Credentials> credentials_for(const IpAddress& address) const;
  Procedure<Outcome, snmp::Error> visit(IpAddress address);
  Procedure<Outcome, snmp::Error> visit_with(IpAddress address, snmp::Credentials credentials);

  World* world_;
  snmp::Manager* manager_;
  Vendors* vendors_;
  DiscoveryOptions options_;
  DiscoveryEvents events_;
  DiscoveryProgress progress_;
  Instant began_{};
  std::deque<IpAddress> waiting_;
  std::set<IpAddress> asked_;
  std::set<std::string> known_;  // fingerprints of devices
  std::string truncated_;
  bool ended_ = false;
  Timer next_, deadline_;
  Procedures visits_;
};

}  // namespace pellucid::oversight

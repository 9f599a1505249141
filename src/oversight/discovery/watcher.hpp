#pragma once
// Watcher: looks at known devices again and again. Mostly only at the counters that tell of changes (one small request); at everything
// when one of them moved, when a device comes back, and once a day. A notification is a hint to look now. What changed is the inventory's
// to say: it compares observations, and knows a counter that moved without a difference.
//
//   Watcher watcher(world, manager, vendors, {}, {.observed = ..., .silent = ...});
//   watcher.watch({element, endpoint, credentials, observation.counters});
//   auto port = snmp::Notifications::open(world, {address, 162}, [&](auto& hint) { return watcher.hint(hint.from.address); });
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "link/snmp/manager.hpp"
#include "oversight/discovery/probe.hpp"

namespace pellucid::oversight {

struct WatchOptions {
  Duration interval = std::chrono::minutes(1);         // between looks at one device
  double jitter = 0.2;                                 // of the interval, either way
  Duration least_interval = std::chrono::seconds(10);  // however many hints there are
  Duration full_interval = std::chrono::hours(24);     // between looks at everything
  Duration gap = std::chrono::milliseconds(20);        // between the beginnings of two looks, at any device
  Duration most_interval = std::chrono::hours(1);      // between tries at a silent device
  unsigned tries_until_silent = 3;                     // looks without an answer
  std::size_t at_once = 16;
  std::size_t max_devices = 100'000;
  snmp::SessionLimits session{};
  ProbeLimits probe{};
};

struct Watched {
  std::string element;  // as the inventory calls it
  Endpoint at;
  snmp::Credentials credentials;
  ChangeCounters counters;  // as they were last seen
};

struct WatchEvents {
  std::function<void(const std::string& element, const Observation&)> observed;
  /// Once for each silence.
  std::function<void(const std::string& element, const std::string& why)> silent;
};

struct WatchCounters {
  std::uint64_t looks = 0, probes = 0, silences = 0, returns = 0;
  std::uint64_t hints = 0, unknown_hints = 0;  // from devices that are watched, and from others
};

class Watcher {
 public:
  Watcher(World& world, snmp::Manager& manager, Vendors& vendors, WatchOptions options, WatchEvents events);
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  ~Watcher();

  /// false if it is watched already, or if max_devices are.
  bool watch(Watched device);
  /// Also from within a callback.
  void forget(const std::string& element);
  /// Something happened there, somebody says. true if that device is watched.
  bool hint(const IpAddress& from);
  std::size_t size() const { return devices_.size(); }
  const WatchCounters& counters() const { return counters_; }

 private:
  struct Device;
  struct Look {
    ChangeCounters counters;
    std::optional<Observation> observation;
  };
  void wait(Device& device, Duration delay);
  void due(Device& device);
  void pump();
  void looked(const std::string& element, Result<Look, snmp::Error> look);
  Duration spread(Duration interval);
  static Procedure<Look, snmp::Error> look(Device& device, Vendors& vendors, ProbeLimits limits, bool everything);

  World* world_;
  snmp::Manager* manager_;
  Vendors* vendors_;
  WatchOptions options_;
  WatchEvents events_;
  WatchCounters counters_;
  std::map<std::string, std::unique_ptr<Device>> devices_;
  std::multimap<IpAddress, Device*> by_address_;
  std::deque<std::string> due_;
  std::size_t under_way_ = 0;
  Instant next_start_{};
  Timer pump_;
};

}  // namespace pellucid::oversight

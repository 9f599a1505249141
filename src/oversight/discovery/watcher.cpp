#include "oversight/discovery/watcher.hpp"

#include <algorithm>

namespace pellucid::oversight {

struct Watcher::Device {
  Watched watched;
  snmp::Session session;
  Instant last_look{}, last_probe{}, next_look{};
  bool looked_at = false, waits = false, under_way = false;
  unsigned failures = 0;
  Timer timer;
  Procedures looks;

  Device(World& world, snmp::Manager& manager, Watched w, const snmp::SessionLimits& limits)
      : watched(std::move(w)), session(manager, watched.at, watched.credentials, limits), timer(world) {}
};

Watcher::Watcher(World& world, snmp::Manager& manager, Vendors& vendors, WatchOptions options, WatchEvents events)
    : world_(&world),
      manager_(&manager),
      vendors_(&vendors),
      options_(std::move(options)),
      events_(std::move(events)),
      next_start_(world.now()),
      pump_(world) {}

Watcher::~Watcher() = default;

bool Watcher::watch(Watched watched) {
  if (devices_.size() >= options_.max_devices || devices_.contains(watched.element)) return false;
  auto element = watched.element;
  auto device = std::make_unique<Device>(*world_, *manager_, std::move(watched), options_.session);
  device->last_probe = world_->now();
  auto& added = *devices_.emplace(element, std::move(device)).first->second;
  by_address_.emplace(added.watched.at.address, &added);
  wait(added, spread(options_.interval));
  return true;
}

void Watcher::forget(const std::string& element) {
  auto found = devices_.find(element);
  if (found == devices_.end()) return;
  auto [first, last] = by_address_.equal_range(found->second->watched.at.address);
  for (auto at = first; at != last; ++at)
    if (at->second == found->second.get()) {
      by_address_.erase(at);
      break;
    }
  if (found->second->under_way) {
    --under_way_;
    pump_.start(Duration(0), [this] { pump(); });
  }
  devices_.erase(found);
}

bool Watcher::hint(const IpAddress& from) {
  auto [first, last] = by_address_.equal_range(from);
  if (first == last) {
    ++counters_.unknown_hints;
    return false;
  }
  ++counters_.hints;
  for (auto at = first; at != last; ++at) {
    auto& device = *at->second;
    if (device.waits || device.under_way) continue;
    auto soonest = device.looked_at ? device.last_look + options_.least_interval : world_->now();
    if (soonest < device.next_look) wait(device, std::max(Duration(0), soonest - world_->now()));
  }
  return true;
}

Duration Watcher::spread(Duration interval) {
  auto most = std::uint64_t(double(interval.count()) * std::clamp(options_.jitter, 0.0, 1.0));
  if (most == 0) return interval;
  auto offset = std::int64_t(world_->random_number<std::uint64_t>() % (2 * most + 1)) - std::int64_t(most);
  return interval + Duration(offset);
}

void Watcher::wait(Device& device, Duration delay) {
  device.next_look = world_->now() + delay;
  device.timer.start(delay, [this, &device] { due(device); });
}

void Watcher::due(Device& device) {
  device.waits = true;
  due_.push_back(device.watched.element);
  pump();
}

void Watcher::pump() {
  while (!due_.empty() && under_way_ < options_.at_once) {
    auto now = world_->now();
    if (now < next_start_) return pump_.start(next_start_ - now, [this] { pump(); });
    auto element = std::move(due_.front());
    due_.pop_front();
    auto found = devices_.find(element);
    if (found == devices_.end() || !found->second->waits) continue;
    auto& device = *found->second;
    device.waits = false;
    device.under_way = true;
    device.last_look = now;
    device.looked_at = true;
    next_start_ = now + options_.gap;
    ++under_way_;
    ++counters_.looks;
    device.session.set_limits(options_.session);
    bool everything = device.failures >= options_.tries_until_silent || now - device.last_probe >= options_.full_interval;
    device.looks.start(look(device, *vendors_, options_.probe, everything),
                       std::function<void(Result<Look, snmp::Error>)>(
                           [this, element](Result<Look, snmp::Error> outcome) { looked(element, std::move(outcome)); }));
  }
}

Procedure<Watcher::Look, snmp::Error> Watcher::look(Device& device, Vendors& vendors, ProbeLimits limits, bool everything) {
  Look out;
  out.counters = co_await read_counters(device.session);
  if (!everything && !moved(device.watched.counters, out.counters)) co_return out;
  auto probed = co_await probe(device.session, vendors, limits);
  out.counters = probed.observation.counters;
  out.observation = std::move(probed.observation);
  co_return out;
}

void Watcher::looked(const std::string& element, Result<Look, snmp::Error> look) {
  auto found = devices_.find(element);
  if (found == devices_.end()) return;
  auto& device = *found->second;
  device.under_way = false;
  --under_way_;
  pump_.start(Duration(0), [this] { pump(); });
  if (!look.ok()) {
    ++device.failures;
    auto doublings = std::min(device.failures - 1, 16u);
    wait(device, spread(std::min(options_.interval * (std::int64_t(1) << doublings), options_.most_interval)));
    if (device.failures != options_.tries_until_silent) return;
    ++counters_.silences;
    if (events_.silent) events_.silent(element, look.error().text);
    return;
  }
  if (device.failures >= options_.tries_until_silent) ++counters_.returns;
  device.failures = 0;
  device.watched.counters = std::move(look->counters);
  wait(device, spread(options_.interval));
  if (!look->observation) return;
  ++counters_.probes;
  device.last_probe = world_->now();
  if (events_.observed) events_.observed(element, *look->observation);
}

}  // namespace pellucid::oversight

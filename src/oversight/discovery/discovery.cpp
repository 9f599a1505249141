#include "oversight/discovery/discovery.hpp"

#include <algorithm>

#include "oversight/discovery/objects.hpp"
#include "oversight/discovery/reading.hpp"

namespace pellucid::oversight {
namespace {

std::vector<snmp::Oid> fingerprint_objects() {
  return {objects::engine_id, objects::sys_name, objects::lldp_chassis_id, objects::bridge_address};
}

/// Two addresses with the same one are one device: engine id, and its name and addresses, because cloned disks share engine ids. Empty if
/// the device shows no engine id.
std::string fingerprint(const std::vector<snmp::Value>& values) {
  auto* engine_id = std::get_if<Bytes>(&values[0]);
  if (!engine_id || engine_id->empty()) return {};
  std::string print;
  for (auto& value : values) {
    auto* octets = std::get_if<Bytes>(&value);
    print += (octets ? hex(*octets) : "-") + "|";
  }
  return print;
}

}  // namespace

Discovery::Discovery(World& world, snmp::Manager& manager, Vendors& vendors, DiscoveryOptions options, DiscoveryEvents events)
    : world_(&world),
      manager_(&manager),
      vendors_(&vendors),
      options_(std::move(options)),
      events_(std::move(events)),
      next_(world),
      deadline_(world) {}

void Discovery::start() {
  began_ = world_->now();
  for (auto& seed : options_.seeds) {
    auto left = options_.max_addresses - std::min(options_.max_addresses, asked_.size());
    auto hosts = seed.hosts(left + 1);
    for (auto& host : hosts) ask_for(host);
  }
  deadline_.start(options_.max_time, [this] { end("the time was over"); });
  next_.start(Duration(0), [this] { pump(); });
}

void Discovery::ask_for(const IpAddress& address) {
  if (asked_.contains(address)) return;
  if (!any_contains(options_.allowed, address)) {
    ++progress_.outside;
    return;
  }
  if (asked_.size() >= options_.max_addresses) {
    truncated_ = "more than " + std::to_string(options_.max_addresses) + " addresses";
    return;
  }
  asked_.insert(address);
  waiting_.push_back(address);
}

void Discovery::pump() {
  while (!ended_ && !waiting_.empty() && progress_.under_way < options_.at_once) {
    if (progress_.found >= options_.max_devices) return end("more than " + std::to_string(options_.max_devices) + " devices");
    auto address = waiting_.front();
    waiting_.pop_front();
    ++progress_.under_way;
    visits_.start(visit(address), std::function<void(Result<Outcome, snmp::Error>)>([this, address](Result<Outcome, snmp::Error> outcome) {
                    if (outcome.ok())
                      finished(address, std::move(*outcome));
                    else
                      finished(address, Outcome{{}, false, outcome.error().text});
                  }));
  }
  tell_progress();
  if (!ended_ && waiting_.empty() && progress_.under_way == 0) end(truncated_);
}

void Discovery::finished(const IpAddress& address, Outcome outcome) {
  --progress_.under_way;
  next_.start(Duration(0), [this] { pump(); });
  if (outcome.same) {
    ++progress_.same;
  } else if (outcome.found) {
    ++progress_.found;
    if (options_.follow_neighbours)
      for (auto& neighbour : outcome.found->probed.neighbours)
        for (auto& at : neighbour.addresses) ask_for(at);
    if (events_.found) events_.found(*outcome.found);
  } else {
    ++progress_.silent;
    if (events_.silent) events_.silent(address, outcome.silence);
  }
}

void Discovery::end(const std::string& cut_off) {
  if (std::exchange(ended_, true)) return;
  deadline_.stop();
  next_.stop();
  visits_.cancel_all();
  progress_.waiting = waiting_.size() + std::exchange(progress_.under_way, 0);
  DiscoverySummary summary{progress_, world_->now() - began_, cut_off};
  if (auto done = std::move(events_.done)) done(summary);  // `this` may be gone
}

void Discovery::tell_progress() {
  progress_.waiting = waiting_.size();
  if (events_.progress) events_.progress(progress_);
}

std::vector<snmp::Credentials> Discovery::credentials_for(const IpAddress& address) const {
  std::vector<snmp::Credentials> out;
  for (auto& rule : options_.rules)
    if (rule.within.contains(address)) out.insert(out.end(), rule.credentials.begin(), rule.credentials.end());
  return out;
}

Procedure<Discovery::Outcome, snmp::Error> Discovery::visit(IpAddress address) {
  auto all = credentials_for(address);
  if (all.empty()) co_return Fail(snmp::Error{snmp::Error::Kind::credentials, address.text() + ": no credentials are given for it"});
  std::string why;
  for (auto& credentials : all) {
    auto outcome = co_await attempt(visit_with(address, credentials));
    if (outcome.ok()) co_return std::move(*outcome);
    why += (why.empty() ? "" : "; ") + outcome.error().text;
  }
  co_return Fail(snmp::Error{snmp::Error::Kind::silent, why});
}

Procedure<Discovery::Outcome, snmp::Error> Discovery::visit_with(IpAddress address, snmp::Credentials credentials) {
  snmp::Session session(*manager_, {address, options_.port}, credentials, options_.first_contact);
  auto values = co_await session.get(fingerprint_objects());
  auto print = fingerprint(values);
  if (!print.empty() && !known_.insert(print).second) co_return Outcome{{}, true, {}};
  session.set_limits(options_.session);
  auto probed = co_await attempt(probe(session, *vendors_, options_.probe));
  if (!probed.ok()) {
    known_.erase(print);
    co_return Fail(std::move(probed.error()));
  }
  co_return Outcome{Discovered{address, credentials, std::move(*probed)}, false, {}};
}

}  // namespace pellucid::oversight

#pragma once
// What operate() is made of: a table of operations, each a function of the call. For operate.cpp and oversee.cpp only.
#include <span>

#include "app/network.hpp"
#include "app/operate.hpp"

namespace pellucid::app {

using Reply = ControlReply;
inline Reply no(std::string what) { return Fail(std::move(what)); }

struct Call {
  World& world;
  store::Store& store;
  Network* network;
  Records& records;
  const ControlRequest& request;

  std::string argument(const char* name) const { return request.argument(name); }
  /// An entry of this call: its actor and reason.
  oversight::Recorded entry(std::string type, std::string element, Tree before, Tree after) const {
    return entry_of(std::move(type), std::move(element), request.actor, request.reason, std::move(before), std::move(after));
  }
  /// Records what has been done; `done` is the answer if that worked.
  Reply record(oversight::Recorded what, Reply done) const {
    auto told = what.entry.actor + ": " + what.entry.type + (what.entry.reason.empty() ? "" : " (" + what.entry.reason + ")");
    auto recorded = records.chronicle().record(std::move(what));
    if (!recorded.ok()) return no("it is done, but not recorded: " + recorded.error());
    world.log(Severity::info, "operator", told + ", entry " + std::to_string(*recorded));
    return done;
  }
};

struct Operation {
  const char* name;
  Reply (*run)(const Call&);
  bool changes = false;  // refused while nothing can be recorded
};

/// Elements, findings, approvals, policy lists, the log (oversee.cpp).
std::span<const Operation> oversight_operations();

}  // namespace pellucid::app

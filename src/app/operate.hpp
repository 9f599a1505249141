#pragma once
// What an operator can ask for, whether the network runs (over the control socket) or not (on the store itself).
#include "app/control.hpp"
#include "app/records.hpp"
#include "store/store.hpp"

namespace pellucid::app {

class Network;

/// `network` is nullptr when nothing runs: then only what concerns the store and the log can be done. Each change is recorded in the log
/// with who and why.
ControlReply operate(World& world, store::Store& store, Network* network, Records& records, const ControlRequest& request);

}  // namespace pellucid::app

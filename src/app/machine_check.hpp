#pragma once
// The configuration against the machine it is to run on.
#include <vector>

#include "app/config.hpp"

namespace pellucid::app {

/// What must or should be there before the core starts: addresses that are the machine's own, /dev/net/tun, SCTP, forwarding, room for
/// the tunnel header on N3. Cheap enough for every start.
std::vector<Finding> check_machine(const Config& config);

/// The way of phones' packets to the internet: a route, rules that drop, NAT, MTU and MSS. Reads the machine's nftables rules, which needs
/// CAP_NET_ADMIN.
std::vector<Finding> check_way_out(const Config& config);

}  // namespace pellucid::app

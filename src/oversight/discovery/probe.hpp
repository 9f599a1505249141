#pragma once
// Asks one device through SNMP what it is, and who its neighbours are.
//
//   auto probed = co_await probe(session, vendors, {});     // snmp::Error if it does not even tell its system group
//
// A table that cannot be read to its end costs its section's completeness and gives a complaint, nothing more.
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "link/snmp/manager.hpp"
#include "oversight/discovery/vendors.hpp"
#include "oversight/inventory/observation.hpp"

namespace pellucid::oversight {

struct ProbeLimits {
  snmp::WalkLimits walk{};                        // of each table
  Duration max_time = std::chrono::seconds(120);  // of the whole probe
  std::size_t max_neighbours = 1024, max_addresses_a_neighbour = 16;
  std::size_t max_complaints = 32;
};

/// Whom the device hears through LLDP.
struct Neighbour {
  std::string local_port;
  std::string chassis_id;  // "00:e0:fc:01:02:03", or text
  std::string name, description;
  std::vector<IpAddress> addresses;  // for management
};

struct Probed {
  Observation observation;
  std::vector<Neighbour> neighbours;
  snmp::SessionCounters cost;
};

Procedure<Probed, snmp::Error> probe(snmp::Session& session, Vendors& vendors, ProbeLimits limits);

/// Only what tells of changes (Observation::counters), in one request.
using ChangeCounters = std::map<std::string, std::uint64_t>;
Procedure<ChangeCounters, snmp::Error> read_counters(snmp::Session& session);

/// Same counters, as far as two clocks can tell: time stamps may differ by a few seconds.
bool moved(const ChangeCounters& before, const ChangeCounters& now);

}  // namespace pellucid::oversight

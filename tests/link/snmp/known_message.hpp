#pragma once
// What net-snmp sent (tests/data/wire_snmp/net_snmp.txt), by name.
#include <fstream>
#include <string>

#include "base/bytes.hpp"

namespace pellucid::snmp::test {

/// Empty if there is none of that name.
inline Bytes known_message(const std::string& name) {
  std::ifstream in(PELLUCID_TEST_DATA "/wire_snmp/net_snmp.txt");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with(name + " ")) return from_hex(line.substr(name.size() + 1)).value_or(Bytes{});
  return {};
}

}  // namespace pellucid::snmp::test

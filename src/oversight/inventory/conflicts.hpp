#pragma once
// Evidence that contradicts itself: what an element says about its maker, model and serial number, held against what its parts and its
// addresses say.
#include <string>
#include <vector>

#include "oversight/inventory/inventory.hpp"

namespace pellucid::oversight {

struct Conflict {
  std::string topic;  // what about: "vendor", "chassis", "agent", "model", "serial", "name"
  std::string text;   // "the box says it is Huawei (snmp sysDescr, snmp sysObjectID); its agent is net-snmp (snmp engine id) ..."
};
/// One at most of each topic, in a fixed order. Empty for an honest box.
std::vector<Conflict> conflicts(const Element& element);

}  // namespace pellucid::oversight

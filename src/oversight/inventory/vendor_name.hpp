#pragma once
// One spelling for each maker, so that evidence from different sources can be compared: "Cisco Systems, Inc", "ciscoSystems" and "CISCO"
// are all "cisco". Only for comparing: what people read is the value as it was seen.
#include <string>
#include <string_view>

namespace pellucid::oversight {

/// Lower case, no punctuation, no legal form, parentheses or remarks; then the table of spellings in vendor_name.cpp. Empty if nothing is
/// left (or if it is "Private" or "Unknown": a registrant that does not want to be known is no evidence). Never longer than 64 octets.
std::string normal_vendor(std::string_view name);

/// The maker that a free text names (sysDescr, lldp descriptions), of those in the table of spellings; empty if it names none. Whole words
/// only; the first one that stands in the text counts.
std::string vendor_named_in(std::string_view text);

/// Makers of agents and operating systems that run on anybody's hardware ("net-snmp", "microsoft", "vmware"): takes a normal_vendor().
/// They tell nothing about who made the box, but a box whose engine id is theirs while its sysObjectID is a hardware maker's tells two
/// tales.
bool is_software_agent(std::string_view normal);

}  // namespace pellucid::oversight

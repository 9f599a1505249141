#pragma once
// Values of devices as texts and numbers. Whatever a device sends, what comes out is UTF-8 without control characters, of bounded length.
#include <optional>
#include <string>

#include "oversight/discovery/vendors.hpp"
#include "wire/snmp/message.hpp"

namespace pellucid::oversight {

inline constexpr std::size_t max_text_octets = 512;

/// Blanks at the ends gone, control characters and what is no UTF-8 as '?'.
std::string printable(ByteView octets);
/// Of an OCTET STRING; empty for any other type.
std::string text_of(const snmp::Value& value);
std::optional<std::int64_t> number_of(const snmp::Value& value);
std::optional<Mac> mac_of(const snmp::Value& value);
/// "80:00:1f:88:..."
std::string with_colons(ByteView octets);

/// A chassis or port id of LLDP (IEEE 802.1AB §8.5.2.2, §8.5.3.2): a MAC address, an address, or text. `mac_subtype`: 4 for a chassis, 3
/// for a port.
std::string lldp_id(std::int64_t subtype, std::int64_t mac_subtype, const snmp::Value& id);

/// Name and version of an installed package as agents write them in one string ("bash_5.2.15-2_amd64", "bash-5.1.8-6.el9").
struct Package {
  std::string name, version;  // version: "installed" if it cannot be told
};
Package package_of(const std::string& text);

}  // namespace pellucid::oversight

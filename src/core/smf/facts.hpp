#pragma once
// What a PDU session is: everything about it that outlives a flow, and a restart (record.cpp).
#include <cstdint>
#include <string>

#include "base/ids.hpp"
#include "base/subscription.hpp"
#include "core/smf/status.hpp"
#include "runtime/world.hpp"
#include "wire/nas/ies_session.hpp"

namespace pellucid::smf {

/// The one QoS flow, its rule and the rules in the UPF have fixed names: a session has the default flow only.
inline constexpr Qfi default_qfi{1};
inline constexpr std::uint8_t default_rule_id = 1;

struct Facts {
  Supi supi;
  PduSessionId id;
  Snssai slice;
  std::string dnn;  // as the configuration writes it
  nas::SessionType type = nas::SessionType::ipv4;
  bool always_on = false;
  IpAddress ipv4;            // none if it has none
  IpAddress ipv6_prefix;     // a /64; none if it has none
  Octets<8> interface_id{};  // of the phone's link-local address; zero without IPv6
  std::uint8_t five_qi = 9;
  Arp arp;
  Ambr ambr;
  Seid seid;                // ours
  Seid upf_seid;            // the UPF's; 0: not known
  Endpoint upf;             // its N4 address
  TunnelEnd uplink;         // the UPF's end of N3
  IpAddress uplink_second;  // its IPv6 address, if it has both
  WallTime since;
  bool ending = false;  // only its deletion in the UPF is left to be done

  bool has_ipv4() const { return type != nas::SessionType::ipv6; }
  bool has_ipv6() const { return type != nas::SessionType::ipv4; }
  bool operator==(const Facts&) const = default;
};

}  // namespace pellucid::smf

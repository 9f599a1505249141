#pragma once
// Service data flow filters (TS 29.244 §8.2.5): the IPFilterRule of RFC 6733 as TS 29.212 §5.4.2 narrows it, and the further match
// fields of the IE.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/upf/config.hpp"
#include "core/upf/packet.hpp"

namespace pellucid::upf {

struct PortRange {
  std::uint16_t first = 0, last = 65535;
  bool operator==(const PortRange&) const = default;
};

/// One end of a flow. No network: any address.
struct FlowEnd {
  std::optional<Cidr> network;
  bool assigned = false;         // "assigned": the phone's own address, which the session's match has already checked
  std::vector<PortRange> ports;  // any of them; empty: any port, and packets without ports
  bool operator==(const FlowEnd&) const = default;
};

/// Source and destination are those of a downlink packet (§5.2.1A.2A); uplink packets are matched with the ends swapped.
struct SdfFilter {
  std::optional<std::uint8_t> protocol;
  FlowEnd source, destination;
  std::optional<std::pair<std::uint8_t, std::uint8_t>> traffic_class;  // value and mask
  std::optional<std::uint32_t> spi;
  std::optional<std::uint32_t> flow_label;

  /// "permit out ip from 10.0.0.0/8 80,443 to assigned 1024-65535". Action permit, direction out; protocol "ip" or a number; ends "any",
  /// "assigned" or an address with optional mask, then ports. Nothing for anything else (options, negation, other actions).
  static std::optional<SdfFilter> parse(std::string_view description);
  bool matches(const Flow& flow, bool uplink) const;
  bool operator==(const SdfFilter&) const = default;
};

}  // namespace pellucid::upf

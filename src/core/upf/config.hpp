#pragma once
// What a UPF is told before it starts. Every field has a working default except the data networks.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/why.hpp"
#include "runtime/world.hpp"

namespace pellucid::upf {

/// An address range: "10.45.0.0/16", "fd45::/48". Host bits of the address are kept as written ("10.45.0.1/16" is a device address).
struct Cidr {
  IpAddress address;
  unsigned prefix = 0;  // bits

  static std::optional<Cidr> parse(std::string_view text);
  std::string text() const;
  bool contains(const IpAddress& other) const;
  bool operator==(const Cidr&) const = default;
};

/// One data network behind N6: its own TUN device, its own address pools (TS 23.501 §5.6.1, §5.8.2.2).
struct DnnConfig {
  std::string name = "internet";  // Network Instance on N4, compared as an APN: label form, plain text and any case are equal
  std::string tun_name = "upf0";  // at most 15 characters
  std::string network_namespace;  // where the TUN device lives: a name under /run/netns, or empty for our own
  std::string ipv4_pool;          // "10.45.0.0/16"; empty: no IPv4. The first host address is the gateway, on the TUN device
  std::string ipv6_pool;          // "fd45::/48", at most /64; a /64 a session; empty: no IPv6. The first /64 is the gateway's
  std::uint32_t mtu = 1400;       // octets of an inner IP packet; also in router advertisements
};

/// How much is kept for phones that are being paged. What comes beyond a limit is dropped and counted.
struct BufferLimits {
  std::uint32_t packets_per_session = 256;
  std::uint32_t octets_per_session = 256 * 1024;
  std::uint64_t octets_in_total = 64ull << 20;
  Duration age = std::chrono::seconds(60);  // older packets are dropped rather than sent
};

struct UpfConfig {
  std::string trace_name = "upf";                 // who we are in the ladder: "upf", "upf2"
  IpAddress node_id = IpAddress::v4(0x7f000003);  // PFCP Node ID
  Endpoint n4{IpAddress::v4(0x7f000003), 8805};   // where SMFs reach us (TS 29.244 §4.2)
  IpAddress n3_v4 = IpAddress::v4(0x7f000003);    // GTP-U, port 2152; none: no IPv4 on N3
  IpAddress n3_v6;                                // GTP-U over IPv6; none: no IPv6 on N3
  std::vector<DnnConfig> dnns;                    // at least one, at most 64
  BufferLimits buffer;
  std::uint32_t max_sessions = 100'000;      // further establishments get cause 75; at most 2^20 - 1
  std::uint32_t max_rules_per_session = 64;  // PDRs; likewise FARs, QERs, URRs
  bool allocate_addresses = true;            // announce UEIP: the SMF may leave the phones' addresses to us
  bool strict_peers = false;                 // uplink only from the address that the downlink tunnel goes to (see forwarder.hpp)
  int worker_core = -1;                      // pin the user plane thread to this core; -1: do not
};

/// The configuration against itself: names, pools that overlap, limits. Nothing is opened.
Result<Nothing, Why> validate(const UpfConfig& config);

}  // namespace pellucid::upf

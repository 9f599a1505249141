#include "core/upf/packet.hpp"

namespace pellucid::upf {

namespace {

constexpr std::uint8_t hop_by_hop = 0, routing = 43, fragment = 44, esp = 50, ah = 51, destination_options = 60, sctp = 132, dccp = 33,
                       udp_lite = 136;
constexpr int max_extension_headers = 8;

bool has_ports(std::uint8_t protocol) {
  return protocol == ip_tcp || protocol == ip_udp || protocol == sctp || protocol == dccp || protocol == udp_lite;
}

}  // namespace

Flow parse_flow(const IpView& ip) {
  Flow flow;
  flow.v6 = ip.v6;
  flow.source = ip.source();
  flow.destination = ip.destination();
  flow.traffic_class = ip.traffic_class();
  std::uint32_t at = 0;
  bool later_fragment = false;
  if (!ip.v6) {
    at = (ip.at[0] & 15u) * 4;
    flow.protocol = ip.at[9];
    later_fragment = (load16(ip.at + 6) & 0x1fff) != 0;
  } else {
    at = 40;
    flow.protocol = ip.at[6];
    flow.flow_label = load32(ip.at) & 0xfffff;
    for (int i = 0; i < max_extension_headers; ++i) {
      std::uint8_t p = flow.protocol;
      if ((p != hop_by_hop && p != routing && p != fragment && p != destination_options) || at + 8 > ip.length) break;
      if (p == fragment && (load16(ip.at + at + 2) & 0xfff8) != 0) later_fragment = true;
      flow.protocol = ip.at[at];
      at += p == fragment ? 8 : (ip.at[at + 1] + 1u) * 8;
      if (later_fragment) break;
    }
  }
  if (later_fragment || at + 4 > ip.length) return flow;
  if (has_ports(flow.protocol)) {
    flow.ports_known = true;
    flow.source_port = load16(ip.at + at);
    flow.destination_port = load16(ip.at + at + 2);
  } else if (flow.protocol == esp) {
    flow.spi = load32(ip.at + at);
  } else if (flow.protocol == ah && at + 8 <= ip.length) {
    flow.spi = load32(ip.at + at + 4);
  }
  return flow;
}

}  // namespace pellucid::upf

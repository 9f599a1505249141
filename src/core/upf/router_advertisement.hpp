#pragma once
// The phone's IPv6 router (RFC 4861). TS 23.501 §5.8.2.2.3 puts router advertisements into the SMF's domain; here the UPF, which has
// the tunnel, sends them itself: an advertisement once the downlink tunnel of a session with a prefix is up, one to each
// solicitation, and one from time to time while the phone is active. A PDR that takes solicitations to the SMF has precedence.
#include <cstdint>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "core/upf/packet.hpp"

namespace pellucid::upf {

/// Our end of every session's link: fe80::7065:6c6c:7563:6964.
IpAddress router_address();
/// Router Solicitation (RFC 4861 §4.1) that is sound: hop limit 255, code 0, right checksum.
bool is_router_solicitation(const IpView& ip);
/// Router Advertisement (RFC 4861 §4.2) with one prefix for stateless autoconfiguration (A set, L clear: no neighbour is on the link)
/// and the MTU; to all nodes. Lifetimes: router 65535 s (RFC 8319), prefix infinite.
Bytes router_advertisement(const IpAddress& prefix64, std::uint32_t mtu);

}  // namespace pellucid::upf

#pragma once
// What an operator decides about the SMF. Every member has a safe default; app/ fills it from the configuration file.
#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/why.hpp"
#include "runtime/world.hpp"

namespace pellucid::smf {

/// A UPF that we associate with. The first one that is associated and serves the data network gets a new session.
struct UpfPeer {
  std::string name = "upf";  // for logs and traces: "upf", "upf2"
  Endpoint n4{IpAddress::v4(0x7f000003), 8805};
  std::vector<std::string> dnns;  // data networks that it serves; empty: all
};

/// One data network as phones see it (TS 23.501 §5.6.1). A pool that is set says that the network offers that IP version, also when
/// the UPF does the allocation from its own copy of it.
struct DnnConfig {
  std::string name = "internet";  // network identifier (TS 23.003 §9.1), compared without case
  std::vector<Snssai> slices;     // where it can be reached; empty: in all
  std::string ipv4_pool;          // "10.45.0.0/16"; empty: no IPv4. The first host address is the gateway's
  std::string ipv6_pool;          // "fd45::/48", at most /64; a /64 a session; empty: no IPv6. The first is the gateway's
  std::vector<IpAddress> dns;     // of either family, best first; given to phones that ask
  std::uint16_t mtu = 1400;       // octets of an IPv4 packet; given to phones that ask (0: not given)
  bool always_on = false;         // always-on sessions are granted to phones that ask (TS 23.501 §5.6.13)
};

/// TS 24.501 §10.3 and our own.
struct Timers {
  Duration t3591 = std::chrono::seconds(16);  // modification command
  Duration t3592 = std::chrono::seconds(16);  // release command
  unsigned attempts = 5;                      // the command and its four retransmissions
  Duration n4_t1 = std::chrono::seconds(3);   // PFCP T1, one try (TS 29.244 §6.4)
  unsigned n4_n1 = 5;                         // PFCP N1, tries in all; an establishment that nobody answers may leave a session in the UPF
  Duration heartbeat = std::chrono::seconds(10);
  Duration association_retry = std::chrono::seconds(5);  // between attempts to associate
  Duration n4_retry = std::chrono::seconds(30);          // what a UPF did not confirm is asked for again
  Duration upf_grace = std::chrono::seconds(60);         // sessions of a UPF that does not answer are kept this long
  Duration page_guard = std::chrono::seconds(60);        // the AMF says by then how paging ended, or we stop waiting
  Duration unreachable_hold = std::chrono::seconds(30);  // after a page without answer downlink data is dropped and not reported
  Duration address_rest = std::chrono::seconds(60);      // a released address is given out again only after this, if others are left
  std::uint32_t back_off_s = 60;                         // T3396 with cause 26 when we or the UPF are full
};

/// Where we say stop (DESIGN.md §4). Reaching a limit is counted and answered.
struct Limits {
  std::size_t max_sessions = 100'000;  // further ones: 5GSM cause 26 with back-off
  std::size_t max_sessions_per_phone = 15;
  std::size_t max_waiting_calls = 16;                // calls for one session that wait for an earlier one
  std::size_t max_parallel_restorations = 64;        // N4 procedures at once after a UPF's or our own restart
  std::size_t max_refusals_kept = 4'096;             // for `pellucid explain`
  std::uint64_t usage_report_octets = 100ull << 20;  // the UPF reports usage every so many octets; 0: only at the end
};

struct Config {
  std::string trace_name = "smf";
  IpAddress node_id = IpAddress::v4(0x7f000002);  // PFCP Node ID; the same after a restart
  Endpoint n4{IpAddress::v4(0x7f000002), 8805};   // our address on N4
  std::vector<UpfPeer> upfs = {UpfPeer{}};        // at least one
  std::vector<DnnConfig> dnns;                    // at least one
  std::vector<Snssai> slices = {Snssai{1, {}}};   // that sessions can be in
  Timers timers;
  Limits limits;
};

/// The configuration against itself: names, pools, addresses. Nothing is opened.
Result<Nothing, Why> validate(const Config& config);

}  // namespace pellucid::smf

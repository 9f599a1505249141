#pragma once
// What the SMF asks of a UPF for one session (TS 29.244 §7.5), made from the facts of the session, and what it reads from the answers.
// Pure: nothing is sent here.
#include <cstdint>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "core/smf/facts.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::smf::n4 {

/// The rules of a session; the same in each.
inline constexpr pfcp::PdrId downlink_pdr{1}, uplink_pdr{2};
inline constexpr pfcp::FarId downlink_far{1}, uplink_far{2};
inline constexpr pfcp::QerId session_qer{1};
inline constexpr pfcp::UrrId usage_urr{1};
inline constexpr pfcp::BarId downlink_bar{1};

struct Wishes {
  bool choose_addresses = false;      // the UPF allocates what `facts` lacks (UEIP)
  bool restore = false;               // the session existed: same F-TEID, same addresses (RESTI)
  bool count_packets = false;         // MNOP
  std::uint64_t usage_threshold = 0;  // octets; 0: report at the end only
  std::optional<TunnelEnd> downlink;  // forward there; nothing: keep and notify
};
/// §7.5.2. `node` and `address` are ours.
pfcp::SessionEstablishmentRequest establishment(const Facts& facts, const Wishes& wishes, const pfcp::NodeId& node,
                                                const IpAddress& address);

/// §7.5.4, each only what changes.
pfcp::SessionModificationRequest forward_to(const TunnelEnd& gnb, bool end_marker = false);
pfcp::SessionModificationRequest hold_and_notify();
pfcp::SessionModificationRequest discard();  // drops what is buffered, too
pfcp::SessionModificationRequest limit_rate(const Ambr& ambr);

/// What an accepted establishment tells.
struct Established {
  Seid upf_seid;
  TunnelEnd uplink;
  IpAddress uplink_second;
  IpAddress ipv4, ipv6_prefix;  // those that the UPF allocated
};
/// `wanted`: the facts and wishes of the request. The error is in words; `upf_seid` of it may be known all the same.
struct Nonsense {
  std::string what;
  Seid upf_seid;
};
Result<Established, Nonsense> read(const pfcp::SessionEstablishmentResponse& response, const Facts& wanted, const Wishes& wishes);

/// Adds what the reports say of our URR.
void add_usage(Usage& usage, const std::vector<pfcp::UsageReport>& reports);

/// The 5GSM cause for a refusal by the UPF (TS 24.501 annex B).
bool is_shortage(pfcp::Cause cause);

}  // namespace pellucid::smf::n4

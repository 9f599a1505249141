#pragma once
// What a subscriber may use: slices, data networks, rates (TS 23.502 §5.2.3.3.1, the subscription data types). Plain data, spoken by
// the store, the UDM and the policy; no secrets in here.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/tree.hpp"

namespace pellucid {

/// Aggregate maximum bit rates in bits a second (TS 23.501 §5.7.2.6).
struct Ambr {
  std::uint64_t down_bps = 0, up_bps = 0;
  auto operator<=>(const Ambr&) const = default;
};

/// "1 Gbps", "100M", "64k", "1500000": bits a second, decimal multiples, 1..4,000,000,000,000 (NGAP's largest BitRate,
/// TS 38.413 §9.3.1.4). Nothing if it is none of that.
std::optional<std::uint64_t> parse_rate(std::string_view text);
/// The shortest text that parse_rate() reads back: "1Gbps", "1500kbps", "77bps".
std::string rate_text(std::uint64_t bps);

/// Allocation and retention priority (TS 23.501 §5.7.2.2).
struct Arp {
  std::uint8_t priority = 8;  // 1 (highest) .. 15
  bool preempts = false;      // may take resources of a lower one
  bool preemptable = true;    // may lose them to a higher one
  auto operator<=>(const Arp&) const = default;
};

/// Whether a standardized 5QI needs a guaranteed bit rate, so that no default flow can have it (TS 23.501 table 5.7.4-1).
constexpr bool needs_guaranteed_rate(std::uint8_t five_qi) {
  return (five_qi >= 1 && five_qi <= 4) || (five_qi >= 65 && five_qi <= 67) || (five_qi >= 71 && five_qi <= 76) ||
         (five_qi >= 82 && five_qi <= 90);
}

/// Which PDU session types are allowed. Bits: 1 IPv4, 2 IPv6; both allow IPv4v6 too (TS 23.501 §5.8.2.2.1).
enum class IpVersions : std::uint8_t { ipv4 = 1, ipv6 = 2, ipv4v6 = 3 };
inline bool has_ipv4(IpVersions v) { return (std::uint8_t(v) & 1) != 0; }
inline bool has_ipv6(IpVersions v) { return (std::uint8_t(v) & 2) != 0; }
std::string text(IpVersions versions);  // "ipv4", "ipv6", "ipv4v6"
std::optional<IpVersions> parse_ip_versions(std::string_view text);

/// One data network that the subscriber may use within a slice.
struct SubscribedDnn {
  std::string dnn;          // network identifier, 1..63 octets, lower case (TS 23.003 §9.1)
  bool is_default = false;  // used when the phone names none; exactly one a slice
  Ambr session_ambr{1'000'000'000, 1'000'000'000};
  std::uint8_t five_qi = 9;  // of the default QoS flow; non-GBR
  Arp arp{};
  IpVersions versions = IpVersions::ipv4v6;
  IpAddress static_ipv4{};  // none: from the pool
  IpAddress static_ipv6{};  // a /64 prefix; none: from the pool
  bool operator==(const SubscribedDnn&) const = default;
};

struct SubscribedSlice {
  Snssai slice;
  bool is_default = false;  // granted when the phone asks for none (TS 23.501 §5.15.5.2.1); at least one a subscriber
  std::vector<SubscribedDnn> dnns;
  bool operator==(const SubscribedSlice&) const = default;
};

struct Subscription {
  std::vector<SubscribedSlice> slices;
  Ambr ue_ambr{2'000'000'000, 2'000'000'000};
  std::string msisdn;  // digits, or empty
  bool operator==(const Subscription&) const = default;

  const SubscribedSlice* find(const Snssai& slice) const;
};

/// The DNN of that slice, compared without case; the default one if `dnn` is empty. nullptr if there is none.
const SubscribedDnn* find_dnn(const SubscribedSlice& slice, std::string_view dnn);
/// Lower case, no blanks at the ends; nothing if it cannot be a DNN network identifier (TS 23.003 §9.1).
std::optional<std::string> parse_dnn(std::string_view text);

Tree tree(const Subscription& subscription);

}  // namespace pellucid

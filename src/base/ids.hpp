#pragma once
// The names that equipment, phones and tunnels go by (TS 23.003; TS 23.501 §5.9).
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/strong.hpp"

namespace pellucid {

using Teid = Strong<struct TeidTag, std::uint32_t>;                 // GTP-U tunnel endpoint, 0 is none
using Seid = Strong<struct SeidTag, std::uint64_t>;                 // PFCP session endpoint
using Qfi = Strong<struct QfiTag, std::uint8_t>;                    // 0..63
using PduSessionId = Strong<struct PduSessionIdTag, std::uint8_t>;  // 1..15, 0 is none (TS 24.007)
using Pti = Strong<struct PtiTag, std::uint8_t>;                    // procedure transaction, 1..254, 0 is none
using AmfUeNgapId = Strong<struct AmfUeNgapIdTag, std::uint64_t>;   // 0..2^40-1
using RanUeNgapId = Strong<struct RanUeNgapIdTag, std::uint32_t>;   // 0..2^32-1
using Tac = Strong<struct TacTag, std::uint32_t>;                   // 24 bits
using Tmsi = Strong<struct TmsiTag, std::uint32_t>;                 // 5G-TMSI
using NrCellId = Strong<struct NrCellIdTag, std::uint64_t>;         // 36 bits

/// A network: mobile country code and network code. 2- and 3-digit network codes are different networks.
struct Plmn {
  std::uint16_t mcc = 0;        // 0..999
  std::uint16_t mnc = 0;        // 0..99 or 0..999
  std::uint8_t mnc_digits = 2;  // 2 or 3

  /// TS 24.501 §9.11.3.4: MCC2 MCC1 | MNC3 MCC3 | MNC2 MNC1, filler F.
  Octets<3> octets() const;
  /// Nothing if a digit is not decimal.
  static std::optional<Plmn> from_octets(const Octets<3>& octets);
  /// "999-70" or "99970" (digits after the third are the network code).
  static std::optional<Plmn> parse(std::string_view text);
  std::string text() const;  // "999-70"
  /// "5G:mnc070.mcc999.3gppnetwork.org" (TS 24.501 §9.12.1)
  std::string serving_network_name() const;
  auto operator<=>(const Plmn&) const = default;
};

struct Tai {
  Plmn plmn;
  Tac tac;
  std::string text() const;  // "999-70/1"
  auto operator<=>(const Tai&) const = default;
};

/// A slice (TS 23.003 §28.4.2). No SD and SD FFFFFF mean the same and are held as no SD.
struct Snssai {
  std::uint8_t sst = 0;
  std::optional<std::uint32_t> sd;  // 24 bits
  std::string text() const;         // "1" or "1-00abcd"
  static std::optional<Snssai> parse(std::string_view text);
  auto operator<=>(const Snssai&) const = default;
};

/// Which AMF (TS 23.003 §2.10.1).
struct Guami {
  Plmn plmn;
  std::uint8_t region = 0;   // AMF region id
  std::uint16_t set = 0;     // AMF set id, 10 bits
  std::uint8_t pointer = 0;  // 6 bits
  std::string text() const;  // "999-70/2.1.0"
  auto operator<=>(const Guami&) const = default;
};

/// The phone's temporary name.
struct Guti {
  Guami guami;
  Tmsi tmsi;
  std::string text() const;
  auto operator<=>(const Guti&) const = default;
};

/// 5G-S-TMSI (TS 23.003 §2.11).
struct STmsi {
  std::uint16_t set = 0;
  std::uint8_t pointer = 0;
  Tmsi tmsi;
  std::string text() const;
  auto operator<=>(const STmsi&) const = default;
};
inline STmsi s_tmsi(const Guti& guti) { return {guti.guami.set, guti.guami.pointer, guti.tmsi}; }

/// The subscriber: IMSI digits (6 to 15 of them). Held compactly; 15 digits fit 50 bits.
class Supi {
 public:
  Supi() = default;
  /// "imsi-999700000000001" or the digits alone.
  static std::optional<Supi> parse(std::string_view text);
  std::string digits() const;
  std::string text() const { return "imsi-" + digits(); }
  bool empty() const { return count_ == 0; }
  auto operator<=>(const Supi&) const = default;

 private:
  std::uint64_t number_ = 0;
  std::uint8_t count_ = 0;
  friend struct std::hash<Supi>;
};

/// IPv4 or IPv6 address; default is none.
class IpAddress {
 public:
  IpAddress() = default;
  static IpAddress v4(const Octets<4>& octets);
  static IpAddress v4(std::uint32_t host_order);
  static IpAddress v6(const Octets<16>& octets);
  static std::optional<IpAddress> parse(std::string_view text);
  bool is_none() const { return family_ == 0; }
  bool is_v4() const { return family_ == 4; }
  bool is_v6() const { return family_ == 6; }
  bool is_loopback() const;
  /// 4, 16 or 0 octets in network order.
  ByteView octets() const { return {octets_.data(), family_ == 4 ? 4u : family_ == 6 ? 16u : 0u}; }
  Octets<4> v4_octets() const;      // zeros unless is_v4()
  std::uint32_t v4_number() const;  // host order
  const Octets<16>& v6_octets() const { return octets_; }
  std::string text() const;
  auto operator<=>(const IpAddress&) const = default;

 private:
  std::uint8_t family_ = 0;
  Octets<16> octets_{};
};

/// Address and UDP or SCTP port.
struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;
  std::string text() const;  // "127.0.0.1:38412", "[::1]:38412"
  auto operator<=>(const Endpoint&) const = default;
};

}  // namespace pellucid

template <>
struct std::hash<pellucid::Supi> {
  std::size_t operator()(const pellucid::Supi& s) const noexcept { return std::hash<std::uint64_t>{}(s.number_ * 31 + s.count_); }
};
template <>
struct std::hash<pellucid::IpAddress> {
  std::size_t operator()(const pellucid::IpAddress& a) const noexcept {
    std::size_t h = 1469598103934665603ull;
    for (auto octet : a.octets()) h = (h ^ octet) * 1099511628211ull;
    return h;
  }
};
template <>
struct std::hash<pellucid::Endpoint> {
  std::size_t operator()(const pellucid::Endpoint& e) const noexcept { return std::hash<pellucid::IpAddress>{}(e.address) * 31 + e.port; }
};

#pragma once
// Who a phone is: 5GS mobile identity (TS 24.501 §9.11.3.4).
#include <string>
#include <type_traits>
#include <variant>

#include "wire/nas/fields.hpp"

namespace pellucid::nas {

/// 5GS identity type (§9.11.3.3), also the type field of a mobile identity.
enum class IdentityType : std::uint8_t { none = 0, suci = 1, guti = 2, imei = 3, s_tmsi = 4, imeisv = 5, mac_address = 6, eui64 = 7 };
constexpr unsigned width_of(IdentityType) { return 3; }
std::string text(IdentityType type);

enum class SupiFormat : std::uint8_t { imsi = 0, network_specific = 1, gci = 2, gli = 3 };
std::string text(SupiFormat format);
/// TS 33.501 §C.1.
enum class ProtectionScheme : std::uint8_t { null = 0, profile_a = 1, profile_b = 2 };
std::string text(ProtectionScheme scheme);

struct NoIdentity {
  void layout(auto&) {}
  bool operator==(const NoIdentity&) const = default;
};

/// The concealed subscriber.
struct Suci {
  SupiFormat format{};
  Plmn plmn;                            // home network; format imsi
  std::string routing_indicator = "0";  // 1 to 4 decimal digits; "0" and "0000" are different
  ProtectionScheme scheme{};
  std::uint8_t key_id = 0;  // home network public key
  Bytes output{};           // null scheme: MSIN digits as BCD
  std::string nai{};        // formats other than imsi

  /// The null scheme, which conceals nothing. `mnc_digits` splits the IMSI.
  static Suci of(const Supi& supi, std::uint8_t mnc_digits, std::string routing_indicator = "0");
  /// The IMSI digits after the network code; nothing unless null scheme and decimal.
  std::optional<std::string> msin() const;
  /// The subscriber in clear; nothing unless null scheme of an IMSI.
  std::optional<Supi> supi() const;
  /// "suci-0-999-70-0000-0-0-0000000011"
  std::string text() const;
  bool operator==(const Suci&) const = default;
  void layout(auto& at);
};

/// Equipment. 15 digits with check digit, or 14 and the software version's 2.
struct Imei {
  std::string digits{};
  bool operator==(const Imei&) const = default;
};
struct Imeisv {
  std::string digits{};
  bool operator==(const Imeisv&) const = default;
};
struct MacAddress {
  bool unreliable = false;  // MAURI: not usable as an equipment identifier
  Octets<6> octets{};
  bool operator==(const MacAddress&) const = default;
};
struct Eui64 {
  Octets<8> octets{};
  bool operator==(const Eui64&) const = default;
};

struct MobileIdentity {
  std::variant<NoIdentity, Suci, Guti, Imei, STmsi, Imeisv, MacAddress, Eui64> value;
  std::uint8_t filler = 15;  // GUTI, S-TMSI: bits 8 to 5 of the first octet; even digit counts: the last nibble. Not all send 15

  MobileIdentity() = default;
  MobileIdentity(Suci suci) : value(std::move(suci)) {}
  MobileIdentity(const Guti& guti) : value(guti) {}
  MobileIdentity(const STmsi& s_tmsi) : value(s_tmsi) {}
  MobileIdentity(Imei imei) : value(std::move(imei)) {}
  MobileIdentity(Imeisv imeisv) : value(std::move(imeisv)) {}

  IdentityType type() const { return IdentityType(value.index()); }
  const Suci* suci() const { return std::get_if<Suci>(&value); }
  const Guti* guti() const { return std::get_if<Guti>(&value); }
  const STmsi* s_tmsi() const { return std::get_if<STmsi>(&value); }
  const Imei* imei() const { return std::get_if<Imei>(&value); }
  const Imeisv* imeisv() const { return std::get_if<Imeisv>(&value); }
  /// "suci-...", "5g-guti-999-70/2.1.0/c000065c", "imeisv-4370816125816151" ...
  std::string text() const;
  bool operator==(const MobileIdentity&) const = default;
  void layout(auto& at);

 private:
  /// Bits 8 to 4 of the first octet, and the digits as nibbles behind it.
  std::uint8_t top() const;
  void start(IdentityType type, std::uint8_t top);
  std::string* digits();
  Bytes packed_digits() const;
  void unpack_digits(ByteView octets);
};

/// Digits as BCD, the first in the low nibble, an odd count filled up with F. Digits only.
Bytes bcd(std::string_view digits);
/// Its inverse; nothing if a nibble is no decimal digit.
std::optional<std::string> from_bcd(ByteView octets);

void Suci::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  if (format == SupiFormat::network_specific || format == SupiFormat::gci || format == SupiFormat::gli) return at.rest("NAI", nai);
  plmn_field(at, "home network", plmn);
  if constexpr (At::printing) {
    at.tree().add("routing indicator", routing_indicator);
  } else {
    Octets<2> packed{0xFF, 0xFF};
    for (std::size_t i = 0; i < routing_indicator.size() && i < 4; ++i)
      packed[i / 2] = std::uint8_t(i % 2 ? (packed[i / 2] & 0x0F) | (routing_indicator[i] - '0') << 4
                                         : (packed[i / 2] & 0xF0) | (routing_indicator[i] - '0'));
    at.octets("routing indicator", packed);
    if constexpr (At::reading) {
      routing_indicator.clear();
      bool over = false, right = true;
      for (std::size_t i = 0; i < 4; ++i) {
        unsigned digit = i % 2 ? packed[i / 2] >> 4 : packed[i / 2] & 15u;
        over = over || digit == 15;
        right = right && (over ? digit == 15 : digit < 10);
        if (!over) routing_indicator += char('0' + digit % 10);
      }
      at.require((right && !routing_indicator.empty()) || at.failed(), "routing indicator");
    }
  }
  at.spare(4);
  at.bits(4, "protection scheme", scheme);
  at.number(1, "public key id", key_id);
  at.rest("scheme output", output);
  show_as(at, "SUCI", [&] { return text(); });
}

void MobileIdentity::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  std::uint8_t high = top();
  IdentityType kind = type();
  counted(at, 5, "type of identity", high);
  at.bits(3, "type of identity", kind);
  if constexpr (At::reading) start(kind, high);
  if (auto* held = std::get_if<Suci>(&value)) {
    show_as(at, "SUPI format", [&] { return nas::text(held->format); });
    held->layout(at);
  } else if constexpr (At::printing) {
    if (type() != IdentityType::none) at.tree().add(nas::text(type()), text());
  } else if (auto* guti = std::get_if<Guti>(&value)) {
    plmn_field(at, "PLMN", guti->guami.plmn);
    at.number(1, "AMF Region ID", guti->guami.region);
    amf_set_field(at, guti->guami);
    at.number(4, "5G-TMSI", guti->tmsi);
  } else if (auto* s = std::get_if<STmsi>(&value)) {
    amf_set_field(at, *s);
    at.number(4, "5G-TMSI", s->tmsi);
  } else if (auto* mac = std::get_if<MacAddress>(&value)) {
    at.octets("MAC address", mac->octets);
  } else if (auto* eui = std::get_if<Eui64>(&value)) {
    at.octets("EUI-64", eui->octets);
  } else if (digits()) {
    Bytes packed = packed_digits();
    at.rest("digits", packed);
    if constexpr (At::reading) unpack_digits(packed);
  }
}

}  // namespace pellucid::nas

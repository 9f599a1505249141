#pragma once
// Slices, areas, sessions in use, timers, names and time: what the network tells a phone and hears of it (TS 24.501 §9.11.2, §9.11.3).
#include <string>
#include <type_traits>
#include <vector>

#include "wire/nas/causes.hpp"
#include "wire/nas/fields.hpp"

namespace pellucid::nas {

/// S-NSSAI (§9.11.2.8), with the home network's slice that it stands for, when roaming.
struct SnssaiIe {
  Snssai slice;
  std::optional<Snssai> mapped{};
  bool no_sd_written = false;  // SD FFFFFF on the wire, which means no SD
  SnssaiIe() = default;
  SnssaiIe(const Snssai& s) : slice(s) {}
  bool operator==(const SnssaiIe&) const = default;
  void layout(auto& at);
};
std::string text(const SnssaiIe& slice);  // "1-00abcd", "1 (home 2)"

/// One S-NSSAI with a length octet of its own.
template <class At>
void sized_slice(At& at, SnssaiIe& slice) {
  if constexpr (At::printing)
    at.tree().add("S-NSSAI", text(slice));
  else
    at.sized(1, "S-NSSAI", [&](auto& in) { slice.layout(in); });
}

/// NSSAI (§9.11.3.37): requested and allowed up to 8, configured and pending up to 16; receivers take the first ones.
struct Nssai {
  static constexpr std::size_t max_slices = 127;  // what a length octet can hold
  std::vector<SnssaiIe> slices{};
  Nssai() = default;
  explicit Nssai(const std::vector<Snssai>& of) : slices(of.begin(), of.end()) {}
  /// The slices without what they are mapped to.
  std::vector<Snssai> list() const;
  bool contains(const Snssai& slice) const;
  bool operator==(const Nssai&) const = default;
  void layout(auto& at) {
    at.repeat("S-NSSAI", slices, max_slices, [&](SnssaiIe& slice) { sized_slice(at, slice); });
  }
};

/// Rejected NSSAI (§9.11.3.46).
enum class SliceRejection : std::uint8_t {
  not_in_plmn = 0,
  not_in_registration_area = 1,
  authorization_failed = 2,
  maximum_ues_reached = 3
};
std::string text(SliceRejection why);
struct RejectedSlice {
  SliceRejection why{};
  Snssai slice;
  bool operator==(const RejectedSlice&) const = default;
  void layout(auto& at);
};
struct RejectedNssai {
  static constexpr std::size_t max_slices = 127;
  std::vector<RejectedSlice> slices{};
  bool operator==(const RejectedNssai&) const = default;
  void layout(auto& at) {
    at.repeat("rejected S-NSSAI", slices, max_slices, [&](RejectedSlice& slice) { slice.layout(at); });
  }
};

/// 5GS tracking area identity (§9.11.3.8).
struct TaiIe {
  Tai tai;
  bool operator==(const TaiIe&) const = default;
  void layout(auto& at) { tai_field(at, "TAI", tai); }
};

/// 5GS tracking area identity list (§9.11.3.9): the registration area.
struct TaiList {
  enum class Type : std::uint8_t { one_plmn = 0, consecutive = 1, plmns = 2 };
  struct Part {
    Type type{};
    std::vector<Tai> tais{};  // 1 to 16; consecutive: written out, one TAC after the other
    bool operator==(const Part&) const = default;
    void layout(auto& at);
  };
  static constexpr std::size_t max_parts = 36, max_part = 16;
  std::vector<Part> parts{};
  /// As few parts as the order of the areas allows. At most 16 areas count for a phone.
  static TaiList of(const std::vector<Tai>& tais);
  std::vector<Tai> tais() const;
  bool contains(const Tai& tai) const;
  bool operator==(const TaiList&) const = default;
  void layout(auto& at) {
    at.repeat("partial lists", parts, max_parts, [&](Part& part) { part.layout(at); });
  }
};

/// The long names of two such lists in the message tables.
inline constexpr const char* forbidden_roaming_list = "Forbidden TAI(s) for the list of \"5GS forbidden tracking areas for roaming\"";
inline constexpr const char* forbidden_regional_list =
    "Forbidden TAI(s) for the list of \"5GS forbidden tracking areas for regional provision of service\"";

/// A set of PDU sessions: PDU session status, uplink data status, allowed PDU session status, reactivation result
/// (§9.11.3.13, .42, .44, .57).
struct PduSessionSet {
  std::uint16_t bits = 0;  // bit n is PSI n; bit 0 is spare
  static PduSessionSet of(std::initializer_list<PduSessionId> sessions);
  bool contains(PduSessionId id) const { return id.value() < 16 && (bits >> id.value() & 1); }
  void add(PduSessionId id) { bits = std::uint16_t(id.value() < 16 ? bits | 1u << id.value() : bits); }
  void remove(PduSessionId id) { bits = std::uint16_t(id.value() < 16 ? bits & ~(1u << id.value()) : bits); }
  std::vector<PduSessionId> ids() const;
  bool empty() const { return bits == 0; }
  bool operator==(const PduSessionSet&) const = default;
  void layout(auto& at) {
    using At = std::remove_reference_t<decltype(at)>;
    if constexpr (At::printing) {
      Tree& list = at.tree().add("PSI", Tree::array());
      for (auto id : ids()) list.push(id.value());
    } else {
      auto low = std::uint8_t(bits), high = std::uint8_t(bits >> 8);
      at.number(1, "PSI 0 to 7", low);
      at.number(1, "PSI 8 to 15", high);
      bits = std::uint16_t(high << 8 | low);
    }
  }
};

/// PDU session reactivation result error cause (§9.11.3.43).
struct ReactivationErrors {
  struct Item {
    PduSessionId session;
    MmCause cause{};
    bool operator==(const Item&) const = default;
  };
  static constexpr std::size_t max_items = 256;
  std::vector<Item> items{};
  bool operator==(const ReactivationErrors&) const = default;
  void layout(auto& at) {
    at.repeat("errors", items, max_items, [&](Item& item) {
      at.number(1, "PDU session ID", item.session);
      at.number(1, "5GMM cause", item.cause);
    });
  }
};

/// PLMN list (TS 24.008 §10.5.1.13): equivalent PLMNs, at most 15.
struct PlmnList {
  static constexpr std::size_t max_plmns = 85;
  std::vector<Plmn> plmns{};
  bool operator==(const PlmnList&) const = default;
  void layout(auto& at) {
    at.repeat("PLMN", plmns, max_plmns, [&](Plmn& plmn) { plmn_field(at, "PLMN", plmn); });
  }
};
struct PlmnIe {
  Plmn plmn;
  bool operator==(const PlmnIe&) const = default;
  void layout(auto& at) { plmn_field(at, "PLMN", plmn); }
};

/// GPRS timer and timer 2 (TS 24.008 §10.5.7.3, §10.5.7.4): up to 31 times 2 s, 1 min or 6 min.
struct GprsTimer {
  std::uint8_t unit = 7, value = 0;
  /// The shortest that is not below; 11,160 s at most.
  static GprsTimer from_seconds(std::uint32_t seconds);
  static constexpr GprsTimer deactivated() { return {}; }
  /// Nothing if deactivated.
  std::optional<std::uint32_t> seconds() const;
  bool operator==(const GprsTimer&) const = default;
  void layout(auto& at) {
    at.bits(3, "unit", unit);
    at.bits(5, "value", value);
  }
};
std::string text(const GprsTimer& timer);  // "540 s", "deactivated"

/// GPRS timer 3 (TS 24.008 §10.5.7.4a): up to 31 times 2 s, 30 s, 1 min, 10 min, 1 h, 10 h or 320 h.
struct GprsTimer3 {
  std::uint8_t unit = 7, value = 0;
  /// The shortest that is not below; 9,920 h at most.
  static GprsTimer3 from_seconds(std::uint32_t seconds);
  static constexpr GprsTimer3 deactivated() { return {}; }
  std::optional<std::uint32_t> seconds() const;
  bool operator==(const GprsTimer3&) const = default;
  void layout(auto& at) {
    at.bits(3, "unit", unit);
    at.bits(5, "value", value);
  }
};
std::string text(const GprsTimer3& timer);

/// Registration wait range (§9.11.3.84).
struct WaitRange {
  GprsTimer minimum, maximum;
  bool operator==(const WaitRange&) const = default;
  void layout(auto& at) {
    at.object("minimum registration wait time", minimum);
    at.object("maximum registration wait time", maximum);
  }
};

/// Data network name (§9.11.2.1B; TS 23.003 §9.1), as text: "internet", "ims.mnc070.mcc999.gprs".
struct Dnn {
  static constexpr std::size_t max_text = 99;
  std::string name{};
  Dnn() = default;
  explicit Dnn(std::string text) : name(std::move(text)) {}
  /// Whether it can be sent: labels of 1 to 63 characters between dots, 100 octets with their lengths.
  bool valid() const;
  bool operator==(const Dnn&) const = default;
  void layout(auto& at);
};
inline std::string text(const Dnn& dnn) { return dnn.name; }
/// The labels with their lengths, and back; an octet string that is not made of labels gives nothing.
Bytes dnn_labels(const std::string& name);
std::optional<std::string> dnn_name(ByteView labels);

/// Network name (TS 24.008 §10.5.3.5a).
struct NetworkName {
  std::uint8_t coding = 1;  // 0 GSM 7 bit packed, 1 UCS2
  bool add_country_initials = false;
  std::uint8_t spare_bits = 0;  // in the last octet
  Bytes octets{};
  /// From UTF-8; characters outside UCS2's 16 bits become '?'. At most 125 characters count.
  static NetworkName of(std::string_view utf8);
  bool operator==(const NetworkName&) const = default;
  void layout(auto& at) {
    using At = std::remove_reference_t<decltype(at)>;
    if constexpr (!At::printing) {
      at.spare(1, 1);
      at.bits(3, "coding scheme", coding);
      at.flag("add CI", add_country_initials);
      at.bits(3, "spare bits", spare_bits);
      at.rest("text string", octets);
    }
  }
};
std::string text(const NetworkName& name);  // UTF-8; hexadecimal for codings other than UCS2 and GSM 7 bit

/// Time zone (TS 24.008 §10.5.3.8): quarters of an hour east of Greenwich, -79 to 79.
struct TimeZone {
  std::uint8_t octet = 0;
  static TimeZone quarters(int east);
  int quarters() const;
  bool operator==(const TimeZone&) const = default;
  void layout(auto& at) { at.number(1, "time zone", octet); }
};
std::string text(const TimeZone& zone);  // "+01:00"

/// Time zone and time (TS 24.008 §10.5.3.9): universal time of the years 2000 to 2099.
struct UniversalTime {
  Octets<6> date{};  // year, month, day, hour, minute, second, each as swapped BCD
  TimeZone zone;
  static UniversalTime of(std::int64_t unix_seconds, TimeZone zone);
  bool operator==(const UniversalTime&) const = default;
  void layout(auto& at) {
    at.octets("date", date);
    at.object("time zone", zone);
  }
};
std::string text(const UniversalTime& time);  // "2026-11-21 20:39:53 UTC, zone +00:00"

/// Daylight saving time (TS 24.008 §10.5.3.12): hours, 0 to 2.
struct DaylightSaving {
  std::uint8_t hours = 0;
  bool operator==(const DaylightSaving&) const = default;
  void layout(auto& at) {
    at.spare(6);
    at.bits(2, "hours", hours);
  }
};

void SnssaiIe::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  static constexpr std::uint32_t no_sd = 0xFFFFFF;
  if constexpr (At::printing) {
    at.tree().add("S-NSSAI", text(*this));
  } else {
    // Which parts are there follows from the length: 1, 2, 4, 5 or 8 octets.
    std::size_t size = at.left();
    at.require(!At::reading || size == 1 || size == 2 || size == 4 || size == 5 || size == 8, "length of S-NSSAI");
    std::uint32_t sd = slice.sd.value_or(no_sd);
    bool with_sd = At::reading ? size >= 4 : slice.sd || no_sd_written || (mapped && mapped->sd);
    at.number(1, "SST", slice.sst);
    if (with_sd) at.number(3, "SD", sd);
    if constexpr (At::reading) {
      if (with_sd && sd != no_sd) slice.sd = sd;
      no_sd_written = with_sd && sd == no_sd && size != 8;
    }
    if (!at.has(size == 2 || size == 5 || size == 8, mapped)) return;
    at.number(1, "mapped HPLMN SST", mapped->sst);
    // The length says what is there: a mapped SD stands only behind all other parts.
    std::uint32_t mapped_sd = mapped->sd.value_or(no_sd);
    bool with_mapped_sd = At::reading ? size == 8 : mapped->sd.has_value();
    if (with_mapped_sd) at.number(3, "mapped HPLMN SD", mapped_sd);
    if constexpr (At::reading)
      if (with_mapped_sd && mapped_sd != no_sd) mapped->sd = mapped_sd;
  }
}

void RejectedSlice::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  if constexpr (At::printing) {
    at.tree().add("S-NSSAI", slice.text());
    at.tree().add("cause", text(why));
  } else {
    std::uint8_t length = slice.sd ? 4 : 1;
    at.bits(4, "length of rejected S-NSSAI", length);
    at.bits(4, "cause value", why);
    at.require(length == 1 || length == 4, "length of rejected S-NSSAI");
    at.number(1, "SST", slice.sst);
    if (at.has(length == 4, slice.sd)) at.number(3, "SD", *slice.sd);
    if (At::reading && slice.sd == 0xFFFFFFu) slice.sd.reset();  // no SD
  }
}

void TaiList::Part::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  if constexpr (At::printing) {
    Tree& list = at.tree().add("TAI", Tree::array());
    for (auto& tai : tais) list.push(tai.text());
  } else {
    if constexpr (At::reading) tais.resize(1);
    check(!tais.empty() && tais.size() <= max_part, "a partial TAI list has 1 to 16 areas");
    auto count = std::uint8_t(tais.size() - 1);
    at.spare(1);
    at.bits(2, "type of list", type);
    at.bits(5, "number of elements", count);
    at.require(type == Type::one_plmn || type == Type::consecutive || type == Type::plmns, "type of list");
    if (at.failed()) return;
    if constexpr (At::reading) tais.resize(count < max_part ? count + 1u : max_part);  // larger counts mean 16
    tai_field(at, "TAI", tais[0]);
    for (std::size_t i = 1; i < tais.size(); ++i) {
      if (type == Type::plmns) {
        tai_field(at, "TAI", tais[i]);
      } else if constexpr (At::reading) {
        tais[i] = tais[0];
        if (type == Type::consecutive) tais[i].tac = Tac((tais[0].tac.value() + std::uint32_t(i)) & 0xFFFFFF);
      }
      if (type == Type::one_plmn) at.number(3, "TAC", tais[i].tac);
    }
  }
}

void Dnn::layout(auto& at) {
  using At = std::remove_reference_t<decltype(at)>;
  if constexpr (At::printing) {
    at.tree().add("DNN", name);
  } else {
    Bytes labels = At::writing ? dnn_labels(name) : Bytes{};
    at.rest("DNN", labels);
    if constexpr (At::reading) {
      auto read = dnn_name(labels);
      at.require(read.has_value() || at.failed(), "DNN");
      if (read) name = *read;
    }
  }
}

}  // namespace pellucid::nas

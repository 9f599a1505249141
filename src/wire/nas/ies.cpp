#include "wire/nas/ies.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace pellucid::nas {
namespace {

using codec::WireError;
using Kind = WireError::Kind;

/// Whether the octets were too few to say what they are: ignored (TS 24.501 §7.2.1).
bool has_no_type(const WireError& error) { return error.kind == Kind::truncated && std::string_view(error.field) == "message type"; }

}  // namespace

MmCause known(MmCause cause) { return name(cause) ? cause : MmCause::protocol_error_unspecified; }

std::optional<MmCause> cause_of(const codec::WireError& error) {
  if (has_no_type(error)) return {};
  return error.kind == Kind::wrong_type ? MmCause::message_type_not_implemented : MmCause::invalid_mandatory_information;
}
std::optional<SmCause> sm_cause_of(const codec::WireError& error) {
  if (has_no_type(error)) return {};
  return error.kind == Kind::wrong_type ? SmCause::message_type_not_implemented : SmCause::invalid_mandatory_information;
}

std::string text(const KeySetId& id) {
  if (id.is_none()) return "no key";
  return (id.mapped ? "mapped " : "") + std::to_string(id.value);
}

std::string text(const AlgorithmSet& set) {
  std::string out;
  for (unsigned n = 0; n < 8; ++n)
    if (set.contains(n)) out += (out.empty() ? "" : " ") + std::to_string(n);
  return out.empty() ? "none" : out;
}

std::string text(const SnssaiIe& slice) { return slice.slice.text() + (slice.mapped ? " (home " + slice.mapped->text() + ")" : ""); }

std::vector<Snssai> Nssai::list() const {
  std::vector<Snssai> out;
  for (auto& s : slices) out.push_back(s.slice);
  return out;
}
bool Nssai::contains(const Snssai& slice) const {
  return std::any_of(slices.begin(), slices.end(), [&](const SnssaiIe& s) { return s.slice == slice; });
}

TaiList TaiList::of(const std::vector<Tai>& tais) {
  TaiList list;
  for (auto& tai : tais) {
    bool fits = !list.parts.empty() && list.parts.back().tais.size() < max_part && list.parts.back().tais[0].plmn == tai.plmn;
    if (!fits) list.parts.push_back({Type::one_plmn, {}});
    list.parts.back().tais.push_back(tai);
  }
  return list;
}
std::vector<Tai> TaiList::tais() const {
  std::vector<Tai> out;
  for (auto& part : parts) out.insert(out.end(), part.tais.begin(), part.tais.end());
  return out;
}
bool TaiList::contains(const Tai& tai) const {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const Part& part) { return std::find(part.tais.begin(), part.tais.end(), tai) != part.tais.end(); });
}

PduSessionSet PduSessionSet::of(std::initializer_list<PduSessionId> sessions) {
  PduSessionSet set;
  for (auto id : sessions) set.add(id);
  return set;
}
std::vector<PduSessionId> PduSessionSet::ids() const {
  std::vector<PduSessionId> out;
  for (std::uint8_t n = 1; n < 16; ++n)
    if (bits >> n & 1) out.push_back(PduSessionId(n));
  return out;
}

namespace {

struct TimerUnit {
  std::uint8_t unit;
  std::uint32_t seconds;
};
constexpr TimerUnit timer_units[] = {{0, 2}, {1, 60}, {2, 360}};
constexpr TimerUnit timer3_units[] = {{3, 2}, {4, 30}, {5, 60}, {0, 600}, {1, 3600}, {2, 36000}, {6, 1152000}};
constexpr std::uint32_t timer_max_value = 31;

template <class Timer, std::size_t N>
Timer timer_of(const TimerUnit (&units)[N], std::uint32_t seconds) {
  for (auto& u : units)
    if (seconds <= u.seconds * timer_max_value) return {u.unit, std::uint8_t((seconds + u.seconds - 1) / u.seconds)};
  return {units[N - 1].unit, timer_max_value};
}
template <std::size_t N>
std::optional<std::uint32_t> seconds_of(const TimerUnit (&units)[N], std::uint8_t unit, std::uint8_t value) {
  if (unit == 7) return {};
  for (auto& u : units)
    if (u.unit == unit) return u.seconds * value;
  return 60u * value;  // reserved units count as minutes (TS 24.008 §10.5.7.3)
}
std::string timer_text(std::optional<std::uint32_t> seconds) { return seconds ? std::to_string(*seconds) + " s" : "deactivated"; }

}  // namespace

GprsTimer GprsTimer::from_seconds(std::uint32_t seconds) { return timer_of<GprsTimer>(timer_units, seconds); }
std::optional<std::uint32_t> GprsTimer::seconds() const { return seconds_of(timer_units, unit, value); }
std::string text(const GprsTimer& timer) { return timer_text(timer.seconds()); }
GprsTimer3 GprsTimer3::from_seconds(std::uint32_t seconds) { return timer_of<GprsTimer3>(timer3_units, seconds); }
std::optional<std::uint32_t> GprsTimer3::seconds() const { return seconds_of(timer3_units, unit, value); }
std::string text(const GprsTimer3& timer) { return timer_text(timer.seconds()); }

Bytes dnn_labels(const std::string& name) {
  Bytes out;
  std::string_view left = name;
  while (!left.empty()) {
    auto label = left.substr(0, left.find('.'));
    out.push_back(std::uint8_t(label.size()));
    append(out, as_bytes(label));
    left.remove_prefix(label.size() < left.size() ? label.size() + 1 : label.size());
  }
  return out;
}
std::optional<std::string> dnn_name(ByteView labels) {
  std::string out;
  while (!labels.empty()) {
    std::size_t size = labels[0];
    if (size == 0 || size > 63 || labels.size() - 1 < size) return {};
    auto label = as_text(labels.subspan(1, size));
    bool printable = std::all_of(label.begin(), label.end(), [](char c) { return c > ' ' && c < 0x7F && c != '.'; });
    if (!printable) return {};
    out += (out.empty() ? "" : ".") + std::string(label);
    labels = labels.subspan(1 + size);
  }
  if (out.empty()) return {};
  return out;
}
bool Dnn::valid() const { return name.size() <= max_text && dnn_name(dnn_labels(name)) == name; }

namespace {

constexpr std::size_t max_name_characters = 125;  // two octets each, beside one of coding, in a length octet

/// The code point at the start of well-formed UTF-8; anything else is one '?' an octet.
char32_t take_code_point(std::string_view& text) {
  auto lead = static_cast<unsigned char>(text[0]);
  std::size_t size = lead < 0x80                   ? 1
                     : lead >= 0xC2 && lead < 0xE0 ? 2
                     : lead >= 0xE0 && lead < 0xF0 ? 3
                     : lead >= 0xF0 && lead < 0xF5 ? 4
                                                   : 0;
  char32_t point = size == 1 ? lead : lead & (0xFFu >> (size + 1));
  bool right = size > 0 && size <= text.size();
  for (std::size_t i = 1; right && i < size; ++i) {
    right = (text[i] & 0xC0) == 0x80;
    point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  }
  text.remove_prefix(right ? size : 1);
  return right ? point : U'?';
}
void add_utf8(std::string& out, char32_t point) {
  if (point < 0x80) {
    out += char(point);
  } else if (point < 0x800) {
    out += char(0xC0 | point >> 6);
    out += char(0x80 | (point & 0x3F));
  } else {
    out += char(0xE0 | point >> 12);
    out += char(0x80 | (point >> 6 & 0x3F));
    out += char(0x80 | (point & 0x3F));
  }
}

}  // namespace

NetworkName NetworkName::of(std::string_view utf8) {
  NetworkName name;
  while (!utf8.empty() && name.octets.size() < 2 * max_name_characters) {
    char32_t point = take_code_point(utf8);
    if (point > 0xFFFF) point = U'?';
    append(name.octets, big_endian<2>(point));
  }
  return name;
}
std::string text(const NetworkName& name) {
  std::string out;
  if (name.coding == 1 && name.octets.size() % 2 == 0) {
    for (std::size_t i = 0; i < name.octets.size(); i += 2) add_utf8(out, char32_t(name.octets[i] << 8 | name.octets[i + 1]));
  } else if (name.coding == 0) {
    std::size_t bits = name.octets.size() * 8;
    bits -= std::min<std::size_t>(name.spare_bits, bits);
    for (std::size_t at = 0; at + 7 <= bits; at += 7) {
      unsigned pair = name.octets[at / 8] | (at / 8 + 1 < name.octets.size() ? unsigned(name.octets[at / 8 + 1]) << 8 : 0u);
      unsigned septet = pair >> (at % 8) & 0x7F;
      bool same_as_ascii = septet >= 0x20 && septet < 0x7B && septet != 0x24 && septet != 0x40 && (septet < 0x5B || septet > 0x60);
      out += same_as_ascii ? char(septet) : '?';
    }
  } else {
    out = hex(name.octets);
  }
  return out;
}

namespace {

std::uint8_t swapped_bcd(unsigned number) { return std::uint8_t(number % 10 << 4 | number / 10 % 10); }
unsigned from_swapped_bcd(std::uint8_t octet) { return (octet & 15u) * 10 + (octet >> 4); }
std::string two(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

constexpr std::uint8_t zone_sign = 0x08;
constexpr int max_zone_quarters = 79;

}  // namespace

TimeZone TimeZone::quarters(int east) {
  int size = std::min(east < 0 ? -east : east, max_zone_quarters);
  return {std::uint8_t(swapped_bcd(unsigned(size)) | (east < 0 ? zone_sign : 0))};
}
int TimeZone::quarters() const {
  int size = int(from_swapped_bcd(octet & std::uint8_t(~zone_sign)));
  return octet & zone_sign ? -size : size;
}
std::string text(const TimeZone& zone) {
  int quarters = zone.quarters();
  unsigned size = unsigned(quarters < 0 ? -quarters : quarters);
  return (quarters < 0 ? "-" : "+") + two(size / 4) + ":" + two(size % 4 * 15);
}

UniversalTime UniversalTime::of(std::int64_t unix_seconds, TimeZone zone) {
  using namespace std::chrono;
  sys_seconds now{seconds(unix_seconds)};
  auto day = floor<days>(now);
  year_month_day date(day);
  hh_mm_ss clock(now - day);
  return {{swapped_bcd(unsigned(int(date.year()) % 100)), swapped_bcd(unsigned(date.month())), swapped_bcd(unsigned(date.day())),
           swapped_bcd(unsigned(clock.hours().count())), swapped_bcd(unsigned(clock.minutes().count())),
           swapped_bcd(unsigned(clock.seconds().count()))},
          zone};
}
std::string text(const UniversalTime& time) {
  auto part = [&](std::size_t i) { return two(from_swapped_bcd(time.date[i])); };
  return "20" + part(0) + "-" + part(1) + "-" + part(2) + " " + part(3) + ":" + part(4) + ":" + part(5) + " UTC, zone " + text(time.zone);
}

}  // namespace pellucid::nas

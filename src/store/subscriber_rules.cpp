// What a subscriber may look like, and the shipped test subscribers.
#include <algorithm>
#include <set>

#include "base/check.hpp"
#include "crypto/secret.hpp"
#include "store/subscribers.hpp"

namespace pellucid::store {
namespace {

constexpr std::size_t max_slices = 16, max_default_slices = 8, max_dnns = 16;  // slices: TS 23.501 §5.15.2.1
constexpr std::uint64_t most_bps = 4'000'000'000'000;

constexpr Octets<16> test_k = {0x46, 0x5B, 0x5C, 0xE8, 0xB1, 0x99, 0xB4, 0x9F, 0xAA, 0x5F, 0x0A, 0x2E, 0xE2, 0x38, 0xA6, 0xBC};
constexpr Octets<16> test_opc = {0xE8, 0xED, 0x28, 0x9D, 0xEB, 0xA9, 0x52, 0xE4, 0x28, 0x3B, 0x54, 0xE8, 0x8E, 0x61, 0x83, 0xCA};

/// Collects what is wrong with one subscriber.
struct Findings {
  std::string who;
  std::vector<Why> all;
  void add(const char* field, std::string rule, std::string got, std::string wanted, std::string fix) {
    all.push_back({std::move(rule), std::move(got), std::move(wanted), "subscriber " + who + ": " + field, std::move(fix)});
  }
};

/// UTF-8 without control characters: what may stand on an operator's screen.
bool printable(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = std::uint8_t(text[i]);
    const std::size_t octets = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    if (octets == 0 || i + octets > text.size() || lead < 0x20 || lead == 0x7F) return false;
    for (std::size_t j = 1; j < octets; ++j)
      if ((std::uint8_t(text[i + j]) & 0xC0) != 0x80) return false;
    const auto second = octets > 1 ? std::uint8_t(text[i + 1]) : std::uint8_t(0);
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
        (lead == 0xF4 && second > 0x8F) || (lead == 0xC2 && second < 0xA0))
      return false;
    i += octets;
  }
  return true;
}

void check_words(const Subscriber& s, Findings& wrong) {
  if (s.name.size() > 100 || !printable(s.name))
    wrong.add("name", "a name is short and readable", std::to_string(s.name.size()) + " octets", "up to 100 octets of UTF-8",
              "shorten it, take out control characters");
  if (s.note.size() > 400 || !printable(s.note))
    wrong.add("note", "a note is short and readable", std::to_string(s.note.size()) + " octets", "up to 400 octets of UTF-8",
              "shorten it, take out control characters");
  const std::string& number = s.subscription.msisdn;
  if (!number.empty() &&
      (number.size() < 5 || number.size() > 15 || !std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; })))
    wrong.add("msisdn", "a telephone number is in international form", printable(number) ? number : "unreadable",
              "5 to 15 digits without +", "write the digits only, or leave it empty");
}

void check_rates(const char* field, const Ambr& ambr, Findings& wrong) {
  for (auto rate : {ambr.down_bps, ambr.up_bps})
    if (rate == 0 || rate > most_bps)
      wrong.add(field, "a rate is neither nothing nor endless", rate_text(rate), "1bps..4Tbps", "give a rate such as 1Gbps");
}

void check_addresses(const SubscribedDnn& dnn, Findings& wrong) {
  if (!dnn.static_ipv4.is_none()) {
    const auto first = dnn.static_ipv4.v4_octets()[0];
    if (!dnn.static_ipv4.is_v4() || first == 0 || first == 127 || first >= 224)
      wrong.add("dnns", "a static IPv4 address is a host's", dnn.static_ipv4.text(), "a unicast IPv4 address",
                "choose one in the subnet of " + dnn.dnn);
    if (!has_ipv4(dnn.versions))
      wrong.add("dnns", "a static address fits the session types", "an IPv4 address with types " + text(dnn.versions), "ipv4 or ipv4v6",
                "allow ipv4 for " + dnn.dnn);
  }
  if (!dnn.static_ipv6.is_none()) {
    const auto& octets = dnn.static_ipv6.v6_octets();
    const bool prefix = std::all_of(octets.begin() + 8, octets.end(), [](auto o) { return o == 0; });
    if (!dnn.static_ipv6.is_v6() || !prefix || octets[0] == 0 || octets[0] == 0xFF)
      wrong.add("dnns", "a static IPv6 prefix is a unicast /64", dnn.static_ipv6.text(),
                "such as fd45:0:0:7::", "choose one in the prefix of " + dnn.dnn);
    if (!has_ipv6(dnn.versions))
      wrong.add("dnns", "a static address fits the session types", "an IPv6 prefix with types " + text(dnn.versions), "ipv6 or ipv4v6",
                "allow ipv6 for " + dnn.dnn);
  }
}

void check_dnn(const SubscribedDnn& dnn, Findings& wrong) {
  if (parse_dnn(dnn.dnn) != dnn.dnn)
    wrong.add("dnns", "a DNN is a network name", printable(dnn.dnn) ? dnn.dnn : "unreadable",
              "1..63 lower-case letters, digits, - and . between labels", "correct the name");
  if (dnn.five_qi == 0 || dnn.five_qi == 255 || needs_guaranteed_rate(dnn.five_qi))
    wrong.add("dnns", "the 5QI of a default flow needs no guaranteed rate", std::to_string(dnn.five_qi),
              "a non-GBR value such as 5, 7 or 9", "use 9 unless you know why");
  if (dnn.arp.priority < 1 || dnn.arp.priority > 15)
    wrong.add("dnns", "an ARP priority is in range", std::to_string(dnn.arp.priority), "1 (highest) .. 15", "use 8 unless you know why");
  check_rates("dnns", dnn.session_ambr, wrong);
  check_addresses(dnn, wrong);
}

void check_slices(const Subscription& granted, Findings& wrong) {
  std::size_t defaults = 0;
  std::set<Snssai> seen;
  for (const auto& slice : granted.slices) {
    const std::string name = slice.slice.text();
    defaults += slice.is_default ? 1 : 0;
    if (!seen.insert(slice.slice).second) wrong.add("slices", "a slice is named once", name + " twice", "each slice once", "take one out");
    std::set<std::string> names;
    std::size_t default_dnns = 0;
    for (const auto& dnn : slice.dnns) {
      check_dnn(dnn, wrong);
      default_dnns += dnn.is_default ? 1 : 0;
      if (!names.insert(dnn.dnn).second)
        wrong.add("dnns", "a DNN is named once in a slice", dnn.dnn + " twice in " + name, "each DNN once", "take one out");
    }
    if (slice.dnns.empty() || slice.dnns.size() > max_dnns)
      wrong.add("dnns", "a slice has data networks", std::to_string(slice.dnns.size()) + " in slice " + name, "1..16",
                "name at least one DNN for it");
    else if (default_dnns != 1)
      wrong.add("dnns", "one DNN of a slice is the default", std::to_string(default_dnns) + " in slice " + name, "1", "mark one with *");
  }
  if (granted.slices.empty() || granted.slices.size() > max_slices)
    wrong.add("slices", "a subscriber has slices", std::to_string(granted.slices.size()), "1..16", "name at least one slice, such as 1");
  else if (defaults < 1 || defaults > max_default_slices)
    wrong.add("slices", "some slices are the default", std::to_string(defaults), "1..8", "mark one with *");
}

}  // namespace

std::string text(Algorithm algorithm) { return algorithm == Algorithm::tuak ? "tuak" : "milenage"; }

std::optional<crypto::AkaKeys> Credentials::aka_keys() const {
  if (algorithm == Algorithm::milenage) {
    if (k_octets != 16) return {};
    crypto::Key128 key;
    Octets<16> constant;
    std::copy_n(k.begin(), 16, key.begin());
    std::copy_n(opc.begin(), 16, constant.begin());
    crypto::Milenage milenage(key, constant);
    crypto::wipe(key);
    return milenage;
  }
  if (algorithm != Algorithm::tuak || (k_octets != 16 && k_octets != 32)) return {};
  crypto::TuakProfile profile;
  profile.res_octets = tuak_res_octets;
  profile.iterations = tuak_iterations;
  if (!crypto::fits_aka(profile)) return {};
  auto tuak = crypto::Tuak::make(key(), opc, profile);
  if (!tuak) return {};
  return *tuak;
}

std::vector<Why> all_wrong_with(const Subscriber& subscriber) {
  Findings wrong{subscriber.supi.text(), {}};
  if (subscriber.supi.empty()) wrong.add("imsi", "a subscriber has an IMSI", "none", "6 to 15 digits", "give the IMSI");
  if (!subscriber.credentials.aka_keys())
    wrong.add("k", "the keys fit the algorithm",
              text(subscriber.credentials.algorithm) + " with " + std::to_string(subscriber.credentials.k_octets) + " octets of K",
              "milenage: 16; tuak: 16 or 32, RES 4, 8 or 16, iterations 1..255", "correct key or algorithm");
  check_words(subscriber, wrong);
  check_rates("ue_ambr", subscriber.subscription.ue_ambr, wrong);
  check_slices(subscriber.subscription, wrong);
  return wrong.all;
}

Credentials test_credentials() {
  Credentials c;
  std::copy(test_k.begin(), test_k.end(), c.k.begin());
  std::copy(test_opc.begin(), test_opc.end(), c.opc.begin());
  return c;
}

std::vector<Subscriber> test_subscribers(std::size_t count) {
  check(count >= 1 && count <= 9999, "1 to 9999 test subscribers");
  SubscribedDnn internet;
  internet.dnn = "internet";
  internet.is_default = true;
  std::vector<Subscriber> all;
  for (std::size_t i = 1; i <= count; ++i) {
    Subscriber s;
    s.supi = *Supi::parse(std::to_string(999'700'000'000'000 + i));
    s.credentials = test_credentials();
    s.subscription.slices.push_back({Snssai{1, {}}, true, {internet}});
    s.name = "test phone " + std::to_string(i);
    all.push_back(std::move(s));
  }
  return all;
}

bool is_test_subscriber(const Credentials& credentials) { return crypto::equal(credentials.key(), test_k); }

}  // namespace pellucid::store

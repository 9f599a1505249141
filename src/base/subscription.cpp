#include "base/subscription.hpp"

#include <algorithm>
#include <array>

namespace pellucid {
namespace {

constexpr std::uint64_t most_bps = 4'000'000'000'000;

struct Unit {
  char letter;
  std::uint64_t factor;
};
constexpr std::array<Unit, 4> units = {{{'T', 1'000'000'000'000}, {'G', 1'000'000'000}, {'M', 1'000'000}, {'k', 1'000}}};

bool digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

Tree ambr_tree(const Ambr& ambr) { return Tree(Tree::Object{{"down", rate_text(ambr.down_bps)}, {"up", rate_text(ambr.up_bps)}}); }

Tree dnn_tree(const SubscribedDnn& dnn) {
  Tree out(Tree::Object{{"dnn", dnn.dnn}, {"default", dnn.is_default}, {"5qi", dnn.five_qi}});
  out.add("arp", Tree::Object{{"priority", dnn.arp.priority}, {"preempts", dnn.arp.preempts}, {"preemptable", dnn.arp.preemptable}});
  out.add("session_ambr", ambr_tree(dnn.session_ambr));
  out.add("versions", text(dnn.versions));
  if (!dnn.static_ipv4.is_none()) out.add("static_ipv4", dnn.static_ipv4.text());
  if (!dnn.static_ipv6.is_none()) out.add("static_ipv6", dnn.static_ipv6.text() + "/64");
  return out;
}

}  // namespace

std::optional<std::uint64_t> parse_rate(std::string_view text) {
  text = trimmed(text);
  // Whole digits, then at most nine behind the point; all in units of 10^-9 of the factor.
  std::size_t at = 0;
  std::uint64_t whole = 0, fraction = 0, fraction_unit = 1;
  while (at < text.size() && digit(text[at])) {
    whole = whole * 10 + std::uint64_t(text[at++] - '0');
    if (whole > most_bps) return {};
  }
  if (at == 0) return {};
  if (at < text.size() && text[at] == '.') {
    const std::size_t point = at++;
    while (at < text.size() && digit(text[at]) && at - point <= 9) {
      fraction = fraction * 10 + std::uint64_t(text[at++] - '0');
      fraction_unit *= 10;
    }
    if (at == point + 1) return {};
  }
  while (at < text.size() && text[at] == ' ') ++at;
  std::uint64_t factor = 1;
  if (at < text.size()) {
    for (auto unit : units)
      if (lower(text[at]) == lower(unit.letter)) factor = unit.factor;
    if (factor != 1) ++at;
  }
  const std::string rest = lowered(text.substr(at));
  if (!rest.empty() && rest != "bps" && rest != "bit/s" && rest != "b/s") return {};
  if (fraction != 0 && factor * fraction / fraction != factor) return {};
  if (fraction * factor % fraction_unit != 0) return {};
  if (whole > most_bps / factor) return {};
  const std::uint64_t bps = whole * factor + fraction * factor / fraction_unit;
  if (bps == 0 || bps > most_bps) return {};
  return bps;
}

std::string rate_text(std::uint64_t bps) {
  for (auto unit : units)
    if (bps != 0 && bps % unit.factor == 0) return std::to_string(bps / unit.factor) + unit.letter + "bps";
  return std::to_string(bps) + "bps";
}

std::string text(IpVersions versions) {
  switch (versions) {
    case IpVersions::ipv4: return "ipv4";
    case IpVersions::ipv6: return "ipv6";
    case IpVersions::ipv4v6: break;
  }
  return "ipv4v6";
}

std::optional<IpVersions> parse_ip_versions(std::string_view text) {
  const std::string word = lowered(trimmed(text));
  if (word == "ipv4") return IpVersions::ipv4;
  if (word == "ipv6") return IpVersions::ipv6;
  if (word == "ipv4v6") return IpVersions::ipv4v6;
  return {};
}

const SubscribedSlice* Subscription::find(const Snssai& slice) const {
  auto it = std::find_if(slices.begin(), slices.end(), [&](const SubscribedSlice& s) { return s.slice == slice; });
  return it == slices.end() ? nullptr : &*it;
}

const SubscribedDnn* find_dnn(const SubscribedSlice& slice, std::string_view dnn) {
  for (const auto& candidate : slice.dnns) {
    if (dnn.empty() ? candidate.is_default
                    : std::equal(dnn.begin(), dnn.end(), candidate.dnn.begin(), candidate.dnn.end(),
                                 [](char a, char b) { return lower(a) == lower(b); }))
      return &candidate;
  }
  return nullptr;
}

std::optional<std::string> parse_dnn(std::string_view text) {
  std::string dnn = lowered(trimmed(text));
  if (dnn.empty() || dnn.size() > 63) return {};
  std::size_t label = 0;
  for (char c : dnn) {
    if (c == '.') {
      if (label == 0) return {};
      label = 0;
    } else if (digit(c) || (c >= 'a' && c <= 'z') || c == '-') {
      ++label;
    } else {
      return {};
    }
  }
  if (label == 0 || dnn.front() == '-' || dnn.back() == '-') return {};
  return dnn;
}

Tree tree(const Subscription& subscription) {
  Tree out = Tree::object();
  Tree slices = Tree::array();
  for (const auto& slice : subscription.slices) {
    Tree dnns = Tree::array();
    for (const auto& dnn : slice.dnns) dnns.push(dnn_tree(dnn));
    slices.push(Tree::Object{{"slice", slice.slice.text()}, {"default", slice.is_default}, {"dnns", std::move(dnns)}});
  }
  out.add("slices", std::move(slices));
  out.add("ue_ambr", ambr_tree(subscription.ue_ambr));
  if (!subscription.msisdn.empty()) out.add("msisdn", subscription.msisdn);
  return out;
}

}  // namespace pellucid

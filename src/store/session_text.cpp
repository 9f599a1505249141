#include "store/session_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace pellucid::store {
namespace {

constexpr std::size_t max_items = 64;

bool blank(char c) { return c == ' ' || c == ';' || c == '\t'; }

/// Splits at blanks and semicolons that stand outside parentheses. Nothing if parentheses do not match.
std::optional<std::vector<std::string_view>> items_of(std::string_view text) {
  std::vector<std::string_view> items;
  std::size_t start = 0;
  bool inside = false;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const char c = at < text.size() ? text[at] : ' ';
    if (c == '(') {
      if (inside) return {};
      inside = true;
    } else if (c == ')') {
      if (!inside) return {};
      inside = false;
    } else if (blank(c) && (!inside || at == text.size())) {
      if (at > start) items.push_back(text.substr(start, at - start));
      start = at + 1;
    }
  }
  if (inside || items.size() > max_items) return {};
  return items;
}

std::string shown(std::string_view text) { return std::string(text.substr(0, 80)); }

Why wrong(std::string rule, std::string_view got, std::string wanted, std::string fix) {
  return {std::move(rule), shown(got), std::move(wanted), {}, std::move(fix)};
}

std::optional<unsigned> number(std::string_view text, unsigned most) {
  unsigned value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most) return {};
  return value;
}

template <class T, class U>
bool put(T& to, const std::optional<U>& value) {
  if (value) to = T(*value);
  return value.has_value();
}

bool put_address(IpAddress& to, std::string_view text, bool v4) {
  if (text.ends_with("/64") && !v4) text.remove_suffix(3);
  auto address = IpAddress::parse(text);
  if (!address || address->is_v4() != v4) return false;
  to = *address;
  return true;
}

struct Attribute {
  std::string_view name, allowed;
  bool (*set)(SubscribedDnn& dnn, std::string_view value);
};
constexpr std::array<Attribute, 9> attributes = {{
    {"5qi", "1..254", [](SubscribedDnn& d, std::string_view v) { return put(d.five_qi, number(v, 254)); }},
    {"arp", "1..15", [](SubscribedDnn& d, std::string_view v) { return put(d.arp.priority, number(v, 15)); }},
    {"preempts", "yes, no", [](SubscribedDnn& d, std::string_view v) { return put(d.arp.preempts, parse_yes_no(v)); }},
    {"preemptable", "yes, no", [](SubscribedDnn& d, std::string_view v) { return put(d.arp.preemptable, parse_yes_no(v)); }},
    {"down", "a rate such as 50Mbps", [](SubscribedDnn& d, std::string_view v) { return put(d.session_ambr.down_bps, parse_rate(v)); }},
    {"up", "a rate such as 50Mbps", [](SubscribedDnn& d, std::string_view v) { return put(d.session_ambr.up_bps, parse_rate(v)); }},
    {"types", "ipv4, ipv6, ipv4v6", [](SubscribedDnn& d, std::string_view v) { return put(d.versions, parse_ip_versions(v)); }},
    {"ipv4", "an IPv4 address", [](SubscribedDnn& d, std::string_view v) { return put_address(d.static_ipv4, v, true); }},
    {"ipv6", "an IPv6 /64 prefix", [](SubscribedDnn& d, std::string_view v) { return put_address(d.static_ipv6, v, false); }},
}};

std::optional<Why> set_attribute(SubscribedDnn& dnn, std::string_view item) {
  const auto equals = item.find('=');
  const auto name = item.substr(0, equals);
  auto it = std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& a) { return a.name == name; });
  if (it == attributes.end() || equals == std::string_view::npos)
    return wrong("a DNN's attributes are known", item,
                 "5qi=, arp=, preempts=, preemptable=, down=, up=, types=, ipv4=, ipv6=", "correct the attribute");
  if (!it->set(dnn, item.substr(equals + 1)))
    return wrong("attribute " + std::string(name) + " is in range", item.substr(equals + 1), std::string(it->allowed), "correct the value");
  return {};
}

/// "2-00abcd/factory*(ipv4=10.9.0.7)"
struct DnnItem {
  std::optional<Snssai> slice;
  std::string dnn;
  bool is_default = false;
  std::string_view attributes;
};
std::optional<DnnItem> parse_item(std::string_view text) {
  DnnItem item;
  const auto open = text.find('(');
  if (open != std::string_view::npos) {
    if (text.back() != ')') return {};
    item.attributes = text.substr(open + 1, text.size() - open - 2);
    text = text.substr(0, open);
  }
  if (text.ends_with('*')) {
    item.is_default = true;
    text.remove_suffix(1);
  }
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    item.slice = Snssai::parse(text.substr(0, slash));
    if (!item.slice) return {};
    text.remove_prefix(slash + 1);
  }
  auto dnn = parse_dnn(text);
  if (!dnn) return {};
  item.dnn = *dnn;
  return item;
}

SubscribedDnn start_from(const Subscription& present, const Snssai& slice, const std::string& dnn, const SubscribedDnn& otherwise) {
  const SubscribedSlice* known_slice = present.find(slice);
  const SubscribedDnn* known = known_slice ? find_dnn(*known_slice, dnn) : nullptr;
  SubscribedDnn out = known ? *known : otherwise;
  out.dnn = dnn;
  out.is_default = false;
  return out;
}

std::string attributes_text(const SubscribedDnn& dnn) {
  const SubscribedDnn plain;
  std::string out;
  auto add = [&](const char* name, const std::string& value) { out += (out.empty() ? "" : " ") + std::string(name) + "=" + value; };
  auto yes_no = [](bool yes) { return std::string(yes ? "yes" : "no"); };
  if (dnn.five_qi != plain.five_qi) add("5qi", std::to_string(dnn.five_qi));
  if (dnn.arp.priority != plain.arp.priority) add("arp", std::to_string(dnn.arp.priority));
  if (dnn.arp.preempts != plain.arp.preempts) add("preempts", yes_no(dnn.arp.preempts));
  if (dnn.arp.preemptable != plain.arp.preemptable) add("preemptable", yes_no(dnn.arp.preemptable));
  if (dnn.session_ambr.down_bps != plain.session_ambr.down_bps) add("down", rate_text(dnn.session_ambr.down_bps));
  if (dnn.session_ambr.up_bps != plain.session_ambr.up_bps) add("up", rate_text(dnn.session_ambr.up_bps));
  if (dnn.versions != plain.versions) add("types", text(dnn.versions));
  if (!dnn.static_ipv4.is_none()) add("ipv4", dnn.static_ipv4.text());
  if (!dnn.static_ipv6.is_none()) add("ipv6", dnn.static_ipv6.text());
  return out.empty() ? out : "(" + out + ")";
}

}  // namespace

std::optional<bool> parse_yes_no(std::string_view text) {
  std::string word(text);
  std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  if (word == "yes" || word == "true" || word == "1") return true;
  if (word == "no" || word == "false" || word == "0") return false;
  return {};
}

Result<std::vector<SubscribedSlice>, Why> parse_slices(std::string_view text) {
  auto items = items_of(text);
  if (!items || items->empty())
    return Fail(wrong("slices are a list of S-NSSAIs", text, "such as: 1* 2-00abcd", "name at least one slice"));
  std::vector<SubscribedSlice> slices;
  for (auto item : *items) {
    const bool is_default = item.ends_with('*');
    auto slice = Snssai::parse(is_default ? item.substr(0, item.size() - 1) : item);
    if (!slice)
      return Fail(wrong("a slice is an S-NSSAI", item, "SST 0..255, or SST-SD with six hexadecimal digits: 1-00abcd", "correct the slice"));
    slices.push_back({*slice, is_default, {}});
  }
  if (std::none_of(slices.begin(), slices.end(), [](const SubscribedSlice& s) { return s.is_default; })) slices.front().is_default = true;
  return slices;
}

Result<Nothing, Why> parse_dnns(std::string_view text, std::vector<SubscribedSlice>& slices, const Subscription& present,
                                const SubscribedDnn& otherwise) {
  auto items = items_of(text);
  if (!items || items->empty() || slices.empty())
    return Fail(wrong("DNNs are a list of names", text, "such as: internet* ims(5qi=5)", "name at least one DNN, close every parenthesis"));
  for (auto& slice : slices) slice.dnns.clear();
  for (auto part : *items) {
    auto item = parse_item(part);
    if (!item)
      return Fail(
          wrong("a DNN is a network name", part, "[SLICE/]NAME[*][(attributes)], NAME of letters, digits, - and .", "correct the DNN"));
    auto slice = item->slice ? std::find_if(slices.begin(), slices.end(), [&](const SubscribedSlice& s) { return s.slice == *item->slice; })
                             : slices.begin();
    if (slice == slices.end())
      return Fail(wrong("a DNN belongs to one of the slices", part, slices_text({slices, {}, {}}), "add the slice, or name another"));
    SubscribedDnn dnn = start_from(present, slice->slice, item->dnn, otherwise);
    dnn.is_default = item->is_default;
    auto settings = items_of(item->attributes);
    if (!settings) return Fail(wrong("attributes are a list", item->attributes, "name=value name=value", "correct the attributes"));
    for (auto setting : *settings)
      if (auto why = set_attribute(dnn, setting)) return Fail(std::move(*why));
    slice->dnns.push_back(std::move(dnn));
  }
  for (auto& slice : slices)
    if (!slice.dnns.empty() && std::none_of(slice.dnns.begin(), slice.dnns.end(), [](const SubscribedDnn& d) { return d.is_default; }))
      slice.dnns.front().is_default = true;
  return Nothing{};
}

std::string slices_text(const Subscription& subscription) {
  std::string out;
  for (const auto& slice : subscription.slices) out += (out.empty() ? "" : " ") + slice.slice.text() + (slice.is_default ? "*" : "");
  return out;
}

std::string dnns_text(const Subscription& subscription) {
  std::string out;
  for (const auto& slice : subscription.slices)
    for (const auto& dnn : slice.dnns) {
      out += out.empty() ? "" : " ";
      if (&slice != &subscription.slices.front()) out += slice.slice.text() + "/";
      out += dnn.dnn + (dnn.is_default ? "*" : "") + attributes_text(dnn);
    }
  return out;
}

}  // namespace pellucid::store

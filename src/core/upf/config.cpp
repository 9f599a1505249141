#include "core/upf/config.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "core/upf/session.hpp"

namespace pellucid::upf {

namespace {

constexpr std::size_t max_dnns = 64;
constexpr std::size_t max_device_name = 15;
constexpr std::uint32_t least_mtu = 576, least_mtu_v6 = 1280, most_mtu = 9000;

Why wrong(std::string rule, std::string got, std::string wanted, std::string where, std::string fix) {
  return {std::move(rule), std::move(got), std::move(wanted), std::move(where), std::move(fix)};
}

Result<Nothing, Why> check_pool(const std::string& text, bool v6, const std::string& where, std::vector<Cidr>& all) {
  if (text.empty()) return Nothing{};
  auto pool = Cidr::parse(text);
  unsigned most = v6 ? 64 : 30;
  if (!pool || pool->address.is_v6() != v6 || pool->prefix > most || pool->prefix < 8)
    return Fail(wrong("an address pool is a range", text, v6 ? "an IPv6 prefix of 8 to 64 bits" : "an IPv4 prefix of 8 to 30 bits", where,
                      v6 ? "write for example fd45::/48" : "write for example 10.45.0.0/16"));
  for (auto& other : all)
    if (other.contains(pool->address) || pool->contains(other.address))
      return Fail(
          wrong("address pools do not overlap", text, "no address of " + other.text(), where, "give each data network its own range"));
  all.push_back(*pool);
  return Nothing{};
}

Result<Nothing, Why> check_dnn(const DnnConfig& dnn, std::size_t index, std::vector<Cidr>& pools) {
  std::string where = "upf.dnns[" + std::to_string(index) + "]";
  if (dnn.name.empty() || dnn.name.size() > 100)
    return Fail(wrong("a data network has a name", "\"" + dnn.name + "\"", "1 to 100 characters", where + ".name",
                      "name it as phones do: internet"));
  if (dnn.tun_name.empty() || dnn.tun_name.size() > max_device_name)
    return Fail(
        wrong("a device has a name", "\"" + dnn.tun_name + "\"", "1 to 15 characters", where + ".tun_name", "write for example upf0"));
  if (dnn.ipv4_pool.empty() && dnn.ipv6_pool.empty())
    return Fail(
        wrong("a data network has addresses", "no pool", "an IPv4 pool, an IPv6 pool or both", where, "add ipv4_pool = \"10.45.0.0/16\""));
  if (auto v4 = check_pool(dnn.ipv4_pool, false, where + ".ipv4_pool", pools); !v4.ok()) return v4;
  if (auto v6 = check_pool(dnn.ipv6_pool, true, where + ".ipv6_pool", pools); !v6.ok()) return v6;
  std::uint32_t least = dnn.ipv6_pool.empty() ? least_mtu : least_mtu_v6;
  if (dnn.mtu < least || dnn.mtu > most_mtu)
    return Fail(wrong("packets have a usual size", std::to_string(dnn.mtu), std::to_string(least) + " to " + std::to_string(most_mtu),
                      where + ".mtu", "1400 fits a 1500 octet network with GTP-U around it"));
  return Nothing{};
}

}  // namespace

std::optional<Cidr> Cidr::parse(std::string_view text) {
  auto slash = text.find('/');
  if (slash == text.npos) return {};
  auto address = IpAddress::parse(text.substr(0, slash));
  auto digits = text.substr(slash + 1);
  unsigned prefix = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  if (!address || error != std::errc() || end != digits.data() + digits.size() || prefix > (address->is_v6() ? 128u : 32u)) return {};
  return Cidr{*address, prefix};
}

std::string Cidr::text() const { return address.text() + "/" + std::to_string(prefix); }

bool Cidr::contains(const IpAddress& other) const {
  if (other.is_none() || other.is_v6() != address.is_v6()) return false;
  auto a = address.octets(), b = other.octets();
  unsigned whole = prefix / 8, rest = prefix % 8;
  if (!std::equal(a.begin(), a.begin() + whole, b.begin())) return false;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

Result<Nothing, Why> validate(const UpfConfig& config) {
  if (config.n3_v4.is_none() && config.n3_v6.is_none())
    return Fail(wrong("base stations reach the UPF", "no N3 address", "an IPv4 or an IPv6 address", "upf.n3",
                      "set upf.n3 to an address of this host"));
  if ((!config.n3_v4.is_none() && !config.n3_v4.is_v4()) || (!config.n3_v6.is_none() && !config.n3_v6.is_v6()))
    return Fail(wrong("N3 addresses have their family", config.n3_v4.text() + " " + config.n3_v6.text(), "IPv4 and IPv6 in this order",
                      "upf.n3", "exchange them"));
  if (config.n4.address.is_none() || config.node_id.is_none())
    return Fail(wrong("SMFs reach the UPF", config.n4.text(), "an address", "upf.n4", "set upf.n4 to an address of this host"));
  if (config.max_sessions == 0 || config.max_sessions >= max_slots)
    return Fail(wrong("the number of sessions has a limit", std::to_string(config.max_sessions), "1 to " + std::to_string(max_slots - 1),
                      "upf.max_sessions", "choose how many sessions fit into memory, about 2 KB each"));
  if (config.max_rules_per_session == 0 || config.max_rules_per_session > 255)
    return Fail(wrong("a session's rules have a limit", std::to_string(config.max_rules_per_session), "1 to 255",
                      "upf.max_rules_per_session", "64 suits"));
  if (config.dnns.empty() || config.dnns.size() > max_dnns)
    return Fail(
        wrong("there is a data network", std::to_string(config.dnns.size()), "1 to 64", "upf.dnns", "add one, for example internet"));
  std::vector<Cidr> pools;
  std::set<std::string> names, devices;
  for (std::size_t i = 0; i < config.dnns.size(); ++i) {
    auto& dnn = config.dnns[i];
    if (auto good = check_dnn(dnn, i, pools); !good.ok()) return good;
    if (!names.insert(dnn.name).second || !devices.insert(dnn.network_namespace + "/" + dnn.tun_name).second)
      return Fail(wrong("data networks differ", dnn.name + " on " + dnn.tun_name, "a name and a device of its own",
                        "upf.dnns[" + std::to_string(i) + "]", "rename one"));
  }
  return Nothing{};
}

}  // namespace pellucid::upf

#include "core/smf/config.hpp"

#include <map>
#include <set>

#include "base/subscription.hpp"
#include "core/smf/addresses.hpp"

namespace pellucid::smf {

namespace {

using Checked = Result<Nothing, Why>;

Checked check_upfs(const Config& config) {
  std::set<IpAddress> seen;
  if (config.upfs.empty()) return Fail(Why{"there is a UPF", "none", "one or more", "smf.upfs", "name the N4 address of a UPF"});
  for (auto& upf : config.upfs) {
    if (upf.n4.address.is_none() || upf.n4.address == config.n4.address || !seen.insert(upf.n4.address).second)
      return Fail(Why{"each UPF has an N4 address of its own, which is not the SMF's", upf.n4.text(), "another address", "smf.upfs",
                      "give SMF and UPFs different addresses; on one host 127.0.0.2 and 127.0.0.3"});
    for (auto& dnn : upf.dnns)
      if (!parse_dnn(dnn))
        return Fail(Why{"the UPF's data networks have valid names", dnn, "1 to 63 letters, digits, hyphens, dots", "smf.upfs.dnns",
                        "correct the name"});
  }
  return Nothing{};
}

Checked check_pool(const std::string& text, bool v6, const std::string& dnn, std::map<std::string, AddressRange>& ranges) {
  if (text.empty()) return Nothing{};
  std::string key = "dnn " + dnn + (v6 ? ": ipv6" : ": ipv4");
  auto range = AddressRange::parse(text);
  if (!range || range->first.is_v6() != v6)
    return Fail(Why{"the address pool is a range of its IP version", text, v6 ? "fd45::/48, at most /64" : "10.45.0.0/16", key,
                    "correct the range"});
  for (auto& [other, taken] : ranges)
    if (taken.overlaps(*range))
      return Fail(Why{"address pools do not overlap", text, "no overlap with " + other, key, "choose another range"});
  ranges.emplace(key, *range);
  return Nothing{};
}

Checked check_dnns(const Config& config) {
  std::set<std::string> names;
  std::map<std::string, AddressRange> ranges;
  if (config.dnns.empty())
    return Fail(Why{"there is a data network", "none", "one or more", "dnn", "add a data network, for example internet"});
  for (auto& dnn : config.dnns) {
    auto name = parse_dnn(dnn.name);
    if (!name || !names.insert(*name).second)
      return Fail(Why{"each data network has a valid name of its own", dnn.name, "1 to 63 letters, digits, hyphens, dots, each once",
                      "dnn.name", "correct the name"});
    for (bool v6 : {false, true})
      if (auto pool = check_pool(v6 ? dnn.ipv6_pool : dnn.ipv4_pool, v6, dnn.name, ranges); !pool.ok()) return pool;
    if (dnn.ipv4_pool.empty() && dnn.ipv6_pool.empty())
      return Fail(
          Why{"a data network has addresses for phones", "none", "an IPv4 or IPv6 pool", "dnn " + dnn.name + ": ipv4, ipv6", "add a pool"});
    for (auto& server : dnn.dns)
      if (server.is_none())
        return Fail(
            Why{"name servers are addresses", "none", "IPv4 or IPv6 addresses", "dnn " + dnn.name + ": dns", "correct the address"});
    if (dnn.mtu != 0 && dnn.mtu < 576)
      return Fail(
          Why{"the MTU lets IPv4 through", std::to_string(dnn.mtu), "576 to 65535, or 0", "dnn " + dnn.name + ": mtu", "set it to 1400"});
  }
  return Nothing{};
}

}  // namespace

Result<Nothing, Why> validate(const Config& config) {
  if (config.node_id.is_none() || config.n4.address.is_none())
    return Fail(Why{"the SMF has an N4 address", config.n4.text(), "an IPv4 or IPv6 address", "smf.n4_address",
                    "set it, for example to 127.0.0.2"});
  if (config.timers.attempts == 0 || config.timers.n4_n1 == 0)
    return Fail(Why{"each message is sent at least once", "0", "1 or more", "smf.timers", "use the default"});
  if (config.limits.max_parallel_restorations == 0 || config.limits.max_waiting_calls == 0)
    return Fail(Why{"limits let something through", "0", "1 or more", "smf.limits", "use the default"});
  if (auto upfs = check_upfs(config); !upfs.ok()) return upfs;
  return check_dnns(config);
}

}  // namespace pellucid::smf

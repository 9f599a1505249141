#include "app/internet_access.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "app/child.hpp"
#include "app/control.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/io_error.hpp"

namespace pellucid::app {
namespace {

constexpr const char* nat_room = "nat";
const std::string ipv6_settings = "/proc/sys/net/ipv6/conf/";

std::string forwarding_file(const std::string& family) {
  return family == "ipv4" ? "/proc/sys/net/ipv4/ip_forward" : ipv6_settings + "all/forwarding";
}
std::string advertisement_file(const std::string& device) { return ipv6_settings + device + "/accept_ra"; }

/// The first character of a setting of the kernel; 0 if there is none.
char setting(const std::string& file) {
  char value = 0;
  FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  return fd && ::read(fd.get(), &value, 1) == 1 ? value : char(0);
}
Io<Nothing> write_setting(const std::string& file, char value) {
  FileDescriptor fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd || ::write(fd.get(), &value, 1) != 1) return io_failure("set " + file + " to " + value);
  return Nothing{};
}

/// A machine that forwards IPv6 no longer listens to its own router, unless accept_ra is 2: it would lose its way to the internet at the
/// moment when phones are to share it (Linux ip-sysctl, accept_ra).
std::vector<std::string> devices_with_a_router() {
  std::vector<std::string> out;
  auto* folder = ::opendir(ipv6_settings.c_str());
  if (!folder) return out;
  while (auto* entry = ::readdir(folder)) {
    std::string device = entry->d_name;
    // Names that nft would read as something else stay out: nobody calls the device of his uplink so.
    bool plain = device.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.@:") == std::string::npos;
    if (!plain || device.starts_with('.') || device == "all" || device == "default" || device == "lo") continue;
    if (setting(advertisement_file(device)) == '1') out.push_back(device);
  }
  ::closedir(folder);
  std::sort(out.begin(), out.end());
  return out;
}

Io<Ended> nft(const std::vector<std::string>& arguments, const std::string& input = {}) {
  std::vector<std::string> argv{"nft"};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  auto ended = run_program(argv, input);
  if (!ended.ok() && ended.error().number == ENOENT) ended.error().what += " (Debian package nftables)";
  return ended;
}
IoError nft_refused(const std::string& what, const Ended& ended) {
  auto why = ended.err.substr(0, ended.err.find('\n'));
  return {0,
          what + ": nft says \"" + why + "\"" + (why.find("not permitted") == std::string::npos ? "" : " (needs root or CAP_NET_ADMIN)")};
}

/// The record that a table `inet pellucid` keeps; nothing if there is no such table.
Io<std::optional<ChangedSettings>> recorded() {
  auto listed = nft({"-j", "list", "table", "inet", "pellucid"});
  if (!listed.ok()) return Fail(listed.error());
  if (listed->status != 0) {
    if (listed->err.find("No such file") != std::string::npos) return std::optional<ChangedSettings>();
    return Fail(nft_refused("reading the table inet pellucid", *listed));
  }
  ChangedSettings changed;
  auto answer = parse_json(listed->out);
  auto* objects = answer ? answer->find("nftables") : nullptr;
  if (!objects || !objects->as_array()) return Fail(IoError{0, "nft listed the table inet pellucid in a form that is not known here"});
  for (auto& object : *objects->as_array()) {
    auto* set = object.find("set");
    auto* name = set ? set->find("name") : nullptr;
    auto* elements = set ? set->find("elem") : nullptr;
    if (!name || !elements || !elements->as_array()) continue;
    for (auto& element : *elements->as_array()) {
      auto text = element.text();
      if (name->text() == "forwarding_was_off") changed.forwarding.push_back(text);
      if (name->text() == "accept_ra_was_1") changed.advertisements.push_back(text);
      if (name->text() == "owner") std::from_chars(text.data(), text.data() + text.size(), changed.owner);
    }
  }
  return std::optional<ChangedSettings>(changed);
}

/// Settings first, the table with their record last: killed in between, the next start finds the record again.
Io<Nothing> undo_settings(const ChangedSettings& changed) {
  for (auto& family : changed.forwarding)
    if (auto done = write_setting(forwarding_file(family), '0'); !done.ok()) return done;
  for (auto& device : changed.advertisements)
    if (setting(advertisement_file(device)) == '2')
      if (auto done = write_setting(advertisement_file(device), '1'); !done.ok()) return done;
  auto deleted = nft({"delete", "table", "inet", "pellucid"});
  if (!deleted.ok()) return Fail(deleted.error());
  if (deleted->status != 0 && deleted->err.find("No such file") == std::string::npos)
    return Fail(nft_refused("deleting the table inet pellucid", *deleted));
  return Nothing{};
}

bool pellucid_runs(std::uint32_t process) {
  auto folder = "/proc/" + std::to_string(process);
  FileDescriptor fd(::open((folder + "/comm").c_str(), O_RDONLY | O_CLOEXEC));
  char name[32] = {};
  // The number may have gone to another program since.
  return fd && ::read(fd.get(), name, sizeof name - 1) > 0 && std::string_view(name).starts_with("pellucid");
}

Io<Nothing> apply_settings(const ChangedSettings& changed) {
  for (auto& device : changed.advertisements)
    if (auto done = write_setting(advertisement_file(device), '2'); !done.ok()) return done;
  for (auto& family : changed.forwarding)
    if (auto done = write_setting(forwarding_file(family), '1'); !done.ok()) return done;
  return Nothing{};
}

std::string joined(const std::vector<std::string>& items, const char* quote) {
  std::string out;
  for (auto& item : items) out += (out.empty() ? "" : ", ") + (quote + item) + quote;
  return out;
}
std::string table_set(const char* name, const char* type, const std::string& elements) {
  return std::string("  set ") + name + " { type " + type + "; " + (elements.empty() ? "" : "elements = { " + elements + " }; ") + "}\n";
}

}  // namespace

std::string access_rules(const Config& config, const ChangedSettings& changed) {
  std::vector<std::string> devices;
  std::string translate;
  for (auto& d : config.dnns) {
    devices.push_back(d.tun);
    if (!d.ipv4.empty()) translate += "    ip saddr " + d.ipv4 + " oifname != @phones masquerade\n";
    if (!d.ipv6.empty()) translate += "    ip6 saddr " + d.ipv6 + " oifname != @phones masquerade\n";
  }
  return "table inet pellucid {\n" + table_set("owner", "mark", std::to_string(changed.owner)) +
         table_set("phones", "ifname", joined(devices, "\"")) +
         table_set("forwarding_was_off", "nf_proto", joined(changed.forwarding, "")) +
         table_set("accept_ra_was_1", "ifname", joined(changed.advertisements, "\"")) +
         "  chain translate {\n    type nat hook postrouting priority srcnat; policy accept;\n" + translate +
         "  }\n"
         "  chain forwarded {\n    type filter hook forward priority mangle; policy accept;\n"
         // Forwarding was switched on for phones: that does not make the machine a router for everybody else around it.
         "    meta nfproto @forwarding_was_off iifname != @phones oifname != @phones drop\n"
         "    iifname @phones tcp flags syn / syn,rst tcp option maxseg size set rt mtu\n"
         "    oifname @phones tcp flags syn / syn,rst tcp option maxseg size set rt mtu\n"
         "  }\n}\n";
}

namespace {

Io<Nothing> undo_recorded(World& world) {
  auto found = recorded();
  if (!found.ok()) return Fail(found.error());
  if (!*found) return Nothing{};
  auto& changed = **found;
  if (changed.owner != std::uint32_t(::getpid()) && pellucid_runs(changed.owner))
    return Fail(IoError{
        0, "process " + std::to_string(changed.owner) + " has the table inet pellucid: only one pellucid a machine can set up NAT"});
  if (auto undone = undo_settings(changed); !undone.ok()) return undone;
  world.log(Severity::info, nat_room, "forwarding and NAT of an earlier run that did not end by itself are undone");
  return Nothing{};
}

}  // namespace

Io<Nothing> undo_earlier_access(World& world) {
  // Nothing is forwarded: whatever an earlier run did is over, and a start need not wait for nft (10 ms).
  if (setting(forwarding_file("ipv4")) != '1' && setting(forwarding_file("ipv6")) != '1') return Nothing{};
  auto undone = undo_recorded(world);
  if (!undone.ok() && undone.error().number == ENOENT) return Nothing{};
  return undone;
}

Io<std::unique_ptr<InternetAccess>> InternetAccess::set_up(World& world, const Config& config) {
  // An earlier run's, if there is one; without nft this says so.
  if (auto undone = undo_recorded(world); !undone.ok()) return Fail(undone.error());
  bool v4 = false, v6 = false;
  for (auto& d : config.dnns) v4 = v4 || !d.ipv4.empty(), v6 = v6 || !d.ipv6.empty();
  ChangedSettings changed;
  changed.owner = std::uint32_t(::getpid());
  if (v4 && setting(forwarding_file("ipv4")) == '0') changed.forwarding.push_back("ipv4");
  if (v6 && setting(forwarding_file("ipv6")) == '0') {
    changed.forwarding.push_back("ipv6");
    changed.advertisements = devices_with_a_router();
    for (auto& d : config.dnns) std::erase(changed.advertisements, d.tun);  // goes away with us
  }
  // The record is there before anything is changed that it tells of.
  auto loaded = nft({"-f", "-"}, access_rules(config, changed));
  if (!loaded.ok()) return Fail(loaded.error());
  if (loaded->status != 0) return Fail(nft_refused("loading the table inet pellucid", *loaded));
  std::unique_ptr<InternetAccess> access(new InternetAccess(world, changed));
  if (auto done = apply_settings(changed); !done.ok()) return Fail(done.error());
  std::string pools;
  for (auto& d : config.dnns)
    for (auto& pool : {d.ipv4, d.ipv6})
      if (!pool.empty()) pools += (pools.empty() ? "" : ", ") + pool;
  world.log(Severity::info, nat_room,
            pools + " leave with this machine's addresses" +
                (changed.forwarding.empty() ? "" : "; forwarding is on for phones only: " + joined(changed.forwarding, "")));
  return access;
}

InternetAccess::~InternetAccess() {
  auto undone = undo_settings(changed_);
  if (undone.ok())
    world_.log(Severity::info, nat_room, "forwarding and NAT are as they were before");
  else
    world_.log(Severity::error, nat_room, "not everything is undone: " + undone.error().what + "; the next start tries again");
}

Firewall read_firewall(const std::vector<std::string>& devices) {
  Firewall out;
  auto listed = nft({"-j", "list", "ruleset"});
  if (!listed.ok() || listed->status != 0) {
    out.unreadable = listed.ok() ? nft_refused("reading the rules", *listed).what : listed.error().what;
    return out;
  }
  auto answer = parse_json(listed->out);
  auto* objects = answer ? answer->find("nftables") : nullptr;
  if (!objects || !objects->as_array()) {
    out.unreadable = "nft listed its rules in a form that is not known here";
    return out;
  }
  auto member = [](const Tree& of, const char* name) {
    auto* found = of.find(name);
    return found ? found->text() : std::string();
  };
  auto place = [&](const Tree& of, const char* chain) {
    return member(of, "family") + " " + member(of, "table") + " " + member(of, chain);
  };
  for (auto& object : *objects->as_array()) {
    if (auto* chain = object.find("chain"); chain && member(*chain, "hook") == "forward" && member(*chain, "policy") == "drop")
      out.closed.push_back(place(*chain, "name"));
    auto* rule = object.find("rule");
    if (!rule) continue;
    auto text = rule->json();
    auto says = [&](const char* what) { return text.find(what) != std::string::npos; };
    // The words of nft itself and of iptables, whose rules nft lists as extensions.
    out.translates = out.translates || says("\"masquerade\"") || says("\"snat\"") || says("MASQUERADE") || says("SNAT");
    out.clamps_mss = out.clamps_mss || says("\"maxseg\"") || says("TCPMSS");
    for (auto& device : devices)
      if (text.find("\"" + device + "\"") != std::string::npos) std::erase(out.closed, place(*rule, "chain"));
  }
  return out;
}

}  // namespace pellucid::app

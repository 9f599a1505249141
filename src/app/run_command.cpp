// `pellucid run` and `pellucid check`.
#include <fcntl.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <set>

#include "app/commands.hpp"
#include "app/operate.hpp"
#include "app/telemetry.hpp"

namespace pellucid::app {
namespace {

Severity severity_of(const std::string& name) {
  return name == "debug" ? Severity::debug : name == "warning" ? Severity::warning : name == "error" ? Severity::error : Severity::info;
}

std::set<IpAddress> own_addresses() {
  std::set<IpAddress> out;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return out;
  for (auto* a = all; a; a = a->ifa_next) {
    if (!a->ifa_addr) continue;
    if (a->ifa_addr->sa_family == AF_INET) out.insert(IpAddress::v4(ntohl(reinterpret_cast<sockaddr_in*>(a->ifa_addr)->sin_addr.s_addr)));
    if (a->ifa_addr->sa_family == AF_INET6) {
      Octets<16> octets;
      std::copy_n(reinterpret_cast<sockaddr_in6*>(a->ifa_addr)->sin6_addr.s6_addr, 16, octets.begin());
      out.insert(IpAddress::v6(octets));
    }
  }
  freeifaddrs(all);
  return out;
}

/// The configuration against this machine: addresses that are its own, devices and rights that are needed, forwarding.
std::vector<Finding> check_machine(const Config& c) {
  std::vector<Finding> findings;
  auto own = own_addresses();
  auto address = [&](const char* key, const std::string& value) {
    auto a = IpAddress::parse(value);
    // All of 127/8 is the loopback device's.
    if (a && (own.contains(*a) || (a->is_v4() && a->is_loopback()))) return;
    findings.push_back({true, key, value, "an address of this machine", "`ip address` lists them; set the key to one of these", 0});
  };
  if (c.smf_enabled) address("amf.n2_address", c.n2_address), address("smf.n4_address", c.smf_n4);
  if (c.upf_enabled) {
    address("upf.n4_address", c.upf_n4);
    address("upf.n3_address", c.n3_address);
    if (int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC); fd >= 0)
      close(fd);
    else
      findings.push_back({true, "upf.enabled", "true", "a machine where /dev/net/tun can be opened",
                          "run as root or with CAP_NET_ADMIN; load the module tun", 0});
    auto forwards = [&](const char* file, const char* what, const char* how) {
      char value = '0';
      if (int fd = open(file, O_RDONLY | O_CLOEXEC); fd >= 0) {
        if (read(fd, &value, 1) != 1) value = '0';
        close(fd);
      }
      if (value == '0') findings.push_back({false, "dnn", what, "forwarding on, or phones reach nothing beyond this machine", how, 0});
    };
    forwards("/proc/sys/net/ipv4/ip_forward", "IPv4 forwarding is off",
             "sysctl net.ipv4.ip_forward=1, and NAT for the pools unless they are routed");
    forwards("/proc/sys/net/ipv6/conf/all/forwarding", "IPv6 forwarding is off", "sysctl net.ipv6.conf.all.forwarding=1");
  }
  if (c.smf_enabled) {
    int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_SCTP);
    int kernel = fd >= 0 ? -1 : socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_SCTP);
    if (fd < 0 && kernel < 0)
      findings.push_back(
          {true, "amf.n2_address", c.n2_address, "SCTP of the kernel, or raw sockets", "run as root or with CAP_NET_RAW", 0});
    if (fd >= 0) close(fd);
    if (kernel >= 0) close(kernel);
  }
  return findings;
}

/// The configuration against the subscribers in the store.
std::vector<Finding> check_subscribers(const Config& c, store::Store& store) {
  std::vector<Finding> findings;
  auto& subscribers = store.subscribers();
  if (subscribers.count() == 0)
    findings.push_back({false, "store.path", "no subscribers", "at least one, or nobody can register",
                        "pellucid subscriber add IMSI --k ... --opc ...", 0});
  std::size_t published = 0, foreign = 0;
  std::set<std::string> unknown_dnns, unknown_slices;
  store::SubscriberFilter everybody;
  everybody.limit = store::SubscriberStore::max_subscribers;
  for (auto* subscriber : subscribers.list(everybody)) {
    auto& s = *subscriber;
    published += store::is_test_subscriber(s.credentials);
    auto plmn = Plmn::parse(s.supi.digits().substr(0, 3u + c.plmn.mnc_digits));
    foreign += plmn != c.plmn;
    for (auto& slice : s.subscription.slices) {
      if (std::find(c.slices.begin(), c.slices.end(), slice.slice) == c.slices.end()) unknown_slices.insert(slice.slice.text());
      for (auto& d : slice.dnns)
        if (std::none_of(c.dnns.begin(), c.dnns.end(), [&](const DnnConfig& known) { return known.name == d.dnn; }))
          unknown_dnns.insert(d.dnn);
    }
  }
  auto n2 = IpAddress::parse(c.n2_address);
  if (published && n2 && !n2->is_loopback())
    findings.push_back({true, "amf.n2_address", c.n2_address, "a loopback address while subscribers have the published test key",
                        "give the " + std::to_string(published) + " test subscribers keys of their own, or remove them", 0});
  if (foreign)
    findings.push_back({false, "network.plmn", c.plmn.text(), "the network of the subscribers",
                        std::to_string(foreign) + " subscribers belong to another network and cannot register", 0});
  for (auto& dnn : unknown_dnns)
    findings.push_back({false, "dnn", dnn, "a [[dnn]] for every DNN that subscribers have", "add [[dnn]] with name = \"" + dnn + "\"", 0});
  for (auto& slice : unknown_slices)
    findings.push_back({false, "network.slices", slice, "every slice that subscribers have", "add \"" + slice + "\"", 0});
  return findings;
}

bool report(const std::vector<Finding>& findings) {
  bool usable = true;
  for (auto& f : findings) {
    std::fprintf(stderr, "%s\n", f.text().c_str());
    usable = usable && !f.fatal;
  }
  return usable;
}

}  // namespace

int check_command(const std::string& config_file) {
  auto loaded = load_config(config_file);
  auto findings = loaded.findings;
  if (loaded.usable()) {
    for (auto& f : check_machine(loaded.config)) findings.push_back(f);
    if (access(loaded.config.store_path.c_str(), F_OK) == 0) {
      auto world = RealWorld::open({.log_level = Severity::error, .log_to = {}});
      auto store = world.ok() ? store::Store::open(**world, {.file = loaded.config.store_path, .key_file = loaded.config.key_path})
                              : store::Stored<std::unique_ptr<store::Store>>(Fail(store::StoreError{}));
      if (store.ok()) {
        for (auto& f : check_subscribers(loaded.config, **store)) findings.push_back(f);
      } else if (store.error().kind != store::StoreError::Kind::in_use) {
        findings.push_back({true, "store.path", loaded.config.store_path, "a database that can be opened", store.error().text(), 0});
      }
    }
  }
  bool usable = report(findings);
  std::printf("%s: %s\n", config_file.c_str(), !usable ? "cannot be used" : findings.empty() ? "good" : "can be used");
  return usable ? 0 : 1;
}

int run_command(const std::string& config_file) {
  auto loaded = load_config(config_file);
  if (!report(loaded.findings) || !report(check_machine(loaded.config))) return 2;
  auto& config = loaded.config;
  auto opened = RealWorld::open({.log_level = severity_of(config.log_level), .log_to = {}});
  auto fail = [](const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    return 1;
  };
  if (!opened.ok()) return fail(opened.error().what);
  auto& world = **opened;
  auto signals = world.on_signals({SIGINT, SIGTERM}, [&](int) { world.stop(); });
  if (!signals.ok()) return fail(signals.error().what);
  auto network = Network::start(world, config);
  if (!network.ok()) return fail(network.error().what);
  if (!report(check_subscribers(config, (*network)->store()))) return 2;
  auto control = ControlServer::open(world, config.control_socket,
                                     [&](const ControlRequest& r) { return operate(world, (*network)->store(), network->get(), r); });
  if (!control.ok()) return fail(control.error().what);
  std::unique_ptr<api::HttpServer> http;
  if (!config.api_address.empty()) {
    auto colon = config.api_address.rfind(':');
    auto host = config.api_address.substr(0, colon);
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    Endpoint listen{*IpAddress::parse(host), std::uint16_t(std::stoi(config.api_address.substr(colon + 1)))};
    auto server = api::HttpServer::open(world, listen, [&](const std::string& path) { return answer_http(**network, path); });
    if (!server.ok()) return fail(server.error().what);
    http = std::move(*server);
  }
  world.log(Severity::info, "pellucid",
            config.network_name + " " + config.plmn.text() + " is up with " + std::to_string((*network)->store().subscribers().count()) +
                " subscribers");
  world.run();
  world.log(Severity::info, "pellucid", "stopping; phones stay registered and come back after the next start");
  return 0;
}

}  // namespace pellucid::app

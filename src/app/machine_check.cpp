#include "app/machine_check.hpp"

#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>

#include "app/internet_access.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/socket_address.hpp"

namespace pellucid::app {
namespace {

// N3 around a packet: IP, UDP, and GTP-U with the PDU session container (TS 29.281 §5.1, TS 38.415 §5.5.2).
constexpr std::uint32_t tunnel_header_v4 = 20 + 8 + 16, tunnel_header_v6 = 40 + 8 + 16;
constexpr const char* nat_fix = "`pellucid run --setup-nat` or upf.setup_nat = true does it and undoes it";

Finding mild_finding(std::string key, std::string value, std::string allowed, std::string fix) {
  return {false, std::move(key), std::move(value), std::move(allowed), std::move(fix), 0};
}
Finding fatal_finding(std::string key, std::string value, std::string allowed, std::string fix) {
  return {true, std::move(key), std::move(value), std::move(allowed), std::move(fix), 0};
}

/// The machine's addresses and the devices that they are on.
std::map<IpAddress, std::string> own_addresses() {
  std::map<IpAddress, std::string> out;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return out;
  for (auto* a = all; a; a = a->ifa_next) {
    if (!a->ifa_addr) continue;
    if (a->ifa_addr->sa_family == AF_INET)
      out[IpAddress::v4(ntohl(reinterpret_cast<sockaddr_in*>(a->ifa_addr)->sin_addr.s_addr))] = a->ifa_name;
    if (a->ifa_addr->sa_family == AF_INET6) {
      Octets<16> octets;
      std::copy_n(reinterpret_cast<sockaddr_in6*>(a->ifa_addr)->sin6_addr.s6_addr, 16, octets.begin());
      out[IpAddress::v6(octets)] = a->ifa_name;
    }
  }
  freeifaddrs(all);
  return out;
}

std::optional<std::uint32_t> mtu_of(const std::string& device) {
  ifreq request{};
  std::strncpy(request.ifr_name, device.c_str(), IFNAMSIZ - 1);
  FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket || ::ioctl(socket.get(), SIOCGIFMTU, &request) != 0) return {};
  return std::uint32_t(request.ifr_mtu);
}

bool is_off(const char* file) {
  char value = '0';
  FileDescriptor fd(::open(file, O_RDONLY | O_CLOEXEC));
  return !fd || ::read(fd.get(), &value, 1) != 1 || value == '0';
}

bool any_pool(const Config& c, std::string DnnConfig::* pool) {
  return std::any_of(c.dnns.begin(), c.dnns.end(), [&](const DnnConfig& d) { return !(d.*pool).empty(); });
}

void check_addresses(const Config& c, std::vector<Finding>& findings) {
  auto own = own_addresses();
  auto address = [&](const char* key, const std::string& value) {
    auto a = IpAddress::parse(value);
    // All of 127/8 is the loopback device's.
    if (a && (own.contains(*a) || (a->is_v4() && a->is_loopback()))) return;
    findings.push_back(fatal_finding(key, value, "an address of this machine", "`ip address` lists them; set the key to one of these"));
  };
  if (c.smf_enabled) address("amf.n2_address", c.n2_address), address("smf.n4_address", c.smf_n4);
  if (!c.upf_enabled) return;
  address("upf.n4_address", c.upf_n4);
  address("upf.n3_address", c.n3_address);
  auto n3 = IpAddress::parse(c.n3_address);
  if (!n3) return;
  auto device = own.find(*n3);
  auto mtu = mtu_of(device != own.end() ? device->second : "lo");
  auto header = n3->is_v6() ? tunnel_header_v6 : tunnel_header_v4;
  for (auto& d : c.dnns)
    if (mtu && d.mtu + header > *mtu)
      findings.push_back(mild_finding("dnn.mtu", std::to_string(d.mtu) + " (" + d.name + ")",
                                      "at most " + std::to_string(*mtu - std::min(*mtu, header)) + ": packets of phones gain " +
                                          std::to_string(header) + " octets on N3, whose device has MTU " + std::to_string(*mtu),
                                      "lower dnn.mtu, or raise the MTU of N3 (jumbo frames) here, at the base stations and between"));
}

void check_tun(std::vector<Finding>& findings) {
  FileDescriptor fd(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  if (fd) return;
  findings.push_back(fatal_finding(
      "upf.enabled", "true", std::string("a machine where /dev/net/tun can be opened (") + std::strerror(errno) + ")",
      errno == EACCES ? "chmod 0666 /dev/net/tun: making devices still needs CAP_NET_ADMIN" : "load the module: modprobe tun"));
}

void check_sctp(const Config& c, std::vector<Finding>& findings) {
  FileDescriptor raw(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_SCTP));
  if (raw) return;
  FileDescriptor kernel(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_SCTP));
  if (kernel) return;
  findings.push_back(
      fatal_finding("amf.n2_address", c.n2_address, "SCTP of the kernel, or raw sockets", "run as root or with CAP_NET_RAW"));
}

void check_forwarding(const Config& c, std::vector<Finding>& findings) {
  if (c.setup_nat) return;  // will be on
  auto forwards = [&](const char* file, const char* key, std::string DnnConfig::* pool) {
    if (any_pool(c, pool) && is_off(file))
      findings.push_back(mild_finding(key, "0", "1, or phones reach nothing beyond this machine",
                                      std::string(nat_fix) + "; by hand: sysctl " + key + "=1"));
  };
  forwards("/proc/sys/net/ipv4/ip_forward", "net.ipv4.ip_forward", &DnnConfig::ipv4);
  forwards("/proc/sys/net/ipv6/conf/all/forwarding", "net.ipv6.conf.all.forwarding", &DnnConfig::ipv6);
}

/// MTU of the way to an address that only a default route leads to (RFC 5737, RFC 3849); nothing is sent.
std::optional<std::uint32_t> mtu_to(const char* somewhere) {
  auto there = to_socket_address({*IpAddress::parse(somewhere), 9});
  bool v6 = there.get()->sa_family == AF_INET6;
  FileDescriptor socket(::socket(there.get()->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  int mtu = 0;
  socklen_t size = sizeof mtu;
  if (!socket || ::connect(socket.get(), there.get(), there.length) != 0) return {};
  if (::getsockopt(socket.get(), v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_MTU : IP_MTU, &mtu, &size) != 0) return {};
  return std::uint32_t(mtu);
}

void check_family(const Config& c, bool v6, const Firewall& firewall, std::vector<Finding>& findings) {
  auto pool = v6 ? &DnnConfig::ipv6 : &DnnConfig::ipv4;
  if (!any_pool(c, pool)) return;
  std::string key = v6 ? "dnn.ipv6" : "dnn.ipv4", family = v6 ? "IPv6" : "IPv4", pools;
  for (auto& d : c.dnns)
    if (!(d.*pool).empty()) pools += (pools.empty() ? "" : ", ") + d.*pool;
  auto mtu = mtu_to(v6 ? "2001:db8::1" : "192.0.2.1");
  if (!mtu)
    findings.push_back(mild_finding(key, pools,
                                    "a default route for " + family + " on this machine, or phones reach only what it has routes to",
                                    "give this machine " + family + " access, or leave " + key + " empty"));
  bool translated = c.setup_nat || firewall.translates || !firewall.unreadable.empty();
  if (!translated)
    findings.push_back(mild_finding(key, pools, "NAT on the way out, or routes to the pools at the next router",
                                    std::string(nat_fix) + "; or route the pools to this machine and ignore this"));
  bool clamps = c.setup_nat || firewall.clamps_mss || !firewall.unreadable.empty();
  for (auto& d : c.dnns)
    if (mtu && d.mtu > *mtu && !(d.*pool).empty() && !clamps)
      findings.push_back(
          mild_finding("dnn.mtu", std::to_string(d.mtu) + " (" + d.name + ")",
                       "at most " + std::to_string(*mtu) + ", the MTU of the way out over " + family + ", or an MSS clamp for TCP",
                       "lower dnn.mtu; " + std::string(nat_fix)));
}

}  // namespace

std::vector<Finding> check_machine(const Config& c) {
  std::vector<Finding> findings;
  check_addresses(c, findings);
  if (c.upf_enabled) {
    check_tun(findings);
    check_forwarding(c, findings);
  }
  if (c.smf_enabled) check_sctp(c, findings);
  return findings;
}

std::vector<Finding> check_way_out(const Config& c) {
  std::vector<Finding> findings;
  if (!c.upf_enabled) return findings;
  std::vector<std::string> devices;
  for (auto& d : c.dnns) devices.push_back(d.tun);
  auto firewall = read_firewall(devices);
  if (!firewall.unreadable.empty()) {
    auto finding = mild_finding("upf.setup_nat", c.setup_nat ? "true" : "false",
                                "rules that can be read, to judge NAT and MSS (" + firewall.unreadable + ")",
                                "apt-get install nftables; run this as root");
    finding.fatal = c.setup_nat;  // what cannot be read cannot be set up
    findings.push_back(finding);
  }
  for (bool v6 : {false, true}) check_family(c, v6, firewall, findings);
  for (auto& chain : firewall.closed)
    findings.push_back(
        mild_finding("nftables chain", chain,
                     "a chain that lets packets of phones through: its policy is drop and no rule in it names " + devices.front(),
                     "accept iifname \"" + devices.front() + "\" and oifname \"" + devices.front() + "\" there"));
  return findings;
}

}  // namespace pellucid::app

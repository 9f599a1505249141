// What runs, and what listens.
#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/ids.hpp"
#include "crypto/sha256.hpp"
#include "oversight/host/host.hpp"
#include "oversight/host/machine_text.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_sockets = 16'384;
constexpr std::string_view deleted = " (deleted)";

struct Listener {
  std::string protocol, where;  // "tcp", "0.0.0.0:22"
};
using Listeners = std::map<std::uint64_t, Listener>;  // by the socket's inode

std::optional<std::uint64_t> number(std::string_view text, int base = 10) {
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

/// "0100007F:0016": words of the machine's byte order (little-endian on all that we build for), in hexadecimal.
std::optional<Endpoint> endpoint(std::string_view text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  auto octets = from_hex(text.substr(0, colon));
  auto port = number(text.substr(colon + 1), 16);
  if (!octets || !port || *port > 0xFFFF || (octets->size() != 4 && octets->size() != 16)) return {};
  for (std::size_t i = 0; i < octets->size(); i += 4)
    std::reverse(octets->begin() + std::ptrdiff_t(i), octets->begin() + std::ptrdiff_t(i) + 4);
  Endpoint out;
  out.port = std::uint16_t(*port);
  if (octets->size() == 4) {
    out.address = IpAddress::v4({(*octets)[0], (*octets)[1], (*octets)[2], (*octets)[3]});
  } else {
    Octets<16> v6{};
    std::copy(octets->begin(), octets->end(), v6.begin());
    out.address = IpAddress::v6(v6);
  }
  return out;
}

/// From where ports of clients are drawn: a UDP socket there is nobody's service.
std::pair<std::uint64_t, std::uint64_t> client_ports(const Machine& machine) {
  auto line = text_of(machine, "/proc/sys/net/ipv4/ip_local_port_range");
  auto words = words_of_line(line);
  if (words.size() != 2) return {32'768, 60'999};
  return {number(words[0]).value_or(32'768), number(words[1]).value_or(60'999)};
}

/// proc(5) /proc/net/tcp: column 1 local, 2 remote, 3 state (0A: listening), 9 inode.
void read_sockets(const Machine& machine, const std::string& file, Listeners& to) {
  auto clients = client_ports(machine);
  bool tcp = file.starts_with("tcp");
  each_line(text_of(machine, "/proc/net/" + file, max_line_file_octets), [&](std::string_view line) {
    auto words = words_of_line(line);
    if (words.size() < 10 || to.size() >= max_sockets) return;
    auto local = endpoint(words[1]), remote = endpoint(words[2]);
    auto inode = number(words[9]);
    if (!local || !remote || !inode || *inode == 0) return;
    bool listens = tcp ? words[3] == "0A" : remote->port == 0 && (local->port < clients.first || local->port > clients.second);
    if (listens) to[*inode] = {tcp ? "tcp" : "udp", local->text()};
  });
}

/// /proc/net/sctp/eps: ENDPT SOCK STY SST HBKT LPORT UID INODE LADDRS; SST 10 listens.
void read_sctp(const Machine& machine, Listeners& to) {
  each_line(text_of(machine, "/proc/net/sctp/eps", max_line_file_octets), [&](std::string_view line) {
    auto words = words_of_line(line);
    if (words.size() < 9 || words[3] != "10" || to.size() >= max_sockets) return;
    auto port = number(words[5]), inode = number(words[7]);
    if (!port || !inode) return;
    std::string where;
    for (std::size_t i = 8; i < words.size(); ++i) where += (where.empty() ? "" : ",") + std::string(words[i]);
    to[*inode] = {"sctp", where + ":" + std::to_string(*port)};
  });
}

/// Whose folder it is may be a person's name.
std::string without_user(const std::string& path) {
  if (!path.starts_with("/home/")) return path;
  auto end = path.find('/', 6);
  return end == std::string::npos ? path : "/home/..." + path.substr(end);
}

}  // namespace

void Host::processes(Observation& seen) {
  Listeners listeners;
  for (auto* file : {"tcp", "tcp6", "udp", "udp6"}) read_sockets(machine_, file, listeners);
  read_sctp(machine_, listeners);
  std::map<std::uint64_t, std::set<std::string>> owners;
  std::map<std::string, std::set<std::string>> executables;  // with their digests: of a file that was replaced there are two
  std::size_t descriptors = 0;
  for (auto& name : machine_.list("/proc", max_processes)) {
    if (!number(name)) continue;
    auto folder = "/proc/" + name;
    auto link = machine_.link(folder + "/exe");
    if (!link || link->empty()) continue;  // a thread of the kernel, or somebody else's
    bool replaced = link->ends_with(deleted);
    auto path = without_user(replaced ? link->substr(0, link->size() - deleted.size()) : *link);
    auto sum = digest(folder + "/exe");
    if (!sum.empty()) executables[path].insert("sha256 " + sum + (replaced ? " (its file was replaced since it started)" : ""));
    for (auto& fd : machine_.list(folder + "/fd", max_descriptors - descriptors)) {
      ++descriptors;
      auto target = machine_.link(folder + "/fd/" + fd);
      if (!target || !target->starts_with("socket:[")) continue;
      auto inode = number(std::string_view(*target).substr(8, target->size() - 9));
      if (inode && listeners.contains(*inode)) owners[*inode].insert(path);
    }
  }
  auto tell = [&](std::string attribute, const std::set<std::string>& values, std::string otherwise) {
    std::string all;
    for (auto& value : values) all += (all.empty() ? "" : ", ") + value;
    seen.evidence.push_back({std::move(attribute), all.empty() ? std::move(otherwise) : all, "proc", Strength::programmed});
  };
  for (auto& [path, sums] : executables) tell("process/" + path, sums, {});
  std::map<std::string, std::set<std::string>> by_address;  // several sockets may share one
  for (auto& [inode, listener] : listeners) {
    auto& who = by_address["listener/" + listener.protocol + "/" + listener.where];
    who.insert(owners[inode].begin(), owners[inode].end());
  }
  for (auto& [attribute, who] : by_address) tell(attribute, who, "a process that we may not see");
  if (descriptors >= max_descriptors) seen.complaints.push_back("too many open files: the owners of some listening sockets are not known");
}

/// Of a file's content; empty if it cannot be read, or if it is not its turn.
std::string Host::digest(const std::string& path) {
  auto identity = machine_.identity(path);
  if (!identity) return {};
  if (auto known = digests_.find(*identity); known != digests_.end()) return known->second;
  if (identity->octets > max_binary_octets || digested_octets_ + identity->octets > max_digested_octets) return {};
  auto content = machine_.read(path, max_binary_octets);
  if (!content) return {};
  digested_octets_ += content->size();
  if (digests_.size() >= max_processes) digests_.clear();
  return digests_[*identity] = hex(crypto::sha256({*content}));
}

}  // namespace pellucid::oversight

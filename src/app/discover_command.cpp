// `pellucid discover`: asks devices through SNMP and prints what they are. Nothing is recorded.
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>

#include "app/commands.hpp"
#include "crypto/secret.hpp"
#include "oversight/discovery/discovery.hpp"
#include "oversight/inventory/inventory.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {
namespace {

using namespace oversight;

constexpr std::size_t max_secret_octets = 4096;

struct Wrong {
  std::string option, what;
};
template <class T>
using Meant = Result<T, Wrong>;

/// A secret while it is read: erased with the object.
struct Passphrase {
  std::string text;
  Passphrase() = default;
  Passphrase(Passphrase&&) = default;
  Passphrase& operator=(Passphrase&&) = default;
  ~Passphrase() { crypto::wipe({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}); }
};

/// From the file, or else from the environment; nothing if there is neither.
Meant<std::optional<Passphrase>> read_secret(World& world, const char* option, const std::string& file, const char* variable) {
  Passphrase secret;
  if (file.empty()) {
    const char* value = std::getenv(variable);
    if (!value) return std::optional<Passphrase>{};
    secret.text = value;
    return std::optional(std::move(secret));
  }
  auto content = world.read_file(file);
  if (!content.ok()) return Fail(Wrong{option, content.error().what});
  if (content->size() > max_secret_octets) return Fail(Wrong{option, file + " has more than 4096 octets"});
  secret.text = as_text(*content);
  crypto::wipe(*content);
  while (secret.text.ends_with('\n') || secret.text.ends_with('\r')) secret.text.pop_back();
  return std::optional(std::move(secret));
}

Meant<std::vector<Prefix>> read_prefixes(const char* option, const std::vector<std::string>& texts) {
  std::vector<Prefix> prefixes;
  for (auto& text : texts) {
    auto prefix = Prefix::parse(text);
    if (!prefix) return Fail(Wrong{option, "\"" + text + "\" is no address or prefix, such as 10.0.0.7, 10.0.0.0/24 or fd00::/120"});
    prefixes.push_back(*prefix);
  }
  return prefixes;
}

Meant<snmp::Credentials> read_user(World& world, const DiscoverOptions& options) {
  auto made = [&](Result<snmp::Credentials, std::string> credentials) -> Meant<snmp::Credentials> {
    if (!credentials.ok()) return Fail(Wrong{"--user", credentials.error()});
    return std::move(*credentials);
  };
  if (options.authentication == "none") return made(snmp::Credentials::user(options.user));
  auto digest = snmp::parse_authentication(options.authentication);
  if (!digest)
    return Fail(Wrong{"--auth", "\"" + options.authentication + "\" is none of md5, sha1, sha224, sha256, sha384, sha512, none"});
  if (options.privacy != "aes" && options.privacy != "none")
    return Fail(Wrong{"--priv", "\"" + options.privacy + "\" is neither aes nor none; DES is not offered: its keys can be searched"});
  auto key = read_secret(world, "--auth-key-file", options.auth_key_file, "PELLUCID_SNMP_AUTH_KEY");
  if (!key.ok()) return Fail(key.error());
  if (!*key) return Fail(Wrong{"--auth-key-file", "a file is needed, or the variable PELLUCID_SNMP_AUTH_KEY"});
  if (options.privacy == "none") return made(snmp::Credentials::user(options.user, *digest, (*key)->text));
  auto privacy = read_secret(world, "--priv-key-file", options.priv_key_file, "PELLUCID_SNMP_PRIV_KEY");
  if (!privacy.ok()) return Fail(privacy.error());
  if (!*privacy)
    return Fail(Wrong{"--priv-key-file", "a file is needed, or the variable PELLUCID_SNMP_PRIV_KEY; --priv none goes without"});
  return made(snmp::Credentials::user(options.user, *digest, (*key)->text, snmp::Privacy::aes128, (*privacy)->text));
}

Meant<std::vector<snmp::Credentials>> read_credentials(World& world, const DiscoverOptions& options) {
  std::vector<snmp::Credentials> all;
  if (!options.user.empty()) {
    auto user = read_user(world, options);
    if (!user.ok()) return Fail(user.error());
    all.push_back(std::move(*user));
  }
  auto lines = read_secret(world, "--community-file", options.community_file, "PELLUCID_SNMP_COMMUNITY");
  if (!lines.ok()) return Fail(lines.error());
  auto communities = options.communities;
  std::istringstream text(*lines ? (*lines)->text : "");
  for (std::string line; std::getline(text, line);)
    if (!line.empty()) communities.push_back(line);
  for (auto& community : communities) {
    auto credentials = snmp::Credentials::community(community);
    if (!credentials.ok()) return Fail(Wrong{"--community", credentials.error()});
    all.push_back(std::move(*credentials));
  }
  if (all.empty()) return Fail(Wrong{"--community", "give a community, --community-file or --user"});
  return all;
}

Meant<DiscoveryOptions> read_options(World& world, const DiscoverOptions& options) {
  DiscoveryOptions out;
  auto seeds = read_prefixes("targets", options.targets), allowed = read_prefixes("--allow", options.allowed);
  if (!seeds.ok()) return Fail(seeds.error());
  if (!allowed.ok()) return Fail(allowed.error());
  auto credentials = read_credentials(world, options);
  if (!credentials.ok()) return Fail(credentials.error());
  out.seeds = *seeds;
  out.allowed = allowed->empty() ? *seeds : *allowed;
  out.follow_neighbours = options.follow_lldp;
  out.rules = {{*Prefix::parse("0.0.0.0/0"), *credentials}, {*Prefix::parse("::/0"), *credentials}};
  out.port = options.port;
  out.at_once = options.at_once;
  out.max_time = std::chrono::seconds(options.seconds);
  return out;
}

// ---- what comes out

struct Row {
  Observation seen;
  std::vector<std::string> findings;
  std::string id;
};

/// What the observations of this run mean together.
std::vector<Row> judged(const std::vector<Observation>& all) {
  Inventory inventory;
  EntryIndex index = 0;
  std::vector<Row> rows;
  for (auto& seen : all) {
    for (auto& recorded : inventory.observe(seen)) inventory.apply(recorded.entry, index++);
    auto* element = inventory.find(seen.identifiers.front());
    rows.push_back({seen, {}, element ? element->id : ""});
  }
  for (auto& row : rows)
    for (auto& [id, finding] : inventory.findings())
      if (!finding.closed && finding.element == row.id) row.findings.push_back(finding.kind + ": " + finding.text);
  return rows;
}

std::string address_of(const Observation& seen) { return seen.source.substr(seen.source.find(' ') + 1); }

/// The strongest evidence; for people.
std::string best(const Observation& seen, const std::string& attribute) {
  const Evidence* strongest = nullptr;
  for (auto& evidence : seen.evidence)
    if (evidence.attribute == attribute && (!strongest || evidence.strength > strongest->strength)) strongest = &evidence;
  return strongest ? strongest->value : "";
}

/// Of the box; in a server the address only tells who made a network card.
std::string vendor_of(const Observation& seen) {
  for (auto* attribute : {"vendor", "agent_vendor"})
    if (auto value = best(seen, attribute); !value.empty()) return value;
  auto chassis = seen.kind == ElementKind::server ? "" : best(seen, "chassis_vendor");
  return chassis.empty() ? best(seen, "agent_software") : chassis;
}

/// Not behind `at`, and not within a character of UTF-8.
std::size_t beginning_of_character(const std::string& text, std::size_t at) {
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

void print_table(const std::vector<Row>& rows) {
  std::vector<std::array<std::string, 7>> cells{{"address", "name", "kind", "vendor", "model", "serial", "software"}};
  for (auto& [seen, findings, id] : rows)
    cells.push_back({address_of(seen), best(seen, "name"), std::string(text(seen.kind)), vendor_of(seen), best(seen, "model"),
                     best(seen, "serial"), best(seen, "software").empty() ? best(seen, "description") : best(seen, "software")});
  constexpr std::size_t widest = 32;
  std::array<std::size_t, 7> widths{};
  for (auto& row : cells)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].size() > widest) row[i] = row[i].substr(0, beginning_of_character(row[i], widest - 3)) + "...";
      widths[i] = std::max(widths[i], row[i].size());
    }
  for (std::size_t r = 0; r < cells.size(); ++r) {
    for (std::size_t i = 0; i < cells[r].size(); ++i) std::printf("%-*s  ", int(widths[i]), cells[r][i].c_str());
    std::printf("\n");
    if (r == 0) continue;
    for (auto& finding : rows[r - 1].findings) std::printf("    ! %s\n", finding.c_str());
    for (auto& complaint : rows[r - 1].seen.complaints) std::printf("    - %s\n", complaint.c_str());
  }
}

Tree as_tree(const Row& row) {
  auto tree = Tree::object();
  tree.add("address", address_of(row.seen));
  tree.add("kind", text(row.seen.kind));
  auto& identifiers = tree.add("identifiers", Tree::array());
  for (auto& identifier : row.seen.identifiers) identifiers.push(text(identifier));
  auto& evidence = tree.add("evidence", Tree::array());
  for (auto& e : row.seen.evidence)
    evidence.push(Tree(Tree::Object{{"attribute", e.attribute}, {"value", e.value}, {"source", e.source}, {"strength", text(e.strength)}}));
  auto& complete = tree.add("complete", Tree::array());
  for (auto& section : row.seen.complete) complete.push(section);
  auto& counters = tree.add("counters", Tree::object());
  for (auto& [name, value] : row.seen.counters) counters.add(name, value);
  auto& findings = tree.add("findings", Tree::array());
  for (auto& finding : row.findings) findings.push(finding);
  auto& complaints = tree.add("complaints", Tree::array());
  for (auto& complaint : row.seen.complaints) complaints.push(complaint);
  return tree;
}

void print_progress(const DiscoveryProgress& p, bool terminal) {
  if (!terminal) return;
  std::fprintf(stderr, "\r\033[K%zu found, %zu silent, %zu under way, %zu to go", p.found, p.silent, p.under_way, p.waiting);
  std::fflush(stderr);
}

}  // namespace

int discover_command(const DiscoverOptions& options) {
  auto opened = RealWorld::open();
  if (!opened.ok()) return std::fprintf(stderr, "%s\n", opened.error().what.c_str()), 2;
  auto& world = **opened;
  auto meant = read_options(world, options);
  if (!meant.ok()) return std::fprintf(stderr, "%s: %s\n", meant.error().option.c_str(), meant.error().what.c_str()), 2;

  snmp::Manager manager(world);
  Vendors vendors(world);
  for (auto& complaint : vendors.complaints()) std::fprintf(stderr, "%s\n", complaint.c_str());
  std::vector<Observation> seen;
  std::map<IpAddress, std::string> silent;
  std::optional<DiscoverySummary> summary;
  bool terminal = ::isatty(2) == 1;
  Discovery discovery(world, manager, vendors, std::move(*meant),
                      {.found = [&](const Discovered& device) { seen.push_back(device.probed.observation); },
                       .silent = [&](const IpAddress& at, const std::string& why) { silent.emplace(at, why); },
                       .progress = [&](const DiscoveryProgress& p) { print_progress(p, terminal); },
                       .done =
                           [&](const DiscoverySummary& s) {
                             summary = s;
                             world.stop();
                           }});
  auto signals = world.on_signals({SIGINT, SIGTERM}, [&](int) { world.stop(); });
  if (!signals.ok()) return std::fprintf(stderr, "%s\n", signals.error().what.c_str()), 2;
  discovery.start();
  world.run();
  if (terminal) std::fprintf(stderr, "\r\033[K");

  std::sort(seen.begin(), seen.end(), [](auto& a, auto& b) { return IpAddress::parse(address_of(a)) < IpAddress::parse(address_of(b)); });
  auto rows = judged(seen);
  if (options.json)
    for (auto& row : rows) std::printf("%s\n", as_tree(row).json().c_str());
  else if (!rows.empty())
    print_table(rows);
  constexpr std::size_t most_silences = 20;
  std::size_t told = 0;
  for (auto& [at, why] : silent)
    if (++told <= most_silences) std::fprintf(stderr, "%s\n", why.c_str());
  if (told > most_silences) std::fprintf(stderr, "and %zu more that do not answer\n", told - most_silences);
  auto p = discovery.progress();
  std::fprintf(stderr, "%zu devices, %zu addresses silent, %zu more addresses of these devices, %zu not allowed%s%s\n", p.found, p.silent,
               p.same, p.outside,
               !summary                   ? "; interrupted"
               : summary->cut_off.empty() ? ""
                                          : "; ended early: ",
               summary ? summary->cut_off.c_str() : "");
  return seen.empty() ? 1 : 0;
}

}  // namespace pellucid::app

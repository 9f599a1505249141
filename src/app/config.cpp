#include "app/config.hpp"

#define TOML_EXCEPTIONS 0
// The parser asserts what a file may get wrong ("[" at the end of a line), and has an error message for it behind the assertion.
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

namespace pellucid::app {
namespace {

using Valid = std::function<bool(const std::string&)>;

bool is_address(const std::string& s) { return IpAddress::parse(s).has_value(); }

/// "10.45.0.0/16": an address of that family with a prefix length within the limits.
bool is_prefix(const std::string& s, bool v6, int shortest, int longest) {
  auto slash = s.find('/');
  if (slash == std::string::npos) return false;
  auto address = IpAddress::parse(s.substr(0, slash));
  auto bits = s.substr(slash + 1);
  if (!address || address->is_v6() != v6 || bits.empty() || bits.size() > 3 || bits.find_first_not_of("0123456789") != std::string::npos)
    return false;
  return std::stoi(bits) >= shortest && std::stoi(bits) <= longest;
}
bool is_endpoint(const std::string& s) {
  auto colon = s.rfind(':');
  if (colon == std::string::npos) return false;
  auto host = s.substr(0, colon), port = s.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  return is_address(host) && !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos &&
         std::stoi(port) <= 65535;
}
Valid one_of(std::set<std::string> names) {
  return [names = std::move(names)](const std::string& s) { return names.contains(s); };
}
bool is_label(const std::string& s) {
  return !s.empty() && s.size() <= 63 &&
         s.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") == std::string::npos;
}
bool is_device(const std::string& s) { return !s.empty() && s.size() <= 15 && s.find_first_of("/ \t") == std::string::npos; }
bool is_path(const std::string& s) { return s.starts_with('/'); }

std::string quoted(const std::string& s) { return "\"" + s + "\""; }

/// How far apart two words are (edits of one letter), for "did you mean".
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t next = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = std::exchange(row[j], next);
    }
  }
  return row.back();
}

/// One use of the description: either reads a table of the file, or writes the documented default.
class Keys {
 public:
  Keys(const toml::table* table, std::string prefix, std::vector<Finding>& findings)
      : table_(table), prefix_(std::move(prefix)), findings_(findings) {}
  explicit Keys(std::string& out, std::vector<Finding>& findings) : findings_(findings), out_(&out) {}

  void text(const char* key, std::string& value, const char* meaning, const char* allowed, const Valid& valid) {
    if (out_) return document(key, quoted(value), meaning, allowed);
    auto* node = find(key);
    if (!node) return;
    auto got = node->value<std::string>();
    if (!node->is_string() || !valid(*got)) return wrong(key, *node, allowed);
    value = *got;
  }
  template <class T>
  void number(const char* key, T& value, const char* meaning, std::int64_t low, std::int64_t high) {
    auto allowed = std::to_string(low) + " to " + std::to_string(high);
    if (out_) return document(key, std::to_string(value), meaning, allowed);
    auto* node = find(key);
    if (!node) return;
    auto got = node->value<std::int64_t>();
    if (!node->is_integer() || *got < low || *got > high) return wrong(key, *node, allowed);
    value = T(*got);
  }
  void flag(const char* key, bool& value, const char* meaning) {
    if (out_) return document(key, value ? "true" : "false", meaning, "true, false");
    auto* node = find(key);
    if (!node) return;
    if (!node->is_boolean()) return wrong(key, *node, "true, false");
    value = *node->value<bool>();
  }
  void texts(const char* key, std::vector<std::string>& values, const char* meaning, const char* allowed, const Valid& valid) {
    list<std::string>(key, values, meaning, allowed, quoted, [&](const toml::node& n) -> std::optional<std::string> {
      auto got = n.value<std::string>();
      if (!n.is_string() || !valid(*got)) return {};
      return got;
    });
  }
  void numbers(const char* key, std::vector<std::uint32_t>& values, const char* meaning, std::int64_t low, std::int64_t high) {
    auto allowed = "numbers from " + std::to_string(low) + " to " + std::to_string(high);
    list<std::uint32_t>(
        key, values, meaning, allowed, [](std::uint32_t n) { return std::to_string(n); },
        [&](const toml::node& n) -> std::optional<std::uint32_t> {
          auto got = n.value<std::int64_t>();
          if (!n.is_integer() || *got < low || *got > high) return {};
          return std::uint32_t(*got);
        });
  }
  /// A value with a text form of its own.
  template <class T, class Parse>
  void parsed(const char* key, T& value, const char* meaning, const char* allowed, Parse parse) {
    if (out_) return document(key, quoted(value.text()), meaning, allowed);
    auto* node = find(key);
    if (!node) return;
    auto got = node->value<std::string>();
    auto result = node->is_string() ? parse(*got) : std::nullopt;
    if (!result) return wrong(key, *node, allowed);
    value = *result;
  }
  void slices(const char* key, std::vector<Snssai>& values, const char* meaning) {
    list<Snssai>(
        key, values, meaning, "slices as \"SST\" or \"SST-SD\" (SD six hexadecimal digits)",
        [](const Snssai& s) { return quoted(s.text()); },
        [](const toml::node& n) -> std::optional<Snssai> { return n.is_string() ? Snssai::parse(*n.value<std::string>()) : std::nullopt; });
  }
  /// A table of its own: [name].
  template <class Describe>
  void section(const char* name, const char* meaning, Describe describe) {
    if (out_) {
      *out_ += "\n# " + std::string(meaning) + "\n[" + name + "]\n";
      return describe(*this);
    }
    auto* node = find(name);
    if (!node) return;
    if (!node->is_table()) return wrong(name, *node, "a table: [" + std::string(name) + "]");
    Keys inner(node->as_table(), prefix_ + name + ".", findings_);
    describe(inner);
    inner.refuse_unknown();
  }
  /// An array of tables: [[name]]. If the file has any, they replace the default ones.
  template <class T, class Describe>
  void tables(const char* name, const char* header, std::vector<T>& items, const char* meaning, Describe describe) {
    if (out_) {
      *out_ += "\n# " + std::string(meaning) + "\n";
      bool none = items.empty();
      std::vector<T> shown = none ? std::vector<T>(1) : items;
      for (auto& item : shown) {
        std::string body = "[[" + std::string(header) + "]]\n";
        std::swap(*out_, body);
        describe(*this, item);
        std::swap(*out_, body);
        *out_ += none ? commented(body) : body;
      }
      return;
    }
    auto* node = find(name);
    if (!node) return;
    if (!node->is_array_of_tables()) return wrong(name, *node, "tables: [[" + std::string(header) + "]]");
    items.clear();
    std::size_t at = 0;
    for (auto& entry : *node->as_array()) {
      Keys inner(entry.as_table(), prefix_ + name + "[" + std::to_string(at++) + "].", findings_);
      describe(inner, items.emplace_back());
      inner.refuse_unknown();
    }
  }
  void refuse_unknown() {
    if (!table_) return;
    for (auto& [key, node] : *table_) {
      std::string name(key.str());
      if (known_.contains(name)) continue;
      std::string nearest;
      for (auto& k : known_)
        if (nearest.empty() || distance(name, k) < distance(name, nearest)) nearest = k;
      std::string all;
      for (auto& k : known_) all += (all.empty() ? "" : ", ") + k;
      findings_.push_back(
          {true, prefix_ + name, "(a key that does not exist)", all, "did you mean " + prefix_ + nearest + "?", line(node)});
    }
  }

 private:
  static std::uint32_t line(const toml::node& node) { return std::uint32_t(node.source().begin.line); }
  static std::string written(const toml::node& node) {
    std::ostringstream out;
    node.visit([&](auto& n) { out << toml::toml_formatter(n); });
    return out.str();
  }
  static std::string commented(const std::string& body) {
    std::string out, one;
    for (std::istringstream in(body); std::getline(in, one);) out += one.starts_with('#') ? one + "\n" : "# " + one + "\n";
    return out;
  }
  const toml::node* find(const char* key) {
    known_.insert(key);
    return table_ ? table_->get(key) : nullptr;
  }
  void wrong(const std::string& key, const toml::node& node, const std::string& allowed) {
    findings_.push_back(
        {true, prefix_ + key, written(node), allowed, "set it to one of these, or remove the line for the default", line(node)});
  }
  void document(const char* key, const std::string& value, const char* meaning, const std::string& allowed) {
    *out_ += "# " + std::string(meaning) + " Allowed: " + allowed + ".\n" + key + " = " + value + "\n";
  }
  template <class T, class Show, class Read>
  void list(const char* key, std::vector<T>& values, const char* meaning, const std::string& allowed, Show show, Read read) {
    if (out_) {
      std::string all;
      for (auto& v : values) all += (all.empty() ? "" : ", ") + show(v);
      return document(key, "[" + all + "]", meaning, allowed);
    }
    auto* node = find(key);
    if (!node) return;
    if (!node->is_array()) return wrong(key, *node, "a list of " + allowed);
    std::vector<T> got;
    for (auto& entry : *node->as_array()) {
      auto value = read(entry);
      if (!value) return wrong(key, entry, allowed);
      got.push_back(*value);
    }
    values = std::move(got);
  }

  const toml::table* table_ = nullptr;
  std::string prefix_;
  std::vector<Finding>& findings_;
  std::string* out_ = nullptr;
  std::set<std::string> known_;
};

/// Every key of the file, once.
void describe(Keys& at, Config& c) {
  at.section("network", "The network as phones see it.", [&](Keys& k) {
    k.text("name", c.network_name, "Shown on phones (TS 24.501 network name).", "1 to 32 characters",
           [](const std::string& s) { return !s.empty() && s.size() <= 32; });
    k.parsed("plmn", c.plmn, "Country and network code.", "\"MCC-MNC\" with 3 and 2 or 3 digits",
             [](const std::string& s) { return Plmn::parse(s); });
    k.numbers("tacs", c.tacs, "Tracking areas that phones may register in.", 1, 0xFFFFFD);
    k.slices("slices", c.slices, "Slices that this network offers.");
  });
  at.section("amf", "Access and mobility: base stations connect here (N2).", [&](Keys& k) {
    k.text("name", c.amf_name, "Name told to base stations.", "1 to 150 characters",
           [](const std::string& s) { return !s.empty() && s.size() <= 150; });
    k.text("n2_address", c.n2_address, "Address that base stations connect to with SCTP.", "an IPv4 or IPv6 address of this machine",
           is_address);
    k.number("n2_port", c.n2_port, "SCTP port.", 1, 65535);
    k.number("region", c.amf_region, "AMF region id.", 0, 255);
    k.number("set", c.amf_set, "AMF set id.", 0, 1023);
    k.number("pointer", c.amf_pointer, "AMF pointer.", 0, 63);
    k.number("relative_capacity", c.relative_capacity, "Weight among several AMFs.", 0, 255);
    k.texts("integrity", c.integrity, "Integrity algorithms for NAS, best first.", "NIA1, NIA2, NIA3", one_of({"NIA1", "NIA2", "NIA3"}));
    k.texts("ciphering", c.ciphering, "Ciphering algorithms for NAS, best first; NEA0 is no ciphering.", "NEA0, NEA1, NEA2, NEA3",
            one_of({"NEA0", "NEA1", "NEA2", "NEA3"}));
    k.number("periodic_registration_s", c.periodic_registration_s, "T3512, seconds: how often an idle phone says that it is there.", 60,
             1116000);
    k.number("paging_retry_s", c.paging_retry_s, "T3513, seconds between pages.", 1, 60);
    k.number("max_phones", c.max_phones, "Registered phones at most; further ones are told to come back later.", 1, 10000000);
    k.tables("gnb", "amf.gnb", c.gnbs, "Base stations that are let in. None listed: any that speaks for this PLMN.",
             [](Keys& g, GnbAllowed& b) {
               g.number("id", b.id, "Global gNB id.", 0, 4294967295);
               g.text("address", b.address, "Address that it must come from; empty: any.", "an IP address or empty",
                      [](const std::string& s) { return s.empty() || is_address(s); });
             });
  });
  at.section("smf", "Sessions: speaks PFCP (N4) to UPFs.", [&](Keys& k) {
    k.flag("enabled", c.smf_enabled, "Whether this process runs the AMF and SMF; false: a UPF alone.");
    k.text("n4_address", c.smf_n4, "Address of the SMF's PFCP node.", "an IP address of this machine", is_address);
    k.texts("upfs", c.upf_peers, "N4 addresses of the UPFs, the first that answers serves.", "IP addresses", is_address);
  });
  at.section("upf", "User plane.", [&](Keys& k) {
    k.flag("enabled", c.upf_enabled, "Whether this process runs a UPF; false: only UPFs elsewhere.");
    k.text("n4_address", c.upf_n4, "Address of the UPF's PFCP node.", "an IP address of this machine", is_address);
    k.text("n3_address", c.n3_address, "Address that base stations send user packets to (GTP-U, UDP 2152).",
           "an IP address of this machine", is_address);
    k.number("buffer_packets", c.upf_buffer_packets, "Packets kept for a session while its phone is being paged.", 0, 4096);
  });
  at.tables("dnn", "dnn", c.dnns, "Data networks (APNs). Write one [[dnn]] for each.", [](Keys& k, DnnConfig& d) {
    k.text("name", d.name, "As phones ask for it.", "letters, digits, - and .", is_label);
    k.text("ipv4", d.ipv4, "Pool of phone addresses; the first address is the UPF's.", "an IPv4 prefix of /8 to /30, or empty for none",
           [](const std::string& s) { return s.empty() || is_prefix(s, false, 8, 30); });
    k.text("ipv6", d.ipv6, "Pool that a /64 for each session is cut from.", "an IPv6 prefix of /32 to /63, or empty for none",
           [](const std::string& s) { return s.empty() || is_prefix(s, true, 32, 63); });
    k.text("tun", d.tun, "Name of the UPF's device to this data network (N6).", "a device name of at most 15 characters", is_device);
    k.texts("dns", d.dns, "Name servers told to phones.", "IP addresses", is_address);
    k.number("mtu", d.mtu, "Largest packet of phones, octets; 1500 octets of transport leave 1456.", 1280, 9000);
  });
  at.section("store", "Subscribers and what survives a restart.", [&](Keys& k) {
    k.text("path", c.store_path, "SQLite database, created on first use.", "an absolute path", is_path);
    k.text("key", c.key_path, "File with the key that subscriber keys are sealed with, mode 0600, created on first use.",
           "an absolute path", is_path);
  });
  at.section("api", "Metrics and health over HTTP.", [&](Keys& k) {
    k.text("listen", c.api_address, "Address and port; loopback only until tokens exist. Empty: none.",
           "ADDRESS:PORT on loopback, or empty", [](const std::string& s) { return s.empty() || is_endpoint(s); });
  });
  at.section("control", "Where commands reach the running process.", [&](Keys& k) {
    k.text("socket", c.control_socket, "Unix socket.", "an absolute path of at most 100 characters",
           [](const std::string& s) { return is_path(s) && s.size() <= 100; });
  });
  at.section("log", "What is written to standard error.", [&](Keys& k) {
    k.text("level", c.log_level, "Least severity.", "debug, info, warning, error", one_of({"debug", "info", "warning", "error"}));
  });
}

}  // namespace

std::string Finding::text() const {
  return std::string(fatal ? "error" : "warning") + (line ? ", line " + std::to_string(line) : "") + ": " + key + " = " + value +
         "\n    allowed: " + allowed + "\n    fix: " + fix;
}

bool LoadedConfig::usable() const {
  return std::none_of(findings.begin(), findings.end(), [](const Finding& f) { return f.fatal; });
}

LoadedConfig parse_config(const std::string& text, const std::string& name) {
  LoadedConfig loaded;
  auto parsed = toml::parse(std::string_view(text), std::string_view(name));
  if (!parsed) {
    auto& error = parsed.error();
    loaded.findings.push_back({true, name, std::string(error.description()), "TOML (toml.io)",
                               "mend the syntax at column " + std::to_string(error.source().begin.column),
                               std::uint32_t(error.source().begin.line)});
    return loaded;
  }
  Keys keys(&parsed.table(), "", loaded.findings);
  describe(keys, loaded.config);
  keys.refuse_unknown();
  loaded.config.file = name;
  if (loaded.usable())
    for (auto& finding : check_consistency(loaded.config)) loaded.findings.push_back(finding);
  return loaded;
}

LoadedConfig load_config(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    LoadedConfig loaded;
    loaded.findings.push_back(
        {true, "--config", path, "a readable TOML file", "`pellucid config > " + path + "` writes the documented default", 0});
    return loaded;
  }
  return parse_config(text.str(), path);
}

std::vector<Finding> check_consistency(const Config& c) {
  std::vector<Finding> findings;
  auto wrong = [&](const char* key, const std::string& value, const char* allowed, const std::string& fix) {
    findings.push_back({true, key, value, allowed, fix, 0});
  };
  if (c.tacs.empty()) wrong("network.tacs", "[]", "at least one", "list the tracking area codes of your base stations");
  if (c.slices.empty()) wrong("network.slices", "[]", "at least one", "\"1\" is the usual broadband slice");
  if (c.slices.size() > 8)
    wrong("network.slices", std::to_string(c.slices.size()) + " slices", "at most 8 (TS 24.501 §9.11.3.37)", "remove some");
  if (c.integrity.empty()) wrong("amf.integrity", "[]", "at least one", "[\"NIA2\"]");
  if (c.ciphering.empty()) wrong("amf.ciphering", "[]", "at least one", "[\"NEA2\", \"NEA0\"]");
  if (c.dnns.empty()) wrong("dnn", "none", "at least one [[dnn]]", "add [[dnn]] with name = \"internet\"");
  if (c.upf_enabled && c.smf_enabled && c.upf_n4 == c.smf_n4)
    wrong("upf.n4_address", c.upf_n4, "another address than smf.n4_address: both listen on UDP 8805", "use 127.0.0.2 and 127.0.0.3");
  if (!c.upf_enabled && !c.smf_enabled) wrong("upf.enabled", "false", "one of smf.enabled and upf.enabled true", "there is nothing to run");
  std::set<std::string> names, devices;
  for (auto& d : c.dnns) {
    std::string lower = d.name;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char ch) { return char(std::tolower(ch)); });
    if (!names.insert(lower).second) wrong("dnn.name", d.name, "names that differ", "rename or remove one of them");
    if (!devices.insert(d.tun).second) wrong("dnn.tun", d.tun, "a device of its own for each [[dnn]]", "rename one of them");
    if (d.ipv4.empty() && d.ipv6.empty()) wrong("dnn.ipv4", "empty, and ipv6 too", "at least one pool", "give ipv4 = \"10.45.0.0/16\"");
  }
  if (!c.api_address.empty()) {
    auto host = c.api_address.substr(0, c.api_address.rfind(':'));
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    if (!IpAddress::parse(host)->is_loopback())
      wrong("api.listen", c.api_address, "a loopback address", "the API has no credentials yet; use 127.0.0.1 and a tunnel");
  }
  return findings;
}

std::string default_config_text() {
  Config config;
  std::vector<Finding> findings;
  std::string out = "# Pellucid: every key with its default. A key that is left out has the value shown here.\n";
  Keys keys(out, findings);
  describe(keys, config);
  return out;
}

}  // namespace pellucid::app

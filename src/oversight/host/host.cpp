#include "oversight/host/host.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ids.hpp"
#include "crypto/sha256.hpp"
#include "oversight/host/machine_text.hpp"
#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_addresses = 64;

/// "To Be Filled By O.E.M.", "Default string", "0000000": left as the board's maker left it.
bool is_filler(std::string_view text) {
  std::string bare;
  for (char c : text)
    if (std::isalnum(static_cast<unsigned char>(c))) bare += char(std::tolower(static_cast<unsigned char>(c)));
  if (bare.empty() || bare.find_first_not_of(bare.front()) == std::string::npos) return true;
  constexpr auto fillers = std::to_array<std::string_view>(
      {"tobefilledbyoem", "defaultstring", "notspecified", "notapplicable", "none", "unknown", "oem", "systemserialnumber",
       "systemproductname", "systemmanufacturer", "systemversion", "chassisserialnumber", "0123456789", "123456789", "1234567890"});
  return std::find(fillers.begin(), fillers.end(), bare) != fillers.end();
}

/// 32 hexadecimal digits of /proc/net/if_inet6.
std::optional<IpAddress> v6_of(std::string_view digits) {
  auto octets = from_hex<16>(digits);
  if (!octets) return {};
  return IpAddress::v6(*octets);
}

bool reaches_outside(const IpAddress& address) {
  if (address.is_loopback()) return false;
  if (address.is_v6()) return !(address.v6_octets()[0] == 0xFE && (address.v6_octets()[1] & 0xC0) == 0x80);  // link-local
  return (address.v4_number() >> 16) != 0xA9FE;
}

/// Our own addresses: what the kernel's routing tables call local (IPv4), and the addresses of the interfaces (IPv6).
std::set<std::string> own_addresses(const Machine& machine) {
  std::set<std::string> out;
  std::string last;
  auto add = [&](const std::optional<IpAddress>& address) {
    if (address && reaches_outside(*address) && out.size() < max_addresses) out.insert(address->text());
  };
  each_line(text_of(machine, "/proc/net/fib_trie", max_line_file_octets), [&](std::string_view line) {
    auto words = words_of_line(line);
    if (words.size() >= 2 && words[0] == "|--") last = words[1];
    if (words.size() >= 3 && words[0] == "/32" && words[2] == "LOCAL") add(IpAddress::parse(last));
  });
  each_line(text_of(machine, "/proc/net/if_inet6", max_line_file_octets), [&](std::string_view line) {
    auto words = words_of_line(line);
    if (!words.empty()) add(v6_of(words[0]));
  });
  return out;
}

}  // namespace

Observation Host::observe(WallTime now) {
  Observation seen;
  seen.kind = ElementKind::server;
  seen.time = now;
  seen.source = "local host";
  seen.complete = {"part", "interface", "package", "service", "listener"};
  digested_octets_ = 0;
  identity(seen);
  firmware(seen);
  devices(seen);
  cards(seen);
  system(seen);
  packages(seen);
  services(seen);
  processes(seen);
  return seen;
}

void Host::identity(Observation& seen) const {
  // machine-id(5) asks not to show it outside: what we go by is a digest of it.
  if (auto id = text_of(machine_, "/etc/machine-id"); !id.empty()) {
    auto digest = crypto::sha256({as_bytes("pellucid machine\n"), as_bytes(id)});
    seen.identifiers.push_back({Identifier::Kind::machine_id, hex(ByteView(digest).first(16))});
  }
  auto vendor = normal_vendor(text_of(machine_, "/sys/class/dmi/id/sys_vendor"));
  auto serial = text_of(machine_, "/sys/class/dmi/id/product_serial");
  if (!vendor.empty() && !is_filler(serial)) seen.identifiers.push_back({Identifier::Kind::serial, vendor + "/" + serial});
  for (auto& address : own_addresses(machine_)) seen.identifiers.push_back({Identifier::Kind::address, address});
  auto name = text_of(machine_, "/proc/sys/kernel/hostname");
  if (name.empty()) return;
  seen.identifiers.push_back({Identifier::Kind::name, name});
  seen.evidence.push_back({"name", name, "hostname", Strength::claimed});
}

void Host::firmware(Observation& seen) const {
  auto dmi = [&](const char* file) {
    auto text = text_of(machine_, std::string("/sys/class/dmi/id/") + file);
    return is_filler(text) ? std::string() : text;
  };
  auto add = [&](std::string attribute, std::string value, std::string source = "dmi") {
    if (!value.empty()) seen.evidence.push_back({std::move(attribute), std::move(value), std::move(source), Strength::programmed});
  };
  add("vendor", dmi("sys_vendor"));
  add("model", dmi("product_name"));
  add("hardware", dmi("product_version"));
  add("serial", dmi("product_serial"));
  add("uuid", dmi("product_uuid"));
  auto date = dmi("bios_date"), version = dmi("bios_version"), maker = dmi("bios_vendor");
  if (!version.empty()) add("firmware", (maker.empty() ? "" : maker + " ") + version + (date.empty() ? "" : " (" + date + ")"));
  add("part/board/vendor", dmi("board_vendor"));
  add("part/board/model", dmi("board_name"));
  add("part/board/serial", dmi("board_serial"));
  add("model", text_of(machine_, "/proc/device-tree/model"), "device tree");
}

}  // namespace pellucid::oversight

// PCI devices and network cards.
#include <array>
#include <charconv>
#include <cstdio>

#include "oversight/host/host.hpp"
#include "oversight/host/machine_text.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_pci_ids_octets = 16u << 20;

/// "0x8086" of a file in sysfs.
std::optional<std::uint32_t> number_in(const Machine& machine, const std::string& path) {
  auto text = text_of(machine, path);
  if (!text.starts_with("0x")) return {};
  std::uint32_t number = 0;
  auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), number, 16);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::optional<std::uint32_t> hex4(std::string_view text) {
  std::uint32_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + std::min<std::size_t>(4, text.size()), number, 16);
  if (error != std::errc() || end != text.data() + 4) return {};
  return number;
}

std::string hex4_text(std::uint32_t number) {
  char out[16];
  std::snprintf(out, sizeof out, "%04x", number);
  return out;
}

std::string last_of_path(const std::optional<std::string>& path) { return path ? path->substr(path->rfind('/') + 1) : std::string(); }

/// The class of a PCI device in words (PCI Code and ID Assignment, base classes), enough to sort by.
std::string class_text(std::uint32_t code) {
  constexpr auto bases =
      std::to_array<const char*>({"unclassified", "storage", "network", "display", "multimedia", "memory", "bridge", "communication",
                                  "system peripheral", "input", "docking station", "processor", "serial bus", "wireless", "intelligent I/O",
                                  "satellite", "encryption", "signal processing", "accelerator"});
  auto base = code >> 16;
  return base < bases.size() ? bases[base] : "other (" + hex4_text(code >> 8) + ")";
}

}  // namespace

void Host::devices(Observation& seen) {
  struct Device {
    std::string slot;
    std::uint32_t id, code;
  };
  std::vector<Device> found;
  bool unnamed = false;
  for (auto& slot : machine_.list("/sys/bus/pci/devices", max_devices)) {
    auto folder = "/sys/bus/pci/devices/" + slot + "/";
    auto vendor = number_in(machine_, folder + "vendor"), device = number_in(machine_, folder + "device");
    if (!vendor || !device) continue;
    auto id = (*vendor & 0xFFFF) << 16 | (*device & 0xFFFF);
    found.push_back({slot, id, number_in(machine_, folder + "class").value_or(0)});
    unnamed |= device_names_.try_emplace(id).second;
  }
  if (unnamed) {
    auto list = machine_.read("/usr/share/misc/pci.ids", max_pci_ids_octets);
    if (!list) list = machine_.read("/usr/share/hwdata/pci.ids", max_pci_ids_octets);
    std::string vendor;
    std::optional<std::uint32_t> vendor_id;
    each_line(list ? as_text(*list) : std::string_view(),
              [&](std::string_view line) {  // "8086  Intel", "\t1533  I210", "\t\t..." subsystems
                if (line.empty() || line.front() == '#' || line.starts_with("\t\t")) return;
                bool device = line.front() == '\t';
                auto id = hex4(line.substr(device ? 1 : 0));
                if (!device) vendor_id = line.starts_with("C ") ? std::nullopt : id;
                if (!id || !vendor_id) return;
                auto name = std::string(without_blanks_around(line.substr(device ? 5 : 4)));
                if (!device) vendor = name;
                auto at = device_names_.lower_bound(device ? *vendor_id << 16 | *id : *vendor_id << 16);
                if (device && at != device_names_.end() && at->first == (*vendor_id << 16 | *id)) at->second = {vendor, name};
                if (!device)  // of devices that the list does not know, at least the vendor
                  for (; at != device_names_.end() && at->first >> 16 == *vendor_id; ++at) at->second.vendor = name;
              });
  }
  for (auto& device : found) {
    auto part = "part/pci-" + device.slot + "/";
    auto& name = device_names_[device.id];
    auto id = hex4_text(device.id >> 16) + ":" + hex4_text(device.id & 0xFFFF);
    seen.evidence.push_back(
        {part + "vendor", name.vendor.empty() ? "PCI vendor " + id.substr(0, 4) : name.vendor, "pci", Strength::programmed});
    seen.evidence.push_back(
        {part + "model", name.model.empty() ? "PCI device " + id : name.model + " [" + id + "]", "pci", Strength::programmed});
    seen.evidence.push_back({part + "class", class_text(device.code), "pci", Strength::programmed});
    auto driver = last_of_path(machine_.link("/sys/bus/pci/devices/" + device.slot + "/driver"));
    if (!driver.empty()) seen.evidence.push_back({part + "driver", driver, "pci", Strength::programmed});
  }
}

/// Those with a device below them: bridges, tunnels and virtual pairs come and go.
void Host::cards(Observation& seen) const {
  for (auto& name : machine_.list("/sys/class/net", max_devices)) {
    auto folder = "/sys/class/net/" + name + "/";
    auto device = machine_.link(folder + "device");
    if (!device) continue;
    auto add = [&](const char* what, std::string value, std::string source) {
      if (!value.empty())
        seen.evidence.push_back({"interface/" + name + "/" + what, std::move(value), std::move(source), Strength::programmed});
    };
    auto mac = text_of(machine_, folder + "address");
    add("mac", mac, "sysfs");
    if (registrant_) add("vendor", registrant_(mac), "mac prefix of " + name);
    add("device", last_of_path(device), "sysfs");
    if (auto driver = machine_.driver(name)) {
      add("driver", driver->name, "ethtool");
      add("firmware", driver->firmware, "ethtool");
    }
  }
}

}  // namespace pellucid::oversight

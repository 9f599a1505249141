// The system, what is installed, which services run.
#include <charconv>
#include <map>

#include "oversight/host/host.hpp"
#include "oversight/host/machine_text.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_services = 4'096;

std::string unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\''))
    text = text.substr(1, text.size() - 2);
  return std::string(text);
}

/// "model name : Intel(R) Xeon(R)": the value behind the colon, if that is the name before it.
std::optional<std::string> value_of(std::string_view line, std::string_view name) {
  auto colon = line.find(':');
  if (colon == std::string_view::npos || without_blanks_around(line.substr(0, colon)) != name) return {};
  return std::string(without_blanks_around(line.substr(colon + 1)));
}

}  // namespace

void Host::system(Observation& seen) const {
  auto add = [&](std::string attribute, std::string value, std::string source) {
    if (!value.empty()) seen.evidence.push_back({std::move(attribute), std::move(value), std::move(source), Strength::programmed});
  };
  auto kernel = text_of(machine_, "/proc/sys/kernel/ostype");
  if (!kernel.empty())
    add("kernel", kernel + " " + text_of(machine_, "/proc/sys/kernel/osrelease") + " " + text_of(machine_, "/proc/sys/kernel/version"),
        "kernel");
  each_line(text_of(machine_, "/etc/os-release"), [&](std::string_view line) {
    if (line.starts_with("PRETTY_NAME=")) add("software", unquoted(line.substr(12)), "os-release");
  });
  add("os_point_release", text_of(machine_, "/etc/debian_version"), "debian_version");
  std::map<std::string, std::size_t> processors;
  each_line(text_of(machine_, "/proc/cpuinfo", max_line_file_octets), [&](std::string_view line) {
    if (auto model = value_of(line, "model name")) ++processors[*model];
  });
  std::string cpu;
  for (auto& [model, count] : processors) cpu += (cpu.empty() ? "" : ", ") + std::to_string(count) + " x " + model;
  add("cpu", cpu, "cpuinfo");
  each_line(text_of(machine_, "/proc/meminfo"), [&](std::string_view line) {
    if (auto memory = value_of(line, "MemTotal")) add("memory", *memory, "meminfo");
  });
  each_line(text_of(machine_, "/proc/stat", max_line_file_octets), [&](std::string_view line) {
    auto words = words_of_line(line);
    std::uint64_t seconds = 0;
    if (words.size() == 2 && words[0] == "btime" &&
        std::from_chars(words[1].data(), words[1].data() + words[1].size(), seconds).ec == std::errc())
      seen.counters["up_since"] = seconds;
  });
}

/// deb-status: paragraphs of "Name: value" lines.
void Host::packages(Observation& seen) const {
  auto status = machine_.read("/var/lib/dpkg/status", max_line_file_octets);
  if (!status) return;
  std::string name, version;
  bool installed = false;
  std::size_t count = 0;
  auto end = [&] {
    if (installed && !name.empty() && !version.empty() && count++ < max_packages)
      seen.evidence.push_back({"package/" + name, version, "dpkg", Strength::programmed});
    name.clear();
    version.clear();
    installed = false;
  };
  each_line(as_text(*status), [&](std::string_view line) {
    if (line.empty()) return end();
    if (line.starts_with("Package: ")) name = line.substr(9);
    if (line.starts_with("Version: ")) version = line.substr(9);
    if (line.starts_with("Status: ")) installed = line.ends_with(" ok installed");
  });
  end();
  if (count > max_packages)
    seen.complaints.push_back("too many packages: " + std::to_string(count) + ", the first " + std::to_string(max_packages) +
                              " were taken");
}

/// Units of systemd that have processes, in the unified or in the older tree of control groups.
void Host::services(Observation& seen) const {
  for (auto* slice : {"/sys/fs/cgroup/system.slice", "/sys/fs/cgroup/unified/system.slice", "/sys/fs/cgroup/systemd/system.slice"}) {
    bool some = false;
    for (auto& unit : machine_.list(slice, max_services)) {
      if (!unit.ends_with(".service") || text_of(machine_, std::string(slice) + "/" + unit + "/cgroup.procs").empty()) continue;
      seen.evidence.push_back({"service/" + unit.substr(0, unit.size() - 8), "running", "cgroup", Strength::programmed});
      some = true;
    }
    if (some) return;
  }
}

}  // namespace pellucid::oversight

#include "oversight/host/host.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>

#include "crypto/sha256.hpp"
#include "oversight/inventory/inventory.hpp"
#include "runtime/file_descriptor.hpp"

namespace pellucid::oversight {
namespace {

/// A machine in memory. Folders are what the paths imply.
class PaperMachine final : public Machine {
 public:
  std::map<std::string, std::string> files, links;
  std::map<std::string, CardDriver> drivers;
  mutable std::size_t reads = 0;

  std::optional<Bytes> read(const std::string& path, std::size_t limit) const override {
    ++reads;
    auto at = files.find(path);
    if (at == files.end()) return {};
    return to_bytes(as_bytes(std::string_view(at->second).substr(0, limit)));
  }
  std::vector<std::string> list(const std::string& folder, std::size_t limit) const override {
    std::set<std::string> names;
    for (auto* all : {&files, &links})
      for (auto at = all->lower_bound(folder + "/"); at != all->end() && at->first.starts_with(folder + "/"); ++at) {
        auto rest = at->first.substr(folder.size() + 1);
        names.insert(rest.substr(0, rest.find('/')));
      }
    std::vector<std::string> out(names.begin(), names.end());
    out.resize(std::min(out.size(), limit));
    return out;
  }
  std::optional<std::string> link(const std::string& path) const override {
    auto at = links.find(path);
    return at == links.end() ? std::nullopt : std::optional(at->second);
  }
  std::optional<FileIdentity> identity(const std::string& path) const override {
    auto at = files.find(path);
    if (at == files.end()) return {};
    return FileIdentity{1, std::hash<std::string>{}(at->second), at->second.size(), 0};
  }
  std::optional<CardDriver> driver(const std::string& name) const override {
    auto at = drivers.find(name);
    return at == drivers.end() ? std::nullopt : std::optional(at->second);
  }
};

PaperMachine server() {
  PaperMachine m;
  m.files = {
      {"/etc/machine-id", "3d1219c7c4c5404aaa1f6d2a48adfda4\n"},
      {"/proc/sys/kernel/hostname", "core-1\n"},
      {"/sys/class/dmi/id/sys_vendor", "Dell Inc.\n"},
      {"/sys/class/dmi/id/product_name", "PowerEdge R650\n"},
      {"/sys/class/dmi/id/product_serial", "7XK2J03\n"},
      {"/sys/class/dmi/id/product_version", "To Be Filled By O.E.M.\n"},
      {"/sys/class/dmi/id/bios_vendor", "Dell Inc.\n"},
      {"/sys/class/dmi/id/bios_version", "1.8.2\n"},
      {"/sys/class/dmi/id/bios_date", "09/14/2022\n"},
      {"/sys/class/dmi/id/board_name", "0YWR7D\n"},
      {"/sys/bus/pci/devices/0000:31:00.0/vendor", "0x8086\n"},
      {"/sys/bus/pci/devices/0000:31:00.0/device", "0x1592\n"},
      {"/sys/bus/pci/devices/0000:31:00.0/class", "0x020000\n"},
      {"/sys/bus/pci/devices/0000:4b:00.0/vendor", "0x15b3\n"},
      {"/sys/bus/pci/devices/0000:4b:00.0/device", "0xffff\n"},
      {"/sys/bus/pci/devices/0000:4b:00.0/class", "0x070000\n"},
      {"/sys/bus/pci/devices/0000:50:00.0/vendor", "rubbish"},
      {"/usr/share/misc/pci.ids",
       "# a list\n15b3  Mellanox Technologies\n\t1017  MT27800\n8086  Intel Corporation\n\t1533  I210\n\t1592  Ethernet Controller E810-C "
       "for QSFP\n"
       "\t\t8086 0001  Ethernet Network Adapter E810-C-Q1\nC 02  Network controller\n\t00  Ethernet controller\n"},
      {"/sys/class/net/eth0/address", "b4:96:91:00:00:01\n"},
      {"/sys/class/net/lo/address", "00:00:00:00:00:00\n"},
      {"/proc/net/fib_trie",
       "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 10.0.0.0\n        /24 link UNICAST\n     |-- 10.0.0.7\n        /32 host LOCAL\n     |-- "
       "127.0.0.1\n"
       "        /32 host LOCAL\n     |-- 10.0.0.255\n        /32 link BROADCAST\n"},
      {"/proc/net/if_inet6",
       "00000000000000000000000000000001 01 80 10 80       lo\nfe80000000000000b69691fffe000001 02 40 20 80     eth0\n"
       "20010db8000000000000000000000007 02 40 00 80     eth0\n"},
      {"/proc/sys/kernel/ostype", "Linux\n"},
      {"/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n"},
      {"/proc/sys/kernel/version", "#1 SMP Debian 6.1.76-1\n"},
      {"/etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"},
      {"/etc/debian_version", "12.5\n"},
      {"/proc/cpuinfo",
       "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Gold 6338\n\nprocessor\t: 1\nmodel name\t: Intel(R) Xeon(R) Gold 6338\n"},
      {"/proc/meminfo", "MemTotal:       131072000 kB\nMemFree: 5 kB\n"},
      {"/proc/stat", "cpu 1 2 3\nbtime 1795000000\nprocesses 9\n"},
      {"/var/lib/dpkg/status",
       "Package: openssh-server\nStatus: install ok installed\nVersion: 1:9.2p1-2\nDescription: x\n Version: 7 in a text\n\nPackage: gone\n"
       "Status: deinstall ok config-files\nVersion: 1\n\nPackage: bash\nStatus: hold ok installed\nVersion: 5.2\n"},
      {"/sys/fs/cgroup/system.slice/ssh.service/cgroup.procs", "42\n"},
      {"/sys/fs/cgroup/system.slice/dead.service/cgroup.procs", ""},
      {"/sys/fs/cgroup/system.slice/cgroup.procs", "1\n"},
      {"/proc/net/tcp",
       "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
       "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 900 1\n"
       "   1: 0700000A:0016 0800000A:C001 01 00000000:00000000 00:00000000 00000000     0        0 901 1\n"},
      {"/proc/net/tcp6",
       "  sl\n   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 0:0 0:0 0     0        0 902 1\n"},
      {"/proc/net/udp",
       "  sl\n   0: 0100007F:2265 00000000:0000 07 0:0 0:0 0 0 0 903 2\n   1: 00000000:D000 00000000:0000 07 0:0 0:0 0 0 0 904 2\n"},
      {"/proc/net/sctp/eps",
       " ENDPT     SOCK   STY SST HBKT LPORT   UID INODE LADDRS\n ffff ffff 2   10  30   38412     0 905 10.0.0.7 10.0.1.7\n"},
      {"/proc/42/exe", "sshd's octets"},
      {"/proc/77/exe", "old octets"},
      {"/proc/78/exe", "new octets"},
      {"/proc/79/exe", "mine"},
  };
  m.links = {
      {"/sys/bus/pci/devices/0000:31:00.0/driver", "../../../../bus/pci/drivers/ice"},
      {"/sys/class/net/eth0/device", "../../../0000:31:00.0"},
      {"/proc/42/exe", "/usr/sbin/sshd"},
      {"/proc/42/fd/3", "socket:[900]"},
      {"/proc/42/fd/4", "/dev/null"},
      {"/proc/77/exe", "/usr/bin/upf (deleted)"},
      {"/proc/78/exe", "/usr/bin/upf"},
      {"/proc/77/fd/9", "socket:[902]"},
      {"/proc/78/fd/9", "socket:[905]"},
      {"/proc/79/exe", "/home/anna/tool"},
      {"/proc/80/cwd", "/"},
  };
  m.drivers = {{"eth0", {"ice", "4.20 0x80017785"}}};
  return m;
}

/// "attribute: value (source)", sorted.
std::vector<std::string> lines(const Observation& seen) {
  std::vector<std::string> out;
  for (auto& e : seen.evidence) out.push_back(e.attribute + ": " + e.value + " (" + e.source + ")");
  std::sort(out.begin(), out.end());
  return out;
}
std::string sum(std::string_view content) { return "sha256 " + hex(crypto::sha256({as_bytes(content)})); }
constexpr WallTime now(std::chrono::seconds(1'795'834'800));

TEST(Host, EverythingThatAMachineIsMadeOf) {
  auto machine = server();
  Host host(machine, [](std::string_view mac) { return mac == "b4:96:91:00:00:01" ? "Intel Corporate" : ""; });
  auto seen = host.observe(now);
  std::vector<std::string> identifiers;
  for (auto& identifier : seen.identifiers) identifiers.push_back(text(identifier));
  EXPECT_EQ(identifiers.size(), 5u);
  EXPECT_TRUE(identifiers[0].starts_with("machine-id:"));
  EXPECT_EQ(identifiers[0].find("3d1219c7"), std::string::npos) << "the machine's id itself stays inside";
  EXPECT_EQ((std::vector(identifiers.begin() + 1, identifiers.end())),
            (std::vector<std::string>{"serial:dell/7XK2J03", "address:10.0.0.7", "address:2001:db8::7", "name:core-1"}));
  EXPECT_EQ(seen.counters, (std::map<std::string, std::uint64_t>{{"up_since", 1'795'000'000}}));
  EXPECT_EQ(lines(seen), (std::vector<std::string>{
                             "cpu: 2 x Intel(R) Xeon(R) Gold 6338 (cpuinfo)",
                             "firmware: Dell Inc. 1.8.2 (09/14/2022) (dmi)",
                             "interface/eth0/device: 0000:31:00.0 (sysfs)",
                             "interface/eth0/driver: ice (ethtool)",
                             "interface/eth0/firmware: 4.20 0x80017785 (ethtool)",
                             "interface/eth0/mac: b4:96:91:00:00:01 (sysfs)",
                             "interface/eth0/vendor: Intel Corporate (mac prefix of eth0)",
                             "kernel: Linux 6.1.0-18-amd64 #1 SMP Debian 6.1.76-1 (kernel)",
                             "listener/sctp/10.0.0.7,10.0.1.7:38412: /usr/bin/upf (proc)",
                             "listener/tcp/0.0.0.0:22: /usr/sbin/sshd (proc)",
                             "listener/tcp/[::1]:8080: /usr/bin/upf (proc)",
                             "listener/udp/127.0.0.1:8805: a process that we may not see (proc)",
                             "memory: 131072000 kB (meminfo)",
                             "model: PowerEdge R650 (dmi)",
                             "name: core-1 (hostname)",
                             "os_point_release: 12.5 (debian_version)",
                             "package/bash: 5.2 (dpkg)",
                             "package/openssh-server: 1:9.2p1-2 (dpkg)",
                             "part/board/model: 0YWR7D (dmi)",
                             "part/pci-0000:31:00.0/class: network (pci)",
                             "part/pci-0000:31:00.0/driver: ice (pci)",
                             "part/pci-0000:31:00.0/model: Ethernet Controller E810-C for QSFP [8086:1592] (pci)",
                             "part/pci-0000:31:00.0/vendor: Intel Corporation (pci)",
                             "part/pci-0000:4b:00.0/class: communication (pci)",
                             "part/pci-0000:4b:00.0/model: PCI device 15b3:ffff (pci)",
                             "part/pci-0000:4b:00.0/vendor: Mellanox Technologies (pci)",
                             "process//home/.../tool: " + sum("mine") + " (proc)",
                             "process//usr/bin/upf: " +
                                 (sum("new octets") < sum("old octets")
                                      ? sum("new octets") + ", " + sum("old octets") + " (its file was replaced since it started)"
                                      : sum("old octets") + " (its file was replaced since it started), " + sum("new octets")) +
                                 " (proc)",
                             "process//usr/sbin/sshd: " + sum("sshd's octets") + " (proc)",
                             "serial: 7XK2J03 (dmi)",
                             "service/ssh: running (cgroup)",
                             "software: Debian GNU/Linux 12 (bookworm) (os-release)",
                             "vendor: Dell Inc. (dmi)",
                         }));
}

TEST(Host, WhatChangesOnAMachineIsADifference) {
  auto machine = server();
  Host host(machine);
  Inventory inventory;
  EntryIndex next = 0;
  std::string differences, types;
  auto look = [&](WallTime when) {
    differences.clear();
    types.clear();
    for (auto& recorded : inventory.observe(host.observe(when))) {
      types += recorded.entry.type + " ";
      differences += difference_text(recorded.entry);
      inventory.apply(recorded.entry, next++);
    }
  };
  look(now);
  EXPECT_EQ(types, "element.found ");
  look(now + std::chrono::seconds(60));
  EXPECT_EQ(types, "") << differences;

  auto& status = machine.files["/var/lib/dpkg/status"];
  status.replace(status.find("9.2p1-2"), 7, "9.2p1-3");
  machine.files["/proc/42/exe"] = "sshd's new octets";
  machine.drivers["eth0"].firmware = "4.40 0x8001c967";
  machine.files.erase("/sys/bus/pci/devices/0000:4b:00.0/vendor");
  machine.files["/sys/fs/cgroup/system.slice/cron.service/cgroup.procs"] = "9\n";
  machine.links.erase("/proc/79/exe");
  look(now + std::chrono::seconds(120));
  EXPECT_EQ(types, "element.changed ");
  EXPECT_EQ(differences,
            "- interface/eth0/firmware: 4.20 0x80017785 (ethtool)\n+ interface/eth0/firmware: 4.40 0x8001c967 (ethtool)\n"
            "- package/openssh-server: 1:9.2p1-2 (dpkg)\n+ package/openssh-server: 1:9.2p1-3 (dpkg)\n"
            "- part/pci-0000:4b:00.0/class: communication (pci)\n- part/pci-0000:4b:00.0/model: PCI device 15b3:ffff (pci)\n"
            "- part/pci-0000:4b:00.0/vendor: Mellanox Technologies (pci)\n"
            "- process//usr/sbin/sshd: " +
                sum("sshd's octets") + " (proc)\n+ process//usr/sbin/sshd: " + sum("sshd's new octets") +
                " (proc)\n+ service/cron: running (cgroup)\n")
      << "a process that ended is no difference";
  EXPECT_TRUE(inventory.findings().empty());

  machine.files["/sys/class/dmi/id/product_serial"] = "9ZZZZ03\n";  // the disks moved to another chassis
  look(now + std::chrono::seconds(180));
  EXPECT_EQ(inventory.elements().size(), 2u);
  EXPECT_NE(types.find("finding.opened"), std::string::npos);
}

TEST(Host, ABinaryIsReadAgainOnlyWhenItChanged) {
  auto machine = server();
  Host host(machine);
  host.observe(now);
  auto before = machine.reads;
  host.observe(now);
  auto second = machine.reads - before;
  machine.files["/proc/42/exe"] = "changed";
  before = machine.reads;
  host.observe(now);
  EXPECT_EQ(machine.reads - before, second + 1);
}

TEST(Host, AnEmptyMachineAndNonsenseTellNothing) {
  PaperMachine empty;
  EXPECT_TRUE(Host(empty).observe(now).evidence.empty());
  auto machine = server();
  for (auto& [path, content] : machine.files) {
    if (path == "/var/lib/dpkg/status" || path.starts_with("/proc/net/") || path == "/usr/share/misc/pci.ids")
      content = std::string(1'000, '\xFF') + "\n\t\n|--\n/32 host LOCAL\n0: :::::: ::: 0A 0 0 0 0 0 0 0\n0: 0:0 0:0 0A 0 0 0 0 0 1\n";
  }
  auto seen = Host(machine).observe(now);
  for (auto& e : seen.evidence) EXPECT_FALSE(e.attribute.starts_with("listener/") || e.attribute.starts_with("package/")) << e.attribute;
}

TEST(BuildId, NothingOutsideTheFileIsRead) {
  auto machine = this_machine();
  auto own = machine->read("/proc/self/exe", 64u << 20);
  ASSERT_TRUE(own);
  auto whole = build_id(*own);
  ASSERT_EQ(whole.size(), 40u);
  auto right_or_none = [&](const Bytes& elf) { EXPECT_TRUE(build_id(elf).empty() || build_id(elf).size() % 2 == 0); };
  for (std::size_t size = 0; size < 4'096; size += 3) right_or_none(Bytes(own->begin(), own->begin() + std::ptrdiff_t(size)));
  for (std::size_t i = 0; i < 1'024; ++i) {
    Bytes wrong(own->begin(), own->begin() + 4'096);
    wrong[i] ^= 0xFF;
    right_or_none(wrong);
  }
  EXPECT_EQ(build_id(as_bytes("#!/bin/sh\n")), "");
}

TEST(ThisMachine, KnowsTheProgramThatRuns) {
  auto machine = this_machine();
  auto own = own_software(*machine);
  ASSERT_TRUE(own.ok()) << own.error();
  EXPECT_TRUE(own->path.ends_with("/oversight_host_tests")) << own->path;
  auto content = machine->read(own->path, 512u << 20);
  ASSERT_TRUE(content);
  EXPECT_EQ(own->sha256, crypto::sha256({*content}));
  EXPECT_EQ(own->build_id.size(), 40u) << "the linker writes one of 20 octets";
}

TEST(ThisMachine, IsObservedWithItsListeners) {
  FileDescriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(::bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener.get(), 1), 0);
  ASSERT_EQ(::getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length), 0);

  auto machine = this_machine();
  Host host(*machine);
  auto seen = host.observe(now);
  auto own = own_software(*machine);
  auto find = [&](const std::string& attribute) {
    auto at = std::find_if(seen.evidence.begin(), seen.evidence.end(), [&](auto& e) { return e.attribute == attribute; });
    return at == seen.evidence.end() ? std::string("nothing") : at->value;
  };
  EXPECT_EQ(find("listener/tcp/127.0.0.1:" + std::to_string(ntohs(address.sin_port))), own->path);
  EXPECT_EQ(find("process/" + own->path), "sha256 " + hex(own->sha256));
  EXPECT_TRUE(find("kernel").starts_with("Linux "));
  EXPECT_NE(find("package/libc6"), "nothing");
  EXPECT_TRUE(seen.counters.contains("up_since"));
  EXPECT_TRUE(std::any_of(seen.identifiers.begin(), seen.identifiers.end(), [](auto& i) { return i.strong(); }));
  EXPECT_EQ(seen.complaints, std::vector<std::string>{});
}

}  // namespace
}  // namespace pellucid::oversight

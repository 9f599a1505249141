#include "oversight/host/machine.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "runtime/file_descriptor.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t read_step = 256 * 1024;
constexpr std::size_t max_link_octets = 4'096;

class ThisMachine final : public Machine {
 public:
  std::optional<Bytes> read(const std::string& path, std::size_t limit) const override {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file) return {};
    struct stat about{};
    if (::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode)) return {};
    Bytes out;
    while (out.size() < limit) {
      auto had = out.size();
      out.resize(std::min(limit, had + read_step));
      auto count = ::read(file.get(), out.data() + had, out.size() - had);
      out.resize(had + std::size_t(std::max<ssize_t>(count, 0)));
      if (count < 0) return {};
      if (count == 0) break;
    }
    return out;
  }

  std::vector<std::string> list(const std::string& folder, std::size_t limit) const override {
    std::vector<std::string> out;
    std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
    if (!open) return out;
    while (auto* entry = ::readdir(open.get())) {
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      if (out.size() >= limit) break;
      out.push_back(std::move(name));
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  std::optional<std::string> link(const std::string& path) const override {
    char target[max_link_octets];
    auto length = ::readlink(path.c_str(), target, sizeof target);
    if (length < 0) return {};
    return std::string(target, std::size_t(length));
  }

  std::optional<FileIdentity> identity(const std::string& path) const override {
    struct stat about{};
    if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return {};
    return FileIdentity{about.st_dev, about.st_ino, std::uint64_t(about.st_size),
                        std::int64_t(about.st_ctim.tv_sec) * 1'000'000'000 + about.st_ctim.tv_nsec};
  }

  std::optional<CardDriver> driver(const std::string& interface) const override {
    FileDescriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    if (!socket || interface.size() >= sizeof request.ifr_name) return {};
    std::memcpy(request.ifr_name, interface.c_str(), interface.size() + 1);
    ethtool_drvinfo info{};
    info.cmd = ETHTOOL_GDRVINFO;
    request.ifr_data = reinterpret_cast<char*>(&info);
    if (::ioctl(socket.get(), SIOCETHTOOL, &request) != 0) return {};
    auto text = [](const char* field, std::size_t size) { return std::string(field, ::strnlen(field, size)); };
    return CardDriver{text(info.driver, sizeof info.driver), text(info.fw_version, sizeof info.fw_version)};
  }
};

}  // namespace

std::unique_ptr<Machine> this_machine() { return std::make_unique<ThisMachine>(); }

}  // namespace pellucid::oversight

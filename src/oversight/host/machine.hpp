#pragma once
// Machine: how the local machine is read. A small port, so that tests have machines of their own.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace pellucid::oversight {

/// Which file it is, and whether it is still the same: content is not read again while nothing of this changes.
struct FileIdentity {
  std::uint64_t device = 0, inode = 0, octets = 0;
  std::int64_t changed_ns = 0;  // the inode's change time, which nobody can set back
  auto operator<=>(const FileIdentity&) const = default;
};

/// What a network card's driver says of it (ethtool's driver information).
struct CardDriver {
  std::string name, firmware;  // firmware is empty if it has none
};

class Machine {
 public:
  virtual ~Machine() = default;
  /// The first `limit` octets of a file (links are followed); nothing if it cannot be read.
  virtual std::optional<Bytes> read(const std::string& path, std::size_t limit) const = 0;
  /// The names in a folder, sorted, at most `limit` of them; none if there is no such folder.
  virtual std::vector<std::string> list(const std::string& folder, std::size_t limit) const = 0;
  /// Where a symbolic link leads, as it is written; nothing if it is none.
  virtual std::optional<std::string> link(const std::string& path) const = 0;
  virtual std::optional<FileIdentity> identity(const std::string& path) const = 0;
  virtual std::optional<CardDriver> driver(const std::string& interface) const = 0;
};

/// The machine that this program runs on.
std::unique_ptr<Machine> this_machine();

}  // namespace pellucid::oversight

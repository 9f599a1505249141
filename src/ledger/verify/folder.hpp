#pragma once
// A folder that is only read: on the disk, or in memory. Paths are relative, with '/'.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace pellucid::ledger {

class Folder {
 public:
  static constexpr std::size_t max_files = 4'000'000;

  virtual ~Folder() = default;
  virtual bool has(const std::string& path) const = 0;
  /// The whole file; the error is in words, without the path. Larger than `limit` is an error.
  virtual Result<Bytes, std::string> read(const std::string& path, std::size_t limit) const = 0;
  /// All plain files at or below `path`, sorted; at most max_files. None if the path is not there.
  virtual std::vector<std::string> files(const std::string& path) const = 0;
  /// For people: where the folder is.
  virtual std::string name() const = 0;
};

/// On the disk. Symbolic links are not followed: what is checked lies in the folder.
class DiskFolder final : public Folder {
 public:
  explicit DiskFolder(std::string root) : root_(std::move(root)) {}
  bool has(const std::string& path) const override;
  Result<Bytes, std::string> read(const std::string& path, std::size_t limit) const override;
  std::vector<std::string> files(const std::string& path) const override;
  std::string name() const override { return root_; }

 private:
  std::string root_;
};

class MemoryFolder final : public Folder {
 public:
  std::map<std::string, Bytes> content;

  bool has(const std::string& path) const override { return content.contains(path); }
  Result<Bytes, std::string> read(const std::string& path, std::size_t limit) const override;
  std::vector<std::string> files(const std::string& path) const override;
  std::string name() const override { return "memory"; }
};

/// A folder within a folder.
class SubFolder final : public Folder {
 public:
  SubFolder(const Folder& above, std::string prefix) : above_(above), prefix_(std::move(prefix) + "/") {}
  bool has(const std::string& path) const override { return above_.has(prefix_ + path); }
  Result<Bytes, std::string> read(const std::string& path, std::size_t limit) const override { return above_.read(prefix_ + path, limit); }
  std::vector<std::string> files(const std::string& path) const override;
  std::string name() const override { return above_.name() + "/" + prefix_.substr(0, prefix_.size() - 1); }

 private:
  const Folder& above_;
  std::string prefix_;
};

}  // namespace pellucid::ledger

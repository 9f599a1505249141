#include "ledger/verify/folder.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace pellucid::ledger {
namespace {

namespace fs = std::filesystem;

const std::string not_there = "is not there";

/// Whether the path from `root` down is folders and at last a plain file, none of them a link.
bool is_plain(const std::string& root, const std::string& path) {
  std::error_code error;
  fs::path at(root);
  for (auto& part : fs::path(path)) {
    if (part == ".." || part.is_absolute()) return false;
    at /= part;
    auto type = fs::symlink_status(at, error).type();
    if (type != fs::file_type::directory && type != fs::file_type::regular) return false;
  }
  return fs::symlink_status(at, error).type() == fs::file_type::regular;
}

}  // namespace

bool DiskFolder::has(const std::string& path) const { return is_plain(root_, path); }

Result<Bytes, std::string> DiskFolder::read(const std::string& path, std::size_t limit) const {
  if (!is_plain(root_, path)) return Fail(not_there);
  std::ifstream in(root_ + "/" + path, std::ios::binary);
  in.seekg(0, std::ios::end);
  auto size = in.tellg();
  if (!in || size < 0) return Fail(std::string("cannot be read"));
  if (std::size_t(size) > limit) return Fail("has " + std::to_string(size) + " octets, at most " + std::to_string(limit) + " are right");
  in.seekg(0);
  Bytes out{};
  out.resize(std::size_t(size));
  if (size > 0) in.read(reinterpret_cast<char*>(out.data()), size);
  if (!in) return Fail(std::string("cannot be read"));
  return out;
}

std::vector<std::string> DiskFolder::files(const std::string& path) const {
  std::vector<std::string> out;
  std::error_code error;
  fs::recursive_directory_iterator walk(root_ + "/" + path, error), end;
  for (; !error && walk != end && out.size() < max_files; walk.increment(error))
    if (walk->symlink_status(error).type() == fs::file_type::regular)
      out.push_back(walk->path().lexically_relative(root_).generic_string());
  std::sort(out.begin(), out.end());
  return out;
}

Result<Bytes, std::string> MemoryFolder::read(const std::string& path, std::size_t limit) const {
  auto found = content.find(path);
  if (found == content.end()) return Fail(not_there);
  if (found->second.size() > limit) return Fail(std::string("has too many octets"));
  return found->second;
}

std::vector<std::string> MemoryFolder::files(const std::string& path) const {
  std::vector<std::string> out;
  const auto prefix = path + "/";
  for (auto at = content.lower_bound(prefix); at != content.end() && at->first.starts_with(prefix); ++at) out.push_back(at->first);
  return out;
}

std::vector<std::string> SubFolder::files(const std::string& path) const {
  auto out = above_.files(prefix_ + path);
  for (auto& file : out) file.erase(0, prefix_.size());
  return out;
}

}  // namespace pellucid::ledger

#include "ledger/log/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>

#include "runtime/file_descriptor.hpp"
#include "runtime/files.hpp"
#include "runtime/io_error.hpp"

namespace pellucid::ledger {
namespace {

/// The folders between `folder` and the file `name` in it.
Io<Nothing> make_folders_between(const std::string& folder, const std::string& name) {
  for (auto end = name.find('/'); end != std::string::npos; end = name.find('/', end + 1)) {
    const std::string part = folder + "/" + name.substr(0, end);
    if (::mkdir(part.c_str(), 0755) != 0 && errno != EEXIST) return io_failure("make folder " + part);
  }
  return Nothing{};
}

}  // namespace

Io<Nothing> Disk::put(const std::string& folder, const std::string& name, ByteView content, Synced synced) {
  const std::string beside = folder + "/new", place = folder + "/" + name;
  {
    FileDescriptor fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644));
    if (!fd) return io_failure("write " + beside);
    auto written = write(fd.get(), 0, content);
    if (written.ok() && synced == Synced::yes) written = sync(fd.get());
    if (!written.ok()) {
      ::unlink(beside.c_str());
      return written;
    }
  }
  bool there = ::rename(beside.c_str(), place.c_str()) == 0;
  if (!there && errno == ENOENT) {
    auto made = make_folders_between(folder, name);
    if (!made.ok()) return made;
    there = ::rename(beside.c_str(), place.c_str()) == 0;
  }
  if (!there) return io_failure("rename " + beside + " to " + place);
  if (synced == Synced::yes) return sync_folder_of(place);
  return Nothing{};
}

Io<Nothing> Disk::write(int fd, std::uint64_t offset, ByteView content) {
  while (!content.empty()) {
    auto put = ::pwrite(fd, content.data(), content.size(), off_t(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return io_failure("write");
    content = content.subspan(std::size_t(put));
    offset += std::uint64_t(put);
  }
  return Nothing{};
}

Io<Nothing> Disk::sync(int fd) {
  if (::fdatasync(fd) != 0) return io_failure("sync");
  return Nothing{};
}

Io<Nothing> Disk::sync_folder_of(const std::string& file) { return pellucid::sync_folder_of(file); }

Io<Nothing> Disk::sync_all(const std::string& folder) {
  FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd || ::syncfs(fd.get()) != 0) return io_failure("sync " + folder);
  return Nothing{};
}

Io<std::uint64_t> Disk::free_octets(const std::string& folder) {
  struct statvfs info{};
  if (::statvfs(folder.c_str(), &info) != 0) return io_failure("look at " + folder);
  return std::uint64_t(info.f_bavail) * info.f_frsize;
}

LedgerError no_space(const std::string& folder, std::uint64_t free_octets) {
  return {LedgerError::Kind::disk_full, folder, "no space for new entries, " + std::to_string(free_octets) + " octets are free",
          "make room on that file system; the log goes on by itself then"};
}

LedgerError disk_error(Disk& disk, const std::string& folder, const IoError& error) {
  auto free = disk.free_octets(folder);
  std::string space = free.ok() ? std::to_string(*free) + " octets are free" : std::string("free space unknown");
  if (error.number == ENOSPC || error.number == EDQUOT || error.number == EFBIG)
    return {LedgerError::Kind::disk_full, folder, error.what + "; " + space,
            "make room on that file system (or raise the quota); the log goes on by itself then"};
  return {LedgerError::Kind::disk, folder, error.what + "; " + space, "look at the disk and the rights of the folder"};
}

}  // namespace pellucid::ledger

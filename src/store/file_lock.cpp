#include "store/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace pellucid::store {
namespace {

StoreError failed(const std::string& file, const std::string& what) {
  return {StoreError::Kind::unreadable,
          file,
          what + ": " + std::strerror(errno),
          "check the owner and the rights of the file and its folder",
          {}};
}

std::string folder_of(const std::string& file) {
  const auto slash = file.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : file.substr(0, slash);
}

}  // namespace

Stored<std::unique_ptr<FileLock>> FileLock::take(const std::string& file) {
  const std::string name = file + ".lock";
  const int descriptor = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return Fail(failed(name, "cannot be opened"));
  auto lock = std::unique_ptr<FileLock>(new FileLock(descriptor));
  char holder[24] = "";
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return Fail(failed(name, "cannot be locked"));
    const auto count = ::pread(descriptor, holder, sizeof holder - 1, 0);
    const std::string process = count > 0 ? std::string(holder, std::size_t(count)) : "of unknown number";
    return Fail(StoreError{StoreError::Kind::in_use,
                           file,
                           "in use by process " + process.substr(0, process.find('\n')),
                           "stop that process, or give this one another store",
                           {}});
  }
  const std::string ours = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, ours.data(), ours.size(), 0) != ssize_t(ours.size()))
    return Fail(failed(name, "cannot be written"));
  return lock;
}

FileLock::~FileLock() { ::close(descriptor_); }

Stored<Nothing> make_folder_of(const std::string& file) {
  const std::string folder = folder_of(file);
  for (std::size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
    const std::string part = folder.substr(0, end);
    if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) return Fail(failed(part, "the folder cannot be made"));
    if (end == std::string::npos) return Nothing{};
  }
}

namespace {

Stored<Nothing> sync(const std::string& name, int flags) {
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_CLOEXEC | flags);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  Stored<Nothing> outcome = Nothing{};
  if (!synced) outcome = Fail(failed(name, "cannot be synced"));
  if (descriptor >= 0) ::close(descriptor);
  return outcome;
}

}  // namespace

Stored<Nothing> sync_file(const std::string& file) { return sync(file, 0); }
Stored<Nothing> sync_folder_of(const std::string& file) { return sync(folder_of(file), O_DIRECTORY); }

}  // namespace pellucid::store

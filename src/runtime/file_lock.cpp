#include "runtime/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "runtime/io_error.hpp"

namespace pellucid {

Io<std::unique_ptr<FileLock>> FileLock::take(const std::string& file) {
  const std::string name = file + ".lock";
  FileDescriptor descriptor(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!descriptor) return io_failure("open " + name);
  if (::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return io_failure("lock " + name);
    char holder[24] = "";
    const auto count = ::pread(descriptor.get(), holder, sizeof holder - 1, 0);
    const std::string process = count > 0 ? std::string(holder, std::size_t(count)) : "of unknown number";
    return Fail(IoError{EWOULDBLOCK, "in use by process " + process.substr(0, process.find('\n'))});
  }
  const std::string ours = std::to_string(::getpid()) + "\n";
  if (::ftruncate(descriptor.get(), 0) != 0 || ::pwrite(descriptor.get(), ours.data(), ours.size(), 0) != ssize_t(ours.size()))
    return io_failure("write " + name);
  return std::unique_ptr<FileLock>(new FileLock(std::move(descriptor)));
}

}  // namespace pellucid

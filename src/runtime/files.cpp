#include "runtime/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/file_descriptor.hpp"
#include "runtime/io_error.hpp"

namespace pellucid {
namespace {

std::string folder_of(const std::string& file) {
  const auto slash = file.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : file.substr(0, slash);
}

Io<Nothing> sync(const std::string& name, int flags) {
  FileDescriptor fd(::open(name.c_str(), O_RDONLY | O_CLOEXEC | flags));
  if (!fd || (::fsync(fd.get()) != 0 && errno != EINVAL)) return io_failure("sync " + name);
  return Nothing{};
}

}  // namespace

Io<Nothing> make_folder_of(const std::string& file) {
  const std::string folder = folder_of(file);
  for (std::size_t end = folder.find('/', 1);; end = folder.find('/', end + 1)) {
    const std::string part = folder.substr(0, end);
    if (::mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) return io_failure("make folder " + part);
    if (end == std::string::npos) return Nothing{};
  }
}

Io<Nothing> sync_file(const std::string& file) { return sync(file, 0); }
Io<Nothing> sync_folder_of(const std::string& file) { return sync(folder_of(file), O_DIRECTORY); }

Io<Bytes> read_whole_file(const std::string& path) {
  FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return io_failure("read " + path);
  Bytes content;
  struct stat info{};
  if (::fstat(fd.get(), &info) == 0 && info.st_size > 0 && std::size_t(info.st_size) <= max_file_octets)
    content.reserve(std::size_t(info.st_size) + 1);
  std::uint8_t room[65536];
  for (;;) {
    ssize_t got = ::read(fd.get(), room, sizeof room);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return io_failure("read " + path);
    if (got == 0) return content;
    append(content, {room, std::size_t(got)});
    if (content.size() > max_file_octets) return io_failure("read " + path, EFBIG);
  }
}

namespace {

Io<Nothing> write_synced(int fd, const std::string& path, ByteView content) {
  while (!content.empty()) {
    ssize_t put = ::write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return io_failure("write " + path);
    content = content.subspan(std::size_t(put));
  }
  if (::fsync(fd) != 0) return io_failure("sync " + path);
  return Nothing{};
}

}  // namespace

Io<Nothing> replace_file(const std::string& path, ByteView content, unsigned mode, std::uint64_t tag) {
  std::string beside = path + ".new-" + hex(big_endian<8>(tag));
  {
    FileDescriptor fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode)));
    if (!fd) return io_failure("write " + beside);
    auto written = write_synced(fd.get(), beside, content);
    if (written.ok() && ::fchmod(fd.get(), mode_t(mode)) != 0) written = io_failure("chmod " + beside);
    if (!written.ok()) {
      ::unlink(beside.c_str());
      return written;
    }
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    auto failure = io_failure("rename " + beside + " to " + path);
    ::unlink(beside.c_str());
    return failure;
  }
  return sync_folder_of(path);
}

}  // namespace pellucid

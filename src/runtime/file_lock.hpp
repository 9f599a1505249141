#pragma once
// FileLock: whose a file is. Held as long as the object lives, and given back by the system when the process dies.
#include <memory>
#include <string>

#include "runtime/file_descriptor.hpp"
#include "runtime/world.hpp"

namespace pellucid {

class FileLock {
 public:
  /// Locks `file` + ".lock". EWOULDBLOCK: another process has it (or another FileLock of this one); the error's text is
  /// "in use by process 812".
  static Io<std::unique_ptr<FileLock>> take(const std::string& file);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(FileDescriptor descriptor) : descriptor_(std::move(descriptor)) {}
  FileDescriptor descriptor_;
};

}  // namespace pellucid

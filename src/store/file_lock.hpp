#pragma once
// FileLock: whose a database is. Held as long as the object lives, and given back by the system when the process dies.
#include <memory>
#include <string>

#include "store/error.hpp"

namespace pellucid::store {

class FileLock {
 public:
  /// Locks `file` + ".lock". The error names the process that has it.
  static Stored<std::unique_ptr<FileLock>> take(const std::string& file);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

/// The folder of `file`, made with mode 0700 if it is not there (its parents too).
Stored<Nothing> make_folder_of(const std::string& file);
/// The file's content is on the disk.
Stored<Nothing> sync_file(const std::string& file);
/// What a rename in the folder of `file` did is on the disk.
Stored<Nothing> sync_folder_of(const std::string& file);

}  // namespace pellucid::store

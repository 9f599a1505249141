#pragma once
// The lock, folder and durability of the store's files (runtime/), with the store's errors.
#include <memory>
#include <string>

#include "runtime/file_lock.hpp"
#include "store/error.hpp"

namespace pellucid::store {

/// Locks `file` + ".lock". The error names the process that has it.
Stored<std::unique_ptr<FileLock>> take_lock(const std::string& file);
/// The folder of `file`, made with mode 0700 if it is not there (its parents too).
Stored<Nothing> make_folder_of(const std::string& file);
/// The file's content is on the disk.
Stored<Nothing> sync_file(const std::string& file);
/// What a rename in the folder of `file` did is on the disk.
Stored<Nothing> sync_folder_of(const std::string& file);

}  // namespace pellucid::store

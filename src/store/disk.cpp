#include "store/disk.hpp"

#include <cerrno>

#include "runtime/files.hpp"

namespace pellucid::store {
namespace {

template <class T>
Stored<T> stored(Io<T> outcome, const std::string& file) {
  if (outcome.ok()) return std::move(*outcome);
  return Fail(StoreError{
      StoreError::Kind::unreadable, file, std::move(outcome.error().what), "check the owner and the rights of the file and its folder", {}});
}

}  // namespace

Stored<std::unique_ptr<FileLock>> take_lock(const std::string& file) {
  auto lock = FileLock::take(file);
  if (!lock.ok() && lock.error().number == EWOULDBLOCK)
    return Fail(StoreError{
        StoreError::Kind::in_use, file, std::move(lock.error().what), "stop that process, or give this one another store", {}});
  return stored(std::move(lock), file);
}

Stored<Nothing> make_folder_of(const std::string& file) { return stored(pellucid::make_folder_of(file), file); }
Stored<Nothing> sync_file(const std::string& file) { return stored(pellucid::sync_file(file), file); }
Stored<Nothing> sync_folder_of(const std::string& file) { return stored(pellucid::sync_folder_of(file), file); }

}  // namespace pellucid::store

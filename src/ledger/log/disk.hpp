#pragma once
// Disk: the system calls by which a log writes. Tests put a disk that fails in its place.
#include <cstdint>
#include <string>

#include "ledger/log/error.hpp"
#include "runtime/world.hpp"

namespace pellucid::ledger {

class Disk {
 public:
  virtual ~Disk() = default;
  /// `folder`/`name` appears whole or not at all, also for who reads meanwhile; its folders are made. Not synced, unless it is to be.
  enum class Synced : bool { no, yes };
  virtual Io<Nothing> put(const std::string& folder, const std::string& name, ByteView content, Synced synced = Synced::no);
  virtual Io<Nothing> write(int fd, std::uint64_t offset, ByteView content);
  /// What was written to the file is on the disk.
  virtual Io<Nothing> sync(int fd);
  /// What was made, renamed or removed in the folder of that file is on the disk.
  virtual Io<Nothing> sync_folder_of(const std::string& file);
  /// Whatever was put into the folder is on the disk: one call for many files (syncfs; it waits for others' files there too).
  virtual Io<Nothing> sync_all(const std::string& folder);
  /// Octets that may still be written there.
  virtual Io<std::uint64_t> free_octets(const std::string& folder);
};

/// The failure of a call as a LedgerError: disk_full or disk, with the free space and what to do.
LedgerError disk_error(Disk& disk, const std::string& folder, const IoError& error);
LedgerError no_space(const std::string& folder, std::uint64_t free_octets);

}  // namespace pellucid::ledger

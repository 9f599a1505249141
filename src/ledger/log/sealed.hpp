#pragma once
// The openings of sealed fields: salt and content, beside the log and no part of it. One file for each bundle that has any, `sealed/` and
// the path of the bundle, readable by the owner only. Each opening can be erased by itself: zeros take its place.
//
// A file of records: length(4) of what follows || CRC32c(4) of it || state(1: 'L' live, 'E' erased) || entry within the bundle(1) ||
// length(1) of the field || field || salt(16) || content.
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "ledger/log/disk.hpp"
#include "ledger/log/prepared.hpp"

namespace pellucid::ledger {

class Sealed {
 public:
  Sealed(std::string folder, Disk& disk) : folder_(std::move(folder)), disk_(&disk) {}

  /// The openings of entries first, first + 1, ...: on the disk when it returns. After a failure, drop_from() comes first.
  LedgerResult<Nothing> add(std::uint64_t first, std::span<const Prepared> entries);
  /// Openings of entries from `size` on belong to entries that never came to be.
  LedgerResult<Nothing> drop_from(std::uint64_t size);
  /// The opening as it stands there, not checked against its entry. not_found: erased, or there never was one; damaged: the record
  /// is.
  LedgerResult<Opening> read(std::uint64_t index, std::string_view field) const;
  /// Overwrites salt and content; on the disk when it returns. not_found as in read().
  LedgerResult<Nothing> erase(std::uint64_t index, std::string_view field);

 private:
  struct Record;
  std::string file_of(std::uint64_t bundle) const;
  LedgerResult<Nothing> add_to_file(std::uint64_t bundle, ByteView records);
  LedgerResult<Nothing> shorten(std::uint64_t bundle, std::uint64_t size);
  LedgerResult<Record> find(ByteView content, std::uint64_t index, std::string_view field) const;

  std::string folder_;
  Disk* disk_;
  mutable std::mutex mutex_;              // one file operation at a time: who erases is not who writes
  std::optional<std::uint64_t> highest_;  // bundle that add() touched last
};

}  // namespace pellucid::ledger

#pragma once
// Journal: the write-ahead file of a log. It holds the entries since the last bundle that is known to be on the disk; tiles, bundles
// and checkpoint are made from it and need no sync of their own until the journal is begun anew.
//
// A file of records: length(4) || CRC32c(4) || payload. The first payload is "pellucid/journal/1", the index of the first entry and
// the checkpoint of that moment, one a line; each further one is a group of entries that were written together: index(8) of the first ||
// count(4) || the entries as a bundle holds them. A group counts as a whole or not at all.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/log/disk.hpp"
#include "runtime/file_descriptor.hpp"

namespace pellucid::ledger {

inline constexpr std::size_t max_journal_octets = 64u << 20;

/// What a journal file says.
struct JournalContent {
  std::uint64_t base = 0;  // index of the first entry in it; a multiple of 256
  std::string checkpoint;  // the note of when the file was begun; empty if there was none
  std::vector<std::string> entries;
  std::uint64_t octets = 0;  // up to the end of the last whole group
  bool torn = false;         // something follows it: a group of which the writing was interrupted
};

class Journal {
 public:
  Journal(std::string folder, Disk& disk) : folder_(std::move(folder)), file_(folder_ + "/journal"), disk_(&disk) {}

  /// Nothing if there is no file. Refused (damaged): a file that an interrupted write cannot explain, that is a bad group before a
  /// good one.
  LedgerResult<std::optional<JournalContent>> read() const;
  /// Goes on with the file of which that is the content, on the disk and without what is torn.
  LedgerResult<Nothing> resume(const JournalContent& content);
  /// On the disk when it returns. A failure leaves the journal broken().
  LedgerResult<Nothing> add(std::uint64_t first, const std::vector<std::string_view>& entries);
  /// Another file in the place of this one, on the disk when it returns; mends a broken journal.
  LedgerResult<Nothing> begin(std::uint64_t base, std::string_view checkpoint, std::span<const std::string> entries);
  /// It is not known what the file holds beyond the groups that were accepted: begin() must come first.
  bool broken() const { return broken_; }
  std::uint64_t octets() const { return octets_; }

 private:
  LedgerError failure(const IoError& error) const;

  std::string folder_, file_;
  Disk* disk_;
  FileDescriptor descriptor_;
  std::uint64_t octets_ = 0;
  bool broken_ = false;
};

}  // namespace pellucid::ledger

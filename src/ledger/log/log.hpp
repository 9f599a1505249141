#pragma once
// Log: the one writer of a log's folder (README.md says what lies there and why nothing acknowledged is ever lost).
//
//   auto log = Log::open(world, {.folder = "/var/lib/pellucid/log", .signer = signer});   // begun on first use
//   auto index = (*log)->append({&entry, 1});                                              // durable, under a signed checkpoint
//
// compose() belongs to the World's thread; write() may be called from another one, as a Recorder's worker does.
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "ledger/format/checkpoint.hpp"
#include "ledger/log/composer.hpp"
#include "ledger/log/journal.hpp"
#include "ledger/log/sealed.hpp"
#include "ledger/log/tile_writer.hpp"
#include "runtime/file_lock.hpp"

namespace pellucid::ledger {

inline constexpr std::string_view log_opened_type = "log.opened";

struct LogOptions {
  std::string folder;
  Signer& signer;                           // its key's name is the log's origin; outlives the log
  Signer* hand_over = nullptr;              // the key that signed so far: signs the change to `signer`, an entry `key.changed`
  Disk* disk = nullptr;                     // none: the real one
  std::uint64_t journal_octets = 8u << 20;  // a longer journal is begun anew
};

/// What is to be written: an entry and what is to be sealed of it.
struct NewEntry {
  Entry entry;
  std::vector<Secret> secrets{};
};

class Log {
 public:
  /// Begins a log (first entry: `log.opened` with its key) or goes on with one, after whatever ended the last writer. Refused: in_use,
  /// with the process that has it; damaged, when the files and the checkpoint disagree; key, when the checkpoint is another key's.
  static LedgerResult<std::unique_ptr<Log>> open(World& world, LogOptions options);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// All of them, or none, in this order; returns the index of the first. They are on the disk when it returns, and under the published
  /// checkpoint unless trouble() says why not: then the next append() begins with that. Refused: invalid (an entry, or more than
  /// max_group_entries or max_group_octets), disk_full, disk, key.
  LedgerResult<std::uint64_t> append(std::span<const NewEntry> entries);

  /// append() in two halves. compose() adds the entry to `to` and says its index, which holds if all that was composed is written in order,
  /// or forget_composed() is called.
  LedgerResult<std::uint64_t> compose(Entry entry, std::vector<Secret> secrets, std::vector<Prepared>& to);
  void forget_composed();
  /// Also with an empty group: finishes what failed before.
  LedgerResult<Nothing> write(std::span<const Prepared> group);

  /// Overwrites the opening of a sealed field; its commitment stays in the log, which verifies as before. Whoever erases records that.
  LedgerResult<Nothing> erase_opening(std::uint64_t index, std::string_view field);

  const std::string& folder() const { return folder_; }
  /// Entries on the disk, and how many of them the published checkpoint covers.
  std::uint64_t size() const;
  std::uint64_t published() const;
  /// The published checkpoint, as in the file.
  std::string checkpoint() const;
  /// Why the last write() failed, or left something to do; nothing if all is well.
  std::optional<LedgerError> trouble() const;

 private:
  Log(World& world, const LogOptions& options);
  LedgerResult<Nothing> start();
  LedgerResult<Nothing> begin();
  LedgerResult<Nothing> go_on(JournalContent content);
  LedgerResult<std::optional<SignedCheckpoint>> read_checkpoint(const JournalContent& content) const;
  LedgerResult<Nothing> replay(JournalContent content, const std::optional<SignedCheckpoint>& signed_before);
  LedgerResult<Entry> last_entry() const;
  LedgerResult<VerifierKey> present_key(const std::optional<SignedCheckpoint>& old, const Entry& last) const;
  LedgerResult<Nothing> change_key();

  LedgerResult<Nothing> finish();
  LedgerResult<Nothing> accept(std::span<const Prepared> group);
  LedgerResult<Nothing> publish();
  LedgerResult<Nothing> cut();
  LedgerResult<Nothing> keep_journal_short();
  void remember(const LedgerResult<Nothing>& outcome);

  World& world_;
  std::string folder_;
  Signer* signer_;
  Signer* hand_over_;
  Disk real_disk_;
  Disk* disk_;
  std::uint64_t journal_octets_;
  std::unique_ptr<FileLock> lock_;
  Composer composer_;

  std::mutex writing_;  // one write() at a time
  Journal journal_;
  Sealed sealed_;
  TileWriter tiles_;
  bool orphans_ = false;  // openings of a group that failed lie there

  mutable std::mutex state_;  // guards what follows, which any thread may ask for
  std::uint64_t size_ = 0, published_ = 0;
  std::string note_;
  std::optional<LedgerError> trouble_;
};

}  // namespace pellucid::ledger

#pragma once
// One pass over the files of a log: every entry is read and judged, every tile computed again from the entries.
#include <map>
#include <set>

#include "ledger/format/checkpoint.hpp"
#include "ledger/format/tile.hpp"
#include "ledger/verify/folder.hpp"
#include "ledger/verify/verdict.hpp"

namespace pellucid::ledger {

/// What a pass keeps for whoever asks afterwards.
struct Wanted {
  static constexpr std::size_t max_sizes = 10'000, max_entries = 100'000;
  std::set<std::uint64_t> sizes;    // of trees whose roots are asked for; larger ones than the log's are left out
  std::set<std::uint64_t> entries;  // kept whole
};

class LogPass {
 public:
  static constexpr std::size_t max_key_changes = 1000, max_reports = 100'000, max_erasures = 1'000'000;

  LogPass(const Folder& folder, std::uint64_t size, const Wanted& wanted, Verdict& verdict)
      : folder_(folder), size_(size), wanted_(wanted), verdict_(verdict) {}
  void run();

  /// The root of the first `count` entries as they stand in the files; nothing if it was not asked for, or a file is missing.
  std::optional<Hash> root(std::uint64_t count) const;
  const std::map<std::uint64_t, Entry>& entries() const { return entries_; }
  struct Change {
    std::uint64_t index = 0;
    KeyChange change;
  };
  const std::vector<Change>& key_changes() const { return key_changes_; }
  /// SHA-256 digests that entries "report.issued" name, with the entry's index.
  const std::map<std::string, std::uint64_t>& report_digests() const { return report_digests_; }
  /// Sealed fields whose erasure the log records ("sealed.erased"), with the entry that does.
  const std::map<std::pair<std::uint64_t, std::string>, std::uint64_t>& erasures() const { return erasures_; }
  const std::string& first_time() const { return first_time_; }
  const std::string& last_time() const { return last_time_; }

 private:
  using Place = std::pair<int, std::uint64_t>;  // level (-1: entries), index
  std::string path(const Place& place, unsigned width) const;
  void list_files();
  void pass_bundle(std::uint64_t index, unsigned width);
  void pass_upper_levels();
  std::vector<Hash> read_entries(std::uint64_t index, unsigned width);
  void pass_entry(std::uint64_t index, std::string_view text, const std::string& file);
  void look_into(std::uint64_t index, std::string_view text, std::string_view type, const std::string& file);
  std::optional<std::pair<unsigned, Bytes>> read_best(const Place& place, unsigned width);
  void compare_files(const Place& place, unsigned width, ByteView expected, const std::vector<std::size_t>& ends);

  const Folder& folder_;
  std::uint64_t size_;
  const Wanted& wanted_;
  Verdict& verdict_;
  std::map<Place, std::set<unsigned>> files_;        // widths that are there
  std::vector<std::vector<Hash>> full_;              // [level]: what stands in the tiles of that level; level 0 is not kept
  std::map<std::uint64_t, std::vector<Hash>> kept_;  // leaves of the tiles in which a wanted tree ends
  std::map<std::uint64_t, Entry> entries_;
  std::vector<Change> key_changes_;
  std::map<std::string, std::uint64_t> report_digests_;
  std::map<std::pair<std::uint64_t, std::string>, std::uint64_t> erasures_;
  std::string first_time_, last_time_;
  bool holes_ = false;  // leaves that nobody has
  std::uint64_t beyond_ = 0;
};

}  // namespace pellucid::ledger

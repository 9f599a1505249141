#pragma once
// TileWriter: the end of the tree that is not yet known to be on the disk, and the tiles and bundles that are made from it. What it
// writes is not synced: the journal can make all of it again.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/format/tile.hpp"
#include "ledger/log/disk.hpp"

namespace pellucid::ledger {

class TileWriter {
 public:
  TileWriter(std::string folder, Disk& disk) : folder_(std::move(folder)), disk_(&disk) {}

  /// Goes on after entry `base` (a multiple of 256) out of the full tiles below it. Refused (damaged): one is missing or has another width.
  LedgerResult<Nothing> resume(std::uint64_t base);
  void add(std::string entry);
  std::uint64_t base() const { return base_; }
  std::uint64_t size() const { return frontier_.size(); }
  Hash root() const { return frontier_.root(); }
  /// The hashes of the present tree: full tiles from the folder, the rest from here.
  HashReader hashes() const;
  /// The entries from base() on.
  std::span<const std::string> entries() const { return entries_; }

  /// Writes the full tiles and bundles that were not written yet, then the partial ones of the present size.
  Io<Nothing> write();
  /// Partial tiles that lie there are put right, or removed if they are wider than the tree: a crash may have left them in any state.
  Io<Nothing> rewrite_partial();
  /// Takes away the partial tiles that full ones have replaced. Call it when a checkpoint of the present size is published.
  void remove_replaced();
  /// What write() wrote must be written again.
  void forget_written();
  /// All that write() wrote is on the disk: full tiles and their entries need not be kept. base() rises.
  void drop_full();

 private:
  /// The hashes of one level from `first` on, which is the first hash of a tile.
  struct Level {
    std::uint64_t first = 0;
    std::vector<Hash> hashes;
    std::uint64_t written = 0;  // full tiles since `first` that are written
    unsigned partial = 0;       // width of the partial tile that was written last
  };
  HashReader hashes_of_size(std::uint64_t size) const;
  void add_hash(unsigned level, const Hash& hash);
  Bytes tile_content(unsigned level, std::uint64_t tile, unsigned width) const;
  Bytes bundle_content(std::uint64_t bundle, unsigned width) const;
  Io<Nothing> put(const std::string& name, ByteView content);
  Io<Nothing> write_tile(unsigned level, std::uint64_t tile, unsigned width);

  std::string folder_;
  Disk* disk_;
  std::uint64_t base_ = 0;
  bool resumed_ = false;  // files of the writer before may be there, and right
  Frontier frontier_;
  std::vector<Level> levels_;
  std::vector<std::string> entries_;
  std::vector<std::string> replaced_;  // folders of partial tiles
};

}  // namespace pellucid::ledger

#pragma once
// Reader: a log's published files, of a running log, a log at rest, or a mirror. What it reads is checked for its form only: whether
// hashes, proofs and signatures are right, whoever trusts nobody asks the verifier.
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/format/checkpoint.hpp"
#include "ledger/format/tile.hpp"
#include "ledger/log/error.hpp"

namespace pellucid::ledger {

/// One thread uses a Reader.
class Reader {
 public:
  static constexpr std::size_t max_cached_tiles = 1024;      // 16 KB each with the hashes above them
  static constexpr std::uint64_t max_entries_read = 65'536;  // of one entries()

  /// Refused: no checkpoint (not_found), or none in the right form (damaged).
  static LedgerResult<Reader> open(std::string folder);
  /// Reads the checkpoint again. What a Reader tells is of the tree of the checkpoint that it read last.
  LedgerResult<Nothing> refresh();
  const SignedCheckpoint& checkpoint() const { return *checkpoint_; }
  std::uint64_t size() const { return checkpoint_->checkpoint.size; }

  LedgerResult<std::string> entry(std::uint64_t index);
  /// Entries [from, to), at most max_entries_read of them.
  LedgerResult<std::vector<std::string>> entries(std::uint64_t from, std::uint64_t to);
  /// Refused (invalid) outside of 0 <= index < size <= size(), or 0 <= old_size <= size.
  LedgerResult<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size);
  LedgerResult<Proof> prove_consistency(std::uint64_t old_size, std::uint64_t size);
  /// Salt and content of a sealed field, checked against the entry. not_found: erased, never there, or a mirror, which has none.
  LedgerResult<Opening> opening(std::uint64_t index, std::string_view field);
  /// Reads everything: that each entry has the hash in its tile, each tile the hash in the tile above it, and that the whole is the tree
  /// of the checkpoint. damaged: says what disagrees with what. The checkpoint's signature is not looked at.
  LedgerResult<Nothing> verify_files();
  /// All hashes of the tree; valid as long as the Reader. Why one could not be had, tells fault().
  HashReader hashes();
  const std::optional<LedgerError>& fault() const { return fault_; }

 private:
  /// What a tile must be, according to the tiles or the bundle below it.
  struct Expected {
    std::uint64_t tile = 0;
    std::vector<Hash> hashes{};
  };
  LedgerResult<std::optional<Hash>> compare(unsigned level, const Expected& expected);
  explicit Reader(std::string folder) : folder_(std::move(folder)) {}
  LedgerResult<Bytes> fetch(const Tile& tile) const;
  LedgerResult<std::shared_ptr<const TileTree>> tree(const Tile& tile);
  LedgerResult<std::span<const ByteView>> bundle(std::uint64_t index);

  std::string folder_;
  std::optional<SignedCheckpoint> checkpoint_;
  std::optional<LedgerError> fault_;

  struct Cached {
    Tile tile;
    std::shared_ptr<const TileTree> tree;
  };
  struct TileHash {
    std::size_t operator()(const Tile& tile) const;
  };
  std::list<Cached> used_;  // the latest first
  std::unordered_map<Tile, std::list<Cached>::iterator, TileHash> cached_;
  std::optional<Tile> bundle_;  // that was read last
  Bytes bundle_content_;
  std::vector<ByteView> views_;  // into it
};

}  // namespace pellucid::ledger

#include "ledger/log/tile_writer.hpp"

#include <algorithm>
#include <filesystem>

#include "ledger/format/text.hpp"
#include "runtime/files.hpp"

namespace pellucid::ledger {
namespace {

namespace fs = std::filesystem;

/// A full tile that lies in the folder.
LedgerResult<TileTree> full_tile(const std::string& folder, const Tile& tile) {
  const std::string file = folder + "/" + tile_path(tile);
  auto wrong = [&](const std::string& what) {
    return Fail(LedgerError{LedgerError::Kind::damaged, file, what, "restore the folder from a backup"});
  };
  auto content = read_whole_file(file);
  if (!content.ok()) return wrong(content.error().what);
  auto hashes = hashes_of(*content, tile_width);
  if (!hashes.ok()) return wrong(hashes.error());
  return TileTree(std::move(*hashes));
}

}  // namespace

LedgerResult<Nothing> TileWriter::resume(std::uint64_t base) {
  base_ = base;
  resumed_ = true;
  entries_.clear();
  levels_.assign(1, Level{base, {}});
  // The partial tiles above are not synced, but the full ones below them are: their roots are its hashes.
  for (unsigned level = 1; full_tiles(level - 1, base) > 0; ++level) {
    Level above{full_tiles(level, base) * tile_width, {}};
    for (unsigned i = 0; i < partial_width(level, base); ++i) {
      auto below = full_tile(folder_, {level - 1, above.first + i});
      if (!below.ok()) return Fail(below.error());
      above.hashes.push_back(*below->at(tile_height, 0));
    }
    levels_.push_back(std::move(above));
  }
  frontier_ = *Frontier::of(base, hashes_of_size(base));  // its complete subtrees stand in the partial tiles that we have
  return Nothing{};
}

HashReader TileWriter::hashes_of_size(std::uint64_t size) const {
  return tile_hashes(size, [this](const Tile& tile) -> std::shared_ptr<const TileTree> {
    const auto start = tile.index * tile_width;
    if (auto& level = levels_[*tile.level]; start >= level.first) {
      auto from = level.hashes.begin() + std::ptrdiff_t(start - level.first);
      return std::make_shared<TileTree>(std::vector<Hash>(from, from + tile.width));
    }
    auto stored = full_tile(folder_, {tile.level, tile.index});
    return stored.ok() ? std::make_shared<TileTree>(std::move(*stored)) : nullptr;
  });
}

void TileWriter::add(std::string entry) {
  auto hash = leaf_hash(as_bytes(entry));
  frontier_.add(hash);
  add_hash(0, hash);
  entries_.push_back(std::move(entry));
}

HashReader TileWriter::hashes() const { return hashes_of_size(size()); }

void TileWriter::add_hash(unsigned level, const Hash& hash) {
  if (level == levels_.size()) levels_.emplace_back();
  auto& hashes = levels_[level].hashes;
  hashes.push_back(hash);
  if (hashes.size() % tile_width != 0) return;
  auto root = TileTree({hashes.end() - tile_width, hashes.end()}).at(tile_height, 0);
  add_hash(level + 1, *root);
}

Bytes TileWriter::tile_content(unsigned level, std::uint64_t tile, unsigned width) const {
  auto& from = levels_[level];
  Bytes out;
  out.reserve(width * sizeof(Hash));
  auto start = tile * tile_width - from.first;
  for (unsigned i = 0; i < width; ++i) append(out, from.hashes[start + i]);
  return out;
}

Bytes TileWriter::bundle_content(std::uint64_t bundle, unsigned width) const {
  Bytes out;
  for (unsigned i = 0; i < width; ++i) add_to_bundle(out, as_bytes(entries_[bundle * tile_width - base_ + i]));
  return out;
}

Io<Nothing> TileWriter::put(const std::string& name, ByteView content) {
  if (resumed_) {
    auto there = read_whole_file(folder_ + "/" + name);
    if (there.ok() && std::ranges::equal(*there, content)) return Nothing{};
  }
  return disk_->put(folder_, name, content);
}

Io<Nothing> TileWriter::write_tile(unsigned level, std::uint64_t tile, unsigned width) {
  auto done = put(tile_path({level, tile, width}), tile_content(level, tile, width));
  if (done.ok() && level == 0) done = put(tile_path({{}, tile, width}), bundle_content(tile, width));
  return done;
}

Io<Nothing> TileWriter::write() {
  for (unsigned n = 0; n < levels_.size(); ++n) {
    auto& level = levels_[n];
    for (; (level.written + 1) * tile_width <= level.hashes.size(); ++level.written) {
      const auto tile = level.first / tile_width + level.written;
      auto done = write_tile(n, tile, tile_width);
      if (!done.ok()) return done;
      level.partial = 0;
      replaced_.push_back(tile_stem({n, tile}) + ".p");
      if (n == 0) replaced_.push_back(tile_stem({{}, tile}) + ".p");
    }
    const auto width = unsigned(level.hashes.size() % tile_width);
    if (width == 0 || width == level.partial) continue;
    auto done = write_tile(n, level.first / tile_width + level.written, width);
    if (!done.ok()) return done;
    level.partial = width;
  }
  resumed_ = false;
  return Nothing{};
}

Io<Nothing> TileWriter::rewrite_partial() {
  for (unsigned n = 0; n < levels_.size(); ++n) {
    const auto width = levels_[n].hashes.size() % tile_width;
    const auto tile = levels_[n].first / tile_width + levels_[n].hashes.size() / tile_width;
    for (bool bundles : {false, true}) {
      if (bundles && n > 0) continue;
      const std::string folder = folder_ + "/" + tile_stem({bundles ? std::nullopt : std::optional(n), tile}) + ".p";
      std::error_code none;
      for (auto& file : fs::directory_iterator(folder, none)) {
        auto found = parse_decimal(file.path().filename().string());
        if (!found || *found == 0 || *found > width) {
          fs::remove(file.path(), none);
          continue;
        }
        auto content = bundles ? bundle_content(tile, unsigned(*found)) : tile_content(n, tile, unsigned(*found));
        auto done = put(file.path().string().substr(folder_.size() + 1), content);
        if (!done.ok()) return done;
      }
    }
  }
  return Nothing{};
}

void TileWriter::remove_replaced() {
  std::error_code none;  // a leftover does no harm
  for (auto& folder : replaced_) fs::remove_all(folder_ + "/" + folder, none);
  replaced_.clear();
}

void TileWriter::forget_written() {
  for (auto& level : levels_) level.written = 0, level.partial = 0;
  resumed_ = false;
}

void TileWriter::drop_full() {
  for (auto& level : levels_) {
    const auto full = level.hashes.size() / tile_width * tile_width;
    level.hashes.erase(level.hashes.begin(), level.hashes.begin() + std::ptrdiff_t(full));
    level.first += full;
    level.written = 0;
  }
  const auto dropped = levels_[0].first - base_;
  entries_.erase(entries_.begin(), entries_.begin() + std::ptrdiff_t(dropped));
  base_ += dropped;
}

}  // namespace pellucid::ledger

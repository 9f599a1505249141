#include "ledger/log/reader.hpp"

#include <algorithm>
#include <cerrno>

#include "ledger/log/sealed.hpp"
#include "runtime/files.hpp"

namespace pellucid::ledger {
namespace {

Fail<LedgerError> out_of_range(std::string what) { return Fail(LedgerError{LedgerError::Kind::invalid, {}, std::move(what), {}}); }

}  // namespace

std::size_t Reader::TileHash::operator()(const Tile& tile) const {
  return std::hash<std::uint64_t>{}((tile.index * (max_tile_level + 1) + tile.level.value_or(0)) * tile_width + tile.width);
}

LedgerResult<Reader> Reader::open(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  Reader reader(std::move(folder));
  auto read = reader.refresh();
  if (!read.ok()) return Fail(read.error());
  return reader;
}

LedgerResult<Nothing> Reader::refresh() {
  const std::string file = folder_ + "/checkpoint";
  auto text = read_whole_file(file);
  if (!text.ok()) {
    bool absent = text.error().number == ENOENT;
    return Fail(LedgerError{absent ? LedgerError::Kind::not_found : LedgerError::Kind::unreadable, file,
                            absent ? "there is no log here" : text.error().what,
                            absent ? "name the folder of a log" : "check the rights of the file"});
  }
  auto parsed = parse_checkpoint(as_text(*text));
  if (!parsed.ok()) return Fail(LedgerError{LedgerError::Kind::damaged, file, parsed.error(), {}});
  checkpoint_ = std::move(*parsed);
  return Nothing{};
}

/// The file of a tile or bundle of our tree; the octets of the full one when the partial one was replaced by it.
LedgerResult<Bytes> Reader::fetch(const Tile& tile) const {
  std::string file = folder_ + "/" + tile_path(tile);
  auto content = read_whole_file(file);
  if (!content.ok() && content.error().number == ENOENT && tile.width < tile_width)
    content = read_whole_file(folder_ + "/" + tile_stem(tile));
  if (content.ok()) return std::move(*content);
  bool absent = content.error().number == ENOENT;
  return Fail(LedgerError{absent ? LedgerError::Kind::damaged : LedgerError::Kind::unreadable,
                          file,
                          absent ? "is missing, though the checkpoint covers it" : content.error().what,
                          {}});
}

LedgerResult<std::shared_ptr<const TileTree>> Reader::tree(const Tile& tile) {
  if (auto found = cached_.find(tile); found != cached_.end()) {
    used_.splice(used_.begin(), used_, found->second);
    return found->second->tree;
  }
  auto content = fetch(tile);
  if (!content.ok()) return Fail(content.error());
  const bool replaced = tile.width < tile_width && content->size() == tile_width * sizeof(Hash);
  auto hashes = hashes_of(replaced ? ByteView(*content).first(tile.width * sizeof(Hash)) : ByteView(*content), tile.width);
  if (!hashes.ok()) return Fail(LedgerError{LedgerError::Kind::damaged, folder_ + "/" + tile_path(tile), hashes.error(), {}});
  if (used_.size() == max_cached_tiles) {
    cached_.erase(used_.back().tile);
    used_.pop_back();
  }
  used_.push_front({tile, std::make_shared<TileTree>(std::move(*hashes))});
  cached_[tile] = used_.begin();
  return used_.front().tree;
}

HashReader Reader::hashes() {
  return tile_hashes(size(), [this](const Tile& tile) -> std::shared_ptr<const TileTree> {
    auto read = tree(tile);
    if (read.ok()) return std::move(*read);
    fault_ = read.error();
    return nullptr;
  });
}

/// Views of the entries, until the next bundle is read.
LedgerResult<std::span<const ByteView>> Reader::bundle(std::uint64_t index) {
  auto tile = *tile_of({}, index, size());
  if (bundle_ == tile) return std::span<const ByteView>(views_);
  bundle_.reset();
  auto content = fetch(tile);
  if (!content.ok()) return Fail(content.error());
  bundle_content_ = std::move(*content);
  auto entries = entries_of(bundle_content_, tile.width);
  // The partial bundle may have been replaced by the full one.
  if (!entries.ok() && tile.width < tile_width)
    if (auto full = entries_of(bundle_content_, tile_width); full.ok()) entries = std::move(*full);
  if (!entries.ok()) return Fail(LedgerError{LedgerError::Kind::damaged, folder_ + "/" + tile_path(tile), entries.error(), {}});
  views_ = std::move(*entries);
  views_.resize(tile.width);
  bundle_ = tile;
  return std::span<const ByteView>(views_);
}

LedgerResult<std::string> Reader::entry(std::uint64_t index) {
  auto one = entries(index, index + 1);
  if (!one.ok()) return Fail(one.error());
  return std::move(one->front());
}

LedgerResult<std::vector<std::string>> Reader::entries(std::uint64_t from, std::uint64_t to) {
  if (from > to || to > size() || to - from > max_entries_read)
    return out_of_range("entries " + std::to_string(from) + " to " + std::to_string(to) + ", the log has " + std::to_string(size()) +
                        ", and at most " + std::to_string(max_entries_read) + " are read at once");
  std::vector<std::string> out;
  out.reserve(to - from);
  for (auto next = from; next < to;) {
    auto views = bundle(next / tile_width);
    if (!views.ok()) return Fail(views.error());
    const auto end = std::min(to, (next / tile_width + 1) * tile_width);
    for (; next < end; ++next) out.emplace_back(as_text((*views)[next % tile_width]));
  }
  return out;
}

LedgerResult<Proof> Reader::prove_inclusion(std::uint64_t index, std::uint64_t of) {
  if (index >= of || of > size())
    return out_of_range("entry " + std::to_string(index) + " of the first " + std::to_string(of) + " of " + std::to_string(size()));
  auto proof = ledger::prove_inclusion(index, of, hashes());
  if (!proof) return Fail(*fault_);
  return std::move(*proof);
}

LedgerResult<Proof> Reader::prove_consistency(std::uint64_t old_size, std::uint64_t of) {
  if (old_size > of || of > size())
    return out_of_range("from " + std::to_string(old_size) + " to " + std::to_string(of) + " entries of " + std::to_string(size()));
  auto proof = ledger::prove_consistency(old_size, of, hashes());
  if (!proof) return Fail(*fault_);
  return std::move(*proof);
}

LedgerResult<Opening> Reader::opening(std::uint64_t index, std::string_view field) {
  auto text = entry(index);
  if (!text.ok()) return Fail(text.error());
  auto parsed = parse_entry(*text);
  if (!parsed.ok())
    return Fail(LedgerError{LedgerError::Kind::damaged, folder_, "entry " + std::to_string(index) + ": " + parsed.error(), {}});
  auto sealed = std::find_if(parsed->sealed.begin(), parsed->sealed.end(), [&](auto& s) { return s.first == field; });
  if (sealed == parsed->sealed.end())
    return Fail(LedgerError{LedgerError::Kind::not_found,
                            folder_,
                            "entry " + std::to_string(index) + " has no sealed field \"" + std::string(field) + "\"",
                            {}});
  Disk disk;
  auto opening = Sealed(folder_, disk).read(index, field);
  if (opening.ok() && commitment(*opening) != sealed->second)
    return Fail(LedgerError{
        LedgerError::Kind::damaged,
        folder_,
        "the opening of field \"" + std::string(field) + "\" of entry " + std::to_string(index) + " is not the one that was sealed",
        {}});
  return opening;
}

/// The level's tile in its file against the hashes that follow from what lies below it; its root, if it is full.
LedgerResult<std::optional<Hash>> Reader::compare(unsigned level, const Expected& expected) {
  const Tile tile{level, expected.tile, unsigned(expected.hashes.size())};
  auto stored = tree(tile);
  if (!stored.ok()) return Fail(stored.error());
  for (unsigned i = 0; i < tile.width; ++i) {
    if ((*stored)->at(0, i) == expected.hashes[i]) continue;
    const auto index = tile.index * tile_width + i;
    return Fail(LedgerError{
        LedgerError::Kind::damaged,
        folder_ + "/" + tile_path(tile),
        "hash " + std::to_string(i) + " is not that of " + (level == 0 ? "entry " + std::to_string(index) : tile_path({level - 1, index})),
        {}});
  }
  return (*stored)->at(tile_height, 0);
}

LedgerResult<Nothing> Reader::verify_files() {
  std::vector<Expected> levels(1);
  for (std::uint64_t from = 0; from < size(); from += tile_width) {
    auto views = bundle(from / tile_width);
    if (!views.ok()) return Fail(views.error());
    for (auto entry : *views) levels[0].hashes.push_back(leaf_hash(entry));
    for (unsigned n = 0; levels[n].hashes.size() == tile_width; ++n) {
      auto root = compare(n, levels[n]);
      if (!root.ok()) return Fail(root.error());
      levels[n] = {levels[n].tile + 1, {}};
      if (n + 1 == levels.size()) levels.emplace_back();
      levels[n + 1].hashes.push_back(**root);
    }
  }
  for (unsigned n = 0; n < levels.size(); ++n) {
    if (levels[n].hashes.empty()) continue;
    if (auto same = compare(n, levels[n]); !same.ok()) return Fail(same.error());
  }
  auto root = root_of(size(), hashes());
  if (!root) return Fail(*fault_);
  if (*root != checkpoint_->checkpoint.root)
    return Fail(LedgerError{LedgerError::Kind::damaged,
                            folder_ + "/checkpoint",
                            "its root is not that of the " + std::to_string(size()) + " entries here",
                            {}});
  return Nothing{};
}

}  // namespace pellucid::ledger

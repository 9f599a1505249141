#include "ledger/verify/log_pass.hpp"

#include <algorithm>

#include "ledger/format/entry_scan.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

constexpr int bundles = -1;
constexpr unsigned max_levels = 64 / tile_height + 1;

/// Every text of 64 hexadecimal digits below.
void collect_digests(const Tree& tree, std::uint64_t index, std::map<std::string, std::uint64_t>& out) {
  if (auto* text = tree.as_string(); text && from_hex<32>(*text) && out.size() < LogPass::max_reports) out.emplace(*text, index);
  if (auto* object = tree.as_object())
    for (auto& [name, value] : *object) collect_digests(value, index, out);
  if (auto* array = tree.as_array())
    for (auto& value : *array) collect_digests(value, index, out);
}

Bytes octets_of(std::span<const Hash> hashes) {
  Bytes out;
  out.reserve(hashes.size() * sizeof(Hash));
  for (auto& hash : hashes) append(out, hash);
  return out;
}

std::string entry_name(std::uint64_t index, const std::string& file) { return file + ", entry " + std::to_string(index); }

}  // namespace

std::string LogPass::path(const Place& place, unsigned width) const {
  return tile_path({place.first == bundles ? std::nullopt : std::optional(unsigned(place.first)), place.second, width});
}

void LogPass::list_files() {
  for (auto& file : folder_.files("tile")) {
    auto tile = parse_tile_path(file);
    if (!tile) {
      verdict_.remarks.push_back(file + " is no file of a log; it was not looked at");
      continue;
    }
    auto level = tile->level.value_or(0);
    auto covered = tile_of(level, tile->index, size_);
    if (covered)
      files_[{tile->level ? int(level) : bundles, tile->index}].insert(tile->width);
    else
      ++beyond_;
  }
  if (beyond_)
    verdict_.remarks.push_back(std::to_string(beyond_) +
                               " files hold what follows the checkpoint's last entry: nobody has signed that yet, it was not looked at");
}

/// The file of that width, or a wider one, which holds the same and more.
std::optional<std::pair<unsigned, Bytes>> LogPass::read_best(const Place& place, unsigned width) {
  auto& widths = files_[place];
  for (auto at = widths.lower_bound(width); at != widths.end(); ++at) {
    auto content = folder_.read(path(place, *at), max_bundle_octets);
    if (content.ok()) return std::pair(*at, std::move(*content));
    verdict_.tampered("damaged file", path(place, *at), content.error());
  }
  verdict_.tampered("missing file", path(place, width), "is not there, and no wider one");
  return {};
}

/// Every other form of a tile must hold the same. `ends[w]`: where the first w elements end in `expected`.
void LogPass::compare_files(const Place& place, unsigned width, ByteView expected, const std::vector<std::size_t>& ends) {
  for (unsigned there : files_[place]) {
    auto file = path(place, there);
    auto content = folder_.read(file, max_bundle_octets);
    if (!content.ok()) {
      verdict_.tampered("damaged file", file, content.error());
      continue;
    }
    auto right = expected.first(ends[std::min(there, width)]);
    const bool longer = there > width;
    auto length = std::min(content->size(), right.size());
    auto differs = std::mismatch(right.begin(), right.begin() + std::ptrdiff_t(length), content->begin()).first - right.begin();
    if (std::size_t(differs) == right.size() && (longer || content->size() == right.size())) continue;
    auto element = std::upper_bound(ends.begin(), ends.end(), std::size_t(differs)) - ends.begin() - 1;
    if (place.first == bundles)
      verdict_.tampered("wrong entries", file,
                        "differs from the other bundles of the same entries, from entry " +
                            std::to_string(place.second * tile_width + std::uint64_t(element)) + " on");
    else if (content->size() != there * sizeof(Hash))
      verdict_.tampered("damaged file", file,
                        "has " + std::to_string(content->size()) + " octets, " + std::to_string(there) + " hashes have " +
                            std::to_string(there * sizeof(Hash)));
    else
      verdict_.tampered("wrong hash", file,
                        "hash " + std::to_string(element) + " is not that of " +
                            (place.first == 0 ? "entry " + std::to_string(place.second * tile_width + std::uint64_t(element))
                                              : std::string("the tile below it")));
  }
}

void LogPass::run() {
  full_.resize(max_levels);
  list_files();
  for (std::uint64_t index = 0; index * tile_width < size_; ++index)
    pass_bundle(index, unsigned(std::min<std::uint64_t>(tile_width, size_ - index * tile_width)));
  pass_upper_levels();
}

void LogPass::pass_bundle(std::uint64_t index, unsigned width) {
  const auto changes = key_changes_.size();
  auto leaves = read_entries(index, width);
  if (leaves.empty()) {
    // Without the bundle the tile's hashes still show whether the rest of the tree is right.
    auto tile = read_best({0, index}, width);
    auto hashes = tile ? hashes_of(tile->second, tile->first) : Result<std::vector<Hash>, std::string>(Fail(std::string()));
    if (hashes.ok()) leaves.assign(hashes->begin(), hashes->begin() + width);
    if (leaves.empty()) holes_ = true;
  } else {
    if (files_[{0, index}].lower_bound(width) == files_[{0, index}].end())
      verdict_.tampered("missing file", path({0, index}, width), "is not there, and no wider one");
    std::vector<std::size_t> ends;
    for (unsigned i = 0; i <= width; ++i) ends.push_back(i * sizeof(Hash));
    compare_files({0, index}, width, octets_of(leaves), ends);
  }
  const auto start = index * tile_width;
  auto ends_here = wanted_.sizes.lower_bound(start);
  const bool wanted = (ends_here != wanted_.sizes.end() && *ends_here < start + tile_width) || key_changes_.size() > changes;
  if (wanted || width < tile_width || start + width == size_) kept_[index] = leaves;
  if (width < tile_width || leaves.empty()) return;
  full_[1].push_back(*TileTree(std::move(leaves)).at(tile_height, 0));
}

/// The leaves of a bundle; none if it cannot be had or read.
std::vector<Hash> LogPass::read_entries(std::uint64_t index, unsigned width) {
  const Place place{bundles, index};
  auto best = read_best(place, width);
  if (!best) return {};
  auto file = path(place, best->first);
  auto entries = entries_of(best->second, best->first);
  if (!entries.ok()) {
    verdict_.tampered("damaged file", file, entries.error());
    return {};
  }
  std::vector<Hash> leaves;
  std::vector<std::size_t> ends{0};
  for (unsigned i = 0; i < width; ++i) {
    pass_entry(index * tile_width + i, as_text((*entries)[i]), file);
    leaves.push_back(leaf_hash((*entries)[i]));
    ends.push_back(ends.back() + 2 + (*entries)[i].size());
  }
  if (files_[place].size() > 1) compare_files(place, width, best->second, ends);
  return leaves;
}

void LogPass::pass_entry(std::uint64_t index, std::string_view text, const std::string& file) {
  auto scan = scan_entry(text);
  if (!scan.ok()) return verdict_.tampered("not an entry", entry_name(index, file), scan.error());
  if (first_time_.empty()) first_time_ = scan->time;
  // Against its neighbour, so that one wrong time is one finding.
  if (scan->time < last_time_)
    verdict_.tampered("time goes back", entry_name(index, file), std::string(scan->time) + " stands after " + last_time_);
  last_time_ = scan->time;
  if (scan->type == key_changed_type || scan->type == "report.issued" || scan->type == "sealed.erased" || wanted_.entries.contains(index))
    look_into(index, text, scan->type, file);
}

void LogPass::look_into(std::uint64_t index, std::string_view text, std::string_view type, const std::string& file) {
  auto entry = parse_entry(text);
  if (!entry.ok()) return verdict_.tampered("not an entry", entry_name(index, file), entry.error());
  if (type == "report.issued") collect_digests(entry->after, index, report_digests_);
  if (type == "sealed.erased" && erasures_.size() < max_erasures) {
    auto *of = entry->before.find("index"), *field = entry->before.find("field");
    auto erased = of ? parse_decimal(of->text()) : std::nullopt;
    if (erased && field) erasures_.emplace(std::pair(*erased, field->text()), index);
  }
  if (type == key_changed_type) {
    auto change = parse_key_change(*entry);
    if (!change.ok()) return verdict_.tampered("wrong change of key", entry_name(index, file), change.error());
    if (key_changes_.size() == max_key_changes)
      return verdict_.tampered("wrong change of key", entry_name(index, file), "more than 1,000 of them");
    key_changes_.push_back({index, std::move(*change)});
  }
  if (wanted_.entries.contains(index)) entries_.emplace(index, std::move(*entry));
}

void LogPass::pass_upper_levels() {
  for (unsigned level = 1; level + 1 < max_levels && !holes_; ++level) {
    auto& hashes = full_[level];
    for (std::uint64_t index = 0; index * tile_width < hashes.size(); ++index) {
      const auto width = unsigned(std::min<std::uint64_t>(tile_width, hashes.size() - index * tile_width));
      std::span<const Hash> tile(hashes.data() + index * tile_width, width);
      const Place place{int(level), index};
      if (files_[place].lower_bound(width) == files_[place].end())
        verdict_.tampered("missing file", path(place, width), "is not there, and no wider one");
      std::vector<std::size_t> ends;
      for (unsigned i = 0; i <= width; ++i) ends.push_back(i * sizeof(Hash));
      compare_files(place, width, octets_of(tile), ends);
      if (width == tile_width) full_[level + 1].push_back(*TileTree({tile.begin(), tile.end()}).at(tile_height, 0));
    }
  }
}

std::optional<Hash> LogPass::root(std::uint64_t count) const {
  if (holes_ || count > size_) return {};
  HashReader read = [&](unsigned level, std::uint64_t index) -> std::optional<Hash> {
    const unsigned tile_level = level / tile_height, inner = level % tile_height;
    if (tile_level > 0 && inner == 0) {
      if (tile_level >= max_levels || index >= full_[tile_level].size()) return {};
      return full_[tile_level][index];
    }
    if (level > 0) {
      auto left = read(level - 1, 2 * index), right = read(level - 1, 2 * index + 1);
      if (!left || !right) return {};
      return node_hash(*left, *right);
    }
    auto tile = kept_.find(index / tile_width);
    if (tile == kept_.end() || index % tile_width >= tile->second.size()) return {};
    return tile->second[index % tile_width];
  };
  return count == 0 ? std::optional(empty_root()) : root_of(count, read);
}

}  // namespace pellucid::ledger

#include "ledger/format/tile.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "base/check.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

/// "x001/x234/067" (tlog-tiles, "Merkle Tree").
std::string index_path(std::uint64_t index) {
  char group[8];
  std::snprintf(group, sizeof group, "%03u", unsigned(index % 1000));
  std::string out = group;
  while ((index /= 1000) != 0) {
    std::snprintf(group, sizeof group, "x%03u/", unsigned(index % 1000));
    out.insert(0, group);
  }
  return out;
}

/// Takes the next part off the path, with its slash.
std::string_view take_part(std::string_view& path) {
  auto slash = path.find('/');
  auto part = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return part;
}

/// The three digits of a group, or nothing.
std::optional<unsigned> group_of(std::string_view digits) {
  unsigned value = 0;
  if (digits.size() != 3 || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

constexpr unsigned bits_of(unsigned level) { return level * tile_height; }

}  // namespace

std::string tile_path(const Tile& tile) {
  if (tile.width == tile_width) return tile_stem(tile);
  return tile_stem(tile) + ".p/" + std::to_string(tile.width);
}

std::string tile_stem(const Tile& tile) {
  return "tile/" + (tile.level ? std::to_string(*tile.level) : std::string("entries")) + "/" + index_path(tile.index);
}

std::optional<Tile> parse_tile_path(std::string_view path) {
  constexpr int max_groups = 7;  // 2^63 has 19 digits
  Tile tile;
  auto whole = path;
  if (take_part(path) != "tile") return {};
  auto level = take_part(path);
  if (level != "entries") {
    auto number = parse_decimal(level);
    if (!number || *number > max_tile_level) return {};
    tile.level = unsigned(*number);
  }
  for (int groups = 0;; ++groups) {
    auto part = take_part(path);
    bool last = !part.starts_with('x');
    if (!last) part.remove_prefix(1);
    bool partial = last && part.ends_with(".p");
    if (partial) part.remove_suffix(2);
    auto value = group_of(part);
    if (!value || groups == max_groups || tile.index > (UINT64_MAX >> 1) / 1000) return {};
    tile.index = tile.index * 1000 + *value;
    if (!last) continue;
    if (partial) {
      auto width = parse_decimal(path);
      if (!width || *width == 0 || *width >= tile_width) return {};
      tile.width = unsigned(*width);
    }
    // Everything that is written in two ways (needless groups, what follows the path) is found by writing it again.
    return tile_path(tile) == whole ? std::optional(tile) : std::nullopt;
  }
}

std::uint64_t full_tiles(unsigned level, std::uint64_t size) { return bits_of(level + 1) >= 64 ? 0 : size >> bits_of(level + 1); }

unsigned partial_width(unsigned level, std::uint64_t size) {
  return bits_of(level) >= 64 ? 0 : unsigned((size >> bits_of(level)) % tile_width);
}

std::optional<Tile> tile_of(std::optional<unsigned> level, std::uint64_t index, std::uint64_t size) {
  auto full = full_tiles(level.value_or(0), size);
  if (index < full) return Tile{level, index, tile_width};
  auto width = partial_width(level.value_or(0), size);
  if (index > full || width == 0) return {};
  return Tile{level, index, width};
}

void add_to_bundle(Bytes& bundle, ByteView entry) {
  check(entry.size() <= max_bundled_octets, "an entry fits the 16-bit length of a bundle");
  append(bundle, big_endian<2>(entry.size()));
  append(bundle, entry);
}

Result<std::vector<ByteView>, std::string> entries_of(ByteView bundle, unsigned width) {
  std::vector<ByteView> out;
  out.reserve(width);
  while (out.size() < width) {
    auto cut_short = "the bundle ends within entry " + std::to_string(out.size()) + " of " + std::to_string(width);
    if (bundle.size() < 2) return Fail(cut_short);
    auto length = std::size_t(from_big_endian(bundle.first(2)));
    if (bundle.size() - 2 < length) return Fail(cut_short);
    out.push_back(bundle.subspan(2, length));
    bundle = bundle.subspan(2 + length);
  }
  if (!bundle.empty()) return Fail(std::to_string(bundle.size()) + " octets follow the last of " + std::to_string(width) + " entries");
  return out;
}

Result<std::vector<Hash>, std::string> hashes_of(ByteView tile, unsigned width) {
  if (tile.size() != width * sizeof(Hash))
    return Fail("the tile has " + std::to_string(tile.size()) + " octets, a width of " + std::to_string(width) + " is " +
                std::to_string(width * sizeof(Hash)));
  std::vector<Hash> out(width);
  for (unsigned i = 0; i < width; ++i) std::copy_n(tile.begin() + std::ptrdiff_t(i * sizeof(Hash)), sizeof(Hash), out[i].begin());
  return out;
}

TileTree::TileTree(std::vector<Hash> hashes) {
  levels_.push_back(std::move(hashes));
  while (levels_.size() <= tile_height && levels_.back().size() > 1) {
    auto& below = levels_.back();
    std::vector<Hash> level(below.size() / 2);
    for (std::size_t i = 0; i < level.size(); ++i) level[i] = node_hash(below[2 * i], below[2 * i + 1]);
    levels_.push_back(std::move(level));
  }
}

std::optional<Hash> TileTree::at(unsigned level, std::uint64_t index) const {
  if (level >= levels_.size() || index >= levels_[level].size()) return {};
  return levels_[level][index];
}

HashReader tile_hashes(std::uint64_t size, TileReader read) {
  return [size, read = std::move(read)](unsigned level, std::uint64_t index) -> std::optional<Hash> {
    // A hash that heads a full tile stands in the tile above it, unless that would be above all tiles.
    const unsigned tile_level = level / tile_height, inner = level % tile_height;
    const unsigned per_tile = tile_height - inner;  // the tile has 2^per_tile subtrees of that height
    auto tile = tile_of(tile_level, index >> per_tile, size);
    if (!tile) return {};
    auto tree = read(*tile);
    if (!tree) return {};
    return tree->at(inner, index & ((std::uint64_t(1) << per_tile) - 1));
  };
}

}  // namespace pellucid::ledger

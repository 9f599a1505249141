#pragma once
// The files of a tiled log (C2SP tlog-tiles): where each tile of hashes and each bundle of entries lies, how wide it is, what stands in it.
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "ledger/format/merkle.hpp"

namespace pellucid::ledger {

inline constexpr unsigned tile_height = 8;   // levels of the tree that a tile spans
inline constexpr unsigned tile_width = 256;  // hashes of a full tile, entries of a full bundle
inline constexpr unsigned max_tile_level = 63;
inline constexpr std::size_t max_bundled_octets = 65'535;  // of an entry: its length has 16 bits
inline constexpr std::size_t max_bundle_octets = tile_width * (2 + max_bundled_octets);

/// A tile of hashes, or a bundle of entries.
struct Tile {
  std::optional<unsigned> level;  // none: a bundle
  std::uint64_t index = 0;        // within the level
  unsigned width = tile_width;    // 1..256; below 256 it is partial
  auto operator<=>(const Tile&) const = default;
};
/// "tile/0/x001/x234/067", "tile/1/000.p/17", "tile/entries/000".
std::string tile_path(const Tile& tile);
/// The same without the width: "tile/1/000". Partial tiles lie in the folder of that name and ".p".
std::string tile_stem(const Tile& tile);
/// Nothing unless the text is exactly what tile_path() writes for some tile.
std::optional<Tile> parse_tile_path(std::string_view path);

/// How many full tiles the level has in a tree of `size` leaves; level 0 counts for bundles too.
std::uint64_t full_tiles(unsigned level, std::uint64_t size);
/// How wide the partial tile after them is; 0: there is none.
unsigned partial_width(unsigned level, std::uint64_t size);
/// The tile (no level: the bundle) with that index in a tree of `size` leaves, full or partial; nothing if the tree has none.
std::optional<Tile> tile_of(std::optional<unsigned> level, std::uint64_t index, std::uint64_t size);

/// Adds an entry of at most max_bundled_octets, with its length, to a bundle.
void add_to_bundle(Bytes& bundle, ByteView entry);
/// Views of the entries of a bundle; refused, in words, unless it holds exactly `width` entries and nothing else.
Result<std::vector<ByteView>, std::string> entries_of(ByteView bundle, unsigned width);
/// The hashes of a tile; refused, in words, unless it holds exactly `width`.
Result<std::vector<Hash>, std::string> hashes_of(ByteView tile, unsigned width);

/// A tile and the tree that stands on it.
class TileTree {
 public:
  /// 1..256 hashes.
  explicit TileTree(std::vector<Hash> hashes);
  unsigned width() const { return unsigned(levels_.front().size()); }
  /// The root of hashes [index * 2^level, (index + 1) * 2^level) of the tile; nothing if it has not all of them.
  std::optional<Hash> at(unsigned level, std::uint64_t index) const;

 private:
  std::vector<std::vector<Hash>> levels_;  // 0: the tile itself
};

/// Fetches a tile; null if it cannot be had.
using TileReader = std::function<std::shared_ptr<const TileTree>(const Tile& tile)>;
/// The hashes of the tree of `size` leaves, out of its tiles.
HashReader tile_hashes(std::uint64_t size, TileReader read);

}  // namespace pellucid::ledger

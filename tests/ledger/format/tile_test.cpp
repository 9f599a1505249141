#include "ledger/format/tile.hpp"

#include <gtest/gtest.h>

#include <map>

namespace pellucid::ledger {
namespace {

TEST(TilePath, AsTheSpecificationWritesThem) {
  EXPECT_EQ(tile_path({0, 1'234'067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(tile_path({0, 273, 112}), "tile/0/273.p/112");
  EXPECT_EQ(tile_path({{}, 0, 256}), "tile/entries/000");
  EXPECT_EQ(tile_path({{}, 1000, 1}), "tile/entries/x001/000.p/1");
  EXPECT_EQ(tile_path({63, 999, 255}), "tile/63/999.p/255");
}

TEST(TilePath, ReadsWhatItWritesAndNothingElse) {
  for (std::uint64_t index : {0ull, 7ull, 999ull, 1000ull, 1'234'067ull, 999'999'999ull, 36'028'797'018'963'967ull})
    for (unsigned width : {1u, 255u, 256u})
      for (auto level : {std::optional<unsigned>(), std::optional<unsigned>(0), std::optional<unsigned>(63)}) {
        Tile tile{level, index, width};
        EXPECT_EQ(parse_tile_path(tile_path(tile)), tile) << tile_path(tile);
      }
  for (auto* bad : {"",
                    "tile",
                    "tile/0",
                    "tile/0/",
                    "tile/0/1",
                    "tile/0/0001",
                    "tile/0/x000/001",
                    "tile/0/x001",
                    "tile/0/x001/",
                    "tile/00/001",
                    "tile/64/001",
                    "tile/-1/001",
                    "tile/0/001.p/0",
                    "tile/0/001.p/256",
                    "tile/0/001.p/01",
                    "tile/0/001.p",
                    "tile/0/001.p/",
                    "tile/0/001/",
                    "tile/0/001/x",
                    "tile/0/x001.p/002",
                    "tile/0/../001",
                    "/tile/0/001",
                    "tile/entry/001",
                    "tile/0/x999/x999/x999/x999/x999/x999/999",
                    "tile/0/x001/x001/x001/x001/x001/x001/x001/001",
                    "tile/0/+01"})
    EXPECT_FALSE(parse_tile_path(bad)) << bad;
}

/// The example of tlog-tiles, "Partial Tiles".
TEST(TileWidths, OfATreeOf70000) {
  EXPECT_EQ(full_tiles(0, 70'000), 273u);
  EXPECT_EQ(partial_width(0, 70'000), 112u);
  EXPECT_EQ(full_tiles(1, 70'000), 1u);
  EXPECT_EQ(partial_width(1, 70'000), 17u);
  EXPECT_EQ(full_tiles(2, 70'000), 0u);
  EXPECT_EQ(partial_width(2, 70'000), 1u);
  EXPECT_EQ(partial_width(3, 70'000), 0u);
  EXPECT_EQ(full_tiles(0, 256), 1u);
  EXPECT_EQ(partial_width(0, 256), 0u);
  EXPECT_EQ(partial_width(1, 256), 1u);
  EXPECT_EQ(tile_of(0, 272, 70'000), (Tile{0, 272, 256}));
  EXPECT_EQ(tile_of({}, 273, 70'000), (Tile{{}, 273, 112}));
  EXPECT_EQ(tile_of(0, 274, 70'000), std::nullopt);
  EXPECT_EQ(tile_of(0, 1, 256), std::nullopt);
  EXPECT_EQ(full_tiles(63, UINT64_MAX), 0u);
  EXPECT_EQ(partial_width(63, UINT64_MAX), 0u);
}

TEST(Bundle, HoldsExactlyItsEntries) {
  Bytes bundle;
  std::vector<Bytes> entries{{}, Bytes(1, 7), Bytes(65'535, 8), Bytes(300, 9)};
  for (auto& entry : entries) add_to_bundle(bundle, entry);
  EXPECT_EQ(bundle.size(), 4 * 2 + 65'836u);
  auto back = entries_of(bundle, 4);
  ASSERT_TRUE(back.ok()) << back.error();
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(to_bytes((*back)[i]), entries[i]);
  EXPECT_FALSE(entries_of(bundle, 3).ok());
  EXPECT_FALSE(entries_of(bundle, 5).ok());
  EXPECT_FALSE(entries_of(ByteView(bundle).first(bundle.size() - 1), 4).ok());
  EXPECT_FALSE(entries_of(ByteView(bundle).first(1), 1).ok());
  EXPECT_FALSE(hashes_of(Bytes(63), 2).ok());
  EXPECT_FALSE(hashes_of(Bytes(65), 2).ok());
  EXPECT_TRUE(hashes_of(Bytes(64), 2).ok());
}

/// Tiles cut out of a tree give the hashes, roots and proofs of the tree.
TEST(TileHashes, AreThoseOfTheTree) {
  for (std::uint64_t size : {1u, 2u, 255u, 256u, 257u, 511u, 512u, 700u, 65'535u, 65'536u, 65'537u, 66'000u}) {
    std::vector<std::vector<Hash>> levels(1);  // level L: roots of 256^L leaves
    Frontier frontier;
    for (std::uint64_t i = 0; i < size; ++i) {
      levels[0].push_back(leaf_hash(big_endian<8>(i)));
      frontier.add(levels[0].back());
    }
    std::map<Tile, std::shared_ptr<const TileTree>> tiles;
    for (unsigned level = 0; level < levels.size(); ++level) {
      std::vector<Hash> above;
      for (std::uint64_t n = 0; auto tile = tile_of(level, n, size); ++n) {
        auto from = levels[level].begin() + std::ptrdiff_t(n * tile_width);
        auto tree = std::make_shared<TileTree>(std::vector<Hash>(from, from + tile->width));
        if (tile->width == tile_width) above.push_back(*tree->at(tile_height, 0));
        tiles[*tile] = tree;
      }
      if (!above.empty()) levels.push_back(std::move(above));
    }
    auto read = tile_hashes(size, [&](const Tile& tile) { return tiles.contains(tile) ? tiles[tile] : nullptr; });
    EXPECT_EQ(root_of(size, read), frontier.root()) << size;
    for (std::uint64_t index : {std::uint64_t(0), size / 3, size - 1}) {
      auto proof = prove_inclusion(index, size, read);
      ASSERT_TRUE(proof) << index << " of " << size;
      EXPECT_TRUE(verify_inclusion(index, size, levels[0][index], *proof, frontier.root()));
    }
    tiles.erase(*tile_of(0, (size - 1) / tile_width, size));
    EXPECT_FALSE(read(0, size - 1));
  }
}

}  // namespace
}  // namespace pellucid::ledger

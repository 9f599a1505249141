#include <gmock/gmock.h>

#include "ran/phy/coding/crc.hpp"
#include "ran/phy/coding/golden.hpp"
#include "ran/phy/coding/tbs.hpp"

namespace pellucid::phy {
namespace {
using namespace test;

const std::map<std::string, Crc> crc_names = {{"6", Crc::crc6},     {"11", Crc::crc11},   {"16", Crc::crc16},
                                              {"24A", Crc::crc24a}, {"24B", Crc::crc24b}, {"24C", Crc::crc24c}};

TEST(CodingCrc, gives_the_parity_of_every_golden_vector) {
  const auto vectors = golden("basic.json");
  ASSERT_EQ(vectors["crc"].size(), 24u);
  for (const auto& vector : vectors["crc"]) {
    const Crc crc = crc_names.at(vector["poly"]);
    const Bits bits = bits_of(vector["in"]);
    Bits block = bits;
    block.resize(bits.size() + crc_length(crc));
    attach_crc(crc, block);
    EXPECT_EQ(text_of(BitView(block).subspan(bits.size())), vector["out"].get<std::string>());
    EXPECT_TRUE(crc_holds(crc, block));
    for (std::size_t i = 0; i < block.size(); ++i) {
      block[i] ^= 1;
      EXPECT_FALSE(crc_holds(crc, block)) << i;
      block[i] ^= 1;
    }
  }
}

TEST(CodingCrc, of_octets_of_bits_and_in_pieces_are_the_same) {
  Random random(1);
  for (const auto& [name, crc] : crc_names)
    for (unsigned octets : {0u, 1u, 3u, 7u, 8u, 9u, 100u, 1056u}) {
      const Bits bits = random.bits(8 * octets);
      Bytes packed(octets);
      pack_bits(bits, packed);
      Bits again(bits.size());
      unpack_bits(packed, again);
      EXPECT_EQ(again, bits);
      const auto parity = crc_of_bits(crc, bits);
      EXPECT_EQ(crc_of_octets(crc, packed), parity) << name << " " << octets;
      const auto cut = random.below(unsigned(bits.size()) + 1);
      EXPECT_EQ(crc_of_bits(crc, BitView(bits).subspan(cut), crc_of_bits(crc, BitView(bits).first(cut))), parity);
    }
}

TEST(CodingCrc, holds_for_no_block_shorter_than_itself) {
  EXPECT_FALSE(crc_holds(Crc::crc24a, {}));
  EXPECT_FALSE(crc_holds(Crc::crc6, Bits(5)));
}

TEST(TransportBlockSize, agrees_with_every_golden_vector) {
  const std::map<std::string, unsigned> orders = {{"QPSK", 2}, {"16QAM", 4}, {"64QAM", 6}, {"256QAM", 8}};
  const auto vectors = golden("basic.json");
  ASSERT_EQ(vectors["tbs"].size(), 480u);
  for (const auto& v : vectors["tbs"]) {
    TbsInput input{.prbs = v[2], .re_per_prb = v[3], .rate_x1024 = v[4], .qm = orders.at(v[0]), .layers = v[1]};
    EXPECT_EQ(transport_block_size(input), v[5].get<unsigned>()) << v;
  }
}

TEST(TransportBlockSize, largest_is_the_known_one_and_nothing_gives_nothing) {
  EXPECT_EQ(transport_block_size({.prbs = 273, .re_per_prb = 156, .rate_x1024 = 948, .qm = 8, .layers = 4}), 1277992u);
  EXPECT_EQ(transport_block_size({.prbs = 0, .re_per_prb = 156, .rate_x1024 = 948}), 0u);
  EXPECT_EQ(transport_block_size({.prbs = 1, .re_per_prb = 1, .rate_x1024 = 30}), 24u);
}

TEST(McsTables, have_the_rows_of_the_standard) {
  EXPECT_EQ(mcs(McsTable::qam64, 28)->rate_x1024, 948);
  EXPECT_EQ(mcs(McsTable::qam64, 28)->qm, 6u);
  EXPECT_EQ(mcs(McsTable::qam256, 27)->qm, 8u);
  EXPECT_FALSE(mcs(McsTable::qam64, 29)->rate_x1024);
  EXPECT_EQ(mcs(McsTable::precoded_qam64, 0)->rate_x1024, 120);
  EXPECT_EQ(mcs(McsTable::precoded_pi2bpsk, 0)->qm, 1u);
  EXPECT_EQ(mcs(McsTable::precoded_pi2bpsk, 0)->rate_x1024, 240);
  EXPECT_FALSE(mcs(McsTable::qam64, 32));
}

TEST(BaseGraphChoice, follows_size_and_rate) {
  EXPECT_EQ(choose_base_graph(292, 0.9), BaseGraph::bg2);
  EXPECT_EQ(choose_base_graph(304, 0.9), BaseGraph::bg1);
  EXPECT_EQ(choose_base_graph(3824, 0.67), BaseGraph::bg2);
  EXPECT_EQ(choose_base_graph(3840, 0.67), BaseGraph::bg1);
  EXPECT_EQ(choose_base_graph(100000, 0.25), BaseGraph::bg2);
}

}  // namespace
}  // namespace pellucid::phy

#include "ran/phy/coding/transport.hpp"

#include <gmock/gmock.h>

#include "ran/phy/coding/golden.hpp"
#include "ran/phy/coding/tbs.hpp"

namespace pellucid::phy {
namespace {
using namespace test;

Bytes random_block(Random& random, unsigned bits) {
  Bytes block(bits / 8);
  for (auto& octet : block) octet = std::uint8_t(random.below(256));
  return block;
}

TEST(Transport, encodes_and_decodes_every_golden_chain) {
  const std::map<std::string, unsigned> orders = {{"QPSK", 2}, {"16QAM", 4}, {"64QAM", 6}, {"256QAM", 8}};
  const auto vectors = golden("ldpc_chain_vectors.json")["vectors"];
  ASSERT_EQ(vectors.size(), 6u);
  TransportEncoder encoder;
  TransportDecoder decoder;
  for (const auto& v : vectors) {
    const TransportFormat format{.tbs_bits = v["A"],
                                 .graph = v["bgn"] == 1 ? BaseGraph::bg1 : BaseGraph::bg2,
                                 .qm = orders.at(v["mod"]),
                                 .G = v["G"],
                                 .rv = v["rv"]};
    const auto segmentation = segment(format.tbs_bits, format.graph);
    EXPECT_EQ(segmentation.blocks, v["C"].get<unsigned>());
    EXPECT_EQ(segmentation.K, v["K"].get<unsigned>());
    Bytes block(format.tbs_bits / 8), decoded(block.size());
    pack_bits(bits_of(v["tb"]), block);
    Bits coded(format.G);
    encoder.encode(block, format, coded);
    EXPECT_EQ(text_of(coded), v["rm_out"].get<std::string>());
    HarqBuffer harq(format.tbs_bits);
    decoder.decode(clean(coded), format, harq, decoded);
    if (format.rv != 0) {
      // These carry too little of the message to be decoded alone: half of version 0 has to help.
      TransportFormat half = format;
      half.rv = 0;
      half.G = format.G / 2;
      coded.resize(half.G);
      encoder.encode(block, half, coded);
      EXPECT_TRUE(decoder.decode(clean(coded), half, harq, decoded).ok);
    }
    EXPECT_EQ(decoded, block) << format.rv;
  }
}

TEST(Transport, every_mcs_and_many_allocations_come_back) {
  Random random(30);
  TransportEncoder encoder;
  TransportDecoder decoder;
  HarqBuffer harq(300000);
  for (auto table : {McsTable::qam64, McsTable::qam256, McsTable::qam64_low_se, McsTable::precoded_pi2bpsk})
    for (unsigned index = 0; index < 28; ++index)
      for (unsigned prbs : {1u, 2u, 5u, 13u, 52u, 106u}) {
        const auto scheme = mcs(table, index);
        if (!scheme->rate_x1024) continue;
        const unsigned layers = 1 + random.below(2);
        const unsigned re = 12 * (3 + random.below(10));
        TransportFormat format{.qm = scheme->qm, .layers = layers, .G = prbs * re * scheme->qm * layers};
        format.tbs_bits = transport_block_size({prbs, re, *scheme->rate_x1024, scheme->qm, layers});
        format.graph = choose_base_graph(format.tbs_bits, *scheme->rate_x1024 / 1024);
        if (random.below(2)) format.tbs_lbrm = 200000;
        ASSERT_TRUE(is_valid(format));
        // The least sizes are rounded up beyond what fits: not decodable from one transmission.
        if (format.tbs_bits + 40 > format.G) continue;
        const Bytes block = random_block(random, format.tbs_bits);
        Bytes decoded(block.size());
        Bits coded(format.G);
        encoder.encode(block, format, coded);
        harq.clear();
        const auto decision = decoder.decode(clean(coded), format, harq, decoded);
        EXPECT_TRUE(decision.ok) << index << " " << prbs << " " << format.tbs_bits << " " << format.G;
        EXPECT_EQ(decoded, block);
      }
}

TEST(Transport, the_largest_block_comes_back) {
  Random random(31);
  const TransportFormat format{.tbs_bits = max_tbs_bits, .qm = 8, .layers = 4, .G = 273 * 156 * 32, .tbs_lbrm = max_tbs_bits};
  ASSERT_TRUE(is_valid(format));
  EXPECT_EQ(segment(format.tbs_bits, format.graph).blocks, max_code_blocks);
  const Bytes block = random_block(random, format.tbs_bits);
  Bytes decoded(block.size());
  Bits coded(format.G);
  TransportEncoder().encode(block, format, coded);
  HarqBuffer harq(max_tbs_bits);
  EXPECT_TRUE(TransportDecoder().decode(clean(coded), format, harq, decoded).ok);
  EXPECT_EQ(decoded, block);
}

// Each transmission alone is hopeless, three with different redundancy versions are enough.
TEST(Transport, harq_adds_transmissions_up) {
  Random random(32);
  TransportEncoder encoder;
  TransportDecoder decoder;
  for (unsigned tbs_bits : {320u, 3752u, 24576u}) {
    TransportFormat format{.tbs_bits = tbs_bits, .qm = 2};
    format.graph = choose_base_graph(tbs_bits, 0.6);
    format.G = unsigned(tbs_bits / 0.6) / 2 * 2;
    const Bytes block = random_block(random, tbs_bits);
    Bytes decoded(block.size());
    HarqBuffer harq(tbs_bits);
    bool ok = false;
    for (unsigned rv : {0u, 2u, 3u, 1u}) {
      format.rv = rv;
      Bits coded(format.G);
      encoder.encode(block, format, coded);
      ok = decoder.decode(random.received(coded, -2), format, harq, decoded).ok;
      if (rv == 0) EXPECT_FALSE(ok);
    }
    EXPECT_TRUE(ok) << tbs_bits;
    EXPECT_EQ(decoded, block);
    EXPECT_EQ(harq.transmissions(), 4u);
  }
}

TEST(Transport, every_redundancy_version_starts_where_the_standard_says) {
  // Base graph 1 without fillers, all of the buffer sent once: each version is a rotation of version 0 by k_0.
  TransportFormat format{.tbs_bits = 8448 - 24, .qm = 1, .G = 66 * 384};
  Random random(33);
  const Bytes block = random_block(random, format.tbs_bits);
  TransportEncoder encoder;
  Bits first(format.G), other(format.G);
  encoder.encode(block, format, first);
  for (auto [rv, columns] : {std::pair(1u, 17u), {2u, 33u}, {3u, 56u}}) {
    format.rv = rv;
    encoder.encode(block, format, other);
    std::ranges::rotate(other, other.end() - columns * 384);
    EXPECT_EQ(other, first) << rv;
  }
  // A limited buffer: 25344 bits would be full, N_ref = 3/2 * 10240 = 15360 = 40 columns; k_0 of version 3 is floor(56 * 40 / 66) = 33
  // columns.
  format.tbs_lbrm = 10240;
  format.rv = 3;
  encoder.encode(block, format, other);
  EXPECT_TRUE(std::equal(other.begin(), other.begin() + 7 * 384, first.begin() + 33 * 384));
  EXPECT_TRUE(std::equal(other.begin() + 7 * 384, other.begin() + 40 * 384, first.begin()));
}

TEST(Transport, code_blocks_that_do_not_divide_the_symbols_get_one_more_at_the_end) {
  TransportFormat format{.tbs_bits = 25456, .qm = 6, .layers = 2, .G = 12 * 1001};
  const auto blocks = segment(format.tbs_bits, format.graph).blocks;
  unsigned sum = 0;
  for (unsigned r = 0; r < blocks; ++r) sum += coded_bits_of_block(format, blocks, r);
  EXPECT_EQ(sum, format.G);
  EXPECT_EQ(coded_bits_of_block(format, blocks, 0), 12 * (1001 / blocks));
  EXPECT_EQ(coded_bits_of_block(format, blocks, blocks - 1), 12 * (1001 / blocks + 1));
}

TEST(Transport, noise_silence_and_nonsense_are_never_a_block) {
  Random random(34);
  TransportDecoder decoder(4);
  HarqBuffer harq(20000);
  unsigned found = 0;
  for (unsigned round = 0; round < 2000; ++round) {
    TransportFormat format{.tbs_bits = random.below(30000), .qm = random.below(12), .layers = random.below(6), .rv = random.below(5)};
    if (random.below(4)) format.tbs_bits = format.tbs_bits / 8 * 8;
    format.graph = random.below(2) ? BaseGraph::bg1 : BaseGraph::bg2;
    format.G = random.below(3000) * format.qm * std::max(format.layers, 1u);
    format.tbs_lbrm = random.below(2) ? random.below(30000) : 0;
    if (round % 7 == 0) format.G += 1;
    if (random.below(3)) harq.clear();
    Bytes block(format.tbs_bits / 8);
    const Llrs soft = round % 3 ? random.llrs(format.G) : Llrs(format.G, Llr(round % 2 ? 0 : -127));
    const auto decision = decoder.decode(soft, format, harq, block);
    found += decision.ok;
    if (!is_valid(format)) EXPECT_EQ(decision.blocks, 0u);
  }
  EXPECT_EQ(found, 0u);
  Bytes none;
  EXPECT_FALSE(decoder.decode({}, {}, harq, none).ok);
}

TEST(Transport, a_retransmission_of_another_block_is_refused) {
  TransportDecoder decoder;
  HarqBuffer harq(2000);
  Bytes block(100);
  TransportFormat format{.tbs_bits = 800, .graph = BaseGraph::bg2, .qm = 2, .G = 1600};
  EXPECT_EQ(decoder.decode(Llrs(1600, 1), format, harq, block).blocks, 1u);
  format.graph = BaseGraph::bg1;
  EXPECT_EQ(decoder.decode(Llrs(1600, 1), format, harq, block).blocks, 0u);
  format.tbs_bits = 4000;
  block.resize(500);
  harq.clear();
  EXPECT_EQ(decoder.decode(Llrs(1600, 1), format, harq, block).blocks, 0u);  // more than the buffer holds
}

}  // namespace
}  // namespace pellucid::phy

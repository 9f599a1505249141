#include "ran/phy/coding/ldpc.hpp"

#include <gmock/gmock.h>

#include "ran/phy/coding/golden.hpp"
#include "ran/phy/coding/ldpc_work.hpp"

namespace pellucid::phy {
namespace {
using namespace test;

constexpr BaseGraph both_graphs[] = {BaseGraph::bg1, BaseGraph::bg2};

TEST(Ldpc, encodes_the_golden_codeword_of_every_lifting_size) {
  for (BaseGraph graph : both_graphs) {
    const auto examples = golden(graph == BaseGraph::bg1 ? "ldpc_bg1_codewords.json" : "ldpc_bg2_codewords.json")["examples"];
    ASSERT_EQ(examples.size(), lifting_sizes);
    LdpcEncoder encoder;
    for (const auto& example : examples) {
      const unsigned z = example["Z"];
      const unsigned K = ldpc_message_bits(graph, z), N = ldpc_codeword_bits(graph, z);
      ASSERT_EQ(example["N"], N);
      Bits codeword(N);
      encoder.encode(graph, z, bits_of_hex(example["msg_hex"], K), codeword);
      EXPECT_EQ(codeword, bits_of_hex(example["cw_hex"], N)) << z;
      // Fewer columns are the beginning of all columns.
      const unsigned kb = ldpc_information_columns(graph);
      for (unsigned columns : {kb + 2, kb + 3, kb + 20}) {
        Bits part(columns * z);
        encoder.encode(graph, z, bits_of_hex(example["msg_hex"], K), part);
        EXPECT_TRUE(std::ranges::equal(part, BitView(codeword).first(part.size()))) << z;
      }
    }
  }
}

TEST(Ldpc, lifting_sizes_are_in_their_sets) {
  unsigned found = 0;
  for (unsigned z = 0; z < 1000; ++z) found += lifting_set(z).has_value();
  EXPECT_EQ(found, lifting_sizes);
  EXPECT_EQ(lifting_set(2), 0u);
  EXPECT_EQ(lifting_set(384), 1u);
  EXPECT_EQ(lifting_set(320), 2u);
  EXPECT_EQ(lifting_set(7), 3u);
  EXPECT_EQ(lifting_set(208), 6u);
  EXPECT_EQ(lifting_set(240), 7u);
  EXPECT_FALSE(lifting_set(17));
}

struct Received {
  Bits message;
  Llrs soft;
};
Received receive(Random& random, BaseGraph graph, unsigned z, unsigned coded, unsigned fillers, double es_n0_db, double scale = 8) {
  Received out{random.bits(ldpc_message_bits(graph, z)), {}};
  std::fill(out.message.end() - fillers, out.message.end(), 0);
  Bits codeword(ldpc_codeword_bits(graph, z));
  LdpcEncoder().encode(graph, z, out.message, codeword);
  out.soft = random.received(BitView(codeword).first(coded), es_n0_db, scale);
  return out;
}

TEST(Ldpc, every_lifting_size_decodes_at_low_and_high_rate_with_and_without_fillers) {
  Random random(20);
  LdpcDecoder decoder;
  for (BaseGraph graph : both_graphs)
    for (unsigned z : all_lifting_sizes())
      for (bool all : {true, false})
        for (unsigned fillers : {0u, 1u, z, z + z / 2}) {
          const unsigned K = ldpc_message_bits(graph, z);
          const unsigned coded = all ? ldpc_codeword_bits(graph, z) : K + z;
          // Short blocks need more.
          const double es_n0 = (all ? 1 : 8) + (z < 20 ? 5 : 0);
          const auto received = receive(random, graph, z, coded, fillers, es_n0);
          Bits message(K);
          const auto decision = decoder.decode(graph, z, received.soft, {.max_iterations = 20, .filler_bits = fillers}, message);
          EXPECT_TRUE(decision.ok) << int(graph) << " " << z << " " << all << " " << fillers;
          EXPECT_EQ(message, received.message) << int(graph) << " " << z << " " << all << " " << fillers;
        }
}

TEST(Ldpc, vectors_and_plain_loops_give_the_same) {
  Random random(21);
  LdpcDecoder vector, reference(LdpcDecoder::Kernel::reference);
  for (BaseGraph graph : both_graphs)
    for (unsigned z : all_lifting_sizes()) {
      const unsigned K = ldpc_message_bits(graph, z), N = ldpc_codeword_bits(graph, z);
      for (unsigned coded : {N, K, K + z / 2 + 1, K - 2 * z, 5u})
        for (auto stop : {LdpcSettings::Stop::never, LdpcSettings::Stop::parity, LdpcSettings::Stop::crc}) {
          // Between decodable and not, and noise alone.
          const unsigned fillers = random.below(2) ? random.below(K - 2 * z) : 0;
          const LdpcSettings settings{.max_iterations = 4, .stop = stop, .crc = Crc::crc6, .filler_bits = fillers};
          const auto received = receive(random, graph, z, coded, fillers, coded == N ? -2 : 4);
          for (const Llrs& soft : {received.soft, random.llrs(coded)}) {
            Bits a(K), b(K);
            const auto by_vector = vector.decode(graph, z, soft, settings, a);
            const auto by_reference = reference.decode(graph, z, soft, settings, b);
            EXPECT_EQ(by_vector.ok, by_reference.ok);
            EXPECT_EQ(by_vector.iterations, by_reference.iterations);
            EXPECT_EQ(a, b) << int(graph) << " " << z << " " << coded;
          }
        }
    }
}

// Not only decisions: every soft bit and message after some iterations.
TEST(Ldpc, kernels_agree_in_every_soft_bit) {
  Random random(22);
  for (unsigned z : all_lifting_sizes()) {
    const auto a = std::make_unique<LdpcWork>(), b = std::make_unique<LdpcWork>();
    std::array<LdpcCirculant, max_circulants> circulants;
    const unsigned count = lift(BaseGraph::bg1, z, circulants);
    a->z = z;
    for (unsigned i = 0; i < count; ++i) {
      if (i == 0 || circulants[i].row != circulants[i - 1].row) a->row_start[a->row_count++] = std::uint16_t(i);
      a->edges[i] = {circulants[i].column * LdpcWork::column_stride, i * max_lifting_size, circulants[i].shift};
    }
    a->row_start[a->row_count] = std::uint16_t(count);
    for (unsigned c = 0; c < 68; ++c)
      for (unsigned i = 0; i < z + LdpcWork::max_vector; ++i) {
        auto* column = &a->soft[c * LdpcWork::column_stride];
        column[i] = i < z ? std::int8_t(int(random.below(256)) - 128) : column[i - z];
      }
    *b = *a;
    for (std::uint8_t correction : {0, 1, 6, 16}) {
      a->correction = b->correction = correction;
      ldpc_iterate_vector(*a);
      ldpc_iterate_reference(*b);
      EXPECT_EQ(ldpc_parity_vector(*a, 0), ldpc_parity_reference(*b, 0));
      for (unsigned c = 0; c < 68; ++c)
        for (unsigned i = 0; i < z; ++i)
          ASSERT_EQ(a->soft[c * LdpcWork::column_stride + i], b->soft[c * LdpcWork::column_stride + i]) << z << " " << c << " " << i;
      for (unsigned e = 0; e < count; ++e)
        for (unsigned i = 0; i < z; ++i) ASSERT_EQ(a->messages[e * max_lifting_size + i], b->messages[e * max_lifting_size + i]);
    }
  }
}

TEST(Ldpc, exclusive_or_kernels_agree) {
  Random random(23);
  for (unsigned z : all_lifting_sizes()) {
    std::vector<Bits> columns;
    std::vector<const std::uint8_t*> sources;
    for (unsigned s = 0; s < 19; ++s) columns.push_back(random.bits(384));
    for (const auto& column : columns) sources.push_back(column.data());
    Bits a(384), b(384);
    ldpc_xor_vector(sources, z, a.data());
    ldpc_xor_reference(sources, z, b.data());
    EXPECT_TRUE(std::equal(a.begin(), a.begin() + z, b.begin()));
  }
}

TEST(Ldpc, kernels_of_input_and_output_agree) {
  Random random(26);
  for (unsigned size : {0u, 1u, 15u, 16u, 33u, 384u, 1000u}) {
    Llrs soft = random.llrs(size);
    if (size) soft[size / 2] = -128;
    EXPECT_EQ(ldpc_measure_vector(soft), ldpc_measure_reference(soft));
    for (int scale : {1, 100, 255, 256, 257, 3000, 32512}) {
      Llrs a(size), b(size);
      ldpc_scale_vector(soft, scale, a.data());
      ldpc_scale_reference(soft, scale, b.data());
      EXPECT_EQ(a, b);
    }
    for (bool zero : {false, true}) {
      for (auto& llr : soft) llr = llr ? llr : Llr(1);
      if (zero && size) soft[random.below(size)] = 0;
      Bits a(size), b(size);
      EXPECT_EQ(ldpc_decide_vector(soft.data(), a), !zero || size == 0);
      EXPECT_EQ(ldpc_decide_reference(soft.data(), b), !zero || size == 0);
      EXPECT_EQ(a, b);
    }
  }
}

TEST(Ldpc, scale_of_the_soft_bits_does_not_matter) {
  Random random(24);
  LdpcDecoder decoder;
  for (double scale : {0.7, 3.0, 10.0, 40.0}) {
    const auto received = receive(random, BaseGraph::bg1, 384, 384 * 66, 0, -1, scale);
    Bits message(received.message.size());
    EXPECT_TRUE(decoder.decode(BaseGraph::bg1, 384, received.soft, {.max_iterations = 20}, message).ok) << scale;
    EXPECT_EQ(message, received.message);
  }
}

TEST(Ldpc, stops_early_and_not_when_told) {
  Random random(25);
  LdpcDecoder decoder;
  const auto received = receive(random, BaseGraph::bg1, 384, 384 * 25, 0, 9);
  Bits message(received.message.size());
  EXPECT_LE(decoder.decode(BaseGraph::bg1, 384, received.soft, {.max_iterations = 20}, message).iterations, 4u);
  EXPECT_EQ(
      decoder.decode(BaseGraph::bg1, 384, received.soft, {.max_iterations = 20, .stop = LdpcSettings::Stop::never}, message).iterations,
      20u);
}

TEST(Ldpc, silence_saturation_and_nothing_are_survived) {
  LdpcDecoder decoder;
  for (BaseGraph graph : both_graphs)
    for (unsigned z : all_lifting_sizes()) {
      Bits message(ldpc_message_bits(graph, z));
      for (auto stop : {LdpcSettings::Stop::parity, LdpcSettings::Stop::crc}) {
        EXPECT_FALSE(decoder.decode(graph, z, {}, {.stop = stop}, message).ok);
        EXPECT_FALSE(decoder.decode(graph, z, Llrs(ldpc_codeword_bits(graph, z)), {.stop = stop}, message).ok);
        for (int value : {127, -127, -128, 1})
          decoder.decode(graph, z, Llrs(ldpc_codeword_bits(graph, z), Llr(value)), {.stop = stop}, message);
      }
    }
}

}  // namespace
}  // namespace pellucid::phy

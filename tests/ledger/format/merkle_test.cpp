// Against RFC 6962's definitions, written down once more in the plainest way.
#include "ledger/format/merkle.hpp"

#include <gtest/gtest.h>

#include <random>

namespace pellucid::ledger {
namespace {

Hash leaf(std::uint64_t i) { return leaf_hash(big_endian<8>(i)); }

/// MTH of RFC 6962 §2.1.
Hash plain_root(std::uint64_t from, std::uint64_t to) {
  if (from == to) return empty_root();
  if (to - from == 1) return leaf(from);
  std::uint64_t k = 1;
  while (2 * k < to - from) k *= 2;
  return node_hash(plain_root(from, from + k), plain_root(from + k, to));
}

std::optional<Hash> read(unsigned level, std::uint64_t index) { return plain_root(index << level, (index + 1) << level); }

TEST(Merkle, KnownRoots) {
  EXPECT_EQ(hex(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(leaf_hash({})), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, FrontierAgreesWithTheDefinition) {
  Frontier frontier;
  for (std::uint64_t n = 0; n < 130; ++n) {
    EXPECT_EQ(frontier.root(), plain_root(0, n)) << n;
    EXPECT_EQ(root_of(n, read), plain_root(0, n));
    frontier.add(leaf(n));
  }
}

TEST(Merkle, EveryInclusionProofHoldsAndNothingElse) {
  for (std::uint64_t size = 1; size < 40; ++size) {
    auto root = plain_root(0, size);
    for (std::uint64_t index = 0; index < size; ++index) {
      auto proof = prove_inclusion(index, size, read);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(verify_inclusion(index, size, leaf(index), *proof, root));
      EXPECT_FALSE(verify_inclusion(index, size, leaf(index + 1), *proof, root));
      if (size > 1) EXPECT_FALSE(verify_inclusion((index + 1) % size, size, leaf(index), *proof, root));
      auto longer = *proof;
      longer.push_back(root);
      EXPECT_FALSE(verify_inclusion(index, size, leaf(index), longer, root));
      for (auto& hash : *proof) {
        auto kept = hash;
        hash[0] ^= 1;
        EXPECT_FALSE(verify_inclusion(index, size, leaf(index), *proof, root));
        hash = kept;
      }
      if (!proof->empty()) {
        proof->pop_back();
        EXPECT_FALSE(verify_inclusion(index, size, leaf(index), *proof, root));
      }
    }
    EXPECT_FALSE(prove_inclusion(size, size, read));
  }
}

TEST(Merkle, EveryConsistencyProofHoldsAndNothingElse) {
  for (std::uint64_t size = 0; size < 40; ++size) {
    auto root = plain_root(0, size);
    for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
      auto old_root = plain_root(0, old_size);
      auto proof = prove_consistency(old_size, size, read);
      ASSERT_TRUE(proof);
      EXPECT_TRUE(verify_consistency(old_size, old_root, size, root, *proof)) << old_size << " " << size;
      auto wrong = old_root;
      wrong[31] ^= 1;
      EXPECT_FALSE(verify_consistency(old_size, wrong, size, root, *proof));
      auto other = root;
      other[31] ^= 1;
      if (old_size > 0) EXPECT_FALSE(verify_consistency(old_size, old_root, size, other, *proof));
      for (auto& hash : *proof) {
        hash[5] ^= 1;
        EXPECT_FALSE(verify_consistency(old_size, old_root, size, root, *proof));
        hash[5] ^= 1;
      }
      proof->push_back(root);
      EXPECT_FALSE(verify_consistency(old_size, old_root, size, root, *proof));
    }
  }
}

}  // namespace
}  // namespace pellucid::ledger

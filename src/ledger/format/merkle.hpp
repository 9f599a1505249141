#pragma once
// The Merkle tree of a transparency log: RFC 6962 §2.1 hashing, and inclusion and consistency proofs, made and checked.
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/bytes.hpp"

namespace pellucid::ledger {

using Hash = Octets<32>;

/// SHA-256(0x00 || entry), SHA-256(0x01 || left || right), SHA-256("").
Hash leaf_hash(ByteView entry);
Hash node_hash(const Hash& left, const Hash& right);
Hash empty_root();

/// The hash of the complete subtree of 2^level leaves that begins at leaf index * 2^level; nothing if it cannot be had.
using HashReader = std::function<std::optional<Hash>(unsigned level, std::uint64_t index)>;
using Proof = std::vector<Hash>;

/// A tree that only grows, kept as the roots of its complete subtrees: at most 64 hashes whatever its size.
class Frontier {
 public:
  /// Of the first `size` leaves; nothing if a hash cannot be had.
  static std::optional<Frontier> of(std::uint64_t size, const HashReader& read);
  void add(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;  // the largest complete subtree first
};

/// RFC 6962 §2.1.1: that leaf `index` stands in the tree of `size` leaves, from the sibling of the leaf upwards. Nothing if
/// index >= size or a hash cannot be had.
std::optional<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, const HashReader& read);
/// RFC 6962 §2.1.2: that the first `old_size` leaves of the tree of `size` are the tree of old_size. Empty if old_size is 0 or size.
std::optional<Proof> prove_consistency(std::uint64_t old_size, std::uint64_t size, const HashReader& read);
/// The root of the first `size` leaves.
std::optional<Hash> root_of(std::uint64_t size, const HashReader& read);

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, const Proof& proof, const Hash& root);
bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root, const Proof& proof);

}  // namespace pellucid::ledger

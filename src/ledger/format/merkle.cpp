#include "ledger/format/merkle.hpp"

#include <algorithm>
#include <bit>

#include "crypto/sha256.hpp"

namespace pellucid::ledger {
namespace {

/// The largest power of two below n (n > 1), as its exponent: where RFC 6962 splits a tree.
unsigned split_level(std::uint64_t n) { return unsigned(std::bit_width(n - 1)) - 1; }

/// The root of the leaves [start, start + count), count > 0, start a multiple of the complete subtrees in it.
std::optional<Hash> subtree(std::uint64_t start, std::uint64_t count, const HashReader& read) {
  if (std::has_single_bit(count)) {
    auto level = unsigned(std::countr_zero(count));
    return read(level, start >> level);
  }
  auto left_size = std::uint64_t(1) << split_level(count);
  auto left = subtree(start, left_size, read), right = subtree(start + left_size, count - left_size, read);
  if (!left || !right) return {};
  return node_hash(*left, *right);
}

bool prove_leaf(std::uint64_t index, std::uint64_t start, std::uint64_t count, const HashReader& read, Proof& out) {
  if (count == 1) return true;
  auto left_size = std::uint64_t(1) << split_level(count);
  bool in_left = index < left_size;
  bool below = in_left ? prove_leaf(index, start, left_size, read, out)
                       : prove_leaf(index - left_size, start + left_size, count - left_size, read, out);
  if (!below) return false;
  auto sibling = in_left ? subtree(start + left_size, count - left_size, read) : subtree(start, left_size, read);
  if (sibling) out.push_back(*sibling);
  return sibling.has_value();
}

/// SUBPROOF of RFC 6962 §2.1.2; `whole`: the old tree is exactly what stands at `start`, so its root is known to the verifier.
bool prove_prefix(std::uint64_t old_size, std::uint64_t start, std::uint64_t count, bool whole, const HashReader& read, Proof& out) {
  if (old_size == count) {
    if (whole) return true;
    auto root = subtree(start, count, read);
    if (root) out.push_back(*root);
    return root.has_value();
  }
  auto left_size = std::uint64_t(1) << split_level(count);
  bool in_left = old_size <= left_size;
  bool below = in_left ? prove_prefix(old_size, start, left_size, whole, read, out)
                       : prove_prefix(old_size - left_size, start + left_size, count - left_size, false, read, out);
  if (!below) return false;
  auto sibling = in_left ? subtree(start + left_size, count - left_size, read) : subtree(start, left_size, read);
  if (sibling) out.push_back(*sibling);
  return sibling.has_value();
}

}  // namespace

Hash leaf_hash(ByteView entry) {
  static constexpr Octets<1> prefix{0};
  return crypto::sha256({prefix, entry});
}

Hash node_hash(const Hash& left, const Hash& right) {
  // In one piece: for so few octets each further piece would cost as much as hashing them.
  Octets<1 + 2 * sizeof(Hash)> whole;
  whole[0] = 1;
  std::copy(left.begin(), left.end(), whole.begin() + 1);
  std::copy(right.begin(), right.end(), whole.begin() + 1 + sizeof(Hash));
  return crypto::sha256({whole});
}

Hash empty_root() { return crypto::sha256({}); }

std::optional<Frontier> Frontier::of(std::uint64_t size, const HashReader& read) {
  Frontier out;
  for (unsigned level = 64; level-- > 0;) {
    if (!(size >> level & 1)) continue;
    auto peak = read(level, out.size_ >> level);
    if (!peak) return {};
    out.peaks_.push_back(*peak);
    out.size_ += std::uint64_t(1) << level;
  }
  return out;
}

void Frontier::add(const Hash& leaf) {
  Hash hash = leaf;
  for (auto n = size_; n & 1; n >>= 1) {
    hash = node_hash(peaks_.back(), hash);
    peaks_.pop_back();
  }
  peaks_.push_back(hash);
  ++size_;
}

Hash Frontier::root() const {
  if (peaks_.empty()) return empty_root();
  Hash hash = peaks_.back();
  for (auto i = peaks_.size() - 1; i-- > 0;) hash = node_hash(peaks_[i], hash);
  return hash;
}

std::optional<Proof> prove_inclusion(std::uint64_t index, std::uint64_t size, const HashReader& read) {
  Proof out;
  if (index >= size || !prove_leaf(index, 0, size, read, out)) return {};
  return out;
}

std::optional<Proof> prove_consistency(std::uint64_t old_size, std::uint64_t size, const HashReader& read) {
  Proof out;
  if (old_size > size) return {};
  if (old_size == 0 || old_size == size) return out;
  if (!prove_prefix(old_size, 0, size, true, read, out)) return {};
  return out;
}

std::optional<Hash> root_of(std::uint64_t size, const HashReader& read) { return size == 0 ? empty_root() : subtree(0, size, read); }

// RFC 9162 §2.1.3.2 and §2.1.4.2 give both checks without recursion.
bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, const Proof& proof, const Hash& root) {
  if (index >= size) return false;
  auto fn = index, sn = size - 1;
  Hash hash = leaf;
  for (auto& sibling : proof) {
    if (sn == 0) return false;
    if ((fn & 1) || fn == sn) {
      hash = node_hash(sibling, hash);
      if (!(fn & 1))
        while (fn != 0 && !(fn & 1)) fn >>= 1, sn >>= 1;
    } else {
      hash = node_hash(hash, sibling);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && hash == root;
}

bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size, const Hash& root, const Proof& proof) {
  if (old_size > size) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == empty_root();
  std::size_t next = 0;
  bool whole = std::has_single_bit(old_size);
  if (!whole && proof.empty()) return false;
  Hash first = whole ? old_root : proof[next++], second = first;
  auto fn = old_size - 1, sn = size - 1;
  while (fn & 1) fn >>= 1, sn >>= 1;
  for (; next < proof.size(); ++next) {
    if (sn == 0) return false;
    if ((fn & 1) || fn == sn) {
      first = node_hash(proof[next], first);
      second = node_hash(proof[next], second);
      if (!(fn & 1))
        while (fn != 0 && !(fn & 1)) fn >>= 1, sn >>= 1;
    } else {
      second = node_hash(second, proof[next]);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && first == old_root && second == root;
}

}  // namespace pellucid::ledger

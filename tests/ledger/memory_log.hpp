#pragma once
// A log in memory: leaves, and proofs about them.
#include <map>

#include "ledger/format/checkpoint.hpp"

namespace pellucid::ledger::test {

inline crypto::Key256 seed(std::uint8_t n) {
  crypto::Key256 out{};
  out[0] = n;
  out[31] = 0x77;
  return out;
}

class MemoryLog {
 public:
  explicit MemoryLog(std::string origin = "example.org/log", std::uint8_t key = 1)
      : signer(std::move(origin), KeyType::ed25519, seed(key)) {}
  MemoryLog(const MemoryLog& other, std::uint8_t key)
      : leaves(other.leaves), signer(other.signer.key().name, KeyType::ed25519, seed(key)) {}

  void add(std::size_t count, const std::string& what = "entry ") {
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(as_bytes(what + std::to_string(leaves.size()))));
  }
  std::optional<Hash> read(unsigned level, std::uint64_t index) const {
    if (level == 0) return index < leaves.size() ? std::optional(leaves[index]) : std::nullopt;
    auto left = read(level - 1, 2 * index), right = read(level - 1, 2 * index + 1);
    if (!left || !right) return {};
    return node_hash(*left, *right);
  }
  HashReader reader() const {
    return [this](unsigned level, std::uint64_t index) { return read(level, index); };
  }
  Prover prover() const {
    return [this](std::uint64_t old_size, std::uint64_t size) { return prove_consistency(old_size, size, reader()); };
  }
  Checkpoint head(std::uint64_t size) const { return {signer.key().name, size, size ? *root_of(size, reader()) : empty_root(), {}}; }
  Checkpoint head() const { return head(leaves.size()); }
  std::string checkpoint(std::uint64_t size) { return *sign_checkpoint(signer, head(size)); }
  std::string checkpoint() { return checkpoint(leaves.size()); }

  std::vector<Hash> leaves;
  FileSigner signer;
};

}  // namespace pellucid::ledger::test

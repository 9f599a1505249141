#pragma once
// The keys that seal the store's secrets, in a file outside the database: one line a key, the first one seals, the others still open
// what was sealed before. Mode 0600, of our own account, or it is refused.
#include <cstdint>
#include <string>
#include <vector>

#include "base/strong.hpp"
#include "crypto/secret.hpp"
#include "store/error.hpp"

namespace pellucid::store {

/// Derived from the key, so that a key can be named without being shown.
using SealKeyId = Strong<struct SealKeyIdTag, std::uint32_t>;
std::string text(SealKeyId id);  // 8 hexadecimal digits

struct SealKey {
  SealKeyId id;
  crypto::Key256 key{};

  static SealKey of(const crypto::Key256& key);
};

/// At least one key; the first seals.
class KeyRing {
 public:
  static constexpr std::size_t max_keys = 64;

  explicit KeyRing(const crypto::Key256& key) : keys_{SealKey::of(key)} {}
  ~KeyRing();
  KeyRing(const KeyRing&) = default;
  KeyRing& operator=(const KeyRing&) = default;

  const SealKey& current() const { return keys_.front(); }
  /// nullptr if there is none of that id.
  const SealKey* find(SealKeyId id) const;
  const std::vector<SealKey>& keys() const { return keys_; }
  /// From now on `key` seals; the oldest is forgotten beyond max_keys.
  void put_first(const crypto::Key256& key);
  void forget_all_but_current();

 private:
  std::vector<SealKey> keys_;
};

/// The keys in the file. Refused: not a plain file, readable or writable by group or others, of another account (unless that
/// is root's), a line that is not a key.
Stored<KeyRing> read_key_file(const std::string& file);
/// All or nothing: written beside with mode 0600, synced, renamed. With `must_be_new`, a file that is already there is an error
/// and stays as it is.
Stored<Nothing> write_key_file(const std::string& file, const KeyRing& ring, bool must_be_new);
bool key_file_exists(const std::string& file);

}  // namespace pellucid::store

#pragma once
// Sealing: AES-256-GCM with what the secret belongs to as associated data, so that a sealed value cannot be moved to another row.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.hpp"
#include "store/key_file.hpp"

namespace pellucid::store {

/// Layout of a sealed value: 1 | key id 4 | salt 16 | counter 8 | ciphertext and tag. Each Sealer seals with a key of its own,
/// derived from the file's key and a salt that it draws once, and counts its nonces: none is ever used twice, however often
/// the program starts. One thread at a time.
class Sealer {
 public:
  Sealer(KeyRing ring, const Octets<16>& salt);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  Bytes seal(std::string_view belongs_to, ByteView secret);
  /// Nothing if the key is not there, or value or owner are not what was sealed.
  std::optional<Bytes> open(std::string_view belongs_to, ByteView sealed);

  const KeyRing& ring() const { return ring_; }
  /// Another set of keys, and with it another salt.
  void use(KeyRing ring, const Octets<16>& salt);

 private:
  static constexpr std::size_t max_cached_keys = 1024;
  crypto::Key256 derived(SealKeyId id, ByteView salt, const crypto::Key256& key);
  void forget();

  KeyRing ring_;
  Octets<16> salt_;
  crypto::Key256 sealing_key_{};
  std::uint64_t counter_ = 0;
  std::unordered_map<std::string, crypto::Key256> opening_keys_;  // key id and salt -> derived key
};

/// The key id that a sealed value names; nothing if it is too short to be one.
std::optional<SealKeyId> sealed_with(ByteView sealed);

}  // namespace pellucid::store

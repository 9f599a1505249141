#include "store/seal.hpp"

#include <algorithm>

#include "crypto/aead.hpp"
#include "crypto/kdf.hpp"

namespace pellucid::store {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::size_t header_octets = 1 + 4 + 16 + 8;
constexpr std::uint8_t seal_derivation = 0xFF;  // our own, outside the range that TS 33.220 hands out for networks

crypto::Nonce96 nonce_of(std::uint64_t counter) {
  crypto::Nonce96 nonce{};
  const auto octets = big_endian<8>(counter);
  std::copy(octets.begin(), octets.end(), nonce.begin() + 4);
  return nonce;
}

}  // namespace

Sealer::Sealer(KeyRing ring, const Octets<16>& salt) : ring_(std::move(ring)), salt_(salt) {
  sealing_key_ = derived(ring_.current().id, salt_, ring_.current().key);
}

Sealer::~Sealer() { forget(); }

void Sealer::forget() {
  crypto::wipe(sealing_key_);
  for (auto& [name, key] : opening_keys_) crypto::wipe(key);
  opening_keys_.clear();
}

void Sealer::use(KeyRing ring, const Octets<16>& salt) {
  forget();
  ring_ = std::move(ring);
  salt_ = salt;
  counter_ = 0;
  sealing_key_ = derived(ring_.current().id, salt_, ring_.current().key);
}

crypto::Key256 Sealer::derived(SealKeyId id, ByteView salt, const crypto::Key256& key) {
  std::string name(as_text(big_endian<4>(id.value())));
  name += as_text(salt);
  auto it = opening_keys_.find(name);
  if (it != opening_keys_.end()) return it->second;
  if (opening_keys_.size() >= max_cached_keys) opening_keys_.clear();
  return opening_keys_.emplace(name, crypto::kdf(key, seal_derivation, {salt})).first->second;
}

Bytes Sealer::seal(std::string_view belongs_to, ByteView secret) {
  Bytes out;
  out.reserve(header_octets + secret.size() + crypto::aead_tag_octets);
  out.push_back(version);
  append(out, big_endian<4>(ring_.current().id.value()));
  append(out, salt_);
  const std::uint64_t counter = ++counter_;
  append(out, big_endian<8>(counter));
  append(out, crypto::seal(sealing_key_, nonce_of(counter), as_bytes(belongs_to), secret));
  return out;
}

std::optional<Bytes> Sealer::open(std::string_view belongs_to, ByteView sealed) {
  auto id = sealed_with(sealed);
  if (!id) return {};
  const SealKey* key = ring_.find(*id);
  if (!key) return {};
  const auto unsealing = derived(*id, sealed.subspan(5, 16), key->key);
  const auto counter = from_big_endian(sealed.subspan(21, 8));
  return crypto::open(unsealing, nonce_of(counter), as_bytes(belongs_to), sealed.subspan(header_octets));
}

std::optional<SealKeyId> sealed_with(ByteView sealed) {
  if (sealed.size() < header_octets + crypto::aead_tag_octets || sealed[0] != version) return {};
  return SealKeyId(std::uint32_t(from_big_endian(sealed.subspan(1, 4))));
}

}  // namespace pellucid::store

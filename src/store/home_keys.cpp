#include "store/home_keys.hpp"

#include <algorithm>

#include "store/database.hpp"
#include "store/seal.hpp"

namespace pellucid::store {
namespace {

StoreError invalid(Why why) {
  StoreError error{StoreError::Kind::invalid, {}, why.rule + ": got " + why.got + ", allowed " + why.wanted, why.fix, {}};
  error.why = std::move(why);
  return error;
}

}  // namespace

std::string home_key_owner(std::uint8_t id) { return "home key " + std::to_string(id); }

const HomeKey* HomeKeys::find(std::uint8_t id) const {
  auto it = std::find_if(keys_.begin(), keys_.end(), [&](const HomeKey& key) { return key.id == id; });
  return it == keys_.end() ? nullptr : &*it;
}

Stored<Nothing> HomeKeys::load(std::vector<std::string>& damaged) {
  keys_.clear();
  return database_.query("SELECT id, scheme, public_key, sealed, created FROM home_keys ORDER BY id", {}, [&](const Row& row) {
    HomeKey key;
    key.id = std::uint8_t(row.number(0));
    key.scheme = crypto::ProtectionScheme(row.number(1));
    key.public_key = to_bytes(row.blob(2));
    key.created = WallTime(Duration(row.number(4)));
    auto secret = sealer_.open(home_key_owner(key.id), row.blob(3));
    if (!secret || secret->size() != key.private_key.size()) {
      damaged.push_back(home_key_owner(key.id));
      return;
    }
    std::copy(secret->begin(), secret->end(), key.private_key.begin());
    crypto::wipe(*secret);
    keys_.push_back(std::move(key));
  });
}

Stored<HomeKey> HomeKeys::generate(crypto::ProtectionScheme scheme, std::optional<std::uint8_t> id) {
  if (!id) {
    unsigned free = first_id;
    for (const auto& key : keys_)
      if (key.id == free) ++free;
    if (free > last_id)
      return Fail(StoreError{
          StoreError::Kind::exists, database_.file(), "all 254 home network key ids are taken", "remove one that no SIM uses", {}});
    id = std::uint8_t(free);
  }
  auto key = crypto::HomeNetworkKey::generate(scheme, [this](std::span<std::uint8_t> out) { world_.random(out); });
  if (!key.ok())
    return Fail(invalid(
        {"a home network key has a protection scheme", crypto::text(scheme), "profile A, profile B", "suci keygen", "choose A or B"}));
  return keep(*id, *key);
}

Stored<HomeKey> HomeKeys::add(std::uint8_t id, crypto::ProtectionScheme scheme, const crypto::Key256& private_key) {
  auto key = crypto::HomeNetworkKey::from_private(scheme, private_key);
  if (!key.ok())
    return Fail(invalid({"a home network private key belongs to the scheme's curve", crypto::text(key.error()),
                         "32 octets of X25519 (A) or P-256 (B)", "private key of id " + std::to_string(id), "check key and profile"}));
  return keep(id, *key);
}

Stored<HomeKey> HomeKeys::keep(std::uint8_t id, const crypto::HomeNetworkKey& key) {
  if (id < first_id || id > last_id)
    return Fail(invalid({"a home network key id is free for use", std::to_string(id), "1..254", "suci key id", "choose another id"}));
  if (find(id))
    return Fail(StoreError{StoreError::Kind::exists,
                           database_.file(),
                           "home network key " + std::to_string(id) + " exists already",
                           "choose another id, or remove that key if no SIM uses it",
                           {}});
  HomeKey kept{id, key.scheme(), key.public_key(), key.private_key(), world_.wall()};
  const Bytes sealed = sealer_.seal(home_key_owner(id), kept.private_key);
  auto done = database_.run("INSERT INTO home_keys (id, scheme, public_key, sealed, created) VALUES (?,?,?,?,?)",
                            {std::int64_t(id), std::int64_t(kept.scheme), ByteView(kept.public_key), ByteView(sealed),
                             std::int64_t(kept.created.time_since_epoch().count())});
  if (!done.ok()) return Fail(std::move(done.error()));
  auto at = std::upper_bound(keys_.begin(), keys_.end(), id, [](std::uint8_t wanted, const HomeKey& other) { return wanted < other.id; });
  return *keys_.insert(at, std::move(kept));
}

Stored<Nothing> HomeKeys::remove(std::uint8_t id) {
  if (!find(id))
    return Fail(StoreError{
        StoreError::Kind::not_found, database_.file(), "no home network key " + std::to_string(id), "list them: pellucid suci export", {}});
  auto done = database_.run("DELETE FROM home_keys WHERE id=?", {std::int64_t(id)});
  if (done.ok()) std::erase_if(keys_, [&](const HomeKey& key) { return key.id == id; });
  return done;
}

}  // namespace pellucid::store

#pragma once
// The home network's private keys for SUCIs (TS 33.501 annex C), several at once: new SIMs get a new key id, old ones keep theirs.
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "crypto/suci.hpp"
#include "runtime/world.hpp"
#include "store/error.hpp"

namespace pellucid::store {

class Database;
class Sealer;

struct HomeKey {
  std::uint8_t id = 0;  // 1..254, as in the SUCI
  crypto::ProtectionScheme scheme = crypto::ProtectionScheme::profile_a;
  Bytes public_key;  // 32 octets (A) or 33, compressed (B): what goes on the SIM
  crypto::Key256 private_key{};
  WallTime created{};
};

class HomeKeys {
 public:
  static constexpr std::uint8_t first_id = 1, last_id = 254;

  HomeKeys(const HomeKeys&) = delete;
  HomeKeys& operator=(const HomeKeys&) = delete;

  /// In the order of the ids.
  const std::vector<HomeKey>& all() const { return keys_; }
  const HomeKey* find(std::uint8_t id) const;
  /// A new pair, with the lowest free id unless one is asked for. On disk when the call returns.
  Stored<HomeKey> generate(crypto::ProtectionScheme scheme, std::optional<std::uint8_t> id = {});
  /// A key that exists already (32 octets).
  Stored<HomeKey> add(std::uint8_t id, crypto::ProtectionScheme scheme, const crypto::Key256& private_key);
  /// SIMs that conceal for this id can no longer register.
  Stored<Nothing> remove(std::uint8_t id);

 private:
  friend class Store;
  HomeKeys(World& world, Database& database, Sealer& sealer) : world_(world), database_(database), sealer_(sealer) {}
  /// Names of what does not open go to `damaged`.
  Stored<Nothing> load(std::vector<std::string>& damaged);
  Stored<HomeKey> keep(std::uint8_t id, const crypto::HomeNetworkKey& key);

  World& world_;
  Database& database_;
  Sealer& sealer_;
  std::vector<HomeKey> keys_;
};

/// What the private key of that id is sealed to.
std::string home_key_owner(std::uint8_t id);

}  // namespace pellucid::store

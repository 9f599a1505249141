#pragma once
// PendingVectors: challenges that wait for their answer. Bounded in number and in time.
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "crypto/aka.hpp"
#include "runtime/world.hpp"

namespace pellucid::udm {

struct PendingVector {
  Supi supi;
  crypto::Sqn sqn;
  Octets<16> rand{}, xres_star{};
  crypto::Key256 k_seaf{};
  Instant since{};
};

class PendingVectors {
 public:
  PendingVectors(std::size_t most, Duration lifetime) : most_(most), lifetime_(lifetime) {}
  ~PendingVectors();
  PendingVectors(const PendingVectors&) = delete;
  PendingVectors& operator=(const PendingVectors&) = delete;

  /// Drops what is too old; whether another one may come.
  bool room(Instant now);
  /// The id that names it, never used twice.
  std::uint64_t add(const PendingVector& vector);
  /// Out of the table; nothing if it is not there or too old.
  std::optional<PendingVector> take(std::uint64_t id, Instant now);
  /// The same by its RAND, if it is that subscriber's.
  std::optional<PendingVector> take_by_rand(const Octets<16>& rand, const Supi& supi, Instant now);
  std::size_t count() const { return by_id_.size(); }

 private:
  void drop_old(Instant now);
  std::optional<PendingVector> remove(std::uint64_t id);
  static std::uint64_t rand_name(const Octets<16>& rand) { return from_big_endian(ByteView(rand).first(8)); }

  std::size_t most_;
  Duration lifetime_;
  std::uint64_t next_ = 1;
  std::map<std::uint64_t, PendingVector> by_id_;              // ids rise: the oldest is first
  std::unordered_map<std::uint64_t, std::uint64_t> by_rand_;  // first half of RAND -> id
};

}  // namespace pellucid::udm

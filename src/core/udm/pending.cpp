#include "core/udm/pending.hpp"

namespace pellucid::udm {

PendingVectors::~PendingVectors() {
  for (auto& [id, vector] : by_id_) crypto::wipe(vector.k_seaf);
}

void PendingVectors::drop_old(Instant now) {
  while (!by_id_.empty() && by_id_.begin()->second.since + lifetime_ <= now) static_cast<void>(remove(by_id_.begin()->first));
}

bool PendingVectors::room(Instant now) {
  drop_old(now);
  return by_id_.size() < most_;
}

std::uint64_t PendingVectors::add(const PendingVector& vector) {
  const std::uint64_t id = next_++;
  by_id_.emplace_hint(by_id_.end(), id, vector);
  by_rand_.insert_or_assign(rand_name(vector.rand), id);
  return id;
}

std::optional<PendingVector> PendingVectors::remove(std::uint64_t id) {
  auto it = by_id_.find(id);
  if (it == by_id_.end()) return {};
  PendingVector vector = it->second;
  crypto::wipe(it->second.k_seaf);
  by_id_.erase(it);
  auto rand = by_rand_.find(rand_name(vector.rand));
  if (rand != by_rand_.end() && rand->second == id) by_rand_.erase(rand);
  return vector;
}

std::optional<PendingVector> PendingVectors::take(std::uint64_t id, Instant now) {
  drop_old(now);
  return remove(id);
}

std::optional<PendingVector> PendingVectors::take_by_rand(const Octets<16>& rand, const Supi& supi, Instant now) {
  drop_old(now);
  auto it = by_rand_.find(rand_name(rand));
  if (it == by_rand_.end()) return {};
  const auto found = by_id_.find(it->second);
  if (found == by_id_.end() || found->second.rand != rand || found->second.supi != supi) return {};
  return remove(it->second);
}

}  // namespace pellucid::udm

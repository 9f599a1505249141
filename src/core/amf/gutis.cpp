#include "core/amf/gutis.hpp"

#include <algorithm>

#include "core/amf/ue.hpp"

namespace pellucid::amf {

Gutis::Lease Gutis::lease(const Plmn& plmn) {
  auto serving = std::find_if(config_.guamis.begin(), config_.guamis.end(), [&](const Guami& g) { return g.plmn == plmn; });
  const Guami& guami = serving == config_.guamis.end() ? config_.guamis.front() : *serving;
  // At most 2^20 of 2^32 are in use (Limits), so a second draw is rare and the loop ends.
  while (true) {
    Tmsi tmsi(world_.random_number<std::uint32_t>());
    if (tmsi.value() == 0 || tmsi.value() == 0xFFFFFFFF) continue;
    if (!by_tmsi_.emplace(tmsi, nullptr).second) continue;
    return Lease(*this, Guti{guami, tmsi});
  }
}

bool Gutis::take(const Guti& guti, Ue& ue) {
  bool known = std::find(config_.guamis.begin(), config_.guamis.end(), guti.guami) != config_.guamis.end();
  return known && by_tmsi_.emplace(guti.tmsi, &ue).second;
}

void Gutis::move(const Guti& guti, Ue& ue) {
  auto found = by_tmsi_.find(guti.tmsi);
  if (found != by_tmsi_.end()) found->second = &ue;
}

const Guami* Gutis::ours(std::uint16_t set, std::uint8_t pointer) const {
  auto found =
      std::find_if(config_.guamis.begin(), config_.guamis.end(), [&](const Guami& g) { return g.set == set && g.pointer == pointer; });
  return found == config_.guamis.end() ? nullptr : &*found;
}

Ue* Gutis::find(const Guti& guti) const {
  auto found = by_tmsi_.find(guti.tmsi);
  return found != by_tmsi_.end() && found->second && found->second->named(guti) ? found->second : nullptr;
}

Ue* Gutis::find(const STmsi& s_tmsi) const {
  auto found = by_tmsi_.find(s_tmsi.tmsi);
  if (found == by_tmsi_.end() || !found->second || !ours(s_tmsi.set, s_tmsi.pointer)) return nullptr;
  return found->second;
}

}  // namespace pellucid::amf

#include "core/amf/gnb.hpp"

#include <algorithm>

namespace pellucid::amf {

bool Gnb::serves(const Tai& tai) const {
  return std::any_of(tas.begin(), tas.end(), [&](const ngap::SupportedTa& ta) {
    return ta.tac == tai.tac &&
           std::any_of(ta.plmns.begin(), ta.plmns.end(), [&](const ngap::BroadcastPlmn& b) { return b.plmn == tai.plmn; });
  });
}

bool Gnb::supports(const Tai& tai, const Snssai& slice) const {
  auto has = [&](const std::vector<Snssai>& slices) { return std::find(slices.begin(), slices.end(), slice) != slices.end(); };
  return std::any_of(tas.begin(), tas.end(), [&](const ngap::SupportedTa& ta) {
    return ta.tac == tai.tac && std::any_of(ta.plmns.begin(), ta.plmns.end(), [&](const ngap::BroadcastPlmn& b) {
             return b.plmn == tai.plmn && (has(b.slices) || has(b.more_slices));
           });
  });
}

}  // namespace pellucid::amf

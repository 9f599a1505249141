#include "core/amf/gnb.hpp"

#include <algorithm>

namespace pellucid::amf {

bool Gnb::serves(const Tai& tai) const {
  return std::any_of(tas.begin(), tas.end(), [&](const ngap::SupportedTa& ta) {
    return ta.tac == tai.tac &&
           std::any_of(ta.plmns.begin(), ta.plmns.end(), [&](const ngap::BroadcastPlmn& b) { return b.plmn == tai.plmn; });
  });
}

}  // namespace pellucid::amf

#include "core/amf/gnb.hpp"

#include <algorithm>

namespace pellucid::amf {

GnbStatus Gnb::status() const {
  GnbStatus s;
  s.id = id.id;
  s.id_bits = id.bits;
  s.plmn = id.plmn;
  s.name = name;
  s.address = address;
  for (auto& ta : tas) {
    for (auto& broadcast : ta.plmns) {
      s.tais.push_back({broadcast.plmn, ta.tac});
      for (auto& slice : broadcast.slices)
        if (std::find(s.slices.begin(), s.slices.end(), slice) == s.slices.end()) s.slices.push_back(slice);
    }
  }
  s.connected_since = connected_since;
  s.ues = connections.size();
  s.ready = ready;
  s.paging_cycle = std::uint16_t(32u << std::uint8_t(drx));
  s.in_streams = in_streams;
  s.out_streams = out_streams;
  return s;
}

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

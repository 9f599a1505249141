// Which slices a phone may use here (TS 23.501 §5.15.5.2.1; TS 24.501 §5.5.1.2.4, §4.6.2).
#include <algorithm>

#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

constexpr std::size_t max_allowed = 8;  // TS 24.501 §9.11.3.37
constexpr std::size_t max_configured = 16;

std::string names(const std::vector<Snssai>& slices) {
  std::string text;
  for (auto& s : slices) text += (text.empty() ? "" : ", ") + s.text();
  return text.empty() ? "none" : text;
}

bool has(const std::vector<Snssai>& slices, const Snssai& slice) { return std::find(slices.begin(), slices.end(), slice) != slices.end(); }

}  // namespace

Result<Slices, Refusal> allow_slices(const nas::RegistrationRequest& request, const Profile& profile, const Ue& ue, const Net& net) {
  const Tai& tai = ue.tai;
  if (!net.area(tai)) {
    bool network_served = std::any_of(net.config.areas.begin(), net.config.areas.end(), [&](auto& a) { return a.plmn == tai.plmn; });
    return Fail(
        Refusal(network_served ? nas::MmCause::no_suitable_cells : nas::MmCause::plmn_not_allowed,
                Why{"the phone's tracking area is one that this network serves", tai.text(), "the areas of the configuration",
                    "network.plmn, network.tacs", "add the tracking area to network.tacs, or correct the base station's PLMN and TAC"}));
  }
  std::vector<Snssai> here = net.slices_at(ue);
  std::vector<Snssai> subscribed, usual;
  for (auto& s : profile.slices) {
    subscribed.push_back(s.slice);
    if (s.is_default && has(here, s.slice)) usual.push_back(s.slice);
  }

  Slices slices;
  std::vector<Snssai> requested;
  if (request.requested_nssai) requested = request.requested_nssai->list();
  for (auto& slice : requested) {
    if (slices.allowed.size() >= max_allowed || has(slices.allowed, slice)) continue;
    if (!has(subscribed, slice)) {
      if (slices.rejected.size() < max_allowed) slices.rejected.push_back({nas::SliceRejection::not_in_plmn, slice});
    } else if (!has(here, slice)) {
      if (slices.rejected.size() < max_allowed) slices.rejected.push_back({nas::SliceRejection::not_in_registration_area, slice});
    } else {
      slices.allowed.push_back(slice);
    }
  }
  // Nothing asked for, or nothing of it to be had: the subscriber's default slices.
  if (slices.allowed.empty()) {
    slices.allowed = usual;
    if (slices.allowed.size() > max_allowed) slices.allowed.resize(max_allowed);
  }
  // A phone that asked for nothing, or for what it cannot have, is told what it may ask for.
  if (requested.empty() || !slices.rejected.empty()) {
    slices.configured = subscribed;
    if (slices.configured.size() > max_configured) slices.configured.resize(max_configured);
  }
  if (!slices.allowed.empty()) return slices;
  Refusal refusal(nas::MmCause::no_network_slices_available,
                  Why{"the phone may use a slice in this area", requested.empty() ? "no request, and no default slice" : names(requested),
                      "subscribed: " + names(subscribed) + "; here: " + names(here),
                      "the subscriber's slices; network.slices; the base station's slices",
                      "subscribe a slice of this area, and make one the subscriber's default"});
  refusal.rejected = slices.rejected;
  return Fail(std::move(refusal));
}

}  // namespace pellucid::amf

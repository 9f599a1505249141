#include "app/bindings.hpp"

#include <limits>

#include "core/pcf/pcf.hpp"

namespace pellucid::app {
namespace {

amf::Denied denied(const udm::Refusal& refusal) {
  using From = udm::Refusal::Kind;
  using To = amf::Denied::Kind;
  auto kind = To::congestion;
  switch (refusal.kind) {
    case From::unknown_subscriber:
    case From::disabled: kind = To::unknown_subscriber; break;
    case From::other_home_network:
    case From::unknown_scheme:
    case From::unknown_key:
    case From::unreadable_suci: kind = To::identity_not_readable; break;
    case From::vector_gone: kind = To::not_found; break;
    case From::wrong_res: kind = To::wrong_answer; break;
    case From::invalid_resync: kind = To::invalid_resync; break;
    case From::sequence_exhausted:
    case From::congestion: kind = To::congestion; break;
  }
  return {kind, refusal.why, {}};
}

amf::Denied denied(smf::Denied d) {
  using From = smf::Denied::Kind;
  using To = amf::Denied::Kind;
  auto kind = d.kind == From::not_found     ? To::not_found
              : d.kind == From::unreachable ? To::unreachable
              : d.kind == From::congestion  ? To::congestion
                                            : To::refused;
  return {kind, std::move(d.why), std::move(d.n1)};
}

amf::Challenge challenge_of(const udm::Challenge& c) { return {c.rand, c.autn, c.hxres_star, c.vector}; }

// The two enumerations say the same in the same order.
static_assert(int(amf::N2SmKind::notify) == int(smf::N2SmKind::notify) &&
              int(amf::N2SmKind::release_command) == int(smf::N2SmKind::release_command));
smf::N2Sm n2_of(amf::N2Sm n2) { return {smf::N2SmKind(n2.kind), std::move(n2.transfer)}; }
amf::N2Sm n2_of(smf::N2Sm n2) { return {amf::N2SmKind(n2.kind), std::move(n2.transfer)}; }

amf::SessionReply reply_of(smf::SessionReply r) { return {std::move(r.n1), n2_of(std::move(r.n2)), r.slice, r.released}; }

void complain(World& world, Instant& last, const store::StoreError& error) {
  if (last != Instant{} && world.now() - last < std::chrono::minutes(1)) return;
  last = world.now();
  world.log(Severity::error, "store", "contexts are not being kept: " + error.text());
}

}  // namespace

// ---- UDM <- store ----------------------------------------------------------------------------------------------------

bool StoreForUdm::find(const Supi& supi, udm::Known& out) {
  auto* found = store_.subscribers().find(supi);
  if (!found) return false;
  out.enabled = found->enabled;
  out.subscription = &found->subscription;
  out.keys = found->credentials.aka_keys();
  out.amf_field = found->credentials.amf;
  out.sequence_offset = found->sequence_offset;
  return true;
}
void StoreForUdm::keep_sequence_offset(const Supi& supi, std::int64_t offset) { store_.subscribers().keep_sequence_offset(supi, offset); }
std::uint64_t StoreForUdm::ticks() { return store_.sequence_clock().ticks(); }
std::uint64_t StoreForUdm::reserved() { return store_.sequence_clock().reserved(); }
std::vector<udm::HomeKey> StoreForUdm::home_keys() {
  std::vector<udm::HomeKey> out;
  for (auto& key : store_.home_keys().all()) out.push_back({key.id, key.scheme, key.private_key});
  return out;
}

// ---- AMF <- UDM --------------------------------------------------------------------------------------------------------

amf::Asked<Supi> UdmForAmf::identify(const amf::Suci& suci) {
  auto supi = udm_.identify({suci.home, suci.routing_indicator, suci.scheme, suci.key_id, suci.scheme_output});
  if (!supi.ok()) return Fail(denied(supi.error()));
  return *supi;
}
amf::Asked<amf::Challenge> UdmForAmf::challenge(const Supi& supi, const std::string& serving_network_name) {
  auto challenge = udm_.challenge(supi, serving_network_name);
  if (!challenge.ok()) return Fail(denied(challenge.error()));
  return challenge_of(*challenge);
}
amf::Asked<amf::Challenge> UdmForAmf::resynchronise(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand,
                                                    const Octets<14>& auts) {
  auto challenge = udm_.resynchronise(supi, serving_network_name, rand, auts);
  if (!challenge.ok()) return Fail(denied(challenge.error()));
  return challenge_of(*challenge);
}
amf::Asked<amf::Confirmed> UdmForAmf::confirm(std::uint64_t vector, const Octets<16>& res_star) {
  auto confirmed = udm_.confirm(vector, res_star);
  if (!confirmed.ok()) return Fail(denied(confirmed.error()));
  return amf::Confirmed{confirmed->supi, confirmed->k_seaf};
}
amf::Asked<amf::Profile> UdmForAmf::subscription(const Supi& supi) {
  auto subscription = udm_.subscription(supi);
  if (!subscription.ok()) return Fail(denied(subscription.error()));
  amf::Profile profile;
  profile.ue_ambr_down_bps = subscription->ue_ambr.down_bps;
  profile.ue_ambr_up_bps = subscription->ue_ambr.up_bps;
  for (auto& slice : subscription->slices) {
    amf::SubscribedSlice to{slice.slice, slice.is_default, {}};
    for (auto& dnn : slice.dnns) to.dnns.push_back({dnn.dnn, dnn.is_default});
    profile.slices.push_back(std::move(to));
  }
  return profile;
}
void UdmForAmf::registered(const Supi& supi) {
  // A refusal here (removed this very moment) shows at the next step, which asks for the subscription.
  (void)udm_.register_amf(supi, guami_);
}
void UdmForAmf::purged(const Supi& supi) { udm_.purge(supi); }

// ---- AMF <-> SMF -------------------------------------------------------------------------------------------------------

Procedure<amf::SessionReply, amf::Denied> SmfForAmf::create(amf::CreateSession r) {
  smf::CreateSession request{{r.owner.supi, r.owner.tai}, r.id, r.slice, std::move(r.dnn), r.existing, std::move(r.n1)};
  auto reply = co_await attempt(smf_->create(std::move(request)));
  if (!reply.ok()) co_return Fail(denied(std::move(reply.error())));
  co_return reply_of(std::move(*reply));
}
Procedure<amf::SessionReply, amf::Denied> SmfForAmf::update(Supi supi, PduSessionId id, amf::UpdateSession u) {
  smf::UpdateSession update{std::move(u.n1), n2_of(std::move(u.n2)), smf::UpdateSession::UserPlane(u.user_plane)};
  auto reply = co_await attempt(smf_->update(supi, id, std::move(update)));
  if (!reply.ok()) co_return Fail(denied(std::move(reply.error())));
  co_return reply_of(std::move(*reply));
}
void SmfForAmf::release(const Supi& supi, PduSessionId id) { smf_->release(supi, id); }
void SmfForAmf::unreachable(const Supi& supi, PduSessionId id) { smf_->unreachable(supi, id); }

smf::Delivery AmfForSmf::transfer(const smf::Transfer& t) {
  static_assert(int(amf::Delivery::unreachable) == int(smf::Delivery::unreachable) &&
                int(amf::Delivery::paging) == int(smf::Delivery::paging));
  return smf::Delivery(amf_->transfer({t.supi, t.id, t.slice, t.n1, n2_of(t.n2), t.skip_if_idle}));
}
void AmfForSmf::released(const Supi& supi, PduSessionId id) { amf_->session_released(supi, id); }

// ---- SMF <- policy -----------------------------------------------------------------------------------------------------

Result<smf::SessionPolicy, smf::NoSession> PolicyForSmf::session_policy(const Supi& supi, const Snssai& slice, const std::string& dnn) {
  auto* subscriber = store_.subscribers().find(supi);
  if (!subscriber)
    return Fail(
        smf::NoSession{33, {"the phone has a subscription", supi.text(), "a subscriber of this network", "subscribers", "add it again"}});
  auto decided = pcf::decide(supi, subscriber->subscription, {slice, dnn, IpVersions::ipv4v6});
  if (!decided.ok()) {
    using Kind = pcf::Refusal::Kind;
    auto kind = decided.error().kind;
    std::uint8_t cause = kind == Kind::only_ipv4 ? 50 : kind == Kind::only_ipv6 ? 51 : kind == Kind::slice_not_subscribed ? 70 : 27;
    return Fail(smf::NoSession{cause, decided.error().why});
  }
  smf::SessionPolicy policy;
  policy.five_qi = decided->five_qi;
  policy.arp_priority = decided->arp.priority;
  policy.arp_preempts = decided->arp.preempts;
  policy.arp_preemptable = decided->arp.preemptable;
  policy.ambr_down_bps = decided->session_ambr.down_bps;
  policy.ambr_up_bps = decided->session_ambr.up_bps;
  policy.ipv4 = has_ipv4(decided->versions);
  policy.ipv6 = has_ipv6(decided->versions);
  policy.static_ipv4 = decided->static_ipv4;
  policy.static_ipv6_prefix = decided->static_ipv6;
  return policy;
}

// ---- journals ------------------------------------------------------------------------------------------------------------

amf::Journal::Ticket AmfJournal::put(const std::string& key, Bytes record) {
  auto sequence = store_.contexts().put(kind, as_bytes(key), record);
  if (sequence.ok()) return sequence->value();
  complain(world_, complained_, sequence.error());
  return std::numeric_limits<Ticket>::max();  // never durable
}
amf::Journal::Ticket AmfJournal::erase(const std::string& key) {
  auto sequence = store_.contexts().erase(kind, as_bytes(key));
  if (sequence.ok()) return sequence->value();
  complain(world_, complained_, sequence.error());
  return std::numeric_limits<Ticket>::max();
}
amf::Journal::Ticket AmfJournal::durable() const { return store_.contexts().durable().value(); }

void SmfJournal::put(const std::string& key, Bytes record) {
  auto sequence = store_.contexts().put(kind, as_bytes(key), record);
  if (!sequence.ok()) complain(world_, complained_, sequence.error());
}
void SmfJournal::erase(const std::string& key) {
  auto sequence = store_.contexts().erase(kind, as_bytes(key));
  if (!sequence.ok()) complain(world_, complained_, sequence.error());
}

}  // namespace pellucid::app

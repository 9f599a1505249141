// Registration, AMF side (TS 23.502 §4.2.2.2.2; TS 24.501 §5.5.1). A failed step ends the flow, its leases roll back, and its
// Refusal becomes the reject.
#include <algorithm>
#include <utility>

#include "core/amf/ask.hpp"
#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

using nas::RegistrationKind;

constexpr std::size_t max_area = 16;  // TAIs of a registration area (TS 24.501 §9.11.3.9)

/// One of the registrations that run at the same time, of which there are only so many.
class Ongoing {
 public:
  explicit Ongoing(Net& net) : net_(net) { ++net_.ongoing_registrations; }
  Ongoing(const Ongoing&) = delete;
  Ongoing& operator=(const Ongoing&) = delete;
  ~Ongoing() { --net_.ongoing_registrations; }

 private:
  Net& net_;
};

bool updates(const nas::RegistrationRequest& r) {
  return r.type.kind() == RegistrationKind::mobility || r.type.kind() == RegistrationKind::periodic;
}

ProcedureName name_of(RegistrationKind kind) {
  if (kind == RegistrationKind::mobility) return ProcedureName::mobility_registration;
  if (kind == RegistrationKind::periodic) return ProcedureName::periodic_registration;
  return ProcedureName::initial_registration;
}

/// What can be said before anybody is asked anything.
Result<Nothing, Refusal> acceptable(const nas::RegistrationRequest& request) {
  auto kind = request.type.kind();
  if (kind == RegistrationKind::emergency)
    return Fail(Refusal(nas::MmCause::pei_not_accepted,
                        Why{"the registration is not for emergency services", nas::text(kind), "initial, mobility or periodic", "amf",
                            "emergency services are not offered by this network"}));
  if (kind == RegistrationKind::snpn_onboarding || kind == RegistrationKind::disaster_mobility ||
      kind == RegistrationKind::disaster_initial)
    return Fail(Refusal(nas::MmCause::plmn_not_allowed,
                        Why{"the kind of registration is one that this network offers", nas::text(kind), "initial, mobility or periodic",
                            "amf", "neither onboarding nor disaster roaming is offered"}));
  return Nothing{};
}

/// TS 24.501 §5.5.1.2.8 i: a phone has NEA0, 128-NEA1 and -NEA2, and their NIA (TS 33.501 §5.2.2, §5.2.3).
Result<Nothing, Refusal> take_capability(Ue& ue, const nas::RegistrationRequest& request, const Net& net) {
  if (request.ue_security) ue.capability = *request.ue_security;
  auto& c = ue.capability;
  bool sound = (c.ea.contains(1) || c.ea.contains(2) || c.ea.contains(3) || c.ea.contains(0)) &&
               (c.ia.contains(1) || c.ia.contains(2) || c.ia.contains(3));
  (void)net;
  if (sound) return Nothing{};
  return Fail(Refusal(nas::MmCause::invalid_mandatory_information,
                      Why{"the phone says which algorithms it has", "NEA " + nas::text(c.ea) + ", NIA " + nas::text(c.ia),
                          "a ciphering and a non-null integrity algorithm", "the phone: UE security capability",
                          "look for something that changes messages on the way"}));
}

/// Are the keys in use those that we would choose today, and not worn out?
bool keys_serve(const Ue& ue, const nas::RegistrationRequest& request, const Config& config) {
  if (!ue.security || ue.security->near_wrap() || config.authenticate_every_registration) return false;
  if (request.ue_security && *request.ue_security != ue.capability) return false;
  auto algorithms = ue.security->context().algorithms;
  auto allowed = [](const std::vector<std::uint8_t>& list, unsigned n) {
    return std::find(list.begin(), list.end(), std::uint8_t(n)) != list.end();
  };
  return allowed(config.algorithms.integrity, unsigned(algorithms.integrity)) &&
         allowed(config.algorithms.ciphering, unsigned(algorithms.ciphering)) &&
         (config.allow_null_ciphering || algorithms.ciphering != nas::CipherAlgorithm::ea0);
}

/// TS 24.501 §4.4.6: what came under protection is the message.
Result<nas::RegistrationRequest, Refusal> full_request(const Bytes& whole, nas::RegistrationRequest sent_first) {
  if (whole.empty()) return sent_first;
  auto inner = nas::decode<nas::RegistrationRequest>(whole);
  if (inner.ok()) return std::move(*inner);
  return Fail(Refusal(nas::cause_of(inner.error()).value_or(nas::MmCause::invalid_mandatory_information),
                      Why{"Security Mode Complete carries the whole Registration Request", codec::text(inner.error()), "TS 24.501 §8.2.6",
                          "the phone", "report it to the phone's maker"}));
}

/// The stranger is who he says: the context that stood for him goes (TS 24.501 §5.5.1.2.8 f), and what an update continues moves over.
void take_over(Net& net, Ue& ue, const Supi& supi, bool keep_sessions) {
  Ue* old = net.find(supi);
  if (!old || old == &ue) return net.prove(ue, supi);
  abort_main(net, *old);
  std::vector<PduSessionId> without_user_plane;
  if (old->work)
    for (auto& e : std::exchange(old->work->establishing, {})) {
      old->work->session_flows.cancel(e.flow);
      old->drop_session(e.id);
      net.smf.release(supi, e.id);
    }
  if (!keep_sessions) release_sessions(net, *old);
  if (old->leaving) without_user_plane = std::exchange(old->leaving->releasing, {});
  if (old->connected()) {
    release(net, *old, ngap::CauseRadioNetwork::release_due_to_5gc_generated_reason);
    if (old->leaving) {
      auto more = std::exchange(old->leaving->releasing, {});
      without_user_plane.insert(without_user_plane.end(), more.begin(), more.end());
    }
  }
  ue.sessions = std::move(old->sessions);
  old->sessions.clear();
  ue.radio_capability = std::move(old->radio_capability);
  ue.radio_capability_for_paging = std::move(old->radio_capability_for_paging);
  if (ue.imeisv.empty()) ue.imeisv = old->imeisv;
  bool stays_registered = keep_sessions && old->registered();
  if (stays_registered) {  // an update that ends early leaves the phone as it was, names and all
    for (auto [from, to] : {std::pair{&old->guti, &ue.guti}, std::pair{&old->old_guti, &ue.old_guti}}) {
      *to = std::exchange(*from, {});
      if (*to) net.gutis.move(**to, ue);
    }
    ue.area = std::move(old->area);
    ue.old_area = std::move(old->old_area);
    ue.allowed = std::move(old->allowed);
    ue.known_at_udm = old->known_at_udm;
  }
  net.prove(ue, supi);
  if (stays_registered) net.set_rm(ue, Rm::registered);
  for (auto id : without_user_plane) deactivate(net, ue, id);
}

/// The registration area: where the phone is, and the network's other areas with the same slices (TS 23.501 §5.3.2.3).
std::vector<Tai> registration_area(const Net& net, const Tai& here) {
  std::vector<Tai> area{here};
  if (const ServedArea* served = net.area(here))
    for (auto tac : served->tacs)
      if (tac != here.tac && area.size() < max_area) area.push_back(Tai{here.plmn, tac});
  return area;
}

void remember(Ue& ue, const nas::RegistrationRequest& request) {
  if (request.capability) {
    ue.mm_capability = *request.capability;
    ue.has_mm_capability = true;
  }
  if (request.s1_ue_network_capability) ue.s1_capability = *request.s1_ue_network_capability;
  ue.drx = request.drx;
  if (request.update_type && request.update_type->radio_capability_update) {  // TS 24.501 §5.5.1.3.2: what we hold is out of date
    ue.radio_capability.clear();
    ue.radio_capability_for_paging.reset();
  }
}

nas::NetworkFeatureSupport features(const Ue& ue, const Config& config) {
  nas::NetworkFeatureSupport support;
  support.ims_voice_3gpp = config.ims_voice;
  support.interworking_without_n26 = ue.has_mm_capability && ue.mm_capability.s1_mode;  // TS 24.501 §5.5.1.2.4
  return support;
}

/// TS 24.501 §8.2.7, §5.5.1.2.4, §5.5.1.3.4.
nas::RegistrationAccept accept_message(const Ue& ue, const nas::RegistrationRequest& request, const Slices& slices,
                                       const Activated& activated, const Config& config) {
  nas::RegistrationAccept accept;
  accept.result.access = nas::AccessType::three_gpp;
  if (!config.equivalent_plmns.empty()) accept.equivalent_plmns = nas::PlmnList{config.equivalent_plmns};
  accept.tai_list = nas::TaiList::of(ue.area);
  accept.allowed_nssai = nas::Nssai(slices.allowed);
  if (!slices.rejected.empty()) accept.rejected_nssai = nas::RejectedNssai{slices.rejected};
  if (!slices.configured.empty()) accept.configured_nssai = nas::Nssai(slices.configured);
  accept.network_features = features(ue, config);
  if (request.pdu_session_status) accept.pdu_session_status = active_sessions(ue);
  if (request.uplink_data_status) {
    accept.reactivation_result = activated.failed;
    if (!activated.errors.items.empty()) accept.reactivation_errors = activated.errors;
  }
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(config.timers.t3512).count();
  accept.t3512 = seconds == 0 ? nas::GprsTimer3::deactivated() : nas::GprsTimer3::from_seconds(std::uint32_t(seconds));
  if (request.drx) accept.drx = request.drx;
  return accept;
}

/// The accept goes out: inside Initial Context Setup when the base station is to have the phone's context (TS 38.413 §8.6.1.2), else alone.
void send_accept(Net& net, Ue& ue, const Bytes& accept, std::vector<ngap::PduSessionSetup> setups) {
  if (!ue.connection) return;
  bool wanted = ue.connection->context_wanted || !setups.empty();
  follow_up(net, ue, setups);
  if (ue.connection->context == Connection::Context::none && wanted) {
    auto pdu = protect(net, ue, accept);
    if (pdu) set_up_context(net, ue, std::move(*pdu), std::move(setups));
    return;
  }
  send_nas(net, ue, accept);
  if (!setups.empty()) request_resources(net, ue, std::move(setups));
}

nas::PduSessionSet wanted_sessions(const Ue& ue, const nas::RegistrationRequest& request) {
  nas::PduSessionSet wanted = request.uplink_data_status.value_or(nas::PduSessionSet{});
  for (auto& session : ue.sessions)
    if (session.waits_for_paging) wanted.add(session.id);
  return wanted;
}

}  // namespace

Flow<Registered> register_ue(Ue& ue, nas::RegistrationRequest request, Arrival arrival, Net& net) {
  Ongoing ongoing(net);
  co_await acceptable(request);
  if (!arrival.proven || !keys_serve(ue, request, net.config)) {
    Identified who{ue.supi, false};
    if (ue.supi.empty()) who = co_await identify(ue, request.identity, net);  // steps 4 to 7
    co_await take_capability(ue, request, net);
    Keys keys = co_await authenticate(ue, who, request.ng_ksi, net);  // step 9
    auto whole = co_await secure(ue, keys, !arrival.proven, net);
    request = co_await full_request(whole, std::move(request));
    if (ue.connection) ue.connection->guard.stop();
    take_over(net, ue, keys.supi, updates(request));
  }
  if (!updates(request)) release_sessions(net, ue);  // TS 24.501 §5.5.1.2.8 f

  net.udm.registered(ue.supi);  // step 14a
  ue.known_at_udm = true;
  auto profile = co_await net.udm.subscription(ue.supi);  // step 14b
  auto slices = co_await allow_slices(request, profile, ue, net);
  remember(ue, request);
  ue.allowed = slices.allowed;
  if (request.pdu_session_status) align_sessions(net, ue, *request.pdu_session_status);
  auto wanted = wanted_sessions(ue, request);
  auto activated = co_await activate(ue, wanted, net);  // step 17

  bool periodic = request.type.kind() == RegistrationKind::periodic;
  bool new_guti = !periodic || !ue.guti || ue.renew_guti || net.config.renew_guti_on_periodic;
  auto area = registration_area(net, ue.tai);
  if (new_guti) {
    if (ue.old_guti) confirm_guti(net, ue);
    auto lease = net.gutis.lease(ue.tai.plmn);
    give_guti(ue, std::move(lease), std::move(area));  // both valid until step 22
  } else {
    ue.area = std::move(area);
  }
  nas::RegistrationAccept accept = accept_message(ue, request, slices, activated, net.config);
  if (new_guti) accept.guti = nas::MobileIdentity(*ue.guti);
  Bytes plain = nas::encode(accept);
  net.set_rm(ue, Rm::registered);
  ue.forget = false;
  save(net, ue);
  bool user_plane = !activated.setups.empty();
  send_accept(net, ue, plain, std::move(activated.setups));  // step 21
  if (new_guti || accept.configured_nssai) {
    ue.work->accept_sent = true;
    auto complete = co_await attempt(ask<nas::RegistrationComplete>(net, ue, std::move(plain), net.config.timers.t3550,
                                                                    "Registration Complete", Sealed::as_due, true));  // step 22
    // Without it the phone is registered all the same, by either GUTI (TS 24.501 §5.5.1.2.8 c).
    if (complete.ok()) {
      bool had_another = ue.old_guti.has_value();
      confirm_guti(net, ue);
      ue.renew_guti = false;
      if (had_another) save(net, ue);
    }
  }
  co_return Registered{updates(request) && !request.type.follow_on_request && !user_plane};
}

namespace {

const char* title(ProcedureName name) { return amf::name(name); }

void registration_ended(Net& net, Ue& ue, ProcedureName name, Result<Registered, Refusal> outcome) {
  auto& counters = net.count(name);
  if (!outcome.ok()) {
    auto& refusal = outcome.error();
    if (refusal.answer == Refusal::Answer::none)
      ++counters.timed_out;
    else
      ++counters.refused[std::uint8_t(refusal.cause)];
    return refuse_registration(net, ue, refusal, title(name));
  }
  ++counters.succeeded;
  if (!ue.connected()) return;
  if (ue.deregister_when_back) return deregister(net, ue, ue.invite_back, ue.forget);
  if (name == ProcedureName::initial_registration) send_network_names(net, ue);
  bool more = !ue.work->waiting.empty() || !ue.work->after_main.empty() || ue.rm != Rm::registered;
  deliver_waiting(net, ue);
  bool user_plane = std::any_of(ue.sessions.begin(), ue.sessions.end(), [](auto& s) { return s.user_plane; });
  if (outcome->release_after && !more && !user_plane) release(net, ue, ngap::CauseNas::normal_release);
}

bool congested(const Net& net, const Ue& ue) {
  bool full = ue.supi.empty() && net.ues.size() >= net.config.limits.max_ues;
  if (full) return true;
  using Cause = ngap::RrcEstablishmentCause;
  auto cause = ue.connection->cause;
  bool preferred = cause == Cause::emergency || cause == Cause::high_priority_access || cause == Cause::mt_access ||
                   cause == Cause::mps_priority_access || cause == Cause::mcs_priority_access;
  return !preferred && net.ongoing_registrations >= net.config.limits.max_ongoing_registrations;
}

}  // namespace

void refuse_registration(Net& net, Ue& ue, const Refusal& refusal, const char* procedure) {
  std::string answer = "no answer";
  if (refusal.answer == Refusal::Answer::authentication_reject) {
    answer = "Authentication reject";
    send_nas(net, ue, nas::encode(nas::AuthenticationReject{}));
  } else if (refusal.answer == Refusal::Answer::reject) {
    answer = "Registration reject, " + nas::text(refusal.cause);
    nas::RegistrationReject reject;
    reject.cause = refusal.cause;
    if (refusal.back_off || refusal.cause == nas::MmCause::congestion) {
      auto seconds = std::chrono::duration_cast<std::chrono::seconds>(net.config.timers.t3346).count();
      reject.t3346 = nas::GprsTimer::from_seconds(std::uint32_t(seconds));
    }
    if (!refusal.rejected.empty()) reject.rejected_nssai = nas::RejectedNssai{refusal.rejected};
    send_nas(net, ue, nas::encode(reject));
  }
  net.refuse(ue, procedure, std::move(answer), refusal.why);
  // A phone that was refused is not registered; one that failed to prove itself leaves the context that it claimed as it was.
  if (refusal.answer == Refusal::Answer::reject && refusal.cause != nas::MmCause::congestion) become_deregistered(net, ue);
  release(net, ue,
          refusal.answer == Refusal::Answer::authentication_reject ? ngap::Cause(ngap::CauseNas::authentication_failure)
                                                                   : ngap::Cause(ngap::CauseNas::unspecified));
}

void registration_requested(Net& net, Ue& ue, Bytes plain, Arrival arrival) {
  auto request = nas::decode<nas::RegistrationRequest>(plain);
  if (!request) {
    ++net.counters.events.nas_undecodable;
    auto cause = nas::cause_of(request.error());
    if (!cause) return;
    ++net.count(ProcedureName::initial_registration).attempted;
    ++net.count(ProcedureName::initial_registration).refused[std::uint8_t(*cause)];
    Refusal refusal(*cause, Why{"a Registration Request follows its table", codec::text(request.error()), "TS 24.501 §8.2.6", "the phone",
                                "report it to the phone's maker"});
    abort_main(net, ue);
    return refuse_registration(net, ue, refusal, "registration");
  }
  Work& work = net.work(ue);
  if (work.main_running) {  // TS 24.501 §5.5.1.2.8 d, e, g; §5.5.2.3.5; §5.6.1.8
    bool same = work.main_request == plain;
    if (same && work.main_name != ProcedureName::service_request) {
      PlainNas again;
      if (work.accept_sent) work.nas.offer(again);
      return;
    }
    if (work.main_name == ProcedureName::deregistration_by_network) {
      if (updates(*request)) return;  // we sent it without a cause
      abort_main(net, ue);
      become_deregistered(net, ue);
    } else {
      bool complete_is_late = work.accept_sent && updates(*request);
      abort_main(net, ue);
      fault(net, *ue.connection);  // not for ever
      if (!ue.connected()) return;
      if (complete_is_late) confirm_guti(net, ue);  // case g: its GUTI counts as valid
    }
  }
  if (work.update != 0) {  // §5.4.4.6: the update is aborted
    work.flows.cancel(std::exchange(work.update, 0));
    ++net.count(ProcedureName::configuration_update).aborted;
  }
  ProcedureName name = name_of(request->type.kind());
  ++net.count(name).attempted;
  if (ue.supi.empty() && net.ues.size() >= net.config.limits.max_ues) net.evict_deregistered();
  if (congested(net, ue)) {
    ++net.counters.events.congestion;
    ++net.count(name).refused[std::uint8_t(nas::MmCause::congestion)];
    Refusal refusal(nas::MmCause::congestion,
                    Why{"the network has room for one more registration",
                        std::to_string(net.ues.size()) + " phones, " + std::to_string(net.ongoing_registrations) + " registrations running",
                        std::to_string(net.config.limits.max_ues) + " and " + std::to_string(net.config.limits.max_ongoing_registrations),
                        "amf.max_phones", "raise the limit, or wait"});
    refusal.back_off = true;
    return refuse_registration(net, ue, refusal, title(name));
  }
  work.main_request = std::move(plain);
  run_main<Registered>(net, ue, name, register_ue(ue, std::move(*request), arrival, net),
                       [&net, &ue, name](Result<Registered, Refusal> outcome) { registration_ended(net, ue, name, std::move(outcome)); });
}

}  // namespace pellucid::amf

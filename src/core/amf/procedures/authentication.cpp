// Primary authentication by 5G-AKA (TS 33.501 §6.1.3.2; TS 24.501 §5.4.1.3).
#include "core/amf/ask.hpp"
#include "core/amf/procedures/procedures.hpp"
#include "crypto/kdf.hpp"
#include "crypto/secret.hpp"

namespace pellucid::amf {

namespace {

constexpr unsigned max_rounds = 4;    // first try, one re-synchronisation, one other key set, one other identity
constexpr std::uint8_t key_sets = 7;  // ngKSI 0 to 6

/// Not the one in the phone's message and not one that we hold for it (TS 24.501 §5.4.1.3.2).
nas::KeySetId free_key_set(const Ue& ue, nas::KeySetId avoid, std::optional<nas::KeySetId> tried) {
  for (std::uint8_t value = 0; value < key_sets; ++value) {
    auto candidate = nas::KeySetId::native(value);
    bool held = ue.security && ue.security->context().ng_ksi == candidate;
    if (candidate != avoid && !held && candidate != tried) return candidate;
  }
  return nas::KeySetId::native(0);
}

Refusal not_genuine(const Supi& supi, std::string got, std::string wanted, std::string fix) {
  return Refusal(Refusal::Answer::authentication_reject, nas::MmCause::illegal_ue,
                 Why{"the phone proves that it has the subscriber's key", std::move(got), std::move(wanted),
                     "subscriber " + supi.text() + ": k, opc, sqn", std::move(fix)});
}

using Answer = std::variant<nas::AuthenticationResponse, nas::AuthenticationFailure>;

/// HRES* against HXRES* here, RES* against XRES* at home (TS 33.501 §6.1.3.2.0 steps 10 and 11).
Result<Confirmed, Refusal> confirm(const Challenge& challenge, const nas::AuthenticationResponse& response, const Supi& supi, Net& net) {
  if (!response.res_star)
    return Fail(Refusal(nas::MmCause::invalid_mandatory_information,
                        Why{"an Authentication Response has RES*", "none", "16 octets", "the phone", "report it to the phone's maker"}));
  if (!crypto::equal(crypto::hres_star(challenge.rand, *response.res_star), challenge.hxres_star))
    return Fail(
        not_genuine(supi, "a wrong RES*", "the RES* of the subscriber's key", "compare K and OPc of the SIM with the subscriber's"));
  auto confirmed = net.udm.confirm(challenge.vector, *response.res_star);
  if (!confirmed) return Fail(Refusal(std::move(confirmed.error())));
  return *confirmed;
}

}  // namespace

Flow<Keys> authenticate(Ue& ue, Identified who, nas::KeySetId avoid, Net& net) {
  auto& counters = net.count(ProcedureName::authentication);
  ++counters.attempted;
  Supi supi = who.supi;
  bool may_ask_identity = who.by_guti, may_resynchronise = true, may_change_key_set = true;
  const std::string serving_network = ue.tai.plmn.serving_network_name();
  auto ng_ksi = free_key_set(ue, avoid, {});
  Challenge challenge = co_await net.udm.challenge(supi, serving_network);

  for (unsigned round = 0; round < max_rounds; ++round) {
    nas::AuthenticationRequest request;
    request.ng_ksi = ng_ksi;
    request.abba = {0, 0};  // TS 33.501 §A.7.1
    request.rand = challenge.rand;
    request.autn = challenge.autn;
    Bytes question = nas::encode(request);
    auto asked = co_await attempt(ask_one_of<nas::AuthenticationResponse, nas::AuthenticationFailure>(
        net, ue, std::move(question), net.config.timers.t3560, "Authentication Response"));
    if (!asked.ok()) {
      ++counters.timed_out;
      co_return Fail(std::move(asked.error()));
    }
    Answer answer = std::move(*asked);

    Refusal refusal;
    bool other_identity_may_help = false;
    if (auto* response = std::get_if<nas::AuthenticationResponse>(&answer)) {
      auto confirmed = confirm(challenge, *response, supi, net);
      if (confirmed.ok() && (ue.supi.empty() || ue.supi == confirmed->supi)) {
        ++counters.succeeded;
        co_return Keys{confirmed->supi, ng_ksi, confirmed->k_seaf};
      }
      refusal = confirmed.ok() ? not_genuine(supi, "another subscriber, " + confirmed->supi.text(), ue.supi.text(),
                                             "nothing: a phone does not change its SIM on the way")
                               : std::move(confirmed.error());
      other_identity_may_help = refusal.answer == Refusal::Answer::authentication_reject;
    } else {
      auto& failure = std::get<nas::AuthenticationFailure>(answer);
      auto cause = nas::known(failure.cause);
      ++counters.refused[std::uint8_t(cause)];
      if (cause == nas::MmCause::ng_ksi_already_in_use && std::exchange(may_change_key_set, false)) {
        ng_ksi = free_key_set(ue, avoid, ng_ksi);  // §5.4.1.3.7 e: the same challenge again
        continue;
      }
      if (cause == nas::MmCause::synch_failure && failure.auts && std::exchange(may_resynchronise, false)) {
        challenge = co_await net.udm.resynchronise(supi, serving_network, challenge.rand, *failure.auts);  // §5.4.1.3.7 f
        continue;
      }
      if (cause == nas::MmCause::synch_failure)
        refusal =
            not_genuine(supi, "a second synchronisation failure", "at most one",
                        "the SIM's sequence number does not follow ours: check its OPc, and that no other network uses this subscriber");
      else if (cause == nas::MmCause::mac_failure)
        refusal = not_genuine(supi, "MAC failure: the SIM says that our challenge is not from its home", "a challenge that the SIM accepts",
                              "compare K and OPc of the SIM with the subscriber's");
      else if (cause == nas::MmCause::non_5g_authentication_unacceptable)
        refusal = not_genuine(supi, "non-5G authentication unacceptable", "a challenge with the separation bit",
                              "set the highest bit of the subscriber's AMF field");
      else
        refusal = Refusal(Refusal::Answer::reject, nas::MmCause::protocol_error_unspecified,
                          Why{"the phone answers the challenge", nas::text(cause), "RES*, or a cause of TS 24.501 §5.4.1.3.6", "the phone",
                              "report it to the phone's maker"});
      other_identity_may_help = cause == nas::MmCause::mac_failure || cause == nas::MmCause::non_5g_authentication_unacceptable;
    }

    // A GUTI may have led us to somebody else's key (§5.4.1.3.5, §5.4.1.3.7 c): the phone's own SUCI decides.
    if (!other_identity_may_help || !std::exchange(may_ask_identity, false)) {
      ++counters.refused[std::uint8_t(refusal.cause)];
      co_return Fail(std::move(refusal));
    }
    Supi told = co_await ask_suci(ue, net);
    bool other = told != supi;
    supi = told;
    if (!other && std::holds_alternative<nas::AuthenticationFailure>(answer)) {
      ++counters.refused[std::uint8_t(refusal.cause)];
      co_return Fail(std::move(refusal));
    }
    challenge = co_await net.udm.challenge(supi, serving_network);
  }
  ++counters.refused[std::uint8_t(nas::MmCause::illegal_ue)];
  co_return Fail(
      not_genuine(supi, "too many failures in a row", std::to_string(max_rounds) + " at most", "compare the SIM with the subscriber"));
}

}  // namespace pellucid::amf

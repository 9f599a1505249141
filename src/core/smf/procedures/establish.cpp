// TS 23.502 §4.3.2.2.1, TS 24.501 §6.4.1: the request for a PDU session.
#include <algorithm>

#include "core/smf/core.hpp"
#include "core/smf/n2.hpp"
#include "core/smf/pco.hpp"
#include "core/smf/selection.hpp"
#include "runtime/waits.hpp"
#include "wire/nas/envelope.hpp"

namespace pellucid::smf {

namespace {

constexpr std::uint64_t max_rate_bps = 4'000'000'000'000;  // NGAP's largest bit rate (TS 38.413 §9.3.1.4)

Ambr within_ngap(std::uint64_t down_bps, std::uint64_t up_bps) {
  return {std::min(down_bps, max_rate_bps), std::min(up_bps, max_rate_bps)};
}

std::string names_of(const std::vector<std::unique_ptr<Dnn>>& dnns) {
  std::string out;
  for (auto& dnn : dnns) out += (out.empty() ? "" : ", ") + dnn->config.name;
  return out;
}

}  // namespace

Procedure<SessionReply, Denied> Session::create(CreateSession request) {
  bool existing = request.existing;
  auto procedure = existing ? ProcedureName::existing_session : ProcedureName::establishment;
  auto header = nas::peek(request.n1);
  Pti pti(header ? header->pti : 0);
  auto& counters = core_.counters.of(procedure);
  ++counters.attempted;
  auto outcome = co_await attempt(existing ? establish_existing(std::move(request)) : establish(std::move(request)));
  if (outcome.ok()) {
    // Nobody waits for the accept any more: the phone cannot get it.
    if (left_ || (!existing && !current_.wanted())) {
      ++counters.aborted;
      end();
    } else {
      ++counters.succeeded;
    }
    co_return std::move(*outcome);
  }
  auto& refusal = outcome.error();
  Bytes n1;
  if (!refusal.silent) n1 = establishment_reject(facts_.id, pti, refusal);
  if (left_)
    ++counters.aborted;
  else
    note(procedure, refusal, n1);
  if (!existing) end();
  co_return Fail(core_.denied(refusal, n1));
}

/// TS 24.501 §7: what can be read of the request, in the order of that clause.
Result<nas::PduSessionEstablishmentRequest, Refusal> Session::read_request(const CreateSession& request) const {
  auto header = nas::peek(request.n1);
  auto quiet = [&](const char* rule, std::string got) {
    ++core_.counters.events.n1_undecodable;
    return Fail(Refusal::quiet(Why{rule, std::move(got), "a PDU session establishment request", "phone", "none: the phone is at fault"}));
  };
  if (!header || !header->is_sm()) return quiet("the message is a whole 5GSM message", hex(request.n1));
  if (header->pti == 255) return quiet("the procedure transaction identity is not reserved", "255");
  if (header->type != nas::PduSessionEstablishmentRequest::wire.type)
    return quiet("the first message asks for a session", nas::name_of(request.n1));
  if (header->pti == 0)
    return Fail(Refusal(nas::SmCause::invalid_pti,
                        Why{"a request has a procedure transaction identity", "0", "1 to 254", "phone", "none: the phone is at fault"}));
  auto read = nas::decode<nas::PduSessionEstablishmentRequest>(request.n1);
  if (!read.ok()) {
    ++core_.counters.events.n1_undecodable;
    return Fail(
        Refusal(nas::sm_cause_of(read.error()).value_or(nas::SmCause::invalid_mandatory_information),
                Why{"the request can be read", codec::text(read.error()), "TS 24.501 §8.3.1", "phone", "none: the phone is at fault"}));
  }
  if (read->session != facts_.id)
    return Fail(Refusal(nas::SmCause::invalid_pdu_session_identity,
                        Why{"the message names the session that it was sent for", std::to_string(read->session.value()),
                            std::to_string(facts_.id.value()), "phone", "none: the phone is at fault"}));
  return std::move(*read);
}

/// Slice and data network by our configuration, then what the subscriber may have.
Result<Nothing, Refusal> Session::apply_policy(const CreateSession& request) {
  facts_.slice = request.slice;
  dnn_ = core_.find_dnn(request.dnn);
  if (!dnn_)
    return Fail(Refusal(nas::SmCause::missing_or_unknown_dnn, Why{"the data network exists here", request.dnn, names_of(core_.dnns), "dnn",
                                                                  "set the phone's APN to one of these, or add the data network"}));
  facts_.dnn = parse_dnn(dnn_->config.name).value_or(dnn_->config.name);
  if (std::ranges::find(core_.config.slices, request.slice) == core_.config.slices.end() || !dnn_->offered_in(request.slice))
    return Fail(
        Refusal(nas::SmCause::missing_or_unknown_dnn_in_slice,
                Why{"the data network can be reached in the slice", facts_.dnn + " in slice " + request.slice.text(),
                    "a slice that offers it", "dnn " + facts_.dnn + ": slices", "add the slice there, or let the phone use another one"}));
  return Nothing{};
}

Result<Nothing, Refusal> Session::take_addresses(const SessionPolicy& policy, bool upf_allocates) {
  auto one = [&](AddressPool& pool, const IpAddress& fixed, IpAddress& address, AddressPool::Lease& lease,
                 const char* kind) -> Result<Nothing, Refusal> {
    if (fixed.is_none() && upf_allocates) return Nothing{};
    auto taken = fixed.is_none() ? pool.take() : pool.take(fixed);
    if (!taken) {
      Refusal refusal(nas::SmCause::insufficient_resources,
                      Why{"the phone can get an address", fixed.is_none() ? "no free one" : fixed.text() + " is in use",
                          std::string("a free ") + kind, "dnn " + facts_.dnn + (&pool == &dnn_->ipv6 ? ": ipv6" : ": ipv4"),
                          fixed.is_none() ? "enlarge the pool" : "give each subscriber another address"});
      refusal.back_off_s = core_.config.timers.back_off_s;
      refusal.kind = Denied::Kind::congestion;
      ++core_.counters.events.congestion;
      return Fail(refusal);
    }
    lease = std::move(*taken);
    address = lease.address();
    return Nothing{};
  };
  if (facts_.has_ipv4())
    if (auto v4 = one(dnn_->ipv4, policy.static_ipv4, facts_.ipv4, lease_v4_, "IPv4"); !v4.ok()) return v4;
  if (facts_.has_ipv6()) {
    if (auto v6 = one(dnn_->ipv6, policy.static_ipv6_prefix, facts_.ipv6_prefix, lease_v6_, "IPv6"); !v6.ok()) return v6;
    core_.world.random(facts_.interface_id);
    facts_.interface_id[7] |= 1;  // never all zero, which routers answer to (IETF RFC 4291 §2.6.1)
  }
  return Nothing{};
}

/// Steps 10a and 10b. Makes the session in the UPF; on success facts_ say what it chose.
Flow<Nothing> Session::establish_n4(n4::Wishes wishes) {
  auto request = n4::establishment(facts_, wishes, core_.node->node_id(), core_.config.n4.address);
  auto answer = co_await attempt(core_.node->ask(facts_.upf.address, Seid(), std::move(request)));
  if (!answer.ok()) co_return Fail(n4_failed(answer.error()));
  if (!pfcp::accepts(answer->cause)) co_return Fail(n4_refused(answer->cause, "session establishment"));
  auto established = n4::read(*answer, facts_, wishes);
  if (!established.ok()) {
    ++core_.counters.events.n4_unexpected;
    facts_.upf_seid = established.error().upf_seid;  // so that it is deleted there
    co_return Fail(Refusal(nas::SmCause::network_failure,
                           Why{"the UPF's answer makes sense", established.error().what, "what TS 29.244 §7.5.3 asks for",
                               "UPF " + facts_.upf.text(), "use another UPF, or tell its maker"}));
  }
  facts_.upf_seid = established->upf_seid;
  facts_.uplink = established->uplink;
  facts_.uplink_second = established->uplink_second;
  if (facts_.has_ipv4() && facts_.ipv4.is_none()) facts_.ipv4 = established->ipv4;
  if (facts_.has_ipv6() && facts_.ipv6_prefix.is_none()) facts_.ipv6_prefix = session_address(established->ipv6_prefix);
  missing_ = out_of_step_ = false;
  co_return Nothing{};
}

Flow<SessionReply> Session::establish(CreateSession request) {
  auto asked = co_await read_request(request);
  co_await apply_policy(request);
  auto policy = core_.ports.policy.session_policy(facts_.supi, facts_.slice, facts_.dnn);  // steps 4, 7
  if (!policy.ok()) co_return Fail(Refusal(nas::SmCause(policy.error().cause), policy.error().why));
  bool offers_v4 = policy->ipv4 && !dnn_->config.ipv4_pool.empty(), offers_v6 = policy->ipv6 && !dnn_->config.ipv6_pool.empty();
  auto chosen = co_await choose_type(asked.type, offers_v4, offers_v6, facts_.dnn);
  auto ssc_mode = co_await choose_ssc_mode(asked.ssc_mode);
  facts_.type = chosen.type;
  facts_.five_qi = policy->five_qi;
  facts_.arp = {std::clamp<std::uint8_t>(policy->arp_priority, 1, 15), policy->arp_preempts, policy->arp_preemptable};
  facts_.ambr = within_ngap(policy->ambr_down_bps, policy->ambr_up_bps);
  always_on_asked_ = asked.always_on && asked.always_on->set;
  facts_.always_on = always_on_asked_ && dnn_->config.always_on;

  auto* upf = co_await core_.choose_upf(facts_.dnn);  // step 8
  facts_.upf = upf->config.n4;
  n4::Wishes wishes;
  wishes.choose_addresses = core_.has_feature(*upf, pfcp::UpFeature::ueip);
  wishes.count_packets = core_.has_feature(*upf, pfcp::UpFeature::mnop);
  wishes.usage_threshold = core_.config.limits.usage_report_octets;
  co_await await_own_address(*policy);
  co_await take_addresses(*policy, wishes.choose_addresses);
  co_await establish_n4(wishes);

  state_ = State::active;
  user_plane_ = UserPlane::activating;
  awaiting_first_setup_ = true;
  accept_pti_ = asked.pti;
  guard_activation();
  keep_record();
  AcceptExtras extras{asked.pti, ssc_mode, chosen.cause, always_on_asked_, {}};
  if (asked.pco) extras.pco = answer(*asked.pco, dnn_->config, facts_.type);
  SessionReply reply;  // step 11
  reply.n1 = establishment_accept(facts_, extras);
  reply.n2 = setup_request(facts_);
  reply.slice = facts_.slice;
  co_return reply;
}

/// The subscriber's own address may still be held by a session of the same phone that the UPF is just deleting.
Flow<Nothing> Session::await_own_address(const SessionPolicy& policy) {
  constexpr auto look_again = std::chrono::milliseconds(50);
  auto patience = core_.config.timers.n4_t1 * core_.config.timers.n4_n1;
  auto held = [&] {
    for (auto& [seid, ending] : core_.endings)
      if (ending.facts.supi == facts_.supi && ending.asked &&
          ((facts_.has_ipv4() && !policy.static_ipv4.is_none() && ending.ipv4.address() == policy.static_ipv4) ||
           (facts_.has_ipv6() && !policy.static_ipv6_prefix.is_none() &&
            ending.ipv6.address() == session_address(policy.static_ipv6_prefix))))
        return true;
    return false;
  };
  if (policy.static_ipv4.is_none() && policy.static_ipv6_prefix.is_none()) co_return Nothing{};
  for (Duration waited{}; held() && waited < patience; waited += look_again) co_await sleep_for(core_.world, look_again);
  co_return Nothing{};
}

/// Request type "existing PDU session": the session moves to the access that the request came from (TS 24.501 §6.4.1.2). Here that
/// is the same access: the phone gets its session again, with its address.
Flow<SessionReply> Session::establish_existing(CreateSession request) {
  auto asked = co_await read_request(request);
  if (releasing() || !known_to_upf())
    co_return Fail(Refusal(nas::SmCause::pdu_session_does_not_exist, Why{"the phone's existing PDU session is active", text(state_),
                                                                         "active", "SMF", "none: the phone asks for a new session next"}));
  abort_modification(true);
  auto chosen = co_await choose_type(asked.type, facts_.has_ipv4(), facts_.has_ipv6(), facts_.dnn);
  auto ssc_mode = co_await choose_ssc_mode(asked.ssc_mode);
  co_await hold();
  user_plane_ = UserPlane::activating;
  accept_pti_ = asked.pti;
  guard_activation();
  always_on_asked_ = asked.always_on && asked.always_on->set;
  AcceptExtras extras{asked.pti, ssc_mode, chosen.cause, always_on_asked_, {}};
  if (asked.pco) extras.pco = answer(*asked.pco, dnn_->config, facts_.type);
  SessionReply reply;
  reply.n1 = establishment_accept(facts_, extras);
  reply.n2 = setup_request(facts_);
  reply.slice = facts_.slice;
  co_return reply;
}

}  // namespace pellucid::smf

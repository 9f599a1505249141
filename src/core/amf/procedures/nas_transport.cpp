// UL NAS TRANSPORT: where a payload goes (TS 24.501 §5.4.5.2), and back with it if it goes nowhere (§5.4.5.3).
#include <algorithm>
#include <cctype>

#include "core/amf/contexts.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

constexpr std::uint8_t max_psi = 15;   // TS 24.007: 1 to 15
constexpr std::size_t pti_offset = 2;  // in a 5GSM message
constexpr const char* wildcard_dnn = "*";

struct NotForwarded {
  nas::MmCause cause;
  Why why;
};

bool same_name(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// The network identifier of a DNN: without an operator identifier "….mnc070.mcc999.gprs" (TS 23.003 §9.1).
std::string network_identifier(std::string dnn) {
  constexpr std::string_view suffix = ".gprs";
  if (dnn.size() <= suffix.size() || !same_name(dnn.substr(dnn.size() - suffix.size()), std::string(suffix))) return dnn;
  auto operator_part = dnn.rfind(".mnc");
  return operator_part == std::string::npos ? dnn : dnn.substr(0, operator_part);
}

std::string names(const std::vector<Snssai>& slices) {
  std::string text;
  for (auto& s : slices) text += (text.empty() ? "" : ", ") + s.text();
  return text.empty() ? "none" : text;
}

struct Target {
  Snssai slice;
  std::string dnn;
};

/// S-NSSAI and DNN of a new session (TS 24.501 §5.4.5.2.3; TS 23.501 §5.6.1).
Result<Target, NotForwarded> choose(const Ue& ue, const nas::UlNasTransport& message, const Profile& profile) {
  auto subscribed = [&](const Snssai& s) {
    auto found = std::find_if(profile.slices.begin(), profile.slices.end(), [&](auto& p) { return p.slice == s; });
    return found == profile.slices.end() ? nullptr : &*found;
  };
  Target target;
  if (message.slice) {
    target.slice = message.slice->slice;
    if (std::find(ue.allowed.begin(), ue.allowed.end(), target.slice) == ue.allowed.end())
      return Fail(
          NotForwarded{nas::MmCause::payload_not_forwarded,
                       Why{"the session's slice is in the phone's allowed NSSAI", target.slice.text(), names(ue.allowed),
                           "subscriber " + ue.supi.text() + ": slices; network.slices",
                           "set the slice of the phone's session to one of these, or add it to the subscriber and to network.slices"}});
  } else {
    auto preferred = std::find_if(ue.allowed.begin(), ue.allowed.end(), [&](const Snssai& s) {
      auto* known = subscribed(s);
      return known && known->is_default;
    });
    if (ue.allowed.empty())
      return Fail(NotForwarded{nas::MmCause::payload_not_forwarded,
                               Why{"the phone has an allowed slice", "none", "one", "subscriber " + ue.supi.text() + ": slices",
                                   "add a slice to the subscriber"}});
    target.slice = preferred != ue.allowed.end() ? *preferred : ue.allowed.front();
  }
  const SubscribedSlice* slice = subscribed(target.slice);
  std::string known;
  if (slice)
    for (auto& d : slice->dnns) known += (known.empty() ? "" : ", ") + d.dnn;
  auto not_subscribed = [&](const std::string& asked) {
    return Fail(NotForwarded{nas::MmCause::dnn_not_supported_in_slice,
                             Why{"the phone's DNN is one of the subscriber's in this slice", asked,
                                 known.empty() ? "none in slice " + target.slice.text() : known,
                                 "subscriber " + ue.supi.text() + ": dnns of slice " + target.slice.text(),
                                 "set the APN of the phone to one of these, or add " + asked + " to the subscriber"}});
  };
  if (!slice) return not_subscribed(message.dnn ? message.dnn->name : "none");
  if (message.dnn) {
    std::string asked = network_identifier(message.dnn->name);
    for (auto& d : slice->dnns) {
      if (same_name(d.dnn, asked)) return Target{target.slice, d.dnn};
      if (d.dnn == wildcard_dnn) target.dnn = asked;
    }
    if (target.dnn.empty()) return not_subscribed(message.dnn->name);
    return target;
  }
  auto usual = std::find_if(slice->dnns.begin(), slice->dnns.end(), [](auto& d) { return d.is_default && d.dnn != wildcard_dnn; });
  if (usual == slice->dnns.end())
    usual = std::find_if(slice->dnns.begin(), slice->dnns.end(), [](auto& d) { return d.dnn != wildcard_dnn; });
  if (usual == slice->dnns.end()) return not_subscribed("none");
  target.dnn = usual->dnn;
  return target;
}

/// TS 23.502 §4.3.2.2.1, from step 3 on.
Flow<Nothing> establish_session(Ue& ue, CreateSession request, Net& net) {
  PduSessionId id = request.id;
  Bytes message = request.n1;
  auto reply = co_await attempt(net.smf.create(std::move(request)));  // steps 3 to 11
  if (!reply.ok()) {
    Denied denied = std::move(reply.error());
    ue.drop_session(id);
    Refusal refusal(denied);
    net.refuse(ue, "session establishment", denied.n1.empty() ? "payload sent back" : "PDU session establishment reject", denied.why);
    if (!denied.n1.empty())
      send_nas(net, ue, downlink_n1(id, std::move(denied.n1)));
    else
      send_back(net, ue, id, std::move(message), nas::MmCause::payload_not_forwarded, denied.why);
    co_return Fail(std::move(refusal));
  }
  SessionReply first = std::move(*reply);
  co_await carry(ue, id, std::move(first), net);  // steps 12 to 18
  save(net, ue);
  co_return Nothing{};
}

/// Any other 5GSM message (TS 23.502 §4.3.3, §4.3.4).
Flow<Nothing> forward(Ue& ue, PduSessionId id, Bytes n1, Net& net) {
  UpdateSession update;
  update.n1 = n1;
  auto reply = co_await attempt(net.smf.update(ue.supi, id, std::move(update)));
  if (!reply.ok()) {
    Denied denied = std::move(reply.error());
    if (!denied.n1.empty())
      send_nas(net, ue, downlink_n1(id, std::move(denied.n1)));
    else
      send_back(net, ue, id, std::move(n1), nas::MmCause::payload_not_forwarded, denied.why);
    co_return Fail(Refusal(std::move(denied)));
  }
  SessionReply first = std::move(*reply);
  co_await carry(ue, id, std::move(first), net);
  co_return Nothing{};
}

void count_outcome(ProcedureCounters& counters, const Result<Nothing, Refusal>& outcome) {
  if (outcome.ok())
    ++counters.succeeded;
  else
    ++counters.refused[std::uint8_t(outcome.error().cause)];
}

void forward_message(Net& net, Ue& ue, PduSessionId id, Bytes n1) {
  auto& counters = net.count(ProcedureName::session_message);
  ++counters.attempted;
  Work& work = net.work(ue);
  std::function<void(Result<Nothing, Refusal>)> done = [&net, &ue](Result<Nothing, Refusal> outcome) {
    count_outcome(net.count(ProcedureName::session_message), outcome);
    net.tidy_later(ue);
  };
  work.session_flows.start(forward(ue, id, std::move(n1), net), std::move(done));
}

void establish(Net& net, Ue& ue, PduSessionId id, Target target, bool existing, Bytes n1) {
  ++net.count(ProcedureName::session_establishment).attempted;
  Work& work = net.work(ue);
  std::uint8_t pti = n1.size() > pti_offset ? n1[pti_offset] : std::uint8_t(0);
  if (!ue.session(id)) ue.sessions.push_back(Session{id, target.slice, target.dnn});
  CreateSession request{{ue.supi, ue.tai}, id, target.slice, std::move(target.dnn), existing, std::move(n1)};
  std::function<void(Result<Nothing, Refusal>)> done = [&net, &ue, id](Result<Nothing, Refusal> outcome) {
    count_outcome(net.count(ProcedureName::session_establishment), outcome);
    std::erase_if(ue.work->establishing, [&](auto& e) { return e.id == id; });
    net.tidy_later(ue);
  };
  work.establishing.push_back({id, pti, 0});
  auto flow = work.session_flows.start(establish_session(ue, std::move(request), net), std::move(done));
  for (auto& e : work.establishing)
    if (e.id == id && flow != 0) e.flow = flow;
}

/// An earlier try for the same PSI ends; its remains at the SMF are released (TS 24.501 §5.4.5.2.5 case 12).
void clear_session(Net& net, Ue& ue, PduSessionId id) {
  Work& work = net.work(ue);
  for (auto& e : work.establishing)
    if (e.id == id) work.session_flows.cancel(e.flow);
  std::erase_if(work.establishing, [&](auto& e) { return e.id == id; });
  ue.drop_session(id);
  net.smf.release(ue.supi, id);
}

Why unroutable(const Ue& ue, PduSessionId id, std::string got, std::string wanted) {
  return Why{"a session message has a session to go to", std::move(got) + " for session " + std::to_string(id.value()), std::move(wanted),
             "sessions of " + ue.supi.text(), "the phone and the network disagree on its sessions: it will ask anew by itself"};
}

}  // namespace

void send_back(Net& net, Ue& ue, PduSessionId id, Bytes payload, nas::MmCause cause, const Why& why) {
  nas::DlNasTransport message;
  message.payload_type = nas::PayloadType::n1_sm;
  message.payload.octets = std::move(payload);
  message.session = id;
  message.cause = cause;
  net.refuse(ue, "NAS transport", "payload sent back, " + nas::text(cause), why);
  send_nas(net, ue, nas::encode(message));
}

void uplink_payload(Net& net, Ue& ue, nas::UlNasTransport message) {
  if (message.payload_type != nas::PayloadType::n1_sm) {
    // No SMSF, LMF or policy container stands behind us: nothing is done (TS 24.501 §5.4.5.2.5).
    ++net.counters.events.nas_unexpected;
    return;
  }
  if (!message.session) return send_status(net, ue, nas::MmCause::conditional_ie_error);  // §7.7.2
  PduSessionId id = *message.session;
  Bytes n1 = std::move(message.payload.octets);
  auto back = [&](nas::MmCause cause, const Why& why) {
    ++net.count(ProcedureName::session_message).refused[std::uint8_t(cause)];
    send_back(net, ue, id, std::move(n1), cause, why);
  };
  if (id.value() == 0 || id.value() > max_psi)  // §7.3.2 c
    return back(nas::MmCause::payload_not_forwarded, unroutable(ue, id, "a reserved session id", "1 to 15"));
  Work& work = net.work(ue);
  if (work.session_flows.size() >= max_session_flows) {
    ++net.counters.events.congestion;
    return back(nas::MmCause::payload_not_forwarded,
                unroutable(ue, id, "one more message", std::to_string(max_session_flows) + " at a time"));
  }

  Session* session = ue.session(id);
  auto type = message.request_type;
  if (!type || *type == nas::RequestType::modification) {
    if (session) return forward_message(net, ue, id, std::move(n1));
    return back(nas::MmCause::payload_not_forwarded, unroutable(ue, id, "a message", "only sessions that exist"));
  }
  if (*type == nas::RequestType::initial_emergency || *type == nas::RequestType::existing_emergency_session)
    return back(nas::MmCause::payload_not_forwarded,
                Why{"the request is not for emergency services", nas::text(*type), "initial or existing session", "amf",
                    "emergency services are not offered by this network"});
  if (*type == nas::RequestType::existing_session) {
    if (!session) return back(nas::MmCause::payload_not_forwarded, unroutable(ue, id, "an existing session", "only sessions that exist"));
    if (std::find(ue.allowed.begin(), ue.allowed.end(), session->slice) == ue.allowed.end())
      return back(nas::MmCause::payload_not_forwarded,
                  unroutable(ue, id, "a session of slice " + session->slice.text(), names(ue.allowed)));
    return establish(net, ue, id, Target{session->slice, session->dnn}, true, std::move(n1));
  }

  // An initial request, and what counts as one.
  std::uint8_t pti = n1.size() > pti_offset ? n1[pti_offset] : std::uint8_t(0);
  bool repeated =
      std::any_of(work.establishing.begin(), work.establishing.end(), [&](auto& e) { return e.id == id && e.pti == pti && pti != 0; });
  if (repeated) return;  // T3580 was faster than we are
  if (session) clear_session(net, ue, id);
  if (ue.sessions.size() >= net.config.limits.max_sessions_per_ue)
    return back(nas::MmCause::maximum_number_of_pdu_sessions,
                Why{"the phone has not more sessions than allowed", std::to_string(ue.sessions.size() + 1),
                    std::to_string(net.config.limits.max_sessions_per_ue), "a limit of this program", "release a session on the phone"});
  auto profile = net.udm.subscription(ue.supi);
  if (!profile) return back(nas::MmCause::payload_not_forwarded, profile.error().why);
  auto target = choose(ue, message, *profile);
  if (!target) {
    ++net.count(ProcedureName::session_establishment).attempted;
    ++net.count(ProcedureName::session_establishment).refused[std::uint8_t(target.error().cause)];
    return send_back(net, ue, id, std::move(n1), target.error().cause, target.error().why);
  }
  establish(net, ue, id, std::move(*target), false, std::move(n1));
}

}  // namespace pellucid::amf

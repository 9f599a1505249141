// What a PDU says about its UE, and the answers that errors call for (TS 38.413 §10).
#include "wire/ngap/messages.hpp"
#include "wire/ngap/procedures.hpp"

namespace pellucid::ngap {
namespace {

/// `use(message)` for whichever message it is.
template <class Use>
auto with_message(const Pdu& pdu, Use use) {
  return std::visit(use, pdu.message);
}

std::optional<RawIe> raw_ie(const RawMessage& message, std::uint16_t id) {
  for (auto& ie : message.ies)
    if (ie.id == id) return ie;
  return {};
}

/// An id's number from the content of its open type: count of octets in two or three bits, then the octets.
std::optional<std::uint64_t> raw_number(const RawMessage& message, std::uint16_t id, unsigned count_bits, std::size_t most) {
  auto ie = raw_ie(message, id);
  if (!ie || ie->value.size() < 2) return {};
  std::size_t count = std::size_t(ie->value[0] >> (8 - count_bits)) + 1;
  if (count > most || ie->value.size() != count + 1) return {};
  return from_big_endian(ByteView(ie->value).subspan(1));
}

bool is_missing(const Diagnostics& diagnostics, std::uint16_t id) {
  for (auto& item : diagnostics.items)
    if (item.ie == id && item.error == TypeOfError::missing) return true;
  return false;
}

constexpr std::uint16_t amf_ue_ngap_id = 10, source_amf_ue_ngap_id = 100, ran_ue_ngap_id = 85, ue_ngap_ids = 114;

}  // namespace

std::optional<AmfUeNgapId> amf_ue_id(const Pdu& pdu) {
  return with_message(pdu, [](const auto& m) -> std::optional<AmfUeNgapId> {
    using M = std::decay_t<decltype(m)>;
    if constexpr (requires { m.amf_id; }) {
      return m.amf_id;
    } else if constexpr (std::is_same_v<M, PathSwitchRequest>) {
      return m.source_amf_id;
    } else if constexpr (std::is_same_v<M, UeContextReleaseCommand>) {
      return m.ids.amf;
    } else if constexpr (std::is_same_v<M, RawMessage>) {
      auto number = raw_number(m, amf_ue_ngap_id, 3, 5);
      return number ? std::optional(AmfUeNgapId(*number)) : std::nullopt;
    } else {
      return {};
    }
  });
}

std::optional<RanUeNgapId> ran_ue_id(const Pdu& pdu) {
  return with_message(pdu, [](const auto& m) -> std::optional<RanUeNgapId> {
    using M = std::decay_t<decltype(m)>;
    if constexpr (requires { m.ran_id; }) {
      return m.ran_id;
    } else if constexpr (std::is_same_v<M, UeContextReleaseCommand>) {
      return m.ids.ran;
    } else if constexpr (std::is_same_v<M, RawMessage>) {
      auto number = raw_number(m, ran_ue_ngap_id, 2, 4);
      return number ? std::optional(RanUeNgapId(std::uint32_t(*number))) : std::nullopt;
    } else {
      return {};
    }
  });
}

std::vector<ByteView> nas_in(const Pdu& pdu) {
  std::vector<ByteView> out;
  auto add = [&](const auto& nas) {
    if constexpr (requires { nas.has_value(); }) {
      if (nas) out.push_back(*nas);
    } else {
      out.push_back(nas);
    }
  };
  with_message(pdu, [&](const auto& m) {
    if constexpr (requires { m.nas; }) add(m.nas);
    if constexpr (requires { m.sessions.front().nas; })
      for (auto& session : m.sessions) add(session.nas);
    return 0;
  });
  return out;
}

bool has_failure(std::uint8_t procedure) {
  auto* known = procedure_of(procedure);
  return known && known->names[2];
}
bool has_response(std::uint8_t procedure) {
  auto* known = procedure_of(procedure);
  return known && known->names[1];
}

ErrorIndication transfer_syntax_error() {
  ErrorIndication out;
  out.cause = CauseProtocol::transfer_syntax_error;
  return out;
}

ErrorIndication error_about(const Pdu& pdu, Cause cause) {
  ErrorIndication out;
  out.amf_id = amf_ue_id(pdu);
  out.ran_id = ran_ue_id(pdu);
  out.cause = cause;
  CriticalityDiagnostics about;
  about.procedure = pdu.procedure;
  about.triggering = pdu.kind;
  about.criticality = pdu.criticality;
  out.diagnostics = about;
  return out;
}

namespace {

/// The unsuccessful outcome of a request, with the ids that it needs. Nothing if the procedure has none, or the request
/// does not say enough for it.
std::optional<Pdu> failure_of(const Received& received) {
  auto& diagnostics = received.diagnostics;
  bool has_amf = amf_ue_id(received.pdu) && !is_missing(diagnostics, amf_ue_ngap_id);
  bool has_ran = ran_ue_id(received.pdu) && !is_missing(diagnostics, ran_ue_ngap_id);
  auto filled = [&](auto failure) -> std::optional<Pdu> {
    failure.cause = diagnostics.cause();
    if (auto listed = diagnostics.for_response(); !listed.ies.empty()) failure.diagnostics = listed;
    if constexpr (requires { failure.amf_id; }) {
      if (!has_amf) return {};
      failure.amf_id = *amf_ue_id(received.pdu);
    }
    if constexpr (requires { failure.ran_id; }) {
      if (!has_ran) return {};
      failure.ran_id = *ran_ue_id(received.pdu);
    }
    return Pdu(std::move(failure));
  };
  switch (received.pdu.procedure) {
    case NgSetupFailure::heading.procedure: return filled(NgSetupFailure{});
    case RanConfigurationUpdateFailure::heading.procedure: return filled(RanConfigurationUpdateFailure{});
    case AmfConfigurationUpdateFailure::heading.procedure: return filled(AmfConfigurationUpdateFailure{});
    case InitialContextSetupFailure::heading.procedure: return filled(InitialContextSetupFailure{});
    case UeContextModificationFailure::heading.procedure: return filled(UeContextModificationFailure{});
    case HandoverPreparationFailure::heading.procedure: return filled(HandoverPreparationFailure{});
    case HandoverFailure::heading.procedure: return filled(HandoverFailure{});
    default: return {};  // a Path Switch Request Failure must list released sessions, which the request may not tell
  }
}

}  // namespace

std::optional<Pdu> answer_to_errors(const Received& received) {
  auto& diagnostics = received.diagnostics;
  auto& pdu = received.pdu;
  if (pdu.procedure == ErrorIndication::heading.procedure) return {};  // §10.5: local error handling
  using Verdict = Diagnostics::Verdict;
  auto verdict = diagnostics.verdict();
  if (verdict == Verdict::proceed || verdict == Verdict::ignore) return {};
  bool request = pdu.kind == Kind::initiating;
  if (verdict == Verdict::reject && !request && !diagnostics.not_supported) return {};  // a response: local error handling
  if (verdict == Verdict::reject && !diagnostics.not_supported) {
    if (auto failure = failure_of(received)) return failure;
  }
  // What was ignored in a request that has a response is told in that response.
  if (verdict == Verdict::proceed_and_report && request && has_response(pdu.procedure) && !diagnostics.not_supported) return {};
  auto out = error_about(pdu, diagnostics.cause());
  out.diagnostics = diagnostics.for_error_indication();
  if (is_missing(diagnostics, amf_ue_ngap_id) || is_missing(diagnostics, source_amf_ue_ngap_id) || is_missing(diagnostics, ue_ngap_ids))
    out.amf_id.reset();
  if (is_missing(diagnostics, ran_ue_ngap_id) || is_missing(diagnostics, ue_ngap_ids)) out.ran_id.reset();
  return Pdu(std::move(out));
}

}  // namespace pellucid::ngap

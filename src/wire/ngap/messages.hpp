#pragma once
// NGAP PDUs: any message, from and to octets (TS 38.413 V17.4).
//
//   auto received = ngap::decode(octets);                        // Decoded<Received>
//   if (!received) …                                             // transfer syntax error: transfer_syntax_error()
//   if (auto answer = ngap::answer_to_errors(*received)) send(ngap::encode(*answer));
//   if (received->diagnostics.verdict() is proceed or proceed_and_report)
//     if (auto* setup = received->pdu.get<ngap::NgSetupRequest>()) …
//
//   Bytes out = ngap::encode(ngap::NgSetupFailure{.cause = CauseMisc::unknown_plmn_or_snpn});
//
// Received octets re-encode to the same octets: unknown IEs, extensions and criticalities are kept in place.
#include <concepts>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <variant>

#include "base/tree.hpp"
#include "codec/octets.hpp"
#include "wire/ngap/diagnostics.hpp"
#include "wire/ngap/interface_messages.hpp"
#include "wire/ngap/mobility_messages.hpp"
#include "wire/ngap/procedures.hpp"
#include "wire/ngap/session_messages.hpp"
#include "wire/ngap/ue_messages.hpp"

namespace pellucid::ngap {

/// A procedure that is known by name only, or not at all: its IEs as they came. Name and ids are printed.
struct RawMessage {
  std::vector<RawIe> ies{};
  std::optional<Bytes> unread{};  // the whole content where it is not an IE list (a private message, an unknown procedure)
  std::vector<std::optional<Bytes>> additions{};
  bool operator==(const RawMessage&) const = default;
};

using Message = std::variant<
    RawMessage, NgSetupRequest, NgSetupResponse, NgSetupFailure, RanConfigurationUpdate, RanConfigurationUpdateAcknowledge,
    RanConfigurationUpdateFailure, AmfConfigurationUpdate, AmfConfigurationUpdateAcknowledge, AmfConfigurationUpdateFailure,
    AmfStatusIndication, NgReset, NgResetAcknowledge, ErrorIndication, OverloadStart, OverloadStop, InitialUeMessage, UplinkNasTransport,
    DownlinkNasTransport, NasNonDeliveryIndication, RerouteNasRequest, Paging, InitialContextSetupRequest, InitialContextSetupResponse,
    InitialContextSetupFailure, UeContextReleaseRequest, UeContextReleaseCommand, UeContextReleaseComplete, UeContextModificationRequest,
    UeContextModificationResponse, UeContextModificationFailure, RrcInactiveTransitionReport, UeRadioCapabilityInfoIndication,
    PduSessionResourceSetupRequest, PduSessionResourceSetupResponse, PduSessionResourceReleaseCommand, PduSessionResourceReleaseResponse,
    PduSessionResourceModifyRequest, PduSessionResourceModifyResponse, PduSessionResourceNotify, PduSessionResourceModifyIndication,
    PduSessionResourceModifyConfirm, HandoverRequired, HandoverCommand, HandoverPreparationFailure, HandoverRequest,
    HandoverRequestAcknowledge, HandoverFailure, HandoverNotify, HandoverCancel, HandoverCancelAcknowledge, PathSwitchRequest,
    PathSwitchRequestAcknowledge, PathSwitchRequestFailure, UplinkRanStatusTransfer, DownlinkRanStatusTransfer>;

template <class M>
concept StructuredMessage = requires(M m, At& at) {
  { M::heading.procedure } -> std::convertible_to<std::uint8_t>;
  m.ies(at);
};

/// One PDU. Its special members are out of line, so that including this header stays cheap.
struct Pdu {
  Kind kind = Kind::initiating;
  std::uint8_t procedure = 0;
  Criticality criticality = Criticality::reject;
  Message message{};

  Pdu();
  Pdu(Kind kind_, std::uint8_t procedure_, Criticality criticality_, Message message_);
  template <StructuredMessage M>
  explicit Pdu(M m) : Pdu(M::heading.kind, M::heading.procedure, M::heading.criticality, Message(std::move(m))) {}
  Pdu(const Pdu&);
  Pdu(Pdu&&) noexcept;
  Pdu& operator=(const Pdu&);
  Pdu& operator=(Pdu&&) noexcept;
  ~Pdu();
  bool operator==(const Pdu&) const;

  template <class M>
  const M* get() const {
    return std::get_if<M>(&message);
  }
  template <class M>
  M* get() {
    return std::get_if<M>(&message);
  }
};

struct Received {
  Pdu pdu{};
  Diagnostics diagnostics{};
};

/// A PDU from octets. An error is a transfer syntax error (§10.2); everything else that is wrong is in the diagnostics.
codec::Decoded<Received> decode(ByteView octets);

namespace detail {
Bytes encode_message(const Heading& heading, void* message, void (*ies)(void*, At&), Unknown& unknown);
}  // namespace detail
/// The message's octets. Its values must be within their ranges and its mandatory lists not empty (our own bug otherwise).
template <StructuredMessage M>
Bytes encode(const M& message) {
  auto& m = const_cast<M&>(message);  // one description for all uses; writing changes nothing
  return detail::encode_message(M::heading, &m, [](void* self, At& at) { static_cast<M*>(self)->ies(at); }, m.unknown);
}
Bytes encode(const Pdu& pdu);
/// For PDUs that were received: octets, or what cannot be encoded (a mandatory list that was missing, for example).
codec::Decoded<Bytes> reencode(const Pdu& pdu);

/// NAS messages inside are shown by `nas_printer`; without one they are shown in hexadecimal. Transfers are shown nested.
using NasPrinter = std::function<Tree(ByteView)>;
/// {"NGSetupRequest": {"GlobalRANNodeID": {…}, …}} with the standard's ASN.1 names.
Tree show(const Pdu& pdu, const NasPrinter& nas_printer = {});
/// "NGSetupRequest"; "procedure 200" is "unknown procedure" here.
const char* name_of(const Pdu& pdu);
const char* name_of(std::uint8_t procedure, Kind kind);

/// The ids by which a PDU names its UE, if it does.
std::optional<AmfUeNgapId> amf_ue_id(const Pdu& pdu);
std::optional<RanUeNgapId> ran_ue_id(const Pdu& pdu);
/// The NAS messages that it carries, outermost first (views into the PDU).
std::vector<ByteView> nas_in(const Pdu& pdu);

/// Has the procedure a message that reports an unsuccessful outcome (class 1 with failure)? One with any outcome?
bool has_failure(std::uint8_t procedure);
bool has_response(std::uint8_t procedure);
/// What the receiver must send because of the errors in a PDU (§10.3): the unsuccessful outcome, or an Error Indication;
/// nothing when there is nothing to say or an error must be handled locally (§10.5). After `proceed_and_report` of a
/// procedure with a response nothing either: put `diagnostics.for_response()` into the response.
std::optional<Pdu> answer_to_errors(const Received& received);
/// The answer to octets that could not be decoded (§10.2).
ErrorIndication transfer_syntax_error();
/// An Error Indication for a PDU that is well-formed but wrong for our state (§10.4), or whose ids are wrong (§10.6).
ErrorIndication error_about(const Pdu& pdu, Cause cause);

/// For tests and fuzzing: an arbitrary valid PDU of each structured message, drawn from `draw`, which gives a number below
/// its argument.
using Draw = std::function<std::uint64_t(std::uint64_t)>;
void for_each_message(const Draw& draw, const std::function<void(const Pdu&)>& use);

}  // namespace pellucid::ngap

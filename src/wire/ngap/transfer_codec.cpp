// From and to octets for each transfer type, and the types by name.
#include "wire/ngap/at.hpp"
#include "wire/ngap/transfers.hpp"

namespace pellucid::ngap {
namespace {

/// Two transfers are IE containers like messages; the others are plain structures.
template <class T>
constexpr bool of_ies =
    std::is_same_v<T, PduSessionResourceSetupRequestTransfer> || std::is_same_v<T, PduSessionResourceModifyRequestTransfer>;

template <class T>
void describe(At& at, T& v) {
  if constexpr (of_ies<T>)
    at.message(v.unknown, [&] { v.fields(at); });
  else
    at.structure(v);
}

/// Octets, or what cannot be encoded.
template <class T>
codec::Decoded<Bytes> write(const T& transfer) {
  At at(At::Mode::writing);
  describe(at, const_cast<T&>(transfer));  // one description for all uses; writing changes nothing
  if (at.failed()) return Fail(at.error());
  return at.take();
}

}  // namespace

template <class T>
Bytes encode_transfer(const T& transfer) {
  auto out = write(transfer);
  check(out.ok(), out ? "" : out.error().field);
  return std::move(*out);
}

template <class T>
codec::Decoded<T> decode_transfer(ByteView octets, Diagnostics* diagnostics) {
  Diagnostics own;
  At at(octets, diagnostics ? *diagnostics : own);
  T transfer{};
  at.inside(octets, [&] { describe(at, transfer); });
  // In a plain structure there is no IE whose criticality would say what to do with a value that means nothing.
  if (at.take_strange()) at.fail(codec::WireError::Kind::bad_value);
  if (at.failed()) return Fail(at.error());
  if (!diagnostics && own.verdict() == Diagnostics::Verdict::reject) {
    codec::WireError error{codec::WireError::Kind::bad_value, 0, "transfer", 0};
    for (auto& item : own.items) {
      if (item.criticality != Criticality::reject) continue;
      error.ie = item.ie;
      error.field = ie_name(item.ie);
      if (item.error == TypeOfError::missing) error.kind = codec::WireError::Kind::missing;
    }
    return Fail(error);
  }
  return transfer;
}

template <class T>
Tree show_transfer(const T& transfer) {
  At at(At::Mode::printing);
  describe(at, const_cast<T&>(transfer));
  return at.take_tree();
}

template <class T>
T invent_transfer(const codec::Per::Draw& draw) {
  At at(At::Mode::inventing, &draw);
  T transfer{};
  describe(at, transfer);
  return transfer;
}

namespace {

template <class T>
Tree show_octets(ByteView octets) {
  Diagnostics any;
  auto transfer = decode_transfer<T>(octets, &any);
  return transfer ? show_transfer(*transfer) : Tree(hex(octets));
}
template <class T>
Bytes invent_octets(const codec::Per::Draw& draw) {
  return encode_transfer(invent_transfer<T>(draw));
}
template <class T>
codec::Decoded<Bytes> reencode_octets(ByteView octets, Diagnostics* diagnostics) {
  Diagnostics own;
  auto transfer = decode_transfer<T>(octets, diagnostics ? diagnostics : &own);
  if (!transfer) return Fail(transfer.error());
  return write(*transfer);
}
template <class T>
constexpr TransferType transfer_type(const char* name) {
  return {name, &invent_octets<T>, &reencode_octets<T>, &show_octets<T>};
}

}  // namespace

constinit const TransferType setup_request_transfer =
    transfer_type<PduSessionResourceSetupRequestTransfer>("pDUSessionResourceSetupRequestTransfer");
constinit const TransferType setup_response_transfer =
    transfer_type<PduSessionResourceSetupResponseTransfer>("pDUSessionResourceSetupResponseTransfer");
constinit const TransferType setup_unsuccessful_transfer =
    transfer_type<PduSessionResourceSetupUnsuccessfulTransfer>("pDUSessionResourceSetupUnsuccessfulTransfer");
constinit const TransferType modify_request_transfer =
    transfer_type<PduSessionResourceModifyRequestTransfer>("pDUSessionResourceModifyRequestTransfer");
constinit const TransferType modify_response_transfer =
    transfer_type<PduSessionResourceModifyResponseTransfer>("pDUSessionResourceModifyResponseTransfer");
constinit const TransferType modify_unsuccessful_transfer =
    transfer_type<PduSessionResourceModifyUnsuccessfulTransfer>("pDUSessionResourceModifyUnsuccessfulTransfer");
constinit const TransferType modify_indication_transfer =
    transfer_type<PduSessionResourceModifyIndicationTransfer>("pDUSessionResourceModifyIndicationTransfer");
constinit const TransferType modify_confirm_transfer =
    transfer_type<PduSessionResourceModifyConfirmTransfer>("pDUSessionResourceModifyConfirmTransfer");
constinit const TransferType modify_indication_unsuccessful_transfer =
    transfer_type<PduSessionResourceModifyIndicationUnsuccessfulTransfer>("pDUSessionResourceModifyIndicationUnsuccessfulTransfer");
constinit const TransferType release_command_transfer =
    transfer_type<PduSessionResourceReleaseCommandTransfer>("pDUSessionResourceReleaseCommandTransfer");
constinit const TransferType release_response_transfer =
    transfer_type<PduSessionResourceReleaseResponseTransfer>("pDUSessionResourceReleaseResponseTransfer");
constinit const TransferType notify_transfer = transfer_type<PduSessionResourceNotifyTransfer>("pDUSessionResourceNotifyTransfer");
constinit const TransferType notify_released_transfer =
    transfer_type<PduSessionResourceNotifyReleasedTransfer>("pDUSessionResourceNotifyReleasedTransfer");
constinit const TransferType path_switch_request_transfer = transfer_type<PathSwitchRequestTransfer>("pathSwitchRequestTransfer");
constinit const TransferType path_switch_request_acknowledge_transfer =
    transfer_type<PathSwitchRequestAcknowledgeTransfer>("pathSwitchRequestAcknowledgeTransfer");
constinit const TransferType path_switch_request_setup_failed_transfer =
    transfer_type<PathSwitchRequestSetupFailedTransfer>("pathSwitchRequestSetupFailedTransfer");
constinit const TransferType path_switch_request_unsuccessful_transfer =
    transfer_type<PathSwitchRequestUnsuccessfulTransfer>("pathSwitchRequestUnsuccessfulTransfer");
constinit const TransferType handover_required_transfer = transfer_type<HandoverRequiredTransfer>("handoverRequiredTransfer");
constinit const TransferType handover_command_transfer = transfer_type<HandoverCommandTransfer>("handoverCommandTransfer");
constinit const TransferType handover_request_acknowledge_transfer =
    transfer_type<HandoverRequestAcknowledgeTransfer>("handoverRequestAcknowledgeTransfer");
constinit const TransferType handover_preparation_unsuccessful_transfer =
    transfer_type<HandoverPreparationUnsuccessfulTransfer>("handoverPreparationUnsuccessfulTransfer");
constinit const TransferType handover_resource_allocation_unsuccessful_transfer =
    transfer_type<HandoverResourceAllocationUnsuccessfulTransfer>("handoverResourceAllocationUnsuccessfulTransfer");

std::vector<TransferType> transfer_types() {
  return {setup_request_transfer,
          setup_response_transfer,
          setup_unsuccessful_transfer,
          modify_request_transfer,
          modify_response_transfer,
          modify_unsuccessful_transfer,
          modify_indication_transfer,
          modify_confirm_transfer,
          modify_indication_unsuccessful_transfer,
          release_command_transfer,
          release_response_transfer,
          notify_transfer,
          notify_released_transfer,
          path_switch_request_transfer,
          path_switch_request_acknowledge_transfer,
          path_switch_request_setup_failed_transfer,
          path_switch_request_unsuccessful_transfer,
          handover_required_transfer,
          handover_command_transfer,
          handover_request_acknowledge_transfer,
          handover_preparation_unsuccessful_transfer,
          handover_resource_allocation_unsuccessful_transfer};
}

template Bytes encode_transfer(const PduSessionResourceSetupRequestTransfer&);
template codec::Decoded<PduSessionResourceSetupRequestTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceSetupRequestTransfer&);
template PduSessionResourceSetupRequestTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PduSessionResourceSetupResponseTransfer&);
template codec::Decoded<PduSessionResourceSetupResponseTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceSetupResponseTransfer&);
template PduSessionResourceSetupResponseTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PduSessionResourceModifyRequestTransfer&);
template codec::Decoded<PduSessionResourceModifyRequestTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceModifyRequestTransfer&);
template PduSessionResourceModifyRequestTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PduSessionResourceModifyResponseTransfer&);
template codec::Decoded<PduSessionResourceModifyResponseTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceModifyResponseTransfer&);
template PduSessionResourceModifyResponseTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PduSessionResourceNotifyTransfer&);
template codec::Decoded<PduSessionResourceNotifyTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceNotifyTransfer&);
template PduSessionResourceNotifyTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PduSessionResourceModifyIndicationTransfer&);
template codec::Decoded<PduSessionResourceModifyIndicationTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceModifyIndicationTransfer&);
template PduSessionResourceModifyIndicationTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PduSessionResourceModifyConfirmTransfer&);
template codec::Decoded<PduSessionResourceModifyConfirmTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceModifyConfirmTransfer&);
template PduSessionResourceModifyConfirmTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const CauseTransfer&);
template codec::Decoded<CauseTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const CauseTransfer&);
template CauseTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const UnsuccessfulTransfer&);
template codec::Decoded<UnsuccessfulTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const UnsuccessfulTransfer&);
template UnsuccessfulTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PduSessionResourceReleaseResponseTransfer&);
template codec::Decoded<PduSessionResourceReleaseResponseTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PduSessionResourceReleaseResponseTransfer&);
template PduSessionResourceReleaseResponseTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PathSwitchRequestTransfer&);
template codec::Decoded<PathSwitchRequestTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PathSwitchRequestTransfer&);
template PathSwitchRequestTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const PathSwitchRequestAcknowledgeTransfer&);
template codec::Decoded<PathSwitchRequestAcknowledgeTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const PathSwitchRequestAcknowledgeTransfer&);
template PathSwitchRequestAcknowledgeTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const HandoverRequiredTransfer&);
template codec::Decoded<HandoverRequiredTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const HandoverRequiredTransfer&);
template HandoverRequiredTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const HandoverCommandTransfer&);
template codec::Decoded<HandoverCommandTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const HandoverCommandTransfer&);
template HandoverCommandTransfer invent_transfer(const codec::Per::Draw&);
template Bytes encode_transfer(const HandoverRequestAcknowledgeTransfer&);
template codec::Decoded<HandoverRequestAcknowledgeTransfer> decode_transfer(ByteView, Diagnostics*);
template Tree show_transfer(const HandoverRequestAcknowledgeTransfer&);
template HandoverRequestAcknowledgeTransfer invent_transfer(const codec::Per::Draw&);

}  // namespace pellucid::ngap

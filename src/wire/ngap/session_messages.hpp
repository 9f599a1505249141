#pragma once
// Messages about a UE's PDU sessions (TS 38.413 §9.2.1). The N2 parts inside are in wire/ngap/transfers.hpp.
#include "wire/ngap/ies.hpp"

namespace pellucid::ngap {

struct PduSessionResourceSetupRequest {  // §9.2.1.1
  static constexpr Heading heading{29, Kind::initiating, Criticality::reject, "PDUSessionResourceSetupRequest"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<std::uint16_t> ran_paging_priority{};
  std::optional<Bytes> nas{};
  std::vector<PduSessionSetup> sessions{};
  std::optional<BitRates> ambr{};
  std::vector<SliceBitRates> slice_rates{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceSetupRequest&) const = default;
};

struct PduSessionResourceSetupResponse {  // §9.2.1.2
  static constexpr Heading heading{29, Kind::successful, Criticality::reject, "PDUSessionResourceSetupResponse"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> set_up{};
  std::vector<PduSessionItem> failed{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  std::optional<UserLocation> location{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceSetupResponse&) const = default;
};

struct PduSessionResourceReleaseCommand {  // §9.2.1.3
  static constexpr Heading heading{28, Kind::initiating, Criticality::reject, "PDUSessionResourceReleaseCommand"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<std::uint16_t> ran_paging_priority{};
  std::optional<Bytes> nas{};
  std::vector<PduSessionItem> sessions{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceReleaseCommand&) const = default;
};

struct PduSessionResourceReleaseResponse {  // §9.2.1.4
  static constexpr Heading heading{28, Kind::successful, Criticality::reject, "PDUSessionResourceReleaseResponse"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> released{};
  std::optional<UserLocation> location{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceReleaseResponse&) const = default;
};

struct PduSessionResourceModifyRequest {  // §9.2.1.5
  static constexpr Heading heading{26, Kind::initiating, Criticality::reject, "PDUSessionResourceModifyRequest"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::optional<std::uint16_t> ran_paging_priority{};
  std::vector<PduSessionModify> sessions{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceModifyRequest&) const = default;
};

struct PduSessionResourceModifyResponse {  // §9.2.1.6
  static constexpr Heading heading{26, Kind::successful, Criticality::reject, "PDUSessionResourceModifyResponse"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> modified{};
  std::vector<PduSessionItem> failed{};
  std::optional<UserLocation> location{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceModifyResponse&) const = default;
};

struct PduSessionResourceNotify {  // §9.2.1.7
  static constexpr Heading heading{30, Kind::initiating, Criticality::ignore, "PDUSessionResourceNotify"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> notified{};
  std::vector<PduSessionItem> released{};
  std::optional<UserLocation> location{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceNotify&) const = default;
};

struct PduSessionResourceModifyIndication {  // §9.2.1.8
  static constexpr Heading heading{27, Kind::initiating, Criticality::reject, "PDUSessionResourceModifyIndication"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> sessions{};
  std::optional<UserLocation> location{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceModifyIndication&) const = default;
};

struct PduSessionResourceModifyConfirm {  // §9.2.1.9
  static constexpr Heading heading{27, Kind::successful, Criticality::reject, "PDUSessionResourceModifyConfirm"};
  AmfUeNgapId amf_id{};
  RanUeNgapId ran_id{};
  std::vector<PduSessionItem> confirmed{};
  std::vector<PduSessionItem> failed{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const PduSessionResourceModifyConfirm&) const = default;
};

}  // namespace pellucid::ngap

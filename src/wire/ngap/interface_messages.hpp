#pragma once
// Messages about the interface itself (TS 38.413 §9.2.6): setup, configuration, reset, errors, overload.
#include "wire/ngap/ies.hpp"

namespace pellucid::ngap {

struct NgSetupRequest {  // §9.2.6.1
  static constexpr Heading heading{21, Kind::initiating, Criticality::reject, "NGSetupRequest"};
  GlobalRanNodeId node{};
  std::optional<std::string> name{};
  std::vector<SupportedTa> tas{};
  PagingDrx default_drx{};
  bool ues_retained = false;
  std::optional<ExtendedName> extended_name{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const NgSetupRequest&) const = default;
};

struct NgSetupResponse {  // §9.2.6.2
  static constexpr Heading heading{21, Kind::successful, Criticality::reject, "NGSetupResponse"};
  std::string name{};
  std::vector<ServedGuami> guamis{};
  std::uint8_t relative_capacity = 0;
  std::vector<PlmnSupport> plmns{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  bool ues_retained = false;
  bool iab_supported = false;
  std::optional<ExtendedName> extended_name{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const NgSetupResponse&) const = default;
};

struct NgSetupFailure {  // §9.2.6.3
  static constexpr Heading heading{21, Kind::unsuccessful, Criticality::reject, "NGSetupFailure"};
  Cause cause{};
  std::optional<TimeToWait> time_to_wait{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const NgSetupFailure&) const = default;
};

struct RanConfigurationUpdate {  // §9.2.6.4
  static constexpr Heading heading{35, Kind::initiating, Criticality::reject, "RANConfigurationUpdate"};
  std::optional<std::string> name{};
  std::vector<SupportedTa> tas{};
  std::optional<PagingDrx> default_drx{};
  std::optional<GlobalRanNodeId> node{};
  std::vector<RanTnlToRemove> tnl_to_remove{};
  std::optional<ExtendedName> extended_name{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const RanConfigurationUpdate&) const = default;
};

struct RanConfigurationUpdateAcknowledge {  // §9.2.6.5
  static constexpr Heading heading{35, Kind::successful, Criticality::reject, "RANConfigurationUpdateAcknowledge"};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const RanConfigurationUpdateAcknowledge&) const = default;
};

struct RanConfigurationUpdateFailure {  // §9.2.6.6
  static constexpr Heading heading{35, Kind::unsuccessful, Criticality::reject, "RANConfigurationUpdateFailure"};
  Cause cause{};
  std::optional<TimeToWait> time_to_wait{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const RanConfigurationUpdateFailure&) const = default;
};

struct AmfConfigurationUpdate {  // §9.2.6.7
  static constexpr Heading heading{0, Kind::initiating, Criticality::reject, "AMFConfigurationUpdate"};
  std::optional<std::string> name{};
  std::vector<ServedGuami> guamis{};
  std::optional<std::uint8_t> relative_capacity{};
  std::vector<PlmnSupport> plmns{};
  std::vector<TnlToAdd> tnl_to_add{};
  std::vector<TnlToRemove> tnl_to_remove{};
  std::vector<TnlToUpdate> tnl_to_update{};
  std::optional<ExtendedName> extended_name{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const AmfConfigurationUpdate&) const = default;
};

struct AmfConfigurationUpdateAcknowledge {  // §9.2.6.8
  static constexpr Heading heading{0, Kind::successful, Criticality::reject, "AMFConfigurationUpdateAcknowledge"};
  std::vector<CpTransport> tnl_set_up{};
  std::vector<TnlFailed> tnl_failed{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const AmfConfigurationUpdateAcknowledge&) const = default;
};

struct AmfConfigurationUpdateFailure {  // §9.2.6.9
  static constexpr Heading heading{0, Kind::unsuccessful, Criticality::reject, "AMFConfigurationUpdateFailure"};
  Cause cause{};
  std::optional<TimeToWait> time_to_wait{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const AmfConfigurationUpdateFailure&) const = default;
};

struct AmfStatusIndication {  // §9.2.6.10
  static constexpr Heading heading{1, Kind::initiating, Criticality::ignore, "AMFStatusIndication"};
  std::vector<UnavailableGuami> guamis{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const AmfStatusIndication&) const = default;
};

struct NgReset {  // §9.2.6.11
  static constexpr Heading heading{20, Kind::initiating, Criticality::reject, "NGReset"};
  Cause cause{};
  ResetType type{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const NgReset&) const = default;
};

struct NgResetAcknowledge {  // §9.2.6.12
  static constexpr Heading heading{20, Kind::successful, Criticality::reject, "NGResetAcknowledge"};
  std::vector<UeConnection> connections{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const NgResetAcknowledge&) const = default;
};

struct ErrorIndication {  // §9.2.6.13
  static constexpr Heading heading{9, Kind::initiating, Criticality::ignore, "ErrorIndication"};
  std::optional<AmfUeNgapId> amf_id{};
  std::optional<RanUeNgapId> ran_id{};
  std::optional<Cause> cause{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  std::optional<STmsi> s_tmsi{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const ErrorIndication&) const = default;
};

struct OverloadStart {  // §9.2.6.14
  static constexpr Heading heading{22, Kind::initiating, Criticality::ignore, "OverloadStart"};
  std::optional<OverloadAction> action{};
  std::optional<std::uint8_t> reduction_percent{};
  std::vector<SliceOverload> slices{};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const OverloadStart&) const = default;
};

struct OverloadStop {  // §9.2.6.15
  static constexpr Heading heading{23, Kind::initiating, Criticality::reject, "OverloadStop"};
  Unknown unknown{};
  void ies(At& at);
  bool operator==(const OverloadStop&) const = default;
};

}  // namespace pellucid::ngap

#pragma once
// Security, NAS transport, capabilities, paging (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/bearers.hpp"
#include "wire/rrc/channels.hpp"

namespace pellucid::rrc {

struct SecurityConfigSmc {
  SecurityAlgorithmConfig security_algorithm_config{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SecurityConfigSmc&) const = default;
};
struct SecurityModeCommandIes {
  SecurityConfigSmc security_config_smc{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const SecurityModeCommandIes&) const = default;
};
struct SecurityModeCommand {
  std::uint8_t rrc_transaction_identifier = 0;
  SecurityModeCommandIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const SecurityModeCommand&) const = default;
};
struct SecurityModeCompleteIes {
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const SecurityModeCompleteIes&) const = default;
};
struct SecurityModeComplete {
  std::uint8_t rrc_transaction_identifier = 0;
  SecurityModeCompleteIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const SecurityModeComplete&) const = default;
};
struct SecurityModeFailureIes {
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const SecurityModeFailureIes&) const = default;
};
struct SecurityModeFailure {
  std::uint8_t rrc_transaction_identifier = 0;
  SecurityModeFailureIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const SecurityModeFailure&) const = default;
};
struct UlInformationTransferIes {
  std::optional<Bytes> dedicated_nas_message{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const UlInformationTransferIes&) const = default;
};
struct UlInformationTransfer {
  UlInformationTransferIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const UlInformationTransfer&) const = default;
};
struct DlInformationTransferIes {
  std::optional<Bytes> dedicated_nas_message{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const DlInformationTransferIes&) const = default;
};
struct DlInformationTransfer {
  std::uint8_t rrc_transaction_identifier = 0;
  DlInformationTransferIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const DlInformationTransfer&) const = default;
};
enum class RatType : std::uint8_t { nr, eutra_nr, eutra, utra_fdd_v1610 };
namespace words {
inline constexpr Words rat_type("nr eutra-nr eutra utra-fdd-v1610 ...");
}
struct UeCapabilityRatRequest {
  RatType rat_type{};
  std::optional<Bytes> capability_request_filter{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const UeCapabilityRatRequest&) const = default;
};
struct UeCapabilityEnquiryIes {
  std::vector<UeCapabilityRatRequest> ue_capability_rat_request_list{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Bytes> ue_capability_enquiry_ext{};
  void fields(At& at);
  bool operator==(const UeCapabilityEnquiryIes&) const = default;
};
struct UeCapabilityEnquiry {
  std::uint8_t rrc_transaction_identifier = 0;
  UeCapabilityEnquiryIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const UeCapabilityEnquiry&) const = default;
};
struct UeCapabilityRatContainer {
  RatType rat_type{};
  Bytes ue_capability_rat_container{};
  void fields(At& at);
  bool operator==(const UeCapabilityRatContainer&) const = default;
};
struct UeCapabilityInformationIes {
  std::optional<std::vector<UeCapabilityRatContainer>> ue_capability_rat_container_list{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const UeCapabilityInformationIes&) const = default;
};
struct UeCapabilityInformation {
  std::uint8_t rrc_transaction_identifier = 0;
  UeCapabilityInformationIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const UeCapabilityInformation&) const = default;
};
struct DrbCountMsbInfo {
  std::uint8_t drb_identity = 0;
  std::uint32_t count_msb_uplink = 0;
  std::uint32_t count_msb_downlink = 0;
  void fields(At& at);
  bool operator==(const DrbCountMsbInfo&) const = default;
};
struct CounterCheckIes {
  std::vector<DrbCountMsbInfo> drb_count_msb_info_list{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const CounterCheckIes&) const = default;
};
struct CounterCheck {
  std::uint8_t rrc_transaction_identifier = 0;
  CounterCheckIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const CounterCheck&) const = default;
};
struct DrbCountInfo {
  std::uint8_t drb_identity = 0;
  std::uint32_t count_uplink = 0;
  std::uint32_t count_downlink = 0;
  void fields(At& at);
  bool operator==(const DrbCountInfo&) const = default;
};
struct CounterCheckResponseIes {
  std::vector<DrbCountInfo> drb_count_info_list{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const CounterCheckResponseIes&) const = default;
};
struct CounterCheckResponse {
  std::uint8_t rrc_transaction_identifier = 0;
  CounterCheckResponseIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const CounterCheckResponse&) const = default;
};
struct RrcSystemInfoRequestIes {
  std::uint32_t requested_si_list = 0;
  std::uint16_t spare = 0;
  void fields(At& at);
  bool operator==(const RrcSystemInfoRequestIes&) const = default;
};
struct RrcSystemInfoRequest {
  RrcSystemInfoRequestIes ies{};
  std::optional<Later> future{};  // criticalExtensionsFuture, instead of ies
  void fields(At& at);
  bool operator==(const RrcSystemInfoRequest&) const = default;
};
struct PagingUeIdentity {
  std::variant<std::uint64_t, std::uint64_t, UnknownAlternative> choice{};
  void options(At& at);
  bool operator==(const PagingUeIdentity&) const = default;
};
struct PagingRecord {
  PagingUeIdentity ue_identity{};
  bool access_type = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const PagingRecord&) const = default;
};
struct Paging {
  std::vector<PagingRecord> paging_record_list{};
  std::optional<Bytes> late_non_critical_extension{};
  std::optional<Later> later{};
  void fields(At& at);
  bool operator==(const Paging&) const = default;
};

}  // namespace pellucid::rrc

#pragma once
// N2 SM information (TS 38.413 §9.3.4): what the SMF and the base station say to each other about one PDU session. It
// rides as an OCTET STRING inside NGAP messages; the AMF passes it on unread.
//
//   auto request = ngap::decode_transfer<ngap::PduSessionResourceSetupRequestTransfer>(item.transfer);  // Decoded<T>
//   item.transfer = ngap::encode_transfer(answer);
#include <cstdint>
#include <functional>
#include <optional>
#include <variant>
#include <vector>

#include "base/tree.hpp"
#include "codec/octets.hpp"
#include "wire/ngap/diagnostics.hpp"
#include "wire/ngap/ies.hpp"

namespace pellucid::ngap {

// ---- Quality of service --------------------------------------------------------------------------------------------

/// Packet error rate: scalar * 10^-exponent, each 0..9.
struct PacketErrorRate {
  std::uint8_t scalar = 0;
  std::uint8_t exponent = 0;
  bool operator==(const PacketErrorRate&) const = default;
};
struct NonDynamic5qi {  // §9.3.1.28
  std::uint8_t five_qi = 0;
  std::optional<std::uint8_t> priority{};              // 1..127
  std::optional<std::uint16_t> averaging_window_ms{};  // 0..4095
  std::optional<std::uint32_t> max_data_burst{};       // octets, 0..2000000
  std::optional<std::uint16_t> cn_delay_budget_dl{};   // 1..65535, 0.01 ms
  std::optional<std::uint16_t> cn_delay_budget_ul{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const NonDynamic5qi&) const = default;
};
enum class DelayCritical : std::uint8_t { delay_critical, non_delay_critical };
struct Dynamic5qi {                // §9.3.1.18
  std::uint8_t priority = 1;       // 1..127
  std::uint16_t delay_budget = 0;  // 0..1023, 0.5 ms
  PacketErrorRate error_rate{};
  std::optional<std::uint8_t> five_qi{};
  std::optional<DelayCritical> delay_critical{};
  std::optional<std::uint16_t> averaging_window_ms{};
  std::optional<std::uint32_t> max_data_burst{};
  std::optional<std::uint16_t> extended_delay_budget{};  // 1..65535, 0.01 ms
  std::optional<std::uint16_t> cn_delay_budget_dl{};
  std::optional<std::uint16_t> cn_delay_budget_ul{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const Dynamic5qi&) const = default;
};
using QosCharacteristics = std::variant<NonDynamic5qi, Dynamic5qi, ChoiceExtension>;

/// Allocation and retention priority (§9.3.1.19).
struct Arp {
  std::uint8_t priority = 15;  // 1..15, 1 is the highest
  bool may_pre_empt = false;
  bool pre_emptable = false;
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const Arp&) const = default;
};
/// One choice of what a GBR flow may fall back to (§9.3.1.151).
struct AlternativeQos {
  std::uint8_t index = 1;  // 1..8
  std::optional<std::uint64_t> guaranteed_dl_bps{};
  std::optional<std::uint64_t> guaranteed_ul_bps{};
  std::optional<std::uint16_t> delay_budget{};  // 0..1023, 0.5 ms
  std::optional<PacketErrorRate> error_rate{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const AlternativeQos&) const = default;
};
struct GbrQos {  // §9.3.1.10
  std::uint64_t maximum_dl_bps = 0;
  std::uint64_t maximum_ul_bps = 0;
  std::uint64_t guaranteed_dl_bps = 0;
  std::uint64_t guaranteed_ul_bps = 0;
  bool notification_control = false;
  std::optional<std::uint16_t> max_packet_loss_dl{};  // 0..1000, 0.1 %
  std::optional<std::uint16_t> max_packet_loss_ul{};
  std::vector<AlternativeQos> alternatives{};  // at most 8
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const GbrQos&) const = default;
};
enum class QosMonitoring : std::uint8_t { ul, dl, both, stop };
struct QosParameters {  // QoS Flow Level QoS Parameters, §9.3.1.12
  QosCharacteristics characteristics{};
  Arp arp{};
  std::optional<GbrQos> gbr{};
  bool reflective = false;   // reflective QoS may be used
  bool more_likely = false;  // additional QoS flow information
  std::optional<QosMonitoring> monitoring{};
  std::optional<std::uint16_t> monitoring_period_s{};  // 1..1800
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const QosParameters&) const = default;
};

struct QosFlowSetup {
  Qfi qfi{};
  QosParameters qos{};
  std::optional<std::uint8_t> e_rab{};  // 0..15
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const QosFlowSetup&) const = default;
};
struct QosFlowModify {
  Qfi qfi{};
  std::optional<QosParameters> qos{};
  std::optional<std::uint8_t> e_rab{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const QosFlowModify&) const = default;
};
struct QosFlowFailed {  // QoS Flow List with Cause, §9.3.1.13
  Qfi qfi{};
  Cause cause{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const QosFlowFailed&) const = default;
};
/// A flow and, where the standard allows it, which alternative QoS parameters set is in use.
struct QosFlowRef {
  Qfi qfi{};
  std::optional<std::uint8_t> alternative{};  // Current QoS Parameters Set Index, 1..8
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const QosFlowRef&) const = default;
};
enum class FlowDirection : std::uint8_t { ul, dl };
struct AssociatedQosFlow {  // §9.3.1.99
  Qfi qfi{};
  std::optional<FlowDirection> only{};
  std::optional<std::uint8_t> alternative{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const AssociatedQosFlow&) const = default;
};
/// A tunnel and the flows that it carries (QoS Flow per TNL Information, §9.3.2.8).
struct FlowTunnel {
  GtpTunnel tunnel{};
  std::vector<AssociatedQosFlow> flows{};  // 1..64
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const FlowTunnel&) const = default;
};
/// Both ends of an additional or modified tunnel.
struct TunnelPair {
  GtpTunnel ul{};  // the core's end
  GtpTunnel dl{};  // the base station's end
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const TunnelPair&) const = default;
};

// ---- Security of the user plane ------------------------------------------------------------------------------------

enum class Protection : std::uint8_t { required, preferred, not_needed };
enum class Performed : std::uint8_t { performed, not_performed };
enum class MaxIntegrityRate : std::uint8_t { bitrate64kbs, maximum_ue_rate };
struct SecurityIndication {  // §9.3.1.27
  Protection integrity = Protection::not_needed;
  Protection confidentiality = Protection::not_needed;
  std::optional<MaxIntegrityRate> max_integrity_ul{};
  std::optional<MaxIntegrityRate> max_integrity_dl{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const SecurityIndication&) const = default;
};
struct SecurityResult {  // §9.3.1.59
  Performed integrity = Performed::not_performed;
  Performed confidentiality = Performed::not_performed;
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const SecurityResult&) const = default;
};
struct UserPlaneSecurity {  // §9.3.1.60
  SecurityResult result{};
  SecurityIndication indication{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const UserPlaneSecurity&) const = default;
};

// ---- Set up, modify, release ---------------------------------------------------------------------------------------

enum class PduSessionType : std::uint8_t { ipv4, ipv6, ipv4v6, ethernet, unstructured };

struct PduSessionResourceSetupRequestTransfer {  // §9.3.4.1
  std::optional<BitRates> ambr{};
  GtpTunnel ul_tunnel{};
  std::vector<GtpTunnel> additional_ul_tunnels{};  // at most 3
  bool no_data_forwarding = false;
  PduSessionType type = PduSessionType::ipv4;
  std::optional<SecurityIndication> security{};
  std::optional<std::uint16_t> network_instance{};  // 1..256
  std::vector<QosFlowSetup> flows{};                // 1..64
  bool direct_forwarding = false;
  std::optional<GtpTunnel> redundant_ul_tunnel{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceSetupRequestTransfer&) const = default;
};
struct PduSessionResourceSetupResponseTransfer {  // §9.3.4.2
  FlowTunnel dl{};
  std::vector<FlowTunnel> additional_dl{};  // at most 3
  std::optional<SecurityResult> security{};
  std::vector<QosFlowFailed> failed{};  // at most 64
  std::optional<FlowTunnel> redundant_dl{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceSetupResponseTransfer&) const = default;
};
struct PduSessionResourceModifyRequestTransfer {  // §9.3.4.3
  std::optional<BitRates> ambr{};
  std::vector<TunnelPair> ul_tunnels{};  // at most 4
  std::optional<std::uint16_t> network_instance{};
  std::vector<QosFlowModify> flows{};     // to add or modify, at most 64
  std::vector<QosFlowFailed> released{};  // to release, at most 64
  std::vector<GtpTunnel> additional_ul_tunnels{};
  std::optional<GtpTunnel> redundant_ul_tunnel{};
  std::optional<SecurityIndication> security{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceModifyRequestTransfer&) const = default;
};
struct PduSessionResourceModifyResponseTransfer {  // §9.3.4.4
  std::optional<GtpTunnel> dl_tunnel{};
  std::optional<GtpTunnel> ul_tunnel{};
  std::vector<QosFlowRef> flows{};          // added or modified
  std::vector<FlowTunnel> additional_dl{};  // at most 3
  std::vector<QosFlowFailed> failed{};
  std::vector<TunnelPair> additional_tunnels{};  // at most 3
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceModifyResponseTransfer&) const = default;
};
struct PduSessionResourceNotifyTransfer {  // §9.3.4.5
  struct Flow {
    Qfi qfi{};
    bool not_fulfilled = false;
    std::optional<std::uint8_t> alternative{};  // 0..8, 0: none can be fulfilled
    Unknown unknown{};
    void fields(At& at);
    bool operator==(const Flow&) const = default;
  };
  std::vector<Flow> flows{};
  std::vector<QosFlowFailed> released{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceNotifyTransfer&) const = default;
};
struct PduSessionResourceModifyIndicationTransfer {  // §9.3.4.6
  FlowTunnel dl{};
  std::vector<FlowTunnel> additional_dl{};
  std::optional<SecurityResult> security{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceModifyIndicationTransfer&) const = default;
};
struct PduSessionResourceModifyConfirmTransfer {  // §9.3.4.7
  std::vector<QosFlowRef> flows{};
  GtpTunnel ul_tunnel{};
  std::vector<TunnelPair> additional_tunnels{};
  std::vector<QosFlowFailed> failed{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceModifyConfirmTransfer&) const = default;
};

/// A transfer that carries nothing but the reason.
struct CauseTransfer {
  Cause cause{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const CauseTransfer&) const = default;
};
using PduSessionResourceReleaseCommandTransfer = CauseTransfer;                // §9.3.4.12
using PduSessionResourceNotifyReleasedTransfer = CauseTransfer;                // §9.3.4.13
using PduSessionResourceModifyIndicationUnsuccessfulTransfer = CauseTransfer;  // §9.3.4.22
using PathSwitchRequestSetupFailedTransfer = CauseTransfer;                    // §9.3.4.15
using PathSwitchRequestUnsuccessfulTransfer = CauseTransfer;                   // §9.3.4.20
using HandoverPreparationUnsuccessfulTransfer = CauseTransfer;                 // §9.3.4.18

/// A transfer that refuses, with the errors found in the request.
struct UnsuccessfulTransfer {
  Cause cause{};
  std::optional<CriticalityDiagnostics> diagnostics{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const UnsuccessfulTransfer&) const = default;
};
using PduSessionResourceSetupUnsuccessfulTransfer = UnsuccessfulTransfer;     // §9.3.4.16
using PduSessionResourceModifyUnsuccessfulTransfer = UnsuccessfulTransfer;    // §9.3.4.17
using HandoverResourceAllocationUnsuccessfulTransfer = UnsuccessfulTransfer;  // §9.3.4.19

struct PduSessionResourceReleaseResponseTransfer {  // §9.3.4.21
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionResourceReleaseResponseTransfer&) const = default;
};

// ---- Mobility ------------------------------------------------------------------------------------------------------

struct PathSwitchRequestTransfer {  // §9.3.4.8
  GtpTunnel dl_tunnel{};
  bool dl_tunnel_reused = false;
  std::optional<UserPlaneSecurity> security{};
  std::vector<QosFlowRef> flows{};  // accepted, 1..64
  std::vector<FlowTunnel> additional_dl{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PathSwitchRequestTransfer&) const = default;
};
struct PathSwitchRequestAcknowledgeTransfer {  // §9.3.4.9
  std::optional<GtpTunnel> ul_tunnel{};
  std::optional<SecurityIndication> security{};
  std::vector<TunnelPair> additional_tunnels{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PathSwitchRequestAcknowledgeTransfer&) const = default;
};

/// Forwarding of one radio bearer's data (§9.3.1.77).
struct DrbForwarding {
  std::uint8_t drb = 1;  // 1..32
  std::optional<GtpTunnel> dl{};
  std::optional<GtpTunnel> ul{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const DrbForwarding&) const = default;
};
struct HandoverRequiredTransfer {  // §9.3.4.14
  bool direct_forwarding = false;
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const HandoverRequiredTransfer&) const = default;
};
struct HandoverCommandTransfer {  // §9.3.4.10
  std::optional<GtpTunnel> dl_forwarding{};
  std::vector<QosFlowRef> forwarded{};  // flows to be forwarded
  std::vector<DrbForwarding> drbs{};    // at most 32
  std::vector<FlowTunnel> additional_dl_forwarding{};
  std::optional<GtpTunnel> ul_forwarding{};
  std::vector<GtpTunnel> additional_ul_forwarding{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const HandoverCommandTransfer&) const = default;
};
struct HandoverRequestAcknowledgeTransfer {  // §9.3.4.11
  struct Flow {
    Qfi qfi{};
    bool data_forwarding = false;
    std::optional<std::uint8_t> alternative{};
    Unknown unknown{};
    void fields(At& at);
    bool operator==(const Flow&) const = default;
  };
  GtpTunnel dl_tunnel{};
  std::optional<GtpTunnel> dl_forwarding{};
  std::optional<SecurityResult> security{};
  std::vector<Flow> flows{};  // 1..64
  std::vector<QosFlowFailed> failed{};
  std::vector<DrbForwarding> drbs{};
  std::optional<GtpTunnel> ul_forwarding{};
  std::vector<GtpTunnel> additional_ul_forwarding{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const HandoverRequestAcknowledgeTransfer&) const = default;
};

/// The transfer's octets (aligned PER). The value must be within its ranges (our own bug otherwise).
template <class T>
Bytes encode_transfer(const T& transfer);
/// A transfer from its octets. With `diagnostics` abstract syntax errors are reported there (TS 38.413 §10.3);
/// without, one that has to be rejected is an error.
template <class T>
codec::Decoded<T> decode_transfer(ByteView octets, Diagnostics* diagnostics = nullptr);
/// The transfer's fields under the standard's names.
template <class T>
Tree show_transfer(const T& transfer);
/// An arbitrary valid transfer, drawn from `draw` (a number below its argument); for tests and fuzzing.
template <class T>
T invent_transfer(const std::function<std::uint64_t(std::uint64_t)>& draw);

/// A transfer type by its element's name ("pDUSessionResourceSetupRequestTransfer"), for lists of PDU sessions, tests and
/// fuzzing. What cannot be decoded is shown in hexadecimal.
struct TransferType {
  const char* name;
  Bytes (*invent)(const std::function<std::uint64_t(std::uint64_t)>& draw);
  codec::Decoded<Bytes> (*reencode)(ByteView octets, Diagnostics* diagnostics);
  Tree (*show)(ByteView octets);
};
std::vector<TransferType> transfer_types();

}  // namespace pellucid::ngap

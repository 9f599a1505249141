#pragma once
// NGAP information elements as data (TS 38.413 §9.3, ASN.1 17.4). Each structure describes itself once in `fields()`,
// which decodes, encodes, prints and invents it (wire/ngap/at.hpp; only .cpp files need that).
//
// Shapes: an OPTIONAL element is a std::optional; an OPTIONAL list is a plain vector, empty when absent (the standard's
// lists are never empty). An ENUMERATED of one value that is present or absent is a bool. BIT STRINGs of up to 64 bits are numbers, first
// bit the most significant. Names of lists' limits are the ASN.1's. Bit rates are bit/s.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "wire/ngap/cause.hpp"

namespace pellucid::ngap {

class At;  // the engine at one place of a message

/// An IE that is held as the octets of its open type: one that this version does not know, or knows by name only.
struct RawIe {
  static constexpr std::uint16_t unplaced = 0xFFFF;
  std::uint16_t id = 0;
  Criticality criticality = Criticality::ignore;
  Bytes value{};
  /// How many IEs stood before it when received, so that it is re-emitted in its place. An unplaced one is emitted where
  /// the message's table has it, otherwise last.
  std::uint16_t place = unplaced;
  bool operator==(const RawIe&) const = default;
};

/// An IE that came with another criticality than its table says.
struct OtherCriticality {
  std::uint16_t id = 0;
  Criticality criticality = Criticality::reject;
  bool operator==(const OtherCriticality&) const = default;
};

/// What a received message or structure carried beyond its table. Kept and re-emitted, so that what was received
/// re-encodes to the same octets. Senders leave it empty.
struct Unknown {
  std::vector<RawIe> ies{};
  std::vector<OtherCriticality> criticalities{};
  std::vector<std::optional<Bytes>> additions{};  // of a SEQUENCE after its "...", as open types
  bool empty() const { return ies.empty() && criticalities.empty() && additions.empty(); }
  /// The held IE of that id, or nullptr.
  const RawIe* find(std::uint16_t id) const;
  bool operator==(const Unknown&) const = default;
};

/// A CHOICE's alternative that this version knows by id at most (choice-Extensions).
struct ChoiceExtension {
  std::uint16_t id = 0;
  Criticality criticality = Criticality::ignore;
  Bytes value{};
  bool operator==(const ChoiceExtension&) const = default;
};

/// The kind of a PDU; also which kind of message triggered an error.
enum class Kind : std::uint8_t { initiating, successful, unsuccessful };

/// What stands at the head of a message's table.
struct Heading {
  std::uint8_t procedure = 0;
  Kind kind = Kind::initiating;
  Criticality criticality = Criticality::ignore;
  const char* name = "";  // the ASN.1's: "NGSetupRequest"
};

// ---- Names of nodes and places -----------------------------------------------------------------------------------

struct GlobalGnbId {  // §9.3.1.6
  Plmn plmn{};
  std::uint32_t id = 0;
  std::uint8_t bits = 32;  // 22..32, the length of id
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const GlobalGnbId&) const = default;
};
struct GlobalNgEnbId {                                                // §9.3.1.8
  enum class Type : std::uint8_t { macro, short_macro, long_macro };  // 20, 18, 21 bits
  Plmn plmn{};
  Type type = Type::macro;
  std::uint32_t id = 0;
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const GlobalNgEnbId&) const = default;
};
struct GlobalN3iwfId {  // §9.3.1.57
  Plmn plmn{};
  std::uint16_t id = 0;
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const GlobalN3iwfId&) const = default;
};
using GlobalRanNodeId = std::variant<GlobalGnbId, GlobalNgEnbId, GlobalN3iwfId, ChoiceExtension>;  // §9.3.1.5
/// "gnb 999-70/000001/22": kind, network, id in hexadecimal, its bits. Two nodes with equal texts are the same node.
std::string text(const GlobalRanNodeId& node);

struct NrCgi {  // §9.3.1.7
  Plmn plmn{};
  NrCellId cell{};
  bool operator==(const NrCgi&) const = default;
};
struct EutraCgi {  // §9.3.1.9
  Plmn plmn{};
  std::uint32_t cell = 0;  // 28 bits
  bool operator==(const EutraCgi&) const = default;
};
using NgranCgi = std::variant<NrCgi, EutraCgi, ChoiceExtension>;  // §9.3.1.73

struct EpsTai {
  Plmn plmn{};
  std::uint16_t tac = 0;
  bool operator==(const EpsTai&) const = default;
};

/// Transport layer address (TS 38.414 §5.1): IPv4, IPv6, or both. `address` is the IPv4 one if there is one; `second`
/// is none unless both were given.
struct TransportAddress {
  IpAddress address{};
  IpAddress second{};
  bool operator==(const TransportAddress&) const = default;
};
/// A GTP-U tunnel's end (UP Transport Layer Information, §9.3.2.2).
struct GtpTunnel {
  IpAddress address{};
  Teid teid{};
  IpAddress second{};  // the IPv6 address when `address` is IPv4 and both are given
  bool operator==(const GtpTunnel&) const = default;
};
/// CP Transport Layer Information (§9.3.2.6).
struct CpTransport {
  IpAddress address{};
  IpAddress second{};
  std::optional<std::uint16_t> port{};
  bool operator==(const CpTransport&) const = default;
};

// ---- Interface management ------------------------------------------------------------------------------------------

enum class PagingDrx : std::uint8_t { v32, v64, v128, v256 };  // radio frames
enum class RatInformation : std::uint8_t { unlicensed, nb_iot, nr_leo, nr_meo, nr_geo, nr_othersat };
enum class TimeToWait : std::uint8_t { v1s, v2s, v5s, v10s, v20s, v60s };

struct BroadcastPlmn {  // an item of Broadcast PLMN List (§9.2.6.1)
  Plmn plmn{};
  std::vector<Snssai> slices{};       // 1..1024
  std::vector<Snssai> more_slices{};  // Extended TAI Slice Support List
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const BroadcastPlmn&) const = default;
};
struct SupportedTa {
  Tac tac{};
  std::vector<BroadcastPlmn> plmns{};  // 1..12
  std::optional<RatInformation> rat{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const SupportedTa&) const = default;
};
struct ServedGuami {
  Guami guami{};
  std::optional<std::string> backup_amf{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const ServedGuami&) const = default;
};
struct PlmnSupport {
  Plmn plmn{};
  std::vector<Snssai> slices{};       // 1..1024
  std::vector<Snssai> more_slices{};  // Extended Slice Support List
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PlmnSupport&) const = default;
};
/// Extended RAN Node Name, Extended AMF Name (§9.3.1.193, §9.3.3.51): longer alphabets than PrintableString.
struct ExtendedName {
  std::optional<std::string> visible{};
  std::optional<std::string> utf8{};
  Unknown unknown{};
  void fields(At& at, const char* visible_name, const char* utf8_name);
  bool operator==(const ExtendedName&) const = default;
};

enum class TnlUsage : std::uint8_t { ue, non_ue, both };
struct TnlToAdd {
  CpTransport address{};
  std::optional<TnlUsage> usage{};
  std::uint8_t weight = 0;
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const TnlToAdd&) const = default;
};
struct TnlToUpdate {
  CpTransport address{};
  std::optional<TnlUsage> usage{};
  std::optional<std::uint8_t> weight{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const TnlToUpdate&) const = default;
};
struct TnlToRemove {  // by the AMF
  CpTransport amf{};
  std::optional<CpTransport> ran{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const TnlToRemove&) const = default;
};
struct RanTnlToRemove {                            // by the RAN node
  static constexpr bool extension_marker = false;  // unlike nearly all of NGAP's SEQUENCEs
  CpTransport ran{};
  std::optional<CpTransport> amf{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const RanTnlToRemove&) const = default;
};
struct TnlFailed {
  CpTransport address{};
  Cause cause{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const TnlFailed&) const = default;
};

/// A UE's logical connection, by either or both of its ids (NG Reset).
struct UeConnection {
  std::optional<AmfUeNgapId> amf{};
  std::optional<RanUeNgapId> ran{};
  bool operator==(const UeConnection&) const = default;
};
/// Reset Type (in NG Reset, §9.2.6.11): the whole interface unless `part` lists connections (1..65536).
struct ResetType {
  std::vector<UeConnection> part{};
  bool whole() const { return part.empty(); }
  bool operator==(const ResetType&) const = default;
};

enum class TypeOfError : std::uint8_t { not_understood, missing };
struct CriticalityDiagnostics {  // §9.3.1.3
  struct Item {
    Criticality criticality = Criticality::reject;
    std::uint16_t ie = 0;
    TypeOfError error = TypeOfError::not_understood;
    bool operator==(const Item&) const = default;
  };
  std::optional<std::uint8_t> procedure{};
  std::optional<Kind> triggering{};
  std::optional<Criticality> criticality{};
  std::vector<Item> ies{};  // at most 256
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const CriticalityDiagnostics&) const = default;
};

enum class OverloadAction : std::uint8_t {
  reject_non_emergency_mo_dt,
  reject_rrc_cr_signalling,
  permit_emergency_sessions_and_mobile_terminated_services_only,
  permit_high_priority_sessions_and_mobile_terminated_services_only
};
struct SliceOverload {
  std::vector<Snssai> slices{};  // 1..1024
  std::optional<OverloadAction> action{};
  std::optional<std::uint8_t> reduction_percent{};  // 1..99
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const SliceOverload&) const = default;
};
struct UnavailableGuami {
  Guami guami{};
  bool apply_timer = false;
  std::optional<std::string> backup_amf{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const UnavailableGuami&) const = default;
};

// ---- The UE --------------------------------------------------------------------------------------------------------

enum class RrcEstablishmentCause : std::uint8_t {
  emergency,
  high_priority_access,
  mt_access,
  mo_signalling,
  mo_data,
  mo_voice_call,
  mo_video_call,
  mo_sms,
  mps_priority_access,
  mcs_priority_access,
  not_available,
  mo_exception_data
};
enum class RrcState : std::uint8_t { inactive, connected };
enum class RrcInactiveReport : std::uint8_t { subsequent_state_transition_report, single_rrc_connected_state_report, cancel_report };
enum class RedirectionVoiceFallback : std::uint8_t { possible, not_possible };
enum class SrvccOperation : std::uint8_t { possible, not_possible };
enum class Authorized : std::uint8_t { authorized, not_authorized };

struct UserLocationNr {  // §9.3.1.16
  NrCgi cell{};
  Tai tai{};
  std::optional<std::uint32_t> time{};  // seconds since 1900 (NTP)
  std::optional<std::uint64_t> nid{};   // 44 bits
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const UserLocationNr&) const = default;
};
struct UserLocationEutra {
  EutraCgi cell{};
  Tai tai{};
  std::optional<std::uint32_t> time{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const UserLocationEutra&) const = default;
};
struct UserLocationN3iwf {
  TransportAddress address{};
  std::uint16_t port = 0;
  std::optional<Tai> tai{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const UserLocationN3iwf&) const = default;
};
using UserLocation = std::variant<UserLocationEutra, UserLocationNr, UserLocationN3iwf, ChoiceExtension>;
/// The tracking area where the UE is, if the location tells one.
std::optional<Tai> tai_of(const UserLocation& location);

struct BitRates {  // UE aggregate maximum bit rate, PDU session aggregate maximum bit rate
  std::uint64_t dl_bps = 0;
  std::uint64_t ul_bps = 0;
  bool operator==(const BitRates&) const = default;
};
struct SliceBitRates {
  Snssai slice{};
  BitRates rates{};
  bool operator==(const SliceBitRates&) const = default;
};

/// §9.3.1.86. Bit 15 is algorithm 1 (128-NEA1, 128-NIA1 …), bit 14 algorithm 2, and so on.
struct UeSecurityCapabilities {
  std::uint16_t nr_encryption = 0;
  std::uint16_t nr_integrity = 0;
  std::uint16_t eutra_encryption = 0;
  std::uint16_t eutra_integrity = 0;
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const UeSecurityCapabilities&) const = default;
};
struct SecurityContext {                     // §9.3.1.88
  std::uint8_t next_hop_chaining_count = 0;  // 0..7
  Octets<32> next_hop{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const SecurityContext&) const = default;
};

enum class UeActivitySource : std::uint8_t { subscription_information, statistics };
enum class ExpectedHoInterval : std::uint8_t { sec15, sec30, sec60, sec90, sec120, sec180, long_time };
enum class ExpectedMobility : std::uint8_t { stationary, mobile };
struct ExpectedUeActivity {
  std::optional<std::uint8_t> active_period_s{};  // 1..30, 40, 50, 60, 80, 100, 120, 150, 180, 181
  std::optional<std::uint8_t> idle_period_s{};
  std::optional<UeActivitySource> source{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const ExpectedUeActivity&) const = default;
};
/// A cell and how long the UE stayed in it (Recommended Cells, Expected UE Moving Trajectory).
struct VisitedCell {
  NgranCgi cell{};
  std::optional<std::uint16_t> stayed_s{};  // 0..4095
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const VisitedCell&) const = default;
};
struct ExpectedUeBehaviour {  // §9.3.1.93
  std::optional<ExpectedUeActivity> activity{};
  std::optional<ExpectedHoInterval> ho_interval{};
  std::optional<ExpectedMobility> mobility{};
  std::vector<VisitedCell> trajectory{};  // at most 16
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const ExpectedUeBehaviour&) const = default;
};
struct InactiveAssistance {             // Core Network Assistance Information for RRC INACTIVE, §9.3.1.15
  std::uint16_t ue_identity_index = 0;  // 10 bits
  std::optional<PagingDrx> drx{};
  std::uint8_t periodic_registration_timer = 0;  // coded as GPRS timer 3
  bool mico = false;
  std::vector<Tai> tais{};  // 1..16
  std::optional<ExpectedUeBehaviour> expected{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const InactiveAssistance&) const = default;
};

struct RatRestriction {
  Plmn plmn{};
  std::uint8_t restricted = 0;  // bit 7: E-UTRA, bit 6: NR, …
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const RatRestriction&) const = default;
};
struct ForbiddenArea {
  Plmn plmn{};
  std::vector<Tac> tacs{};  // 1..4096
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const ForbiddenArea&) const = default;
};
struct ServiceArea {
  Plmn plmn{};
  std::vector<Tac> allowed{};      // at most 16
  std::vector<Tac> not_allowed{};  // at most 16
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const ServiceArea&) const = default;
};
struct MobilityRestrictions {  // §9.3.1.85
  Plmn serving{};
  std::vector<Plmn> equivalent{};          // at most 15
  std::vector<RatRestriction> rat{};       // at most 16
  std::vector<ForbiddenArea> forbidden{};  // at most 16
  std::vector<ServiceArea> service{};      // at most 16
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const MobilityRestrictions&) const = default;
};

enum class EmergencyTargetCn : std::uint8_t { five_gc, epc };
struct EmergencyFallback {
  std::optional<EmergencyTargetCn> target{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const EmergencyFallback&) const = default;
};

/// UE Radio Capability for Paging (§9.3.1.68): RRC containers, passed on unread.
struct RadioCapabilityForPaging {
  std::optional<Bytes> nr{};
  std::optional<Bytes> eutra{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const RadioCapabilityForPaging&) const = default;
};

enum class PagingPriority : std::uint8_t { level1, level2, level3, level4, level5, level6, level7, level8 };
using PagingTarget = std::variant<GlobalRanNodeId, Tai, ChoiceExtension>;  // AMF Paging Target
struct RecommendedCells {
  std::vector<VisitedCell> cells{};  // 1..16
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const RecommendedCells&) const = default;
};
struct RecommendedNode {
  PagingTarget target{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const RecommendedNode&) const = default;
};
struct RecommendedNodes {
  std::vector<RecommendedNode> nodes{};  // 1..16
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const RecommendedNodes&) const = default;
};
struct RecommendedForPaging {  // Info on Recommended Cells and RAN Nodes for Paging, §9.3.1.100
  RecommendedCells cells{};
  RecommendedNodes nodes{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const RecommendedForPaging&) const = default;
};
enum class NextPagingArea : std::uint8_t { same, changed };
struct PagingAttempt {
  std::uint8_t count = 1;     // 1..16
  std::uint8_t intended = 1;  // 1..16
  std::optional<NextPagingArea> next_area{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PagingAttempt&) const = default;
};
struct PagingAssistanceCells {  // Assistance Data for Recommended Cells, §9.3.1.70
  RecommendedCells recommended{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PagingAssistanceCells&) const = default;
};
struct PagingAssistance {  // Assistance Data for Paging, §9.3.1.69
  std::optional<PagingAssistanceCells> cells{};
  std::optional<PagingAttempt> attempt{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PagingAssistance&) const = default;
};

/// UE NGAP IDs (in UE Context Release Command, §9.2.2.5): both ids, or the AMF's alone.
struct UeNgapIds {
  AmfUeNgapId amf{};
  std::optional<RanUeNgapId> ran{};
  bool operator==(const UeNgapIds&) const = default;
};

// ---- PDU sessions in messages --------------------------------------------------------------------------------------
// The session's N2 part is an opaque transfer here (wire/ngap/transfers.hpp): the AMF passes it on unread.

/// An item of a list of PDU sessions that carries one transfer.
struct PduSessionItem {
  PduSessionId id{};
  Bytes transfer{};
  Unknown unknown{};
  void fields(At& at, const struct TransferType& transfer_type);
  bool operator==(const PduSessionItem&) const = default;
};
/// To set up (PDU Session Resource Setup, Initial Context Setup).
struct PduSessionSetup {
  PduSessionId id{};
  std::optional<Bytes> nas{};
  Snssai slice{};
  Bytes transfer{};  // PduSessionResourceSetupRequestTransfer
  Unknown unknown{};
  void fields(At& at, const char* nas_name);
  bool operator==(const PduSessionSetup&) const = default;
};
/// To set up at the target of a handover.
struct PduSessionHandover {
  PduSessionId id{};
  Snssai slice{};
  Bytes transfer{};  // PduSessionResourceSetupRequestTransfer
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionHandover&) const = default;
};
struct PduSessionModify {
  PduSessionId id{};
  std::optional<Bytes> nas{};
  Bytes transfer{};  // PduSessionResourceModifyRequestTransfer
  std::optional<Snssai> slice{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionModify&) const = default;
};
/// A PDU session by its id (UE Context Release Request, Complete).
struct PduSessionRef {
  PduSessionId id{};
  std::optional<Bytes> release_transfer{};  // PduSessionResourceReleaseResponseTransfer, in the Complete only
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const PduSessionRef&) const = default;
};

// ---- Mobility ------------------------------------------------------------------------------------------------------

enum class HandoverType : std::uint8_t { intra5gs, fivegs_to_eps, eps_to_5gs, fivegs_to_utran };
struct TargetRanNode {
  GlobalRanNodeId node{};
  Tai tai{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const TargetRanNode&) const = default;
};
struct TargetEnb {
  GlobalNgEnbId enb{};
  EpsTai tai{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const TargetEnb&) const = default;
};
using TargetId = std::variant<TargetRanNode, TargetEnb, ChoiceExtension>;  // §9.3.1.25
/// NPN Access Information (§9.3.3.46): the cell's closed access groups, 32 bits each, 1..64 of them.
using NpnAccess = std::variant<std::vector<std::uint32_t>, ChoiceExtension>;

/// What an AMF tells the AMF to which a registration is rerouted (§9.3.3.27).
struct AmfReroute {
  std::optional<Octets<128>> configured_nssai{};
  std::optional<Octets<32>> rejected_in_plmn{};
  std::optional<Octets<32>> rejected_in_ta{};
  Unknown unknown{};
  void fields(At& at);
  bool operator==(const AmfReroute&) const = default;
};

}  // namespace pellucid::ngap

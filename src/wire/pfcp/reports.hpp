#pragma once
// Grouped IEs that report: usage, downlink data, errors, load, paths (TS 29.244 §7.4, §7.5; the table's number at each).
#include "wire/pfcp/rules.hpp"

namespace pellucid::pfcp {

struct ApplicationDetection {  // 7.5.8.3-2
  Bytes application_id;
  std::optional<Bytes> application_instance_id;
  std::optional<FlowInformation> flow_information;
  std::optional<PdrId> pdr_id;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const ApplicationDetection&) const = default;
};

/// In the Session Modification Response (7.5.5.2-1), Session Deletion Response (7.5.7.2-1) and Session Report Request
/// (7.5.8.3-1); the last has all of these IEs, the others fewer.
struct UsageReport {
  UrrId urr_id;
  std::uint32_t ur_seqn = 0;  // from 0 for each URR
  UsageReportTrigger trigger;
  std::optional<NtpTime> start_time;
  std::optional<NtpTime> end_time;
  std::optional<VolumeMeasurement> volume;
  std::optional<std::uint32_t> duration_s;
  std::optional<ApplicationDetection> application_detection;
  std::optional<UeIpAddress> ue_ip_address;
  std::optional<NetworkInstance> network_instance;
  std::optional<NtpTime> time_of_first_packet;
  std::optional<NtpTime> time_of_last_packet;
  std::optional<UsageInformation> usage_information;
  std::optional<std::uint32_t> query_urr_reference;
  std::vector<NtpTime> event_time_stamps;
  std::optional<Bytes> ethernet_traffic;
  std::vector<Bytes> joined_multicast;
  std::vector<Bytes> left_multicast;
  std::vector<std::string> predefined_rules_names;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UsageReport&) const = default;
};

struct DownlinkDataReport {    // 7.5.8.2-1
  std::vector<PdrId> pdr_ids;  // one at least
  std::optional<DownlinkDataServiceInformation> service_information;
  std::optional<std::uint16_t> dl_data_packets_size;
  std::optional<DataStatus> data_status;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const DownlinkDataReport&) const = default;
};

struct ErrorIndicationReport {        // 7.5.8.4-1
  std::vector<FTeid> remote_f_teids;  // one at least
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const ErrorIndicationReport&) const = default;
};

struct LoadControlInformation {  // 7.5.3.3-1
  std::uint32_t sequence_number = 0;
  std::uint8_t metric = 0;  // 0..100
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const LoadControlInformation&) const = default;
};

struct OverloadControlInformation {  // 7.5.3.4-1
  std::uint32_t sequence_number = 0;
  std::uint8_t reduction_metric = 0;  // 0..100
  UnitTimer period_of_validity;
  std::optional<OciFlags> flags;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const OverloadControlInformation&) const = default;
};

struct PartialFailureInformation {  // 7.5.3.1-2
  FailedRuleId failed_rule_id;
  Cause failure_cause = Cause::request_rejected;
  std::vector<OffendingIeInformation> offending_ies;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const PartialFailureInformation&) const = default;
};

struct PacketRateStatusReport {  // 7.5.5.4-1, 7.5.7.1-2
  QerId qer_id;
  PacketRateStatus status;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const PacketRateStatusReport&) const = default;
};

/// User Plane Path Failure, Path Recovery and Peer UP Restart reports (7.4.5.1.2-1, 7.4.5.1.3-1, 7.4.5.1.7-1).
struct PathReport {
  std::vector<RemoteGtpuPeer> peers;  // one at least
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const PathReport&) const = default;
};

struct PfdContext {  // 7.4.3.1-3
  std::vector<Bytes> pfd_contents;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const PfdContext&) const = default;
};

struct ApplicationPfds {  // 7.4.3.1-2
  Bytes application_id;
  std::vector<PfdContext> pfd_contexts;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const ApplicationPfds&) const = default;
};

struct SessionRetentionInformation {  // 7.4.4.1-2: no address means all sessions
  std::vector<EntityAddress> cp_entities;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const SessionRetentionInformation&) const = default;
};

struct UeIpPoolInformation {  // 7.4.4.1-3
  std::vector<UeIpPoolIdentity> pools;
  std::optional<NetworkInstance> network_instance;
  std::vector<Slice> slices;
  std::optional<IpVersions> ip_version;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UeIpPoolInformation&) const = default;
};

struct UeIpUsageInformation {  // 7.4.4.3.1-1
  std::uint32_t sequence_number = 0;
  std::uint8_t metric = 0;
  std::uint16_t validity_s = 0;
  NumberOfUeIpAddresses addresses;
  NetworkInstance network_instance;
  std::optional<UeIpPoolIdentity> pool;
  std::optional<Slice> slice;
  codec::OtherIes other;
  static const codec::TlvTable wire;
  bool operator==(const UeIpUsageInformation&) const = default;
};

}  // namespace pellucid::pfcp

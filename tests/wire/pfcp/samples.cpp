#include "samples.hpp"

using namespace pellucid;
using namespace pellucid::pfcp;

namespace {

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

Bytes octets(const char* digits) { return *from_hex(digits); }

NodeId node() { return NodeId(LabelledName("upf-1.mnc070.mcc999.3gppnetwork.org")); }

UeIpPoolInformation pool() {
  UeIpPoolInformation made;
  made.pools = {UeIpPoolIdentity{"pool-a"}, UeIpPoolIdentity{"pool-b"}};
  made.network_instance = NetworkInstance("internet");
  made.slices = {Slice{{1, {}}}, Slice{{2, 0x00abcd}}};
  made.ip_version = IpVersions{IpVersion::v4, IpVersion::v6};
  return made;
}

UeIpUsageInformation pool_usage() {
  UeIpUsageInformation made;
  made.sequence_number = 5;
  made.metric = 40;
  made.validity_s = 300;
  made.addresses = {1000, 2000};
  made.network_instance = NetworkInstance("internet");
  made.pool = UeIpPoolIdentity{"pool-a"};
  made.slice = Slice{{1, 0x10}};
  return made;
}

FqCsid fq_csid() { return {0, octets("7f000004"), {1, 2}, 2}; }

Pdi downlink_pdi() {
  Pdi pdi;
  pdi.source_interface = SourceInterface::core;
  pdi.network_instance = NetworkInstance("internet");
  UeIpAddress address;
  address.ipv4 = ip("10.45.0.2");
  address.ipv6 = ip("2001:db8:1::");
  address.destination = true;
  pdi.ue_ip_addresses = {address};
  SdfFilter filter;
  filter.flow_description = "permit out ip from 192.0.2.0/24 80 to assigned";
  filter.tos_traffic_class = 0xB8FC;
  filter.security_parameter_index = 0x01020304;
  filter.flow_label = 0x012345;
  filter.filter_id = 9;
  pdi.sdf_filters = {filter};
  pdi.application_id = to_bytes(as_bytes("video"));
  pdi.qfis = {Qfi(1), Qfi(9)};
  pdi.framed_routes = {"192.168.7.0/24 0.0.0.0 1"};
  pdi.framed_routing = 0;
  pdi.framed_ipv6_routes = {"2001:db8:9::/48 :: 1"};
  pdi.source_interface_type = InterfaceType::n6;
  return pdi;
}

Pdi uplink_pdi() {
  Pdi pdi;
  pdi.local_f_teid = FTeid::choose_one(true, false, 5);
  pdi.network_instance = NetworkInstance("internet");
  UeIpAddress address;
  address.choose_v4 = true;
  pdi.ue_ip_addresses = {address};
  pdi.qfis = {Qfi(1)};
  return pdi;
}

CreatePdr create_pdr(std::uint16_t id, Pdi pdi) {
  CreatePdr pdr;
  pdr.pdr_id = PdrId(id);
  pdr.precedence = 255;
  pdr.pdi = std::move(pdi);
  pdr.outer_header_removal = OuterHeaderRemoval{OuterHeaderKind::gtpu_udp_ip, 1};
  pdr.far_id = FarId(id);
  pdr.urr_ids = {UrrId(1), UrrId(2)};
  pdr.qer_ids = {QerId(1)};
  pdr.activate_predefined_rules = {"rule-a"};
  pdr.activation_time = NtpTime(0xEEAC8034);
  pdr.deactivation_time = NtpTime(0xEEAC9034);
  return pdr;
}

CreateFar create_far(std::uint32_t id) {
  CreateFar far;
  far.far_id = FarId(id);
  far.apply_action = {Apply::forw};
  auto& forward = far.forwarding_parameters.emplace();
  forward.destination_interface = DestinationInterface::core;
  forward.network_instance = NetworkInstance("internet");
  forward.redirect_information = RedirectInformation{4, "192.0.2.9", "2001:db8::9", {}};
  forward.outer_header_creation = OuterHeaderCreation::gtpu(Teid(0x1234), ip("10.10.0.2"));
  forward.transport_level_marking = TransportLevelMarking{0xB8, 0xFC};
  forward.forwarding_policy = ForwardingPolicy{"policy-1"};
  forward.header_enrichments = {HeaderEnrichment{0, "x-tenant", "seven"}};
  forward.linked_traffic_endpoint_id = TrafficEndpointId(3);
  forward.destination_interface_type = InterfaceType::n6;
  forward.data_network_access_identifier = "dnai-1";
  DuplicatingParameters copy;
  copy.destination_interface = DestinationInterface::li_function;
  copy.outer_header_creation = OuterHeaderCreation::gtpu(Teid(0x99), ip("2001:db8::9"));
  far.duplicating_parameters = {copy};
  far.bar_id = BarId(1);
  return far;
}

template <class U>
U urr() {
  U urr;
  urr.urr_id = UrrId(1);
  urr.measurement_method = MeasurementMethod{Measure::volum, Measure::durat};
  urr.reporting_triggers = ReportingTriggers{ReportingTrigger::volth, ReportingTrigger::quvti, ReportingTrigger::upint};
  urr.measurement_period_s = 600;
  urr.volume_threshold = Volume{1000000, {}, 5000};
  urr.volume_quota = Volume{{}, 1000000, {}};
  urr.event_threshold = 4;
  urr.event_quota = 5;
  urr.time_threshold_s = 60;
  urr.time_quota_s = 120;
  urr.quota_holding_time_s = 30;
  urr.dropped_dl_traffic_threshold = DroppedDlTrafficThreshold{100, 200000};
  urr.quota_validity_time_s = 900;
  urr.monitoring_time = NtpTime(0xEEAC8034);
  urr.subsequent_volume_threshold = Volume{1, 2, 3};
  urr.subsequent_time_threshold_s = 61;
  urr.subsequent_volume_quota = Volume{4, {}, {}};
  urr.subsequent_time_quota_s = 62;
  urr.subsequent_event_threshold = 7;
  urr.subsequent_event_quota = 8;
  urr.inactivity_detection_time_s = 10;
  urr.linked_urr_ids = {UrrId(2)};
  urr.measurement_information = MeasurementInformation{MeasurementInfo::mnop};
  urr.time_quota_mechanism = TimeQuotaMechanism{1, 10};
  AggregatedUrr aggregated;
  aggregated.urr_id = UrrId(7);
  aggregated.multiplier = {5, -1};
  urr.aggregated_urrs = {aggregated};
  urr.far_id_for_quota_action = FarId(3);
  urr.ethernet_inactivity_timer_s = 77;
  AdditionalMonitoringTime later;
  later.monitoring_time = NtpTime(0xEEAC9034);
  later.subsequent_volume_threshold = Volume{9, {}, {}};
  later.subsequent_time_threshold_s = 11;
  urr.additional_monitoring_times = {later};
  urr.number_of_reports = 3;
  urr.exempted_application_ids = {to_bytes(as_bytes("dns"))};
  urr.exempted_sdf_filters = {SdfFilter{"permit out 17 from any 53 to assigned", {}, {}, {}, {}}};
  urr.user_plane_inactivity_timer_s = 3600;
  return urr;
}

template <class Q>
Q qer() {
  Q qer;
  qer.qer_id = QerId(1);
  qer.qer_correlation_ids = {2};
  qer.gate_status = GateStatus{false, true};
  qer.maximum_bitrate = BitRates{1000000, 2000000};
  qer.guaranteed_bitrate = BitRates{500, 0xFFFFFFFFFF};
  qer.packet_rate = PacketRate{PacketRateLimit{1, 100}, PacketRateLimit{2, 200}, {}, {}};
  qer.dl_flow_level_marking = DlFlowLevelMarking{0xB8FC, 0x8001};
  qer.qfi = Qfi(9);
  qer.rqi = true;
  qer.paging_policy_indicator = 5;
  qer.averaging_window_ms = 2000;
  qer.control_indications = QerControlIndications{QerControl::rcsr};
  return qer;
}

PacketRateStatusReport packet_rate_status() {
  PacketRateStatusReport made;
  made.qer_id = QerId(1);
  made.status.uplink = 10;
  made.status.downlink = 20;
  made.status.validity_time = {0xEE, 0xAC, 0x80, 0x34, 0, 0, 0, 0};
  return made;
}

Bar bar(bool update) {
  Bar made;
  made.bar_id = BarId(1);
  made.downlink_data_notification_delay = 2;
  if (update) {
    made.dl_buffering_duration = UnitTimer::at_least_s(120);
    made.dl_buffering_suggested_packet_count = BufferingPacketCount{500, false};
  }
  made.suggested_buffering_packets_count = 50;
  return made;
}

TrafficEndpoint endpoint() {
  TrafficEndpoint made;
  made.id = TrafficEndpointId(3);
  made.local_f_teid = FTeid::of(Teid(0x5678), ip("10.10.0.1"));
  made.network_instance = NetworkInstance("internet");
  UeIpAddress address;
  address.ipv6 = ip("2001:db8:1::");
  address.delegation_bits = 4;
  made.ue_ip_addresses = {address};
  made.framed_routes = {"192.168.7.0/24 0.0.0.0 1"};
  made.qfis = {Qfi(3)};
  made.source_interface_type = InterfaceType::n3_3gpp_access;
  return made;
}

CreatedPdr created_pdr() {
  CreatedPdr made;
  made.pdr_id = PdrId(2);
  made.local_f_teid = FTeid{false, false, {}, Teid(0x37ff), ip("10.10.0.1"), ip("2001:db8::1")};
  made.redundant_f_teid = FTeid::of(Teid(0x3800), ip("10.10.0.3"));
  UeIpAddress address;
  address.ipv4 = ip("10.45.0.2");
  made.ue_ip_addresses = {address};
  return made;
}

LoadControlInformation load() {
  LoadControlInformation made;
  made.sequence_number = 3;
  made.metric = 55;
  return made;
}

OverloadControlInformation overload() {
  OverloadControlInformation made;
  made.sequence_number = 4;
  made.reduction_metric = 20;
  made.period_of_validity = UnitTimer::at_least_s(30);
  made.flags = OciFlags{OverloadFlag::aoci};
  return made;
}

UsageReport usage(bool in_report) {
  UsageReport made;
  made.urr_id = UrrId(1);
  made.ur_seqn = 2;
  made.trigger = {UsageTrigger::volth, UsageTrigger::upint};
  made.start_time = NtpTime(0xEEAC8034);
  made.end_time = NtpTime(0xEEAC9034);
  made.volume = VolumeMeasurement{1000, 400, 600, 10, 4, 6};
  made.duration_s = 4096;
  made.time_of_first_packet = NtpTime(0xEEAC8035);
  made.time_of_last_packet = NtpTime(0xEEAC9033);
  made.usage_information = UsageInformation{Usage::bef};
  if (!in_report) return made;
  auto& found = made.application_detection.emplace();
  found.application_id = to_bytes(as_bytes("video"));
  found.application_instance_id = to_bytes(as_bytes("1"));
  found.flow_information = FlowInformation{3, "permit out ip from any to assigned"};
  found.pdr_id = PdrId(1);
  made.query_urr_reference = 17;
  made.event_time_stamps = {NtpTime(0xEEAC8036)};
  made.network_instance = NetworkInstance("internet");
  UeIpAddress address;
  address.ipv4 = ip("10.45.0.2");
  made.ue_ip_address = address;
  return made;
}

PartialFailureInformation partial_failure() {
  PartialFailureInformation made;
  made.failed_rule_id = {RuleKind::urr, 9};
  made.failure_cause = Cause::unknown_application_id;
  made.offending_ies = {OffendingIeInformation{24, octets("0001")}};
  return made;
}

PathReport path() {
  PathReport made;
  RemoteGtpuPeer peer;
  peer.ipv4 = ip("10.10.0.2");
  peer.interface = DestinationInterface::access;
  peer.network_instance = NetworkInstance("internet");
  made.peers = {peer};
  return made;
}

EntityAddress entity(bool preferred) { return {ip("10.1.0.4"), ip("2001:db8::4"), preferred}; }

struct Samples {
  std::vector<Pdu> all;
  template <class M>
  void add(M message) {
    Header header;
    header.sequence = 0x00A0 + std::uint32_t(all.size());
    header.type = M::type;
    header.has_seid = is_session_type(M::type);
    if (header.has_seid) {
      header.seid = Seid(0x1122334455667788);
      header.priority = 3;
    }
    all.emplace_back(header, Message(std::move(message)));
  }
};

void node_messages(Samples& samples) {
  NtpTime started(0xEEAC8034);
  HeartbeatRequest heartbeat;
  heartbeat.recovery_time_stamp = started;
  heartbeat.source_ip_address = SourceIpAddress{ip("192.0.2.1"), {}, 24};
  samples.add(heartbeat);
  samples.add(HeartbeatResponse{started, {}});

  PfdManagementRequest pfd;
  auto& application = pfd.applications.emplace_back();
  application.application_id = to_bytes(as_bytes("video"));
  application.pfd_contexts.emplace_back().pfd_contents = {octets("0200000b6578616d706c652e6f7267")};
  pfd.node_id = node();
  samples.add(pfd);
  samples.add(PfdManagementResponse{Cause::mandatory_ie_incorrect, 58, node(), {}});

  AssociationSetupRequest setup;
  setup.node_id = node();
  setup.recovery_time_stamp = started;
  setup.up_features = UpFunctionFeatures{UpFeature::ftup, UpFeature::empu, UpFeature::ueip, UpFeature::upidp};
  setup.cp_features = CpFunctionFeatures{CpFeature::load, CpFeature::rpgur};
  setup.alternative_smf_addresses = {entity(true)};
  auto& retained = setup.session_retention.emplace();
  retained.cp_entities = {entity(false)};
  setup.ue_ip_pools = {pool()};
  setup.upf_instance_id = Octets<16>{1, 2, 3, 4};
  setup.flags = AsReqFlags{SetupRequestFlag::uupsi};
  samples.add(setup);

  AssociationSetupResponse accepted;
  accepted.node_id = node();
  accepted.recovery_time_stamp = started;
  accepted.up_features = setup.up_features;
  accepted.flags = AsRspFlags{SetupResponseFlag::psrei};
  accepted.ue_ip_pools = {pool()};
  samples.add(accepted);

  AssociationUpdateRequest update;
  update.node_id = node();
  update.up_features = setup.up_features;
  update.association_release = AssociationReleaseFlags{ReleaseFlag::sarr};
  update.graceful_release_period = UnitTimer::at_least_s(600);
  update.flags = AuReqFlags{UpdateFlag::parps};
  update.ue_ip_usage = {pool_usage()};
  samples.add(update);
  AssociationUpdateResponse updated;
  updated.node_id = node();
  updated.cp_features = setup.cp_features;
  updated.ue_ip_usage = {pool_usage()};
  samples.add(updated);
  samples.add(AssociationReleaseRequest{node(), {}});
  samples.add(AssociationReleaseResponse{node(), Cause::request_accepted, {}});
  samples.add(VersionNotSupportedResponse{});

  NodeReportRequest report;
  report.node_id = node();
  report.report_type = {NodeReport::upfr, NodeReport::uprr};
  report.path_failure = path();
  report.path_recovery = path();
  samples.add(report);
  samples.add(NodeReportResponse{node(), Cause::mandatory_ie_missing, 101, {}});
  samples.add(SessionSetDeletionRequest{node(), {fq_csid()}, {}});
  samples.add(SessionSetDeletionResponse{node(), Cause::request_accepted, {}, {}});
  // PFCP Session Change Info: FQ-CSID, Alternative SMF IP Address.
  samples.add(SessionSetModificationRequest{node(),
                                            {octets("004100070"
                                                    "17f0000040001"
                                                    "00b20005020a010004")},
                                            {}});
  samples.add(SessionSetModificationResponse{node(), Cause::request_accepted, {}, {}});
}

void establishment(Samples& samples) {
  SessionEstablishmentRequest request;
  request.node_id = NodeId(ip("127.0.0.2"));
  request.cp_f_seid = {Seid(0xf70), ip("127.0.0.2"), ip("2001:db8::2")};
  request.create_pdrs = {create_pdr(1, downlink_pdi()), create_pdr(2, uplink_pdi())};
  request.create_fars = {create_far(1), create_far(2)};
  request.create_urrs = {urr<CreateUrr>()};
  request.create_qers = {qer<CreateQer>()};
  request.create_bar = bar(false);
  request.create_traffic_endpoints = {endpoint()};
  request.pdn_type = PdnType::ipv4v6;
  request.fq_csids = {fq_csid()};
  request.user_plane_inactivity_timer_s = 7200;
  auto& user = request.user_id.emplace();
  user.imsi = octets("99990700000000f1");
  user.imei = octets("5323211010325476");
  user.msisdn = octets("947100000001");
  user.nai = to_bytes(as_bytes("user@example.org"));
  request.apn_dnn = ApnDnn("internet");
  request.flags = SeReqFlags{EstablishmentFlag::resti};
  request.recovery_time_stamp = NtpTime(0xEEAC8034);
  request.slice = Slice{{1, 0x00abcd}};
  request.rat_type = 10;
  samples.add(request);

  SessionEstablishmentResponse response;
  response.node_id = NodeId(ip("2001:db8::3"));
  response.cause = Cause::request_partially_accepted;
  response.up_f_seid = FSeid::of(Seid(0x610), ip("127.0.0.3"));
  response.created_pdrs = {created_pdr()};
  response.load = load();
  response.overload = overload();
  response.fq_csids = {fq_csid()};
  response.failed_rule_id = FailedRuleId{RuleKind::bar, 4};
  auto& made = response.created_traffic_endpoints.emplace_back();
  made.id = TrafficEndpointId(3);
  made.local_f_teid = FTeid::of(Teid(7), ip("10.10.0.1"));
  response.partial_failures = {partial_failure()};
  samples.add(response);
}

void modification(Samples& samples) {
  SessionModificationRequest request;
  request.cp_f_seid = FSeid::of(Seid(0xf70), ip("127.0.0.2"));
  request.remove_pdrs.emplace_back().pdr_id = PdrId(4);
  request.remove_fars.emplace_back().far_id = FarId(4);
  request.remove_urrs.emplace_back().urr_id = UrrId(4);
  request.remove_qers.emplace_back().qer_id = QerId(4);
  request.remove_bar.emplace().bar_id = BarId(2);
  request.remove_traffic_endpoints.emplace_back().id = TrafficEndpointId(9);
  request.create_pdrs = {create_pdr(5, uplink_pdi())};
  request.create_fars = {create_far(5)};
  request.create_urrs = {urr<CreateUrr>()};
  request.create_qers = {qer<CreateQer>()};
  request.create_bar = bar(false);
  request.create_traffic_endpoints = {endpoint()};
  auto& pdr = request.update_pdrs.emplace_back();
  pdr.pdr_id = PdrId(1);
  pdr.precedence = 10;
  pdr.pdi = downlink_pdi();
  pdr.qer_ids = {QerId(2)};
  pdr.deactivate_predefined_rules = {"rule-a"};
  auto& far = request.update_fars.emplace_back();
  far.far_id = FarId(1);
  far.apply_action = ApplyAction{Apply::forw};
  auto& forward = far.forwarding_parameters.emplace();
  forward.destination_interface = DestinationInterface::access;
  forward.outer_header_creation = OuterHeaderCreation::gtpu(Teid(1), ip("10.10.0.2"));
  forward.flags = SmReqFlags{ModificationFlag::sndem};
  far.bar_id = BarId(1);
  request.update_urrs = {urr<UpdateUrr>()};
  request.update_qers = {qer<UpdateQer>()};
  request.update_bar = bar(false);
  request.update_traffic_endpoints = {endpoint()};
  request.flags = SmReqFlags{ModificationFlag::qaurr, ModificationFlag::drobu};
  request.query_urrs.emplace_back().urr_id = UrrId(1);
  request.user_plane_inactivity_timer_s = 60;
  request.query_urr_reference = 17;
  request.node_id = NodeId(ip("127.0.0.2"));
  request.query_packet_rate_status.emplace_back().qer_id = QerId(1);
  request.slice = Slice{{1, {}}};
  request.rat_type = 10;
  samples.add(request);

  SessionModificationResponse response;
  response.offending_ie = 21;
  response.created_pdrs = {created_pdr()};
  response.load = load();
  response.overload = overload();
  response.usage_reports = {usage(false), usage(false)};
  response.failed_rule_id = FailedRuleId{RuleKind::far, 4};
  response.additional_usage_reports = AdditionalUsageReports{false, 2};
  auto& updated = response.updated_pdrs.emplace_back();
  updated.pdr_id = PdrId(1);
  updated.f_teids = {FTeid::of(Teid(8), ip("10.10.0.1"))};
  response.packet_rate_status = {packet_rate_status()};
  response.partial_failures = {partial_failure()};
  samples.add(response);
}

void deletion_and_report(Samples& samples) {
  samples.add(SessionDeletionRequest{});
  SessionDeletionResponse deleted;
  deleted.cause = Cause::more_usage_report_to_send;
  deleted.usage_reports = {usage(false)};
  deleted.additional_usage_reports = AdditionalUsageReports{true, 1};
  deleted.packet_rate_status = {packet_rate_status()};
  deleted.flags = SdRspFlags{DeletionFlag::puru};
  samples.add(deleted);

  SessionReportRequest report;
  report.report_type = {Report::dldr, Report::usar, Report::erir};
  auto& data = report.downlink_data.emplace();
  data.pdr_ids = {PdrId(1)};
  data.service_information = DownlinkDataServiceInformation{0x2E, Qfi(1)};
  data.dl_data_packets_size = 1400;
  data.data_status = DataStatus{DataState::buff};
  report.usage_reports = {usage(true)};
  report.error_indication.emplace().remote_f_teids = {FTeid::of(Teid(1), ip("10.10.0.2"))};
  report.load = load();
  report.overload = overload();
  report.flags = SrReqFlags{ReportRequestFlag::psdbu};
  report.old_cp_f_seid = FSeid::of(Seid(5), ip("127.0.0.9"));
  report.packet_rate_status = {packet_rate_status()};
  report.cause = Cause::l2tp_session_release;
  samples.add(report);

  SessionReportResponse response;
  response.update_bar = bar(true);
  response.flags = SrRspFlags{ReportResponseFlag::drobu};
  response.cp_f_seid = FSeid::of(Seid(6), ip("127.0.0.2"));
  response.n4u_f_teid = FTeid::of(Teid(3), ip("127.0.0.2"));
  response.alternative_smf_address = entity(false);
  response.fq_csids = {fq_csid()};
  response.node_id = node();
  samples.add(response);
}

}  // namespace

std::vector<Pdu> pfcp_samples() {
  Samples samples;
  node_messages(samples);
  establishment(samples);
  modification(samples);
  deletion_and_report(samples);
  return samples.all;
}

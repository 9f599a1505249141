// Real PFCP (tests/data/wire_pfcp): decodes, prints, re-encodes to the same octets.
#include <gtest/gtest.h>

#include <map>

#include "support.hpp"
#include "wire/pfcp/messages.hpp"

using namespace pellucid;
using namespace pellucid::pfcp;

namespace {

TEST(Captures, ReencodeToTheSameOctets) {
  auto captured = captured_messages("wire_pfcp/captures.txt");
  ASSERT_EQ(captured.size(), 92u);
  for (auto& [source, octets] : captured) {
    auto pdu = pfcp::decode(octets);
    ASSERT_TRUE(pdu.ok()) << source << ": " << codec::text(pdu.error());
    EXPECT_EQ(hex(pfcp::encode(*pdu)), hex(octets)) << source;
    EXPECT_FALSE(show(*pdu).json().empty());
  }
}

const Pdu& captured(const char* source) {
  static std::map<std::string, Pdu> all = [] {
    std::map<std::string, Pdu> out;
    for (auto& [name, octets] : captured_messages("wire_pfcp/captures.txt")) out.emplace(name, *pfcp::decode(octets));
    return out;
  }();
  return all.at(source);
}

TEST(Captures, EstablishmentHasItsRules) {
  auto& pdu = captured("open-core-session 26");
  EXPECT_STREQ(name_of(pdu), "Session Establishment Request");
  EXPECT_EQ(pdu.header.sequence, 3u);
  EXPECT_EQ(pdu.header.seid, Seid(0));
  auto* request = pdu.get<SessionEstablishmentRequest>();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->node_id.text(), "127.0.0.4");
  EXPECT_EQ(request->cp_f_seid.seid, Seid(0xf70));
  ASSERT_EQ(request->create_pdrs.size(), 4u);
  auto& downlink = request->create_pdrs[0];
  EXPECT_EQ(downlink.pdr_id, PdrId(1));
  EXPECT_EQ(downlink.precedence, 0xffffu);
  EXPECT_EQ(downlink.pdi.source_interface, SourceInterface::core);
  EXPECT_EQ(downlink.pdi.network_instance->text(), "internet");
  ASSERT_EQ(downlink.pdi.ue_ip_addresses.size(), 1u);
  EXPECT_EQ(downlink.pdi.ue_ip_addresses[0].ipv4.text(), "10.45.0.2");
  EXPECT_TRUE(downlink.pdi.ue_ip_addresses[0].destination);
  EXPECT_EQ(downlink.urr_ids, std::vector{UrrId(1)});
  auto& uplink = request->create_pdrs[1];
  ASSERT_TRUE(uplink.pdi.local_f_teid);
  EXPECT_TRUE(uplink.pdi.local_f_teid->choose_v4);
  EXPECT_TRUE(uplink.pdi.local_f_teid->choose_v6);
  EXPECT_EQ(uplink.pdi.local_f_teid->choose_id, 5);
  EXPECT_EQ(uplink.pdi.qfis, std::vector{Qfi(1)});
  EXPECT_EQ(uplink.outer_header_removal->header, OuterHeaderKind::gtpu_udp_ip);
  EXPECT_EQ(request->create_pdrs[3].pdi.sdf_filters.at(0).flow_description, "permit out 58 from ff02::2/128 to assigned");
  ASSERT_EQ(request->create_fars.size(), 3u);
  EXPECT_EQ(request->create_fars[0].apply_action, (ApplyAction{Apply::buff, Apply::nocp}));
  EXPECT_EQ(request->create_fars[1].forwarding_parameters->destination_interface, DestinationInterface::core);
  EXPECT_EQ(request->create_fars[0].bar_id, BarId(1));
}

TEST(Captures, ModificationCarriesTheTunnel) {
  auto& pdu = captured("open-core-session 30");
  auto* request = pdu.get<SessionModificationRequest>();
  ASSERT_TRUE(request);
  ASSERT_EQ(request->update_fars.size(), 1u);
  auto& far = request->update_fars[0];
  EXPECT_TRUE(far.apply_action->has(Apply::forw));
  EXPECT_FALSE(far.apply_action->has(Apply::buff));
  auto& tunnel = far.forwarding_parameters->outer_header_creation;
  ASSERT_TRUE(tunnel && tunnel->is_gtpu());
  EXPECT_EQ(tunnel->teid, Teid(1));
  EXPECT_EQ(tunnel->ipv4.text(), "10.10.0.2");
}

TEST(Captures, ReportsAndFeaturesRead) {
  auto* report = captured("open-core-paging 42").get<SessionReportRequest>();
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->report_type.has(Report::dldr));
  EXPECT_EQ(report->downlink_data->pdr_ids.at(0), PdrId(1));
  EXPECT_EQ(report->downlink_data->service_information->qfi, Qfi(1));
  auto* setup = captured("open-core-session 2").get<AssociationSetupResponse>();
  ASSERT_TRUE(setup);
  EXPECT_EQ(setup->up_features->shown().json(), R"(["FTUP","EMPU","FRRT","MNOP","VTIME"])");
  auto* deleted = captured("open-core-session 84").get<SessionDeletionResponse>();
  ASSERT_TRUE(deleted);
  EXPECT_EQ(deleted->usage_reports.at(0).volume->total, 0x2a0u);
  EXPECT_TRUE(deleted->usage_reports[0].trigger.has(UsageTrigger::termr));
}

TEST(Captures, PrintsTheStandardsNames) {
  auto tree = show(captured("open-core-session 31"));
  EXPECT_EQ(tree.json(), R"j({"Header":{"SEID":3952,"Sequence Number":4},"Cause":"Request accepted (success)"})j");
  auto modification = show(captured("free5gc 243"));
  auto* name = modification.find_deep("Network Instance");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->text(), "internet");
}

}  // namespace

#include "oversight/inventory/base_station.hpp"

#include "inventory_case.hpp"

namespace pellucid::oversight::test {
namespace {

class BaseStations : public InventoryCase {};

ConnectedBaseStation station() {
  ConnectedBaseStation s;
  s.plmn = *Plmn::parse("999-70");
  s.gnb_id = 0x1a;
  s.name = "harbour-1";
  s.address = *IpAddress::parse("10.1.0.5");
  s.mac = Octets<6>{0, 0x15, 0xe0, 1, 2, 3};
  s.mac_registrant = "Ericsson AB";
  s.areas = {{{s.plmn, Tac(1)}, {*Snssai::parse("1"), *Snssai::parse("1-00abcd")}}, {{s.plmn, Tac(2)}, {}}};
  s.paging_drx_frames = 128;
  s.streams_in = 4;
  s.streams_out = 5;
  return s;
}

TEST(GnbIdentifier, SaysHowLongItIs) {
  auto plmn = *Plmn::parse("999-70");
  EXPECT_EQ(text(gnb_identifier(plmn, 0x1a, 32)), "gnb-id:999-70-0000001a");
  EXPECT_EQ(text(gnb_identifier(plmn, 0x1a, 22)), "gnb-id:999-70-00001a/22");
  EXPECT_NE(gnb_identifier(plmn, 1, 24), gnb_identifier(plmn, 1, 23));
}

TEST_F(BaseStations, WhatNgSetupTellsAndWhatChanges) {
  EXPECT_EQ(see(base_station_observation(station(), at(0))), "element.found");
  EXPECT_EQ(
      differences,
      "+ kind: base station\n+ gnb-id:999-70-0000001a\n+ address:10.1.0.5\n"
      "+ chassis_vendor: Ericsson AB (mac prefix of n2 address)\n+ interface/n2/mac: 00:15:e0:01:02:03 (neighbour table)\n"
      "+ name: harbour-1 (ng setup)\n+ paging_drx: 128 frames (ng setup)\n+ plmn: 999-70 (ng setup)\n"
      "+ sctp/streams: 4 in, 5 out (sctp)\n+ served/999-70/1: slices 1, 1-00abcd (ng setup)\n+ served/999-70/2: no slice (ng setup)\n");
  auto other = station();
  other.name.clear();
  other.areas.pop_back();
  other.streams_in = 2;
  EXPECT_EQ(see(base_station_observation(other, at(1))), "element.changed");
  EXPECT_EQ(differences,
            "- name: harbour-1 (ng setup)\n- sctp/streams: 4 in, 5 out (sctp)\n+ sctp/streams: 2 in, 5 out (sctp)\n"
            "- served/999-70/2: no slice (ng setup)\n");
}

TEST_F(BaseStations, AnotherMakersAddressUnderTheSameIdIsAConflict) {
  see(base_station_observation(station(), at(0)));
  see({.kind = ElementKind::base_station,
       .identifiers = {gnb_identifier(station().plmn, 0x1a, 32)},
       .time = at(1),
       .source = "import sites.csv",
       .evidence = {{"vendor", "Ericsson", "import sites.csv", Strength::declared}},
       .complete = {},
       .counters = {},
       .complaints = {}});
  EXPECT_FALSE(open_finding("conflict"));
  auto other = station();
  other.mac_registrant = "HUAWEI TECHNOLOGIES CO.,LTD";
  see(base_station_observation(other, at(2)));
  ASSERT_TRUE(open_finding("conflict"));
  EXPECT_EQ(open_finding("conflict")->element, "gnb-id:999-70-0000001a");
}

TEST_F(BaseStations, AUpfAndItsRestart) {
  AssociatedUpf upf{"upf1.example.org", *IpAddress::parse("10.2.0.3"), {"UEIP", "BUCP", "FTUP"}, 1'795'000'000};
  EXPECT_EQ(see(upf_observation(upf, at(0))), "element.found");
  EXPECT_EQ(inventory.find("pfcp-node:upf1.example.org")->best("features"), "BUCP, FTUP, UEIP");
  upf.recovered_at = 1'795'000'001;
  EXPECT_EQ(see(upf_observation(upf, at(60))), "element.changed") << "a restart a second later is a restart";
  EXPECT_EQ(ledger::parse_entry(log.back())->reason, "restarted");
  upf.features = {"FTUP"};
  see(upf_observation(upf, at(120)));
  EXPECT_EQ(differences, "- features: BUCP, FTUP, UEIP (pfcp association)\n+ features: FTUP (pfcp association)\n");
}

}  // namespace
}  // namespace pellucid::oversight::test

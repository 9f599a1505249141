// RRC that another program sent and read: decodes, prints the same content, and re-encodes to the same octets.
#include <gtest/gtest.h>

#include "tests/wire/rrc/trace.hpp"

using namespace pellucid;
using namespace pellucid::rrc;
using namespace pellucid::rrc::test;

namespace {

/// A component that the standard's 17.4 words differently from the recording's 15.11 is named here.
std::string difference(const Leaves& ours, const Leaves& theirs) {
  for (std::size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
    auto text = [i](const Leaves& l) { return i < l.size() ? l[i].first + ": " + l[i].second : std::string("(end)"); };
    if (text(ours) != text(theirs)) return "leaf " + std::to_string(i) + ": " + text(ours) + ", recorded " + text(theirs);
  }
  return "";
}

TEST(RecordedMessages, DecodePrintAndReencodeIdentically) {
  auto all = recorded_messages();
  ASSERT_EQ(all.size(), 20u);
  for (auto& recorded : all) {
    auto got = channel_of(recorded.channel).decode(recorded.octets);
    ASSERT_TRUE(got.ok) << recorded.name << ": " << got.error;
    EXPECT_TRUE(got.described) << recorded.name;
    EXPECT_EQ(hex(got.again), hex(recorded.octets)) << recorded.name;
    EXPECT_EQ(got.name, recorded.name);
    ASSERT_FALSE(recorded.read.empty());
    std::erase_if(recorded.read, [](auto& leaf) { return leaf.first == "masterCellGroup"; });
    EXPECT_EQ(difference(leaves_of(got.shown, "masterCellGroup"), recorded.read), "") << recorded.name << got.shown.json();
  }
}

TEST(RecordedMessages, CellGroupsDecodeAndReencodeIdentically) {
  unsigned count = 0;
  auto same = [&](const Bytes& octets, const Recorded& recorded) {
    ++count;
    auto group = decode<CellGroupConfig>(octets);
    ASSERT_TRUE(group) << text(group.error());
    EXPECT_EQ(hex(encode(*group).value()), hex(octets));
    if (!recorded.read_cell_group.empty()) {
      EXPECT_EQ(difference(leaves_of(show(*group)), recorded.read_cell_group), "");
    }
  };
  for (auto& recorded : recorded_messages()) {
    if (recorded.name == "rrcSetup") {
      auto message = decode<DlCcchMessage>(recorded.octets);
      ASSERT_TRUE(message);
      same(message->get<RrcSetup>()->ies.master_cell_group, recorded);
    } else if (recorded.name == "rrcReconfiguration") {
      auto message = decode<DlDcchMessage>(recorded.octets);
      ASSERT_TRUE(message);
      auto& more = message->get<RrcReconfiguration>()->ies.non_critical_extension;
      ASSERT_TRUE(more);
      if (more->master_cell_group) same(*more->master_cell_group, recorded);
    }
  }
  EXPECT_EQ(count, 2u);
}

TEST(RecordedMessages, SayWhatTheCellWasSetUpWith) {
  auto mib = decode<BcchBchMessage>(from_hex("006304").value());
  ASSERT_TRUE(mib);
  EXPECT_EQ(hex(encode(*mib).value()), "006304");
  auto* m = mib->get<Mib>();
  ASSERT_TRUE(m);
  EXPECT_EQ(m->ssb_subcarrier_offset, 6);
  EXPECT_EQ(m->pdcch_config_sib1.control_resource_set_zero, 6);
  EXPECT_EQ(m->dmrs_type_a_position, Mib::DmrsTypeAPosition::pos2);

  auto all = recorded_messages();
  auto message = decode<BcchDlSchMessage>(all.at(0).octets);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->padding, 3);  // 77 octets in a transport block of 80
  auto* sib1 = message->get<Sib1>();
  ASSERT_TRUE(sib1 && sib1->serving_cell_config_common);
  auto& access = sib1->cell_access_related_info.plmn_identity_info_list;
  ASSERT_EQ(access.size(), 1u);
  EXPECT_EQ(access[0].tracking_area_code, 1u);
  EXPECT_EQ(plmn_of(access[0].plmn_identity_list.at(0))->text(), "999-70");
  auto& common = *sib1->serving_cell_config_common;
  auto& rach = common.uplink_config_common->initial_uplink_bwp.rach_config_common->setup;
  ASSERT_TRUE(rach);
  EXPECT_EQ(rach->rach_config_generic.preamble_received_target_power, -110);
  EXPECT_EQ(rach->prach_root_sequence_index.which, RachConfigCommon::PrachRootSequenceIndex::Which::l839);
  EXPECT_EQ(rach->prach_root_sequence_index.value, 1u);
}

TEST(Plmns, ThereAndBack) {
  for (auto* text : {"999-70", "001-01", "310-260", "208-093"}) {
    auto plmn = Plmn::parse(text);
    ASSERT_TRUE(plmn);
    EXPECT_EQ(plmn_of(plmn_identity(*plmn)), plmn);
  }
  PlmnIdentity without_mcc{{}, {7, 1}};
  EXPECT_FALSE(plmn_of(without_mcc));
  EXPECT_EQ(plmn_of(without_mcc, Plmn::parse("999-70"))->text(), "999-71");
}

}  // namespace

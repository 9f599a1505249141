#include "oversight/policy/gate.hpp"

#include <gtest/gtest.h>

#include "tests/oversight/policy/elements.hpp"

namespace pellucid::oversight {
namespace {

struct Gate : testing::Test {
  LoadedList list = loaded(source_file("data/policy/fcc-covered-list.json"));
  PolicyIndex index{std::span(&list, 1), day("2026-06-01")};
  Element station = element("gnb-id:999-70-1", ElementKind::base_station, {"vendor=Nokia", "serial=S1"}, 10);

  GateDecision ask(GateConfig config) { return decide(config, &station, index.match(station), "harbour"); }
  void approve_at(EntryIndex entry) { station.approval = Approval{"anna", "new site", {}, entry}; }
};

constexpr GateConfig all(GateMode mode) { return {mode, mode, mode}; }

TEST_F(Gate, AnApprovedBaseStationIsAdmittedWithoutAWord) {
  approve_at(11);
  auto decision = ask(all(GateMode::refuse));
  EXPECT_EQ(decision.action, GateAction::admit);
  EXPECT_TRUE(decision.reasons.empty());
}

TEST_F(Gate, UnapprovedIsFlaggedRefusedOrIgnored) {
  EXPECT_EQ(ask(all(GateMode::off)).action, GateAction::admit);
  EXPECT_EQ(ask(all(GateMode::flag)).action, GateAction::admit_and_flag);
  auto refused = ask(all(GateMode::refuse));
  EXPECT_EQ(refused.action, GateAction::refuse);
  ASSERT_EQ(refused.reasons.size(), 1u);
  EXPECT_EQ(refused.reasons[0].kind, "unapproved");
  EXPECT_EQ(refused.reasons[0].entries, std::vector<EntryIndex>{10});
  EXPECT_NE(refused.reasons[0].why.fix.find("approve gnb-id:999-70-1"), std::string::npos);
}

TEST_F(Gate, WhoeverWasNeverSeenIsUnapproved) {
  auto decision = decide(all(GateMode::refuse), nullptr, {}, "harbour");
  EXPECT_EQ(decision.action, GateAction::refuse);
  EXPECT_NE(decision.reasons.at(0).why.got.find("harbour, never seen before"), std::string::npos);
  EXPECT_EQ(decide(all(GateMode::off), nullptr, {}, "harbour").action, GateAction::admit);
}

TEST_F(Gate, ARetiredStationsApprovalNoLongerHolds) {
  approve_at(11);
  station.retired = true;
  EXPECT_EQ(ask(all(GateMode::refuse)).reasons.at(0).kind, "unapproved");
}

TEST_F(Gate, ListedAndPossiblyListedCount) {
  approve_at(11);
  station.evidence = {evidence("agent_vendor=Huawei @snmp sysObjectID", 10), evidence("chassis_vendor=Intel @mac prefix", 9)};
  auto decision = ask(all(GateMode::refuse));
  ASSERT_EQ(decision.reasons.size(), 1u);
  EXPECT_EQ(decision.reasons[0].kind, "listed");
  EXPECT_EQ(decision.reasons[0].entries, (std::vector<EntryIndex>{10, 9}));
  EXPECT_NE(
      decision.reasons[0].why.got.find(
          "possibly listed as fcc-covered-list/huawei: agent_vendor: Huawei (snmp sysObjectID); but chassis_vendor: Intel (mac prefix)"),
      std::string::npos)
      << decision.reasons[0].why.got;
}

TEST_F(Gate, AnotherSerialNumberAfterTheApprovalIsAChange) {
  approve_at(11);
  tell(station, "serial=S2 @ng setup", 15);
  tell(station, "firmware=9 @snmp", 16);  // no identity
  auto decision = ask({GateMode::refuse, GateMode::refuse, GateMode::flag});
  EXPECT_EQ(decision.action, GateAction::admit_and_flag);
  ASSERT_EQ(decision.reasons.size(), 1u);
  EXPECT_EQ(decision.reasons[0].kind, "changed");
  EXPECT_EQ(decision.reasons[0].entries, (std::vector<EntryIndex>{11, 15}));
  approve_at(17);
  EXPECT_EQ(ask(all(GateMode::refuse)).action, GateAction::admit);
}

TEST_F(Gate, WhatWasSeenFirstIsWhatAnApprovalBeforeItMeant) {
  approve_at(4);  // the site was approved before anything of it was seen, in entry 10
  EXPECT_EQ(ask(all(GateMode::refuse)).action, GateAction::admit);
  tell(station, "model=M2", 12);
  EXPECT_EQ(ask(all(GateMode::refuse)).reasons.at(0).kind, "changed");
}

TEST_F(Gate, TheGravestReasonDecides) {
  station.evidence = {evidence("vendor=ZTE", 9)};
  auto decision = ask({GateMode::flag, GateMode::refuse, GateMode::flag});
  EXPECT_EQ(decision.action, GateAction::refuse);
  ASSERT_EQ(decision.reasons.size(), 2u);
  EXPECT_EQ(decision.reasons[0].kind, "listed");
  EXPECT_EQ(decision.reasons[1].kind, "unapproved");
}

TEST(Approval, SaysWhatWhoAndWhy) {
  auto entry = approve("gnb-id:999-70-1", "anna", "new site", {});
  ASSERT_TRUE(entry.ok());
  EXPECT_EQ(entry->type, "approval.granted");
  EXPECT_EQ(entry->element, "gnb-id:999-70-1");
  EXPECT_EQ(withdraw_approval("x", "anna", "gone", {})->type, "approval.withdrawn");
  EXPECT_EQ(approve("", "anna", "r", {}).error().where, "element");
  EXPECT_EQ(approve("x", "", "r", {}).error().where, "actor");
  EXPECT_EQ(approve("x", "anna", "", {}).error().where, "reason");
}

TEST(GateMode, ReadsWhatItWrites) {
  for (auto mode : {GateMode::off, GateMode::flag, GateMode::refuse}) EXPECT_EQ(parse_gate_mode(text(mode)), mode);
  EXPECT_FALSE(parse_gate_mode("maybe"));
}

}  // namespace
}  // namespace pellucid::oversight

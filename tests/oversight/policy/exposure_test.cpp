#include "oversight/policy/exposure.hpp"

#include <gtest/gtest.h>

#include "tests/oversight/policy/elements.hpp"

namespace pellucid::oversight {
namespace {

/// A network drawn with links: "gnb1-sw1 sw1-upf". Kinds by the first letters; a '!' after the name: of a listed maker, '?': possibly.
struct Net {
  std::map<std::string, Element> elements;

  explicit Net(std::string_view drawing) {
    while (!drawing.empty()) {
      auto end = std::min(drawing.find(' '), drawing.size());
      auto link = drawing.substr(0, end);
      drawing.remove_prefix(std::min(end + 1, drawing.size()));
      auto dash = link.find('-');
      auto& from = at(link.substr(0, dash));
      if (dash == link.npos) continue;
      auto& to = at(link.substr(dash + 1));
      tell(from, "neighbour/" + to.id + "=00:11; " + to.id + "; 10.0.0.1", 3);
    }
  }
  Element& at(std::string_view name) {
    char mark = name.back();
    if (mark == '!' || mark == '?') name.remove_suffix(1);
    auto kind = name.starts_with("gnb")   ? ElementKind::base_station
                : name.starts_with("upf") ? ElementKind::upf
                : name.starts_with("srv") ? ElementKind::server
                : name.starts_with("ru")  ? ElementKind::radio_unit
                                          : ElementKind::switch_;
    auto [there, fresh] = elements.emplace(name, element(std::string(name), kind, {}));
    if (mark == '!') tell(there->second, "vendor=Huawei", 5);
    if (mark == '?') tell(there->second, "chassis_vendor=Huawei", 5);
    return there->second;
  }
};

Exposure exposure(const Net& net, const std::vector<UsageSample>& usage = {}) {
  static LoadedList list = loaded(source_file("data/policy/fcc-covered-list.json"));
  static PolicyIndex index(std::span(&list, 1), day("2026-06-01"));
  return expose(net.elements, usage, index);
}

/// Of the first base station, against what is listed.
std::string passage(std::string_view drawing) { return std::string(text(exposure(Net(drawing)).stations.at(0).listed)); }

TEST(Exposure, HowABaseStationsTrafficMeetsListedEquipment) {
  EXPECT_EQ(passage("gnb-sw sw-upf"), "never");
  EXPECT_EQ(passage("gnb!-sw sw-upf"), "always");
  EXPECT_EQ(passage("gnb! upf"), "always");               // it needs no way to be known
  EXPECT_EQ(passage("gnb upf"), "unknown");               // said, not guessed
  EXPECT_EQ(passage("gnb-sw sw!"), "unknown");            // no UPF
  EXPECT_EQ(passage("gnb-sw! sw!-upf"), "always");        // in series
  EXPECT_EQ(passage("gnb-a a-b! b!-c c-upf"), "always");  // further off
  EXPECT_EQ(passage("gnb-sw sw-upf!"), "always");         // the UPF itself
  EXPECT_EQ(passage("gnb-sw sw-upf1! sw-upf2"), "usually");
  EXPECT_EQ(passage("gnb-a! a!-upf gnb-b b-upf"), "usually");         // two ways of one length
  EXPECT_EQ(passage("gnb-a! a!-upf gnb-b! b!-upf"), "always");        // two ways, both listed: no single one of them is inevitable
  EXPECT_EQ(passage("gnb-a! a!-upf gnb-b b-c c-upf"), "usually");     // the short way is listed
  EXPECT_EQ(passage("gnb-a a-upf gnb-b! b!-c c-upf"), "never");       // only a detour is listed
  EXPECT_EQ(passage("gnb-a a-upf a-x! x!"), "never");                 // a dead end
  EXPECT_EQ(passage("gnb-a! a!-upf gnb-gnb2 gnb2-upf"), "always");    // nobody's traffic passes through another base station
  EXPECT_EQ(passage("gnb-srv! srv!-upf"), "always");                  // the server that the UPF lives in
  EXPECT_EQ(passage("gnb-a! a!-upf gnb-srv srv-b b-upf"), "always");  // a server with two cards is no way
  EXPECT_EQ(passage("gnb-sw sw-upf gnb-ru!"), "always");
  EXPECT_EQ(passage("gnb-sw sw-upf gnb-ru1! gnb-ru2"), "usually");
  EXPECT_EQ(passage("gnb-sw sw-upf a-b b-c c-a a!-gnb"), "never");  // a ring behind it
  EXPECT_EQ(passage("gnb-a a-b b-c c-a c-upf b!"), "never");        // a ring on the way: the short way avoids b
}

TEST(Exposure, PossiblyListedEquipmentIsWeighedApart) {
  auto e = exposure(Net("gnb-sw? sw?-upf"));
  EXPECT_EQ(e.stations[0].listed, Passage::never);
  EXPECT_EQ(e.stations[0].possibly, Passage::always);
  EXPECT_EQ(e.all.possibly, 1u);
  EXPECT_EQ(e.all.listed, 0u);
}

TEST(Exposure, WeighsByPhonesAndOctets) {
  const Net net("gnb1-a! a!-core gnb2-core gnb3-b b-core core-upf gnb4");  // what is told points into it
  auto e = exposure(net, {{"gnb1", 30, 3000}, {"gnb2", 50, 5000}, {"gnb4", 20, 2000}});
  EXPECT_EQ(e.total.phones, 100u);
  EXPECT_EQ(e.total.stations, 4u);
  EXPECT_EQ(e.unsampled, 1u);
  auto& always = e.listed[std::size_t(Passage::always)];
  EXPECT_EQ(always.phones, 30u);
  EXPECT_EQ(always.octets, 3000u);
  EXPECT_EQ(always.stations, 1u);
  EXPECT_EQ(e.listed[std::size_t(Passage::unknown)].phones, 20u);
  EXPECT_EQ(e.listed[std::size_t(Passage::never)].stations, 2u);
  ASSERT_EQ(e.matched.size(), 1u);
  EXPECT_EQ(e.matched[0].element->id, "a");
  EXPECT_EQ(e.matched[0].carries.phones, 30u);
}

TEST(Exposure, AnElementCarriesWhatEveryWayCrosses) {
  auto carried = [](std::string_view drawing) {
    std::string out;
    const Net net(drawing);
    for (auto& m : exposure(net, {{"gnb1", 1, 0}, {"gnb2", 10, 0}}).matched)
      out += m.element->id + "=" + std::to_string(m.carries.phones) + " ";
    return out;
  };
  EXPECT_EQ(carried("gnb1-a! gnb2-a! a!-upf!"), "a=11 upf=11 ");
  EXPECT_EQ(carried("gnb1-a! a!-core! gnb2-core! core!-upf"), "a=1 core=11 ");
  EXPECT_EQ(carried("gnb1-a! a!-upf gnb1-b! b!-upf gnb2-b!"), "a=0 b=10 ");
  EXPECT_EQ(carried("gnb1! gnb2-x! x!-upf"), "gnb1=1 x=10 ");
  EXPECT_EQ(carried("gnb1-a! a!-upf1 a!-upf2 gnb2-b b-upf1! b-upf2"), "a=1 upf1=0 ");
  EXPECT_EQ(carried("gnb1-a! a!-b b-c c-a! c-d! d!-upf gnb2-b"), "a=1 d=11 ");
}

TEST(Exposure, CountsByKindAndRoleAndLeavesOutTheRetired) {
  Net net("gnb1! gnb2 sw1! sw2 sw3");
  tell(net.elements.at("sw1"), "declared role=core", 1);
  tell(net.elements.at("sw2"), "vendor=Cisco", 1);
  net.elements.at("sw3").retired = true;
  auto e = exposure(net);
  EXPECT_EQ(e.all.elements, 4u);
  EXPECT_EQ(e.all.listed, 2u);
  EXPECT_EQ(e.all.maker_unknown, 1u);
  ASSERT_EQ(e.by_kind.size(), 2u);
  EXPECT_EQ(e.by_kind[0].name, "base station");
  EXPECT_EQ(e.by_kind[0].listed, 1u);
  ASSERT_EQ(e.by_role.size(), 2u);
  EXPECT_EQ(e.by_role[0].name, "core");
  EXPECT_EQ(e.by_role[0].elements, 1u);
}

TEST(Topology, AnswersForALongRingAtOnce) {
  std::map<std::string, Element> elements;
  constexpr std::size_t routers = 20'000;
  auto add = [&](const std::string& id, ElementKind kind, const std::string& to) {
    tell(elements.emplace(id, element(id, kind, {})).first->second, "neighbour/1=" + to, 1);
  };
  for (std::size_t i = 0; i < routers; ++i) add("r" + std::to_string(i), ElementKind::router, "r" + std::to_string((i + 1) % routers));
  add("upf", ElementKind::upf, "r0");
  add("gnb", ElementKind::base_station, "r10000");
  auto inevitable = Topology(elements).inevitable();
  ASSERT_EQ(inevitable.size(), 1u);
  EXPECT_EQ(inevitable[0].size(), 4u);  // itself, its router, the UPF's router, the UPF
}

TEST(Topology, SaysWhichNeighboursItCannotResolve) {
  Net net("gnb-sw sw-upf");
  auto& sw = net.elements.at("sw");
  tell(sw, "neighbour/9=aa:bb:cc:00:00:01; printer", 1);
  sw.identifiers.insert({Identifier::Kind::name, "twin"});
  net.elements.at("upf").identifiers.insert({Identifier::Kind::name, "twin"});
  tell(net.elements.at("gnb"), "declared link/uplink=twin", 1);
  Topology topology(net.elements);
  EXPECT_EQ(topology.unresolved(), 2u);
  EXPECT_EQ(topology.links(), 2u);
}

TEST(Topology, DeclaredLinksAndIdentifiersCount) {
  Net net("gnb sw upf");
  net.elements.at("sw").identifiers.insert({Identifier::Kind::chassis_mac, "aa:bb:cc:00:00:01"});
  tell(net.elements.at("gnb"), "neighbour/eth0=AA:BB:CC:00:00:01; some name", 1);
  tell(net.elements.at("upf"), "declared link/n3=sw", 1);
  EXPECT_EQ(exposure(net).stations[0].listed, Passage::never);
}

}  // namespace
}  // namespace pellucid::oversight

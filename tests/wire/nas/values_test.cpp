// Information element values: coding and meaning (TS 24.501 §9.11).
#include <gtest/gtest.h>

#include "wire/nas/captured.hpp"
#include "wire/nas/ies.hpp"

namespace pellucid::nas {
namespace {

using test::octets;

template <class T>
T decoded(std::string_view text) {
  auto value = codec::decode<T>(octets(text));
  EXPECT_TRUE(value) << text;
  return value ? *value : T{};
}

TEST(MobileIdentity, SuciOfTheNullScheme) {
  auto identity = decoded<MobileIdentity>("0199f907f0ff00002143658709");
  ASSERT_TRUE(identity.suci());
  EXPECT_EQ(identity.suci()->routing_indicator, "0");
  EXPECT_EQ(identity.suci()->msin(), "1234567890");
  EXPECT_EQ(identity.suci()->supi(), Supi::parse("999701234567890"));
  EXPECT_EQ(hex(codec::encode(identity)), "0199f907f0ff00002143658709");
}

TEST(MobileIdentity, SuciIsMadeOfASupi) {
  auto suci = Suci::of(*Supi::parse("imsi-999700000000011"), 2, "0000");
  EXPECT_EQ(hex(codec::encode(MobileIdentity(suci))), "0199f907000000000000000011");
  auto three = Suci::of(*Supi::parse("imsi-310410123456789"), 3, "17");
  EXPECT_EQ(three.plmn, (Plmn{310, 410, 3}));
  EXPECT_EQ(hex(codec::encode(MobileIdentity(three))), "0113001471ff000021436587f9");
}

TEST(MobileIdentity, ConcealedSuciKeepsItsOutput) {
  auto identity = decoded<MobileIdentity>("0100f11021f30107aabbccddee");
  ASSERT_TRUE(identity.suci());
  EXPECT_EQ(identity.suci()->scheme, ProtectionScheme::profile_a);
  EXPECT_EQ(identity.suci()->key_id, 7);
  EXPECT_EQ(identity.suci()->routing_indicator, "123");
  EXPECT_EQ(identity.suci()->supi(), std::nullopt);
  EXPECT_EQ(identity.suci()->msin(), std::nullopt);
}

TEST(MobileIdentity, RoutingIndicatorMustBeDigitsThenFiller) {
  for (auto* bad : {"0199f907fff000000011", "0199f907a0ff000011", "0199f907ffff000011", "0199f9070f01000011"})
    EXPECT_FALSE(codec::decode<MobileIdentity>(octets(bad))) << bad;
}

TEST(MobileIdentity, GutiAndSTmsi) {
  Guti guti{{{999, 70, 2}, 2, 0x155, 0x2A}, Tmsi(0xC0000102)};
  MobileIdentity identity(guti);
  EXPECT_EQ(hex(codec::encode(identity)), "f299f90702556ac0000102");
  ASSERT_TRUE(decoded<MobileIdentity>("f299f90702556ac0000102").guti());
  EXPECT_EQ(*decoded<MobileIdentity>("f299f90702556ac0000102").guti(), guti);
  MobileIdentity temporary(s_tmsi(guti));
  EXPECT_EQ(hex(codec::encode(temporary)), "f4556ac0000102");
  EXPECT_EQ(*decoded<MobileIdentity>("f4556ac0000102").s_tmsi(), s_tmsi(guti));
  EXPECT_EQ(identity.text(), "5g-guti-" + guti.text());
}

TEST(MobileIdentity, ImeiAndImeisv) {
  auto imei = decoded<MobileIdentity>("4b09512430032581");
  ASSERT_TRUE(imei.imei());
  EXPECT_EQ(imei.imei()->digits, "490154203305218");
  EXPECT_EQ(hex(codec::encode(imei)), "4b09512430032581");
  EXPECT_EQ(hex(codec::encode(MobileIdentity(Imeisv{"4370816125816151"}))), "4573806121856151f1");
  EXPECT_EQ(decoded<MobileIdentity>("4573806121856151f1").imeisv()->digits, "4370816125816151");
  // A filler other than F comes back as it was.
  EXPECT_EQ(hex(codec::encode(decoded<MobileIdentity>("151100000000000000"))), "151100000000000000");
}

TEST(Bcd, BothWays) {
  EXPECT_EQ(hex(bcd("12345")), "2143f5");
  EXPECT_EQ(from_bcd(octets("2143f5")), "12345");
  EXPECT_EQ(from_bcd(octets("21f3")), "123");
  EXPECT_EQ(from_bcd(octets("f321")), std::nullopt);
  EXPECT_EQ(from_bcd(octets("2a")), std::nullopt);
}

TEST(SliceElements, TheFiveLengths) {
  struct Case {
    const char* coded;
    Snssai slice;
    std::optional<Snssai> mapped;
  } cases[] = {{"01", {1, {}}, {}},
               {"0102", {1, {}}, Snssai{2, {}}},
               {"01abcdef", {1, 0xABCDEF}, {}},
               {"01abcdef02", {1, 0xABCDEF}, Snssai{2, {}}},
               {"01abcdef02010203", {1, 0xABCDEF}, Snssai{2, 0x010203}},
               {"01ffffff", {1, {}}, {}},
               {"01ffffff02010203", {1, {}}, Snssai{2, 0x010203}}};
  for (auto& c : cases) {
    auto read = decoded<SnssaiIe>(c.coded);
    EXPECT_EQ(read.slice, c.slice) << c.coded;
    EXPECT_EQ(read.mapped, c.mapped) << c.coded;
    EXPECT_EQ(hex(codec::encode(read)), c.coded);
  }
  for (auto* bad : {"", "010203", "010203040506", "01020304050607", "010203040506070809"})
    EXPECT_FALSE(codec::decode<SnssaiIe>(octets(bad))) << bad;
  EXPECT_EQ(hex(codec::encode(Nssai({{1, {}}, {2, 0xABCDEF}}))), "01010402abcdef");
}

TEST(TaiLists, AllThreeKinds) {
  auto list = decoded<TaiList>(
      "0199f907000001000003"
      "2299f907000010"
      "4199f90700000100f110000002");
  auto tais = list.tais();
  ASSERT_EQ(tais.size(), 7u);
  EXPECT_EQ(tais[1].tac, Tac(3));
  EXPECT_EQ(tais[2].tac, Tac(0x10));
  EXPECT_EQ(tais[4].tac, Tac(0x12));
  EXPECT_EQ(tais[6].plmn, (Plmn{1, 1, 2}));
  EXPECT_EQ(hex(codec::encode(list)),
            "0199f907000001000003"
            "2299f907000010"
            "4199f90700000100f110000002");
  auto made = TaiList::of({{{999, 70, 2}, Tac(1)}, {{999, 70, 2}, Tac(9)}});
  EXPECT_EQ(hex(codec::encode(made)), "0199f907000001000009");
  EXPECT_TRUE(made.contains({{999, 70, 2}, Tac(9)}));
  EXPECT_FALSE(made.contains({{999, 70, 2}, Tac(2)}));
  EXPECT_FALSE(codec::decode<TaiList>(octets("6099f907000001")));  // kind 3 does not exist
  EXPECT_FALSE(codec::decode<TaiList>(octets("0199f907000001")));  // one short
}

TEST(TaiLists, ManyAreasBecomeParts) {
  std::vector<Tai> tais;
  for (std::uint32_t i = 0; i < 20; ++i) tais.push_back({{999, 70, 2}, Tac(i)});
  auto list = TaiList::of(tais);
  EXPECT_EQ(list.parts.size(), 2u);
  EXPECT_EQ(decoded<TaiList>(hex(codec::encode(list))).tais(), tais);
}

TEST(SessionSets, Bits) {
  auto set = PduSessionSet::of({PduSessionId(1), PduSessionId(9), PduSessionId(15)});
  EXPECT_EQ(hex(codec::encode(set)), "0282");
  EXPECT_EQ(decoded<PduSessionSet>("0282"), set);
  EXPECT_TRUE(set.contains(PduSessionId(9)));
  EXPECT_FALSE(set.contains(PduSessionId(200)));
  set.remove(PduSessionId(9));
  EXPECT_EQ(set.ids(), (std::vector{PduSessionId(1), PduSessionId(15)}));
}

TEST(Timers, NearestNotBelow) {
  EXPECT_EQ(hex(codec::encode(GprsTimer3::from_seconds(540))), "92");
  EXPECT_EQ(decoded<GprsTimer3>("92").seconds(), 540u);
  EXPECT_EQ(decoded<GprsTimer3>("06").seconds(), 3600u);
  EXPECT_EQ(decoded<GprsTimer>("2c").seconds(), 720u);
  EXPECT_EQ(decoded<GprsTimer3>("e3").seconds(), std::nullopt);
  EXPECT_EQ(GprsTimer3::deactivated().seconds(), std::nullopt);
  for (std::uint32_t seconds : {0u, 1u, 2u, 61u, 62u, 63u, 1800u, 3240u, 3600u, 54321u, 100000u, 1000000u, 35712000u}) {
    EXPECT_GE(*GprsTimer3::from_seconds(seconds).seconds(), seconds);
    EXPECT_LE(*GprsTimer3::from_seconds(seconds).seconds(), 2 * seconds + 2) << seconds;
  }
  EXPECT_EQ(GprsTimer3::from_seconds(0xFFFFFFFF).seconds(), 31u * 1152000u);
  EXPECT_EQ(GprsTimer::from_seconds(0xFFFFFFFF).seconds(), 11160u);
  EXPECT_EQ(GprsTimer::from_seconds(720).seconds(), 720u);
}

TEST(BitRates, SmallestUnitRoundedUp) {
  EXPECT_EQ(hex(codec::encode(SessionAmbr::from_bps(100'000'000, 50'000'000))), "0261a801c350");
  EXPECT_EQ(decoded<SessionAmbr>("060064060032").downlink.bps(), 100'000'000u);
  EXPECT_EQ(BitRate::from_bps(0).bps(), 0u);
  EXPECT_EQ(BitRate::from_bps(1).bps(), 1000u);
  for (std::uint64_t bps : {999'999ull, 65'535'000ull, 65'536'000ull, 1'000'000'000ull, 123'456'789'000ull, 10'000'000'000'000ull}) {
    auto rate = BitRate::from_bps(bps);
    EXPECT_GE(rate.bps(), bps);
    EXPECT_LE(double(rate.bps()), double(bps) * 1.0003 + 1000);
  }
  EXPECT_EQ(BitRate::from_bps(~0ull).bps(), ~0ull);
  EXPECT_EQ((BitRate{0, 5}.bps()), 5000u);
  EXPECT_EQ(text(BitRate{6, 100}), "100 Mbit/s");
  EXPECT_EQ(text(BitRate::from_bps(2'000'000'000)), "2 Gbit/s");
}

TEST(Dnns, LabelsBothWays) {
  EXPECT_EQ(hex(codec::encode(Dnn("ims.mnc070"))), "03696d73066d6e63303730");
  EXPECT_EQ(decoded<Dnn>("08696e7465726e6574").name, "internet");
  for (auto* bad : {"", "00", "0869", "03612e62", "03616200"}) EXPECT_FALSE(codec::decode<Dnn>(octets(bad))) << bad;
  EXPECT_TRUE(Dnn("internet").valid());
  for (auto* bad : {"", ".", "a..b", "a.", "with blank"}) EXPECT_FALSE(Dnn(bad).valid()) << bad;
  EXPECT_FALSE(Dnn(std::string(64, 'a')).valid());
  EXPECT_FALSE(Dnn(std::string(50, 'a') + "." + std::string(50, 'b')).valid());
}

TEST(NetworkNames, Utf8AndUcs2) {
  auto name = NetworkName::of("Zürich 5G");
  EXPECT_EQ(text(name), "Zürich 5G");
  EXPECT_EQ(hex(codec::encode(name)), "90005a00fc0072006900630068002000350047");
  EXPECT_EQ(text(decoded<NetworkName>("90004f00700065006e003500470053")), "Open5GS");
  EXPECT_EQ(text(decoded<NetworkName>("85c8329bfd06")), "Hello");  // GSM 7 bit
  EXPECT_EQ(text(NetworkName::of("\xFF\xF0\x9F\x98\x80")), "??");
  EXPECT_LE(NetworkName::of(std::string(500, 'x')).octets.size(), 250u);
}

TEST(Times, AsInTheCapture) {
  auto time = decoded<UniversalTime>("62111202933500");
  EXPECT_EQ(text(time), "2026-11-21 20:39:53 UTC, zone +00:00");
  EXPECT_EQ(UniversalTime::of(1795293593, TimeZone::quarters(0)), time);
  EXPECT_EQ(text(TimeZone::quarters(4)), "+01:00");
  EXPECT_EQ(text(TimeZone::quarters(-14)), "-03:30");
  EXPECT_EQ(TimeZone::quarters(-14).quarters(), -14);
}

TEST(QosRules, DefaultRuleAndOthers) {
  QosRules rules{{QosRule::match_all(1, Qfi(1))}};
  EXPECT_EQ(hex(codec::encode(rules)), "01000631310101ff01");
  QosRule removal;
  removal.id = 3;
  removal.operation = QosRule::Operation::remove;
  EXPECT_EQ(hex(codec::encode(QosRules{{removal}})), "03000140");
  EXPECT_EQ(decoded<QosRules>("03000140").rules[0], removal);
  auto ids_only = decoded<QosRules>("010004a2010241");
  ASSERT_EQ(ids_only.rules[0].filters.size(), 2u);
  EXPECT_EQ(ids_only.rules[0].filters[1].id, 2);
  const char* two_filters = "02001722210e110a2d0002ffffffff30115001bb1202fe420a41";
  auto rule = decoded<QosRules>(two_filters).rules.at(0);
  ASSERT_EQ(rule.filters.size(), 2u);
  ASSERT_EQ(rule.filters[0].components.size(), 3u);
  EXPECT_EQ(rule.filters[0].components[2], (FilterComponent{FilterType::remote_port, {0x01, 0xBB}}));
  EXPECT_EQ(rule.filters[1].direction, FilterDirection::downlink);
  EXPECT_EQ(hex(rule.filters[1].components[0].value), "42");  // a type not known here reaches to the end of its filter
  EXPECT_EQ(rule.precedence, 10);
  EXPECT_TRUE(rule.segregation);
  EXPECT_EQ(rule.qfi, Qfi(1));
  EXPECT_EQ(hex(codec::encode(QosRules{{rule}})), two_filters);
}

TEST(QosRules, WhatIsNoRuleIsRefused) {
  for (auto* bad : {"01", "0100", "010009310000", "0100023101"}) EXPECT_FALSE(codec::decode<QosRules>(octets(bad))) << bad;
}

TEST(QosFlows, FiveQiAndRates) {
  QosFlowDescriptions flows{{QosFlowDescription::create(Qfi(1), 9)}};
  EXPECT_EQ(hex(codec::encode(flows)), "012041010109");
  auto gbr = decoded<QosFlowDescriptions>("02204501010102030600640303060064040306006405030600c8");
  EXPECT_EQ(gbr.flows[0].five_qi(), 1);
  EXPECT_EQ(gbr.flows[0].rate(FlowParameterId::mfbr_downlink)->bps(), 200'000'000u);
  EXPECT_EQ(gbr.flows[0].rate(FlowParameterId::averaging_window), std::nullopt);
}

TEST(Pco, TheTwoDirectionsDifferInLongContainers) {
  auto up = decoded<UplinkPco>("80000d00002300001000");
  EXPECT_TRUE(up.asks(PcoId::dns_ipv4) && up.asks(PcoId::qos_rules_two_octet_length) && up.asks(PcoId::ipv4_link_mtu));
  auto down = decoded<DownlinkPco>("80002300020102000d0408080808");
  EXPECT_EQ(hex(*down.find(PcoId::qos_rules_two_octet_length)), "0102");
  EXPECT_EQ(hex(*down.find(PcoId::dns_ipv4)), "08080808");
  DownlinkPco made;
  made.add(PcoId::dns_ipv4, octets("01010101"));
  made.add(PcoId::ipv4_link_mtu, octets("054e"));
  EXPECT_EQ(hex(codec::encode(made)), "80000d0401010101001002054e");
}

TEST(PduAddresses, InterfaceIdentifierFirst) {
  auto address = PduAddress::v4v6(*IpAddress::parse("10.45.0.2"), {0, 0, 0, 0, 0, 0, 0, 7});
  EXPECT_EQ(hex(codec::encode(address)), "0300000000000000070a2d0002");
  EXPECT_EQ(text(address), "10.45.0.2 fe80::7");
  EXPECT_EQ(decoded<PduAddress>("020000000000000007").link_local(), *IpAddress::parse("fe80::7"));
  EXPECT_TRUE(decoded<PduAddress>("020000000000000007").ipv4_address().is_none());
  EXPECT_FALSE(codec::decode<PduAddress>(octets("040a2d0002")));
}

TEST(SecurityCapability, AlgorithmsAndTheRestKept) {
  auto ue = decoded<UeSecurityCapability>("f070f0f00000");
  EXPECT_TRUE(ue.supports(CipherAlgorithm::ea0) && ue.supports(IntegrityAlgorithm::ia3));
  EXPECT_FALSE(ue.supports(IntegrityAlgorithm::ia0));
  EXPECT_EQ(hex(codec::encode(ue)), "f070f0f00000");
  EXPECT_EQ(AlgorithmSet::of({0, 2}).bits, 0xA0);
}

TEST(Causes, NamesAndUnknownOnes) {
  EXPECT_EQ(text(MmCause::payload_not_forwarded), "Payload was not forwarded (90)");
  EXPECT_EQ(text(MmCause(200)), "reserved (200)");
  EXPECT_EQ(known(MmCause(200)), MmCause::protocol_error_unspecified);
  EXPECT_EQ(known(SessionType(7)), SessionType::ipv4v6);
  EXPECT_EQ(known(SscMode(5)), SscMode::two);
  EXPECT_EQ(ServiceType{ServiceKind(10)}.kind(), ServiceKind::data);
  EXPECT_EQ((RegistrationType{RegistrationKind(0), false}.kind()), RegistrationKind::initial);
}

}  // namespace
}  // namespace pellucid::nas

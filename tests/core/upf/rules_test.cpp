// Rules as SMFs provision them: allocation, all-or-nothing changes, what is refused and why.
#include "scene.hpp"

using namespace pellucid;
using namespace pellucid::upf;
using namespace pellucid::upf::test;
using pfcp::Cause;

namespace {

TEST(SdfFilters, Grammar) {
  auto all = SdfFilter::parse("permit out ip from any to assigned");
  ASSERT_TRUE(all);
  EXPECT_FALSE(all->protocol);
  auto web = SdfFilter::parse("permit out 6 from 192.0.2.0/24 80,443,8000-8080 to assigned 1024-65535");
  ASSERT_TRUE(web);
  EXPECT_EQ(*web->protocol, 6);
  EXPECT_EQ(web->source.network->text(), "192.0.2.0/24");
  EXPECT_EQ(web->source.ports, (std::vector<PortRange>{{80, 80}, {443, 443}, {8000, 8080}}));
  EXPECT_TRUE(web->destination.assigned);
  EXPECT_TRUE(SdfFilter::parse("permit out 58 from ff02::2/128 to assigned")) << "as captured";
  EXPECT_TRUE(SdfFilter::parse("permit  out\tip from 192.0.2.1 to any"));
  for (auto wrong : {"", "deny out ip from any to assigned", "permit in ip from any to any", "permit out tcp from any to any",
                     "permit out ip from any", "permit out ip from any to any 5-3", "permit out ip from any to any 70000",
                     "permit out ip from 1.2.3.4/33 to any", "permit out ip from any to any frag", "permit out ip from !any to any",
                     "permit out 256 from any to any", "permit out ip from any 1, to any"})
    EXPECT_FALSE(SdfFilter::parse(wrong)) << wrong;
}

TEST(SdfFilters, MatchDownlinkAsWrittenAndUplinkSwapped) {
  auto filter = SdfFilter::parse("permit out 17 from 192.0.2.0/24 53 to assigned");
  auto downlink = udp_packet(address("192.0.2.8"), address("10.45.0.9"), 10, 53, 5000);
  auto uplink = udp_packet(address("10.45.0.9"), address("192.0.2.8"), 10, 5000, 53);
  auto flow = [](const Bytes& p) { return parse_flow(*parse_ip(p)); };
  EXPECT_TRUE(filter->matches(flow(downlink), false));
  EXPECT_FALSE(filter->matches(flow(downlink), true));
  EXPECT_TRUE(filter->matches(flow(uplink), true));
  EXPECT_FALSE(filter->matches(flow(udp_packet(address("192.0.3.8"), address("10.45.0.9"), 10, 53, 5000)), false));
  EXPECT_FALSE(filter->matches(flow(udp_packet(address("192.0.2.8"), address("10.45.0.9"), 10, 54, 5000)), false));
  EXPECT_FALSE(filter->matches(flow(udp_packet(address("2001:db8::1"), address("fd45::9"), 10, 53, 5000)), false));
}

TEST(SdfFilters, LaterFragmentsHaveNoPorts) {
  auto packet = udp_packet(address("192.0.2.8"), address("10.45.0.9"), 10, 53, 5000);
  packet[7] = 5;  // fragment offset
  auto filter = SdfFilter::parse("permit out 17 from any 53 to assigned");
  EXPECT_FALSE(filter->matches(parse_flow(*parse_ip(packet)), false));
  EXPECT_TRUE(SdfFilter::parse("permit out 17 from any to assigned")->matches(parse_flow(*parse_ip(packet)), false));
}

TEST(Pools, NumbersRestBeforeTheyComeBack) {
  Numbers numbers(100, 98, 10);
  EXPECT_EQ(numbers.take(), 98u);
  EXPECT_EQ(numbers.take(), 99u);
  EXPECT_EQ(numbers.take(), 100u);
  EXPECT_EQ(numbers.take(), 1u) << "around";
  numbers.give_back(1);
  EXPECT_EQ(numbers.take(), 2u) << "fresh ones first";
  for (int i = 0; i < 95; ++i) ASSERT_TRUE(numbers.take());
  EXPECT_EQ(numbers.take(), 1u) << "then the one that rested";
  EXPECT_FALSE(numbers.take());
  EXPECT_EQ(numbers.in_use(), 100u);
}

TEST(Pools, AddressesOfAPoolAndOnesThatSmfsChose) {
  AddressPool pool("10.46.0.0/29");
  EXPECT_EQ(pool.gateway(), "10.46.0.1/29");
  EXPECT_FALSE(pool.take(address("10.46.0.1"))) << "the gateway's";
  EXPECT_TRUE(pool.take(address("10.46.0.3")));
  EXPECT_FALSE(pool.take(address("10.46.0.3")));
  EXPECT_TRUE(pool.take(address("192.0.2.1"))) << "from elsewhere";
  EXPECT_EQ(pool.take()->text(), "10.46.0.2");
  EXPECT_EQ(pool.take()->text(), "10.46.0.4");
  EXPECT_EQ(pool.take()->text(), "10.46.0.5");
  EXPECT_EQ(pool.take()->text(), "10.46.0.6");
  EXPECT_FALSE(pool.take());
  for (int i = 0; i < 3; ++i) {
    pool.give_back(address("10.46.0.3"));
    EXPECT_TRUE(pool.take(address("10.46.0.3")));
  }
  pool.give_back(address("10.46.0.3"));
  EXPECT_EQ(pool.take()->text(), "10.46.0.3");
  EXPECT_FALSE(pool.take());
  AddressPool v6("fd45::/48");
  EXPECT_EQ(v6.gateway(), "fd45::1/48");
  EXPECT_EQ(v6.take()->text(), "fd45:0:0:1::");
  EXPECT_FALSE(v6.take(address("fd45:0:0:1::5"))) << "the same /64";
}

TEST(Rules, EstablishmentAllocatesOneTunnelForOneChooseId) {
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  auto third = request.create_pdrs[1];
  third.pdr_id = pfcp::PdrId(3);
  third.precedence = 100;
  auto fourth = third;
  fourth.pdr_id = pfcp::PdrId(4);
  fourth.pdi.local_f_teid = pfcp::FTeid::choose_one(true, true);
  request.create_pdrs.push_back(third);
  request.create_pdrs.push_back(fourth);
  bed.change(1, request);
  ASSERT_EQ(bed.last.created_pdrs.size(), 3u);
  auto& created = bed.last.created_pdrs;
  EXPECT_EQ(created[0].local_f_teid->teid, created[1].local_f_teid->teid);
  EXPECT_NE(created[0].local_f_teid->teid, created[2].local_f_teid->teid);
  for (auto& pdr : created) {
    EXPECT_EQ(pdr.local_f_teid->ipv4, upf_n3);
    EXPECT_TRUE(pdr.local_f_teid->ipv6.is_none()) << "we have no IPv6 on N3";
    EXPECT_NE(pdr.local_f_teid->teid, Teid());
  }
  EXPECT_EQ(bed.resources.teids.in_use(), 2u);
}

TEST(Rules, AddressesLeftToTheUpf) {
  Bed bed;
  bed.change(1, session_request(1, "choose", "choose"));
  auto& created = bed.last.created_pdrs;
  ASSERT_EQ(created.size(), 2u);
  EXPECT_EQ(created[0].ue_ip_addresses.at(0).ipv4.text(), "10.45.0.2");
  EXPECT_EQ(created[0].ue_ip_addresses.at(0).ipv6.text(), "fd45:0:0:1::");
  EXPECT_EQ(created[1].ue_ip_addresses.at(0).ipv4.text(), "10.45.0.2") << "one address for the whole session";
  bed.settings.allocate_addresses = false;
  EXPECT_EQ(bed.try_change(2, session_request(2, "choose")).cause, Cause::mandatory_ie_incorrect);
}

TEST(Rules, AddressInUseOrExhaustedIsRefused) {
  auto c = config();
  c.dnns[0].ipv4_pool = "10.45.0.0/30";
  Bed bed(c);
  bed.change(1, session_request(1, "choose"));
  EXPECT_EQ(bed.try_change(2, session_request(2, "choose")).cause, Cause::all_dynamic_addresses_are_occupied);
  auto refusal = bed.try_change(2, session_request(2, "10.45.0.2"));
  EXPECT_EQ(refusal.cause, Cause::rule_creation_modification_failure);
  EXPECT_EQ(refusal.rule->id, 1u);
  EXPECT_EQ(bed.resources.teids.in_use(), 1u) << "a refused request keeps nothing";
}

TEST(Rules, NetworkInstanceInAnyForm) {
  for (auto name : {"internet", "Internet", "internet.mnc070.mcc999.gprs"}) {
    Bed bed;
    auto request = session_request(1, "10.45.0.9");
    request.create_pdrs[0].pdi.network_instance = pfcp::NetworkInstance(name);
    EXPECT_EQ(bed.try_change(1, request).cause, Cause::request_accepted) << name;
    request = session_request(2, "10.45.0.10");
    request.create_pdrs[0].pdi.network_instance->octets = to_bytes(as_bytes(name));  // plain text, without labels
    EXPECT_EQ(bed.try_change(2, request).cause, Cause::request_accepted) << name;
  }
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  request.create_pdrs[0].pdi.network_instance = pfcp::NetworkInstance("intranet");
  auto refusal = bed.try_change(1, request);
  EXPECT_EQ(refusal.cause, Cause::rule_creation_modification_failure);
  EXPECT_NE(refusal.why.find("intranet"), std::string::npos);
}

TEST(Rules, RefusalsNameCauseIeAndRule) {
  struct Case {
    const char* what;
    std::function<void(pfcp::SessionEstablishmentRequest&)> spoil;
    Cause cause;
    std::optional<std::uint16_t> ie;
    std::optional<std::uint32_t> rule;
  };
  using R = pfcp::SessionEstablishmentRequest;
  std::vector<Case> cases = {
      {"F-TEID chosen by the SMF", [](R& r) { r.create_pdrs[1].pdi.local_f_teid = pfcp::FTeid::of(Teid(5), upf_n3); },
       Cause::invalid_f_teid_allocation_option, 21, 2},
      {"no F-TEID", [](R& r) { r.create_pdrs[1].pdi.local_f_teid.reset(); }, Cause::conditional_ie_missing, 21, 2},
      {"no FAR", [](R& r) { r.create_pdrs[0].far_id.reset(); }, Cause::conditional_ie_missing, 108, 1},
      {"unknown FAR", [](R& r) { r.create_pdrs[0].far_id = pfcp::FarId(9); }, Cause::rule_creation_modification_failure, {}, 1},
      {"unknown QER", [](R& r) { r.create_pdrs[0].qer_ids = {pfcp::QerId(9)}; }, Cause::rule_creation_modification_failure, {}, 1},
      {"unknown URR", [](R& r) { r.create_pdrs[0].urr_ids = {pfcp::UrrId(9)}; }, Cause::rule_creation_modification_failure, {}, 1},
      {"two PDRs of one id", [](R& r) { r.create_pdrs[1].pdr_id = pfcp::PdrId(1); }, Cause::rule_creation_modification_failure, {}, 1},
      {"two actions", [](R& r) { r.create_fars[0].apply_action = {pfcp::Apply::drop, pfcp::Apply::forw}; }, Cause::mandatory_ie_incorrect,
       44, 1},
      {"no action", [](R& r) { r.create_fars[0].apply_action = {}; }, Cause::mandatory_ie_incorrect, 44, 1},
      {"notify without buffer", [](R& r) { r.create_fars[0].apply_action = {pfcp::Apply::drop, pfcp::Apply::nocp}; },
       Cause::mandatory_ie_incorrect, 44, 1},
      {"duplication",
       [](R& r) { r.create_fars[1].apply_action = {pfcp::Apply::forw, pfcp::Apply::dupl}; },
       Cause::service_not_supported,
       {},
       {}},
      {"forward to nowhere", [](R& r) { r.create_fars[1].forwarding_parameters.reset(); }, Cause::conditional_ie_missing, 4, 2},
      {"unknown BAR", [](R& r) { r.create_fars[0].bar_id = pfcp::BarId(3); }, Cause::rule_creation_modification_failure, {}, 1},
      {"predefined rule", [](R& r) { r.create_pdrs[0].activate_predefined_rules = {"gold"}; }, Cause::unknown_predefined_rule, {}, 1},
      {"application", [](R& r) { r.create_pdrs[0].pdi.application_id = Bytes{1}; }, Cause::unknown_application_id, {}, 1},
      {"Ethernet", [](R& r) { r.pdn_type = pfcp::PdnType::ethernet; }, Cause::service_not_supported, {}, {}},
      {"no address", [](R& r) { r.create_pdrs[0].pdi.ue_ip_addresses.clear(), r.create_pdrs[1].pdi.ue_ip_addresses.clear(); },
       Cause::conditional_ie_missing, 93, 1},
      {"a tunnel to itself",
       [](R& r) { r.create_fars[1].forwarding_parameters->outer_header_creation = pfcp::OuterHeaderCreation::gtpu(Teid(1), upf_n3); },
       Cause::mandatory_ie_incorrect, 84, 2},
      {"a tunnel over IPv6",
       [](R& r) {
         r.create_fars[1].forwarding_parameters->outer_header_creation = pfcp::OuterHeaderCreation::gtpu(Teid(1), address("fd01::1"));
       },
       Cause::mandatory_ie_incorrect, 84, 2},
      {"quota",
       [](R& r) {
         pfcp::CreateUrr urr;
         urr.urr_id = pfcp::UrrId(1), urr.measurement_method = {pfcp::Measure::volum};
         urr.volume_quota.emplace();
         r.create_urrs.push_back(urr);
       },
       Cause::service_not_supported,
       {},
       {}},
      {"filter",
       [](R& r) {
         pfcp::SdfFilter f;
         f.flow_description = "allow all";
         r.create_pdrs[0].pdi.sdf_filters.push_back(f);
       },
       Cause::rule_creation_modification_failure,
       {},
       1},
      {"many rules",
       [](R& r) {
         for (int i = 3; i < 80; ++i)
           r.create_fars.push_back(r.create_fars[1]), r.create_fars.back().far_id = pfcp::FarId(std::uint32_t(i));
       },
       Cause::no_resources_available,
       {},
       {}},
  };
  Bed bed;
  for (auto& c : cases) {
    auto request = session_request(1, "10.45.0.9");
    c.spoil(request);
    auto refusal = bed.try_change(1, request);
    EXPECT_EQ(refusal.cause, c.cause) << c.what << ": " << refusal.why;
    EXPECT_EQ(refusal.offending_ie, c.ie) << c.what;
    EXPECT_EQ(refusal.rule.has_value(), c.rule.has_value()) << c.what;
    if (refusal.rule && c.rule) EXPECT_EQ(refusal.rule->id, *c.rule) << c.what;
    EXPECT_FALSE(refusal.why.empty()) << c.what;
    EXPECT_EQ(bed.resources.teids.in_use(), 0u) << c.what;
    EXPECT_EQ(bed.resources.ipv4[0].in_use(), 0u) << c.what;
  }
}

TEST(Rules, AModificationHappensWholeOrNotAtAll) {
  Bed bed;
  auto& session = bed.connected(1);
  auto before_pdrs = session.rules.pdrs.size();
  auto teids = bed.resources.teids.in_use();
  pfcp::SessionModificationRequest request = tunnel_up(other_gnb, Teid(7));
  auto extra = session_request(1, "10.45.0.9").create_pdrs[1];
  extra.pdr_id = pfcp::PdrId(7);
  request.create_pdrs.push_back(extra);  // would take a TEID
  request.remove_qers.push_back({pfcp::QerId(1), {}});
  request.remove_fars.push_back({pfcp::FarId(44), {}});  // does not exist
  auto refusal = bed.try_change(1, request);
  EXPECT_EQ(refusal.cause, Cause::rule_creation_modification_failure);
  EXPECT_EQ(refusal.rule->kind, pfcp::RuleKind::far);
  EXPECT_EQ(refusal.rule->id, 44u);
  EXPECT_EQ(session.rules.pdrs.size(), before_pdrs);
  EXPECT_EQ(session.rules.qers.size(), 1u);
  EXPECT_EQ(session.rules.far(1)->tunnel->peer, gnb);
  EXPECT_EQ(bed.resources.teids.in_use(), teids);
}

TEST(Rules, RemovingARuleThatOthersNeedIsRefused) {
  Bed bed;
  bed.connected(1);
  pfcp::SessionModificationRequest request;
  request.remove_fars.push_back({pfcp::FarId(1), {}});
  EXPECT_EQ(bed.try_change(1, request).cause, Cause::rule_creation_modification_failure);
  request.remove_pdrs.push_back({pfcp::PdrId(1), {}});
  EXPECT_EQ(bed.try_change(1, request).cause, Cause::request_accepted) << "together they may go";
}

TEST(Rules, UpdateChangesOnlyWhatIsThere) {
  Bed bed;
  auto& session = bed.connected(1);
  bed.change(1, go_idle());
  EXPECT_EQ(session.rules.far(1)->tunnel->teid, Teid(101)) << "parameters stay while the phone is idle (§5.2.1)";
  pfcp::SessionModificationRequest request;
  pfcp::UpdatePdr pdr;
  pdr.pdr_id = pfcp::PdrId(2);
  pdr.precedence = 7;
  request.update_pdrs.push_back(pdr);
  bed.change(1, request);
  EXPECT_EQ(session.rules.pdrs[1].precedence, 7u);
  EXPECT_EQ(session.rules.pdrs[1].qers.size(), 1u);
  EXPECT_NE(session.rules.pdrs[1].teid, Teid());
  request.update_pdrs[0].other.remove(109);  // QER ID of null length
  bed.change(1, request);
  EXPECT_TRUE(session.rules.pdrs[1].qers.empty());
  auto old = session.teid();
  request.update_pdrs[0] = {};
  request.update_pdrs[0].pdr_id = pfcp::PdrId(2);
  request.update_pdrs[0].pdi = session_request(1, "10.45.0.9").create_pdrs[1].pdi;
  bed.change(1, request);
  EXPECT_NE(session.teid(), old) << "a new CHOOSE is a new tunnel";
  ASSERT_EQ(bed.last.updated_pdrs.size(), 1u);
  EXPECT_EQ(bed.last.updated_pdrs[0].f_teids.at(0).teid, session.teid());
  EXPECT_EQ(bed.resources.teids.in_use(), 1u);
}

TEST(Rules, RestorationTakesTheTunnelThatWas) {
  Bed bed;
  auto request = session_request(1, "10.45.0.9");
  request.create_pdrs[1].pdi.local_f_teid = pfcp::FTeid::of(Teid(0xabc00123), upf_n3);
  request.flags = pfcp::SeReqFlags{pfcp::EstablishmentFlag::resti};
  bed.change(1, request);
  EXPECT_EQ(bed.sessions[1].teid(), Teid(0xabc00123));
  request.create_pdrs[0].pdi.ue_ip_addresses[0].ipv4 = request.create_pdrs[1].pdi.ue_ip_addresses[0].ipv4 = address("10.45.0.10");
  EXPECT_EQ(bed.try_change(2, request).cause, Cause::restoration_resource_not_available) << "somebody has it";
}

TEST(Config, FindsWhatIsWrongAndSaysHowToMendIt) {
  auto good = config();
  EXPECT_TRUE(validate(good).ok());
  struct Case {
    std::function<void(UpfConfig&)> spoil;
    const char* where;
  };
  std::vector<Case> cases = {{[](UpfConfig& c) { c.dnns.clear(); }, "upf.dnns"},
                             {[](UpfConfig& c) { c.dnns[1].ipv4_pool = "10.45.128.0/20"; }, "upf.dnns[1].ipv4_pool"},
                             {[](UpfConfig& c) { c.dnns[0].ipv4_pool = "10.45.0.0"; }, "upf.dnns[0].ipv4_pool"},
                             {[](UpfConfig& c) { c.dnns[0].ipv6_pool = "fd45::/65"; }, "upf.dnns[0].ipv6_pool"},
                             {[](UpfConfig& c) { c.dnns[0].tun_name = "a_name_far_too_long"; }, "upf.dnns[0].tun_name"},
                             {[](UpfConfig& c) { c.dnns[1].tun_name = "upf0"; }, "upf.dnns[1]"},
                             {[](UpfConfig& c) { c.dnns[0].mtu = 1200; }, "upf.dnns[0].mtu"},
                             {[](UpfConfig& c) { c.n3_v4 = {}; }, "upf.n3"},
                             {[](UpfConfig& c) { c.max_sessions = 1u << 20; }, "upf.max_sessions"}};
  for (auto& c : cases) {
    auto wrong = good;
    c.spoil(wrong);
    auto result = validate(wrong);
    ASSERT_FALSE(result.ok()) << c.where;
    EXPECT_EQ(result.error().where, c.where);
    EXPECT_FALSE(result.error().fix.empty());
  }
}

}  // namespace

#include "store/subscribers.hpp"

#include <functional>

#include "store_folder.hpp"

namespace pellucid::store::test {
namespace {

using What = SubscriberChange::What;
using Kind = StoreError::Kind;

class Subscribers : public StoreFolder {
 protected:
  void SetUp() override { store = open(); }
  void reopen() {
    store.reset();
    store = open();
  }
  SubscriberStore& all() { return store->subscribers(); }
  static void static_ipv4(Subscriber& s, const char* address) { s.subscription.slices[0].dnns[0].static_ipv4 = *IpAddress::parse(address); }
  std::unique_ptr<Store> store;
};

TEST_F(Subscribers, AddFindChangeRemove) {
  ASSERT_TRUE(all().add(phone(1)).ok());
  const WallTime created = all().find(supi(1))->created;
  const auto offset = all().find(supi(1))->sequence_offset;
  auto again = all().add(phone(1));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(int(again.error().kind), int(Kind::exists));

  world.pass(std::chrono::seconds(5));
  auto changed = phone(1);
  changed.name = "renamed";
  changed.sequence_offset = 12345;  // not for change() to say
  ASSERT_TRUE(all().change(changed).ok());
  EXPECT_EQ(all().find(supi(1))->name, "renamed");
  EXPECT_EQ(all().find(supi(1))->created, created);
  EXPECT_EQ(all().find(supi(1))->changed, created + std::chrono::seconds(5));
  EXPECT_EQ(all().find(supi(1))->sequence_offset, offset);
  reopen();
  EXPECT_EQ(all().find(supi(1))->name, "renamed");
  EXPECT_EQ(all().find(supi(1))->sequence_offset, offset);

  ASSERT_TRUE(all().remove(supi(1)).ok());
  EXPECT_EQ(all().find(supi(1)), nullptr);
  EXPECT_EQ(int(all().remove(supi(1)).error().kind), int(Kind::not_found));
  EXPECT_EQ(int(all().change(phone(1)).error().kind), int(Kind::not_found));
  reopen();
  EXPECT_EQ(all().count(), 0u);
}

TEST_F(Subscribers, SequenceStartsWhereTheSimIs) {
  ASSERT_TRUE(all().add(phone(1)).ok());
  ASSERT_TRUE(all().add(phone(2), 5000).ok());
  const auto ticks = std::int64_t(store->sequence_clock().ticks());
  EXPECT_EQ(ticks + all().find(supi(1))->sequence_offset, 1);
  EXPECT_EQ(ticks + all().find(supi(2))->sequence_offset, 5000);
}

TEST_F(Subscribers, KeptOffsetSurvives) {
  ASSERT_TRUE(all().add(phone(1)).ok());
  all().keep_sequence_offset(supi(1), -987654321);
  EXPECT_EQ(all().find(supi(1))->sequence_offset, -987654321);
  all().keep_sequence_offset(supi(2), 5);  // unknown: nothing happens
  reopen();
  EXPECT_EQ(all().find(supi(1))->sequence_offset, -987654321);
}

TEST_F(Subscribers, ListFiltersInOrder) {
  for (int i : {5, 3, 4, 1, 2}) ASSERT_TRUE(all().add(phone(i)).ok());
  auto special = phone(6);
  special.subscription.slices.push_back({Snssai{2, 0x00abcd}, false, {}});
  special.subscription.slices[1].dnns.push_back({.dnn = "factory", .is_default = true});
  special.enabled = false;
  special.subscription.msisdn = "4915112345678";
  ASSERT_TRUE(all().add(special).ok());
  auto digits = [&](const SubscriberFilter& filter) {
    std::string out;
    for (auto* s : all().list(filter)) out += s->supi.digits().substr(14);
    return out;
  };
  EXPECT_EQ(digits({}), "123456");
  EXPECT_EQ(digits({.first = 2, .limit = 3}), "345");
  EXPECT_EQ(digits({.first = 9}), "");
  EXPECT_EQ(digits({.text = "phone 4"}), "4");
  EXPECT_EQ(digits({.text = "15112345"}), "6");
  EXPECT_EQ(digits({.dnn = "FACTORY"}), "6");
  EXPECT_EQ(digits({.slice = Snssai{2, 0x00abcd}}), "6");
  EXPECT_EQ(digits({.enabled = true}), "12345");
  EXPECT_EQ(digits({.text = "nobody"}), "");
}

TEST_F(Subscribers, ApplyIsAllOrNothing) {
  ASSERT_TRUE(all().add(phone(1)).ok());
  auto bad = phone(4);
  bad.subscription.slices.clear();
  auto refused = all().apply({{What::remove, phone(1)}, {What::add, phone(2)}, {What::add, bad}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(int(refused.error().kind), int(Kind::invalid));
  EXPECT_NE(refused.error().why.where.find(supi(4).text()), std::string::npos);
  EXPECT_TRUE(all().find(supi(1)));
  EXPECT_FALSE(all().find(supi(2)));
  reopen();
  EXPECT_EQ(all().count(), 1u);

  std::string heard;
  all().watch([&](What what, const Supi& who) { heard += std::to_string(int(what)) + who.digits().substr(14) + " "; });
  ASSERT_TRUE(all().apply({{What::remove, phone(1)}, {What::add, phone(2)}, {What::add, phone(3)}}).ok());
  EXPECT_EQ(heard, "21 02 03 ");
  auto twice = all().apply({{What::remove, phone(2)}, {What::change, phone(2)}});
  ASSERT_FALSE(twice.ok());
  EXPECT_EQ(int(twice.error().kind), int(Kind::invalid));
}

TEST_F(Subscribers, StaticAddressBelongsToOne) {
  auto one = phone(1), two = phone(2);
  static_ipv4(one, "10.45.0.9");
  ASSERT_TRUE(all().add(one).ok());
  static_ipv4(two, "10.45.0.9");
  auto clash = all().add(two);
  ASSERT_FALSE(clash.ok());
  EXPECT_NE(clash.error().text().find(supi(1).text()), std::string::npos) << clash.error().text();
  static_ipv4(two, "10.45.0.10");
  ASSERT_TRUE(all().add(two).ok());
  // They swap in one step.
  static_ipv4(one, "10.45.0.10");
  static_ipv4(two, "10.45.0.9");
  auto swapped = all().apply({{What::change, one}, {What::change, two}});
  ASSERT_TRUE(swapped.ok()) << swapped.error().text();
  EXPECT_EQ(*all().owner_of("internet", *IpAddress::parse("10.45.0.9")), supi(2));
  reopen();
  EXPECT_EQ(*all().owner_of("internet", *IpAddress::parse("10.45.0.10")), supi(1));
  ASSERT_TRUE(all().remove(supi(1)).ok());
  EXPECT_EQ(all().owner_of("internet", *IpAddress::parse("10.45.0.10")), nullptr);
  // In another data network it is another address.
  auto three = phone(3);
  static_ipv4(three, "10.45.0.9");
  three.subscription.slices[0].dnns[0].dnn = "ims";
  EXPECT_TRUE(all().add(three).ok());
}

TEST_F(Subscribers, EveryRuleHasItsWords) {
  struct Case {
    const char* where;
    std::function<void(Subscriber&)> spoil;
  };
  auto dnn = [](Subscriber& s) -> SubscribedDnn& { return s.subscription.slices[0].dnns[0]; };
  const std::vector<Case> cases = {
      {"imsi", [](Subscriber& s) { s.supi = {}; }},
      {"k", [](Subscriber& s) { s.credentials.k_octets = 15; }},
      {"k", [](Subscriber& s) { s.credentials.k_octets = 32; }},
      {"k", [](Subscriber& s) { s.credentials.algorithm = Algorithm(9); }},
      {"k", [](Subscriber& s) { s.credentials.algorithm = Algorithm::tuak, s.credentials.tuak_iterations = 0; }},
      {"k", [](Subscriber& s) { s.credentials.algorithm = Algorithm::tuak, s.credentials.tuak_res_octets = 32; }},
      {"name", [](Subscriber& s) { s.name = std::string(101, 'a'); }},
      {"name", [](Subscriber& s) { s.name = "\x1b[2J"; }},
      {"name", [](Subscriber& s) { s.name = "\xC2\x9B"; }},
      {"name", [](Subscriber& s) { s.name = "\xC0\xAF"; }},
      {"name", [](Subscriber& s) { s.name = "\xED\xA0\x80"; }},
      {"note", [](Subscriber& s) { s.note = "cut \xE2\x82"; }},
      {"msisdn", [](Subscriber& s) { s.subscription.msisdn = "+4930"; }},
      {"ue_ambr", [](Subscriber& s) { s.subscription.ue_ambr.up_bps = 0; }},
      {"ue_ambr", [](Subscriber& s) { s.subscription.ue_ambr.down_bps = 4'000'000'000'001; }},
      {"slices", [](Subscriber& s) { s.subscription.slices.clear(); }},
      {"slices", [](Subscriber& s) { s.subscription.slices.resize(17, s.subscription.slices[0]); }},
      {"slices", [](Subscriber& s) { s.subscription.slices.push_back(s.subscription.slices[0]); }},
      {"slices", [](Subscriber& s) { s.subscription.slices[0].is_default = false; }},
      {"dnns", [](Subscriber& s) { s.subscription.slices[0].dnns.clear(); }},
      {"dnns", [=](Subscriber& s) { s.subscription.slices[0].dnns.push_back(dnn(s)); }},
      {"dnns", [=](Subscriber& s) { dnn(s).is_default = false; }},
      {"dnns", [=](Subscriber& s) { dnn(s).dnn = "Internet"; }},
      {"dnns", [=](Subscriber& s) { dnn(s).dnn = "a..b"; }},
      {"dnns", [=](Subscriber& s) { dnn(s).dnn = std::string(64, 'a'); }},
      {"dnns", [=](Subscriber& s) { dnn(s).five_qi = 1; }},
      {"dnns", [=](Subscriber& s) { dnn(s).five_qi = 0; }},
      {"dnns", [=](Subscriber& s) { dnn(s).arp.priority = 16; }},
      {"dnns", [=](Subscriber& s) { dnn(s).session_ambr.up_bps = 0; }},
      {"dnns", [](Subscriber& s) { static_ipv4(s, "224.0.0.1"); }},
      {"dnns", [](Subscriber& s) { static_ipv4(s, "fd45::1"); }},
      {"dnns", [=](Subscriber& s) { static_ipv4(s, "10.0.0.1"), dnn(s).versions = IpVersions::ipv6; }},
      {"dnns", [=](Subscriber& s) { dnn(s).static_ipv6 = *IpAddress::parse("fd45::1"); }},
      {"dnns", [=](Subscriber& s) { dnn(s).static_ipv6 = *IpAddress::parse("fd45::"), dnn(s).versions = IpVersions::ipv4; }},
  };
  ASSERT_TRUE(all_wrong_with(phone(1)).empty());
  for (const auto& wrong : cases) {
    auto s = phone(1);
    wrong.spoil(s);
    auto whys = all_wrong_with(s);
    ASSERT_FALSE(whys.empty()) << wrong.where;
    EXPECT_NE(whys[0].where.find(std::string(": ") + wrong.where), std::string::npos) << whys[0].text();
    EXPECT_FALSE(whys[0].fix.empty());
    EXPECT_FALSE(all().add(s).ok());
  }
  EXPECT_EQ(all().count(), 0u);
}

TEST_F(Subscribers, TestSubscribersAreKnownAsSuch) {
  auto shipped = test_subscribers(3);
  ASSERT_EQ(shipped.size(), 3u);
  EXPECT_EQ(shipped[0].supi.text(), "imsi-999700000000001");
  EXPECT_EQ(shipped[2].supi.text(), "imsi-999700000000003");
  EXPECT_EQ(hex(shipped[0].credentials.key()), "465b5ce8b199b49faa5f0a2ee238a6bc");
  EXPECT_EQ(hex(shipped[0].credentials.op_c()), "e8ed289deba952e4283b54e88e6183ca");
  EXPECT_EQ(hex(shipped[0].credentials.amf), "8000");
  EXPECT_TRUE(is_test_subscriber(shipped[1].credentials));
  EXPECT_FALSE(is_test_subscriber(phone(1).credentials));
  for (const auto& s : shipped) EXPECT_TRUE(all().add(s).ok());
}

TEST_F(Subscribers, TreeShowsEverythingButKeys) {
  ASSERT_TRUE(all().add(phone(1)).ok());
  const Tree shown = tree(*all().find(supi(1)));
  EXPECT_EQ(shown.find("created")->text(), "2027-01-15T08:00:00Z");
  EXPECT_EQ(shown.find_deep("dnn")->text(), "internet");
  EXPECT_EQ(shown.json().find(hex(phone(1).credentials.key())), std::string::npos);
  EXPECT_EQ(shown.json().find(hex(phone(1).credentials.op_c())), std::string::npos);
}

TEST_F(Subscribers, HomeKeyIds) {
  auto& keys = store->home_keys();
  ASSERT_TRUE(keys.generate(crypto::ProtectionScheme::profile_a, std::uint8_t(2)).ok());
  EXPECT_EQ(keys.generate(crypto::ProtectionScheme::profile_a)->id, 1);
  EXPECT_EQ(keys.generate(crypto::ProtectionScheme::profile_b)->id, 3);
  EXPECT_EQ(int(keys.generate(crypto::ProtectionScheme::profile_a, std::uint8_t(3)).error().kind), int(Kind::exists));
  EXPECT_EQ(int(keys.generate(crypto::ProtectionScheme::profile_a, std::uint8_t(255)).error().kind), int(Kind::invalid));
  EXPECT_EQ(int(keys.generate(crypto::ProtectionScheme::null).error().kind), int(Kind::invalid));
  EXPECT_EQ(int(keys.add(9, crypto::ProtectionScheme::profile_b, crypto::Key256{}).error().kind), int(Kind::invalid));
  ASSERT_TRUE(keys.remove(1).ok());
  EXPECT_EQ(int(keys.remove(1).error().kind), int(Kind::not_found));
  EXPECT_EQ(keys.find(1), nullptr);
  EXPECT_TRUE(keys.find(2));
  // As another program made it (TS 33.501 §C.4.3).
  auto known =
      keys.add(7, crypto::ProtectionScheme::profile_a, *from_hex<32>("c53c22208b61860b06c62e5406a7b330c2b577aa5558981510d128247d38bd1d"));
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(hex(known->public_key), "5a8d38864820197c3394b92613b20b91633cbd897119273bf8e4a6f4eec0a650");
}

}  // namespace
}  // namespace pellucid::store::test

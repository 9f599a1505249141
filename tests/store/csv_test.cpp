#include "store/csv.hpp"

#include <chrono>
#include <random>

#include "base/csv_reader.hpp"
#include "store/session_text.hpp"
#include "store_folder.hpp"

namespace pellucid::store::test {
namespace {

const std::string k = "465B5CE8B199B49FAA5F0A2EE238A6BC";
const std::string opc = "E8ED289DEBA952E4283B54E88E6183CA";

class Csv : public StoreFolder {
 protected:
  void SetUp() override {
    store = open();
    defaults.subscription = phone(1).subscription;
  }
  ImportPlan plan(const std::string& csv) { return plan_import(csv, store->subscribers(), defaults); }
  /// The one fault of a file.
  ImportFault fault(const std::string& csv) {
    auto made = plan(csv);
    EXPECT_EQ(made.fault_count, 1u) << made.text();
    if (made.faults.empty()) return {};
    EXPECT_FALSE(made.faults[0].why.fix.empty());
    EXPECT_EQ(made.text().find(k), std::string::npos) << "a key was shown";
    return made.faults[0];
  }
  std::unique_ptr<Store> store;
  ImportDefaults defaults;
};

TEST_F(Csv, EverythingThatAFileCanSay) {
  auto made = plan(
      "\xEF\xBB\xBF# our SIMs\r\n"
      "IMSI, K ,opc,amf,sequence,slices,dnns,ambr_down,ambr_up,msisdn,name,note,enabled\r\n"
      "imsi-999700000000011," +
      k + "," + opc +
      ",9001,77,1* 2-00abcd,\"internet* ims(5qi=5 arp=2);2-00abcd/factory(types=ipv4 ipv4=10.9.0.7 down=50M up=10M)\",1 "
      "Gbps,500M,+4930123456,\"Müller, \"\"Anna\"\"\",,no\r\n"
      "\r\n"
      "999700000000012," +
      k + "," + opc + ",,,,,,,,,,\n");
  ASSERT_TRUE(made.good()) << made.text();
  EXPECT_EQ(made.added, 2u);
  EXPECT_EQ(store->subscribers().count(), 0u) << "a dry run changes nothing";
  ASSERT_TRUE(store->subscribers().apply(made.changes).ok());
  const auto* s = store->subscribers().find(*Supi::parse("999700000000011"));
  ASSERT_TRUE(s);
  EXPECT_EQ(hex(s->credentials.amf), "9001");
  EXPECT_EQ(s->name, "Müller, \"Anna\"");
  EXPECT_EQ(s->subscription.msisdn, "4930123456");
  EXPECT_EQ(s->subscription.ue_ambr, (Ambr{1'000'000'000, 500'000'000}));
  EXPECT_FALSE(s->enabled);
  EXPECT_EQ(slices_text(s->subscription), "1* 2-00abcd");
  EXPECT_EQ(dnns_text(s->subscription), "internet* ims(5qi=5 arp=2) 2-00abcd/factory*(down=50Mbps up=10Mbps types=ipv4 ipv4=10.9.0.7)");
  EXPECT_EQ(std::int64_t(store->sequence_clock().ticks()) + s->sequence_offset, 77);
  const auto* plain = store->subscribers().find(*Supi::parse("999700000000012"));
  EXPECT_EQ(plain->subscription.slices, defaults.subscription.slices);
  EXPECT_TRUE(plain->enabled);
  EXPECT_TRUE(is_test_subscriber(plain->credentials));
}

TEST_F(Csv, OpBecomesOpc) {
  // TS 35.208 test set 1.
  auto made = plan("imsi;ki;op\n999700000000011;465b5ce8b199b49faa5f0a2ee238a6bc;cdc202d5123e20f62b6d676ac72cb318\n");
  ASSERT_TRUE(made.good()) << made.text();
  EXPECT_EQ(hex(made.changes[0].subscriber.credentials.op_c()), "cd63cb71954a9f4e48a5994e37a02baf");
}

TEST_F(Csv, TuakTakesLongerKeys) {
  const std::string long_key(64, 'a');
  auto made = plan("imsi,algorithm,k,topc\n999700000000011,TUAK," + long_key + "," + std::string(64, 'b') + "\n");
  ASSERT_TRUE(made.good()) << made.text();
  EXPECT_EQ(made.changes[0].subscriber.credentials.k_octets, 32);
  ASSERT_TRUE(store->subscribers().apply(made.changes).ok());
  EXPECT_EQ(fault("imsi,k,opc\n999700000000012," + long_key + "," + opc + "\n").column, "k");
  auto derived = plan("imsi,algorithm,k,top\n999700000000013,tuak," + long_key + "," + std::string(64, 'b') + "\n");
  ASSERT_TRUE(derived.good()) << derived.text();
  EXPECT_NE(derived.changes[0].subscriber.credentials.opc, made.changes[0].subscriber.credentials.opc);
}

TEST_F(Csv, ChangesKeepWhatTheFileDoesNotSay) {
  auto known = phone(1);
  known.subscription.slices[0].dnns[0].five_qi = 7;
  known.note = "keep me";
  ASSERT_TRUE(store->subscribers().add(known).ok());
  ASSERT_TRUE(store->subscribers().add(phone(2)).ok());
  auto made = plan("imsi,name,dnns,k,opc\n" + supi(1).digits() + ",new name,internet ims(5qi=5),,\n" + supi(2).digits() + ",,,,\n");
  ASSERT_TRUE(made.good()) << made.text();
  EXPECT_EQ(made.changed, 1u);
  EXPECT_EQ(made.unchanged, 1u);
  ASSERT_EQ(made.lines[0].differences.size(), 2u);
  EXPECT_EQ(made.lines[0].differences[0], "dnns: internet*(5qi=7) -> internet*(5qi=7) ims(5qi=5)");
  EXPECT_EQ(made.lines[0].differences[1], "name: phone 1 -> new name");
  ASSERT_TRUE(store->subscribers().apply(made.changes).ok());
  EXPECT_EQ(store->subscribers().find(supi(1))->note, "keep me");
  EXPECT_EQ(store->subscribers().find(supi(1))->credentials, known.credentials);

  auto keys = plan("imsi,k,opc\n" + supi(1).digits() + "," + k + "," + opc + "\n");
  ASSERT_TRUE(keys.good());
  EXPECT_EQ(keys.lines[0].differences, std::vector<std::string>{"k: changed"});
  EXPECT_EQ(keys.text().find(k), std::string::npos);
}

TEST_F(Csv, EveryBadFieldIsNamedWithLineAndColumn) {
  const std::string good = "999700000000011," + k + "," + opc;
  struct Case {
    std::string header, line, column;
  };
  const std::vector<Case> cases = {
      {"imsi,k,opc", "12345," + k + "," + opc, "imsi"},
      {"imsi,k,opc", "99970000000001x," + k + "," + opc, "imsi"},
      {"imsi,k,opc", "," + k + "," + opc, "imsi"},
      {"imsi,k,opc", "999700000000011," + k.substr(1) + "," + opc, "k"},
      {"imsi,k,opc", "999700000000011," + k.substr(1) + "G," + opc, "k"},
      {"imsi,k,opc", "999700000000011,,", "k"},
      {"imsi,k,opc", "999700000000011," + k + ",", "opc"},
      {"imsi,k,opc", "999700000000011,," + opc, "k"},
      {"imsi,k,opc", "999700000000011," + k + ",1234", "opc"},
      {"imsi,k,op", "999700000000011," + k + ",1234", "op"},
      {"imsi,k,opc,op", good + "," + opc, "opc"},
      {"imsi,k,opc,amf", good + ",0000", "amf"},
      {"imsi,k,opc,amf", good + ",80", "amf"},
      {"imsi,k,opc,algorithm", good + ",comp128", "algorithm"},
      {"imsi,k,opc,sequence", good + ",0", "sequence"},
      {"imsi,k,opc,sequence", good + ",-1", "sequence"},
      {"imsi,k,opc,sequence", good + ",8796093022208", "sequence"},
      {"imsi,k,opc,slices", good + ",1-12", "slices"},
      {"imsi,k,opc,slices", good + ",256", "slices"},
      {"imsi,k,opc,slices", good + ",1 1", "slices"},
      {"imsi,k,opc,dnns", good + ",in ter/net", "dnns"},
      {"imsi,k,opc,dnns", good + ",2/internet", "dnns"},
      {"imsi,k,opc,dnns", good + ",internet(5qi=1)", "dnns"},
      {"imsi,k,opc,dnns", good + ",internet(5qi=300)", "dnns"},
      {"imsi,k,opc,dnns", good + ",internet(colour=red)", "dnns"},
      {"imsi,k,opc,dnns", good + ",internet(5qi=9", "dnns"},
      {"imsi,k,opc,dnns", good + ",internet)", "dnns"},
      {"imsi,k,opc,dnns", good + ",internet*(ipv4=10.0.0.1) ims*", "dnns"},
      {"imsi,k,opc,dnns", good + ",internet(ipv4=10.0.0)", "dnns"},
      {"imsi,k,opc,ambr_up", good + ",fast", "ambr_up"},
      {"imsi,k,opc,ambr_down", good + ",0", "ambr_down"},
      {"imsi,k,opc,msisdn", good + ",0049 30", "msisdn"},
      {"imsi,k,opc,name", good + ",\x1b[31mred", "name"},
      {"imsi,k,opc,name", good + ",\xFF\xFE", "name"},
      {"imsi,k,opc,enabled", good + ",perhaps", "enabled"},
      {"imsi,k,opc", good + ",too,many", ""},
      {"imsi,k,opc", "999700000000011", ""},
      {"imsi,k,opc", "\"" + good, ""},
      {"imsi,k,opc", "\"999700000000011\"x," + k + "," + opc, ""},
      {"imsi,k,opc", good + std::string(1, '\0'), ""},
      {"imsi,k,opc", std::string(20'000, '9'), ""},
      {"imsi,k,opc", std::string(100, ','), ""},
  };
  for (const auto& bad : cases) {
    auto found = fault(bad.header + "\n# a comment\n" + bad.line + "\n");
    EXPECT_EQ(found.line, 3u) << bad.line;
    EXPECT_EQ(found.column, bad.column) << bad.line << ": " << found.text();
    for (char c : found.text()) EXPECT_TRUE(std::uint8_t(c) >= 0x20 && c != 0x7F) << bad.line;
  }
}

TEST_F(Csv, BadHeaders) {
  EXPECT_EQ(fault("").line, 1u);
  EXPECT_EQ(fault("imsi,colour\n").column, "colour");
  EXPECT_EQ(fault("imsi,k,ki\n").column, "ki");
  EXPECT_EQ(fault("k,opc\n").column, "imsi");
  EXPECT_EQ(fault("\"imsi\n").line, 1u);
}

TEST_F(Csv, FaultsAcrossLines) {
  ASSERT_TRUE(store->subscribers()
                  .add([] {
                    auto s = phone(1);
                    s.subscription.slices[0].dnns[0].static_ipv4 = *IpAddress::parse("10.45.0.5");
                    return s;
                  }())
                  .ok());
  auto made = plan("imsi,k,opc,dnns\n999700000000011," + k + "," + opc + ",internet(ipv4=10.45.0.7)\n999700000000011," + k + "," + opc +
                   ",internet\n999700000000012," + k + "," + opc + ",internet(ipv4=10.45.0.7)\n999700000000013," + k + "," + opc +
                   ",internet(ipv4=10.45.0.5)\n");
  ASSERT_EQ(made.fault_count, 3u) << made.text();
  EXPECT_EQ(made.faults[0].line, 3u);
  EXPECT_NE(made.faults[0].text().find("line 2"), std::string::npos);
  EXPECT_EQ(made.faults[1].line, 4u);
  EXPECT_NE(made.faults[1].text().find("999700000000011"), std::string::npos);
  EXPECT_EQ(made.faults[2].line, 5u);
  EXPECT_NE(made.faults[2].text().find(supi(1).digits()), std::string::npos);
  EXPECT_FALSE(store->subscribers().apply(made.changes).ok());
  EXPECT_EQ(store->subscribers().count(), 1u);
}

TEST_F(Csv, CountlessFaultsAreCountedNotKept) {
  std::string csv = "imsi,k,opc\n";
  for (int i = 0; i < 5000; ++i) csv += "x,y,z\n";
  auto made = plan(csv);
  EXPECT_EQ(made.faults.size(), ImportPlan::max_faults_kept);
  EXPECT_GE(made.fault_count, 5000u);
  EXPECT_LT(made.text().size(), 500'000u);
}

/// Any octets: no crash, and whatever the plan calls good can be stored.
TEST_F(Csv, MutatedFilesNeverBreakIt) {
  const std::string good = "imsi,k,opc,slices,dnns,ambr_up,name\n999700000000011," + k + "," + opc +
                           ",1* 2-00abcd,\"internet* ims(5qi=5);2-00abcd/factory(ipv4=10.9.0.7)\",1Gbps,\"A \"\"B\"\"\"\n999700000000012," +
                           k + "," + opc + ",,,,\n";
  std::mt19937 random(20240);
  std::size_t clean = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string csv = good;
    for (unsigned edits = 1 + random() % 4; edits > 0; --edits) {
      const std::size_t at = random() % csv.size();
      switch (random() % 4) {
        case 0: csv[at] = char(random()); break;
        case 1: csv.erase(at, 1 + random() % 5); break;
        case 2: csv.insert(at, 1, "\",;()*/=\n\r\0 "[random() % 12]); break;
        default: csv.insert(at, csv.substr(random() % csv.size(), random() % 40)); break;
      }
      if (csv.empty()) csv = "x";
    }
    auto made = plan(csv);
    EXPECT_EQ(made.added + made.changed, made.changes.size());
    static_cast<void>(made.text());
    if (!made.good() || made.changes.empty()) continue;
    ++clean;
    auto applied = store->subscribers().apply(made.changes);
    ASSERT_TRUE(applied.ok()) << applied.error().text() << "\n" << csv;
    std::vector<SubscriberChange> undo;
    for (auto& change : made.changes) undo.push_back({SubscriberChange::What::remove, change.subscriber});
    ASSERT_TRUE(store->subscribers().apply(undo).ok());
    if (clean > 150) break;  // each costs two commits
  }
  EXPECT_GT(clean, 20u);
}

TEST_F(Csv, TextOfSessionsReadsBack) {
  std::mt19937 random(7);
  auto one_of = [&](auto... values) {
    const std::array options{values...};
    return options[random() % options.size()];
  };
  for (int round = 0; round < 500; ++round) {
    Subscription made;
    for (unsigned s = 0, slices = 1 + random() % 4; s < slices; ++s) {
      SubscribedSlice slice{Snssai{std::uint8_t(s + 1), {}}, s == 0 || random() % 2 == 0, {}};
      if (random() % 2) slice.slice.sd = random() & 0xFFFFFE;
      const unsigned dnns = 1 + random() % 3, chosen = random() % dnns;
      for (unsigned d = 0; d < dnns; ++d) {
        SubscribedDnn dnn;
        dnn.dnn = "net" + std::to_string(d) + one_of("", ".example", "-a.b");
        dnn.is_default = d == chosen;
        dnn.session_ambr = {one_of(1'000'000'000ull, 64'000ull, 77ull), one_of(1'000'000'000ull, 1'500'000ull)};
        dnn.five_qi = std::uint8_t(one_of(5, 7, 9, 200));
        dnn.arp = {std::uint8_t(1 + random() % 15), random() % 2 == 0, random() % 2 == 0};
        dnn.versions = one_of(IpVersions::ipv4, IpVersions::ipv6, IpVersions::ipv4v6);
        if (has_ipv4(dnn.versions) && random() % 2) dnn.static_ipv4 = IpAddress::v4(0x0A000000u | (random() & 0xFFFF));
        if (has_ipv6(dnn.versions) && random() % 2)
          dnn.static_ipv6 = *IpAddress::parse("fd45:0:0:" + std::to_string(random() % 9999) + "::");
        slice.dnns.push_back(dnn);
      }
      made.slices.push_back(slice);
    }
    auto slices = parse_slices(slices_text(made));
    ASSERT_TRUE(slices.ok()) << slices_text(made);
    auto dnns = parse_dnns(dnns_text(made), *slices, {}, {});
    ASSERT_TRUE(dnns.ok()) << dnns_text(made) << ": " << dnns.error().text();
    EXPECT_EQ(*slices, made.slices) << dnns_text(made);
  }
}

TEST_F(Csv, TenThousandSubscribers) {
  std::string csv = "imsi,k,opc,name\n";
  for (int i = 0; i < 10'000; ++i)
    csv += std::to_string(999'700'000'100'000 + i) + "," + k + "," + opc + ",phone " + std::to_string(i) + "\n";
  const auto start = std::chrono::steady_clock::now();
  auto made = plan(csv);
  const auto planned = std::chrono::steady_clock::now();
  ASSERT_TRUE(made.good());
  ASSERT_TRUE(store->subscribers().apply(made.changes).ok());
  const auto applied = std::chrono::steady_clock::now();
  EXPECT_EQ(store->subscribers().count(), 10'000u);
  store.reset();
  const auto closed = std::chrono::steady_clock::now();
  store = open();
  const auto opened = std::chrono::steady_clock::now();
  EXPECT_EQ(store->subscribers().count(), 10'000u);
  EXPECT_EQ(plan(csv).unchanged, 10'000u);
  auto ms = [](auto from, auto to) { return int(std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count()); };
  RecordProperty("plan_ms", ms(start, planned));
  RecordProperty("apply_ms", ms(planned, applied));
  RecordProperty("open_ms", ms(closed, opened));
}

}  // namespace
}  // namespace pellucid::store::test

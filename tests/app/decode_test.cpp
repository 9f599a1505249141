#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "app/commands.hpp"
#include "app/highlights.hpp"
#include "app/ladder.hpp"
#include "app/nas_reader.hpp"
#include "app/parties.hpp"
#include "capture_files.hpp"
#include "wire/ngap/messages.hpp"

using namespace pellucid;
using namespace pellucid::app;
using namespace pellucid::app::test;
using testing::Contains;
using testing::HasSubstr;

namespace {

using Decode = Folder;

const std::string k_and_opc = ":465B5CE8B199B49FAA5F0A2EE238A6BC:E8ED289DEBA952E4283B54E88E6183CA";
const std::vector<std::string> keys = {"imsi-999700000000011" + k_and_opc, "imsi-999700000000012" + k_and_opc};

std::vector<SubscriberKeys> parsed(const std::vector<std::string>& texts) {
  std::vector<SubscriberKeys> out;
  for (auto& text : texts) out.push_back(parse_keys(text).value());
  return out;
}
/// All NAS of a capture, opened with those keys.
std::vector<OpenedNas> nas_of(const std::string& name, const std::vector<SubscriberKeys>& subscribers) {
  NasReader reader(subscribers);
  std::vector<OpenedNas> out;
  for (auto& m : read(capture(name)).messages) {
    if (m.protocol != Protocol::ngap) continue;
    auto received = ngap::decode(m.octets);
    EXPECT_TRUE(received.ok());
    if (!received.ok()) continue;
    for (auto& nas : reader.read(m.source, m.target, received->pdu)) out.push_back(std::move(nas));
  }
  return out;
}

/// Standard output of `pellucid decode`.
std::string run(const DecodeOptions& options, int status = 0) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  int got = decode_command(options);
  auto errors = testing::internal::GetCapturedStderr();
  EXPECT_EQ(got, status) << errors;
  EXPECT_FALSE(errors.empty()) << "a summary or a reason";
  return testing::internal::GetCapturedStdout();
}
DecodeOptions options(const std::string& file, bool json = false) {
  DecodeOptions out;
  out.file = file;
  out.json = json;
  return out;
}
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

}  // namespace

TEST_F(Decode, EveryMessageOfEveryCaptureReencodesToItsOctets) {
  std::map<Protocol, int> seen;
  for (auto& name : all_captures())
    for (auto& m : read(capture(name)).messages) {
      auto v = view(m.protocol, m.octets);
      auto where = name + " frame " + std::to_string(m.frame) + " " + v.name;
      EXPECT_TRUE(v.decoded) << where << " " << v.fault;
      EXPECT_TRUE(v.reencodes) << where;
      EXPECT_NE(v.fields.as_object(), nullptr) << where;
      EXPECT_EQ(v.name.find("unknown"), std::string::npos) << where;
      ++seen[m.protocol];
      if (m.protocol != Protocol::ngap) continue;
      auto received = ngap::decode(m.octets);
      ASSERT_TRUE(received.ok()) << where;
      for (auto nas : ngap::nas_in(received->pdu)) {
        auto inside = view(Protocol::nas, nas);
        EXPECT_TRUE(inside.decoded) << where << " " << inside.fault;
        EXPECT_TRUE(inside.reencodes) << where << " " << inside.name;
        ++seen[Protocol::nas];
      }
    }
  for (auto protocol : {Protocol::ngap, Protocol::nas, Protocol::pfcp, Protocol::gtpu}) EXPECT_GT(seen[protocol], 30) << name(protocol);
}

TEST_F(Decode, WithTheKeysEveryProtectedMessageHasARightMac) {
  for (auto* name : {"open-core-session.pcap", "open-core-sessions-2.pcap", "open-core-paging.pcap"}) {
    int guarded = 0;
    for (auto& nas : nas_of(name, parsed(keys))) {
      EXPECT_THAT(nas.subject, testing::StartsWith("imsi-99970000000001")) << name;
      if (!nas.was_protected) continue;
      ++guarded;
      EXPECT_EQ(nas.mac_right, true) << name << " " << hex(nas.plain);
      EXPECT_TRUE(nas.deciphered);
      auto v = view(Protocol::nas, nas.plain);
      EXPECT_TRUE(v.decoded && v.reencodes) << v.name << " " << v.fault;
    }
    EXPECT_GT(guarded, 6) << name;
  }
}

TEST_F(Decode, WithoutTheRightKeysNothingIsCalledRight) {
  auto wrong = parsed(keys);
  for (auto& subscriber : wrong) subscriber.opc[3] ^= 1;
  for (auto& subscribers : {std::vector<SubscriberKeys>{}, wrong})
    for (auto& nas : nas_of("open-core-session.pcap", subscribers)) {
      EXPECT_NE(nas.mac_right, true);
      EXPECT_FALSE(nas.deciphered);
    }
}

TEST_F(Decode, AChangedMessageHasAWrongMac) {
  NasReader reader(parsed(keys));
  int wrong = 0, right = 0;
  for (auto& m : read(capture("open-core-session.pcap")).messages) {
    if (m.protocol != Protocol::ngap) continue;
    auto received = ngap::decode(m.octets);
    ASSERT_TRUE(received.ok());
    // What the phones send behind security mode: its last octet changes, then it comes as it is.
    if (auto* transport = received->pdu.get<ngap::UplinkNasTransport>(); transport && right > 3) {
      auto changed = received->pdu;
      changed.get<ngap::UplinkNasTransport>()->nas.back() ^= 1;
      for (auto& nas : reader.read(m.source, m.target, changed)) wrong += nas.mac_right == false;
    }
    for (auto& nas : reader.read(m.source, m.target, received->pdu)) right += nas.mac_right == true;
  }
  EXPECT_GT(wrong, 3);
}

TEST_F(Decode, KeysAreReadOrRefused) {
  auto good = parse_keys(keys[0]);
  ASSERT_TRUE(good);
  EXPECT_EQ(good->supi.text(), "imsi-999700000000011");
  EXPECT_EQ(hex(good->opc), "e8ed289deba952e4283b54e88e6183ca");
  for (auto* bad : {"", ":", "::", "imsi-999700000000011", "imsi-999700000000011:12:34",
                    "phone:465B5CE8B199B49FAA5F0A2EE238A6BC:E8ED289DEBA952E4283B54E88E6183CA"})
    EXPECT_FALSE(parse_keys(bad)) << bad;
  run({.file = capture("open-core-paging.pcap"), .keys = {"nonsense"}}, 2);
}

TEST_F(Decode, JsonIsOneObjectALineWithEverything) {
  for (auto& name : all_captures()) {
    std::uint64_t last = 0;
    auto lines = lines_of(run({.file = capture(name), .json = true, .keys = keys}));
    EXPECT_EQ(lines.size(), read(capture(name)).messages.size()) << name;
    for (auto& line : lines) {
      auto row = nlohmann::json::parse(line, nullptr, false);
      ASSERT_FALSE(row.is_discarded()) << line;
      for (auto* key : {"frame", "protocol", "message", "fields", "octets", "reencodes"})
        ASSERT_TRUE(row.contains(key)) << key << " in " << line;
      EXPECT_GE(row["frame"].get<std::uint64_t>(), last);
      last = row["frame"];
      EXPECT_THAT((std::set<std::string>{"NGAP", "PFCP", "GTP-U"}), Contains(row["protocol"].get<std::string>()));
      EXPECT_FALSE(row["message"].get<std::string>().empty());
      EXPECT_TRUE(row["fields"].is_object());
      EXPECT_EQ(row["reencodes"], true);
      EXPECT_TRUE(from_hex(row["octets"].get<std::string>())) << line;
      if (name.starts_with("open-core") && row.contains("nas"))
        for (auto& nas : row["nas"]) EXPECT_EQ(nas["mac"], nas["protected"] == true ? nlohmann::json("right") : nlohmann::json()) << line;
    }
  }
}

TEST_F(Decode, TheLadderSaysWhoDoesWhat) {
  auto text = run({.file = capture("open-core-session.pcap"), .keys = keys});
  EXPECT_THAT(text, HasSubstr("gnb  10.10.0.2:"));
  EXPECT_THAT(text, HasSubstr("amf  10.10.0.1:38412 (N2)"));
  EXPECT_THAT(text, HasSubstr("upf  127.0.0.7 (N4), 10.10.0.1 (N3)"));
  EXPECT_THAT(text, HasSubstr("First message at 2026-11-21 20:39:48.011 UTC"));
  for (auto* line : {
           "    11     4.814    │      ├─────▶│      │      │  NGAP  NGSetupRequest  \"UERANSIM-gnb-999-70-1\", gNB 1, PLMN 999-70, TAC 1, "
           "slices 1\n",
           "           5.054    ├──────┼─────▶│      │      │  NAS   Registration request [imsi-999700000000011]  initial registration, "
           "SUCI 999-70 ...0011\n",
           "           5.097    │◀─────┼──────┤      │      │  NAS   Security mode command [MAC right, imsi-999700000000011]  5G-EA0 "
           "5G-IA2, IMEISV requested\n",
           "5G-GUTI 999-70/2.1.0/c000065c, TAIs 999-70/1, slices 1, T3512 540 s\n",
           "    26     5.128    │      │      │      ├─────▶│  PFCP  Session Establishment Request  UE 10.45.0.2, DNN internet, slice 1, "
           "CP SEID 3952\n",
           "Session Modification Request  SEID 1552, FORW, to 10.10.0.2 TEID 1\n",
           "    57    21.716    │      │◀─────┼──────┼──────┤  GTP-U G-PDU  TEID 1, QFI 1, 10.20.0.2 -> 10.45.0.2 ICMP, 84 octets\n",
           "UL NAS transport [MAC right, imsi-999700000000011]  PDU session release request, session 1, cause Regular deactivation (36)\n",
       })
    EXPECT_THAT(text, HasSubstr(line));
  auto full = run({.file = capture("open-core-session.pcap"), .whole = true, .keys = keys});
  EXPECT_THAT(full, HasSubstr("RelativeAMFCapacity: 255\n"));
}

TEST_F(Decode, FunctionsOnOneAddressAreToldApart) {
  // The base station and the AMF of this one share 127.0.0.1.
  auto text = run(options(capture("free5gc.pcap")));
  EXPECT_THAT(
      text, HasSubstr("│      ├─────▶│      │      │  NGAP  NGSetupRequest  \"free5gc\", gNB 258, PLMN 208-93, TAC 1, slices 1-010203\n"));
  EXPECT_THAT(text, HasSubstr("│      │◀─────┤      │      │  NGAP  NGSetupResponse"));
  EXPECT_THAT(text, HasSubstr("│      ├──────┼──────┼─────▶│  GTP-U G-PDU  TEID 1, 60.60.0.1 -> 60.60.0.101"));
  EXPECT_THAT(text, HasSubstr("│      │◀─────┼──────┼──────┤  GTP-U G-PDU  TEID 1, 60.60.0.101 -> 60.60.0.1"));
}

TEST_F(Decode, SeveralBaseStationsAreNumbered) {
  Endpoint amf{*IpAddress::parse("192.0.2.1"), 38412}, one{*IpAddress::parse("192.0.2.2"), 5000}, two{*IpAddress::parse("192.0.2.3"), 5000};
  auto setup = read(capture("open-core-session.pcap")).messages.at(6).octets;
  auto writer = CaptureWriter::create(file("two.pcap"));
  ASSERT_TRUE(writer.ok());
  writer->write({}, Protocol::ngap, one, amf, setup);
  writer->write({}, Protocol::ngap, two, amf, setup);
  {
    auto close = std::move(*writer);
  }
  auto text = run(options(file("two.pcap")));
  EXPECT_THAT(text, HasSubstr("gnb  gnb1 192.0.2.2:5000 (N2), gnb2 192.0.2.3:5000 (N2)\n"));
  EXPECT_THAT(text, HasSubstr("NGSetupRequest [gnb2 to amf]  "));
}

TEST_F(Decode, AMessageThatIsNotUnderstoodIsShownAndCounted) {
  Endpoint from{*IpAddress::parse("192.0.2.2"), 5000}, to{*IpAddress::parse("192.0.2.1"), 38412};
  auto writer = CaptureWriter::create(file("bad.pcap"));
  ASSERT_TRUE(writer.ok());
  writer->write({}, Protocol::ngap, from, to, *from_hex("0015ffff"));
  {
    auto close = std::move(*writer);
  }
  auto text = run(options(file("bad.pcap")), 1);
  EXPECT_THAT(text, HasSubstr("│      ├─────▶│      │      │  NGAP  not understood  "));
  auto row = nlohmann::json::parse(run(options(file("bad.pcap"), true), 1));
  EXPECT_EQ(row["reencodes"], false);
  EXPECT_FALSE(row["fault"].get<std::string>().empty());
  run(options(file("missing.pcap")), 2);
  run(options(file("missing.pcap"), true), 2);
}

TEST(Ladder, NamesStandAboveTheirLifeLines) {
  Ladder ladder({"phone", "gnb", "amf", "smf", "upf"});
  EXPECT_EQ(ladder.header(), "      time  phone   gnb    amf    smf    upf");
  using std::chrono::milliseconds;
  EXPECT_EQ(ladder.line(milliseconds(12), "gnb1", "amf", "text"), "     0.012    │      ├─────▶│      │      │  text");
  EXPECT_EQ(ladder.line(milliseconds(12), "upf", "phone", ""), "     0.012    │◀─────┼──────┼──────┼──────┤  ");
  EXPECT_EQ(ladder.line(milliseconds(12), "amf", "amf", "itself"), "     0.012    │      │      │      │      │  itself");
  EXPECT_EQ(ladder.line(milliseconds(0), "internet", "amf", "x"), "     0.000    │      │      │      │      │  x");
}

TEST(Highlights, ASecretIdentityIsNotShownWhole) {
  Tree identity = Tree::object();
  identity.add("type of identity", "SUCI");
  identity.add("home network", "999-70");
  identity.add("protection scheme", "ECIES scheme profile A");
  identity.add("SUCI", "suci-0-999-70-0000-1-1-0123456789abcdef");
  Tree fields = Tree::object();
  fields.add("5GS mobile identity", identity);
  EXPECT_EQ(highlights(Protocol::nas, "Registration request", fields), "SUCI 999-70 ECIES scheme profile A");
}

TEST(Highlights, PacketsInAFewWords) {
  auto v4 = *from_hex("4500001c0001000040110000c0000201c00002020035003500080000");
  EXPECT_EQ(packet_text(v4), "192.0.2.1 -> 192.0.2.2 UDP, 28 octets");
  auto v6 = *from_hex(
      "6000000000003a40"
      "fe800000000000000000000000000001"
      "ff020000000000000000000000000002");
  EXPECT_EQ(packet_text(v6), "fe80::1 -> ff02::2 ICMPv6, 40 octets");
  EXPECT_EQ(packet_text(ByteView(v4).first(19)), "19 octets");
  EXPECT_EQ(packet_text({}), "0 octets");
}

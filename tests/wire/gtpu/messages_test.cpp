// Every GTP-U message: round trip, truncation, mutation, rules for extension headers, and Wireshark's opinion.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "wire/gtpu/messages.hpp"
#include "wire/pfcp/judge.hpp"

using namespace pellucid;
using namespace pellucid::gtpu;
using Kind = WireError::Kind;

namespace {

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

const Bytes& packet() {
  static const Bytes octets = *from_hex(
      "45000020000040004011000a0a2d0002c0000201"
      "9c409c41000c00006f6b2121");
  return octets;
}

std::vector<Pdu> samples() {
  std::vector<Pdu> out;
  auto add = [&](Header header, auto message) {
    header.type = message.type;
    out.push_back({header, message, {}});
  };
  Header path;
  path.sequence = 7;
  add(path, EchoRequest{{}, {PrivateExtension{10415, *from_hex("0102")}}, {}});
  add(path, EchoResponse{});
  Header error = path;
  error.extensions = {UdpPortHeader{2152}};
  add(error, ErrorIndication{Teid(0x37ff), ip("10.10.0.1"), {}, {}, {}});
  add(path, ErrorIndication{Teid(0x37ff), ip("2001:db8::1"), {}, {PrivateExtension{1, {}}}, {}});
  add(path, SupportedExtensionHeaders{*from_hex("4082 85c0"), {}});
  Header tunnel;
  tunnel.teid = Teid(0x12345678);
  add(tunnel, EndMarker{});
  add(tunnel, GPdu{packet()});
  for (bool rqi : {false, true}) {
    Header down = tunnel;
    auto container = downlink(Qfi(63), rqi);
    if (rqi) container.paging_policy = 5;
    down.extensions = {container};
    add(down, GPdu{packet()});
  }
  Header up = tunnel;
  up.extensions = {uplink(Qfi(1)), PdcpNumber{0x7abc}, LongPdcpNumber{0x3ffff}};
  up.sequence = 0xFFFE;
  up.n_pdu = 9;
  add(up, GPdu{packet()});
  Header end = tunnel;
  end.extensions = {uplink(Qfi(9))};
  add(end, EndMarker{});
  return out;
}

/// What tshark 4.0 has no eyes for: judged by the tables alone.
std::vector<Pdu> more_samples() {
  std::vector<Pdu> out;
  Header tunnel;
  tunnel.teid = Teid(9);
  out.push_back({tunnel, TunnelStatus{1, {}, {}}, {}});
  Header path;
  path.sequence = 1;
  EchoRequest echo;
  echo.recovery_time_stamp = 0xeeac8034;
  echo.other = {UnknownIe{200, *from_hex("0102")}};
  out.push_back({path, echo, {}});
  PduSessionContainer down = downlink(Qfi(5));
  down.dl_sending_time = 0x0102030405060708;
  down.qfi_sequence_number = 0xABCDEF;
  PduSessionContainer up = uplink(Qfi(5));
  up.dl_sending_time = 1;
  up.dl_received_time = 2;
  up.ul_sending_time = 3;
  up.dl_delay_ms = 4;
  up.ul_delay_ms = 5;
  up.qfi_sequence_number = 6;
  up.n3_n9_delay_ms = 7;
  up.new_ie_flags = 1;
  up.d1_ul_pdcp_delay = 8;
  for (auto& container : {down, up}) {
    Header header = tunnel;
    header.extensions = {container, RawExtension{0x20, *from_hex("0102")}, RawExtension{0x81, *from_hex("010203040506")}};
    out.push_back({header, GPdu{packet()}, {}});
  }
  for (auto& pdu : out) pdu.header.type = std::visit([](auto& m) { return m.type; }, pdu.message);
  return out;
}

std::vector<Pdu> all_samples() {
  auto out = samples();
  for (auto& pdu : more_samples()) out.push_back(pdu);
  return out;
}

void expect_stable(ByteView octets) {
  auto fast = parse_gpdu(octets);
  auto pdu = gtpu::decode(octets);
  if (!pdu.ok()) {
    EXPECT_FALSE(fast) << hex(octets);
    return;
  }
  if (fast) {
    auto* gpdu = pdu->get<GPdu>();
    ASSERT_TRUE(gpdu);
    EXPECT_EQ(hex(fast->payload), hex(gpdu->payload));
    EXPECT_EQ(fast->teid, pdu->header.teid);
    EXPECT_FALSE(not_understood(*pdu));
  }
  Bytes once = gtpu::encode(*pdu);
  auto again = gtpu::decode(once);
  ASSERT_TRUE(again.ok()) << hex(octets) << " -> " << hex(once);
  EXPECT_EQ(hex(gtpu::encode(*again)), hex(once));
  EXPECT_EQ(show(*again).json(), show(*pdu).json());
}

TEST(Messages, EveryMessageHasASample) {
  std::set<std::uint8_t> types;
  for (auto& pdu : all_samples()) types.insert(pdu.header.type);
  for_each_message([&]<class M>(std::type_identity<M>) { EXPECT_TRUE(types.contains(M::type)) << M::name; });
}

TEST(Messages, RoundTrip) {
  for (auto& pdu : all_samples()) {
    Bytes octets = gtpu::encode(pdu);
    auto decoded = gtpu::decode(octets);
    ASSERT_TRUE(decoded.ok()) << name_of(pdu) << ": " << codec::text(decoded.error());
    EXPECT_EQ(*decoded, pdu) << name_of(pdu) << "\n" << show(pdu).outline() << show(*decoded).outline();
    EXPECT_EQ(hex(gtpu::encode(*decoded)), hex(octets));
    expect_stable(octets);
  }
}

TEST(Messages, TruncationAtEachOctet) {
  for (auto& pdu : all_samples()) {
    Bytes whole = gtpu::encode(pdu);
    for (std::size_t n = 0; n < whole.size(); ++n) {
      Bytes cut(whole.begin(), whole.begin() + std::ptrdiff_t(n));
      EXPECT_FALSE(gtpu::decode(cut).ok()) << name_of(pdu) << " cut at " << n;
      EXPECT_FALSE(parse_gpdu(cut));
      if (n < 8) continue;
      cut[2] = std::uint8_t((n - 8) >> 8);
      cut[3] = std::uint8_t(n - 8);
      expect_stable(cut);
    }
  }
}

TEST(Messages, Mutations) {
  std::mt19937 random(11);
  auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (auto& pdu : all_samples()) {
    Bytes whole = gtpu::encode(pdu);
    for (unsigned i = 0; i < 600; ++i) {
      Bytes octets = whole;
      for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        auto at = octets.begin() + std::ptrdiff_t(below(octets.size()));
        if (below(3) == 0)
          octets.insert(at, std::uint8_t(random()));
        else
          *at = below(2) == 0 ? std::uint8_t(random()) : std::uint8_t(*at ^ 1u << below(8));
      }
      if (below(3) == 0) {
        octets[2] = std::uint8_t((octets.size() - 8) >> 8);
        octets[3] = std::uint8_t(octets.size() - 8);
      }
      expect_stable(octets);
    }
  }
}

TEST(Messages, WhatIsNotForUs) {
  EXPECT_EQ(gtpu::decode(*from_hex("20ff000000000001")).error().kind, Kind::wrong_type) << "GTP'";
  EXPECT_EQ(gtpu::decode(*from_hex("50ff000000000001")).error().kind, Kind::wrong_type) << "version 2";
  EXPECT_EQ(gtpu::decode(*from_hex("3063000000000001")).error().kind, Kind::wrong_type) << "unknown type";
  EXPECT_EQ(gtpu::decode(*from_hex("34ff000800000001000000850010010000")).error().kind, Kind::bad_length) << "length 0 extension";
  EXPECT_EQ(gtpu::decode(*from_hex("321a0004000000000000000000")).error().kind, Kind::missing);
  EXPECT_EQ(gtpu::decode(*from_hex("321a0004000000000000000000")).error().ie, 16u);
  EXPECT_EQ(gtpu::decode(*from_hex("3201000600000000000000004d00")).error().kind, Kind::bad_value) << "TV of unknown length";
}

TEST(Messages, ExtensionHeadersByTheirComprehension) {
  auto chain = [&](std::uint8_t type) {
    Header header;
    header.teid = Teid(1);
    header.extensions = {RawExtension{type, *from_hex("0102")}, downlink(Qfi(4), true)};
    return gtpu::encode(header, GPdu{packet()});
  };
  for (std::uint8_t skipped : {0x20, 0x7f, 0x03}) {
    auto fast = parse_gpdu(chain(skipped));
    ASSERT_TRUE(fast) << int(skipped);
    EXPECT_EQ(fast->qfi, Qfi(4));
    EXPECT_TRUE(fast->rqi);
    EXPECT_EQ(fast->payload.size(), packet().size());
    EXPECT_FALSE(not_understood(*gtpu::decode(chain(skipped))));
  }
  for (std::uint8_t required : {0x81, 0x83, 0xC1}) {
    EXPECT_FALSE(parse_gpdu(chain(required))) << int(required);
    Bytes octets = chain(required);
    EXPECT_EQ(not_understood(*gtpu::decode(octets)), required);
  }
  Header endless;
  endless.extensions.assign(max_extensions + 1, RawExtension{0x20, *from_hex("0102")});
  Bytes octets = gtpu::encode(endless, GPdu{packet()});
  EXPECT_EQ(gtpu::decode(octets).error().kind, Kind::too_many);
  EXPECT_FALSE(parse_gpdu(octets));
}

TEST(Messages, TheExtensionFlagWithoutAnExtensionIsKept) {
  // E set, next extension header type 0; the sequence and N-PDU numbers mean nothing.
  Bytes octets = *from_hex("34ff0008000037ce7b0a2d0045000001");
  auto pdu = gtpu::decode(octets);
  ASSERT_TRUE(pdu.ok());
  EXPECT_TRUE(pdu->header.extensions.empty());
  EXPECT_EQ(hex(gtpu::encode(*pdu)), hex(octets));
  auto fast = parse_gpdu(octets);
  ASSERT_TRUE(fast);
  EXPECT_EQ(hex(fast->payload), "45000001");
}

TEST(FastPath, OfTwoContainersTheFirstCounts) {
  Header header;
  header.teid = Teid(1);
  header.extensions = {uplink(Qfi(5)), downlink(Qfi(9), true)};
  Bytes octets = gtpu::encode(header, GPdu{packet()});
  auto fast = parse_gpdu(octets);
  ASSERT_TRUE(fast);
  EXPECT_EQ(fast->qfi, gtpu::decode(octets)->header.extension<PduSessionContainer>()->qfi);
  EXPECT_EQ(fast->qfi, Qfi(5));
  EXPECT_EQ(fast->direction, Direction::uplink);
  EXPECT_FALSE(fast->rqi);
}

TEST(FastPath, WritesWhatTheMessagesWrite) {
  for (bool rqi : {false, true})
    for (auto direction : {Direction::downlink, Direction::uplink}) {
      std::uint8_t out[gpdu_header_octets];
      ASSERT_EQ(write_gpdu_header(out, Teid(0xA1B2C3D4), Qfi(33), direction, rqi, packet().size()), sizeof out);
      Header header;
      header.teid = Teid(0xA1B2C3D4);
      auto container = direction == Direction::uplink ? uplink(Qfi(33)) : downlink(Qfi(33), rqi);
      header.extensions = {container};
      Bytes whole = gtpu::encode(header, GPdu{packet()});
      EXPECT_EQ(hex(out), hex(ByteView(whole).first(sizeof out)));
      auto view = parse_gpdu(whole);
      ASSERT_TRUE(view);
      EXPECT_EQ(view->rqi, rqi && direction == Direction::downlink);
      EXPECT_EQ(view->direction, direction);
    }
}

TEST(FastPath, RefusesWhatDoesNotFit) {
  std::uint8_t out[gpdu_header_octets];
  EXPECT_EQ(write_gpdu_header(std::span(out).first(15), Teid(1), Qfi(1), Direction::uplink, false, 10), 0u);
  EXPECT_EQ(write_gpdu_header(out, Teid(1), Qfi(1), Direction::uplink, false, 65528), 0u);
  EXPECT_EQ(write_gpdu_header(out, Teid(1), Qfi(1), Direction::uplink, false, 65527), sizeof out);
  EXPECT_EQ(write_end_marker(std::span(out).first(7), Teid(1)), 0u);
  ASSERT_EQ(write_end_marker(out, Teid(0x12345678)), 8u);
  Header header;
  header.teid = Teid(0x12345678);
  EXPECT_EQ(hex(ByteView(out, 8)), hex(gtpu::encode(header, EndMarker{})));
}

TEST(FastPath, IgnoresOctetsBehindTheStatedLength) {
  Header header;
  header.teid = Teid(1);
  Bytes octets = gtpu::encode(header, GPdu{packet()});
  octets.push_back(0xEE);
  auto view = parse_gpdu(octets);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->payload.size(), packet().size());
  EXPECT_FALSE(view->has_container);
}

TEST(Tshark, FindsEveryMessageWellFormed) {
  auto pdus = samples();
  std::vector<Bytes> datagrams;
  for (auto& pdu : pdus) datagrams.push_back(gtpu::encode(pdu));
  std::string capture = testing::TempDir() + "/pellucid_gtpu_samples.pcap";
  write_capture(capture, datagrams, gtpu::udp_port);
  auto seen = tshark(capture, "-T fields -E separator='|' -e gtp.message -e gtp.teid -e gtp.ext_hdr.pdu_ses_con.qos_flow_id");
  ASSERT_EQ(seen.status, 0) << "tshark must be installed";
  ASSERT_EQ(seen.lines.size(), pdus.size());
  for (std::size_t i = 0; i < pdus.size(); ++i) {
    auto& header = pdus[i].header;
    char expected[64];
    std::snprintf(expected, sizeof expected, "0x%02x|0x%08x", header.type, header.teid.value());
    EXPECT_EQ(seen.lines[i].substr(0, 15), expected) << name_of(pdus[i]);
    auto* container = header.extension<PduSessionContainer>();
    EXPECT_EQ(seen.lines[i].substr(16), container ? std::to_string(container->qfi.value()) : "") << name_of(pdus[i]);
  }
  auto complaints = tshark(capture,
                           "-Y '(_ws.malformed || _ws.expert) && !(ip.checksum.status == bad)' -T fields -e frame.number -e "
                           "_ws.expert.message -e _ws.malformed");
  ASSERT_EQ(complaints.status, 0);
  for (auto& line : complaints.lines) ADD_FAILURE() << name_of(pdus[std::stoul(line) - 1]) << ": " << line;
  std::remove(capture.c_str());
}

}  // namespace

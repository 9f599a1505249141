#include "app/capture.hpp"

#include <gmock/gmock.h>

#include <random>
#include <set>

#include "app/ladder.hpp"
#include "capture_files.hpp"

using namespace pellucid;
using namespace pellucid::app;
using namespace pellucid::app::test;
using testing::HasSubstr;

namespace {

using CaptureFile = Folder;

const Bytes heartbeat = *from_hex("200100140000010000600004ee1dd12e00a20001000000ff");  // any octets will do: nothing here looks into them
const Bytes ng_setup = *from_hex("00150041000004001b00090099f9075000000001005240170a00554552414e53494d");

Bytes joined(std::initializer_list<ByteView> parts) {
  Bytes out;
  for (auto part : parts) append(out, part);
  return out;
}
Bytes ethernet(std::string_view type_and_tags, ByteView packet) {
  return joined({*from_hex("020000000001020000000002"), *from_hex(type_and_tags), packet});
}

Bytes ipv4(std::uint8_t protocol, ByteView payload, std::uint16_t fragment = 0) {
  Bytes out = {0x45, 0};
  append(out, big_endian<2>(20 + payload.size()));
  append(out, Octets<2>{0, 1});
  append(out, big_endian<2>(fragment));
  append(out, Octets<12>{64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2});
  append(out, payload);
  return out;
}
Bytes ipv6(std::uint8_t next, ByteView payload) {
  Bytes out = {0x60, 0, 0, 0};
  append(out, big_endian<2>(payload.size()));
  append(out, Octets<2>{next, 64});
  append(out, *from_hex("20010db8000000000000000000000001"));
  append(out, *from_hex("20010db8000000000000000000000002"));
  append(out, payload);
  return out;
}
Bytes udp(std::uint16_t from, std::uint16_t to, ByteView payload) {
  return joined({big_endian<2>(from), big_endian<2>(to), big_endian<2>(8 + payload.size()), big_endian<2>(0), payload});
}
/// A DATA chunk with its padding.
Bytes data_chunk(std::uint8_t flags, std::uint32_t tsn, ByteView payload, std::uint32_t ppid = 60) {
  Bytes out = {0, flags};
  append(out, big_endian<2>(16 + payload.size()));
  append(out, big_endian<4>(tsn));
  append(out, big_endian<4>(0));
  append(out, big_endian<4>(ppid));
  append(out, payload);
  out.resize((out.size() + 3) / 4 * 4);
  return out;
}
Bytes sctp(std::initializer_list<ByteView> chunks) {
  Bytes out = joined({big_endian<2>(40000), big_endian<2>(38412), big_endian<8>(0)});
  for (auto chunk : chunks) append(out, chunk);
  return out;
}
constexpr std::uint8_t first_fragment = 2, last_fragment = 1, whole = 3;

}  // namespace

TEST_F(CaptureFile, EveryLinkTypeLeadsToTheSameMessage) {
  auto packet = ipv4(17, udp(8805, 8805, heartbeat));
  std::vector<std::pair<std::uint32_t, Bytes>> forms = {
      {1, ethernet("0800", packet)},                                                   // Ethernet
      {1, ethernet("810000050800", packet)},                                           // one VLAN tag
      {1, ethernet("88a800058100000a0800", packet)},                                   // two
      {113, joined({*from_hex("00000001000602000000000200000800"), packet})},          // Linux cooked
      {276, joined({*from_hex("0800000000000001000100060200000000020000"), packet})},  // Linux cooked v2
      {101, packet},                                                                   // raw IP
      {228, packet},                                                                   // raw IPv4
      {0, joined({*from_hex("02000000"), packet})},                                    // BSD loopback
  };
  for (auto& [link_type, frame] : forms) {
    auto content = read(write("form.pcap", pcap(link_type, {frame})));
    ASSERT_EQ(content.messages.size(), 1u) << link_type << " " << content.error;
    EXPECT_EQ(content.messages[0].octets, heartbeat);
    EXPECT_EQ(content.messages[0].protocol, Protocol::pfcp);
    EXPECT_EQ(content.messages[0].source.text(), "192.0.2.1:8805");
    EXPECT_EQ(content.messages[0].target.text(), "192.0.2.2:8805");
    EXPECT_EQ(content.messages[0].frame, 1u);
    EXPECT_EQ(content.messages[0].time.time_since_epoch(), std::chrono::seconds(1'700'000'000) + std::chrono::milliseconds(250));
  }
}

TEST_F(CaptureFile, Ipv6WithExtensionHeaders) {
  auto datagram = udp(40000, 2152, heartbeat);
  Bytes options = {17, 0, 1, 4, 0, 0, 0, 0};  // hop-by-hop options of eight octets, then UDP
  auto content = read(write("v6.pcap", pcap(229, {ipv6(17, datagram), ipv6(0, joined({options, datagram}))})));
  ASSERT_EQ(content.messages.size(), 2u) << content.error;
  for (auto& m : content.messages) {
    EXPECT_EQ(m.protocol, Protocol::gtpu);
    EXPECT_EQ(m.source.text(), "[2001:db8::1]:40000");
    EXPECT_EQ(m.octets, heartbeat);
  }
}

TEST_F(CaptureFile, NgapOverSctpOverUdpAndBare) {
  auto packet = sctp({data_chunk(whole, 7, ng_setup)});
  EXPECT_EQ(octets_of(read(write("sctp.pcap", pcap(101, {ipv4(132, packet)})))), std::vector<Bytes>{ng_setup});
  EXPECT_EQ(octets_of(read(write("udp.pcap", pcap(101, {ipv4(17, udp(9899, 9899, packet))})))), std::vector<Bytes>{ng_setup});
  auto bare = read(write("bare.pcap", pcap(152, {ng_setup})));
  ASSERT_EQ(octets_of(bare), std::vector<Bytes>{ng_setup});
  EXPECT_TRUE(bare.messages[0].source.address.is_none());
}

TEST_F(CaptureFile, BundledAndFragmentedSctpMessages) {
  ByteView all = ng_setup;
  auto part = [&](std::size_t from, std::size_t count) { return all.subspan(from, std::min(count, all.size() - from)); };
  auto bundle = sctp({data_chunk(whole, 1, heartbeat), data_chunk(whole, 2, ng_setup), data_chunk(whole, 3, heartbeat, 61)});
  auto content = read(write("bundle.pcap", pcap(101, {ipv4(132, bundle)})));
  EXPECT_EQ(octets_of(content), (std::vector<Bytes>{heartbeat, ng_setup})) << "PPID 61 is not NGAP";

  std::vector<Bytes> fragments = {ipv4(132, sctp({data_chunk(first_fragment, 10, part(0, 9))})),
                                  ipv4(132, sctp({data_chunk(0, 11, part(9, 9))})),
                                  ipv4(132, sctp({data_chunk(last_fragment, 12, part(18, 999))}))};
  content = read(write("fragments.pcap", pcap(101, fragments)));
  EXPECT_EQ(octets_of(content), std::vector<Bytes>{ng_setup});
  EXPECT_EQ(content.messages.at(0).frame, 3u) << "the frame that completes it";
  EXPECT_EQ(content.summary.unfinished, 0u);

  content = read(write("endless.pcap", pcap(101, {fragments[0], fragments[1]})));
  EXPECT_TRUE(content.messages.empty());
  EXPECT_EQ(content.summary.unfinished, 1u);
}

TEST_F(CaptureFile, WhatCannotBeOpenedIsCounted) {
  auto good = ipv4(17, udp(8805, 8805, heartbeat));
  auto fragment = ipv4(17, udp(8805, 8805, heartbeat), 0x2000);
  Bytes cut(good.begin(), good.begin() + 15);
  auto long_udp = good;
  long_udp[24] = 0xFF;  // longer than its packet
  Bytes nothing;
  auto content = read(write("bad.pcap", pcap(101, {good, fragment, cut, long_udp, nothing, good})));
  EXPECT_EQ(content.summary.frames, 6u);
  EXPECT_EQ(content.summary.messages, 2u);
  EXPECT_EQ(content.summary.fragments, 1u);
  EXPECT_EQ(content.summary.malformed, 3u);
}

TEST_F(CaptureFile, FilesThatAreNoCapturesSaySo) {
  EXPECT_THAT(read(file("missing.pcap")).error, HasSubstr("missing.pcap"));
  EXPECT_FALSE(read(write("text.pcap", as_bytes("imsi,k,opc\n"))).error.empty());
  EXPECT_THAT(read(write("wlan.pcap", pcap(105, {}))).error, HasSubstr("105"));
  EXPECT_FALSE(read(write("empty.pcap", {})).error.empty());
}

// Wireshark is the judge of what is in a file.
TEST_F(CaptureFile, FindsTheFramesThatTsharkFinds) {
  for (auto& name : all_captures()) {
    auto content = read(capture(name));
    ASSERT_EQ(content.error, "") << name;
    std::ostringstream ours;
    std::uint64_t last = 0;
    for (auto& m : content.messages)
      if (m.frame != last) ours << (last = m.frame) << "\n";
    EXPECT_EQ(ours.str(), output_of("tshark -r " + capture(name) + " -Y 'ngap || pfcp || gtp' -T fields -e frame.number")) << name;
    EXPECT_EQ(content.summary.malformed + content.summary.fragments + content.summary.unfinished, 0u) << name;
  }
}

TEST_F(CaptureFile, PcapngIsReadAsPcap) {
  auto name = capture("open-core-session.pcap");
  auto classic = read(name);
  ASSERT_GT(classic.messages.size(), 50u);
  output_of("editcap -F pcapng " + name + " " + file("same.pcapng"));
  auto modern = read(file("same.pcapng"));
  EXPECT_EQ(modern.error, "");
  EXPECT_EQ(modern.messages, classic.messages);
}

TEST_F(CaptureFile, AFileCutAnywhereGivesTheMessagesBeforeTheCut) {
  auto original = content_of(capture("service_request_connected.pcap"));
  auto complete = octets_of(read(capture("service_request_connected.pcap")));
  auto modern = [&] {
    output_of("editcap -F pcapng " + capture("service_request_connected.pcap") + " " + file("whole.pcapng"));
    return content_of(file("whole.pcapng"));
  }();
  for (auto* form : {&original, &modern})
    for (std::size_t size = 0; size < form->size(); ++size) {
      auto content = read(write("cut", ByteView(*form).first(size)));
      auto got = octets_of(content);
      ASSERT_LE(got.size(), complete.size());
      ASSERT_TRUE(std::equal(got.begin(), got.end(), complete.begin())) << size;
      ASSERT_TRUE(got.size() < complete.size() || size + 16 > form->size() || form == &modern) << size;
    }
}

TEST_F(CaptureFile, MutatedFilesNeverDisturb) {
  std::mt19937 random(1);
  std::uint64_t bad = 0, messages = 0;
  for (auto& name : {"open-core-paging.pcap", "free5gc.pcap", "service_request_connected.pcap"}) {
    auto original = content_of(capture(name));
    for (int round = 0; round < 60; ++round) {
      auto mutated = original;
      // Somewhere behind the file's header, so that libpcap goes on.
      for (unsigned i = 0; i < 1 + random() % 64; ++i) mutated[24 + random() % (mutated.size() - 24)] = std::uint8_t(random());
      auto content = read(write("mutated.pcap", mutated));
      bad += content.summary.malformed + content.summary.fragments + content.summary.unfinished + !content.error.empty();
      for (auto& m : content.messages) {
        ++messages;
        auto seen = view(m.protocol, m.octets);
        EXPECT_EQ(seen.decoded, seen.fault.empty());
        EXPECT_FALSE(seen.name.empty());
      }
    }
  }
  EXPECT_GT(bad, 0u);
  EXPECT_GT(messages, 1000u);
}

TEST_F(CaptureFile, WhatIsWrittenReadsBackAndTsharkFindsItWellFormed) {
  auto name = capture("open-core-session.pcap");
  auto original = read(name);
  {
    auto writer = CaptureWriter::create(file("written.pcap"));
    ASSERT_TRUE(writer.ok()) << writer.error().what;
    for (auto& m : original.messages) writer->write(m.time, m.protocol, m.source, m.target, m.octets);
    writer->write({}, Protocol::nas, original.messages[0].source, original.messages[0].target, heartbeat);
  }
  auto again = read(file("written.pcap"));
  ASSERT_EQ(again.messages.size(), original.messages.size()) << again.error << "; NAS alone is not written";
  for (std::size_t i = 0; i < again.messages.size(); ++i) {
    EXPECT_EQ(again.messages[i].octets, original.messages[i].octets) << i;
    EXPECT_EQ(again.messages[i].protocol, original.messages[i].protocol);
    EXPECT_EQ(again.messages[i].source, original.messages[i].source);
    EXPECT_EQ(again.messages[i].target, original.messages[i].target);
    EXPECT_EQ(again.messages[i].time, original.messages[i].time);
  }
  auto tshark = "tshark -o sctp.checksum:'CRC 32c' -o ip.check_checksum:TRUE -r " + file("written.pcap");
  auto known = output_of(tshark + " -Y 'ngap || pfcp || gtp' -T fields -e frame.number");
  EXPECT_EQ(std::size_t(std::count(known.begin(), known.end(), '\n')), original.messages.size());
  EXPECT_EQ(output_of(tshark + " -Y '_ws.malformed || sctp.checksum.status == 0 || ip.checksum.status == 0'"), "");
}

TEST_F(CaptureFile, Ipv6IsWrittenToo) {
  Endpoint from{*IpAddress::parse("2001:db8::1"), 8805}, to{*IpAddress::parse("2001:db8::2"), 38412};
  {
    auto writer = CaptureWriter::create(file("v6.pcap"));
    ASSERT_TRUE(writer.ok());
    writer->write({}, Protocol::pfcp, from, to, heartbeat);
    writer->write({}, Protocol::ngap, from, to, ng_setup);
  }
  auto again = read(file("v6.pcap"));
  EXPECT_EQ(octets_of(again), (std::vector<Bytes>{heartbeat, ng_setup}));
  EXPECT_EQ(again.messages.at(1).target, to);
  EXPECT_FALSE(CaptureWriter::create(file("no/such/folder.pcap")).ok());
}

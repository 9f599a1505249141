// Cutting and joining are inverses, and every checksum is right.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "core/upf/checksum.hpp"
#include "core/upf/cut.hpp"
#include "core/upf/join.hpp"

using namespace pellucid;
using namespace pellucid::upf;

namespace {

struct Written final : JoinedSink {
  struct Packet {
    Offload offload;
    Bytes octets;
  };
  std::vector<Packet> packets;
  void write(const Joined& joined) override {
    Packet p;
    p.offload = joined.offload;
    append(p.octets, ByteView(joined.header.data(), joined.header_size));
    for (std::uint32_t i = 0; i < joined.count; ++i) append(p.octets, joined.pieces[i]);
    EXPECT_EQ(p.octets.size(), joined.size);
    packets.push_back(std::move(p));
  }
};

/// The checksum by the book, octet pair by octet pair (RFC 1071 §1), apart from the code under test.
std::uint16_t plain_checksum(ByteView octets, std::uint32_t start = 0) {
  std::uint32_t sum = start;
  for (std::size_t i = 0; i < octets.size(); i += 2) {
    sum += std::uint32_t(octets[i]) << 8;
    if (i + 1 < octets.size()) sum += octets[i + 1];
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return std::uint16_t(sum);
}

bool checksums_right(ByteView packet) {
  bool v6 = packet[0] >> 4 == 6;
  std::size_t transport = v6 ? 40 : 20;
  if (!v6 && plain_checksum(packet.first(20)) != 0xffff) return false;
  std::uint32_t length = std::uint32_t(packet.size() - transport);
  std::uint32_t start = plain_checksum(packet.subspan(v6 ? 8 : 12, v6 ? 32 : 8)) + (v6 ? packet[6] : packet[9]) + length;
  return plain_checksum(packet.subspan(transport), start) == 0xffff;
}

struct Shape {
  bool v6 = false, tcp = true, options = false;
  std::uint16_t port = 40000;
  std::uint32_t sequence = 1000;
  std::uint16_t identification = 7;
  bool unfragmentable = true;
  std::uint8_t flags = 0x10;
};

/// A packet with correct checksums.
Bytes packet(const Shape& shape, ByteView payload) {
  std::size_t transport = shape.v6 ? 40 : 20, header = transport + (shape.tcp ? (shape.options ? 32 : 20) : 8);
  Bytes p(header);
  append(p, payload);
  std::uint8_t* h = p.data();
  std::uint8_t protocol = shape.tcp ? ip_tcp : ip_udp;
  if (shape.v6) {
    h[0] = 0x60;
    store16(h + 4, std::uint16_t(p.size() - 40));
    h[6] = protocol;
    h[7] = 64;
    h[8] = 0xfd, h[23] = 1, h[24] = 0x20, h[39] = 9;
  } else {
    h[0] = 0x45;
    store16(h + 2, std::uint16_t(p.size()));
    store16(h + 4, shape.identification);
    store16(h + 6, shape.unfragmentable ? 0x4000 : 0);
    h[8] = 64, h[9] = protocol;
    store32(h + 12, 0x0a2d0002);
    store32(h + 16, 0x08080808);
    store16(h + 10, std::uint16_t(~plain_checksum(ByteView(h, 20))));
  }
  std::uint8_t* t = h + transport;
  store16(t, shape.port);
  store16(t + 2, 443);
  if (shape.tcp) {
    store32(t + 4, shape.sequence);
    store32(t + 8, 555);
    t[12] = shape.options ? 0x80 : 0x50;
    t[13] = shape.flags;
    store16(t + 14, 8192);
    if (shape.options) t[20] = 1, t[21] = 1, t[22] = 8, t[23] = 10, t[27] = 99;
  } else {
    store16(t + 4, std::uint16_t(p.size() - transport));
  }
  std::uint32_t length = std::uint32_t(p.size() - transport);
  std::uint32_t start = plain_checksum(ByteView(p).subspan(shape.v6 ? 8 : 12, shape.v6 ? 32 : 8)) + protocol + length;
  std::uint16_t sum = std::uint16_t(~plain_checksum(ByteView(p).subspan(transport), start));
  store16(t + (shape.tcp ? 16 : 6), sum == 0 && !shape.tcp ? 0xffff : sum);
  return p;
}

Bytes noise(std::mt19937_64& random, std::size_t count) {
  Bytes out(count);
  for (auto& octet : out) octet = std::uint8_t(random());
  return out;
}

std::vector<Bytes> cut_all(const Bytes& octets, const Offload& offload) {
  std::vector<Bytes> out;
  auto cut = plan_cut(octets, offload);
  if (!cut) return out;
  for (std::uint32_t i = 0; i < cut->count(); ++i) {
    Bytes p(cut->header_size());
    cut->write_header(i, p.data());
    append(p, cut->payload(i));
    EXPECT_EQ(p.size(), cut->size(i));
    out.push_back(std::move(p));
  }
  return out;
}

std::vector<Bytes> join_and_cut(const std::vector<Bytes>& packets, std::size_t* supers = nullptr) {
  Joiner joiner;
  Written written;
  for (auto& p : packets) joiner.add(*parse_ip(p), written);
  joiner.flush(written);
  std::vector<Bytes> out;
  for (auto& w : written.packets)
    for (auto& p : cut_all(w.octets, w.offload)) out.push_back(p);
  if (supers) *supers = written.packets.size();
  return out;
}

TEST(Checksum, AgreesWithTheBookAtAnyLength) {
  std::mt19937_64 random(1);
  for (std::size_t n = 0; n < 300; ++n) {
    Bytes octets = noise(random, n);
    EXPECT_EQ(fold(sum_octets(octets)), plain_checksum(octets)) << n;
    EXPECT_EQ(fold(sum_octets_plainly(octets.data(), n)), plain_checksum(octets)) << n;
  }
  Bytes ones(65535, 0xff);
  EXPECT_EQ(fold(sum_octets(ones)), plain_checksum(ones));
}

TEST(Cut, TcpSuperPacketBecomesWholeSegments) {
  std::mt19937_64 random(2);
  for (bool v6 : {false, true})
    for (std::size_t size : {1u, 1399u, 1400u, 1401u, 2800u, 60000u}) {
      Bytes data = noise(random, size);
      Bytes super = packet({.v6 = v6, .options = true, .sequence = 0xfffffff0, .flags = 0x19 | 0x80}, data);
      std::uint16_t transport = v6 ? 40 : 20;
      auto pieces = cut_all(super, {Offload::Kind::tcp, 1400, true, transport, 16});
      ASSERT_EQ(pieces.size(), (size + 1399) / 1400);
      Bytes joined;
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        EXPECT_TRUE(checksums_right(pieces[i])) << i;
        const std::uint8_t* t = pieces[i].data() + transport;
        EXPECT_EQ(load32(t + 4), std::uint32_t(0xfffffff0u + i * 1400));
        bool last = i + 1 == pieces.size();
        EXPECT_EQ((t[13] & 0x09) != 0, last) << "FIN and PSH belong to the last";
        EXPECT_EQ((t[13] & 0x80) != 0, i == 0) << "CWR belongs to the first";
        if (!v6) EXPECT_EQ(load16(&pieces[i][4]), 7 + i);
        append(joined, ByteView(pieces[i]).subspan(transport + 32));
      }
      EXPECT_EQ(joined, data);
    }
}

TEST(Cut, CompletesAMissingChecksum) {
  for (bool v6 : {false, true})
    for (bool tcp : {false, true})
      for (std::size_t size : {1u, 2u, 333u}) {
        Bytes whole = packet({.v6 = v6, .tcp = tcp}, Bytes(size, 0x5a));
        Bytes partial = whole;
        std::uint16_t transport = v6 ? 40 : 20, at = tcp ? 16 : 6;
        store16(&partial[transport + at],
                fold(pseudo_header_sum(*parse_ip(whole), tcp ? ip_tcp : ip_udp, std::uint32_t(whole.size() - transport))));
        auto pieces = cut_all(partial, {Offload::Kind::none, 0, true, transport, at});
        ASSERT_EQ(pieces.size(), 1u);
        EXPECT_EQ(pieces[0], whole);
      }
}

TEST(Cut, RefusesWhatDoesNotFitTogether) {
  Bytes p = packet({}, Bytes(3000, 1));
  EXPECT_FALSE(plan_cut(p, {Offload::Kind::tcp, 0, true, 20, 16}));
  EXPECT_FALSE(plan_cut(p, {Offload::Kind::tcp, 1400, true, 24, 16}));
  EXPECT_FALSE(plan_cut(p, {Offload::Kind::tcp, 1400, true, 60000, 16}));
  EXPECT_FALSE(plan_cut(p, {Offload::Kind::tcp, 1, true, 20, 16})) << "more segments than the limit";
  EXPECT_FALSE(plan_cut(ByteView(p).first(1000), {Offload::Kind::tcp, 1400, true, 20, 16}));
  EXPECT_FALSE(plan_cut(p, {Offload::Kind::none, 0, true, 3039, 16}));
  p[32] = 0xf0;  // a TCP header of 60 octets is sound, one of 8 is not
  EXPECT_TRUE(plan_cut(p, {Offload::Kind::tcp, 1400, true, 20, 16}));
  p[32] = 0x20;
  EXPECT_FALSE(plan_cut(p, {Offload::Kind::tcp, 1400, true, 20, 16}));
}

TEST(Join, OneFlowBecomesOneSuperPacket) {
  std::vector<Bytes> packets;
  for (std::uint32_t i = 0; i < 20; ++i)
    packets.push_back(packet({.sequence = 1000 + i * 1348, .identification = std::uint16_t(7 + i)}, Bytes(1348, std::uint8_t(i))));
  std::size_t supers = 0;
  EXPECT_EQ(join_and_cut(packets, &supers), packets);
  EXPECT_EQ(supers, 1u);
}

TEST(Join, SeveralFlowsInterleavedKeepEachFlowsOrder) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<Bytes> packets;
    struct State {
      Shape shape;
      std::size_t size;
    };
    std::vector<State> flows;
    for (int f = 0; f < 6; ++f)
      flows.push_back({{.v6 = random() % 2 == 0,
                        .tcp = random() % 3 != 0,
                        .options = random() % 2 == 0,
                        .port = std::uint16_t(1000 + f),
                        .sequence = std::uint32_t(random()),
                        .identification = std::uint16_t(random()),
                        .unfragmentable = random() % 2 == 0},
                       1 + random() % 1400});
    for (int i = 0; i < 150; ++i) {
      auto& flow = flows[random() % flows.size()];
      auto dice = random() % 20;
      std::size_t size = dice == 0 ? 1 + random() % flow.size : flow.size;
      Shape shape = flow.shape;
      if (dice == 1) shape.flags = 0x18;
      if (dice == 2) shape.flags = 0x11;
      if (dice == 3) shape.sequence += 5000;  // a hole
      if (dice == 4 && shape.tcp) size = 0;   // a bare acknowledgement
      packets.push_back(packet(shape, noise(random, size)));
      if (dice == 5) packets.back()[packets.back().size() - 1] ^= 1;  // damaged on the way
      flow.shape.sequence = shape.sequence + std::uint32_t(size);
      ++flow.shape.identification;
    }
    auto out = join_and_cut(packets);
    auto port = [](const Bytes& p) { return load16(&p[p[0] >> 4 == 6 ? 40 : 20]); };
    auto of_flow = [&](const std::vector<Bytes>& all, std::size_t f) {
      std::vector<Bytes> some;
      for (auto& p : all)
        if (port(p) == 1000 + f) some.push_back(p);
      return some;
    };
    ASSERT_EQ(out.size(), packets.size());
    for (std::size_t f = 0; f < flows.size(); ++f) ASSERT_EQ(of_flow(out, f), of_flow(packets, f)) << "round " << round << " flow " << f;
  }
}

TEST(Join, MoreFlowsThanItHoldsOpen) {
  std::vector<Bytes> packets;
  for (std::uint32_t round = 0; round < 3; ++round)
    for (std::uint16_t flow = 0; flow < 1000; ++flow)
      packets.push_back(
          packet({.tcp = flow % 2 == 0, .port = flow, .sequence = 1000 + round * 100, .identification = std::uint16_t(7 + round)},
                 Bytes(100, std::uint8_t(round))));
  auto out = join_and_cut(packets);
  ASSERT_EQ(out.size(), packets.size());
  // Each flow by itself, in its order.
  auto by_flow = [](const std::vector<Bytes>& all) {
    std::map<unsigned, std::vector<Bytes>> flows;
    for (auto& p : all) flows[load16(&p[20])].push_back(p);
    return flows;
  };
  EXPECT_EQ(by_flow(out), by_flow(packets));
}

TEST(Join, DamagedSegmentsStayDamagedAndAlone) {
  std::vector<Bytes> packets;
  for (std::uint32_t i = 0; i < 5; ++i)
    packets.push_back(packet({.sequence = 1000 + i * 100, .identification = std::uint16_t(7 + i)}, Bytes(100, 1)));
  packets[2].back() ^= 0x40;
  std::size_t supers = 0;
  EXPECT_EQ(join_and_cut(packets, &supers), packets);
  EXPECT_EQ(supers, 3u) << "before, the damaged one, after";
  packets[2].back() ^= 0x40;
  packets[0].back() ^= 0x40;
  EXPECT_EQ(join_and_cut(packets, &supers), packets);
  EXPECT_EQ(supers, 2u);
}

TEST(Join, NeverBeyondSixtyFourKilobytesOrSixtyFourSegments) {
  std::vector<Bytes> packets;
  for (std::uint32_t i = 0; i < 100; ++i)
    packets.push_back(packet({.sequence = i * 1400, .identification = std::uint16_t(7 + i)}, Bytes(1400, 1)));
  std::size_t supers = 0;
  EXPECT_EQ(join_and_cut(packets, &supers), packets);
  EXPECT_EQ(supers, 3u);
  packets.clear();
  for (std::uint32_t i = 0; i < 129; ++i) packets.push_back(packet({.tcp = false, .identification = std::uint16_t(7 + i)}, Bytes(10, 1)));
  EXPECT_EQ(join_and_cut(packets, &supers), packets);
  EXPECT_EQ(supers, 3u);
}

}  // namespace

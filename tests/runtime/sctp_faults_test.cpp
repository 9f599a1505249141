// SCTP when things go wrong: peers that die, stop, restart or lie; ports and permissions that are not ours.
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "runtime/child.hpp"
#include "runtime/crc32c.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/sctp_real.hpp"
#include "runtime/socket_address.hpp"

using namespace pellucid;
using namespace pellucid::testing_sctp;

namespace {

/// A base station in a process of its own, from the moment it is told. The child must be made before this process speaks SCTP: it
/// is a copy, and a copied stack would serve nobody.
int other_process_gnb(SctpTransport transport, const Endpoint& local, const Child::Parent& parent) {
  if (!parent.wait()) return 1;
  auto world = open_world(transport);
  End gnb;
  gnb.keep_messages = false;
  SctpOptions options;
  options.local = local;
  gnb.open(*world, options);
  auto id = gnb.connect(amf_at);
  gnb.on_message = [&](const Message& m) { [[maybe_unused]] bool sent = gnb.send(m.id, m.stream, m.octets); };
  if (!world->run_until([&] { return gnb.up.contains(id); }, 10s)) return 2;
  world->run_until([&] { return !gnb.downs.empty(); }, 60s);
  gnb.socket.reset();
  return 0;
}

/// An AMF in a process of its own.
int other_process_amf(SctpTransport transport, const Child::Parent& parent) {
  if (!parent.wait()) return 1;
  auto world = open_world(transport);
  End amf;
  SctpOptions options;
  options.local = amf_at;
  options.listen = true;
  auto opened = world->open_sctp(options, amf);
  parent.tell();
  if (!opened.ok()) return opened.error().number == EADDRINUSE ? 2 : 3;
  amf.socket = std::move(*opened);
  world->run_until([] { return false; }, 60s);
  return 0;
}

struct SctpFaults : SctpTest {};

TEST_P(SctpFaults, AKilledIdlePeerIsNoticed) {
  Child gnb([&](auto& parent) { return other_process_gnb(GetParam(), own(7, 0), parent); });
  listen();
  gnb.tell();
  ASSERT_TRUE(until([&] { return amf.up.size() == 1; }));
  gnb.kill();
  double seconds = seconds_until([&] { return !amf.downs.empty(); }, 15s);
  EXPECT_EQ(amf.downs[0].second, "the peer stopped answering");
  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 10);
}

TEST_P(SctpFaults, AKilledPeerWithAMessageOnItsWayIsNoticed) {
  Child gnb([&](auto& parent) { return other_process_gnb(GetParam(), own(7, 0), parent); });
  listen();
  gnb.tell();
  ASSERT_TRUE(until([&] { return amf.up.size() == 1; }));
  gnb.kill();
  ASSERT_TRUE(amf.send(amf.ups[0], 0, as_bytes("are you there")));
  double seconds = seconds_until([&] { return !amf.downs.empty(); }, 15s);
  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 7);
}

TEST_P(SctpFaults, APeerThatComesBackFromTheSamePortHasRestarted) {
  auto run = [&](auto& parent) { return other_process_gnb(GetParam(), own(7, 9487), parent); };
  Child first(run), second(run);
  listen();
  first.tell();
  ASSERT_TRUE(until([&] { return amf.up.size() == 1; }));
  first.kill();
  second.tell();
  ASSERT_TRUE(until([&] { return !amf.restarts.empty(); }));
  EXPECT_EQ(amf.restarts[0], amf.ups[0]);
  EXPECT_EQ(amf.ups.size(), 1u);
  EXPECT_TRUE(amf.downs.empty());
  ASSERT_TRUE(amf.send(amf.ups[0], 2, as_bytes("hello again")));
  EXPECT_TRUE(until([&] { return !amf.messages.empty(); }));
}

TEST_P(SctpFaults, AListenerThatRestartedTellsItsOldPeers) {
  auto run = [&](auto& parent) { return other_process_amf(GetParam(), parent); };
  Child first(run), second(run);
  first.tell();
  ASSERT_TRUE(first.hear());
  End gnb;
  SctpOptions options;
  options.local = own(6, 0);
  gnb.open(*world, options);
  auto id = gnb.connect(amf_at);
  ASSERT_TRUE(until([&] { return gnb.up.contains(id); }));
  first.kill();
  second.tell();
  ASSERT_TRUE(second.hear());
  ASSERT_TRUE(gnb.send(id, 0, as_bytes("do you know me")));
  double seconds = seconds_until([&] { return !gnb.downs.empty(); }, 10s);
  EXPECT_EQ(gnb.downs[0].second, "aborted by the peer");
  RecordProperty("seconds", std::to_string(seconds));
  EXPECT_LT(seconds, 2);
}

TEST_P(SctpFaults, APortOfAnotherProcessIsRefusedToUs) {
  Child other([&](auto& parent) { return other_process_amf(GetParam(), parent); });
  other.tell();
  ASSERT_TRUE(other.hear());
  SctpOptions options;
  options.local = amf_at;
  auto opened = world->open_sctp(options, amf);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().number, EADDRINUSE);
  EXPECT_NE(opened.error().what.find(amf_at.text()), std::string::npos);
}

TEST_P(SctpFaults, TwoSocketsOfOneProcessCannotHaveOneEndpoint) {
  listen();
  End second;
  SctpOptions options;
  options.local = amf_at;
  auto opened = world->open_sctp(options, second);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().number, EADDRINUSE);
  amf.socket.reset();
  EXPECT_TRUE(world->open_sctp(options, second).ok());
}

TEST_P(SctpFaults, TheQueueToAPeerThatTakesNothingInIsBounded) {
  Child gnb([&](auto& parent) { return other_process_gnb(GetParam(), own(7, 0), parent); });
  SctpOptions options;
  options.local = amf_at;
  options.max_queued_octets = 1u << 20;
  listen(options);
  gnb.tell();
  ASSERT_TRUE(until([&] { return amf.up.size() == 1; }));
  gnb.stop();
  Bytes message = pattern(10000, 1);
  std::size_t accepted = 0;
  while (accepted < 10000 && amf.send(amf.ups[0], 0, message)) ++accepted;
  EXPECT_GT(accepted * message.size(), (1u << 20) / 2);
  EXPECT_LE(accepted * message.size(), (1u << 20) + message.size());
  auto refused = amf.socket->send(amf.ups[0], 0, 60, message);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().number, ENOBUFS);
  gnb.go_on();
  EXPECT_TRUE(until([&] { return amf.message_count == accepted; }));  // it echoes
  EXPECT_TRUE(amf.send(amf.ups[0], 0, message));
}

TEST_P(SctpFaults, OneStackAProcess) {
  listen();
  auto second = open_world(GetParam());
  End other;
  SctpOptions options;
  options.local = own(9, 0);
  auto opened = second->open_sctp(options, other);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().number, EBUSY);
}

TEST_P(SctpFaults, ASocketMayBeDestroyedByItsOwnCallback) {
  listen();
  End gnb;
  auto id = join(gnb);
  gnb.on_message = [&](const Message&) { gnb.socket.reset(); };
  ASSERT_TRUE(amf.send(amf.ups[0], 0, as_bytes("one")));
  ASSERT_TRUE(amf.send(amf.ups[0], 0, as_bytes("two")));
  ASSERT_TRUE(until([&] { return !amf.downs.empty(); }));
  EXPECT_EQ(gnb.message_count, 1u);
  EXPECT_TRUE(gnb.up.contains(id));  // nobody was told: the socket is gone
}

// ---- hostile packets (over IP: a raw socket of the test's own plays the attacker)

struct Attacker {
  FileDescriptor fd{::socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_SCTP)};
  explicit Attacker(std::uint32_t host) {
    auto local = to_socket_address(own(host, 0));
    EXPECT_EQ(::bind(fd.get(), local.get(), local.length), 0);
  }
  void send(Bytes packet, bool right_checksum) {
    if (packet.size() >= 12) {
      std::fill(packet.begin() + 8, packet.begin() + 12, std::uint8_t(0));
      std::uint32_t crc = crc32c(packet) ^ (right_checksum ? 0 : 1);
      for (std::size_t i = 0; i < 4; ++i) packet[8 + i] = std::uint8_t(crc >> (8 * i));
    }
    auto to = to_socket_address({amf_at.address, 0});
    [[maybe_unused]] auto n = ::sendto(fd.get(), packet.data(), packet.size(), 0, to.get(), to.length);
  }
  /// SCTP packets for the address, without the IP header.
  std::vector<Bytes> heard() {
    std::vector<Bytes> packets;
    Bytes room(65536);
    for (;;) {
      ssize_t got = ::recv(fd.get(), room.data(), room.size(), 0);
      if (got < 20) return packets;
      packets.emplace_back(room.begin() + (room[0] & 15) * 4, room.begin() + got);
    }
  }
};

struct SctpHostile : SctpTest {};

TEST_P(SctpHostile, GarbageIsIgnoredAndHarmsNobody) {
  listen();
  End gnb;
  auto id = join(gnb);
  Attacker attacker(66);
  std::uint32_t seed = 7;
  for (int i = 0; i < 20000; ++i) {
    Bytes packet = pattern(std::size_t(i % 300), seed += 13);
    if (packet.size() >= 13) {
      packet[2] = std::uint8_t(38412 >> 8);
      packet[3] = std::uint8_t(38412 & 0xFF);
      packet[12] = std::uint8_t(packet[12] % 20);  // known chunk types
      if (i % 3 == 0) std::fill(packet.begin() + 4, packet.begin() + 8, std::uint8_t(0));
      if (i % 2 == 0 && packet.size() >= 16) {  // a length that fits
        packet[14] = std::uint8_t((packet.size() - 12) >> 8);
        packet[15] = std::uint8_t(packet.size() - 12);
      }
    }
    attacker.send(std::move(packet), i % 10 != 0);
    if (i % 100 == 0) world->run_once(0ms);
  }
  ASSERT_TRUE(gnb.send(id, 0, as_bytes("still here")));
  ASSERT_TRUE(until([&] { return !amf.messages.empty(); }));
  EXPECT_TRUE(amf.downs.empty());
  EXPECT_EQ(amf.ups.size(), 1u);
  EXPECT_GT(world->counters().sctp_ignored, 1000u);
}

TEST_P(SctpHostile, MutatedRealPacketsDoNotCrash) {
  listen();
  Attacker attacker(5);  // hears what the AMF hears
  std::uint32_t seed = 99;
  std::size_t sent = 0;
  for (int round = 0; round < 30; ++round) {
    End gnb;
    SctpOptions options;
    options.local = own(6, 0);
    gnb.open(*world, options);
    attacker.heard();  // what was mutated last time is not real
    auto id = gnb.connect(amf_at);
    ASSERT_TRUE(until([&] { return gnb.up.contains(id); })) << round;
    ASSERT_TRUE(gnb.send(id, 1, pattern(3000, seed)));
    ASSERT_TRUE(until([&] { return !amf.messages.empty(); }));
    amf.messages.clear();
    // Whoever knows the tag may end the association; that is the protocol. The process must live, and serve the next.
    for (auto& real : attacker.heard())
      for (int i = 0; i < 60 && real.size() >= 16; ++i) {
        Bytes packet = real;
        for (std::uint32_t flips = 1 + (seed >> 8) % 4; flips > 0; --flips) {
          seed = seed * 1664525u + 1013904223u;
          std::size_t where = 12 + (seed >> 4) % (packet.size() - 12);
          packet[where] = std::uint8_t(seed >> 24);
        }
        if (i % 5 == 0) packet.resize(12 + (seed >> 5) % (packet.size() - 12));
        // From the base station's address, as the AMF expects it: sent by a raw socket with a header of its own.
        FileDescriptor raw(::socket(AF_INET, SOCK_RAW, IPPROTO_SCTP));
        auto from = to_socket_address(own(6, 0));
        ASSERT_EQ(::bind(raw.get(), from.get(), from.length), 0);
        attacker.fd = std::exchange(raw, std::move(attacker.fd));
        attacker.send(std::move(packet), true);
        attacker.fd = std::exchange(raw, std::move(attacker.fd));
        ++sent;
        if (i % 10 == 0) world->run_once(0ms);
      }
    world->run_once(0ms);
  }
  EXPECT_GT(sent, 1000u);
}

INSTANTIATE_TEST_SUITE_P(Usrsctp, SctpFaults, testing::Values(SctpTransport::usrsctp_ip, SctpTransport::usrsctp_udp), transport_name);
INSTANTIATE_TEST_SUITE_P(Usrsctp, SctpHostile, testing::Values(SctpTransport::usrsctp_ip), transport_name);

}  // namespace

#pragma once
// What the SCTP tests share: an end that writes down what it hears, for any World.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/endpoint.hpp"
#include "runtime/world.hpp"

namespace pellucid::testing_sctp {

struct Message {
  AssociationId id;
  std::uint16_t stream = 0;
  std::uint32_t ppid = 0;
  Bytes octets;
};

struct End final : SctpEvents {
  std::unique_ptr<SctpSocket> socket;
  std::map<AssociationId, SctpPeer> up;
  std::vector<AssociationId> ups, restarts;
  std::vector<std::pair<AssociationId, std::string>> downs;
  std::vector<Message> messages;
  std::uint64_t message_count = 0, octet_count = 0;
  bool keep_messages = true;
  std::function<void(const Message&)> on_message;
  std::function<void(AssociationId)> on_up;
  std::function<void(AssociationId)> on_down;
  bool inside_a_call = false;  // of ours into the socket: no event may come then

  void sctp_up(AssociationId id, const SctpPeer& peer) override {
    EXPECT_FALSE(inside_a_call);
    up[id] = peer;
    ups.push_back(id);
    if (on_up) on_up(id);
  }
  void sctp_message(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) override {
    EXPECT_FALSE(inside_a_call);
    ++message_count;
    octet_count += message.size();
    if (!keep_messages && !on_message) return;
    Message m{id, stream, ppid, to_bytes(message)};
    if (keep_messages) messages.push_back(m);
    if (on_message) on_message(m);
  }
  void sctp_down(AssociationId id, std::string_view why) override {
    EXPECT_FALSE(inside_a_call);
    up.erase(id);
    downs.emplace_back(id, std::string(why));
    if (on_down) on_down(id);
  }
  void sctp_restarted(AssociationId id) override {
    EXPECT_FALSE(inside_a_call);
    restarts.push_back(id);
  }

  void open(World& world, const SctpOptions& options) {
    auto opened = world.open_sctp(options, *this);
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    socket = std::move(*opened);
  }
  AssociationId connect(const Endpoint& to) {
    inside_a_call = true;
    auto id = socket->connect(to);
    inside_a_call = false;
    EXPECT_TRUE(id.ok()) << id.error().what;
    return id.ok() ? *id : AssociationId();
  }
  bool send(AssociationId id, std::uint16_t stream, ByteView message, std::uint32_t ppid = 60) {
    inside_a_call = true;
    auto sent = socket->send(id, stream, ppid, message);
    inside_a_call = false;
    return sent.ok();
  }
};

inline Bytes pattern(std::size_t size, std::uint32_t seed) {
  Bytes out(size);
  for (auto& octet : out) {
    seed = seed * 1664525u + 1013904223u;
    octet = std::uint8_t(seed >> 24);
  }
  return out;
}

}  // namespace pellucid::testing_sctp

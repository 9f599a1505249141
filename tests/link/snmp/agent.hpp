#pragma once
// An agent in the simulated World: answers from a table of objects, v2c or v3, and lies as it is told.
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include <gtest/gtest.h>

#include "crypto/aes.hpp"
#include "crypto/digest.hpp"
#include "link/snmp/usm.hpp"
#include "sim/world.hpp"
#include "wire/snmp/message.hpp"

namespace pellucid::snmp::test {

struct AgentUser {
  std::string name;
  crypto::Digest digest = crypto::Digest::sha256;
  std::string passphrase, privacy_passphrase;  // empty: no privacy
};

class Agent {
 public:
  using Objects = std::map<Oid, Value>;

  Agent(sim::Node& node, const IpAddress& address, Objects objects) : node_(&node), objects(std::move(objects)) {
    auto opened = node.open_udp({address, agent_port}, [this](const Endpoint& from, ByteView datagram) { receive(from, datagram); });
    EXPECT_TRUE(opened.ok());
    socket_ = std::move(*opened);
    booted_ = node.now();
  }

  sim::Node* node_;
  Objects objects;
  std::string community = "public";
  std::optional<AgentUser> user;
  Bytes engine_id = *from_hex("80001f8880c0ffee00c0ffee");
  std::uint32_t boots = 7, time_offset = 1000;
  bool answers_discovery = true;
  std::size_t max_bindings_an_answer = 4096;

  // What it does wrong.
  unsigned silent_for = 0;  // requests
  bool silent = false;
  Duration slow{};                                                         // before each answer
  std::function<void(const Pdu& asked, Pdu& answer)> twist;                // of the answer
  std::function<bool(const Endpoint& from, const Bytes& answer)> deliver;  // true: it has sent something itself
  std::function<std::optional<Binding>(const Oid& after)> next_object;     // instead of the table
  std::function<void(SecureMessage&)> twist_secure;                        // before it is authenticated
  bool wrong_mac = false;

  std::size_t requests = 0, octets_in = 0;

  void send(const Endpoint& to, ByteView octets) { socket_->send(to, octets); }
  std::uint32_t engine_time() const {
    return time_offset + std::uint32_t(std::chrono::duration_cast<std::chrono::seconds>(node_->now() - booted_).count());
  }
  void reboot(std::uint32_t new_boots) {
    boots = new_boots;
    time_offset = 0;
    booted_ = node_->now();
  }
  /// Everything that went through the agent, for tests that look for secrets.
  std::string heard;

 private:
  void receive(const Endpoint& from, ByteView datagram) {
    ++requests;
    octets_in += datagram.size();
    heard += as_text(datagram);
    if (silent) return;
    if (silent_for > 0) {
      --silent_for;
      return;
    }
    auto message = decode(datagram);
    if (!message.ok()) return;
    std::optional<Bytes> out;
    if (auto* v2c = std::get_if<Community>(&*message))
      out = answer(*v2c);
    else
      out = answer(datagram, std::get<SecureMessage>(*message));
    if (!out) return;
    node_->after(slow, [this, from, octets = std::move(*out)] {
      if (deliver && deliver(from, octets)) return;
      socket_->send(from, octets);
    });
  }

  std::optional<Bytes> answer(Community& message) {
    if (community.empty() || as_text(message.community) != community) return {};
    auto* pdu = std::get_if<Pdu>(&message.pdu);
    if (!pdu) return {};
    message.pdu = respond(*pdu);
    return encode(message);
  }

  std::optional<Binding> next(const Oid& after) {
    if (next_object) return next_object(after);
    auto found = objects.upper_bound(after);
    if (found == objects.end()) return {};
    return Binding{found->first, found->second};
  }

  Pdu respond(const Pdu& asked) {
    Pdu answer{.type = PduType::response, .request_id = asked.request_id};
    if (asked.type == PduType::get) {
      for (auto& binding : asked.bindings) {
        auto found = objects.find(binding.name);
        answer.bindings.push_back({binding.name, found == objects.end() ? Value(NoSuchObject{}) : found->second});
      }
    } else {
      auto columns = asked.bindings;
      std::int32_t rounds = asked.type == PduType::get_bulk ? asked.error_index : 1;
      for (std::int32_t i = 0; i < rounds && answer.bindings.size() < max_bindings_an_answer; ++i)
        for (auto& column : columns) {
          auto following = next(column.name);
          column = following ? *following : Binding{column.name, EndOfMibView{}};
          answer.bindings.push_back(column);
        }
    }
    if (twist) twist(asked, answer);
    return answer;
  }

  Bytes report(const SecureMessage& asked, Oid::Arc what, bool authenticated) {
    SecureMessage message;
    message.id = asked.id;
    message.security.engine_id = engine_id;
    message.security.boots = std::int32_t(boots);
    message.security.time = std::int32_t(engine_time());
    message.security.user = asked.security.user;
    message.authenticated = authenticated;
    message.content =
        ScopedPdu{engine_id,
                  {},
                  Pdu{.type = PduType::report, .request_id = 0, .bindings = {{Oid{1, 3, 6, 1, 6, 3, 15, 1, 1, what, 0}, Counter32(1)}}}};
    return seal(std::move(message));
  }

  Bytes key(const std::string& passphrase) const {
    auto& known = stretched_[passphrase];
    if (known.empty()) known = stretch(user->digest, as_bytes(passphrase));
    return localise(user->digest, known, engine_id);
  }

  static std::size_t mac_octets(crypto::Digest digest) {
    constexpr std::size_t octets[] = {12, 12, 16, 24, 32, 48};
    return octets[std::size_t(digest)];
  }

  Bytes seal(SecureMessage message) {
    if (twist_secure) twist_secure(message);
    if (message.authenticated) message.security.authentication.assign(mac_octets(user->digest), 0);
    auto out = encode(message);
    if (message.authenticated) {
      auto mac = crypto::hmac(user->digest, key(user->passphrase), {out.octets});
      if (wrong_mac) mac[0] ^= 1;
      std::copy_n(mac.begin(), message.security.authentication.size(), out.octets.begin() + std::ptrdiff_t(out.authentication_offset));
    }
    return out.octets;
  }

  static Octets<16> iv(const UsmParameters& usm) {
    Octets<16> out{};
    auto boots = big_endian<4>(std::uint32_t(usm.boots)), time = big_endian<4>(std::uint32_t(usm.time));
    std::copy(boots.begin(), boots.end(), out.begin());
    std::copy(time.begin(), time.end(), out.begin() + 4);
    std::copy(usm.privacy.begin(), usm.privacy.end(), out.begin() + 8);
    return out;
  }
  crypto::Key128 cipher_key() const {
    crypto::Key128 out{};
    auto whole = key(user->privacy_passphrase);
    std::copy_n(whole.begin(), out.size(), out.begin());
    return out;
  }

  std::optional<Bytes> answer(ByteView datagram, SecureMessage& asked) {
    if (asked.security.engine_id != engine_id) {
      if (!answers_discovery) return {};
      return report(asked, 4, false);
    }
    if (!user || as_text(asked.security.user) != user->name) return report(asked, 3, false);
    bool wants_privacy = !user->privacy_passphrase.empty();
    if (!asked.authenticated || asked.encrypted != wants_privacy) return report(asked, 1, false);
    auto mac = crypto::hmac(user->digest, key(user->passphrase), {with_zeros(datagram, asked)});
    auto& said = asked.security.authentication;
    if (said.size() != mac_octets(user->digest) || !std::equal(said.begin(), said.end(), mac.begin())) return report(asked, 5, false);
    auto time = std::int64_t(asked.security.time), now = std::int64_t(engine_time());
    if (std::uint32_t(asked.security.boots) != boots || time > now + 150 || time < now - 150) return report(asked, 2, true);
    ScopedPdu scoped;
    if (asked.encrypted) {
      auto octets = std::get<Bytes>(asked.content);
      crypto::aes128_cfb_decrypt(cipher_key(), iv(asked.security), octets);
      auto plain = decode_scoped_pdu(octets);
      if (!plain.ok()) return report(asked, 6, true);
      scoped = *plain;
    } else {
      scoped = std::get<ScopedPdu>(asked.content);
    }
    SecureMessage out;
    out.id = asked.id;
    out.authenticated = true;
    out.security.engine_id = engine_id;
    out.security.boots = std::int32_t(boots);
    out.security.time = std::int32_t(engine_time());
    out.security.user = asked.security.user;
    scoped.pdu = respond(scoped.pdu);
    if (asked.encrypted) {
      out.encrypted = true;
      out.security.privacy = to_bytes(big_endian<8>(++salt_));
      auto octets = encode(scoped);
      crypto::aes128_cfb_encrypt(cipher_key(), iv(out.security), octets);
      out.content = octets;
    } else {
      out.content = scoped;
    }
    return seal(std::move(out));
  }

  static Bytes with_zeros(ByteView datagram, const SecureMessage& message) {
    auto octets = to_bytes(datagram);
    auto at = authentication_offset(datagram);
    for (std::size_t i = 0; i < message.security.authentication.size(); ++i) octets[at + i] = 0;
    return octets;
  }

  std::unique_ptr<UdpSocket> socket_;
  Instant booted_{};
  std::uint64_t salt_ = 0;
  mutable std::map<std::string, Bytes> stretched_;
};

}  // namespace pellucid::snmp::test

#include "link/snmp/usm.hpp"

#include <algorithm>
#include <array>

#include "crypto/aes.hpp"
#include "link/snmp/secret.hpp"

namespace pellucid::snmp {
namespace {

constexpr std::size_t salt_octets = 8;
/// Octets of the MAC that travel: RFC 3414 §6 and §7, RFC 7860 §4.
constexpr std::array<std::size_t, 6> mac_octets{12, 12, 16, 24, 32, 48};

std::size_t octets_of_mac(crypto::Digest digest) { return mac_octets[std::size_t(digest)]; }

crypto::Key128 first_16(const Bytes& key) {
  crypto::Key128 out{};
  std::copy_n(key.begin(), std::min(out.size(), key.size()), out.begin());
  return out;
}

/// RFC 3826 §3.1.2.1: boots, time, salt.
Octets<16> initial_vector(const UsmParameters& usm) {
  Octets<16> iv{};
  auto boots = big_endian<4>(std::uint32_t(usm.boots)), time = big_endian<4>(std::uint32_t(usm.time));
  std::copy(boots.begin(), boots.end(), iv.begin());
  std::copy(time.begin(), time.end(), iv.begin() + 4);
  std::copy_n(usm.privacy.begin(), salt_octets, iv.begin() + 8);
  return iv;
}

}  // namespace

Bytes stretch(crypto::Digest digest, ByteView passphrase) {
  constexpr std::size_t megabyte = 1u << 20;
  Bytes repeated(megabyte);
  for (std::size_t i = 0; i < megabyte; ++i) repeated[i] = passphrase[i % passphrase.size()];
  auto key = crypto::digest(digest, {repeated});
  crypto::wipe(repeated);
  return key;
}

Bytes localise(crypto::Digest digest, ByteView key, ByteView engine_id) { return crypto::digest(digest, {key, engine_id, key}); }

std::optional<std::uint32_t> Engine::enterprise() const {
  if (id.size() < 5) return {};
  // The highest bit tells the form of what follows; without it twelve octets are the whole id (RFC 3411 §5).
  if ((id[0] & 0x80) == 0 && id.size() != 12) return {};
  return std::uint32_t(from_big_endian(ByteView(id).first(4))) & 0x7FFFFFFF;
}

Usm::~Usm() {
  crypto::wipe(authentication_key_);
  crypto::wipe(privacy_key_);
}

std::optional<Engine> Usm::engine() const {
  if (!engine_) return {};
  auto engine = *engine_;
  engine.time += std::uint32_t(std::chrono::duration_cast<std::chrono::seconds>(world_->now() - heard_).count());
  engine.time = std::min(engine.time, most_boots);
  return engine;
}

void Usm::meet(Engine engine) {
  auto& secret = *credentials_.secret_;
  if (secret.authentication) {
    crypto::wipe(authentication_key_);
    crypto::wipe(privacy_key_);
    authentication_key_ = localise(*secret.authentication, secret.authentication_key, engine.id);
    if (secret.privacy != Privacy::none) privacy_key_ = localise(*secret.authentication, secret.privacy_key, engine.id);
  }
  engine_ = std::move(engine);
  heard_ = world_->now();
  proven_ = false;
  latest_time_ = 0;
}

Bytes Usm::seal(std::int32_t message_id, const Pdu& pdu) {
  auto& secret = *credentials_.secret_;
  auto to = engine().value_or(Engine{});
  SecureMessage message;
  message.id = message_id;
  message.reportable = true;
  message.security.engine_id = to.id;
  if (engine_) message.security.user = to_bytes(as_bytes(secret.user));
  ScopedPdu scoped{to.id, {}, pdu};
  if (!engine_ || !secret.authentication) {
    message.content = std::move(scoped);
    return encode(message).octets;
  }
  message.authenticated = true;
  message.security.boots = std::int32_t(to.boots);
  message.security.time = std::int32_t(to.time);
  message.security.authentication.assign(octets_of_mac(*secret.authentication), 0);
  if (secret.privacy != Privacy::none) {
    if (!salt_) salt_ = world_->random_number<std::uint64_t>();
    auto salt = big_endian<salt_octets>(++*salt_);
    message.encrypted = true;
    message.security.privacy = to_bytes(salt);
    auto octets = encode(scoped);
    crypto::aes128_cfb_encrypt(first_16(privacy_key_), initial_vector(message.security), octets);
    message.content = std::move(octets);
  } else {
    message.content = std::move(scoped);
  }
  auto encoded = encode(message);
  auto mac = crypto::hmac(*secret.authentication, authentication_key_, {encoded.octets});
  std::copy_n(mac.begin(), message.security.authentication.size(), encoded.octets.begin() + std::ptrdiff_t(encoded.authentication_offset));
  return std::move(encoded.octets);
}

bool Usm::mac_is_right(ByteView datagram, const SecureMessage& message) const {
  auto digest = *credentials_.secret_->authentication;
  auto& said = message.security.authentication;
  if (said.size() != octets_of_mac(digest)) return false;
  auto at = authentication_offset(datagram);
  Bytes zeros(said.size());
  auto mac = crypto::hmac(digest, authentication_key_, {datagram.first(at), zeros, datagram.subspan(at + said.size())});
  return crypto::equal(ByteView(mac).first(said.size()), said);
}

/// RFC 3414 §3.2 step 7 b. What was authenticated may set the clock; before anything was, the clock is not believed.
bool Usm::within_window(const UsmParameters& said) {
  auto boots = std::uint32_t(said.boots), time = std::uint32_t(said.time);
  auto expected = engine().value_or(Engine{});
  bool newer = !proven_ || boots > engine_->boots || (boots == engine_->boots && time > latest_time_);
  if (boots == most_boots) return false;
  if (proven_ && (boots < engine_->boots || (boots == engine_->boots && time + window_s < expected.time))) return false;
  if (newer) {
    engine_->boots = boots;
    engine_->time = time;
    heard_ = world_->now();
    latest_time_ = time;
    proven_ = true;
  }
  return true;
}

std::optional<ScopedPdu> Usm::decipher(const SecureMessage& message) const {
  if (message.security.privacy.size() != salt_octets) return {};
  auto octets = std::get<Bytes>(message.content);
  crypto::aes128_cfb_decrypt(first_16(privacy_key_), initial_vector(message.security), octets);
  auto scoped = decode_scoped_pdu(octets);
  if (!scoped.ok()) return {};
  return std::move(*scoped);
}

Result<ScopedPdu, Usm::Refused> Usm::open(ByteView datagram, const SecureMessage& message) {
  auto& secret = *credentials_.secret_;
  auto* plain = std::get_if<ScopedPdu>(&message.content);
  // A report tells what was wrong with our message, often before there can be security (RFC 3414 §3.2 steps 3 to 7).
  bool report = plain && plain->pdu.type == PduType::report;
  if (report && !message.authenticated) return *plain;
  if (!engine_ || message.security.engine_id != engine_->id) return Fail(Refused::other_engine);
  if (as_text(message.security.user) != secret.user) return Fail(Refused::other_user);
  if (message.authenticated != secret.authentication.has_value()) return Fail(Refused::level);
  if (!report && message.encrypted != (secret.privacy != Privacy::none)) return Fail(Refused::level);
  if (message.encrypted && secret.privacy == Privacy::none) return Fail(Refused::level);
  if (message.authenticated) {
    if (!mac_is_right(datagram, message)) return Fail(Refused::digest);
    if (!within_window(message.security)) return Fail(Refused::window);
  }
  if (plain) return *plain;
  auto scoped = decipher(message);
  if (!scoped) return Fail(Refused::cipher);
  return std::move(*scoped);
}

}  // namespace pellucid::snmp

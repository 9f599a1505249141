#pragma once
// The user-based security model towards one engine (RFC 3414, RFC 3826, RFC 7860), as the side that is not authoritative.
#include <optional>
#include <string>

#include "link/snmp/credentials.hpp"
#include "runtime/world.hpp"
#include "wire/snmp/message.hpp"

namespace pellucid::snmp {

/// Ku: the digest of a megabyte of the passphrase over and over (RFC 3414 §A.2).
Bytes stretch(crypto::Digest digest, ByteView passphrase);
/// Kul: the key of one engine (RFC 3414 §2.6).
Bytes localise(crypto::Digest digest, ByteView key, ByteView engine_id);

/// An engine as it announces itself. Until it has authenticated a message all three are claims.
struct Engine {
  Bytes id;  // 5..32 octets (RFC 3411 §5)
  std::uint32_t boots = 0;
  std::uint32_t time = 0;  // seconds since it booted
  /// The IANA enterprise number in the first four octets; nothing for an id that is not of that form.
  std::optional<std::uint32_t> enterprise() const;
};

class Usm {
 public:
  static constexpr std::uint32_t window_s = 150;  // RFC 3414 §2.2.3
  static constexpr std::uint32_t most_boots = 0x7FFFFFFF;

  Usm(World& world, Credentials credentials) : world_(&world), credentials_(std::move(credentials)) {}
  Usm(const Usm&) = delete;
  Usm& operator=(const Usm&) = delete;
  ~Usm();

  bool knows_engine() const { return engine_.has_value(); }
  /// As it was last heard, with its time going on.
  std::optional<Engine> engine() const;
  /// What an unauthenticated report said: good enough to ask, proven by what is answered.
  void meet(Engine engine);
  void forget() { engine_.reset(); }

  Bytes seal(std::int32_t message_id, const Pdu& pdu);

  /// Why a message is not taken.
  enum class Refused : std::uint8_t { other_engine, other_user, level, digest, window, cipher };
  /// RFC 3414 §3.2. Reports may come without the security that the request had.
  Result<ScopedPdu, Refused> open(ByteView datagram, const SecureMessage& message);

 private:
  bool mac_is_right(ByteView datagram, const SecureMessage& message) const;
  bool within_window(const UsmParameters& said);
  std::optional<ScopedPdu> decipher(const SecureMessage& message) const;

  World* world_;
  Credentials credentials_;
  std::optional<Engine> engine_;  // at `heard_`
  Instant heard_{};
  bool proven_ = false;
  std::uint32_t latest_time_ = 0;  // RFC 3414 §2.3: the highest that was received
  Bytes authentication_key_, privacy_key_;
  std::optional<std::uint64_t> salt_;
};

}  // namespace pellucid::snmp

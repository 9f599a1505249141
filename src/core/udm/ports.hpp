#pragma once
// What the UDM needs from the floor below and from others; app/ binds it to the store. All calls come from the control thread.
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/subscription.hpp"
#include "crypto/aka.hpp"
#include "crypto/suci.hpp"

namespace pellucid::udm {

/// A subscriber as the UDM sees it; `subscription` is valid until the caller returns to the event loop.
struct Known {
  bool enabled = false;
  const Subscription* subscription = nullptr;
  std::optional<crypto::AkaKeys> keys;         // what the SIM shares with its home; must fit 5G-AKA
  Octets<2> amf_field = crypto::amf_field_5g;  // the separation bit is set on use
  std::int64_t sequence_offset = 0;            // SEQ = ticks + offset (TS 33.102 §C.1.1.3)
};

class SubscriberSource {
 public:
  /// False if there is no such subscriber.
  virtual bool find(const Supi& supi, Known& out) = 0;
  /// After a verified re-synchronisation: found again by find() at once, kept across restarts soon after.
  virtual void keep_sequence_offset(const Supi& supi, std::int64_t offset) = 0;

 protected:
  ~SubscriberSource() = default;
};

/// The clock of the sequence numbers, in steps of 0.1 s. Never goes back, not even across restarts and clock steps.
class SequenceTime {
 public:
  virtual std::uint64_t ticks() = 0;
  /// The next start begins after this value, whatever happens: numbers above it must not be given out yet.
  virtual std::uint64_t reserved() = 0;

 protected:
  ~SequenceTime() = default;
};

/// A private key of the home network (TS 33.501 annex C).
struct HomeKey {
  std::uint8_t id = 0;  // 1..254; the key id in the SUCI
  crypto::ProtectionScheme scheme = crypto::ProtectionScheme::profile_a;
  Octets<32> private_key{};
};
class HomeKeySource {
 public:
  virtual std::vector<HomeKey> home_keys() = 0;

 protected:
  ~HomeKeySource() = default;
};

}  // namespace pellucid::udm

#pragma once
// Udm: the home side of registration, with AUSF and ARPF inside (TS 23.502 §4.2.2.2.2 steps 8-14; TS 33.501 §6.1.3.2, annex C).
// Every call answers at once; nothing here waits and no call writes to disk.
//
//   auto supi = udm.identify(suci);                               // Asked<Supi>
//   auto challenge = udm.challenge(*supi, "5G:mnc070.mcc999.3gppnetwork.org");
//   auto confirmed = udm.confirm(challenge->vector, res_star);    // K_SEAF
//   auto profile = udm.subscription(*supi);
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/subscription.hpp"
#include "base/why.hpp"
#include "core/udm/ports.hpp"
#include "runtime/world.hpp"

namespace pellucid::udm {

/// Why the UDM said no. The AMF turns the kind into a 5GMM cause (TS 24.501 annex A).
struct Refusal {
  enum class Kind : std::uint8_t {
    unknown_subscriber,  // no such SUPI
    disabled,            // there, but switched off
    other_home_network,  // the SUCI is of a network that is not ours
    unknown_scheme,      // a protection scheme that is not 0, 1 or 2, or of another profile than its key
    unknown_key,         // no home network key of that id
    unreadable_suci,     // the wrong length, digits or MAC
    vector_gone,         // confirmed already, too old, or never given
    wrong_res,           // RES* is not XRES*
    invalid_resync,      // MAC-S of the AUTS does not verify
    sequence_exhausted,  // the SIM's sequence number is at its end
    congestion,          // a limit is reached; try again later
  };
  Kind kind{};
  Why why;
};
std::string text(Refusal::Kind kind);  // "unknown subscriber"

template <class T>
using Asked = Result<T, Refusal>;

/// A concealed or plain identity as it came in 5GS mobile identity (TS 24.501 §9.11.3.4, SUPI format IMSI).
struct Suci {
  Plmn home;
  std::string routing_indicator;  // 1 to 4 digits
  std::uint8_t scheme = 0;        // 0 null, 1 profile A, 2 profile B
  std::uint8_t key_id = 0;
  Bytes output;  // null scheme: the MSIN in BCD, low half first, F fills an odd count
};

struct Challenge {
  std::uint64_t vector = 0;  // names the pending vector to confirm()
  Octets<16> rand{}, autn{}, hxres_star{};
};

struct Confirmed {
  Supi supi;
  Octets<32> k_seaf{};
};

/// Who serves a subscriber (TS 23.502 §4.2.2.2.2 step 14a).
struct Registration {
  Guami guami;
  WallTime since{};
};

struct UdmOptions {
  std::vector<Plmn> home_networks;  // SUCIs of these are ours
  std::size_t max_pending_vectors = 262'144;
  Duration vector_lifetime = std::chrono::seconds(60);  // longer than 5 x T3560
};

/// What metrics show.
struct UdmCounts {
  std::uint64_t identified = 0, challenges = 0, confirmed = 0, resynchronised = 0, subscriptions = 0, registrations = 0;  // granted
  std::array<std::uint64_t, 11> refused{};  // by Refusal::Kind
};

class PendingVectors;

class Udm {
 public:
  Udm(World& world, UdmOptions options, SubscriberSource& subscribers, SequenceTime& time, HomeKeySource& home_keys);
  ~Udm();
  Udm(const Udm&) = delete;
  Udm& operator=(const Udm&) = delete;

  /// SIDF: the SUPI of a SUCI (TS 33.501 §6.12.5). Does not say whether the subscriber exists.
  Asked<Supi> identify(const Suci& suci);
  /// A 5G HE AV turned into a 5G SE AV (TS 33.501 §6.1.3.2.0 steps 1-6).
  Asked<Challenge> challenge(const Supi& supi, const std::string& serving_network_name);
  /// RES* against XRES* (TS 33.501 §6.1.3.2.0 steps 10-12). The vector is used up, whatever comes out.
  Asked<Confirmed> confirm(std::uint64_t vector, const Octets<16>& res_star);
  /// Synchronisation failure (TS 33.501 §6.1.3.3.2; TS 33.102 §6.3.5). RAND must be one of a pending challenge of that
  /// subscriber; it is used up. Gives the next challenge.
  Asked<Challenge> resynchronise(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand, const Octets<14>& auts);
  /// The phone will not answer: the vector is forgotten now and not when its time is over.
  void abandon(std::uint64_t vector);

  /// Slice selection, access and mobility, session management data in one (TS 23.502 §4.2.2.2.2 step 14b).
  Asked<Subscription> subscription(const Supi& supi);
  Asked<Nothing> register_amf(const Supi& supi, const Guami& guami);
  void purge(const Supi& supi);
  const Registration* registration(const Supi& supi) const;
  std::size_t registered() const { return registrations_.size(); }

  /// Home network keys were added or removed.
  void reload_home_keys();
  /// The subscriber is gone: so is what is known of its authentications and its registration.
  void removed(const Supi& supi);
  const UdmCounts& counts() const { return counts_; }
  std::size_t pending() const;

 private:
  struct Issued {
    std::uint64_t seq = 0;      // the last SEQ given out
    std::uint8_t next_ind = 0;  // its low five bits
  };
  /// A SIM whose SEQ is nearer than this to the end of 43 bits cannot be counted on with (2^38 steps of 0.1 s are 871 years).
  static constexpr std::uint64_t sequence_reserve = std::uint64_t(1) << 38;

  Asked<Supi> reveal(const Suci& suci);
  Asked<Bytes> deconceal(const Suci& suci);
  Asked<Challenge> new_challenge(const Supi& supi, const Known& known, const std::string& serving_network_name);
  Asked<crypto::Sqn> next_sqn(const Supi& supi, std::int64_t offset);
  Asked<Challenge> resynchronised(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand,
                                  const Octets<14>& auts);
  template <class T>
  Asked<T> counted(Asked<T> answer, std::uint64_t& good);

  World& world_;
  UdmOptions options_;
  SubscriberSource& subscribers_;
  SequenceTime& time_;
  HomeKeySource& home_keys_;
  std::map<std::uint8_t, crypto::HomeNetworkKey> keyring_;
  std::unique_ptr<PendingVectors> pending_;
  std::unordered_map<Supi, Issued> issued_;
  std::unordered_map<Supi, Registration> registrations_;
  UdmCounts counts_;
};

}  // namespace pellucid::udm

#pragma once
// Rooms on one floor do not know each other: each states what it needs in its ports.hpp. Here the two sides meet. Nothing is decided
// in this file but which word of one room is which word of the other.
#include "core/amf/amf.hpp"
#include "core/amf/ports.hpp"
#include "core/smf/ports.hpp"
#include "core/smf/smf.hpp"
#include "core/udm/ports.hpp"
#include "core/udm/udm.hpp"
#include "store/store.hpp"

namespace pellucid::app {

/// UDM <- store: credentials, subscriptions, the clock of sequence numbers, the home network's keys.
class StoreForUdm final : public udm::SubscriberSource, public udm::SequenceTime, public udm::HomeKeySource {
 public:
  explicit StoreForUdm(store::Store& store) : store_(store) {}
  bool find(const Supi& supi, udm::Known& out) override;
  void keep_sequence_offset(const Supi& supi, std::int64_t offset) override;
  std::uint64_t ticks() override;
  std::uint64_t reserved() override;
  std::vector<udm::HomeKey> home_keys() override;

 private:
  store::Store& store_;
};

/// AMF <- UDM.
class UdmForAmf final : public amf::UdmPort {
 public:
  UdmForAmf(udm::Udm& udm, Guami guami) : udm_(udm), guami_(guami) {}
  amf::Asked<Supi> identify(const amf::Suci& suci) override;
  amf::Asked<amf::Challenge> challenge(const Supi& supi, const std::string& serving_network_name) override;
  amf::Asked<amf::Challenge> resynchronise(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand,
                                           const Octets<14>& auts) override;
  amf::Asked<amf::Confirmed> confirm(std::uint64_t vector, const Octets<16>& res_star) override;
  amf::Asked<amf::Profile> subscription(const Supi& supi) override;
  void registered(const Supi& supi) override;
  void purged(const Supi& supi) override;

 private:
  udm::Udm& udm_;
  Guami guami_;
};

/// AMF -> SMF. The SMF comes later than the AMF, so it is set when both stand.
class SmfForAmf final : public amf::SmfPort {
 public:
  void set(smf::Smf& smf) { smf_ = &smf; }
  Procedure<amf::SessionReply, amf::Denied> create(amf::CreateSession request) override;
  Procedure<amf::SessionReply, amf::Denied> update(Supi supi, PduSessionId id, amf::UpdateSession update) override;
  void release(const Supi& supi, PduSessionId id) override;
  void unreachable(const Supi& supi, PduSessionId id) override;

 private:
  smf::Smf* smf_ = nullptr;
};

/// SMF -> AMF.
class AmfForSmf final : public smf::AmfPort {
 public:
  void set(amf::Amf& amf) { amf_ = &amf; }
  smf::Delivery transfer(const smf::Transfer& transfer) override;
  void released(const Supi& supi, PduSessionId id) override;

 private:
  amf::Amf* amf_ = nullptr;
};

/// SMF <- the default policy and the subscription.
class PolicyForSmf final : public smf::PolicyPort {
 public:
  explicit PolicyForSmf(store::Store& store) : store_(store) {}
  Result<smf::SessionPolicy, smf::NoSession> session_policy(const Supi& supi, const Snssai& slice, const std::string& dnn) override;

 private:
  store::Store& store_;
};

/// What survives a restart: the AMF's records and the SMF's, each a kind of its own in the store. When the disk does not keep up the
/// store refuses; then nothing is promised as durable, and the log says so once a minute.
class AmfJournal final : public amf::Journal {
 public:
  AmfJournal(World& world, store::Store& store) : world_(world), store_(store) {}
  static constexpr const char* kind = "amf";
  Ticket put(const std::string& key, Bytes record) override;
  Ticket erase(const std::string& key) override;
  Ticket durable() const override;

 private:
  World& world_;
  store::Store& store_;
  Instant complained_{};
};
class SmfJournal final : public smf::Journal {
 public:
  SmfJournal(World& world, store::Store& store) : world_(world), store_(store) {}
  static constexpr const char* kind = "smf";
  void put(const std::string& key, Bytes record) override;
  void erase(const std::string& key) override;

 private:
  World& world_;
  store::Store& store_;
  Instant complained_{};
};

}  // namespace pellucid::app

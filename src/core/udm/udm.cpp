#include "core/udm/udm.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"
#include "core/udm/pending.hpp"
#include "crypto/aka.hpp"

namespace pellucid::udm {
namespace {

using Kind = Refusal::Kind;

std::string subscriber_field(const Supi& supi, const char* field) {
  return "subscriber " + supi.text() + (*field ? std::string(": ") + field : std::string());
}

Refusal unknown(const Supi& supi) {
  return {Kind::unknown_subscriber,
          {"the phone's SIM belongs to a subscriber", supi.text(), "one of the subscribers", "subscribers",
           "pellucid subscriber add " + supi.text()}};
}
Refusal disabled(const Supi& supi) {
  return {Kind::disabled, {"the subscriber is enabled", "no", "yes", subscriber_field(supi, "enabled"), "enable the subscriber"}};
}

}  // namespace

std::string text(Kind kind) {
  switch (kind) {
    case Kind::unknown_subscriber: return "unknown subscriber";
    case Kind::disabled: return "subscriber disabled";
    case Kind::other_home_network: return "SUCI of another home network";
    case Kind::unknown_scheme: return "unknown protection scheme";
    case Kind::unknown_key: return "unknown home network key";
    case Kind::unreadable_suci: return "unreadable SUCI";
    case Kind::vector_gone: return "authentication vector gone";
    case Kind::wrong_res: return "wrong RES*";
    case Kind::invalid_resync: return "invalid re-synchronisation";
    case Kind::sequence_exhausted: return "sequence number exhausted";
    case Kind::congestion: return "congestion";
  }
  return "refused";
}

Udm::Udm(World& world, UdmOptions options, SubscriberSource& subscribers, SequenceTime& time, HomeKeySource& home_keys)
    : world_(world),
      options_(std::move(options)),
      subscribers_(subscribers),
      time_(time),
      home_keys_(home_keys),
      pending_(std::make_unique<PendingVectors>(options_.max_pending_vectors, options_.vector_lifetime)) {
  reload_home_keys();
}

Udm::~Udm() = default;

template <class T>
Asked<T> Udm::counted(Asked<T> answer, std::uint64_t& good) {
  if (answer.ok())
    ++good;
  else
    ++counts_.refused[std::size_t(answer.error().kind)];
  return answer;
}

// ---- identity (SIDF) ------------------------------------------------------------------------------------------------

Asked<Supi> Udm::identify(const Suci& suci) { return counted(reveal(suci), counts_.identified); }

// ---- authentication -------------------------------------------------------------------------------------------------

Asked<Challenge> Udm::challenge(const Supi& supi, const std::string& serving_network_name) {
  Known known;
  if (!subscribers_.find(supi, known)) return counted<Challenge>(Fail(unknown(supi)), counts_.challenges);
  if (!known.enabled) return counted<Challenge>(Fail(disabled(supi)), counts_.challenges);
  return counted(new_challenge(supi, known, serving_network_name), counts_.challenges);
}

Asked<Challenge> Udm::new_challenge(const Supi& supi, const Known& known, const std::string& serving_network_name) {
  check(known.keys.has_value(), "a subscriber has keys that fit 5G-AKA");
  const Instant now = world_.now();
  if (!pending_->room(now))
    return Fail(Refusal{Kind::congestion,
                        {"authentications under way stay within the limit", std::to_string(pending_->count()),
                         std::to_string(options_.max_pending_vectors), "udm: max_pending_vectors", "wait until phones have answered"}});
  auto sqn = next_sqn(supi, known.sequence_offset);
  if (!sqn.ok()) return Fail(std::move(sqn.error()));
  crypto::ChallengeInput input{known.amf_field, *sqn, {}};
  input.amf_field[0] |= crypto::amf_field_5g[0];  // TS 33.501 §6.1.3.2.0 step 1: the separation bit
  world_.random(input.rand);
  const crypto::HomeVector vector = crypto::home_vector(*known.keys, input, serving_network_name);
  const std::uint64_t id = pending_->add({supi, *sqn, vector.rand, vector.xres_star, vector.k_seaf, now});
  return Challenge{id, vector.rand, vector.autn, vector.hxres_star};
}

/// TS 33.102 §C.1.1.3: SEQ = clock + offset, but always more than the last one; IND in turn (§C.1.2).
Asked<crypto::Sqn> Udm::next_sqn(const Supi& supi, std::int64_t offset) {
  const std::uint64_t ticks = time_.ticks();
  const std::int64_t by_clock = std::int64_t(ticks) + offset;
  Issued& issued = issued_[supi];
  const std::uint64_t seq = std::max(issued.seq + 1, std::uint64_t(std::max<std::int64_t>(by_clock, 1)));
  if (seq > crypto::Sqn::most_seq)
    return Fail(Refusal{Kind::sequence_exhausted,
                        {"a sequence number has 43 bits", std::to_string(seq), std::to_string(crypto::Sqn::most_seq),
                         subscriber_field(supi, "sequence"), "give the subscriber a new SIM"}});
  // What is beyond the reservation could come again after a restart. Only a burst of many a second gets there; the clock itself
  // may pass it when the disk does not take reservations, and then a restart costs a re-synchronisation at worst.
  const std::int64_t in_ticks = std::int64_t(seq) - offset;
  if (in_ticks > std::int64_t(std::max(time_.reserved(), ticks)))
    return Fail(Refusal{
        Kind::congestion,
        {"one subscriber authenticates at a human pace", std::to_string(in_ticks - std::int64_t(ticks)) + " vectors ahead of the clock",
         std::to_string(std::int64_t(time_.reserved()) - std::int64_t(ticks)), subscriber_field(supi, ""),
         "find out who registers in this subscriber's name again and again"}});
  issued.seq = seq;
  return crypto::Sqn(seq, issued.next_ind++);
}

Asked<Confirmed> Udm::confirm(std::uint64_t vector, const Octets<16>& res_star) {
  auto pending = pending_->take(vector, world_.now());
  if (!pending)
    return counted<Confirmed>(
        Fail(Refusal{Kind::vector_gone,
                     {"the vector is waiting for its answer", "vector " + std::to_string(vector), "a vector given out and not yet answered",
                      "udm: vector_lifetime", "let the phone register again"}}),
        counts_.confirmed);
  if (!crypto::equal(res_star, pending->xres_star))
    return counted<Confirmed>(
        Fail(Refusal{Kind::wrong_res,
                     {"RES* of the phone is XRES*", hex(res_star), "the answer of the subscriber's SIM",
                      subscriber_field(pending->supi, "k, opc"), "compare K and OPc of the SIM with the subscriber's"}}),
        counts_.confirmed);
  return counted<Confirmed>(Confirmed{pending->supi, pending->k_seaf}, counts_.confirmed);
}

Asked<Challenge> Udm::resynchronise(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand,
                                    const Octets<14>& auts) {
  return counted(resynchronised(supi, serving_network_name, rand, auts), counts_.resynchronised);
}

Asked<Challenge> Udm::resynchronised(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand,
                                     const Octets<14>& auts) {
  auto pending = pending_->take_by_rand(rand, supi, world_.now());
  if (!pending)
    return Fail(Refusal{Kind::vector_gone,
                        {"the RAND is one of a challenge that waits", hex(rand), "a RAND given to " + supi.text(), "udm: vector_lifetime",
                         "let the phone register again"}});
  Known known;
  if (!subscribers_.find(supi, known)) return Fail(unknown(supi));
  if (!known.enabled) return Fail(disabled(supi));
  auto sqn_ms = crypto::verify_auts(*known.keys, rand, auts);
  if (!sqn_ms)
    return Fail(Refusal{Kind::invalid_resync,
                        {"MAC-S of the AUTS is right", hex(auts), "an AUTS of the subscriber's SIM", subscriber_field(supi, "k, opc"),
                         "compare K and OPc of the SIM with the subscriber's"}});
  if (sqn_ms->seq() > crypto::Sqn::most_seq - sequence_reserve)
    return Fail(Refusal{Kind::sequence_exhausted,
                        {"the SIM's sequence number leaves room to count", crypto::text(*sqn_ms),
                         "up to " + std::to_string(crypto::Sqn::most_seq - sequence_reserve), subscriber_field(supi, "sequence"),
                         "give the subscriber a new SIM"}});
  // TS 33.102 §6.3.5 step 2: a number that the SIM would accept next needs no change. Otherwise its own counts from now on.
  const std::int64_t by_clock = std::int64_t(time_.ticks()) + known.sequence_offset;
  const std::uint64_t next = std::max(issued_[supi].seq + 1, std::uint64_t(std::max<std::int64_t>(by_clock, 1)));
  // So do they when the SIM refused a number that these rules accept: its limits are narrower than TS 33.102 §C.3's.
  auto acceptable = [&](std::uint64_t seq) { return seq > sqn_ms->seq() && seq - sqn_ms->seq() <= crypto::SqnArray::delta; };
  if (!acceptable(next) || acceptable(pending->sqn.seq())) {
    known.sequence_offset = std::int64_t(sqn_ms->seq()) + 1 - std::int64_t(time_.ticks());
    issued_[supi].seq = sqn_ms->seq();
    subscribers_.keep_sequence_offset(supi, known.sequence_offset);
  }
  return new_challenge(supi, known, serving_network_name);
}

void Udm::abandon(std::uint64_t vector) { static_cast<void>(pending_->take(vector, world_.now())); }
std::size_t Udm::pending() const { return pending_->count(); }

// ---- subscription and registration ----------------------------------------------------------------------------------

Asked<Subscription> Udm::subscription(const Supi& supi) {
  Known known;
  if (!subscribers_.find(supi, known)) return counted<Subscription>(Fail(unknown(supi)), counts_.subscriptions);
  if (!known.enabled) return counted<Subscription>(Fail(disabled(supi)), counts_.subscriptions);
  return counted<Subscription>(*known.subscription, counts_.subscriptions);
}

Asked<Nothing> Udm::register_amf(const Supi& supi, const Guami& guami) {
  Known known;
  if (!subscribers_.find(supi, known)) return counted<Nothing>(Fail(unknown(supi)), counts_.registrations);
  registrations_.insert_or_assign(supi, Registration{guami, world_.wall()});
  return counted<Nothing>(Nothing{}, counts_.registrations);
}

void Udm::purge(const Supi& supi) { registrations_.erase(supi); }

const Registration* Udm::registration(const Supi& supi) const {
  auto it = registrations_.find(supi);
  return it == registrations_.end() ? nullptr : &it->second;
}

void Udm::removed(const Supi& supi) {
  issued_.erase(supi);
  registrations_.erase(supi);
}

}  // namespace pellucid::udm

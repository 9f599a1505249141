#pragma once
// The AMF's neighbours as tests need them: a UDM with real 5G-AKA, an SMF that follows orders, a Journal in memory.
#include <deque>
#include <map>
#include <set>

#include "core/amf/ports.hpp"
#include "crypto/aka.hpp"
#include "runtime/waits.hpp"

namespace pellucid::amf::test {

inline const Octets<16> subscriber_k = {0x46, 0x5b, 0x5c, 0xe8, 0xb1, 0x99, 0xb4, 0x9f, 0xaa, 0x5f, 0x0a, 0x2e, 0xe2, 0x38, 0xa6, 0xbc};
inline const Octets<16> subscriber_opc = {0xcd, 0x63, 0xcb, 0x71, 0x95, 0x4a, 0x9f, 0x4e, 0x48, 0xa5, 0x99, 0x4e, 0x37, 0xa0, 0x2b, 0xaf};
inline crypto::AkaKeys shared_keys() { return crypto::Milenage(subscriber_k, subscriber_opc); }

/// Knows every IMSI of 999-70 unless told otherwise.
class StandInUdm final : public UdmPort {
 public:
  explicit StandInUdm(World& world) : world_(world) {
    profile.slices.push_back({Snssai{1, {}}, true, {{"internet", true}, {"ims", false}}});
    profile.ue_ambr_down_bps = 100'000'000;
    profile.ue_ambr_up_bps = 50'000'000;
  }

  Profile profile;
  std::set<Supi> unknown;
  std::uint64_t seq = 100;
  std::set<Supi> registered_supis;
  unsigned challenges = 0, resyncs = 0, purges = 0;
  std::optional<Octets<16>> other_key;  // challenges are made with a key that is not the SIM's

  Asked<Supi> identify(const Suci& suci) override {
    if (suci.scheme != 0 || suci.home != Plmn{999, 70, 2})
      return Fail(Denied{Denied::Kind::identity_not_readable, why("a SUCI of ours", suci.home.text()), {}});
    std::string digits = "99970";
    for (auto octet : suci.scheme_output) {
      digits += char('0' + (octet & 15));
      if (octet >> 4 != 15) digits += char('0' + (octet >> 4));
    }
    auto supi = Supi::parse(digits);
    if (!supi || unknown.contains(*supi)) return Fail(Denied{Denied::Kind::unknown_subscriber, why("a known subscriber", digits), {}});
    return *supi;
  }
  Asked<Challenge> challenge(const Supi& supi, const std::string& serving_network_name) override {
    if (unknown.contains(supi)) return Fail(Denied{Denied::Kind::unknown_subscriber, why("a known subscriber", supi.text()), {}});
    ++challenges;
    crypto::ChallengeInput input;
    input.sqn = crypto::Sqn(++seq, 1);
    world_.random(input.rand);
    auto vector = crypto::home_vector(other_key ? crypto::AkaKeys(crypto::Milenage(*other_key, subscriber_opc)) : shared_keys(), input,
                                      serving_network_name);
    pending_[++last_] = {supi, vector};
    return Challenge{vector.rand, vector.autn, vector.hxres_star, last_};
  }
  Asked<Challenge> resynchronise(const Supi& supi, const std::string& serving_network_name, const Octets<16>& rand,
                                 const Octets<14>& auts) override {
    auto sqn = crypto::verify_auts(shared_keys(), rand, auts);
    if (!sqn) return Fail(Denied{Denied::Kind::invalid_resync, why("an AUTS of the SIM", "another"), {}});
    ++resyncs;
    seq = sqn->seq();
    return challenge(supi, serving_network_name);
  }
  Asked<Confirmed> confirm(std::uint64_t vector, const Octets<16>& res_star) override {
    auto found = pending_.find(vector);
    if (found == pending_.end()) return Fail(Denied{Denied::Kind::not_found, why("a pending vector", "none"), {}});
    auto pending = found->second;
    pending_.erase(found);
    if (pending.vector.xres_star != res_star) return Fail(Denied{Denied::Kind::wrong_answer, why("XRES*", "another RES*"), {}});
    return Confirmed{pending.supi, pending.vector.k_seaf};
  }
  Asked<Profile> subscription(const Supi& supi) override {
    if (unknown.contains(supi)) return Fail(Denied{Denied::Kind::unknown_subscriber, why("a known subscriber", supi.text()), {}});
    return profile;
  }
  void registered(const Supi& supi) override { registered_supis.insert(supi); }
  void purged(const Supi& supi) override {
    ++purges;
    registered_supis.erase(supi);
  }

 private:
  static Why why(std::string wanted, std::string got) {
    return Why{"the stand-in knows it", std::move(got), std::move(wanted), "test", "test"};
  }
  struct Pending {
    Supi supi;
    crypto::HomeVector vector;
  };
  World& world_;
  std::map<std::uint64_t, Pending> pending_;
  std::uint64_t last_ = 0;
};

/// Answers each call with what the test has prepared, after a little while; else with a session that works.
class StandInSmf final : public SmfPort {
 public:
  explicit StandInSmf(World& world) : world_(world) {}

  std::vector<std::string> calls;  // "create 5 internet", "activate 5", "n2 setup_response 5", "release 5" …
  std::deque<Asked<SessionReply>> create_replies, update_replies;
  Duration delay = std::chrono::milliseconds(1);
  std::set<std::pair<Supi, std::uint8_t>> sessions;
  std::vector<PduSessionId> told_unreachable;

  static Bytes accept_message() { return {0x2E, 0x05, 0x01, 0xC2, 0x11}; }
  static Bytes setup_transfer() { return {0x00, 0x01, 0x02}; }

  Procedure<SessionReply, Denied> create(CreateSession request) override {
    calls.push_back("create " + std::to_string(request.id.value()) + " " + request.dnn + " " + request.slice.text() +
                    (request.existing ? " existing" : ""));
    auto reply = co_await wait_then(create_replies, [&] {
      SessionReply good;
      good.n1 = accept_message();
      good.n2 = {N2SmKind::setup_request, setup_transfer()};
      good.slice = request.slice;
      return good;
    }());
    SessionReply value = co_await std::move(reply);
    sessions.emplace(request.owner.supi, request.id.value());
    co_return value;
  }
  Procedure<SessionReply, Denied> update(Supi supi, PduSessionId id, UpdateSession update) override {
    (void)supi;
    std::string what = std::to_string(id.value());
    if (!update.n1.empty()) calls.push_back("n1 " + what + " " + hex(update.n1));
    if (update.n2.kind != N2SmKind::none) calls.push_back("n2 " + std::string(name(update.n2.kind)) + " " + what);
    SessionReply usual;
    if (update.user_plane == UpdateSession::UserPlane::activate) {
      calls.push_back("activate " + what);
      usual.n2 = {N2SmKind::setup_request, setup_transfer()};
      usual.slice = Snssai{1, {}};
    }
    if (update.user_plane == UpdateSession::UserPlane::deactivate) {
      calls.push_back("deactivate " + what);
    } else if (update.n2.kind == N2SmKind::none || !update_replies.empty()) {
      auto reply = co_await wait_then(update_replies, usual);
      SessionReply value = co_await std::move(reply);
      co_return value;
    }
    co_return usual;
  }
  void release(const Supi& supi, PduSessionId id) override {
    calls.push_back("release " + std::to_string(id.value()));
    sessions.erase({supi, id.value()});
  }
  void unreachable(const Supi&, PduSessionId id) override { told_unreachable.push_back(id); }

  bool called(const std::string& what) const { return std::find(calls.begin(), calls.end(), what) != calls.end(); }
  static const char* name(N2SmKind kind) {
    switch (kind) {
      case N2SmKind::setup_response: return "setup_response";
      case N2SmKind::setup_unsuccessful: return "setup_unsuccessful";
      case N2SmKind::modify_response: return "modify_response";
      case N2SmKind::release_response: return "release_response";
      case N2SmKind::notify: return "notify";
      default: return "other";
    }
  }

 private:
  Procedure<Asked<SessionReply>, Denied> wait_then(std::deque<Asked<SessionReply>>& prepared, SessionReply usual) {
    std::optional<Asked<SessionReply>> reply;
    if (!prepared.empty()) {
      reply.emplace(std::move(prepared.front()));
      prepared.pop_front();
    }
    co_await sleep_for(world_, delay);
    if (!reply) reply.emplace(std::move(usual));
    co_return std::move(*reply);
  }
  World& world_;
};

/// Durable at once, unless the disk hangs.
class MemoryJournal final : public Journal {
 public:
  std::map<std::string, Bytes> records;
  bool hangs = false;
  Ticket put(const std::string& key, Bytes record) override {
    records[key] = std::move(record);
    return ++last_;
  }
  Ticket erase(const std::string& key) override {
    records.erase(key);
    return ++last_;
  }
  Ticket durable() const override { return hangs ? durable_ : durable_ = last_; }

 private:
  Ticket last_ = 0;
  mutable Ticket durable_ = 0;
};

}  // namespace pellucid::amf::test

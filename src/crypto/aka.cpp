#include "crypto/aka.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "crypto/kdf.hpp"

namespace pellucid::crypto {
namespace {

using Rand = Octets<16>;

/// What both algorithms give, in 5G-AKA's sizes.
struct Response {
  Octets<16> res{};
  std::size_t res_octets = 0;
  CkIk keys;
  Octets<6> ak{};

  ByteView res_view() const { return ByteView(res).first(res_octets); }
  ~Response() {
    wipe(res);
    wipe(keys.ck);
    wipe(keys.ik);
  }
};

Response respond(const Milenage& algorithm, const Rand& rand) {
  auto r = algorithm.f2_to_f5(rand);
  Response out{{}, r.res.size(), {r.ck, r.ik}, r.ak};
  std::copy(r.res.begin(), r.res.end(), out.res.begin());
  wipe(r.ck);
  wipe(r.ik);
  return out;
}

Response respond(const Tuak& algorithm, const Rand& rand) {
  check(fits_aka(algorithm.profile()), "a TUAK profile that 5G-AKA can use");
  auto r = algorithm.f2_to_f5(rand);
  Response out{{}, r.res.size(), {}, r.ak};
  std::copy(r.res.begin(), r.res.end(), out.res.begin());
  std::copy(r.ck.begin(), r.ck.end(), out.keys.ck.begin());
  std::copy(r.ik.begin(), r.ik.end(), out.keys.ik.begin());
  wipe(r.ck);
  wipe(r.ik);
  return out;
}

Response respond(const AkaKeys& keys, const Rand& rand) {
  return std::visit([&](const auto& algorithm) { return respond(algorithm, rand); }, keys);
}

Octets<8> eight(const Bytes& mac) {
  check(mac.size() == 8, "a TUAK profile that 5G-AKA can use");
  Octets<8> out;
  std::copy(mac.begin(), mac.end(), out.begin());
  return out;
}

Octets<8> mac_a(const AkaKeys& keys, const Rand& rand, const Octets<6>& sqn, const Octets<2>& amf) {
  if (auto* milenage = std::get_if<Milenage>(&keys)) return milenage->f1(rand, sqn, amf).mac_a;
  return eight(std::get<Tuak>(keys).f1(rand, sqn, amf));
}

Octets<8> mac_s(const AkaKeys& keys, const Rand& rand, const Octets<6>& sqn) {
  constexpr Octets<2> no_amf{};
  if (auto* milenage = std::get_if<Milenage>(&keys)) return milenage->f1(rand, sqn, no_amf).mac_s;
  return eight(std::get<Tuak>(keys).f1_star(rand, sqn, no_amf));
}

Octets<6> ak_star(const AkaKeys& keys, const Rand& rand) {
  return std::visit([&](const auto& algorithm) { return algorithm.f5_star(rand); }, keys);
}

Octets<6> added(const Octets<6>& a, const Octets<6>& b) {
  Octets<6> out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = a[i] ^ b[i];
  return out;
}

template <std::size_t N, std::size_t From>
Octets<N> part(const Octets<From>& from, std::size_t at) {
  Octets<N> out;
  std::copy_n(from.begin() + std::ptrdiff_t(at), N, out.begin());
  return out;
}

}  // namespace

std::string text(const Sqn& sqn) { return "seq " + std::to_string(sqn.seq()) + " ind " + std::to_string(unsigned(sqn.ind())); }

bool fits_aka(const TuakProfile& profile) {
  return profile.mac_octets == 8 && profile.ck_octets == 16 && profile.ik_octets == 16 && profile.res_octets <= 16;
}

HomeVector home_vector(const AkaKeys& keys, const ChallengeInput& input, std::string_view serving_network) {
  const auto response = respond(keys, input.rand);
  const auto sqn = input.sqn.octets();
  const auto hidden_sqn = added(sqn, response.ak);
  const auto mac = mac_a(keys, input.rand, sqn, input.amf_field);

  HomeVector vector;
  vector.rand = input.rand;
  auto next = std::copy(hidden_sqn.begin(), hidden_sqn.end(), vector.autn.begin());
  next = std::copy(input.amf_field.begin(), input.amf_field.end(), next);
  std::copy(mac.begin(), mac.end(), next);
  vector.xres_star = res_star(response.keys, serving_network, input.rand, response.res_view());
  vector.hxres_star = hres_star(input.rand, vector.xres_star);
  vector.k_ausf = k_ausf(response.keys, serving_network, hidden_sqn);
  vector.k_seaf = k_seaf(vector.k_ausf, serving_network);
  return vector;
}

Octets<14> make_auts(const AkaKeys& keys, const Octets<16>& rand, Sqn sqn_ms) {
  const auto sqn = sqn_ms.octets();
  const auto hidden = added(sqn, ak_star(keys, rand));
  const auto mac = mac_s(keys, rand, sqn);
  Octets<14> auts;
  std::copy(mac.begin(), mac.end(), std::copy(hidden.begin(), hidden.end(), auts.begin()));
  return auts;
}

std::optional<Sqn> verify_auts(const AkaKeys& keys, const Octets<16>& rand, const Octets<14>& auts) {
  const auto sqn = added(part<6>(auts, 0), ak_star(keys, rand));
  if (!equal(mac_s(keys, rand, sqn), ByteView(auts).last(8))) return {};
  return Sqn::from_octets(sqn);
}

bool SqnArray::accept(Sqn sqn) {
  const auto seq_ms = highest().seq();
  if (sqn.seq() > seq_ms && sqn.seq() - seq_ms > delta) return false;  // §C.2.1: too far ahead
  auto& entry = seq_[sqn.ind()];
  if (sqn.seq() <= entry) return false;  // §C.2.2: not fresh
  entry = sqn.seq();
  return true;
}

Sqn SqnArray::highest() const {
  const auto at = std::max_element(seq_.begin(), seq_.end());
  return {*at, std::uint8_t(at - seq_.begin())};
}

std::string text(const AkaFault& fault) {
  switch (fault.kind) {
    case AkaFault::Kind::not_5g: return "the separation bit of the AMF field is clear";
    case AkaFault::Kind::mac_failure: return "MAC failure";
    case AkaFault::Kind::sync_failure: return "synchronisation failure";
  }
  return "fault " + std::to_string(unsigned(fault.kind));
}

Result<AkaAnswer, AkaFault> Usim::answer(const Octets<16>& rand, const Octets<16>& autn, std::string_view serving_network) {
  const auto hidden_sqn = part<6>(autn, 0);
  const auto amf_field = part<2>(autn, 6);
  if (!separation_bit(amf_field)) return Fail(AkaFault{AkaFault::Kind::not_5g, {}});

  const auto response = respond(keys_, rand);
  const auto sqn = added(hidden_sqn, response.ak);
  if (!equal(mac_a(keys_, rand, sqn, amf_field), ByteView(autn).last(8))) return Fail(AkaFault{AkaFault::Kind::mac_failure, {}});
  if (!seen_.accept(Sqn::from_octets(sqn))) return Fail(AkaFault{AkaFault::Kind::sync_failure, make_auts(keys_, rand, seen_.highest())});

  AkaAnswer answer;
  answer.res_star = res_star(response.keys, serving_network, rand, response.res_view());
  answer.k_ausf = k_ausf(response.keys, serving_network, hidden_sqn);
  answer.k_seaf = k_seaf(answer.k_ausf, serving_network);
  return answer;
}

}  // namespace pellucid::crypto

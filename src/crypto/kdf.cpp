#include "crypto/kdf.hpp"

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "crypto/sha256.hpp"

namespace pellucid::crypto {
namespace {

// FC values (TS 33.501 annex A).
constexpr std::uint8_t fc_k_ausf = 0x6a, fc_res_star = 0x6b, fc_k_seaf = 0x6c, fc_k_amf = 0x6d, fc_algorithm_key = 0x69, fc_k_gnb = 0x6e,
                       fc_next_hop = 0x6f, fc_k_ng_ran_star = 0x70, fc_k_amf_prime = 0x72;

constexpr std::size_t most_parameters = 4;

/// The least significant half: the last octets.
Octets<16> low_half(const Octets<32>& full) {
  Octets<16> out;
  std::copy(full.begin() + 16, full.end(), out.begin());
  return out;
}

Key256 joined(const CkIk& keys) {
  Key256 out;
  std::copy(keys.ck.begin(), keys.ck.end(), out.begin());
  std::copy(keys.ik.begin(), keys.ik.end(), out.begin() + 16);
  return out;
}

Key256 kdf_from_ck_ik(const CkIk& keys, std::uint8_t fc, std::initializer_list<ByteView> parameters) {
  auto key = joined(keys);
  auto out = kdf(key, fc, parameters);
  wipe(key);
  return out;
}

Key128 algorithm_key_of(const Key256& key, KeyUse use, std::uint8_t identity) {
  const Octets<1> type{std::uint8_t(use)}, id{identity};
  return low_half(kdf(key, fc_algorithm_key, {type, id}));
}

}  // namespace

Key256 kdf(ByteView key, std::uint8_t fc, std::initializer_list<ByteView> parameters) {
  check(parameters.size() <= most_parameters, "a key derivation of more parameters than any clause has");
  const Octets<1> head{fc};
  std::array<Octets<2>, most_parameters> lengths{};
  std::array<ByteView, 2 * most_parameters> rest;
  std::size_t i = 0;
  for (ByteView parameter : parameters) {
    check(parameter.size() <= 0xffff, "a key derivation parameter longer than its length field can say");
    lengths[i] = big_endian<2>(parameter.size());
    rest[2 * i] = parameter;
    rest[2 * i + 1] = lengths[i];
    ++i;
  }
  return hmac_sha256(key, {head, rest[0], rest[1], rest[2], rest[3], rest[4], rest[5], rest[6], rest[7]});
}

Key256 k_ausf(const CkIk& keys, std::string_view serving_network, const Octets<6>& sqn_xor_ak) {
  return kdf_from_ck_ik(keys, fc_k_ausf, {as_bytes(serving_network), sqn_xor_ak});
}

Octets<16> res_star(const CkIk& keys, std::string_view serving_network, const Octets<16>& rand, ByteView res) {
  return low_half(kdf_from_ck_ik(keys, fc_res_star, {as_bytes(serving_network), rand, res}));
}

Octets<16> hres_star(const Octets<16>& rand, const Octets<16>& res_star) { return low_half(sha256({rand, res_star})); }

Key256 k_seaf(const Key256& k_ausf, std::string_view serving_network) { return kdf(k_ausf, fc_k_seaf, {as_bytes(serving_network)}); }

Key256 k_amf(const Key256& k_seaf, const Supi& supi, ByteView abba) {
  const auto digits = supi.digits();
  return kdf(k_seaf, fc_k_amf, {as_bytes(digits), abba});
}

std::string text(KeyUse use) {
  switch (use) {
    case KeyUse::nas_enc: return "NAS-enc";
    case KeyUse::nas_int: return "NAS-int";
    case KeyUse::rrc_enc: return "RRC-enc";
    case KeyUse::rrc_int: return "RRC-int";
    case KeyUse::up_enc: return "UP-enc";
    case KeyUse::up_int: return "UP-int";
  }
  return "use " + std::to_string(unsigned(use));
}

Key128 algorithm_key(const Key256& key, KeyUse use, Ciphering algorithm) {
  check(use == KeyUse::nas_enc || use == KeyUse::rrc_enc || use == KeyUse::up_enc, "a ciphering algorithm's key is for ciphering");
  return algorithm_key_of(key, use, std::uint8_t(algorithm));
}

Key128 algorithm_key(const Key256& key, KeyUse use, Integrity algorithm) {
  check(use == KeyUse::nas_int || use == KeyUse::rrc_int || use == KeyUse::up_int, "an integrity algorithm's key is for integrity");
  return algorithm_key_of(key, use, std::uint8_t(algorithm));
}

Key256 k_gnb(const Key256& k_amf, std::uint32_t uplink_nas_count, AccessKind access) {
  const Octets<1> kind{std::uint8_t(access)};
  return kdf(k_amf, fc_k_gnb, {big_endian<4>(uplink_nas_count), kind});
}

Key256 next_hop(const Key256& k_amf, const Key256& sync) { return kdf(k_amf, fc_next_hop, {sync}); }

Key256 k_ng_ran_star(const Key256& key, std::uint16_t target_pci, std::uint32_t target_ssb_arfcn) {
  return kdf(key, fc_k_ng_ran_star, {big_endian<2>(target_pci), big_endian<3>(target_ssb_arfcn)});
}

Key256 k_amf_prime(const Key256& k_amf, KamfChange change, std::uint32_t nas_count) {
  const Octets<1> direction{std::uint8_t(change)};
  return kdf(k_amf, fc_k_amf_prime, {direction, big_endian<4>(nas_count)});
}

}  // namespace pellucid::crypto

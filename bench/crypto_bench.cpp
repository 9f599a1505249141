// What a registration costs in cryptography, as a whole and piece by piece.
#include "bench/benchmarks.hpp"
#include "bench/stopwatch.hpp"
#include "crypto/aka.hpp"
#include "crypto/kdf.hpp"
#include "crypto/nea_nia.hpp"
#include "crypto/suci.hpp"
#include "runtime/system_random.hpp"

namespace pellucid::bench {
namespace {

using namespace crypto;

constexpr std::string_view serving_network = "5G:mnc070.mcc999.3gppnetwork.org";
constexpr std::size_t nas_octets = 60;    // of a typical message of a registration
constexpr std::size_t nas_messages = 10;  // protected or checked by the core until a session is up

AkaKeys milenage() {
  auto k = from_hex<16>("465B5CE8B199B49FAA5F0A2EE238A6BC"), opc = from_hex<16>("E8ED289DEBA952E4283B54E88E6183CA");
  return Milenage(Key128(*k), *opc);
}

/// The core's share of one registration after the identity is known: vector, key hierarchy, NAS protection.
void register_known(const AkaKeys& keys, const Supi& supi, ChallengeInput& input, Bytes& message) {
  input.rand[0] = std::uint8_t(input.rand[0] + 1);
  auto vector = home_vector(keys, input, serving_network);
  Octets<2> abba{};
  auto amf_key = k_amf(vector.k_seaf, supi, abba);
  auto enc = algorithm_key(amf_key, KeyUse::nas_enc, Ciphering::nea2);
  auto mac = algorithm_key(amf_key, KeyUse::nas_int, Integrity::nia2);
  auto gnb = k_gnb(amf_key, 0);
  keep(gnb);
  keep(hres_star(vector.rand, vector.xres_star));
  for (std::uint32_t count = 0; count < nas_messages; ++count) {
    cipher(Ciphering::nea2, enc, {count, 1, Direction::downlink}, message);
    keep(integrity(Integrity::nia2, mac, {count, 1, Direction::downlink}, message));
  }
}

Figure rate(std::string name, double per_s) { return {.name = std::move(name), .value = per_s, .unit = "/s"}; }

}  // namespace

Measured measure_crypto() {
  Report report{"crypto", "cryptography of a registration, one thread, per processor second", "bench/run crypto"};
  SystemRandom source;
  auto random = [&source](std::span<std::uint8_t> out) { source.fill(out); };
  auto home_a = HomeNetworkKey::generate(ProtectionScheme::profile_a, random),
       home_b = HomeNetworkKey::generate(ProtectionScheme::profile_b, random);
  if (!home_a.ok() || !home_b.ok()) return Fail(std::string("no home network keys"));
  Bytes msin = {0x00, 0x00, 0x00, 0x00, 0x10};
  auto suci_a = conceal(ProtectionScheme::profile_a, home_a->public_key(), msin, random);
  auto suci_b = conceal(ProtectionScheme::profile_b, home_b->public_key(), msin, random);
  if (!suci_a.ok() || !suci_b.ok()) return Fail(std::string("no concealed identities"));
  auto keys = milenage();
  auto supi = *Supi::parse("999700000000001");
  ChallengeInput input;
  Bytes message(nas_octets, 0x5A);

  auto known = [&] { register_known(keys, supi, input, message); };
  auto concealed = [&](HomeNetworkKey& home, const Bytes& suci) {
    auto identity = home.deconceal(suci);
    keep(identity);
    known();
  };
  auto whole = [](Figure f, double limit) {
    f.limit = limit;
    return f;
  };
  report.add(whole(rate("registration, SUCI profile A", per_cpu_second([&] { concealed(*home_a, *suci_a); })), 21'800));
  report.add(whole(rate("registration, null scheme", per_cpu_second(known)), 135'000));
  report.add(rate("registration, SUCI profile B", per_cpu_second([&] { concealed(*home_b, *suci_b); })));
  report.add(rate("SUCI profile A revealed (X25519)", per_cpu_second([&] { keep(home_a->deconceal(*suci_a)); })));
  report.add(rate("SUCI profile B revealed (P-256)", per_cpu_second([&] { keep(home_b->deconceal(*suci_b)); })));
  report.add(rate("SUCI profile A concealed (the phone's side)",
                  per_cpu_second([&] { keep(conceal(ProtectionScheme::profile_a, home_a->public_key(), msin, random)); })));
  report.add(rate("5G-AKA home vector, MILENAGE", per_cpu_second([&] { keep(home_vector(keys, input, serving_network)); })));
  Key256 key{};
  report.add(rate("key derivation (HMAC-SHA-256)", per_cpu_second([&] { keep(k_gnb(key, 1)); })));

  Key128 nas_key{};
  for (auto number : {1, 2, 3}) {
    auto c = Ciphering(number);
    auto i = Integrity(number);
    report.add(rate(text(c) + " and " + text(i) + " on " + std::to_string(nas_octets) + " octets", per_cpu_second([&] {
                      cipher(c, nas_key, {1, 1, Direction::uplink}, message);
                      keep(integrity(i, nas_key, {1, 1, Direction::uplink}, message));
                    })));
  }
  report.notes.push_back("a registration here: identity revealed, home vector, K_AMF to K_gNB and NAS keys, " +
                         std::to_string(nas_messages) + " NAS messages of " + std::to_string(nas_octets) +
                         " octets; bare limit: the same with OpenSSL called directly");
  return report;
}

}  // namespace pellucid::bench

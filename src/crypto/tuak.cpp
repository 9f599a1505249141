#include "crypto/tuak.hpp"

#include <algorithm>
#include <bit>

namespace pellucid::crypto {
namespace {

// Where a round moves the lanes: rotations and places of rho and pi, in the order of one walk through all lanes but (0,0).
constexpr std::array<int, 24> rotations = {1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};
constexpr std::array<unsigned, 24> places = {10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};

/// Round constants from their shift register (FIPS 202 §3.2.5): bit 2^j - 1 of constant i is bit 7i + j of the sequence.
constexpr std::array<std::uint64_t, 24> round_constants = [] {
  std::array<std::uint64_t, 24> constants{};
  std::uint8_t shift_register = 1;
  for (auto& constant : constants)
    for (unsigned j = 0; j < 7; ++j) {
      if (shift_register & 1) constant |= std::uint64_t(1) << ((1u << j) - 1);
      shift_register = std::uint8_t(shift_register << 1 ^ (shift_register >> 7) * 0x71);
    }
  return constants;
}();

// INSTANCE (TS 35.231 §6): which function, with its sizes in the lower bits.
constexpr std::uint8_t instance_topc = 0x00, instance_f1 = 0x00, instance_f1_star = 0x80, instance_f2_to_f5 = 0x40, instance_f5_star = 0xc0;
constexpr std::uint8_t instance_long_key = 0x01, instance_long_ik = 0x02, instance_long_ck = 0x04;

/// Octets in INSTANCE's size field: 8, 16, 32 octets are 1, 2, 4 at bit 3, and 4 octets are 0.
constexpr std::uint8_t size_bits(std::uint8_t octets) { return octets == 4 ? 0 : octets; }

/// A field stands in the state with its last octet first.
template <class Field>
void place(Octets<200>& state, std::size_t at, const Field& field) {
  std::reverse_copy(field.begin(), field.end(), state.begin() + std::ptrdiff_t(at));
}
Bytes taken(const Octets<200>& state, std::size_t at, std::size_t count) {
  Bytes out(count);
  std::reverse_copy(state.begin() + std::ptrdiff_t(at), state.begin() + std::ptrdiff_t(at + count), out.begin());
  return out;
}
template <std::size_t N>
Octets<N> taken(const Octets<200>& state, std::size_t at) {
  Octets<N> out;
  std::reverse_copy(state.begin() + std::ptrdiff_t(at), state.begin() + std::ptrdiff_t(at + N), out.begin());
  return out;
}

}  // namespace

void keccak_f1600(std::array<std::uint64_t, 25>& lanes) {
  auto* a = lanes.data();
  for (std::uint64_t constant : round_constants) {
    std::uint64_t parity[5];
    for (unsigned x = 0; x < 5; ++x) parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (unsigned x = 0; x < 5; ++x) {
      const std::uint64_t theta = parity[(x + 4) % 5] ^ std::rotl(parity[(x + 1) % 5], 1);
      for (unsigned y = 0; y < 25; y += 5) a[x + y] ^= theta;
    }
    std::uint64_t moving = a[1];
    for (unsigned i = 0; i < 24; ++i) {
      const std::uint64_t next = a[places[i]];
      a[places[i]] = std::rotl(moving, rotations[i]);
      moving = next;
    }
    for (unsigned y = 0; y < 25; y += 5) {
      const std::uint64_t row[5] = {a[y], a[y + 1], a[y + 2], a[y + 3], a[y + 4]};
      for (unsigned x = 0; x < 5; ++x) a[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
    }
    a[0] ^= constant;
  }
}

std::optional<Tuak::Key> Tuak::key_of(ByteView k) {
  if (k.size() != 16 && k.size() != 32) return {};
  Key key{{}, std::uint8_t(k.size())};
  std::copy(k.begin(), k.end(), key.octets.begin());
  return key;
}

Tuak::State Tuak::permuted(const Key& k, const Octets<32>& top, std::uint8_t instance, const Octets<16>& rand, const Octets<6>& sqn,
                           const Octets<2>& amf, std::uint8_t iterations) {
  // TS 35.231 §6.1: the input block, and behind it Keccak's padding for a rate of 136 octets.
  State state{};
  place(state, 0, top);
  state[32] = std::uint8_t(instance | (k.count == 32 ? instance_long_key : 0));
  place(state, 33, std::string_view("TUAK1.0"));
  place(state, 40, rand);
  place(state, 56, amf);
  place(state, 58, sqn);
  place(state, 64, ByteView(k.octets).first(k.count));
  state[96] = 0x1f;
  state[135] = 0x80;

  std::array<std::uint64_t, 25> lanes{};
  for (std::size_t i = 0; i < state.size(); ++i) lanes[i / 8] |= std::uint64_t(state[i]) << i % 8 * 8;
  for (unsigned i = 0; i < iterations; ++i) keccak_f1600(lanes);
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = std::uint8_t(lanes[i / 8] >> i % 8 * 8);
  return state;
}

std::optional<Tuak> Tuak::make(ByteView k, const Octets<32>& topc, const TuakProfile& profile) {
  auto one_of = [](std::uint8_t size, std::initializer_list<std::uint8_t> known) {
    return std::find(known.begin(), known.end(), size) != known.end();
  };
  auto key = key_of(k);
  if (!key || !one_of(profile.mac_octets, {8, 16, 32}) || !one_of(profile.res_octets, {4, 8, 16, 32}) ||
      !one_of(profile.ck_octets, {16, 32}) || !one_of(profile.ik_octets, {16, 32}) || profile.iterations == 0)
    return {};
  return Tuak(*key, topc, profile);
}

std::optional<Octets<32>> Tuak::topc(ByteView k, const Octets<32>& top, std::uint8_t iterations) {
  auto key = key_of(k);
  if (!key || iterations == 0) return {};
  return taken<32>(permuted(*key, top, instance_topc, {}, {}, {}, iterations), 0);
}

Tuak::~Tuak() {
  wipe(k_.octets);
  wipe(topc_);
}

Bytes Tuak::mac(std::uint8_t function, const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const {
  const auto instance = std::uint8_t(function | size_bits(profile_.mac_octets));
  return taken(permuted(k_, topc_, instance, rand, sqn, amf, profile_.iterations), 0, profile_.mac_octets);
}

Bytes Tuak::f1(const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const { return mac(instance_f1, rand, sqn, amf); }

Bytes Tuak::f1_star(const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const {
  return mac(instance_f1_star, rand, sqn, amf);
}

Tuak::Response Tuak::f2_to_f5(const Octets<16>& rand) const {
  const auto instance = std::uint8_t(instance_f2_to_f5 | size_bits(profile_.res_octets) |
                                     (profile_.ck_octets == 32 ? instance_long_ck : 0) | (profile_.ik_octets == 32 ? instance_long_ik : 0));
  auto state = permuted(k_, topc_, instance, rand, {}, {}, profile_.iterations);
  Response response{taken(state, 0, profile_.res_octets), taken(state, 32, profile_.ck_octets), taken(state, 64, profile_.ik_octets),
                    taken<6>(state, 96)};
  wipe(state);
  return response;
}

Octets<6> Tuak::f5_star(const Octets<16>& rand) const {
  return taken<6>(permuted(k_, topc_, instance_f5_star, rand, {}, {}, profile_.iterations), 96);
}

}  // namespace pellucid::crypto

#include "crypto/snow3g.hpp"

#include <bit>

#include "base/check.hpp"

namespace pellucid::crypto {
namespace {

// The tables are computed while compiling, from their definitions.

/// Multiplication by x in GF(2^8), `reduction` being the field polynomial's low octet.
constexpr std::uint8_t times_x(std::uint8_t v, std::uint8_t reduction) { return std::uint8_t(v << 1 ^ (v >> 7) * reduction); }

constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b, std::uint8_t reduction) {
  std::uint8_t product = 0;
  for (; b != 0; b = std::uint8_t(b >> 1), a = times_x(a, reduction))
    if (b & 1) product ^= a;
  return product;
}

constexpr std::uint8_t power(std::uint8_t base, unsigned exponent, std::uint8_t reduction) {
  std::uint8_t product = 1;
  for (; exponent > 0; exponent >>= 1, base = times(base, base, reduction))
    if (exponent & 1) product = times(product, base, reduction);
  return product;
}

constexpr std::uint8_t reduction_r = 0x1b, reduction_q = 0x69, reduction_alpha = 0xa9;

/// S_R: the AES S-box.
constexpr std::uint8_t sbox_r(std::uint8_t x) {
  const std::uint8_t inverse = power(x, 254, reduction_r);
  return std::uint8_t(inverse ^ std::rotl(inverse, 1) ^ std::rotl(inverse, 2) ^ std::rotl(inverse, 3) ^ std::rotl(inverse, 4) ^ 0x63);
}

/// S_Q: a Dickson polynomial, plus a constant.
constexpr std::uint8_t sbox_q(std::uint8_t x) {
  std::uint8_t sum = 0x25, x_to_the_e = x;
  for (unsigned e = 1; e <= 49; ++e, x_to_the_e = times(x_to_the_e, x, reduction_q))
    if (e == 1 || e == 9 || e == 13 || e == 15 || e == 33 || e == 41 || e == 45 || e == 47 || e == 49) sum ^= x_to_the_e;
  return sum;
}

using WordTable = std::array<std::uint32_t, 256>;

/// What the first octet of a word adds to S1 or S2 of it: (2s, 3s, s, s). The other octets add the same, rotated.
constexpr WordTable substitution(std::uint8_t (*sbox)(std::uint8_t), std::uint8_t reduction) {
  WordTable table{};
  for (unsigned x = 0; x < 256; ++x) {
    const std::uint32_t s = sbox(std::uint8_t(x));
    const std::uint32_t s2 = times_x(std::uint8_t(s), reduction);
    table[x] = s2 << 24 | (s2 ^ s) << 16 | s << 8 | s;
  }
  return table;
}

/// c times four powers of the root of alpha's field, side by side.
constexpr WordTable alpha(std::array<unsigned, 4> exponents) {
  WordTable table{};
  for (unsigned e : exponents) {
    const std::uint8_t root_to_the_e = power(2, e, reduction_alpha);
    for (unsigned c = 0; c < 256; ++c) table[c] = table[c] << 8 | times(std::uint8_t(c), root_to_the_e, reduction_alpha);
  }
  return table;
}

constexpr WordTable s1_table = substitution(sbox_r, reduction_r);
constexpr WordTable s2_table = substitution(sbox_q, reduction_q);
constexpr WordTable times_alpha = alpha({23, 245, 48, 239});
constexpr WordTable by_alpha = alpha({16, 39, 6, 64});

std::uint32_t substitute(const WordTable& table, std::uint32_t w) {
  return table[w >> 24] ^ std::rotr(table[w >> 16 & 0xff], 8) ^ std::rotr(table[w >> 8 & 0xff], 16) ^ std::rotr(table[w & 0xff], 24);
}

std::uint32_t word_at(ByteView octets, std::size_t at) {
  return std::uint32_t(octets[at]) << 24 | std::uint32_t(octets[at + 1]) << 16 | std::uint32_t(octets[at + 2]) << 8 | octets[at + 3];
}

/// Multiplication by a constant in GF(2^64) with x^64 + x^4 + x^3 + x + 1, four bits at a time.
class Multiplier64 {
 public:
  explicit Multiplier64(std::uint64_t factor) {
    multiples_[1] = factor;
    for (unsigned n = 2; n < 16; n += 2) {
      const std::uint64_t half = multiples_[n / 2];
      multiples_[n] = half << 1 ^ (half >> 63) * 0x1b;
      multiples_[n + 1] = multiples_[n] ^ factor;
    }
  }
  ~Multiplier64() { wipe({reinterpret_cast<std::uint8_t*>(multiples_.data()), sizeof multiples_}); }
  Multiplier64(const Multiplier64&) = delete;
  Multiplier64& operator=(const Multiplier64&) = delete;

  std::uint64_t operator()(std::uint64_t value) const {
    std::uint64_t product = multiples_[value >> 60];
    for (int shift = 56; shift >= 0; shift -= 4) {
      const std::uint64_t over = product >> 60;
      product = product << 4 ^ over ^ over << 1 ^ over << 3 ^ over << 4 ^ multiples_[value >> shift & 15];
    }
    return product;
  }

 private:
  std::array<std::uint64_t, 16> multiples_{};
};

}  // namespace

Snow3g::Snow3g(const Key128& key, const Octets<16>& iv) {
  constexpr std::uint32_t ones = ~std::uint32_t(0);
  const std::uint32_t k[4] = {word_at(key, 12), word_at(key, 8), word_at(key, 4), word_at(key, 0)};
  for (unsigned i = 0; i < 4; ++i) {
    cells_[i] = cells_[8 + i] = k[i] ^ ones;
    cells_[4 + i] = cells_[12 + i] = k[i];
  }
  cells_[15] ^= word_at(iv, 12);
  cells_[12] ^= word_at(iv, 8);
  cells_[10] ^= word_at(iv, 4);
  cells_[9] ^= word_at(iv, 0);
  for (int i = 0; i < 32; ++i) clock_register(clock_state_machine());
  clock_state_machine();
  clock_register(0);
}

Snow3g::~Snow3g() { wipe({reinterpret_cast<std::uint8_t*>(cells_.data()), sizeof cells_}); }

std::uint32_t Snow3g::clock_state_machine() {
  const std::uint32_t out = (cell(15) + r1_) ^ r2_;
  const std::uint32_t sum = r2_ + (r3_ ^ cell(5));
  r3_ = substitute(s2_table, r2_);
  r2_ = substitute(s1_table, r1_);
  r1_ = sum;
  return out;
}

void Snow3g::clock_register(std::uint32_t feedback) {
  const std::uint32_t s0 = cell(0), s11 = cell(11);
  cell(0) = s0 << 8 ^ times_alpha[s0 >> 24] ^ cell(2) ^ s11 >> 8 ^ by_alpha[s11 & 0xff] ^ feedback;
  ++first_;  // what was s0 is now s15
}

std::uint32_t Snow3g::next() {
  const std::uint32_t word = clock_state_machine() ^ cell(0);
  clock_register(0);
  return word;
}

Octets<4> snow3g_f9(const Key128& key, std::uint32_t count, std::uint32_t fresh, unsigned direction, ByteView message, std::size_t bits) {
  check(message.size() * 8 >= bits, "a message as long as its length says");
  Octets<16> iv;
  const std::uint32_t words[4] = {count, fresh, count ^ direction << 31, fresh ^ direction << 15};
  for (std::size_t i = 0; i < 16; ++i) iv[i] = std::uint8_t(words[i / 4] >> (24 - i % 4 * 8));
  Snow3g stream(key, iv);
  std::uint64_t z[5];
  for (auto& word : z) word = stream.next();

  const Multiplier64 times_p(z[0] << 32 | z[1]), times_q(z[2] << 32 | z[3]);
  std::uint64_t sum = 0;
  std::size_t at = 0;
  for (; at + 64 <= bits; at += 64) sum = times_p(sum ^ (std::uint64_t(word_at(message, at / 8)) << 32 | word_at(message, at / 8 + 4)));
  if (at < bits) {
    const std::size_t left = bits - at;
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < (left + 7) / 8; ++i) last |= std::uint64_t(message[at / 8 + i]) << (56 - 8 * i);
    sum = times_p(sum ^ (last & ~std::uint64_t(0) << (64 - left)));
  }
  sum = times_q(sum ^ bits);
  return big_endian<4>(sum >> 32 ^ z[4]);
}

}  // namespace pellucid::crypto

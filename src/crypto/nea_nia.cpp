#include "crypto/nea_nia.hpp"

#include "base/check.hpp"
#include "crypto/aes.hpp"
#include "crypto/snow3g.hpp"
#include "crypto/zuc.hpp"

namespace pellucid::crypto {
namespace {

/// COUNT | BEARER | DIRECTION | 26 zero bits: how each algorithm's input begins (TS 33.401 §B.1, §B.2).
Octets<8> count_block(CountInput input) {
  check(input.bearer < 32, "BEARER has five bits");
  const auto tail = std::uint8_t(input.bearer << 3 | unsigned(input.direction) << 2);
  const auto count = big_endian<4>(input.count);
  return {count[0], count[1], count[2], count[3], tail, 0, 0, 0};
}

/// NEA1's and NEA3's IV is the count block twice; NEA2's counter begins with it and goes on with zeros.
Octets<16> twice(const Octets<8>& half) {
  Octets<16> out;
  for (std::size_t i = 0; i < 16; ++i) out[i] = half[i % 8];
  return out;
}
Octets<16> then_zeros(const Octets<8>& half) {
  Octets<16> out{};
  for (std::size_t i = 0; i < 8; ++i) out[i] = half[i];
  return out;
}

template <class Generator>
void add_stream(Generator&& stream, std::span<std::uint8_t> data) {
  std::size_t at = 0;
  for (; at + 4 <= data.size(); at += 4) {
    const std::uint32_t word = stream.next();
    data[at] ^= std::uint8_t(word >> 24);
    data[at + 1] ^= std::uint8_t(word >> 16);
    data[at + 2] ^= std::uint8_t(word >> 8);
    data[at + 3] ^= std::uint8_t(word);
  }
  if (at == data.size()) return;
  const std::uint32_t word = stream.next();
  for (unsigned shift = 24; at < data.size(); ++at, shift -= 8) data[at] ^= std::uint8_t(word >> shift);
}

Octets<4> nia1(const Key128& key, CountInput input, ByteView message, std::size_t bits) {
  return snow3g_f9(key, input.count, std::uint32_t(input.bearer) << 27, unsigned(input.direction), message, bits);
}

Octets<4> nia2(const Key128& key, CountInput input, ByteView message, std::size_t bits) {
  const auto mac = aes128_cmac(key, count_block(input), message, bits);
  return {mac[0], mac[1], mac[2], mac[3]};
}

Octets<4> nia3(const Key128& key, CountInput input, ByteView message, std::size_t bits) {
  const auto direction = std::uint8_t(unsigned(input.direction) << 7);
  input.direction = Direction::uplink;  // not at the place where the others have it
  auto iv = twice(count_block(input));
  iv[8] ^= direction;
  iv[14] ^= direction;
  Zuc stream(key, iv);
  return zuc_mac(stream, message, bits);
}

}  // namespace

std::string text(Ciphering algorithm) { return "NEA" + std::to_string(unsigned(algorithm)); }
std::string text(Integrity algorithm) { return "NIA" + std::to_string(unsigned(algorithm)); }

void cipher(Ciphering algorithm, const Key128& key, CountInput input, std::span<std::uint8_t> data) {
  switch (algorithm) {
    case Ciphering::nea0: return;
    case Ciphering::nea1: return add_stream(Snow3g(key, twice(count_block(input))), data);
    case Ciphering::nea2: return aes128_counter(key, then_zeros(count_block(input)), data);
    case Ciphering::nea3: return add_stream(Zuc(key, twice(count_block(input))), data);
  }
  check(false, "a ciphering algorithm that exists");
}

void cipher_bits(Ciphering algorithm, const Key128& key, CountInput input, std::span<std::uint8_t> data, std::size_t bits) {
  check(data.size() * 8 >= bits, "a message as long as its length says");
  const auto used = data.first((bits + 7) / 8);
  if (used.empty()) return;
  const auto kept = std::uint8_t(bits % 8 == 0 ? 0 : 0xff >> bits % 8);
  const std::uint8_t last = used.back();
  cipher(algorithm, key, input, used);
  used.back() = std::uint8_t((used.back() & ~kept) | (last & kept));
}

Octets<4> integrity(Integrity algorithm, const Key128& key, CountInput input, ByteView message) {
  return integrity_bits(algorithm, key, input, message, message.size() * 8);
}

Octets<4> integrity_bits(Integrity algorithm, const Key128& key, CountInput input, ByteView message, std::size_t bits) {
  switch (algorithm) {
    case Integrity::nia0: return {};
    case Integrity::nia1: return nia1(key, input, message, bits);
    case Integrity::nia2: return nia2(key, input, message, bits);
    case Integrity::nia3: return nia3(key, input, message, bits);
  }
  check(false, "an integrity algorithm that exists");
  return {};
}

}  // namespace pellucid::crypto

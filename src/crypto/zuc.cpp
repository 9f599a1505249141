#include "crypto/zuc.hpp"

#include <bit>

#include "base/check.hpp"
#include "crypto/zuc_tables.hpp"

namespace pellucid::crypto {
namespace {

std::uint32_t substitute(std::uint32_t w) {
  return std::uint32_t(zuc_s0[w >> 24]) << 24 | std::uint32_t(zuc_s1[w >> 16 & 0xff]) << 16 | std::uint32_t(zuc_s0[w >> 8 & 0xff]) << 8 |
         zuc_s1[w & 0xff];
}
std::uint32_t l1(std::uint32_t x) { return x ^ std::rotl(x, 2) ^ std::rotl(x, 10) ^ std::rotl(x, 18) ^ std::rotl(x, 24); }
std::uint32_t l2(std::uint32_t x) { return x ^ std::rotl(x, 8) ^ std::rotl(x, 14) ^ std::rotl(x, 22) ^ std::rotl(x, 30); }

constexpr std::uint32_t modulus = 0x7fffffff;  // 2^31 - 1; a cell is 1 .. modulus

}  // namespace

Zuc::Zuc(const Key128& key, const Octets<16>& iv) {
  for (unsigned i = 0; i < 16; ++i) cells_[i] = std::uint32_t(key[i]) << 23 | std::uint32_t(zuc_d[i]) << 8 | iv[i];
  for (int i = 0; i < 32; ++i) clock_register(clock_function() >> 1);
  clock_function();
  clock_register(0);
}

Zuc::~Zuc() { wipe({reinterpret_cast<std::uint8_t*>(cells_.data()), sizeof cells_}); }

/// Bit reorganisation and the nonlinear function F, without the last word X3.
std::uint32_t Zuc::clock_function() {
  const std::uint32_t x0 = (cell(15) & 0x7fff8000) << 1 | (cell(14) & 0xffff);
  const std::uint32_t x1 = cell(11) << 16 | cell(9) >> 15;
  const std::uint32_t x2 = cell(7) << 16 | cell(5) >> 15;
  const std::uint32_t out = (x0 ^ r1_) + r2_;
  const std::uint32_t w1 = r1_ + x1, w2 = r2_ ^ x2;
  r1_ = substitute(l1(w1 << 16 | w2 >> 16));
  r2_ = substitute(l2(w2 << 16 | w1 >> 16));
  return out;
}

void Zuc::clock_register(std::uint32_t feedback) {
  const std::uint64_t s0_cell = cell(0);
  std::uint64_t sum = (std::uint64_t(cell(15)) << 15) + (std::uint64_t(cell(13)) << 17) + (std::uint64_t(cell(10)) << 21) +
                      (std::uint64_t(cell(4)) << 20) + (s0_cell << 8) + s0_cell + feedback;
  sum = (sum & modulus) + (sum >> 31);
  sum = (sum & modulus) + (sum >> 31);
  cell(0) = std::uint32_t(sum);  // a sum of cells that are not zero never folds to zero, so modulus stands for it
  ++first_;
}

std::uint32_t Zuc::next() {
  const std::uint32_t x3 = cell(2) << 16 | cell(0) >> 15;
  const std::uint32_t word = clock_function() ^ x3;
  clock_register(0);
  return word;
}

Octets<4> zuc_mac(Zuc& stream, ByteView message, std::size_t bits) {
  check(message.size() * 8 >= bits, "a message as long as its length says");
  std::uint32_t mac = 0;
  std::uint64_t window = std::uint64_t(stream.next()) << 32 | stream.next();
  // Each 1 bit of the message adds the 32 key stream bits that begin at its own place.
  std::size_t left = bits;
  for (std::size_t at = 0; left >= 32; at += 4, left -= 32) {
    const auto word = std::uint32_t(from_big_endian(message.subspan(at, 4)));
    for (unsigned i = 0; i < 32; ++i) mac ^= std::uint32_t(window >> (32 - i)) & (0u - (word >> (31 - i) & 1));
    window = window << 32 | stream.next();
  }
  const std::size_t tail = (bits - left) / 8;
  for (unsigned i = 0; i < left; ++i)
    mac ^= std::uint32_t(window >> (32 - i)) & (0u - (unsigned(message[tail + i / 8]) >> (7 - i % 8) & 1));
  mac ^= std::uint32_t(window >> (32 - left));
  const std::uint32_t last = left == 0 ? std::uint32_t(window) : stream.next();
  return big_endian<4>(mac ^ last);
}

}  // namespace pellucid::crypto

#include "crypto/zuc.hpp"

#include <bit>
#include <string_view>

#include "base/check.hpp"

namespace pellucid::crypto {
namespace {

using SBox = std::array<std::uint8_t, 256>;

constexpr SBox sbox(std::string_view digits) {
  SBox box{};
  auto value = [](char c) { return unsigned(c <= '9' ? c - '0' : c - 'a' + 10); };
  for (std::size_t i = 0; i < box.size(); ++i) box[i] = std::uint8_t(value(digits[2 * i]) << 4 | value(digits[2 * i + 1]));
  return box;
}

constexpr SBox s0 = sbox(
    "3e725b47cae0003304d1549809b96dcb7b1bf932af9d6aa5b82dfc1d08530390"
    "4d4e8499e4ced991ddb685488b296eaccdc1f81e734369c6b5bdfd396320d438"
    "767db2a7cfed57c5f32cbb142106559be3ef5e314f7f5aa40d8251495fba581c"
    "4a16d517a892241f8cffd8ae2e01d3ad3b4bda46ebc9de9a8f87d73a806f2fc8"
    "b1b437f70a2213287ccc3c89c7c3965607bf7ef00b2b975235417961a64c10fe"
    "bc2695888ab0a3fbc01894f2e1e5e95dd0dc1166645cec59427512f5749caa23"
    "0e86abbe2a02e767e644a26cc2939ff1f6fa36d250689e6271153dd640c4e20f"
    "8e83776b25053f0c30ea70b7a1e8a9658d271adb81b3a0f4457a19dfee783460");
constexpr SBox s1 = sbox(
    "55c263713bc847869f3cda5b29aafd778cc5940ca61a1300e3a8167240f9f842"
    "4426689681d9453e1076c6a78b3943e13ab5562ac06db3052266bfdc0bfa6248"
    "dd20110636c9c1cff62752bb69f5d4877f844cd29c57a4bc4f9adffed68d7aeb"
    "2b53d85ca11417fb23d57d3067730809eeb7703f61b2198e4ee54b938f5ddba9"
    "adf1ae2ecb0dfcf42d466e1d97e8d1e94d37a5755e839eab829db91ce0cd4989"
    "01b6bd5824a25f387899159050b895e4d091c7ceed0fb46fa0ccf0024a79c3de"
    "a3efea51e66b18ec1b2c80f774e7ff215a6a541e41319235c433070aba7e0e34"
    "88b1987cf33d606c7bcad31f3265042864be859b2f598ad7b025acaf1203e2f2");
constexpr std::array<std::uint16_t, 16> d_constants = {0x44d7, 0x26bc, 0x626b, 0x135e, 0x5789, 0x35e2, 0x7135, 0x09af,
                                                       0x4d78, 0x2f13, 0x6bc4, 0x1af1, 0x5e26, 0x3c4d, 0x789a, 0x47ac};

std::uint32_t substitute(std::uint32_t w) {
  return std::uint32_t(s0[w >> 24]) << 24 | std::uint32_t(s1[w >> 16 & 0xff]) << 16 | std::uint32_t(s0[w >> 8 & 0xff]) << 8 | s1[w & 0xff];
}
std::uint32_t l1(std::uint32_t x) { return x ^ std::rotl(x, 2) ^ std::rotl(x, 10) ^ std::rotl(x, 18) ^ std::rotl(x, 24); }
std::uint32_t l2(std::uint32_t x) { return x ^ std::rotl(x, 8) ^ std::rotl(x, 14) ^ std::rotl(x, 22) ^ std::rotl(x, 30); }

constexpr std::uint32_t modulus = 0x7fffffff;  // 2^31 - 1; a cell is 1 .. modulus

}  // namespace

Zuc::Zuc(const Key128& key, const Octets<16>& iv) {
  for (unsigned i = 0; i < 16; ++i) cells_[i] = std::uint32_t(key[i]) << 23 | std::uint32_t(d_constants[i]) << 8 | iv[i];
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
  for (unsigned i = 0; i < left; ++i) mac ^= std::uint32_t(window >> (32 - i)) & (0u - (unsigned(message[tail + i / 8]) >> (7 - i % 8) & 1));
  mac ^= std::uint32_t(window >> (32 - left));
  const std::uint32_t last = left == 0 ? std::uint32_t(window) : stream.next();
  return big_endian<4>(mac ^ last);
}

}  // namespace pellucid::crypto

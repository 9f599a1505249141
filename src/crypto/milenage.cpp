#include "crypto/milenage.hpp"

#include <algorithm>

#include "crypto/aes.hpp"

namespace pellucid::crypto {
namespace {

using Block = Octets<16>;

Block added(const Block& a, const Block& b) {
  Block out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = a[i] ^ b[i];
  return out;
}

/// The block turned left by r octets (r1..r5 of TS 35.206 §4.1 are whole octets).
Block turned(const Block& in, std::size_t r) {
  Block out;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = in[(i + r) % out.size()];
  return out;
}

// r2..r5 in octets, c2..c5 in their last octet; r1 is 8 octets and c1 zero.
constexpr std::size_t r1 = 8, r2 = 0, r3 = 4, r4 = 8, r5 = 12;
constexpr std::uint8_t c2 = 1, c3 = 2, c4 = 4, c5 = 8;

/// The input of OUT2..OUT5: rot(TEMP xor OPc, r) xor c.
Block output_input(const Block& temp, const Block& opc, std::size_t r, std::uint8_t c) {
  Block in = turned(added(temp, opc), r);
  in[15] ^= c;
  return in;
}

template <std::size_t N>
Octets<N> part(ByteView from, std::size_t at) {
  Octets<N> out;
  std::copy_n(from.begin() + std::ptrdiff_t(at), N, out.begin());
  return out;
}

}  // namespace

Octets<16> milenage_opc(const Key128& k, const Octets<16>& op) { return added(op, Aes128(k).block(op)); }

Milenage::~Milenage() {
  wipe(k_);
  wipe(opc_);
}

Milenage::Macs Milenage::f1(const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const {
  Aes128 aes(k_);
  const Block temp = aes.block(added(rand, opc_));
  Block in1;
  for (std::size_t half = 0; half < 16; half += 8) {
    std::copy(sqn.begin(), sqn.end(), in1.begin() + std::ptrdiff_t(half));
    std::copy(amf.begin(), amf.end(), in1.begin() + std::ptrdiff_t(half + 6));
  }
  const Block out = added(aes.block(added(temp, turned(added(in1, opc_), r1))), opc_);
  return {part<8>(out, 0), part<8>(out, 8)};
}

Milenage::Response Milenage::f2_to_f5(const Octets<16>& rand) const {
  Aes128 aes(k_);
  const Block temp = aes.block(added(rand, opc_));
  const Block inputs[3] = {output_input(temp, opc_, r2, c2), output_input(temp, opc_, r3, c3), output_input(temp, opc_, r4, c4)};
  Octets<48> outs;
  for (std::size_t i = 0; i < 3; ++i) std::copy(inputs[i].begin(), inputs[i].end(), outs.begin() + std::ptrdiff_t(16 * i));
  aes.blocks(outs);
  for (std::size_t i = 0; i < outs.size(); ++i) outs[i] ^= opc_[i % 16];
  Response response{part<8>(outs, 8), part<16>(outs, 16), part<16>(outs, 32), part<6>(outs, 0)};
  wipe(outs);
  return response;
}

Octets<6> Milenage::f5_star(const Octets<16>& rand) const {
  Aes128 aes(k_);
  const Block temp = aes.block(added(rand, opc_));
  return part<6>(added(aes.block(output_input(temp, opc_, r5, c5)), opc_), 0);
}

}  // namespace pellucid::crypto

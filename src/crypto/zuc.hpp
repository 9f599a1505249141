#pragma once
// ZUC (ETSI/SAGE EEA3 & EIA3 document 2), the generator of NEA3 and NIA3, and the MAC of the latter.
#include <array>
#include <cstdint>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// The key stream generator: 32 bits a step.
class Zuc {
 public:
  Zuc(const Key128& key, const Octets<16>& iv);
  ~Zuc();
  Zuc(const Zuc&) = delete;
  Zuc& operator=(const Zuc&) = delete;

  std::uint32_t next();

 private:
  std::uint32_t clock_function();
  void clock_register(std::uint32_t feedback);
  std::uint32_t& cell(unsigned i) { return cells_[(first_ + i) & 15]; }

  std::array<std::uint32_t, 16> cells_{};  // 31-bit cells of the shift register, turning instead of moving: s0 is at first_
  unsigned first_ = 0;
  std::uint32_t r1_ = 0, r2_ = 0;
};

/// The MAC of 128-EIA3 over `bits` bits of `message`, from a fresh generator keyed for it (TS 35.221 §4.4).
Octets<4> zuc_mac(Zuc& stream, ByteView message, std::size_t bits);

}  // namespace pellucid::crypto

#pragma once
// SNOW 3G (ETSI/SAGE UEA2 & UIA2 document 2) and what is built on it: the confidentiality function f8 and the integrity
// function f9 of TS 35.215, which are NEA1 and NIA1.
#include <array>
#include <cstdint>

#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// The key stream generator: 32 bits a step.
class Snow3g {
 public:
  /// Key and IV as octets, the word with the highest index (k3, IV3) first.
  Snow3g(const Key128& key, const Octets<16>& iv);
  ~Snow3g();
  Snow3g(const Snow3g&) = delete;
  Snow3g& operator=(const Snow3g&) = delete;

  std::uint32_t next();

 private:
  std::uint32_t clock_state_machine();
  void clock_register(std::uint32_t feedback);
  std::uint32_t& cell(unsigned i) { return cells_[(first_ + i) & 15]; }

  std::array<std::uint32_t, 16> cells_{};  // the shift register, turning instead of moving: s0 is at first_
  unsigned first_ = 0;
  std::uint32_t r1_ = 0, r2_ = 0, r3_ = 0;
};

/// The integrity function f9 over `bits` bits of `message` (TS 35.215 §4; UIA2 with its 32-bit FRESH).
Octets<4> snow3g_f9(const Key128& key, std::uint32_t count, std::uint32_t fresh, unsigned direction, ByteView message, std::size_t bits);

}  // namespace pellucid::crypto

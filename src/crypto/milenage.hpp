#pragma once
// MILENAGE (TS 35.206): the authentication functions of most USIMs, on AES-128.
#include "base/bytes.hpp"
#include "crypto/secret.hpp"

namespace pellucid::crypto {

/// OPc, the operator's constant tied to one subscriber key (TS 35.206 §4.1).
Octets<16> milenage_opc(const Key128& k, const Octets<16>& op);

class Milenage {
 public:
  Milenage(const Key128& k, const Octets<16>& opc) : k_(k), opc_(opc) {}
  Milenage(const Milenage&) = default;
  Milenage& operator=(const Milenage&) = default;
  ~Milenage();

  struct Macs {
    Octets<8> mac_a, mac_s;  // f1 for AUTN, f1* for AUTS
  };
  Macs f1(const Octets<16>& rand, const Octets<6>& sqn, const Octets<2>& amf) const;

  struct Response {
    Octets<8> res;  // f2
    Key128 ck, ik;  // f3, f4
    Octets<6> ak;   // f5
  };
  Response f2_to_f5(const Octets<16>& rand) const;

  /// AK* that hides SQN_MS in AUTS.
  Octets<6> f5_star(const Octets<16>& rand) const;

 private:
  Key128 k_;
  Octets<16> opc_;
};

}  // namespace pellucid::crypto

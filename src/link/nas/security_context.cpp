#include "link/nas/security_context.hpp"

#include <algorithm>

namespace pellucid::nas {

bool supported(SecurityAlgorithms algorithms) {
  return algorithms.ciphering <= CipherAlgorithm::ea3 && algorithms.integrity <= IntegrityAlgorithm::ia3;
}

std::optional<SecurityContext> SecurityContext::make(const crypto::Key256& k_amf, KeySetId ng_ksi, SecurityAlgorithms algorithms) {
  SecurityContext context;
  context.k_amf = k_amf;
  context.ng_ksi = ng_ksi;
  if (!context.change_algorithms(algorithms)) return {};
  return context;
}

bool SecurityContext::change_algorithms(SecurityAlgorithms to) {
  if (!supported(to)) return false;
  algorithms = to;
  k_nas_int = crypto::algorithm_key(k_amf, crypto::KeyUse::nas_int, crypto::Integrity(to.integrity));
  k_nas_enc = crypto::algorithm_key(k_amf, crypto::KeyUse::nas_enc, crypto::Ciphering(to.ciphering));
  return true;
}

bool SecurityContext::near_wrap() const { return has_integrity() && std::max(uplink_next, downlink_next) >= nas_count_near_limit; }

SecurityContext::~SecurityContext() {
  crypto::wipe(k_amf);
  crypto::wipe(k_nas_int);
  crypto::wipe(k_nas_enc);
}

std::optional<SecurityAlgorithms> choose_algorithms(const UeSecurityCapability& ue, std::span<const IntegrityAlgorithm> integrity_order,
                                                    std::span<const CipherAlgorithm> ciphering_order) {
  auto integrity = std::find_if(integrity_order.begin(), integrity_order.end(), [&](auto a) { return ue.supports(a); });
  auto ciphering = std::find_if(ciphering_order.begin(), ciphering_order.end(), [&](auto a) { return ue.supports(a); });
  if (integrity == integrity_order.end() || ciphering == ciphering_order.end()) return {};
  return SecurityAlgorithms{*ciphering, *integrity};
}

}  // namespace pellucid::nas

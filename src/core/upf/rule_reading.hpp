#pragma once
// What rules.cpp and rule_reading.cpp share: how a rule is refused.
#include "core/upf/rules.hpp"

namespace pellucid::upf {

// IE types that are named in Offending IE (TS 29.244 §8.1.2).
constexpr std::uint16_t ie_forwarding_parameters = 4, ie_f_teid = 21, ie_network_instance = 22, ie_apply_action = 44,
                        ie_outer_header_creation = 84, ie_ue_ip_address = 93, ie_far_id = 108, ie_qer_id = 109, ie_urr_id = 81;

inline Refusal failed(pfcp::RuleKind kind, std::uint32_t id, std::string why) {
  return {pfcp::Cause::rule_creation_modification_failure,
          {},
          pfcp::FailedRuleId{kind, id},
          text(kind) + " " + std::to_string(id) + ": " + why};
}
inline Refusal unsupported(std::string what) { return {pfcp::Cause::service_not_supported, {}, {}, "not supported: " + what}; }

}  // namespace pellucid::upf

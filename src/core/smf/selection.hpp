#pragma once
// Which PDU session a phone gets of what it asked for (TS 24.501 §6.2.4, §6.4.1.3, §6.4.1.4). Pure.
#include <optional>

#include "base/result.hpp"
#include "core/smf/refusal.hpp"
#include "wire/nas/sm.hpp"

namespace pellucid::smf {

struct ChosenType {
  nas::SessionType type = nas::SessionType::ipv4;
  std::optional<nas::SmCause> cause;  // goes into the accept when it is less than was asked for: #50 or #51
  bool operator==(const ChosenType&) const = default;
};

/// `asked` nothing: what the network prefers. The versions are those that subscriber and data network both have.
Result<ChosenType, Refusal> choose_type(std::optional<nas::SessionType> asked, bool ipv4, bool ipv6, const std::string& dnn);

/// Only SSC mode 1: the address stays (TS 23.501 §5.6.9.2.1).
Result<nas::SscMode, Refusal> choose_ssc_mode(std::optional<nas::SscMode> asked);

}  // namespace pellucid::smf

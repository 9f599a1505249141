#pragma once
// Protocol configuration options (TS 24.008 §10.5.6.3): what the phone asked for, and the answer.
#include <optional>

#include "core/smf/config.hpp"
#include "wire/nas/ies_session.hpp"

namespace pellucid::smf {

/// Answers only what was asked and can be answered for a session of that type; nothing if that is nothing.
std::optional<nas::DownlinkPco> answer(const nas::UplinkPco& asked, const DnnConfig& dnn, nas::SessionType type);

}  // namespace pellucid::smf

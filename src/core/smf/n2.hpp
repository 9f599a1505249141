#pragma once
// N2 session information (TS 38.413 §9.3.4) that the SMF makes for base stations.
#include "core/smf/facts.hpp"
#include "core/smf/ports.hpp"
#include "wire/ngap/cause.hpp"

namespace pellucid::smf {

/// AMBR, the UPF's end of the tunnel, session type and the one QoS flow.
N2Sm setup_request(const Facts& facts);
N2Sm modify_request(const Ambr& ambr);
N2Sm release_command(ngap::Cause cause);
N2Sm path_switch_acknowledge();
const char* name(N2SmKind kind);

}  // namespace pellucid::smf

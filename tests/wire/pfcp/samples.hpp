#pragma once
// One well-filled sample of every PFCP message.
#include <vector>

#include "wire/pfcp/messages.hpp"

/// Header and message of each; session messages have SEID and priority.
std::vector<pellucid::pfcp::Pdu> pfcp_samples();

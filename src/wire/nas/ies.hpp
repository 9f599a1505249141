#pragma once
// The values of information elements (TS 24.501 §9.11), by what they are about.
#include "wire/nas/causes.hpp"        // IWYU pragma: export
#include "wire/nas/ies_identity.hpp"  // IWYU pragma: export
#include "wire/nas/ies_mobility.hpp"  // IWYU pragma: export
#include "wire/nas/ies_network.hpp"   // IWYU pragma: export
#include "wire/nas/ies_security.hpp"  // IWYU pragma: export
#include "wire/nas/ies_session.hpp"   // IWYU pragma: export

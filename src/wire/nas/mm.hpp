#pragma once
// The 5GMM messages (TS 24.501 §8.2). They are used with nas::decode<M>, nas::encode, nas::show (codec/nas_table.hpp).
#include "wire/nas/mm_mobility.hpp"      // IWYU pragma: export
#include "wire/nas/mm_registration.hpp"  // IWYU pragma: export
#include "wire/nas/mm_security.hpp"      // IWYU pragma: export

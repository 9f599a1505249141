#pragma once
// The 5GSM messages (TS 24.501 §8.3). They are used with nas::decode<M>, nas::encode, nas::show (codec/nas_table.hpp).
#include "wire/nas/sm_establishment.hpp"  // IWYU pragma: export
#include "wire/nas/sm_modification.hpp"   // IWYU pragma: export

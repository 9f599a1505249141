#pragma once
// Prepared: an entry on its way into the log, and what the log takes at once.
#include <string>
#include <vector>

#include "ledger/format/entry.hpp"

namespace pellucid::ledger {

inline constexpr std::size_t max_group_entries = 16'384;
inline constexpr std::size_t max_group_octets = 16u << 20;   // of their texts
inline constexpr std::size_t max_secret_octets = 16u << 20;  // of one sealed field
inline constexpr std::size_t max_secrets = 64;               // of one entry
inline constexpr std::size_t max_field_octets = 255;         // of a sealed field's name

/// An entry's text and the openings of its sealed fields.
struct Prepared {
  std::string text;
  std::vector<Opening> openings;

  std::size_t octets() const {
    std::size_t count = text.size();
    for (auto& opening : openings) count += opening.field.size() + opening.content.size();
    return count;
  }
};

}  // namespace pellucid::ledger

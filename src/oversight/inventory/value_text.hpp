#pragma once
// Text from devices and files as it may stand in an entry of the log.
#include <cstddef>
#include <string>
#include <string_view>

namespace pellucid::oversight {

inline constexpr std::size_t max_value_octets = 512;      // values of evidence
inline constexpr std::size_t max_label_octets = 256;      // attributes, sources, identifiers
inline constexpr std::size_t max_finding_octets = 4'096;  // texts of findings, reasons

/// UTF-8 (wrong octets become U+FFFD), control characters as blanks, no blanks at the ends, at most `limit` octets: a longer text is cut
/// and ends in "... (cut, it had N octets)".
std::string bounded_text(std::string_view text, std::size_t limit = max_value_octets);

}  // namespace pellucid::oversight

#pragma once
// Reports as files. Whatever an element, a list or an entry says about itself is a stranger's text: escaped, cleaned, and never trusted to
// be UTF-8.
#include <string>

#include "base/tree.hpp"
#include "oversight/report/report.hpp"

namespace pellucid::oversight {

/// Text that is safe to show: not UTF-8 becomes U+FFFD; control characters and those that turn the direction of writing are spelled out
/// ("[U+202E]"). Line feeds stay.
std::string shown(std::string_view text);

/// One self-contained page: no script, nothing loaded, light and dark, for the screen and for paper.
std::string html(const Report& report);
/// RFC 4180, UTF-8, one header line, CRLF. Cells that a spreadsheet would run as a formula get a leading apostrophe.
std::string csv(const Table& table);
/// All of the report. Members as in report.hpp; each row is an object by column name, with `entries` and `proofs`.
Tree tree(const Report& report);

}  // namespace pellucid::oversight

#pragma once
// Elements that answer to nobody, from a CSV file. plan_elements() changes nothing: it says what would be added, what would change, and
// every bad field with its reason; its observations then go through Inventory::observe() like those of any other source.
//
// The first line names the columns, in any order; fields are separated by commas (or by semicolons, if the first line has no comma) and
// may stand in double quotes. UTF-8, at most 64 MiB. Empty lines and lines that begin with # are skipped.
//
//   element               a name that is the operator's own and never given twice: letters, digits and . _ - / at most 64. Must be there.
//   kind                  base station, UPF, router, switch, server, radio unit, software, phone model, process, other (default)
//   vendor model hardware firmware software role category name    free text
//   serial                the maker's serial number (with `vendor`: also an identifier, "vendor/serial")
//   mac                   of the chassis: 00:11:22:33:44:55 (also with '-' or without separators)
//   address               management address, IPv4 or IPv6
//   location              where it stands
//   date_obtained         YYYY-MM-DD
//   country_of_production free text
//   note, owner, contact  may hold names: sealed beside the log
//
// An empty field says nothing. A later file replaces what an earlier file of the same name said of an element, field by field.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/why.hpp"
#include "oversight/inventory/inventory.hpp"

namespace pellucid::oversight {

/// A field that cannot be taken.
struct ElementFault {
  std::size_t line = 0;  // 1 is the first line of the file
  std::string column;    // empty: the whole line
  Why why;
  std::string text() const;  // "line 7, column mac: ..."
};

struct ElementPlan {
  static constexpr std::size_t max_octets = 64u << 20;
  static constexpr std::size_t max_lines = 100'000;
  static constexpr std::size_t max_faults_kept = 1'000;

  std::vector<Observation> observations;  // of the good lines
  std::vector<ElementFault> faults;       // the first max_faults_kept
  std::size_t fault_count = 0;            // all of them
  std::string differences;                // of the good lines, each by itself, for people
  std::size_t added = 0, changed = 0, unchanged = 0;

  bool good() const { return fault_count == 0; }
  /// The dry run for people: each difference, each fault, counts.
  std::string text() const;
};

/// `file`: its name, which stands in each source ("import switches.csv"). No line number does: a line that moves is no change.
ElementPlan plan_elements(std::string_view csv, const std::string& file, const Inventory& inventory, WallTime time);

}  // namespace pellucid::oversight

#pragma once
// A report as plain data: what it says, each row with the entries of the log that it rests on. Rendered by render.hpp; made by reports.hpp.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oversight/inventory/inventory.hpp"
#include "oversight/policy/day.hpp"

namespace pellucid::oversight {

/// How a thing looks: what needs a person's eye is marked, in words too.
enum class Tone : std::uint8_t { plain, good, warn, bad, quiet };

struct Column {
  std::string name;   // in CSV and JSON: "first_seen"
  std::string title;  // for people: "First seen"
  std::string group;  // columns of one group that follow each other share a cell on the page; the first of them stands out
};

struct Row {
  std::vector<std::string> cells;  // one for each column; lines are separated by '\n'
  std::vector<EntryIndex> entries;
  Tone tone = Tone::plain;
};

struct Table {
  std::string name;   // of its CSV file: "elements"
  std::string title;  // "Elements"
  std::string about;  // one or two sentences
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::string none;  // what to say if there is no row
};

struct Figure {
  std::string label, value, detail;
  Tone tone = Tone::plain;
};

/// Parts of a whole, drawn as one bar.
struct Bar {
  struct Part {
    std::string label;
    std::uint64_t value = 0;
    Tone tone = Tone::plain;
  };
  std::string title, unit;
  std::vector<Part> parts;
};

struct Report {
  std::string kind;   // "equipment", "changes", "exposure", "section5"
  std::string title;  // "Equipment"
  std::string about;  // what this report is, in two sentences
  Day as_of{};
  std::optional<Day> from{};
  std::vector<std::pair<std::string, std::string>> facts{};  // "Log", "Entries read", "Policy lists": what the report was made from
  std::vector<std::string> statements{};                     // what it concludes, in sentences
  std::vector<Figure> figures{};
  std::vector<Bar> bars{};
  std::vector<Table> tables{};  // the first one is what the report is about
  std::vector<std::string> not_known{};
};

/// The entries that any row rests on, each once, in order.
std::vector<EntryIndex> entries_of(const Report& report);

/// "proofs/12.tlog-proof": where the proof of entry 12 lies beside the report.
std::string proof_path(EntryIndex entry);

}  // namespace pellucid::oversight

#include "oversight/report/render.hpp"

#include <algorithm>
#include <cstdio>

namespace pellucid::oversight {

std::string proof_path(EntryIndex entry) { return "proofs/" + std::to_string(entry) + ".tlog-proof"; }

std::vector<EntryIndex> entries_of(const Report& report) {
  std::vector<EntryIndex> out;
  for (auto& table : report.tables)
    for (auto& row : table.rows) out.insert(out.end(), row.entries.begin(), row.entries.end());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

namespace {

std::uint32_t code_point(std::string_view sequence) {
  auto first = static_cast<unsigned char>(sequence[0]);
  std::uint32_t code = sequence.size() == 1 ? first : first & (0x7Fu >> sequence.size());
  for (std::size_t i = 1; i < sequence.size(); ++i) code = code << 6 | (static_cast<unsigned char>(sequence[i]) & 0x3F);
  return code;
}

/// Control characters (C0, DEL, C1) and those that reorder or hide what stands around them (Unicode UAX #9, line separators).
bool misleading(std::uint32_t code) {
  bool control = (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0);
  bool direction =
      code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
  bool invisible = code == 0x200B || code == 0x2028 || code == 0x2029 || code == 0xFEFF;
  return control || direction || invisible;
}

std::string csv_cell(const std::string& text) {
  auto out = shown(text);
  if (!out.empty() && std::string_view("=+-@\t\r").find(out[0]) != std::string_view::npos) out.insert(0, "'");
  if (out.find_first_of(",\"\n\r") == std::string::npos) return out;
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2) out.insert(at, "\"");
  return "\"" + out + "\"";
}

std::string joined(const std::vector<EntryIndex>& entries, bool paths) {
  std::string out;
  for (auto entry : entries) out += (out.empty() ? "" : " ") + (paths ? proof_path(entry) : std::to_string(entry));
  return out;
}

Tree texts(const std::vector<std::string>& texts) {
  Tree out = Tree::array();
  for (auto& text : texts) out.push(shown(text));
  return out;
}

Tree tree_of(const Table& table) {
  Tree out = Tree::object();
  out.add("name", table.name);
  out.add("title", table.title);
  Tree& rows = out.add("rows", Tree::array());
  for (auto& row : table.rows) {
    Tree& one = rows.push(Tree::object());
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (!row.cells[i].empty()) one.add(table.columns[i].name, shown(row.cells[i]));
    Tree& entries = one.add("entries", Tree::array());
    for (auto entry : row.entries) entries.push(entry);
    Tree& proofs = one.add("proofs", Tree::array());
    for (auto entry : row.entries) proofs.push(proof_path(entry));
  }
  return out;
}

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    auto length = utf8_length(text.substr(i));
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      ++i;
      continue;
    }
    auto code = code_point(text.substr(i, length));
    if (misleading(code)) {
      char spelled[16];
      std::snprintf(spelled, sizeof spelled, "[U+%04X]", unsigned(code));
      out += spelled;
    } else {
      out += text.substr(i, length);
    }
    i += length;
  }
  return out;
}

std::string csv(const Table& table) {
  std::string out;
  for (auto& column : table.columns) out += csv_cell(column.name) + ",";
  out += "entries,proofs\r\n";
  for (auto& row : table.rows) {
    for (auto& cell : row.cells) out += csv_cell(cell) + ",";
    out += joined(row.entries, false) + "," + joined(row.entries, true) + "\r\n";
  }
  return out;
}

Tree tree(const Report& report) {
  Tree out = Tree::object();
  out.add("report", report.kind);
  out.add("title", report.title);
  if (report.from) out.add("from", day_text(*report.from));
  out.add("as_of", day_text(report.as_of));
  Tree& facts = out.add("facts", Tree::object());
  for (auto& [name, value] : report.facts) facts.add(name, shown(value));
  out.add("statements", texts(report.statements));
  Tree& figures = out.add("figures", Tree::array());
  for (auto& figure : report.figures)
    figures.push(Tree(Tree::Object{{"label", shown(figure.label)}, {"value", shown(figure.value)}, {"detail", shown(figure.detail)}}));
  Tree& bars = out.add("shares", Tree::array());
  for (auto& bar : report.bars) {
    Tree& one = bars.push(Tree::object());
    one.add("of", shown(bar.title));
    one.add("unit", bar.unit);
    Tree& parts = one.add("parts", Tree::array());
    for (auto& part : bar.parts) parts.push(Tree(Tree::Object{{"label", shown(part.label)}, {"value", part.value}}));
  }
  Tree& tables = out.add("tables", Tree::array());
  for (auto& table : report.tables) tables.push(tree_of(table));
  out.add("not_known", texts(report.not_known));
  return out;
}

}  // namespace pellucid::oversight

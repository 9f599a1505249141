#include "oversight/inventory/import.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>

#include "base/csv_reader.hpp"
#include "base/ids.hpp"
#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_shown = 60;
constexpr std::size_t max_element_octets = 64;

// What stands in a column as it is, as evidence of the attribute of that name.
constexpr auto plain_columns =
    std::to_array<std::string_view>({"vendor", "model", "hardware", "firmware", "software", "role", "category", "name", "serial",
                                     "location", "country_of_production", "note", "owner", "contact"});
constexpr auto checked_columns = std::to_array<std::string_view>({"element", "kind", "mac", "address", "date_obtained"});

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

/// As it may stand on a screen.
std::string shown(std::string_view text) { return text.empty() ? "nothing" : bounded_text(text, max_shown); }

bool is_plain(std::string_view column) { return std::find(plain_columns.begin(), plain_columns.end(), column) != plain_columns.end(); }
bool is_known(std::string_view column) {
  return is_plain(column) || std::find(checked_columns.begin(), checked_columns.end(), column) != checked_columns.end();
}

std::string all_columns() {
  std::string out;
  for (auto& column : checked_columns) out += (out.empty() ? "" : ", ") + std::string(column);
  for (auto& column : plain_columns) out += ", " + std::string(column);
  return out;
}

std::string all_kinds() {
  std::string out;
  for (int kind = 0; kind <= int(ElementKind::other); ++kind) out += (kind ? ", " : "") + std::string(text(ElementKind(kind)));
  return out;
}

bool is_element_name(std::string_view text) {
  return !text.empty() && text.size() <= max_element_octets && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-' || c == '/';
  });
}

std::optional<ElementKind> kind_of(std::string_view word) {
  for (int kind = 0; kind <= int(ElementKind::other); ++kind)
    if (lowered(std::string(word)) == lowered(std::string(text(ElementKind(kind))))) return ElementKind(kind);
  return {};
}

/// "00:11:22:33:44:55" of any usual way to write a MAC address.
std::optional<std::string> mac_of(std::string text) {
  std::erase_if(text, [](char c) { return c == ':' || c == '-' || c == '.'; });
  auto octets = from_hex<6>(text);
  if (!octets || text.size() != 12) return {};
  std::string out;
  for (auto octet : *octets) out += (out.empty() ? "" : ":") + hex(ByteView(&octet, 1));
  return out;
}

bool is_date(std::string_view text) {
  auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    auto* end = text.data() + at + digits;
    auto [stop, error] = std::from_chars(text.data() + at, end, value);
    return error == std::errc() && stop == end ? value : -1;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int y = number(0, 4), m = number(5, 2), d = number(8, 2);
  return y >= 1970 && y < 2200 && m > 0 && d > 0 &&
         std::chrono::year_month_day(std::chrono::year(y), std::chrono::month(unsigned(m)), std::chrono::day(unsigned(d))).ok();
}

/// The work of plan_elements(), line by line.
class ElementImporter {
 public:
  ElementImporter(std::string file, const Inventory& inventory, WallTime time)
      : file_(std::move(file)), inventory_(inventory), time_(time) {}

  ElementPlan run(std::string_view csv) {
    CsvReader reader(csv);
    if (csv.size() > ElementPlan::max_octets) {
      fault(1, {}, "the file has a reasonable size", std::to_string(csv.size()) + " octets", "64 MiB", "split it");
    } else if (read_header(reader)) {
      for (auto found = reader.next(); found != CsvReader::Found::end; found = reader.next()) {
        if (++lines_ > ElementPlan::max_lines) {
          fault(reader.line(), {}, "a file has a reasonable length", "more lines", std::to_string(ElementPlan::max_lines), "split it");
          break;
        }
        if (found == CsvReader::Found::bad)
          fault(reader.line(), {}, "a line is readable", "a line that " + reader.problem(), "CSV, UTF-8", "correct the line");
        else
          read_line(reader);
      }
    }
    return std::move(plan_);
  }

 private:
  void fault(std::size_t line, std::string column, std::string rule, std::string got, std::string wanted, std::string fix) {
    if (plan_.fault_count++ >= ElementPlan::max_faults_kept) return;
    auto where = column.empty() ? std::string("the line") : "column " + column;
    plan_.faults.push_back(
        {line, std::move(column), {std::move(rule), std::move(got), std::move(wanted), std::move(where), std::move(fix)}});
  }

  bool read_header(CsvReader& reader) {
    if (reader.next() != CsvReader::Found::line) {
      fault(std::max<std::size_t>(reader.line(), 1), {}, "the first line names the columns",
            reader.problem().empty() ? "an empty file" : "a line that " + reader.problem(), all_columns(),
            "begin the file with such a line: element,kind,vendor,model");
      return false;
    }
    for (auto& field : reader.fields()) {
      auto name = lowered(field);
      std::replace(name.begin(), name.end(), ' ', '_');
      if (!is_known(name))
        fault(reader.line(), shown(field), "a column is known", shown(field), all_columns(), "correct the name, or take the column out");
      else if (std::find(header_.begin(), header_.end(), name) != header_.end())
        fault(reader.line(), name, "a column is named once", name + " again", "each column once", "take one of the two out");
      header_.push_back(std::move(name));
    }
    if (plan_.fault_count == 0 && std::find(header_.begin(), header_.end(), "element") == header_.end())
      fault(reader.line(), "element", "elements have a name of the operator's own", "no column element", "a column element",
            "add the column");
    return plan_.fault_count == 0;
  }

  void read_line(const CsvReader& reader) {
    auto before = plan_.fault_count;
    auto line = reader.line();
    if (reader.fields().size() != header_.size())
      return fault(line, {}, "a line has as many fields as there are columns", std::to_string(reader.fields().size()),
                   std::to_string(header_.size()), "add or take out separators, put fields with separators into double quotes");
    Observation seen;
    seen.time = time_;
    seen.source = "import " + file_;
    std::map<std::string, std::string> fields;
    for (std::size_t i = 0; i < header_.size(); ++i)
      if (!reader.fields()[i].empty()) fields[header_[i]] = reader.fields()[i];
    for (auto& [column, value] : fields) take(line, column, value, seen);
    if (!fields.contains("element"))
      fault(line, "element", "each line names its element", "nothing", "letters, digits and . _ - /", "give it a name of your own");
    else
      unique(line, "element", fields["element"]);
    if (fields.contains("serial") && fields.contains("vendor")) {
      auto maker = normal_vendor(fields["vendor"]);
      if (!maker.empty()) seen.identifiers.push_back({Identifier::Kind::serial, maker + "/" + fields["serial"]});
    }
    if (plan_.fault_count == before) settle(std::move(seen));
  }

  /// A value that two lines may not have.
  void unique(std::size_t line, const std::string& column, const std::string& value) {
    auto [it, fresh] = first_line_.emplace(column + " " + value, line);
    if (!fresh)
      fault(line, column, "each element has one line", shown(value) + " again", "once (line " + std::to_string(it->second) + ")",
            "take one of the two out");
  }

  void take(std::size_t line, const std::string& column, const std::string& value, Observation& seen) {
    auto add = [&](const std::string& content) { seen.evidence.push_back({column, content, source(), Strength::declared}); };
    if (is_plain(column)) {
      if (value.size() > max_value_octets)
        return fault(line, column, "a value is short", std::to_string(value.size()) + " octets",
                     "at most " + std::to_string(max_value_octets), "shorten it");
      if (bounded_text(value) != value)
        return fault(line, column, "a value is text", shown(value), "UTF-8 without control characters", "correct it");
      return add(value);
    }
    if (column == "element") {
      if (!is_element_name(value))
        return fault(line, column, "an element has a plain name", shown(value), "1 to 64 letters, digits and . _ - /", "rename it");
      seen.identifiers.push_back({Identifier::Kind::declared, value});
    } else if (column == "kind") {
      auto kind = kind_of(value);
      if (!kind) return fault(line, column, "a kind is known", shown(value), all_kinds(), "correct it, or leave it empty");
      seen.kind = *kind;
      add(std::string(text(*kind)));
    } else if (column == "mac") {
      auto mac = mac_of(value);
      if (!mac)
        return fault(line, column, "a MAC address has 12 hexadecimal digits", shown(value), "such as 00:11:22:33:44:55", "correct it");
      unique(line, column, *mac);
      seen.identifiers.push_back({Identifier::Kind::chassis_mac, *mac});
      add(*mac);
    } else if (column == "address") {
      auto address = IpAddress::parse(value);
      if (!address) return fault(line, column, "an address is numeric", shown(value), "IPv4 or IPv6, such as 10.0.0.7", "correct it");
      unique(line, column, address->text());
      seen.identifiers.push_back({Identifier::Kind::address, address->text()});
      add(address->text());
    } else if (is_date(value)) {
      add(value);
    } else {
      fault(line, column, "a date is written with year, month and day", shown(value), "YYYY-MM-DD, such as 2024-06-30", "correct it");
    }
  }

  /// The line of an element may move within its file: that is no change.
  std::string source() const { return "import " + file_; }

  void settle(Observation seen) {
    auto entries = inventory_.observe(seen);
    bool found = std::any_of(entries.begin(), entries.end(), [](const Recorded& r) { return r.entry.type == "element.found"; });
    ++(entries.empty() ? plan_.unchanged : found ? plan_.added : plan_.changed);
    for (auto& recorded : entries) {
      if (!recorded.entry.type.starts_with("element.")) continue;
      plan_.differences += (found ? "add " : "change ") + recorded.entry.element + "\n" + difference_text(recorded.entry);
    }
    plan_.observations.push_back(std::move(seen));
  }

  const std::string file_;
  const Inventory& inventory_;
  const WallTime time_;
  std::vector<std::string> header_;
  std::map<std::string, std::size_t> first_line_;
  std::size_t lines_ = 0;
  ElementPlan plan_;
};

}  // namespace

std::string ElementFault::text() const {
  return "line " + std::to_string(line) + (column.empty() ? "" : ", column " + column) + ": " + why.rule + ": got " + why.got +
         ", allowed " + why.wanted + "; " + why.fix;
}

std::string ElementPlan::text() const {
  auto out = differences;
  for (auto& fault : faults) out += fault.text() + "\n";
  if (fault_count > faults.size()) out += "and " + std::to_string(fault_count - faults.size()) + " more bad fields\n";
  return out + std::to_string(added) + " to add, " + std::to_string(changed) + " to change, " + std::to_string(unchanged) +
         " as they are, " + std::to_string(fault_count) + (fault_count == 1 ? " bad field\n" : " bad fields\n");
}

ElementPlan plan_elements(std::string_view csv, const std::string& file, const Inventory& inventory, WallTime time) {
  return ElementImporter(bounded_text(file, 96), inventory, time).run(csv);
}

}  // namespace pellucid::oversight

#include "base/csv_reader.hpp"

#include <algorithm>

namespace pellucid {
namespace {

bool blank(char c) { return c == ' ' || c == '\t'; }

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

CsvReader::CsvReader(std::string_view text) : rest_(text) {
  if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);  // byte order mark
}

CsvReader::Found CsvReader::next() {
  while (!rest_.empty()) {
    const auto end = std::min(rest_.find('\n'), rest_.size());
    auto text = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++line_;
    if (text.ends_with('\r')) text.remove_suffix(1);
    fields_.clear();
    problem_.clear();
    if (without_blanks(text).empty() || without_blanks(text).front() == '#') continue;
    // The header decides what separates the fields.
    if (separator_ == '\0') separator_ = text.find(',') == std::string_view::npos && text.find(';') != std::string_view::npos ? ';' : ',';
    if (text.size() > max_line_octets) {
      problem_ = "longer than " + std::to_string(max_line_octets) + " octets";
    } else if (text.find('\0') != std::string_view::npos) {
      problem_ = "holds a NUL octet: not a text file, or UTF-16";
    } else if (split(text)) {
      return Found::line;
    }
    fields_.clear();
    return Found::bad;
  }
  return Found::end;
}

bool CsvReader::split(std::string_view line) {
  for (;;) {
    if (fields_.size() == max_fields) {
      problem_ = "has more than " + std::to_string(max_fields) + " fields";
      return false;
    }
    while (!line.empty() && blank(line.front())) line.remove_prefix(1);
    std::string field;
    if (!line.empty() && line.front() == '"') {
      line.remove_prefix(1);
      for (;;) {
        const auto quote = line.find('"');
        if (quote == std::string_view::npos) {
          problem_ = "has a quote that is never closed";
          return false;
        }
        field += line.substr(0, quote);
        line.remove_prefix(quote + 1);
        if (!line.starts_with('"')) break;
        field += '"';
        line.remove_prefix(1);
      }
      while (!line.empty() && blank(line.front())) line.remove_prefix(1);
      if (!line.empty() && line.front() != separator_) {
        problem_ = "has text behind a closing quote";
        return false;
      }
    } else {
      const auto end = std::min(line.find(separator_), line.size());
      field = without_blanks(line.substr(0, end));
      line.remove_prefix(end);
    }
    fields_.push_back(std::move(field));
    if (line.empty()) return true;
    line.remove_prefix(1);  // the separator
    if (line.empty()) {
      fields_.emplace_back();
      return fields_.size() <= max_fields;
    }
  }
}

}  // namespace pellucid

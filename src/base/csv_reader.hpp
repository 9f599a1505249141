#pragma once
// Lines and fields of a CSV file (RFC 4180, but a quoted field ends in the line where it began).
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pellucid {

class CsvReader {
 public:
  static constexpr std::size_t max_line_octets = 16'384;
  static constexpr std::size_t max_fields = 64;

  explicit CsvReader(std::string_view text);

  enum class Found { line, bad, end };
  /// The next line that is not empty and no comment. `bad`: problem() says why, fields() is empty.
  Found next();
  std::size_t line() const { return line_; }
  /// Without quotes and without blanks at the ends.
  const std::vector<std::string>& fields() const { return fields_; }
  const std::string& problem() const { return problem_; }

 private:
  bool split(std::string_view line);

  std::string_view rest_;
  char separator_ = '\0';
  std::size_t line_ = 0;
  std::vector<std::string> fields_;
  std::string problem_;
};

}  // namespace pellucid

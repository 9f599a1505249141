#include "oversight/host/machine_text.hpp"

#include <algorithm>

namespace pellucid::oversight {

std::string_view without_blanks_around(std::string_view text) {
  constexpr std::string_view blanks(" \t\r\n\0", 5);  // device tree texts end in NUL
  auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string text_of(const Machine& machine, const std::string& path, std::size_t limit) {
  auto octets = machine.read(path, limit);
  return octets ? std::string(without_blanks_around(as_text(*octets))) : std::string();
}

void each_line(std::string_view text, const std::function<void(std::string_view line)>& take) {
  while (!text.empty()) {
    auto end = std::min(text.find('\n'), text.size());
    take(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::vector<std::string_view> words_of_line(std::string_view line) {
  std::vector<std::string_view> out;
  for (;;) {
    auto first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) return out;
    line.remove_prefix(first);
    auto end = std::min(line.find_first_of(" \t"), line.size());
    out.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

}  // namespace pellucid::oversight

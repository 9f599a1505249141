#pragma once
// The kernel's and the packager's text files, line by line.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "oversight/host/machine.hpp"

namespace pellucid::oversight {

inline constexpr std::size_t max_line_file_octets = 64u << 20;  // /var/lib/dpkg/status of a large machine has 10 MB

/// The file as text without blanks and line ends around it; empty if it cannot be read.
std::string text_of(const Machine& machine, const std::string& path, std::size_t limit = 4'096);
/// Each line of a text, without its end.
void each_line(std::string_view text, const std::function<void(std::string_view line)>& take);
/// What stands between blanks.
std::vector<std::string_view> words_of_line(std::string_view line);
std::string_view without_blanks_around(std::string_view text);

}  // namespace pellucid::oversight

#pragma once
// Days, as policy lists and reports count them: UTC, written YYYY-MM-DD.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/wall_time.hpp"

namespace pellucid::oversight {

using Day = std::chrono::sys_days;

/// "2021-03-12", 1970 to 2199; nothing if it is anything else.
std::optional<Day> parse_day(std::string_view text);
std::string day_text(Day day);
inline Day day_of(WallTime time) { return std::chrono::floor<std::chrono::days>(time); }
/// The last instant of that day: what "as of" a day means.
inline WallTime end_of(Day day) { return WallTime(day + std::chrono::days(1)) - Duration(1); }

}  // namespace pellucid::oversight

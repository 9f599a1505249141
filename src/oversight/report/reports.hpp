#pragma once
// The four reports, as data (report.hpp). docs/oversight/reports.md says what each of them says.
#include <string>
#include <string_view>
#include <vector>

#include "oversight/report/history.hpp"
#include "oversight/report/report.hpp"

namespace pellucid::oversight {

enum class ReportKind : std::uint8_t { equipment, changes, exposure, section5 };
std::string_view text(ReportKind kind);
std::optional<ReportKind> parse_report_kind(std::string_view text);

struct ReportContext {
  ListView view = ListView::by_their_dates;
  /// What the caller knows of the log that was read: origin, size, root, folder. Shown as it is.
  std::vector<std::pair<std::string, std::string>> facts{};
};

/// changes needs a History with `from`.
Report make_report(ReportKind kind, const History& history, const ReportContext& context);

}  // namespace pellucid::oversight

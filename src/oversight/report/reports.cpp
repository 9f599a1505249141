#include "oversight/report/reports.hpp"

#include "oversight/report/rows.hpp"

namespace pellucid::oversight {

std::string_view text(ReportKind kind) {
  constexpr std::string_view names[] = {"equipment", "changes", "exposure", "section5"};
  return names[std::size_t(kind)];
}

std::optional<ReportKind> parse_report_kind(std::string_view wanted) {
  for (auto kind : {ReportKind::equipment, ReportKind::changes, ReportKind::exposure, ReportKind::section5})
    if (text(kind) == wanted) return kind;
  return {};
}

Report make_report(ReportKind kind, const History& history, const ReportContext& context) {
  auto lists = history.policy().lists(context.view, end_of(history.as_of()));
  PolicyIndex index(lists, history.as_of());
  Material material{history, context, lists, index};
  auto report = kind == ReportKind::equipment  ? equipment_report(material)
                : kind == ReportKind::changes  ? changes_report(material)
                : kind == ReportKind::exposure ? exposure_report(material)
                                               : section5_report(material);
  report.facts = facts_of(history, context, lists);
  for (auto& gap : gaps_of(history, lists)) report.not_known.push_back(std::move(gap));
  return report;
}

}  // namespace pellucid::oversight

#pragma once
// What the reports have in common: cells out of evidence, and what is not known.
#include <string>
#include <string_view>
#include <vector>

#include "oversight/report/reports.hpp"

namespace pellucid::oversight {

/// A row that grows: cells, and the entries that they rest on.
class RowBuilder {
 public:
  explicit RowBuilder(const Element* element = nullptr) : element_(element) {}
  RowBuilder& cell(std::string text);
  /// What the evidence of these attributes says: one value if all of it agrees, else each value with its source.
  RowBuilder& evidence(std::initializer_list<std::string_view> attributes);
  RowBuilder& rests_on(EntryIndex entry);
  RowBuilder& rests_on(const std::vector<const KnownEvidence*>& pieces);
  Row take(Tone tone = Tone::plain);

 private:
  const Element* element_;
  Row row_;
};

/// "2026-03-12 09:00:00"
std::string time_shown(WallTime time);
/// "fcc-covered-list/huawei (part/slot 2)"
std::string match_name(const Match& match);
Tone tone_of(Certainty certainty);
/// "3 elements", "1 element"
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);
/// The first few, then how many more.
std::string some_of(const std::vector<std::string>& names);

/// Lists in force on the day, one row for each entry of them, and the fact that says which view was used.
Table lists_table(const std::vector<LoadedList>& lists, Day day);
/// Open findings.
Table findings_table(const History& history);
/// Facts that all reports begin with.
std::vector<std::pair<std::string, std::string>> facts_of(const History& history, const ReportContext& context,
                                                          const std::vector<LoadedList>& lists);
/// Gaps of the record that every report names.
std::vector<std::string> gaps_of(const History& history, const std::vector<LoadedList>& lists);

/// One builder a kind. `lists` are those of the context's view; the index is of the history's day.
struct Material {
  const History& history;
  const ReportContext& context;
  const std::vector<LoadedList>& lists;
  const PolicyIndex& index;
};
Report equipment_report(const Material& material);
Report changes_report(const Material& material);
Report exposure_report(const Material& material);
Report section5_report(const Material& material);

}  // namespace pellucid::oversight

// Secure Networks Act section 5 (47 U.S.C. 1604) and 47 CFR 1.50007: what covered equipment or service a provider obtained, or a
// certification that there is none.
#include <algorithm>

#include "oversight/report/rows.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::chrono::days grace{60};  // 47 U.S.C. 1604(a)(2): from 60 days after the equipment is placed on the list

Day obtained_from(const ListEntry& entry) { return entry.obtained_from.value_or(entry.since + grace); }

/// Of the part if that was declared, else of the element that it is in.
std::string date_obtained(const Element& element, const Match& match) {
  auto of_part = match.part.empty() ? std::string() : element.best(match.part + "/date_obtained");
  return of_part.empty() ? element.best("date_obtained") : of_part;
}

std::string to_report(const Element& element, const Match& match) {
  auto day = parse_day(date_obtained(element, match));
  if (!day) return "date not known";
  return *day >= obtained_from(*match.entry) ? "yes" : "no, obtained before";
}

Row item_row(const Element& element, const Match& match) {
  RowBuilder row(&element);
  row.cell(element.id).cell((match.part.empty() ? "" : match.part + " in ") + std::string(text(element.kind)));
  if (match.part.empty())
    row.evidence({"vendor", "agent_vendor", "chassis_vendor"}).evidence({"model"}).evidence({"serial"});
  else
    row.cell(element.best(match.part + "/vendor")).cell(element.best(match.part + "/model")).cell(element.best(match.part + "/serial"));
  row.cell(std::string(text(match.certainty))).cell(match_name(match)).cell(match.why);
  row.evidence({"location"})
      .cell(date_obtained(element, match))
      .rests_on(element.all("date_obtained"))
      .cell(day_text(obtained_from(*match.entry)))
      .cell(to_report(element, match));
  row.evidence({"supplier"}).evidence({"amount_paid"}).evidence({"removal_plan"}).evidence({"continued_use"}).evidence({"justification"});
  if (element.approval) row.rests_on(element.approval->entry);
  row.rests_on(match.because).rests_on(match.against).rests_on(match.list->entry).rests_on(element.found_in);
  return row.take(tone_of(match.certainty));
}

Table items_table() {
  return {"items",
          "Covered equipment and services",
          "Date obtained, supplier, amount, plan and justification are what the operator declared; an empty place has no declaration. "
          "\"Possibly listed\" "
          "has to be settled before the report is signed.",
          {{"element", "Element", "Type"},
           {"kind", "Kind", "Type"},
           {"vendor", "Maker", "Type"},
           {"model", "Model", "Type"},
           {"serial", "Serial", "Type"},
           {"certainty", "Certainty", "Certainty"},
           {"list", "List entry", "Certainty"},
           {"why", "Evidence", "Certainty"},
           {"location", "Location", ""},
           {"date_obtained", "Obtained", "Obtained"},
           {"reported_from", "to be reported from", "Obtained"},
           {"to_report", "To be reported", "Obtained"},
           {"supplier", "supplier", "Obtained"},
           {"amount_paid", "amount paid", "Obtained"},
           {"removal_plan", "Removal and replacement plan", ""},
           {"continued_use", "Continued use", "Justification"},
           {"justification", "Justification", "Justification"}},
          {},
          "None."};
}

std::vector<std::string> conclusion(std::size_t listed, std::size_t possibly, const Material& material,
                                    const std::vector<std::string>& gaps) {
  auto day = day_text(material.history.as_of());
  std::vector<std::string> out;
  if (material.lists.empty())
    out.push_back("No policy list is in the log: neither a report nor a certification can be drawn from this record.");
  else if (listed + possibly == 0)
    out.push_back("Certification of none, for signature: as of " + day +
                  ", the record of the network names no equipment and no service that an entry in force of the policy lists covers.");
  else if (listed == 0)
    out.push_back("As of " + day + ", no equipment is listed for certain, but " + counted(possibly, "match is", "matches are") +
                  " possible. A certification of none cannot be drawn from this record before these are settled.");
  else
    out.push_back("As of " + day + ", the record of the network names " + counted(listed, "match", "matches") +
                  " with the policy lists for certain and " + counted(possibly, "possible one", "possible ones") +
                  ". A certification of none is not possible.");
  if (!gaps.empty() && !material.lists.empty())
    out.push_back("What is not known (below) belongs to this conclusion: whoever signs it should settle it first.");
  out.push_back(
      "This page is drawn from the log by a program. The report to the Commission is the provider's own, in the form that the Commission "
      "asks for "
      "(FCC Form 5641).");
  return out;
}

}  // namespace

Report section5_report(const Material& material) {
  Report report{
      "section5", "Section 5 report",
      "Covered communications equipment and services in the network (Secure Networks Act section 5, 47 U.S.C. 1604; 47 CFR 1.50007), or a "
      "certification of none.",
      material.history.as_of()};
  auto table = items_table();
  std::size_t listed = 0, possibly = 0, to_be_reported = 0, undated = 0;
  for (auto& [id, element] : material.history.inventory().elements()) {
    if (element.retired) continue;
    for (auto& match : material.index.match(element)) {
      ++(match.certainty == Certainty::listed ? listed : possibly);
      auto report_it = to_report(element, match);
      to_be_reported += report_it == "yes" ? 1 : 0;
      undated += report_it == "date not known" ? 1 : 0;
      table.rows.push_back(item_row(element, match));
    }
  }
  std::sort(table.rows.begin(), table.rows.end(), [](auto& a, auto& b) { return a.tone != b.tone ? a.tone > b.tone : a.cells < b.cells; });
  report.figures = {
      {"listed", std::to_string(listed), "matches that the evidence says", listed ? Tone::bad : Tone::good},
      {"possibly listed", std::to_string(possibly), "matches to be settled", possibly ? Tone::warn : Tone::good},
      {"to be reported", std::to_string(to_be_reported), "obtained since the entry's date", to_be_reported ? Tone::bad : Tone::good},
      {"date not known", std::to_string(undated), "no declared date obtained", undated ? Tone::warn : Tone::good}};
  report.tables = {std::move(table), lists_table(material.lists, material.history.as_of())};
  if (undated > 0)
    report.not_known.push_back("When " + counted(undated, "matched item was", "matched items were") + " obtained is not declared.");
  report.statements = conclusion(listed, possibly, material, gaps_of(material.history, material.lists));
  return report;
}

}  // namespace pellucid::oversight

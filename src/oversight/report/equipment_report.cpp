#include "oversight/report/rows.hpp"

namespace pellucid::oversight {
namespace {

std::string state(const Element& element) {
  if (element.retired) return "retired by " + element.retirement.actor + ": " + element.retirement.reason;
  return element.silent ? "silent" : "answers";
}

Row element_row(const Element& element, const std::vector<Match>& matches) {
  RowBuilder row(&element);
  row.cell(element.id).cell(std::string(text(element.kind))).evidence({"role"}).evidence({"name"});
  row.evidence({"vendor", "agent_vendor", "chassis_vendor"})
      .evidence({"vendor_parent"})
      .evidence({"registrant_country"})
      .evidence({"agent_software"});
  row.evidence({"model"}).evidence({"serial"}).evidence({"hardware"}).evidence({"firmware"}).evidence({"software"});
  row.evidence({"location"}).evidence({"date_obtained"}).evidence({"country_of_production"});
  row.cell(time_shown(element.first_seen)).cell(time_shown(element.last_changed)).cell(state(element));
  row.cell(element.approval ? element.approval->actor + ", " + day_text(day_of(element.approval->since)) + ": " + element.approval->reason
                            : "");
  std::string policy;
  for (auto& match : matches) {
    policy += (policy.empty() ? "" : "\n") + std::string(text(match.certainty)) + ": " + match_name(match);
    row.rests_on(match.because).rests_on(match.against).rests_on(match.list->entry);
  }
  row.cell(policy).rests_on(element.found_in).rests_on(element.changed_in);
  if (element.approval) row.rests_on(element.approval->entry);
  Tone tone = element.retired    ? Tone::quiet
              : !matches.empty() ? tone_of(matches.front().certainty)
              : element.silent   ? Tone::warn
                                 : Tone::plain;
  return row.take(tone);
}

/// Physical parts and network cards; software packages are many and are counted only.
void add_parts(const Element& element, Table& table) {
  std::map<std::string, std::map<std::string, const KnownEvidence*>> parts;
  for (auto& known : element.evidence) {
    auto& attribute = known.evidence.attribute;
    if (!attribute.starts_with("part/") && !(attribute.starts_with("interface/") && attribute.ends_with("/vendor"))) continue;
    auto slash = attribute.rfind('/');
    if (known.sealed.empty() && slash > attribute.find('/')) parts[attribute.substr(0, slash)][attribute.substr(slash + 1)] = &known;
  }
  for (auto& [part, fields] : parts) {
    RowBuilder row;
    row.cell(element.id).cell(part);
    for (auto* field : {"class", "vendor", "model", "serial", "hardware", "firmware", "software"}) {
      auto found = fields.find(field);
      row.cell(found == fields.end() ? "" : found->second->evidence.value);
      if (found != fields.end()) row.rests_on(found->second->entry);
    }
    table.rows.push_back(row.take(element.retired ? Tone::quiet : Tone::plain));
  }
}

Table elements_table() {
  return {"elements",
          "Elements",
          "Values that contradict each other stand below each other with their sources. Maker, registrant's country and country of "
          "production are "
          "three facts.",
          {{"element", "Element", "Element"},
           {"kind", "Kind", "Element"},
           {"role", "Role", "Element"},
           {"name", "Name", "Element"},
           {"vendor", "Maker", "Maker"},
           {"vendor_parent", "Owner", "Maker"},
           {"registrant_country", "Registered in", "Maker"},
           {"agent_software", "Agent software", "Maker"},
           {"model", "Model", "Model"},
           {"serial", "Serial", "Model"},
           {"hardware", "Hardware", "Model"},
           {"firmware", "Firmware", "Model"},
           {"software", "Software", "Model"},
           {"location", "Location", "Location"},
           {"date_obtained", "Obtained", "Location"},
           {"country_of_production", "Produced in", "Location"},
           {"first_seen", "First seen", "Record"},
           {"last_changed", "Last change", "Record"},
           {"state", "State", "Record"},
           {"approval", "Approved by", "Record"},
           {"policy", "Policy", ""}},
          {},
          "The record names no element."};
}

}  // namespace

Report equipment_report(const Material& material) {
  Report report{"equipment", "Equipment",
                "Every element that the record names on this day: what it is, who made it, where it stands, and what the evidence is.",
                material.history.as_of()};
  auto table = elements_table();
  Table parts{"parts",
              "Parts",
              "Modules and network cards inside the elements. The maker of a card is that of its address's prefix.",
              {{"element", "Element", ""},
               {"part", "Part", ""},
               {"class", "Class", ""},
               {"vendor", "Maker", ""},
               {"model", "Model", ""},
               {"serial", "Serial", ""},
               {"hardware", "Hardware", ""},
               {"firmware", "Firmware", ""},
               {"software", "Software", ""}},
              {},
              "No part is known."};
  std::size_t in_service = 0, listed = 0, possibly = 0, silent = 0, packages = 0;
  for (auto& [id, element] : material.history.inventory().elements()) {
    auto matches = element.retired ? std::vector<Match>() : material.index.match(element);
    in_service += element.retired ? 0 : 1;
    silent += element.silent && !element.retired ? 1 : 0;
    if (!matches.empty()) ++(matches.front().certainty == Certainty::listed ? listed : possibly);
    for (auto& known : element.evidence) packages += known.evidence.attribute.starts_with("package/") ? 1 : 0;
    table.rows.push_back(element_row(element, matches));
    add_parts(element, parts);
  }
  report.figures = {
      {"elements in service", std::to_string(in_service), std::to_string(table.rows.size() - in_service) + " retired"},
      {"listed", std::to_string(listed), "the evidence says so", listed ? Tone::bad : Tone::good},
      {"possibly listed", std::to_string(possibly), "the evidence contradicts itself or is not enough", possibly ? Tone::warn : Tone::good},
      {"silent", std::to_string(silent), "do not answer", silent ? Tone::warn : Tone::good},
      {"parts", std::to_string(parts.rows.size()), std::to_string(packages) + " software packages besides"}};
  report.tables = {std::move(table), std::move(parts), findings_table(material.history),
                   lists_table(material.lists, material.history.as_of())};
  return report;
}

}  // namespace pellucid::oversight

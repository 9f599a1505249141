#include <algorithm>

#include "oversight/report/rows.hpp"

namespace pellucid::oversight {
namespace {

Table matched_table(const Exposure& exposure) {
  Table table{"matched",
              "Listed and possibly listed equipment",
              "One row for each match. What an element carries is what every known way from a base station to a UPF crosses.",
              {{"element", "Element", "Element"},
               {"kind", "Kind", "Element"},
               {"role", "Role", "Element"},
               {"name", "Name", "Element"},
               {"location", "Location", "Element"},
               {"certainty", "Certainty", ""},
               {"list", "List entry", "List entry"},
               {"part", "Part", "List entry"},
               {"by", "by", "List entry"},
               {"why", "Evidence", ""},
               {"base_stations", "Base stations", "Carries"},
               {"phones", "phones", "Carries"},
               {"octets", "octets", "Carries"}},
              {},
              "No element is listed or possibly listed."};
  for (auto& matched : exposure.matched)
    for (auto& match : matched.matches) {
      RowBuilder row(matched.element);
      row.cell(matched.element->id)
          .cell(std::string(text(matched.element->kind)))
          .evidence({"role"})
          .evidence({"name"})
          .evidence({"location"});
      row.cell(std::string(text(match.certainty)))
          .cell(match_name(match))
          .cell(match.part)
          .cell(std::string(text(match.by)))
          .cell(match.why);
      row.cell(std::to_string(matched.carries.stations))
          .cell(std::to_string(matched.carries.phones))
          .cell(std::to_string(matched.carries.octets));
      row.rests_on(match.because).rests_on(match.against).rests_on(match.list->entry).rests_on(matched.element->found_in);
      table.rows.push_back(row.take(tone_of(match.certainty)));
    }
  return table;
}

Table counts_table(const std::string& name, const std::string& title, const std::vector<Count>& counts) {
  Table table{name,
              title,
              "",
              {{name, name == "kind" ? "Kind" : "Role", ""},
               {"elements", "Elements", ""},
               {"listed", "Listed", ""},
               {"possibly_listed", "Possibly listed", ""},
               {"maker_unknown", "Maker not known", ""}},
              {},
              "The record names no element."};
  for (auto& count : counts) {
    RowBuilder row;
    row.cell(count.name).cell(std::to_string(count.elements)).cell(std::to_string(count.listed)).cell(std::to_string(count.possibly));
    table.rows.push_back(row.cell(std::to_string(count.maker_unknown)).take());
  }
  return table;
}

Table stations_table(const Exposure& exposure) {
  Table table{"base_stations",
              "Base stations",
              "How each base station's traffic meets listed equipment on its ways to the UPFs: always, usually (a shortest way does, "
              "another avoids "
              "it), never, or unknown.",
              {{"element", "Base station", "Base station"},
               {"name", "Name", "Base station"},
               {"listed", "Listed", ""},
               {"possibly", "Listed or possibly", ""},
               {"phones", "Phones", ""},
               {"octets", "Octets", ""}},
              {},
              "The record names no base station."};
  for (auto& station : exposure.stations) {
    RowBuilder row(station.station);
    row.cell(station.station->id).evidence({"name"}).cell(std::string(text(station.listed))).cell(std::string(text(station.possibly)));
    row.cell(station.sampled ? std::to_string(station.load.phones) : "no sample")
        .cell(station.sampled ? std::to_string(station.load.octets) : "no sample");
    row.rests_on(station.station->found_in);
    for (auto& known : station.station->evidence)
      if (known.evidence.attribute.starts_with("neighbour/") || known.evidence.attribute.starts_with("link/")) row.rests_on(known.entry);
    bool touched = station.listed == Passage::always || station.listed == Passage::usually;
    table.rows.push_back(row.take(touched ? Tone::bad : station.possibly == Passage::never ? Tone::plain : Tone::warn));
  }
  return table;
}

Bar bar(const std::string& title, const std::string& unit, const std::array<Load, 4>& loads, std::uint64_t Load::* part) {
  return {title,
          unit,
          {{"always through it", loads[std::size_t(Passage::always)].*part, Tone::bad},
           {"usually", loads[std::size_t(Passage::usually)].*part, Tone::warn},
           {"way not known", loads[std::size_t(Passage::unknown)].*part, Tone::quiet},
           {"never", loads[std::size_t(Passage::never)].*part, Tone::good}}};
}

std::vector<std::string> gaps(const Exposure& exposure) {
  std::vector<std::string> out;
  auto& lost = exposure.listed[std::size_t(Passage::unknown)];
  if (lost.stations > 0)
    out.push_back("For " + counted(lost.stations, "base station", "base stations") +
                  " no way to a UPF is known: whether the traffic passes through listed equipment is not said, and not guessed.");
  if (exposure.upfs == 0 && exposure.total.stations > 0) out.push_back("The record names no UPF, so no way of any base station is known.");
  if (exposure.unsampled > 0)
    out.push_back(counted(exposure.unsampled, "base station has", "base stations have") + " no usage sample and " +
                  (exposure.unsampled == 1 ? "weighs" : "weigh") + " nothing in the shares of subscribers and traffic.");
  if (exposure.unresolved_links > 0)
    out.push_back(counted(exposure.unresolved_links, "neighbour is", "neighbours are") +
                  " reported that the inventory does not name, or not as one element.");
  return out;
}

}  // namespace

Report exposure_report(const Material& material) {
  auto& inventory = material.history.inventory();
  auto exposure = expose(inventory.elements(), inventory.latest_usage(), material.index);
  Report report{"exposure", "Exposure to policy lists",
                "How much of the network the policy lists mean on this day: by count, by kind and role, and by the share of subscribers "
                "and traffic that passes "
                "through the equipment.",
                material.history.as_of()};
  auto& all = exposure.all;
  report.statements = {"Of " + counted(all.elements, "element", "elements") + " in service, " + std::to_string(all.listed) + " " +
                           (all.listed == 1 ? "is" : "are") + " listed and " + std::to_string(all.possibly) + " possibly listed, by " +
                           counted(exposure.entries_in_force, "entry", "entries") + " in force of " +
                           counted(material.lists.size(), "list", "lists") + ".",
                       "An element with a listed part inside counts as listed; the table tells which it is. Lists were asked " +
                           std::string(text(material.context.view)) + "."};
  report.figures = {{"elements", std::to_string(all.elements), "in service"},
                    {"listed", std::to_string(all.listed), "the evidence says so", all.listed ? Tone::bad : Tone::good},
                    {"possibly listed", std::to_string(all.possibly), "the evidence contradicts itself or is not enough",
                     all.possibly ? Tone::warn : Tone::good},
                    {"maker not known", std::to_string(all.maker_unknown), "no list can tell", all.maker_unknown ? Tone::warn : Tone::good},
                    {"known links", std::to_string(exposure.links), counted(exposure.upfs, "UPF", "UPFs")}};
  report.bars = {bar("Subscribers whose traffic passes through listed equipment", "phones", exposure.listed, &Load::phones),
                 bar("Traffic that passes through listed equipment", "octets", exposure.listed, &Load::octets),
                 bar("Base stations whose traffic passes through listed equipment", "base stations", exposure.listed, &Load::stations),
                 bar("Subscribers, with possibly listed equipment counted as listed", "phones", exposure.possibly, &Load::phones)};
  report.tables = {matched_table(exposure), counts_table("kind", "By kind", exposure.by_kind),
                   counts_table("role", "By role", exposure.by_role), stations_table(exposure),
                   lists_table(material.lists, material.history.as_of())};
  report.not_known = gaps(exposure);
  return report;
}

}  // namespace pellucid::oversight

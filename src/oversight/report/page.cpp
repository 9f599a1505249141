// A report as one page for people.
#include <algorithm>
#include <cstdio>

#include "oversight/report/render.hpp"

namespace pellucid::oversight {
namespace {

// Everything that the page needs; nothing is loaded from elsewhere, and the policy forbids it besides.
constexpr std::string_view head = R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<style>
:root { --paper: #fff; --ink: #1a1d21; --soft: #5c6670; --line: #d9dee3; --band: #f4f6f8; --accent: #1b4f8f;
  --good: #1d7a46; --warn: #8a5a00; --bad: #b3261e; --good-fill: #3f9d68; --warn-fill: #e0a030; --bad-fill: #c8453c;
  --quiet-fill: #b6bec6; --plain-fill: #6f8fb5; --warn-band: #fdf5e3; --bad-band: #fcecea; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e6e9ec; --soft: #9aa5b0; --line: #31383f; --band: #1c2126;
  --accent: #8ab4f0; --good: #6ecf97; --warn: #eab95c; --bad: #f28b82; --quiet-fill: #525c66; --warn-band: #2b2412; --bad-band: #321917; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 2.2rem 2rem 4rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif; }
header { border-bottom: 3px solid var(--accent); padding-bottom: 1rem; margin-bottom: 1.4rem; }
header .kind { color: var(--accent); font-weight: 600; letter-spacing: .04em; text-transform: uppercase; font-size: .8rem; }
h1 { font-size: 2rem; line-height: 1.15; margin: .2rem 0 .3rem; }
header .date { font-size: 1.1rem; }
header p { max-width: 60rem; color: var(--soft); margin: .6rem 0 0; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .3rem; }
h2 + p { margin-top: 0; color: var(--soft); max-width: 60rem; }
.statements { border-left: 4px solid var(--accent); background: var(--band); padding: .7rem 1.1rem; margin: 1.2rem 0; }
.statements p { margin: .35rem 0; }
td.lead div.more, td.short div.more { white-space: normal; } .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .8rem; margin: 1.4rem 0; }
.figure { border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; }
.figure b { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.figure span { display: block; font-weight: 600; }
.figure small { color: var(--soft); display: block; }
.good b, .tone-good { color: var(--good); } .warn b, .tone-warn { color: var(--warn); } .bad b, .tone-bad { color: var(--bad); }
.bar { margin: 1.1rem 0; }
.bar .title { font-weight: 600; }
.bar .whole { display: flex; height: 1.5rem; border-radius: 4px; overflow: hidden; background: var(--band); margin: .3rem 0; gap: 1px; }
.bar ul { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.4rem; padding: 0; margin: 0; font-size: .9rem; }
.key { display: inline-block; width: .75rem; height: .75rem; border-radius: 2px; margin-right: .4rem; }
.fill-good { background: var(--good-fill); } .fill-warn { background: var(--warn-fill); } .fill-bad { background: var(--bad-fill); }
.fill-quiet { background: var(--quiet-fill); } .fill-plain { background: var(--plain-fill); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .88rem; }
th { text-align: left; border-bottom: 2px solid var(--line); padding: .4rem .6rem; white-space: nowrap; color: var(--soft); font-weight: 600; }
td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .5rem .6rem; overflow-wrap: anywhere; min-width: 4rem; } td.short { white-space: nowrap; overflow-wrap: normal; }
tr.warn td { background: var(--warn-band); } tr.bad td { background: var(--bad-band); } tr.quiet td { color: var(--soft); }
tr.warn td:first-child { box-shadow: inset 3px 0 var(--warn-fill); } tr.bad td:first-child { box-shadow: inset 3px 0 var(--bad-fill); }
td div.more { min-width: 9.5rem; color: var(--soft); font-size: .92em; } td i { font-style: normal; color: var(--soft); } td div.more i { opacity: .85; }
td.lead { font-weight: 600; } td.lead div.more { font-weight: 400; }
td.proof { font-variant-numeric: tabular-nums; min-width: 4.5rem; } a { color: var(--accent); }
summary { cursor: pointer; color: var(--soft); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: .6rem 0; font-size: .92rem; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
code { font: .92em/1.4 ui-monospace, "DejaVu Sans Mono", "Liberation Mono", monospace; background: var(--band); padding: .05em .3em; border-radius: 3px; }
.none { color: var(--soft); font-style: italic; }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: .8rem; color: var(--soft); font-size: .88rem; }
@media print { @page { size: A4 landscape; margin: 14mm; } :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --band: #f2f2f2;
  --warn-band: #fdf5e3; --bad-band: #fcecea; --accent: #1b4f8f; } body { padding: 0; max-width: none; font-size: 10pt; } .scroll { overflow: visible; }
  tr, .figure, .bar { break-inside: avoid; } thead { display: table-header-group; } h2 { break-after: avoid; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
</style>
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : shown(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\n': out += "<br>"; break;
      default: out += c;
    }
  }
  return out;
}

std::string_view name(Tone tone) {
  constexpr std::string_view names[] = {"plain", "good", "warn", "bad", "quiet"};
  return names[std::size_t(tone)];
}

std::string element(std::string_view tag, std::string_view of_class, const std::string& inside) {
  std::string out = "<" + std::string(tag);
  if (!of_class.empty()) out += " class=\"" + std::string(of_class) + "\"";
  return out + ">" + inside + "</" + std::string(tag) + ">\n";
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  char out[16];
  std::snprintf(out, sizeof out, "%.1f %%", whole ? 100. * double(part) / double(whole) : 0.);
  return out;
}

/// 11000000 as 11,000,000.
std::string grouped(std::uint64_t number) {
  auto out = std::to_string(number);
  for (auto at = std::ptrdiff_t(out.size()) - 3; at > 0; at -= 3) out.insert(std::size_t(at), ",");
  return out;
}

std::string bar(const Bar& bar) {
  std::uint64_t whole = 0;
  for (auto& part : bar.parts) whole += part.value;
  std::string drawn, keys;
  for (auto& part : bar.parts) {
    std::string fill = "fill-" + std::string(name(part.tone));
    if (part.value > 0) {
      char width[64];
      std::snprintf(width, sizeof width, "\" style=\"width:%.4f%%", 100. * double(part.value) / double(whole));
      drawn += "<span class=\"" + fill + width + "\"></span>";
    }
    keys += element("li", "",
                    "<span class=\"key " + fill + "\"></span>" + escaped(part.label) + ": <b>" + percent(part.value, whole) + "</b> (" +
                        grouped(part.value) + " " + escaped(bar.unit) + ")");
  }
  std::string inside = element("div", "title", escaped(bar.title));
  if (whole == 0) return element("div", "bar", inside + element("p", "none", "Nothing was counted: there is no share to show."));
  return element("div", "bar", inside + element("div", "whole", drawn) + element("ul", "", keys));
}

constexpr std::size_t links_in_sight = 4;

std::string proof_links(const std::vector<EntryIndex>& entries) {
  auto link = [](EntryIndex entry) { return "<a href=\"" + proof_path(entry) + "\">" + std::to_string(entry) + "</a> "; };
  std::string out, rest;
  for (std::size_t i = 0; i < entries.size(); ++i) (i < links_in_sight ? out : rest) += link(entries[i]);
  if (!rest.empty())
    out += "<details><summary>" + std::to_string(entries.size() - links_in_sight) + " more</summary>" + rest + "</details>";
  return out;
}

/// Cells that stay on one line: short ones, and single words that are not too long.
bool unbroken(const std::string& text) {
  constexpr std::size_t longest_text = 16, longest_word = 36;
  return text.size() <= longest_text || (text.size() <= longest_word && text.find_first_of(" \n") == std::string::npos);
}

std::string labelled(const Column& column, const std::string& text) { return "<i>" + escaped(column.title) + "</i> " + escaped(text); }

/// Columns of one group in one cell, below each other with their titles; the first without, if its title is the group's.
std::string row(const Table& table, const Row& row, bool with_entries) {
  std::string cells;
  for (std::size_t i = 0; i < table.columns.size();) {
    auto& first = table.columns[i];
    auto& group = first.group;
    bool named = i > 0 && !group.empty() && group != first.title && !row.cells[i].empty();
    std::string inside = named ? labelled(first, row.cells[i]) : escaped(row.cells[i]);
    std::size_t next = i + 1;
    for (; next < table.columns.size() && !group.empty() && table.columns[next].group == group; ++next)
      if (!row.cells[next].empty()) inside += "<div class=\"more\">" + labelled(table.columns[next], row.cells[next]) + "</div>";
    cells += element("td", std::string(i == 0 ? "lead" : "") + (unbroken(row.cells[i]) ? " short" : ""), inside);
    i = next;
  }
  if (with_entries) cells += element("td", "proof", proof_links(row.entries));
  return element("tr", row.tone == Tone::plain ? "" : name(row.tone), cells);
}

std::string table_html(const Table& table) {
  std::string out = element("h2", "", escaped(table.title));
  if (!table.about.empty()) out += element("p", "", escaped(table.about));
  if (table.rows.empty()) return out + element("p", "none", escaped(table.none));
  std::string titles, rows;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    auto& column = table.columns[i];
    if (i > 0 && !column.group.empty() && column.group == table.columns[i - 1].group) continue;
    titles += element("th", "", escaped(column.group.empty() ? column.title : column.group));
  }
  bool with_entries = std::any_of(table.rows.begin(), table.rows.end(), [](auto& one) { return !one.entries.empty(); });
  if (with_entries) titles += element("th", "", "Entries");
  for (auto& one : table.rows) rows += row(table, one, with_entries);
  return out + element("div", "scroll", element("table", "", element("thead", "", element("tr", "", titles)) + element("tbody", "", rows)));
}

std::string figures(const Report& report) {
  std::string out;
  for (auto& figure : report.figures)
    out += element("div", "figure " + std::string(name(figure.tone)),
                   element("b", "", escaped(figure.value)) + element("span", "", escaped(figure.label)) +
                       element("small", "", escaped(figure.detail)));
  return out.empty() ? out : element("div", "figures", out);
}

std::string list(const std::vector<std::string>& items) {
  std::string out;
  for (auto& item : items) out += element("li", "", escaped(item));
  return element("ul", "", out);
}

constexpr std::string_view how_to_check =
    R"(<p>Each row names the entries of the operator's log that it rests on. The file behind a number proves
that this entry stands in the log: it holds the entry's text, its inclusion proof and a signed checkpoint. <code>pellucid-verify</code> checks it
without network and without trusting whoever made this page: <code>pellucid-verify --key LOG_KEY proofs/NUMBER.tlog-proof</code>. That an
entry stands in the log proves that it was recorded and not changed since; whether what it says is true of the equipment, the evidence has to
show.</p>)";

}  // namespace

std::string html(const Report& report) {
  std::string date = (report.from ? day_text(*report.from) + " to " : "as of ") + day_text(report.as_of) + " (end of day, UTC)";
  std::string out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<title>" + escaped(report.title) + ", " + date + "</title>\n" +
                    std::string(head) + "</head>\n<body>\n";
  out += element("header", "",
                 element("div", "kind", "Oversight report") + element("h1", "", escaped(report.title)) + element("div", "date", date) +
                     element("p", "", escaped(report.about)));
  std::string statements;
  for (auto& statement : report.statements) statements += element("p", "", escaped(statement));
  if (!statements.empty()) out += element("div", "statements", statements);
  out += figures(report);
  for (auto& one : report.bars) out += bar(one);
  for (auto& table : report.tables) out += table_html(table);
  out += element("h2", "", "What is not known");
  out += report.not_known.empty() ? element("p", "none", "The record has no gap that this report can see.") : list(report.not_known);
  out += element("h2", "", "What this report was made from");
  std::string facts;
  for (auto& [name, value] : report.facts) facts += element("dt", "", escaped(name)) + element("dd", "", escaped(value));
  out += element("dl", "facts", facts);
  out += element("h2", "", "How to check a row") + std::string(how_to_check) + "\n";
  out += element("footer", "", "Made by Pellucid from the operator&#39;s log. Personal data is not part of this report.");
  return out + "</body>\n</html>\n";
}

}  // namespace pellucid::oversight

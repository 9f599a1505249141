#include "oversight/report/issue.hpp"

#include "crypto/sha256.hpp"
#include "ledger/format/proof_file.hpp"
#include "oversight/report/render.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::uint64_t entries_at_once = 4096;

std::string stem(const Report& report) {
  return report.kind + "-" + (report.from ? day_text(*report.from) + "-to-" : "") + day_text(report.as_of);
}

}  // namespace

std::optional<ReportFormats> parse_formats(std::string_view text) {
  ReportFormats out;
  while (true) {
    auto end = std::min(text.find(','), text.size());
    auto name = text.substr(0, end);
    bool* which = name == "html" ? &out.html : name == "csv" ? &out.csv : name == "json" ? &out.json : nullptr;
    if (!which) return {};
    *which = true;
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

ledger::LedgerResult<Nothing> read_history(ledger::Reader& reader, History& history) {
  for (std::uint64_t from = 0; from < reader.size(); from += entries_at_once) {
    auto texts = reader.entries(from, std::min(from + entries_at_once, reader.size()));
    if (!texts.ok()) return Fail(texts.error());
    for (std::uint64_t i = 0; i < texts->size(); ++i) {
      auto entry = ledger::parse_entry((*texts)[i]);
      if (entry.ok())
        history.apply(*entry, from + i);
      else
        history.unreadable(from + i, entry.error());
    }
  }
  return Nothing();
}

ledger::LedgerResult<Day> first_day(ledger::Reader& reader) {
  using ledger::LedgerError;
  auto text = reader.entry(0);
  if (!text.ok()) return Fail(text.error());
  auto entry = ledger::parse_entry(*text);
  if (!entry.ok()) return Fail(LedgerError{LedgerError::Kind::damaged, "", "entry 0: " + entry.error()});
  return day_of(entry->time);
}

std::vector<std::pair<std::string, std::string>> log_facts(const ledger::Reader& reader) {
  auto& head = reader.checkpoint().checkpoint;
  return {{"Log", head.origin},
          {"Checkpoint", std::to_string(head.size) + " entries, root " + hex(head.root)},
          {"Signatures on it", std::to_string(reader.checkpoint().note.signatures.size())}};
}

std::vector<OutputFile> render(const Report& report, const ReportFormats& formats) {
  std::vector<OutputFile> out;
  auto name = stem(report);
  if (formats.html) out.push_back({name + ".html", html(report)});
  if (formats.json) out.push_back({name + ".json", tree(report).json() + "\n"});
  if (formats.csv)
    for (auto& table : report.tables) out.push_back({name + "-" + table.name + ".csv", csv(table)});
  return out;
}

ledger::LedgerResult<std::vector<OutputFile>> proofs(ledger::Reader& reader, const std::vector<EntryIndex>& entries) {
  using ledger::LedgerError;
  if (entries.size() > max_proof_files)
    return Fail(LedgerError{LedgerError::Kind::invalid, "", std::to_string(entries.size()) + " proofs for one report",
                            "ask for a shorter time; " + std::to_string(max_proof_files) + " are allowed"});
  std::vector<OutputFile> out;
  auto checkpoint = reader.checkpoint().note.encoded();
  for (auto index : entries) {
    auto entry = reader.entry(index);
    if (!entry.ok()) return Fail(entry.error());
    auto proof = reader.prove_inclusion(index, reader.size());
    if (!proof.ok()) return Fail(proof.error());
    out.push_back({proof_path(index), ledger::ProofFile{std::move(*entry), index, std::move(*proof), checkpoint}.text()});
  }
  return out;
}

ledger::Entry issued_entry(const Report& report, const std::vector<OutputFile>& files, const std::string& actor,
                           const std::string& reason) {
  ledger::Entry entry;
  entry.type = "report.issued";
  entry.actor = actor;
  entry.reason = reason;
  entry.after.add("kind", report.kind);
  if (report.from) entry.after.add("from", day_text(*report.from));
  entry.after.add("as_of", day_text(report.as_of));
  Tree& list = entry.after.add("files", Tree::array());
  for (auto& file : files) list.push(Tree(Tree::Object{{"name", file.name}, {"sha256", hex(crypto::sha256({as_bytes(file.content)}))}}));
  return entry;
}

Io<Nothing> write_files(World& world, const std::string& folder, const std::vector<OutputFile>& files) {
  for (auto& file : files)
    if (auto written = world.write_file(folder + "/" + file.name, as_bytes(file.content)); !written.ok()) return written;
  return Nothing();
}

}  // namespace pellucid::oversight

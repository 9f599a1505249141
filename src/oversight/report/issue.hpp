#pragma once
// From a log to files for others: reading it, rendering a report, the proofs of its rows, and the entry that says that it was handed out.
#include <string>
#include <vector>

#include "ledger/log/reader.hpp"
#include "ledger/log/recorder.hpp"
#include "oversight/report/reports.hpp"
#include "runtime/world.hpp"

namespace pellucid::oversight {

struct ReportFormats {
  bool html = false, csv = false, json = false;
};
/// "html", "csv", "json", or several with commas; nothing if it is anything else.
std::optional<ReportFormats> parse_formats(std::string_view text);

struct OutputFile {
  std::string name;  // "equipment-2026-04-02.html", "proofs/12.tlog-proof"
  std::string content;
};

inline constexpr std::size_t max_proof_files = 100'000;  // of one report

/// Every entry of the log, in order. An entry that cannot be read or understood is noted in the history; a damaged file ends it.
ledger::LedgerResult<Nothing> read_history(ledger::Reader& reader, History& history);
/// The day of the log's first entry.
ledger::LedgerResult<Day> first_day(ledger::Reader& reader);
/// What a report says of the log that it was made from: origin, size, root.
std::vector<std::pair<std::string, std::string>> log_facts(const ledger::Reader& reader);

/// The report in these formats; one CSV file a table.
std::vector<OutputFile> render(const Report& report, const ReportFormats& formats);
/// Proof files of all entries that the report rests on, under the log's present checkpoint. invalid: more than max_proof_files.
ledger::LedgerResult<std::vector<OutputFile>> proofs(ledger::Reader& reader, const std::vector<EntryIndex>& entries);

/// `report.issued`: kind, dates, view, and the SHA-256 of each file that was handed out.
ledger::Entry issued_entry(const Report& report, const std::vector<OutputFile>& files, const std::string& actor, const std::string& reason);

/// Into a folder that exists, as its `proofs` does.
Io<Nothing> write_files(World& world, const std::string& folder, const std::vector<OutputFile>& files);

}  // namespace pellucid::oversight

#include "app/reporting.hpp"

#include <pwd.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>

#include "app/signing_key.hpp"
#include "oversight/report/audit.hpp"

namespace pellucid::app {
namespace {

using namespace oversight;

template <class T>
using Typed = Result<T, std::string>;

/// Empty: `otherwise`.
Typed<Day> typed_day(const std::string& option, const std::string& text, Day otherwise) {
  if (text.empty()) return otherwise;
  auto day = parse_day(text);
  if (!day) return Fail(option + " " + text + ": allowed is a day YYYY-MM-DD from 1970 to 2199");
  return *day;
}

Typed<ListView> typed_view(const std::string& text) {
  if (text == "dated") return ListView::by_their_dates;
  if (text == "logged") return ListView::as_logged;
  return Fail("--lists " + text + ": allowed are dated and logged");
}

Typed<Nothing> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Fail(path + ": " + error.message());
  return Nothing();
}

Typed<std::pair<EntryIndex, std::string>> typed_opening(const std::string& text) {
  auto colon = text.find(':');
  EntryIndex entry = 0;
  auto end = text.data() + std::min(colon, text.size());
  auto [stop, error] = std::from_chars(text.data(), end, entry);
  if (colon == text.npos || error != std::errc() || stop != end || colon + 1 == text.size())
    return Fail("--opening " + text + ": allowed is ENTRY:FIELD, such as 17:supi");
  return std::pair(entry, text.substr(colon + 1));
}

struct Asked {
  ledger::Reader reader;
  Day as_of{}, from{};
  ListView view{};
};

/// The log and the days, from either kind of options.
Typed<Asked> ask(World& world, const auto& options) {
  auto as_of = typed_day("--as-of", options.as_of, day_of(world.wall()));
  if (!as_of.ok()) return Fail(as_of.error());
  auto view = typed_view(options.lists);
  if (!view.ok()) return Fail(view.error());
  auto reader = ledger::Reader::open(options.ledger);
  if (!reader.ok()) return Fail(reader.error().text());
  auto first = first_day(*reader);
  if (!first.ok()) return Fail(first.error().text());
  auto from = typed_day("--from", options.from, *first);
  if (!from.ok()) return Fail(from.error());
  if (*from > *as_of && !options.from.empty())
    return Fail("--from " + options.from + ": allowed are days up to --as-of, " + day_text(*as_of));
  return Asked{std::move(*reader), *as_of, *from, *view};
}

}  // namespace

std::string this_user() {
  auto* entry = getpwuid(getuid());
  return std::string(entry ? entry->pw_name : "?") + " (uid " + std::to_string(getuid()) + ")";
}

Result<Pen, std::string> take_pen(World& world, const std::string& folder, const std::string& key) {
  Pen pen;
  if (key.empty()) return pen;
  auto reader = ledger::Reader::open(folder);
  if (!reader.ok()) return Fail(reader.error().text());
  auto signer = open_signer(world, key, reader->checkpoint().checkpoint.origin);
  if (!signer.ok()) return Fail(signer.error());
  pen.signer = std::move(*signer);
  auto log = ledger::Log::open(world, {.folder = folder, .signer = *pen.signer});
  if (!log.ok()) return Fail(log.error().text());
  pen.log = std::move(*log);
  pen.recorder = ledger::inline_recorder(world, *pen.log);
  return pen;
}

Reported write_report(World& world, const ReportOptions& options, ledger::Recorder* recorder) {
  auto kind = parse_report_kind(options.kind);
  if (!kind) return Fail("report " + options.kind + ": allowed are equipment, changes, exposure and section5");
  auto formats = parse_formats(options.format);
  if (!formats) return Fail("--format " + options.format + ": allowed are html, csv and json, or several with commas");
  auto asked = ask(world, options);
  if (!asked.ok()) return Fail(asked.error());
  History history(asked->as_of, *kind == ReportKind::changes ? std::optional(asked->from) : std::nullopt);
  if (auto read = read_history(asked->reader, history); !read.ok()) return Fail(read.error().text());
  auto report = make_report(*kind, history, {asked->view, log_facts(asked->reader)});
  auto files = render(report, *formats);
  auto proof_files = proofs(asked->reader, entries_of(report));
  if (!proof_files.ok()) return Fail(proof_files.error().text());
  if (auto made = make_folder(options.out + "/proofs"); !made.ok()) return Fail(made.error());

  std::string told = "The log does not say that this report was handed out: give --key to record it.\n";
  if (recorder) {
    auto index = recorder->record(issued_entry(report, files, options.actor, options.reason));
    if (!index.ok()) return Fail("the report is not written, because the log cannot say so: " + index.error().text());
    told = "The log says so in entry " + std::to_string(*index) + ".\n";
  }
  for (auto* some : {&files, &*proof_files})
    if (auto written = write_files(world, options.out, *some); !written.ok()) return Fail(written.error().what);
  std::string out;
  for (auto& file : files) out += options.out + "/" + file.name + "\n";
  return out + options.out + "/proofs: " + std::to_string(proof_files->size()) + " proof files\n" + told;
}

Reported write_audit_bundle(World& world, const AuditOptions& options, ledger::Recorder* recorder) {
  auto asked = ask(world, options);
  if (!asked.ok()) return Fail(asked.error());
  AuditRequest request{.as_of = asked->as_of,
                       .from = asked->from,
                       .with_reports = recorder != nullptr,
                       .view = asked->view,
                       .log_folder = options.ledger,
                       .actor = options.actor,
                       .reason = options.reason};
  for (auto& text : options.openings) {
    auto opening = typed_opening(text);
    if (!opening.ok()) return Fail(opening.error());
    request.openings.push_back(*opening);
  }
  if (!options.policy.empty()) {
    auto policy = world.read_file(options.policy);
    if (!policy.ok()) return Fail("--policy: " + policy.error().what);
    request.policy = as_text(*policy);
  }
  auto audit = prepare_audit(asked->reader, request);
  if (!audit.ok()) return Fail(audit.error().text());
  for (auto& entry : audit->issued)
    if (auto index = recorder->record(entry); !index.ok())
      return Fail("the bundle is not written, because the log cannot say so: " + index.error().text());
  if (auto written = write_audit(asked->reader, *audit, request, options.out); !written.ok()) return Fail(written.error());
  std::string out = options.out + ": log, " + std::to_string(audit->reports.size()) + " reports, " + std::to_string(audit->entries.size()) +
                    " proofs, " + std::to_string(request.openings.size()) + " openings\n";
  if (!recorder) out += "No reports are in it: without --key the log cannot say that they were handed out.\n";
  return out;
}

}  // namespace pellucid::app

#include "oversight/report/audit.hpp"

#include <algorithm>

#include "ledger/verify/bundle.hpp"

namespace pellucid::oversight {
namespace {

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

ledger::LedgerResult<Audit> prepare_audit(ledger::Reader& reader, const AuditRequest& request) {
  auto from = request.from ? ledger::LedgerResult<Day>(*request.from) : first_day(reader);
  if (!from.ok()) return Fail(from.error());
  History history(request.as_of, *from);
  if (auto read = read_history(reader, history); !read.ok()) return Fail(read.error());
  ReportContext context{request.view, log_facts(reader)};
  Audit audit;
  if (!request.with_reports) return audit;
  for (auto kind : {ReportKind::equipment, ReportKind::changes, ReportKind::exposure, ReportKind::section5}) {
    auto report = make_report(kind, history, context);
    auto files = render(report, {true, true, true});
    audit.issued.push_back(issued_entry(report, files, request.actor, request.reason));
    auto entries = entries_of(report);
    audit.entries.insert(audit.entries.end(), entries.begin(), entries.end());
    for (auto& file : files) audit.reports.push_back(std::move(file));
  }
  std::sort(audit.entries.begin(), audit.entries.end());
  audit.entries.erase(std::unique(audit.entries.begin(), audit.entries.end()), audit.entries.end());
  return audit;
}

Result<Nothing, std::string> write_audit(ledger::Reader& reader, const Audit& audit, const AuditRequest& request,
                                         const std::string& output) {
  if (auto fresh = reader.refresh(); !fresh.ok()) return Fail(fresh.error().text());
  auto proof_files = proofs(reader, audit.entries);
  if (!proof_files.ok()) return Fail(proof_files.error().text());
  ledger::BundleContent content;
  content.log_folder = request.log_folder;
  content.policy = request.policy;
  for (auto& file : audit.reports) content.reports.emplace_back(file.name, file.content);
  for (auto& file : *proof_files) content.proofs.emplace_back(file_name(file.name), file.content);
  for (auto& [entry, field] : request.openings) {
    auto opening = reader.opening(entry, field);
    if (!opening.ok()) return Fail("sealed field " + field + " of entry " + std::to_string(entry) + ": " + opening.error().text());
    content.openings.push_back({entry, false, std::move(*opening)});
  }
  return ledger::write_bundle(content, output);
}

}  // namespace pellucid::oversight

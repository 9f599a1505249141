#pragma once
// An audit bundle: the log, the four reports with their proofs, chosen openings and the operator's trust policy in one folder, which
// pellucid-verify checks on an empty machine (ledger/verify/bundle.hpp). Two steps, because the log has to say what was handed out before
// it is copied:
//
//   auto audit = prepare_audit(reader, request);                // reads, renders
//   for (auto& entry : audit->issued) recorder.record(entry);   // and waits until they are durable
//   write_audit(reader, *audit, request, "/media/usb/audit");
#include "oversight/report/issue.hpp"

namespace pellucid::oversight {

struct AuditRequest {
  Day as_of{};
  std::optional<Day> from{};  // of the report of changes; nothing: since the log's first entry
  bool with_reports = true;   // without: for whoever cannot record that they were handed out
  ListView view = ListView::by_their_dates;
  std::string log_folder;
  std::string policy{};                                        // text of a tlog-policy; may be empty
  std::vector<std::pair<EntryIndex, std::string>> openings{};  // entry and field: sealed contents that the auditor is to see
  std::string actor, reason;
};

struct Audit {
  std::vector<OutputFile> reports;
  std::vector<EntryIndex> entries;    // that any of them rests on
  std::vector<ledger::Entry> issued;  // to be recorded before the bundle is written
};

ledger::LedgerResult<Audit> prepare_audit(ledger::Reader& reader, const AuditRequest& request);
/// Writes the folder `output`, which must not be there yet. The error is in words for the operator.
Result<Nothing, std::string> write_audit(ledger::Reader& reader, const Audit& audit, const AuditRequest& request,
                                         const std::string& output);

}  // namespace pellucid::oversight

#pragma once
// What `report` and `audit export` do, for the commands and for a process that has the log open. `recorder`: durable when record() returns
// (ledger::inline_recorder); nullptr: the log cannot be told what was handed out.
#include <memory>

#include "app/commands.hpp"
#include "ledger/log/log.hpp"
#include "ledger/log/recorder.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

/// In words for the operator: what was written, or what is wrong.
using Reported = Result<std::string, std::string>;

/// Report, proofs of its rows, and with a recorder the entry `report.issued`.
Reported write_report(World& world, const ReportOptions& options, ledger::Recorder* recorder);
/// The bundle. With a recorder it holds the four reports, recorded before the log is copied; without one only log, policy and openings.
Reported write_audit_bundle(World& world, const AuditOptions& options, ledger::Recorder* recorder);

/// A log at rest, opened to tell it what is handed out.
struct Pen {
  std::unique_ptr<ledger::Signer> signer;
  std::unique_ptr<ledger::Log> log;
  std::unique_ptr<ledger::Recorder> recorder;  // none without a key
};
/// `key`: a source as in signing_key.hpp; empty: a Pen that cannot write. Refused while another process writes to the log.
Result<Pen, std::string> take_pen(World& world, const std::string& folder, const std::string& key);
/// "anna (uid 1000)": who runs this process.
std::string this_user();

}  // namespace pellucid::app

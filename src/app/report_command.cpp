// `pellucid report` and `pellucid audit export`.
#include "app/issuing.hpp"

namespace pellucid::app {

int report_command(const ReportOptions& asked) {
  return issue(asked.config_file, asked.ledger,
               [&](World& world, const std::string& folder, ledger::Recorder* recorder, const std::string& actor) {
                 auto options = asked;
                 options.ledger = folder;
                 options.actor = actor;
                 return write_report(world, options, recorder);
               });
}

int audit_export_command(const AuditOptions& asked) {
  return issue(asked.config_file, asked.ledger,
               [&](World& world, const std::string& folder, ledger::Recorder* recorder, const std::string& actor) {
                 auto options = asked;
                 options.ledger = folder;
                 options.actor = actor;
                 return write_audit_bundle(world, options, recorder);
               });
}

}  // namespace pellucid::app

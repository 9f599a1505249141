// `pellucid audit export`: the log and what was made from it in one folder, for pellucid-verify.
#include <cstdio>

#include "app/reporting.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {

namespace {

Reported hand_out_bundle(AuditOptions options) {
  auto world = RealWorld::open();
  if (!world.ok()) return Fail(world.error().what);
  auto pen = take_pen(**world, options.ledger, options.key);
  if (!pen.ok()) return Fail(pen.error());
  options.actor = this_user();
  return write_audit_bundle(**world, options, pen->recorder.get());
}

}  // namespace

int audit_export_command(const AuditOptions& options) {
  auto done = hand_out_bundle(options);
  if (done.ok())
    std::fputs(done->c_str(), stdout);
  else
    std::fprintf(stderr, "%s\n", done.error().c_str());
  return done.ok() ? 0 : 1;
}

}  // namespace pellucid::app

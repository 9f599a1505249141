// `pellucid report`: one report out of the folder of a log.
#include <cstdio>

#include "app/reporting.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {

namespace {

Reported hand_out_report(ReportOptions options) {
  auto world = RealWorld::open();
  if (!world.ok()) return Fail(world.error().what);
  auto pen = take_pen(**world, options.ledger, options.key);
  if (!pen.ok()) return Fail(pen.error());
  options.actor = this_user();
  return write_report(**world, options, pen->recorder.get());
}

}  // namespace

int report_command(const ReportOptions& options) {
  auto done = hand_out_report(options);
  if (done.ok())
    std::fputs(done->c_str(), stdout);
  else
    std::fprintf(stderr, "%s\n", done.error().c_str());
  return done.ok() ? 0 : 1;
}

}  // namespace pellucid::app

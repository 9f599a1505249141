// `pellucid report`: one report out of the folder of a log.
#include <cstdio>

#include "app/reporting.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {

int report_command(const ReportOptions& options) {
  auto world = RealWorld::open();
  auto done = world.ok() ? write_report(**world, options, nullptr) : Reported(Fail(world.error().what));
  if (done.ok())
    std::fputs(done->c_str(), stdout);
  else
    std::fprintf(stderr, "%s\n", done.error().c_str());
  return done.ok() ? 0 : 1;
}

}  // namespace pellucid::app

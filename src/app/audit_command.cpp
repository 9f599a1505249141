// `pellucid audit export`: the log and what was made from it in one folder, for pellucid-verify.
#include <cstdio>

#include "app/reporting.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {

int audit_export_command(const AuditOptions& options) {
  auto world = RealWorld::open();
  auto done = world.ok() ? write_audit_bundle(**world, options, nullptr) : Reported(Fail(world.error().what));
  if (done.ok())
    std::fputs(done->c_str(), stdout);
  else
    std::fprintf(stderr, "%s\n", done.error().c_str());
  return done.ok() ? 0 : 1;
}

}  // namespace pellucid::app

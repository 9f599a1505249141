#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace pellucid {

void check_failed(const char* what, std::source_location where) {
  std::fprintf(stderr, "pellucid: internal error at %s:%u (%s): %s\n", where.file_name(), where.line(), where.function_name(), what);
  std::abort();
}

}  // namespace pellucid

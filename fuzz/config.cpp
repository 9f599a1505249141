// The configuration file: whatever it says, there are findings in words or a configuration that can be used.
#include "app/config.hpp"

#include "fuzz/same.hpp"

using namespace pellucid;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto loaded = app::parse_config(std::string(as_text(ByteView(data, size))), "fuzz.toml");
  bool fatal = false;
  for (auto& finding : loaded.findings) {
    check(!finding.text().empty(), "a finding without words");
    fatal |= finding.fatal;
  }
  check(loaded.usable() == !fatal, "usable with a fatal finding, or not without one");
  for (auto& finding : app::check_consistency(loaded.config)) check(!finding.text().empty(), "a finding without words");
  return 0;
}

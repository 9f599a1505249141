#pragma once
// Usage reporting on the control side (TS 29.244 §5.2.2): what was reported of a rule's meter, and when the next report is due.
#include <cstdint>
#include <optional>

#include "core/upf/rules.hpp"
#include "runtime/world.hpp"

namespace pellucid::upf {

class Usage {
 public:
  /// Measuring starts now.
  Usage(const Urr& urr, Instant now, WallTime wall);
  /// The rule as it is now; counts go on. Arms the meter.
  void set(const Urr& urr);
  std::uint32_t id() const { return urr_.id; }
  /// When a report is due because of time: the threshold or the period, whichever is nearer. Nothing if neither.
  std::optional<Instant> due() const;
  /// Which of the two it is.
  pfcp::UsageTrigger due_trigger() const;
  /// Volume and time since the last report; a new count begins, and the meter is armed again.
  pfcp::UsageReport report(pfcp::UsageTrigger trigger, Instant now, WallTime wall);

 private:
  struct Counts {
    std::uint64_t uplink_octets = 0, downlink_octets = 0, uplink_packets = 0, downlink_packets = 0;
  };
  Counts read() const;
  void arm();
  Urr urr_;
  Counts reported_;
  std::uint32_t sequence_ = 0;  // UR-SEQN, from 0
  Instant since_;
  WallTime since_wall_;
};

}  // namespace pellucid::upf

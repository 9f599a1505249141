#include "core/upf/usage.hpp"

#include <algorithm>

namespace pellucid::upf {

namespace {

pfcp::NtpTime ntp(WallTime wall) {
  return pfcp::ntp_time(std::uint64_t(std::chrono::duration_cast<std::chrono::seconds>(wall.time_since_epoch()).count()));
}

}  // namespace

Usage::Usage(const Urr& urr, Instant now, WallTime wall) : urr_(urr), since_(now), since_wall_(wall) {
  reported_ = read();
  arm();
}

void Usage::set(const Urr& urr) {
  urr_ = urr;
  arm();
}

Usage::Counts Usage::read() const {
  auto& v = urr_.meter->volume;
  return {v.uplink_octets.value(), v.downlink_octets.value(), v.uplink_packets.value(), v.downlink_packets.value()};
}

void Usage::arm() {
  auto limit = [this](const std::optional<std::uint64_t>& threshold, std::uint64_t base) {
    // A threshold of nothing would report without end.
    if (!urr_.on_volume || !threshold || *threshold == 0 || *threshold > Meter::never - base) return Meter::never;
    return base + *threshold;
  };
  auto& m = *urr_.meter;
  m.total_limit.store(limit(urr_.volume_threshold.total, reported_.uplink_octets + reported_.downlink_octets), std::memory_order_relaxed);
  m.uplink_limit.store(limit(urr_.volume_threshold.uplink, reported_.uplink_octets), std::memory_order_relaxed);
  m.downlink_limit.store(limit(urr_.volume_threshold.downlink, reported_.downlink_octets), std::memory_order_relaxed);
}

std::optional<Instant> Usage::due() const {
  std::optional<std::uint32_t> seconds;
  if (urr_.on_time && urr_.time_threshold_s) seconds = *urr_.time_threshold_s;
  if (urr_.periodic && urr_.period_s) seconds = std::min(seconds.value_or(*urr_.period_s), *urr_.period_s);
  if (!seconds) return {};
  return since_ + std::chrono::seconds(std::max<std::uint32_t>(*seconds, 1));
}

pfcp::UsageTrigger Usage::due_trigger() const {
  bool period = urr_.periodic && urr_.period_s && (!urr_.on_time || !urr_.time_threshold_s || *urr_.period_s <= *urr_.time_threshold_s);
  return period ? pfcp::UsageTrigger::perio : pfcp::UsageTrigger::timth;
}

pfcp::UsageReport Usage::report(pfcp::UsageTrigger trigger, Instant now, WallTime wall) {
  pfcp::UsageReport out;
  out.urr_id = pfcp::UrrId(urr_.id);
  out.ur_seqn = sequence_++;
  out.trigger.set(trigger);
  out.start_time = ntp(since_wall_);
  out.end_time = ntp(wall);
  auto seen = read();
  if (urr_.by_volume) {
    pfcp::VolumeMeasurement volume;
    volume.uplink = seen.uplink_octets - reported_.uplink_octets;
    volume.downlink = seen.downlink_octets - reported_.downlink_octets;
    volume.total = *volume.uplink + *volume.downlink;
    if (urr_.count_packets) {
      volume.uplink_packets = seen.uplink_packets - reported_.uplink_packets;
      volume.downlink_packets = seen.downlink_packets - reported_.downlink_packets;
      volume.total_packets = *volume.uplink_packets + *volume.downlink_packets;
    }
    out.volume = volume;
  }
  if (urr_.by_duration) out.duration_s = std::uint32_t(std::chrono::duration_cast<std::chrono::seconds>(now - since_).count());
  reported_ = seen;
  since_ = now;
  since_wall_ = wall;
  arm();
  return out;
}

}  // namespace pellucid::upf

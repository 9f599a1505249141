#include "app/rates.hpp"

#include <cmath>

namespace pellucid::app {

Rates::Rates(World& world, std::function<Totals()> count) : world_(world), count_(std::move(count)), timer_(world) { take(); }

void Rates::take() {
  samples_.push_back({world_.now(), count_()});
  if (samples_.size() > samples_kept) samples_.pop_front();
  timer_.start(interval, [this] { take(); });
}

Tree Rates::tree() const {
  auto& then = samples_.front();
  auto now = count_();
  double seconds = std::chrono::duration<double>(world_.now() - then.when).count();
  // Tenths are enough to read; a window of nothing has no rate.
  auto tenths = [](double value) { return std::round(value * 10) / 10; };
  auto a_second = [&](std::uint64_t Totals::* what, double factor = 1) {
    return seconds > 0 ? tenths(double(now.*what - then.totals.*what) * factor / seconds) : 0.0;
  };
  auto direction = [&](std::uint64_t Totals::* packets, std::uint64_t Totals::* octets) {
    Tree out = Tree::object();
    out.add("packets_per_s", a_second(packets));
    out.add("bits_per_s", a_second(octets, 8));
    return out;
  };
  Tree out = Tree::object();
  out.add("over_s", tenths(seconds));
  out.add("registrations_per_s", a_second(&Totals::registrations));
  out.add("sessions_per_s", a_second(&Totals::sessions));
  out.add("uplink", direction(&Totals::uplink_packets, &Totals::uplink_octets));
  out.add("downlink", direction(&Totals::downlink_packets, &Totals::downlink_octets));
  out.add("dropped_packets_per_s", a_second(&Totals::dropped_packets));
  return out;
}

}  // namespace pellucid::app

#include "ran/mac/slot_engine.hpp"

#include "base/check.hpp"

namespace pellucid::mac {

SlotEngine::SlotEngine(Cell& cell, CellPhy& phy, const InitialAccess& access, radio::Radio& radio)
    : cell_(cell),
      phy_(phy),
      access_(access),
      radio_(radio),
      received_(radio.channels(), phy::Samples(access.uplink.slot_samples())),
      sent_(access.downlink.slot_samples()),
      silence_(access.downlink.slot_samples()) {
  for (auto& samples : received_) received_views_.emplace_back(samples);
}

Result<phy::SlotPoint, radio::Error> SlotEngine::step() {
  auto time = radio_.receive(received_views_);
  if (!time.ok()) return Fail(time.error());
  auto samples = std::int64_t(access_.uplink.slot_samples());
  std::int64_t index = time->value() / samples;
  check(time->value() % samples == 0, "reads of whole slots keep the radio's time at a slot's border");
  phy::SlotPoint slot(access_.uplink.spacing, 0, unsigned(index % phy::SlotPoint::cycle(access_.uplink.spacing)));
  // After a start or a jump of the radio's time the slots between now and slots_ahead have not been planned.
  if (last_index_ && index != *last_index_ + 1) counters_.skipped += std::uint64_t(index - *last_index_ - 1);
  if (!last_index_ || index != *last_index_ + 1)
    for (unsigned ahead = 1; ahead < slots_ahead; ++ahead) send(*time, slot + ahead, ahead);
  last_index_ = index;
  ++counters_.slots;

  cell_.uplink(slot, uplink_);
  phy_.receive(uplink_, received_views_, result_);
  cell_.indicate(result_);
  send(*time, slot + slots_ahead, slots_ahead);
  return slot;
}

void SlotEngine::send(radio::SampleTime now, phy::SlotPoint slot, unsigned ahead) {
  cell_.downlink(slot, downlink_);
  phy_.transmit(downlink_, sent_);
  std::vector<std::span<const phy::Sample>> channels(radio_.channels(), silence_);
  channels[0] = sent_;
  auto sent = radio_.transmit(now + std::int64_t(ahead * sent_.size()), channels);
  if (!sent.ok()) ++counters_.late;
}

}  // namespace pellucid::mac

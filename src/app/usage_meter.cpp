#include "app/usage_meter.hpp"

namespace pellucid::app {

UsageMeter::UsageMeter(World& world, const amf::Amf& amf, Duration sample, Report report)
    : world_(world), amf_(amf), sample_(sample), report_(std::move(report)), since_(world.now()), timer_(world) {
  again();
}

void UsageMeter::again() {
  if (sample_ == Duration(0)) return;
  timer_.start(sample_, [this] {
    report();
    again();
  });
}

void UsageMeter::used(const Supi& supi, std::uint64_t octets) {
  if (auto gnb = amf_.gnb_of(supi)) octets_[*gnb] += octets;
}

void UsageMeter::report() {
  Sample sample;
  for (auto& [gnb, phones] : amf_.phones_by_gnb()) sample.usage[gnb].phones = phones;
  for (auto& [gnb, octets] : octets_) sample.usage[gnb].octets = octets;
  octets_.clear();
  sample.phone_models = amf_.phones_by_tac();
  sample.seconds = std::uint64_t(std::chrono::duration_cast<std::chrono::seconds>(world_.now() - since_).count());
  since_ = world_.now();
  report_(sample);
}

}  // namespace pellucid::app

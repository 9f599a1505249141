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
  std::map<amf::GnbId, Usage> usage;
  for (auto& [gnb, phones] : amf_.phones_by_gnb()) usage[gnb].phones = phones;
  for (auto& [gnb, octets] : octets_) usage[gnb].octets = octets;
  octets_.clear();
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(world_.now() - since_).count();
  since_ = world_.now();
  if (!usage.empty()) report_(usage, std::uint64_t(seconds));
}

}  // namespace pellucid::app

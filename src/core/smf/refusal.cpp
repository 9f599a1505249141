#include "core/smf/refusal.hpp"

namespace pellucid::smf {

void Refusals::add(Refused refused) {
  if (limit_ == 0) return;
  if (kept_.size() >= limit_) kept_.pop_front();
  kept_.push_back(std::move(refused));
}

std::vector<Refused> Refusals::of(const Supi& supi) const {
  std::vector<Refused> out;
  for (auto& refused : kept_)
    if (supi.empty() || refused.supi == supi) out.push_back(refused);
  return out;
}

const char* name(ProcedureName procedure) {
  static constexpr const char* names[] = {
      "association",           "establishment",           "existing session", "activation",         "deactivation",
      "modification by phone", "modification by network", "release by phone", "release by network", "local release",
      "downlink data",         "error indication",        "path switch",      "restoration"};
  static_assert(std::size(names) == std::size_t(ProcedureName::count_));
  auto i = std::size_t(procedure);
  return i < std::size(names) ? names[i] : "unknown";
}

}  // namespace pellucid::smf

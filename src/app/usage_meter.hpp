#pragma once
// UsageMeter: how many phones and octets pass through each base station, for the log. Counts only: no phone is told of. Octets are those
// that the UPF has reported (TS 29.244 §5.2.2), and count for the base station where the phone was then.
#include <functional>
#include <map>

#include "core/amf/amf.hpp"

namespace pellucid::app {

class UsageMeter {
 public:
  struct Usage {
    std::uint64_t phones = 0;  // registered ones that are there or were there last
    std::uint64_t octets = 0;  // since the last report
  };
  using Report = std::function<void(const std::map<amf::GnbId, Usage>& usage, std::uint64_t seconds)>;
  /// Reports every `sample`, unless that is zero.
  UsageMeter(World& world, const amf::Amf& amf, Duration sample, Report report);

  void used(const Supi& supi, std::uint64_t octets);
  /// What has gathered, now.
  void report();

 private:
  void again();

  World& world_;
  const amf::Amf& amf_;
  Duration sample_;
  Report report_;
  Instant since_;
  std::map<amf::GnbId, std::uint64_t> octets_;
  Timer timer_;
};

}  // namespace pellucid::app

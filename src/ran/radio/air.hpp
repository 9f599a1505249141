#pragma once
// The simulated air: any number of radios in one process, joined by channels. No threads, no waiting, nothing random but
// through seeds: the same calls give the same samples, in blocks of any size.
//
//   Air air(11.52e6);
//   Radio& cell = air.add_end({.channels = 1, .noise_power_db = -40, .seed = 1});
//   Radio& phone = air.add_end({.channels = 1, .noise_power_db = -35, .seed = 2});
//   air.connect(cell, phone, {.path_gain_db = -3, .delay_samples = 12});     // one direction
//   air.connect(phone, cell, {.path_gain_db = -3, .delay_samples = 12});
//
// Each end's time is what it has received. What an end has not sent before another one's receive() passes the moment of its
// arrival was silence; sending it then is late. So let the ends take turns slot by slot, each sending ahead.
#include <memory>
#include <optional>
#include <vector>

#include "ran/radio/channel.hpp"
#include "ran/radio/radio.hpp"

namespace pellucid::radio {

struct EndOptions {
  std::size_t channels = 1;
  std::optional<double> noise_power_db{};  // mean |n|^2 a sample at each antenna, relative to 1; none: no noise
  std::uint64_t seed = 1;
};

class Air {
 public:
  static constexpr std::int64_t hold = 1 << 20;  // samples of each end that the air remembers: half ahead, half behind

  explicit Air(double sample_rate_hz);
  ~Air();
  Air(const Air&) = delete;
  Air& operator=(const Air&) = delete;

  /// The radio lives as long as the air. Its bursts may overlap: they add up.
  Radio& add_end(const EndOptions& options);
  /// `to` hears `from` through a channel; instead of what joined them before. Both are ends of this air: check()ed.
  void connect(const Radio& from, const Radio& to, const ChannelProfile& profile);
  void disconnect(const Radio& from, const Radio& to);

 private:
  class End;
  struct Link {
    End* from;
    End* to;
    Channel channel;
  };
  End& end_of(const Radio& radio) const;

  double rate_hz_;
  std::vector<std::unique_ptr<End>> ends_{};
  std::vector<Link> links_{};
};

}  // namespace pellucid::radio

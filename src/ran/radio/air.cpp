#include "ran/radio/air.hpp"

#include <algorithm>
#include <cmath>

#include "base/check.hpp"
#include "ran/radio/random_noise.hpp"

namespace pellucid::radio {

class Air::End final : public SoftwareRadio {
 public:
  End(Air& air, const EndOptions& options, double rate_hz)
      : SoftwareRadio(options.channels, rate_hz),
        air_(air),
        noise_power_(options.noise_power_db ? std::pow(10.0, *options.noise_power_db / 10) : 0.0),
        seed_(options.seed),
        sent_(options.channels, std::vector<Sample>(std::size_t(hold))) {}
  using Radio::receive;
  using Radio::transmit;
  Result<SampleTime, Error> receive(std::span<const std::span<Sample>> spans) override;
  Result<Nothing, Error> transmit(SampleTime time, std::span<const std::span<const Sample>> spans) override;

 private:
  void hear(const Link& link, std::span<const std::span<Sample>> spans);
  std::size_t fetch(std::size_t channel, std::int64_t begin, std::span<Sample> out) const;
  static std::size_t place(std::int64_t time) { return std::size_t(std::uint64_t(time) % std::uint64_t(hold)); }

  Air& air_;
  double noise_power_;
  std::uint64_t seed_;
  std::vector<std::vector<Sample>> sent_;  // rings: the samples before end_, as far back as they reach
  std::int64_t end_ = 0;                   // nothing was sent from here on
  SampleTime received_{};
};

/// What was sent in [begin, begin + out.size()). Gives the number of samples that are forgotten already.
std::size_t Air::End::fetch(std::size_t channel, std::int64_t begin, std::span<Sample> out) const {
  std::size_t forgotten = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    auto time = begin + std::int64_t(i);
    bool lost = time < end_ - hold && time >= 0;
    forgotten += lost;
    out[i] = time < 0 || time >= end_ || lost ? Sample{} : sent_[channel][place(time)];
  }
  return forgotten;
}

void Air::End::hear(const Link& link, std::span<const std::span<Sample>> spans) {
  auto longest = link.channel.longest_delay();
  auto begin = received_.value() - longest;
  std::size_t count = spans[0].size() + std::size_t(longest), forgotten = 0;
  std::vector<std::vector<Sample>> sent(link.from->channels(), std::vector<Sample>(count));
  std::vector<std::span<const Sample>> views;
  for (std::size_t c = 0; c < sent.size(); ++c) {
    forgotten = link.from->fetch(c, begin, sent[c]);
    views.emplace_back(sent[c]);
  }
  statistics_.lost_samples += forgotten;
  link.channel.add(received_, views, spans);
}

Result<SampleTime, Error> Air::End::receive(std::span<const std::span<Sample>> spans) {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  for (auto& span : spans) std::fill(span.begin(), span.end(), Sample{});
  for (auto& link : air_.links_)
    if (link.to == this) hear(link, spans);
  for (std::size_t c = 0; c < spans.size(); ++c) {
    add_noise(scatter(seed_, c), received_, noise_power_, spans[c]);
    scale_received(c, spans[c]);
  }
  statistics_.received_samples += *n;
  auto time = received_;
  received_ += std::int64_t(*n);
  return time;
}

Result<Nothing, Error> Air::End::transmit(SampleTime time, std::span<const std::span<const Sample>> spans) {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  auto earliest = received_;
  for (auto& link : air_.links_)
    if (link.from == this) earliest = std::max(earliest, link.to->received_ - link.channel.shortest_delay());
  if (time < earliest) return late(time, earliest, *n);
  if (time - received_ + std::int64_t(*n) > hold / 2) {
    ++statistics_.refused_bursts;
    return Fail(Error{Error::Kind::too_far, "the air holds half of " + std::to_string(hold) + " samples ahead"});
  }
  auto end = time.value() + std::int64_t(*n);
  // A long silence may have been forgotten in between: at most one whole ring needs clearing.
  for (auto t = std::max(end_, end - hold); t < end; ++t)
    for (auto& ring : sent_) ring[place(t)] = {};
  end_ = std::max(end_, end);
  std::vector<Sample> scaled;
  for (std::size_t c = 0; c < spans.size(); ++c) {
    scaled.assign(spans[c].begin(), spans[c].end());
    scale_sent(c, scaled);
    for (std::size_t i = 0; i < scaled.size(); ++i) sent_[c][place(time.value() + std::int64_t(i))] += scaled[i];
  }
  statistics_.sent_samples += *n;
  return Nothing{};
}

Air::Air(double sample_rate_hz) : rate_hz_(sample_rate_hz) {}
Air::~Air() = default;

Radio& Air::add_end(const EndOptions& options) {
  check(options.channels > 0, "an end without antennas");
  return *ends_.emplace_back(std::make_unique<End>(*this, options, rate_hz_));
}

Air::End& Air::end_of(const Radio& radio) const {
  auto found = std::find_if(ends_.begin(), ends_.end(), [&](auto& end) { return end.get() == &radio; });
  check(found != ends_.end(), "a radio of another air");
  return **found;
}

void Air::connect(const Radio& from, const Radio& to, const ChannelProfile& profile) {
  disconnect(from, to);
  links_.push_back({&end_of(from), &end_of(to), Channel(profile, rate_hz_, from.channels(), to.channels())});
}
void Air::disconnect(const Radio& from, const Radio& to) {
  std::erase_if(links_, [&](auto& link) { return link.from == &end_of(from) && link.to == &end_of(to); });
}

}  // namespace pellucid::radio

// From received reference signals to the channel, and from the channel to symbols with their noise.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// What is known in a received grid: pilots on the subcarriers of `mask` in a contiguous run of resource blocks, in one to four symbols
/// (more are allowed: PUCCH). The subcarriers in the mask are evenly spaced (also across blocks), or pairs of neighbours (DM-RS type 2:
/// every 6th pair).
struct Pilots {
  unsigned first_block = 0;
  unsigned blocks = 0;
  std::uint16_t mask = 0;     // subcarriers of a block: bit k
  std::uint16_t symbols = 0;  // symbols of the slot: bit l
  SampleView values;          // what was sent: symbol after symbol, ascending subcarriers; beta included
  /// Two ports share the pilots by wf = (+1, +-1): neighbours in frequency are averaged in pairs, which removes the other port. Ports told
  /// apart by wt (over the two symbols of a double symbol) are not separated.
  bool paired = false;
};

/// What the pilots said about the link. Powers are relative to elements of the grid. Timing and offset lean towards 0 when few, noisy
/// pilots tell them.
struct LinkFigures {
  float noise = 0;           // variance of the complex noise an element
  float power = 0;           // mean |h|^2 (RSRP, for an amplitude of 1 sent)
  float snr_db = 0;          // power / noise; -100 when nothing is there
  float timing_s = 0;        // mean delay of the channel; positive: the signal is late
  float cfo_hz = 0;          // carrier frequency offset, from the rotation between pilot symbols; 0 with one symbol only
  std::uint32_t pilots = 0;  // how many it rests on
};

/// Least-squares estimate at the pilots, smoothed by a Wiener filter over frequency (for the measured noise and delay spread, after the
/// mean delay is taken out), interpolated to every subcarrier and, by a second Wiener filter, to every symbol (after the measured frequency
/// offset is taken out and put back). Owns its work space: one object serves one thread; estimate() does not allocate.
class ChannelEstimator {
 public:
  /// For grids up to this size.
  explicit ChannelEstimator(std::size_t max_resource_blocks);
  ~ChannelEstimator();
  ChannelEstimator(ChannelEstimator&&) noexcept;
  ChannelEstimator& operator=(ChannelEstimator&&) noexcept;

  /// Fills channel (same shape as received) in symbols first .. first + count - 1, blocks of the pilots. `channel` is h of y = h x + n.
  /// Not finite or all-zero input gives figures of 0 with snr_db -100 and a channel of 0. The pilots lie in the grid, or nothing is
  /// written and figures.pilots is 0.
  LinkFigures estimate(const Grid& received, const Pilots& pilots, const Carrier& carrier, std::size_t first, std::size_t count,
                       Grid& channel);

  /// The same pilots on several antennas: joint timing, offset and noise. received.size() == channels.size() <= 4.
  LinkFigures estimate(std::span<const Grid* const> received, const Pilots& pilots, const Carrier& carrier, std::size_t first,
                       std::size_t count, std::span<Grid* const> channels);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// Symbol and the variance of the noise in it, as demodulate() wants them. Elements where the channel is 0 give 0 and infinite noise.
/// One layer, one antenna: y / h. All spans of one size.
void equalise(SampleView received, SampleView channel, float noise, SampleSpan symbols, std::span<float> symbol_noise);
/// One layer, 1..4 antennas, maximum-ratio combining; noise[a] is the variance on antenna a.
void equalise_mrc(std::span<const SampleView> received, std::span<const SampleView> channel, std::span<const float> noise,
                  SampleSpan symbols, std::span<float> symbol_noise);
/// Two layers, 2..4 antennas, unbiased MMSE. channel[antenna * 2 + layer]; symbols and symbol_noise one span a layer.
void equalise_mmse2(std::span<const SampleView> received, std::span<const SampleView> channel, std::span<const float> noise,
                    std::array<SampleSpan, 2> symbols, std::array<std::span<float>, 2> symbol_noise);

/// Carrier frequency offset from the cyclic prefixes of whole slots (no pilots needed): Hz, unambiguous within half a subcarrier. `samples`
/// begins with a slot. Figures of silence are 0.
float cfo_from_prefix(SampleView samples, const Carrier& carrier);
/// samples[n] *= exp(-j 2 pi cfo n / rate + j start): takes an offset out. Returns the phase for the next call, to go on without a jump.
double correct_cfo(SampleSpan samples, double cfo_hz, double sample_rate_hz, double start_phase = 0);

}  // namespace pellucid::phy

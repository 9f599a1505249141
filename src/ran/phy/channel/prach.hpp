// The physical random-access channel: preambles, when and where they may be sent, and their detection (TS 38.211 §5.3.2, §6.3.3).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// A1B1 .. A3B3 of the configuration tables: the last occasion of a slot has the B format, the others the A format.
enum class PrachFormat : std::uint8_t { f0, f1, f2, f3, a1, a2, a3, b1, b2, b3, b4, c0, c2, a1_b1, a2_b2, a3_b3 };
constexpr bool is_long(PrachFormat format) { return format <= PrachFormat::f3; }
constexpr unsigned preambles_a_cell = 64;

/// One row of TS 38.211 Table 6.3.3.2-2 (paired spectrum) or -3 (unpaired), FR1.
struct PrachConfiguration {
  PrachFormat format = PrachFormat::f0;
  unsigned period = 1;          // x: frames; sent where frame mod x == y
  unsigned frame = 0;           // y
  std::uint16_t subframes = 0;  // bit n: subframe n
  unsigned first_symbol = 0;
  unsigned slots_a_subframe = 1;  // PRACH slots in a subframe (of 15 kHz; short formats)
  unsigned occasions_a_slot = 1;  // in time
  unsigned duration = 0;          // symbols; 0 for long formats
};
/// Index 0..255 (unpaired 0..262); nothing for reserved rows.
std::optional<PrachConfiguration> prach_configuration(unsigned index, bool paired);

/// The PRACH of a cell, as RACH-ConfigGeneric and RACH-ConfigCommon give it.
struct PrachCell {
  unsigned configuration_index = 0;
  bool paired = true;
  unsigned root_sequence_index = 0;                      // prach-RootSequenceIndex: 0..837, short formats 0..137
  unsigned zero_correlation_zone = 0;                    // zeroCorrelationZoneConfig 0..15 (unrestricted set)
  unsigned frequency_start = 0;                          // msg1-FrequencyStart: resource blocks from the start of the uplink part
  unsigned frequency_occasions = 1;                      // msg1-FDM: 1, 2, 4, 8
  SubcarrierSpacing spacing = SubcarrierSpacing::khz15;  // msg1-SubcarrierSpacing, short formats only
  unsigned preambles = preambles_a_cell;                 // totalNumberOfRA-Preambles: only these are looked for
};

/// Where one preamble may be sent. Samples are those of the uplink carrier.
struct PrachOccasion {
  PrachFormat format = PrachFormat::f0;  // one that is sent: A1B1 has become A1 or B1
  SlotPoint slot{};                      // slot of the carrier in which its prefix begins
  std::size_t first_sample = 0;          // of the prefix, from the start of that slot
  std::size_t prefix = 0;                // samples
  std::size_t sequence = 0;              // samples after the prefix: all repetitions. Formats 0 to 2 may last beyond the slot
  double fraction = 0;                   // of a sample by which the sequence begins later than first_sample + prefix
  unsigned first_symbol = 0;             // s_id of the RA-RNTI: symbol in the PRACH slot
  unsigned time_slot = 0;                // t_id: slot in the frame, of 15 kHz for long formats, else of PRACH's spacing (TS 38.321 §5.1.3)
  unsigned frequency = 0;                // f_id: 0 .. frequency_occasions - 1
};
/// RA-RNTI (TS 38.321 §5.1.3), normal uplink.
constexpr unsigned ra_rnti(const PrachOccasion& occasion) {
  return 1 + occasion.first_symbol + 14 * occasion.time_slot + 14 * 80 * occasion.frequency;
}

/// Resource blocks of the uplink that one occasion covers (TS 38.211 Table 6.3.3.2-1).
unsigned prach_blocks(PrachFormat format, SubcarrierSpacing prach_spacing, SubcarrierSpacing uplink_spacing);
/// Everything about a cell's PRACH that does not change: checked, with its 64 sequences. Makes and finds preambles.
class Prach {
 public:
  /// Error: a reserved or unknown index, sequence index, N_CS or frequency outside the carrier.
  static Result<Prach, std::string> make(const PrachCell& cell, const Carrier& uplink);
  ~Prach();
  Prach(Prach&&) noexcept;
  Prach& operator=(Prach&&) noexcept;

  const PrachCell& cell() const;
  const PrachConfiguration& configuration() const;
  /// Occasions whose prefix begins in this slot of the uplink carrier; at most occasions.size() are written; returns how many.
  std::size_t occasions(SlotPoint slot, std::span<PrachOccasion> occasions) const;
  /// Samples from occasion.first_sample on that detect() wants: prefix and sequence.
  std::size_t samples(const PrachOccasion& occasion) const;

  /// The waveform of preamble 0..63: out.size() == samples(occasion), mean power of a sample amplitude^2. Subcarriers start with phase 0 at
  /// the sequence's start; the phase term of TS 38.211 §5.4 does not apply to PRACH.
  void generate(unsigned preamble, const PrachOccasion& occasion, float amplitude, SampleSpan out);

  struct Detection {
    unsigned preamble = 0;
    double delay_s = 0;  // of the preamble against the occasion's start: twice the propagation delay
    unsigned timing_advance =
        0;             // T_A of the random access response: multiples of 16 * 64 * Tc / 2^mu of the uplink carrier (TS 38.213 §4.2)
    float power = 0;   // mean power of the preamble's samples
    float snr_db = 0;  // against the noise in the PRACH's own bandwidth
    float metric = 0;  // peak over mean noise of the correlation; detected above threshold()
  };
  /// Preambles in the samples of one occasion (samples(occasion) of them), strongest first; at most found.size() are written; returns how
  /// many. Noise alone gives a false alarm in at most 1 of 1000 occasions over all 64 preambles together (threshold()). Delays up to the
  /// window of N_CS are told apart (less half a sequence sample by which a preamble may be early); a later one looks like the neighbour
  /// preamble. One antenna. Of preambles of one root that are more than 50 dB apart, or closer than the strong one's skirts allow, the weak
  /// one is not seen.
  std::size_t detect(SampleView samples, const PrachOccasion& occasion, std::span<Detection> found);
  float threshold() const;

 private:
  struct State;
  explicit Prach(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pellucid::phy

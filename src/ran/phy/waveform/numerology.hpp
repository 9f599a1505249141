// What the slot grid and the carrier look like in time and frequency: subcarrier spacings, cyclic prefixes, slot numbers with
// arithmetic, duplex patterns, channel numbers and bands (TS 38.211 §4.2-4.3, TS 38.213 §11.1, TS 38.104 §5). Normal cyclic prefix.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// The numerology mu of TS 38.211 Table 4.2-1: the value is mu.
enum class SubcarrierSpacing : std::uint8_t { khz15 = 0, khz30 = 1 };

constexpr unsigned mu(SubcarrierSpacing spacing) { return unsigned(spacing); }
constexpr std::uint32_t spacing_hz(SubcarrierSpacing spacing) { return 15000u << mu(spacing); }
constexpr unsigned slots_a_subframe(SubcarrierSpacing spacing) { return 1u << mu(spacing); }
constexpr unsigned slots_a_frame(SubcarrierSpacing spacing) { return 10u << mu(spacing); }
constexpr unsigned frames_a_cycle = 1024;  // system frame numbers 0..1023

/// Maximum transmission bandwidth N_RB of a channel of `bandwidth_mhz` (TS 38.104 Table 5.3.2-1); nothing when the table has none.
std::optional<unsigned> resource_blocks_of(SubcarrierSpacing spacing, unsigned bandwidth_mhz);

/// One carrier on the air: its resource grid, the sample stream that carries it, and its centre.
struct Carrier {
  SubcarrierSpacing spacing = SubcarrierSpacing::khz15;
  unsigned resource_blocks = 0;
  unsigned fft_size = 0;  // samples of a symbol without its prefix; a multiple of 128
  double centre_hz = 0;   // f0 of TS 38.211 §5.4: where subcarrier 6 * resource_blocks stands. 0 switches the phase term off

  std::size_t subcarriers() const { return 12 * std::size_t(resource_blocks); }
  std::uint32_t sample_rate_hz() const { return fft_size * spacing_hz(spacing); }
  /// Samples of a slot: the same for every slot at 15 and 30 kHz (at 30 kHz each slot begins with a longer prefix).
  std::size_t slot_samples() const { return sample_rate_hz() / (1000u << mu(spacing)); }
  /// Cyclic prefix of symbol l of a slot, in samples (TS 38.211 §5.3.1): longer each half millisecond.
  std::size_t prefix(std::size_t l) const {
    bool longer = l == 0 || (spacing == SubcarrierSpacing::khz15 && l == 7);
    return fft_size * 9 / 128 + (longer ? (fft_size << mu(spacing)) / 128 : 0);
  }
  /// First sample of symbol l (of its prefix), from the start of the slot.
  std::size_t symbol_start(std::size_t l) const {
    std::size_t longer = (l > 0 ? 1u : 0u) + (spacing == SubcarrierSpacing::khz15 && l > 7 ? 1u : 0u);
    return l * (fft_size + fft_size * 9 / 128) + longer * ((fft_size << mu(spacing)) / 128);
  }
  /// From the carrier's centre to subcarrier k, in Hz.
  double offset_hz(double k) const { return (k - 6.0 * resource_blocks) * spacing_hz(spacing); }
};

/// A carrier of a channel bandwidth of the table, with the FFT size that is customary for it (52 RB: 768, 106 RB: 1536, 273 RB: 4096):
/// the smallest of 2^a and 3*2^a, at least 128, of which the grid fills no more than 85 %. Error: there is no such bandwidth.
Result<Carrier, std::string> carrier_of(SubcarrierSpacing spacing, unsigned bandwidth_mhz, double centre_hz);
/// The same for any number of resource blocks, 1..275. `fft_size` 0 chooses one. Error: the grid does not fit, or the size is not a
/// multiple of 128 with only the factors 2, 3 and 5, at most 8192.
Result<Carrier, std::string> carrier_with(SubcarrierSpacing spacing, unsigned resource_blocks, double centre_hz, unsigned fft_size = 0);

/// A slot in the 10.24 s cycle of system frames. Arithmetic wraps at the end of the cycle.
class SlotPoint {
 public:
  constexpr SlotPoint() = default;
  /// Frame and slot are taken modulo the cycle.
  constexpr SlotPoint(SubcarrierSpacing spacing, unsigned frame, unsigned slot_in_frame)
      : spacing_(spacing), index_((frame % frames_a_cycle * slots_a_frame(spacing) + slot_in_frame) % cycle(spacing)) {}

  constexpr SubcarrierSpacing spacing() const { return spacing_; }
  constexpr unsigned frame() const { return index_ / slots_a_frame(spacing_); }  // 0..1023
  constexpr unsigned slot() const { return index_ % slots_a_frame(spacing_); }   // n_s,f: in its frame
  constexpr unsigned subframe() const { return slot() >> mu(spacing_); }         // 0..9
  constexpr unsigned slot_in_subframe() const { return slot() & (slots_a_subframe(spacing_) - 1); }
  constexpr unsigned half_frame() const { return subframe() / 5; }
  constexpr unsigned index() const { return index_; }  // slots since frame 0: 0..10240 * 2^mu - 1
  static constexpr unsigned cycle(SubcarrierSpacing spacing) { return frames_a_cycle * slots_a_frame(spacing); }

  constexpr SlotPoint operator+(std::int64_t slots) const {
    auto length = std::int64_t(cycle(spacing_));
    SlotPoint sum = *this;
    sum.index_ = unsigned(((std::int64_t(index_) + slots) % length + length) % length);
    return sum;
  }
  constexpr SlotPoint operator-(std::int64_t slots) const { return *this + -slots; }
  constexpr SlotPoint& operator++() { return *this = *this + 1; }
  /// Slots from `other` to this one, the short way round: -cycle/2 .. cycle/2 - 1. Both have the same spacing.
  constexpr std::int32_t operator-(SlotPoint other) const {
    auto length = std::int32_t(cycle(spacing_)), ahead = (std::int32_t(index_) - std::int32_t(other.index_) + length) % length;
    return ahead >= length / 2 ? ahead - length : ahead;
  }
  constexpr bool operator==(const SlotPoint&) const = default;
  /// Is this one earlier than `other` (the short way round)?
  constexpr bool before(SlotPoint other) const { return *this - other < 0; }

 private:
  SubcarrierSpacing spacing_ = SubcarrierSpacing::khz15;
  unsigned index_ = 0;
};

enum class SymbolUse : std::uint8_t { downlink, flexible, uplink };

/// One pattern of tdd-UL-DL-ConfigurationCommon (TS 38.213 §11.1): downlink slots and symbols first, uplink symbols and slots last.
struct TddPattern {
  unsigned period_slots = 0;
  unsigned downlink_slots = 0;
  unsigned downlink_symbols = 0;  // in the slot after them
  unsigned uplink_slots = 0;
  unsigned uplink_symbols = 0;  // in the slot before them
};

/// Which symbols go down and which up: FDD (every symbol both ways, on two carriers) or one or two TDD patterns.
class Duplex {
 public:
  static Duplex fdd() { return {}; }
  /// Error: a pattern is empty or fuller than its period, or the periods do not divide 20 ms (TS 38.213 §11.1).
  static Result<Duplex, std::string> tdd(SubcarrierSpacing spacing, TddPattern first, std::optional<TddPattern> second = {});

  bool is_fdd() const { return first_.period_slots == 0; }
  /// What TDD symbol l of a slot is for. FDD: flexible.
  SymbolUse use(SlotPoint slot, std::size_t l) const;
  /// May the cell send (a phone send) in symbols l .. l + length - 1? Flexible TDD symbols count as neither.
  bool downlink(SlotPoint slot, std::size_t l = 0, std::size_t length = symbols_a_slot) const;
  bool uplink(SlotPoint slot, std::size_t l = 0, std::size_t length = symbols_a_slot) const;

 private:
  bool all(SlotPoint slot, std::size_t l, std::size_t length, SymbolUse wanted) const;
  TddPattern first_{}, second_{};
};

/// NR-ARFCN to Hz on the global raster (TS 38.104 §5.4.2.1); nothing above 3279165.
std::optional<double> arfcn_hz(std::uint32_t arfcn);
/// The nearest NR-ARFCN of a frequency; nothing outside 0..100 GHz.
std::optional<std::uint32_t> arfcn_of(double hz);
/// Global synchronisation channel number to the SS block's centre, in Hz (TS 38.104 §5.4.3.1; up to 24.25 GHz: 2..22255).
std::optional<double> gscn_hz(std::uint32_t gscn);

enum class BandDuplex : std::uint8_t { fdd, tdd, sdl, sul };

/// An operating band of frequency range 1 (TS 38.104 Table 5.2-1), in kHz; a direction that it lacks is 0..0.
struct Band {
  std::uint16_t number;
  BandDuplex duplex;
  std::uint32_t uplink_low_khz, uplink_high_khz, downlink_low_khz, downlink_high_khz;
};
std::span<const Band> bands();
/// nullptr: no such band.
const Band* band(unsigned number);

/// How the SS blocks of a half frame are placed (TS 38.213 §4.1): cases A (15 kHz), B and C (30 kHz).
enum class SsbCase : std::uint8_t { a, b, c };
/// First symbol (from the start of the half frame) of each candidate block: 4 or 8 of them (L_max), by case, frequency and duplex.
std::span<const std::uint16_t> ssb_first_symbols(SsbCase placement, double centre_hz, bool paired);

}  // namespace pellucid::phy

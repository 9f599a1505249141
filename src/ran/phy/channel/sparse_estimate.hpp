// Channel estimation for short, sparse reference signals that must work far below 0 dB: DM-RS of PDCCH and PBCH, every fourth subcarrier.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// Pilots of up to three symbols at the same subcarriers, in pieces: in a piece they are four subcarriers apart and see one smooth channel;
/// between pieces anything may happen (another precoder). All spans are over pilots, piece after piece.
struct SparsePilots {
  static constexpr std::size_t most = 288;  // pilots of one symbol
  static constexpr std::size_t most_pieces = 48;
  static constexpr std::size_t most_symbols = 3;
  struct Piece {
    std::uint16_t first = 0;  // its first pilot
    std::uint16_t count = 0;
    std::uint16_t first_subcarrier = 0;  // of that pilot, in the caller's numbering
  };
  std::array<Piece, most_pieces> pieces{};
  std::size_t piece_count = 0;
  std::size_t count = 0;  // pilots a symbol
  std::size_t symbols = 0;
  /// Received times conjugate of sent, [symbol][pilot]; where nothing was sent, `missing` says so.
  std::array<std::array<Sample, most>, most_symbols> z{};
  std::array<std::array<bool, most>, most_symbols> missing{};
};

struct SparseFigures {
  float noise = 0;   // variance of an element
  float power = 0;   // mean |h|^2
  double delay = 0;  // parts of a symbol without prefix; positive: late
  double drift = 0;  // radians from one of the pilots' symbols to the next
  float snr_db() const;
};

/// Finds the common delay (by its likelihood, within +-0.035 of a symbol) and takes it out; takes the phase drift over the symbols out if
/// `turning`; averages over the symbols; smooths over as many neighbours as predict a left-out pilot best. `smooth` gets h at the pilots
/// (at least count of them) in the middle of the symbols, without the delay: channel_at() puts it back. Silence, or what is not finite,
/// gives zeros. No allocation.
SparseFigures estimate_sparse(SparsePilots& pilots, bool turning, SampleSpan smooth);

/// What adds up coherently in each piece and symbol at the likeliest delay, as a part of what could: 0..1, 1 for a single clean path.
double coherence_of(const SparsePilots& pilots);

/// h at a subcarrier near a piece (in the numbering of first_subcarrier), in the pilots' symbol `s`: linear between pilots, level beyond.
Sample channel_at(const SparsePilots& pilots, const SparsePilots::Piece& piece, SampleView smooth, const SparseFigures& figures,
                  std::size_t subcarrier, std::size_t s);

}  // namespace pellucid::phy

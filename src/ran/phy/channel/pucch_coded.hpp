// PUCCH formats 2, 3 and 4: coded and modulated information with DM-RS beside it (TS 38.211 §6.3.2.5, §6.3.2.6, §6.4.1.3.2, §6.4.1.3.3).
// Used by pucch.cpp only; the resource is a valid one.
#pragma once

#include <array>
#include <vector>

#include "ran/phy/channel/presence.hpp"
#include "ran/phy/channel/pucch.hpp"
#include "ran/phy/channel/transform_precoding.hpp"
#include "ran/phy/coding/uci.hpp"
#include "ran/phy/waveform/estimate.hpp"

namespace pellucid::phy {

/// How the coded bits of two parts share the symbols (TS 38.212 §6.3.1.6).
struct PucchShares {
  unsigned part1_coded = 0;                                     // G^(1), bits
  unsigned part2_coded = 0;                                     // G^(2)
  unsigned per_symbol = 0;                                      // modulation symbols in an OFDM symbol that carries UCI
  unsigned symbols = 0;                                         // such OFDM symbols
  std::array<std::uint16_t, symbols_a_slot> part1_in_symbol{};  // modulation symbols of part 1, which come first in each
};
/// Fault: the format does not carry so many bits.
Result<PucchShares, Fault> share_pucch(const PucchResource& resource, std::size_t bits, std::size_t part2_bits);

class PucchCodedTransmitter {
 public:
  PucchCodedTransmitter();
  Result<Nothing, Fault> transmit(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, const PucchUci& uci,
                                  Grid& grid, float amplitude);

 private:
  void code(const PucchResource& resource, const PucchIdentity& identity, const PucchShares& shares, const PucchUci& uci);

  TransformPrecoder precode_;
  Bits part1_, part2_, coded_, scrambling_;
  Samples symbols_, row_;
};

class PucchCodedReceiver {
 public:
  PucchCodedReceiver(const Carrier& carrier, unsigned antennas);
  Result<PucchReception, Fault> receive(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                        std::span<const Grid* const> received, const PucchExpectation& expected);

 private:
  LinkFigures estimate(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, unsigned hop,
                       std::span<const Grid* const> received);
  void equalise_hop(const PucchResource& resource, unsigned hop, float noise, std::span<const Grid* const> received);
  void soft_bits(const PucchResource& resource, const PucchIdentity& identity, const PucchShares& shares, std::size_t part2_bits);

  SignalMatch match_shared_block(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                 std::span<const Grid* const> received);
  void despread(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, unsigned hop, unsigned l, const Grid& grid,
                std::array<Sample, 6>& out);

  Carrier carrier_;
  ChannelEstimator estimator_;
  UciDecoder decoder_;
  TransformPrecoder inverse_;
  PucchCodedTransmitter again_;  // sends what was decided, to compare
  Grid sent_;
  std::vector<Grid> channels_;
  Samples pilots_, equalised_, symbols_;
  std::vector<float> noise_, symbol_noise_;
  std::size_t count_ = 0;  // of symbols_
  Llrs soft_, part1_, part2_;
};

}  // namespace pellucid::phy

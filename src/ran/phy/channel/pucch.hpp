// The physical uplink control channel, formats 0 to 4, sent and received (TS 38.211 §6.3.2, TS 38.213 §9.2).
#pragma once

#include <memory>
#include <span>

#include "ran/phy/channel/pucch_resource.hpp"
#include "ran/phy/coding/bits.hpp"
#include "ran/phy/waveform/numerology.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy {

/// What a phone sends. Formats 0 and 1: 0 to 2 HARQ-ACK bits (1 is ACK) and the scheduling request. Format 0 carries both together;
/// format 1 sends a scheduling request alone by `sr` and no bits, and with HARQ-ACK by the choice of the resource (TS 38.213 §9.2.5.1).
/// Formats 2 to 4: `bits` are HARQ-ACK, SR and CSI (part 1) in the order of TS 38.212 §6.3.1.1, 3 to 1706; `part2` (formats 3 and 4) CSI
/// part 2.
struct PucchUci {
  BitView bits{};
  BitView part2{};
  bool sr = false;
};

/// One object a thread; transmit() does not allocate.
class PucchTransmitter {
 public:
  PucchTransmitter();
  ~PucchTransmitter();
  PucchTransmitter(PucchTransmitter&&) noexcept;
  PucchTransmitter& operator=(PucchTransmitter&&) noexcept;

  /// Writes the resource elements of one PUCCH, DM-RS included, of mean power amplitude^2; others are left alone. `slot`: in the frame.
  /// Faults: those of invalid_pucch(), nothing to send, numbers of bits that the format or the resource has no room for.
  Result<Nothing, Fault> transmit(const PucchResource& resource, const PucchIdentity& identity, unsigned slot, const PucchUci& uci,
                                  Grid& grid, float amplitude = 1);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// What the cell expects: as many bits as the spans have, and whether a scheduling request may come (format 0: along with HARQ-ACK or
/// alone; format 1: alone, then `bits` is empty). What the spans get means something only if the PUCCH is present.
struct PucchExpectation {
  BitSpan bits{};
  BitSpan part2{};
  bool sr = false;
};

struct PucchReception {
  bool present = false;        // not DTX: noise alone would look so with a chance below 1 % (presence.hpp); CRCs hold, too
  bool sr = false;             // formats 0 and 1: a positive scheduling request
  bool part2_ok = false;       // part 2 was expected, is present, and its CRC (of 12 bits and more) holds
  float log_noise_chance = 0;  // natural logarithm of that chance
  float snr_db = -100;         // a resource element
  float power = 0;             // mean |h|^2
  float noise = 0;     // variance of the complex noise a resource element; on formats 0 and 1 other phones on the block count as noise
  float timing_s = 0;  // positive: late
};

/// One object a thread, for one carrier. receive() does not allocate.
///
/// False alarms: at most 1 % in white noise of any power, for every format, by the test of presence.hpp. What this costs: format 1 of 14
/// symbols is found from about -9 dB SNR a resource element on, format 0 of one symbol from about 2 dB. Several phones on one block raise
/// the threshold of formats 0 and 1 as noise of their power would; on format 4 they do not.
class PucchReceiver {
 public:
  PucchReceiver(const Carrier& carrier, unsigned antennas);
  ~PucchReceiver();
  PucchReceiver(PucchReceiver&&) noexcept;
  PucchReceiver& operator=(PucchReceiver&&) noexcept;

  /// `received`: one grid of the carrier's size an antenna, at most as many as announced. `slot`: in the frame.
  /// Faults: as transmit(), and grids of another shape.
  Result<PucchReception, Fault> receive(const PucchResource& resource, const PucchIdentity& identity, unsigned slot,
                                        std::span<const Grid* const> received, const PucchExpectation& expected);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy

// The phone's modem, for tests and for `pellucid scan`: finds a cell in a stream of samples, reads MIB and SIB1, does random access and
// takes the answer (TS 38.213 §8, TS 38.321 §5.1). Samples in, bursts out; it knows no radio and no clock.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ran/mac/random_access.hpp"
#include "ran/phy/waveform/ofdm.hpp"
#include "ran/radio/radio.hpp"

namespace pellucid::mac {

struct ModemConfig {
  phy::Carrier downlink;     // what the radio is tuned to: centre, width, sample rate
  double ssb_centre_hz = 0;  // where the SS block is looked for
  phy::SsbCase ssb_case = phy::SsbCase::a;
  bool paired = true;
  float amplitude = 0.1f;      // of a resource element that it sends
  bool correct_uplink = true;  // its frequency offset is that of its own oscillator: send with it taken out
  Bytes request;               // UL-CCCH message of 6 octets; empty: only camp
};

constexpr unsigned most_preambles_sent = 10;  // preambleTransMax of this phone, whatever the cell allows beyond

/// What the receiver saw; for people and for tests.
struct ModemFigures {
  phy::CellFound cell;
  phy::LinkFigures sib1_link;
  std::uint64_t slots = 0;
  std::uint64_t searches = 0;       // windows searched without finding a cell
  unsigned preambles = 0;           // sent
  unsigned responses = 0;           // random-access responses for one of them
  unsigned msg3 = 0, msg4_bad = 0;  // sent; received and not decoded
  unsigned contentions_lost = 0;    // another phone was answered
  unsigned timing_advance = 0;      // of the last response
};

class Modem {
 public:
  enum class State : std::uint8_t { searching, reading_sib1, camped, waiting_response, waiting_msg4, connected, failed };
  /// How SIB1 is read: gives the plan that it describes, or nothing if the octets are no SIB1. `provisional` has what the MIB said.
  using ReadSib1 = std::function<std::optional<InitialAccess>(const InitialAccess& provisional, ByteView sib1)>;

  /// `random`: 32 random bits a call.
  Modem(ModemConfig config, ReadSib1 read_sib1, std::function<std::uint32_t()> random);
  ~Modem();
  Modem(const Modem&) = delete;

  struct Burst {
    radio::SampleTime time;
    phy::Samples samples;
  };
  /// Consecutive samples, the first at `time`. What is to be sent on account of them is added to `bursts`, each at least three slots ahead.
  void receive(radio::SampleTime time, phy::SampleView samples, std::vector<Burst>& bursts);

  State state() const;
  const ModemFigures& figures() const;
  /// Once read. SIB1: the octets of the transport block, padding included.
  const InitialAccess* access() const;
  ByteView sib1() const;
  /// Once connected.
  Rnti c_rnti() const;
  ByteView answer() const;  // DL-CCCH message
  /// For pictures: the slot in which SIB1 was read, its data symbols, and those of the PBCH.
  const phy::Grid& sib1_grid() const;
  phy::SampleView sib1_symbols() const;
  phy::SampleView pbch_symbols() const;

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};
const char* name(Modem::State state);

/// One slot of a modem on a radio: receives, lets it look, sends. Bursts that came too late are counted in `late`.
Result<radio::SampleTime, radio::Error> run_slot(Modem& modem, radio::Radio& radio, phy::SampleSpan slot, std::uint64_t& late);

}  // namespace pellucid::mac

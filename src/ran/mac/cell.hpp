// The cell's MAC: what it sends in each slot and what it expects (TS 38.321). Broadcast and random access up to contention resolution;
// what follows is given to the layer above.
#pragma once

#include <array>
#include <functional>
#include <memory>

#include "ran/mac/random_access.hpp"

namespace pellucid::mac {

/// What a cell sends to everybody.
struct Broadcast {
  phy::Mib mib;
  Bytes sib1;  // BCCH-DL-SCH message
};

/// The layer above (RRC).
class CellEvents {
 public:
  virtual ~CellEvents() = default;
  /// A phone asks for a connection with this UL-CCCH message: the DL-CCCH message to answer, or nothing to let it be.
  virtual Bytes answer(Rnti rnti, ByteView ul_ccch) = 0;
  /// The phone has confirmed the answer: from now on it has this C-RNTI.
  virtual void connected(Rnti rnti) = 0;
  /// It has not, after all tries.
  virtual void lost(Rnti rnti) = 0;
};

/// How far ahead of the air a slot is planned: a PUSCH may be that late to be decoded before the answer is due.
constexpr unsigned slots_ahead = 4;
constexpr std::size_t most_attempts = 16;  // random accesses under way; a preamble more is not answered, and counted
constexpr unsigned most_msg3_sendings = 4, most_msg4_sendings = 4;

class Cell {
 public:
  /// Error: SIB1 does not fit beside the SS block nor in the slot after it. Plan and events outlive the cell.
  static Result<std::unique_ptr<Cell>, Why> make(const InitialAccess& access, Broadcast broadcast, CellEvents& events);
  ~Cell();
  Cell(const Cell&) = delete;

  /// Called once for each slot in order, slots_ahead before it is on the air.
  void downlink(phy::SlotPoint slot, DownlinkSlot& out);
  /// Called once for each slot in order, before its samples are looked at.
  void uplink(phy::SlotPoint slot, UplinkSlot& out);
  /// What came in that slot.
  void indicate(const UplinkResult& result);

  struct Counters {
    std::uint64_t preambles = 0;
    std::uint64_t refused = 0;             // preambles without an answer: too many attempts, or no room within the window
    std::uint64_t responses = 0;           // sent
    std::uint64_t msg3 = 0, msg3_bad = 0;  // received; and not decoded (each sending counts)
    std::uint64_t unreadable = 0;          // Msg3 whose MAC PDU or content is not what it should be
    std::uint64_t connected = 0, lost = 0;
  };
  const Counters& counters() const { return counters_; }
  std::size_t attempts() const;

 private:
  struct Attempt;
  Cell(const InitialAccess& access, Broadcast broadcast, CellEvents& events);
  bool place_sib1();
  void send_broadcast(phy::SlotPoint slot, DownlinkSlot& out);
  bool send_response(phy::SlotPoint slot, DownlinkSlot& out);
  bool send_msg3_grant(phy::SlotPoint slot, DownlinkSlot& out);
  bool send_msg4(phy::SlotPoint slot, DownlinkSlot& out);
  bool send_pdsch(phy::SlotPoint slot, DownlinkSlot& out, Rnti rnti, const phy::PdschAllocation& allocation, Bytes block,
                  const phy::DciPayload& dci);
  std::optional<RarGrant> grant_msg3(phy::SlotPoint response_slot, unsigned extra) const;
  void preamble(const PrachIndication& indication, phy::SlotPoint now);
  void msg3(Attempt& attempt, const PuschIndication& indication);
  void msg4_acknowledged(Attempt& attempt, const PucchIndication& indication);
  void end(Attempt& attempt, bool connected);
  Attempt* find(Rnti rnti, int stage);
  Rnti next_rnti();

  const InitialAccess& access_;
  Broadcast broadcast_;
  CellEvents& events_;
  phy::FallbackDciConfig dci_;
  phy::PdcchCandidate candidate_;  // of the common search space
  CommonPdsch sib1_;
  unsigned sib1_slot_ = 0;  // in its frame: the first or the second slot in which Type0-PDCCH is looked for
  std::array<std::unique_ptr<Attempt>, most_attempts> attempts_;
  std::uint16_t last_rnti_ = 0x4600;
  Counters counters_;
};

}  // namespace pellucid::mac

// The only interface between MAC and physical layer: for each slot a list of what to send and what to expect, and afterwards what came.
#pragma once

#include <array>
#include <vector>

#include "base/bytes.hpp"
#include "ran/mac/pdu.hpp"
#include "ran/phy/channel/dci.hpp"
#include "ran/phy/channel/pdcch.hpp"
#include "ran/phy/channel/pdsch.hpp"
#include "ran/phy/channel/prach.hpp"
#include "ran/phy/channel/pucch.hpp"
#include "ran/phy/channel/pusch.hpp"
#include "ran/phy/channel/ssb.hpp"

namespace pellucid::mac {

struct SsbPdu {
  phy::SsbBlock block;
  std::uint16_t first_subcarrier = 0;
  std::uint8_t first_symbol = 0;
};
struct PdcchPdu {
  phy::PdcchPlace place;  // its CORESET lives as long as the cell
  phy::PdcchTransmission pdcch;
  phy::DciPayload payload;
};
struct PdschPdu {
  phy::PdschAllocation allocation;
  Bytes block;
};

/// What a cell sends in one slot.
struct DownlinkSlot {
  phy::SlotPoint slot;
  std::vector<SsbPdu> ssb;
  std::vector<PdcchPdu> pdcch;
  std::vector<PdschPdu> pdsch;
  bool empty() const { return ssb.empty() && pdcch.empty() && pdsch.empty(); }
  void clear(phy::SlotPoint next) { slot = next, ssb.clear(), pdcch.clear(), pdsch.clear(); }
};

/// A PUSCH that is expected. `harq` outlives the slot.
struct PuschPdu {
  phy::PuschConfig config;
  phy::HarqBuffer* harq = nullptr;
};
/// A PUCCH that is expected, with so many HARQ-ACK bits.
struct PucchPdu {
  phy::PucchResource resource;
  phy::PucchIdentity identity;
  Rnti rnti;
  std::uint8_t bits = 1;  // 1 or 2
};
/// What a cell expects in one slot besides preambles, which it always looks for where they may be.
struct UplinkSlot {
  phy::SlotPoint slot;
  std::vector<PuschPdu> pusch;
  std::vector<PucchPdu> pucch;
  void clear(phy::SlotPoint next) { slot = next, pusch.clear(), pucch.clear(); }
};

struct PrachIndication {
  phy::PrachOccasion occasion;
  phy::Prach::Detection detection;
};
struct PuschIndication {
  Rnti rnti;
  bool present = false, ok = false;
  Bytes block;  // if ok
  phy::LinkFigures link;
};
struct PucchIndication {
  Rnti rnti;
  bool present = false;
  std::array<std::uint8_t, 2> bits{};  // 1 is ACK
  float snr_db = 0;
};
/// What came in one slot. The preambles' occasions may have begun in earlier slots.
struct UplinkResult {
  phy::SlotPoint slot;
  std::vector<PrachIndication> prach;
  std::vector<PuschIndication> pusch;
  std::vector<PucchIndication> pucch;
  void clear(phy::SlotPoint next) { slot = next, prach.clear(), pusch.clear(), pucch.clear(); }
};

}  // namespace pellucid::mac

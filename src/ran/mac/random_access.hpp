// What cell and phone must work out alike before there is a dedicated configuration: common PDCCH and PDSCH, the PUSCH of a random-access
// response, the common PUCCH (TS 38.213 §8, §9.2.1, §10.1; TS 38.214 §5.1.2, §6.1.2).
#pragma once

#include "ran/mac/cell_config.hpp"
#include "ran/mac/pdu.hpp"
#include "ran/mac/slot.hpp"

namespace pellucid::mac {

template <class T>
using PhyResult = Result<T, phy::Fault>;

/// Sizes and fields of DCI 1_0 and 0_0 in the common search space. The plan is a checked one.
phy::FallbackDciConfig common_dci(const InitialAccess& access);
/// CORESET 0 in a slot.
phy::PdcchPlace common_pdcch(const InitialAccess& access, phy::SlotPoint slot);
/// Where SS blocks of this cell are (block 0 of a burst): in this slot, with which first symbol.
std::optional<std::uint8_t> ssb_symbol(const InitialAccess& access, phy::SlotPoint slot);
/// Slots in which Type0-PDCCH may be sent: n0 and n0 + 1 of every other frame.
bool is_type0_slot(const InitialAccess& access, phy::SlotPoint slot);

/// A PDSCH that DCI 1_0 in the common search space asks for.
struct CommonPdsch {
  std::uint32_t frequency_assignment = 0;
  std::uint32_t time_assignment = 0;
  std::uint32_t mcs = 0;
  std::uint32_t rv = 0;
  std::uint32_t vrb_to_prb = 0;
  std::uint32_t tb_scaling = 0;  // RA-RNTI and P-RNTI: 0..2
};
/// System information has time-domain rows and DM-RS of its own.
enum class CommonKind : std::uint8_t { system_information, random_access, connection };
PhyResult<phy::PdschAllocation> common_pdsch(const InitialAccess& access, CommonKind kind, Rnti rnti, phy::SlotPoint slot,
                                             const CommonPdsch& pdsch);

/// The PUSCH that a random-access response or DCI 0_0 with TC-RNTI grants. `rv` 0 for the first transmission.
PhyResult<phy::PuschConfig> msg3_pusch(const InitialAccess& access, Rnti rnti, const RarGrant& grant, std::uint8_t rv);
/// From the response's slot to the PUSCH's.
PhyResult<unsigned> msg3_delay(const InitialAccess& access, const RarGrant& grant);

/// Where the HARQ-ACK of a PDSCH goes before there is a PUCCH configuration; and the delay in slots that the DCI's timing field means.
PhyResult<phy::PucchResource> common_pucch(const InitialAccess& access, unsigned first_cce, unsigned resource_indicator);
constexpr unsigned common_harq_delay(unsigned harq_timing) { return harq_timing + 1; }  // TS 38.213 §9.2.3
phy::PucchIdentity common_pucch_identity(const InitialAccess& access, Rnti rnti);

/// First slot of the window in which the response to a preamble may come, from the slot in which the preamble's last sample lies; and how
/// many slots it has (TS 38.321 §5.1.4).
constexpr unsigned rar_window_start = 1;

}  // namespace pellucid::mac

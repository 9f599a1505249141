#include "ran/mac/random_access.hpp"

#include "base/check.hpp"

namespace pellucid::mac {

phy::FallbackDciConfig common_dci(const InitialAccess& access) {
  auto sizes = phy::dci_sizes({.coreset0_blocks = std::uint16_t(access.coreset0.blocks()),
                               .initial_dl_blocks = access.initial_downlink.size,
                               .initial_ul_blocks = access.initial_uplink.size});
  check(sizes.ok(), "sizes of the common DCIs of a planned cell");
  return sizes->common;
}

phy::PdcchPlace common_pdcch(const InitialAccess& access, phy::SlotPoint slot) {
  return {.coreset = &access.coreset0,
          .slot_in_frame = std::uint16_t(slot.slot()),
          .first_symbol = std::uint8_t(access.type0.first_symbol),
          .scrambling_id = access.pci};
}

std::optional<std::uint8_t> ssb_symbol(const InitialAccess& access, phy::SlotPoint slot) {
  unsigned half = slot.half_frame();
  if (access.ssb_period_ms != 5 && (half != 0 || slot.frame() * 10 % access.ssb_period_ms != 0)) return {};
  unsigned in_half = slot.slot() - half * phy::slots_a_frame(slot.spacing()) / 2;
  unsigned first = phy::ssb_first_symbols(access.ssb_case, access.downlink.centre_hz, access.duplex.is_fdd())[0];
  if (first / phy::symbols_a_slot != in_half) return {};
  return std::uint8_t(first % phy::symbols_a_slot);
}

bool is_type0_slot(const InitialAccess& access, phy::SlotPoint slot) {
  return (slot.frame() % 2 == 1) == access.type0.odd_frame && (slot.slot() == access.type0.slot || slot.slot() == access.type0.slot + 1);
}

PhyResult<phy::PdschAllocation> common_pdsch(const InitialAccess& access, CommonKind kind, Rnti rnti, phy::SlotPoint slot,
                                             const CommonPdsch& pdsch) {
  if (pdsch.vrb_to_prb != 0) return Fail(phy::Fault{"this room sends no interleaved blocks on CORESET 0"});
  if (pdsch.tb_scaling > 2) return Fail(phy::Fault{"TB scaling 3 is reserved (TS 38.214 table 5.1.3.2-2)"});
  auto range = phy::from_riv(std::uint16_t(access.coreset0.blocks()), pdsch.frequency_assignment);
  if (!range.ok()) return Fail(range.error());
  bool si = kind == CommonKind::system_information;
  auto time =
      si ? phy::default_pdsch_time_allocation_a(pdsch.time_assignment, access.type_a_position) : access.pdsch_time(pdsch.time_assignment);
  if (!time.ok()) return Fail(time.error());
  if (time->slot_offset != 0) return Fail(phy::Fault{"this room uses K0 = 0"});
  phy::PdschAllocation out;
  out.blocks = phy::list_of({std::uint16_t(access.coreset0.first_block + range->start), range->length});
  out.symbols = time->symbols;
  out.slot_in_frame = std::uint16_t(slot.slot());
  out.dmrs.mapping = time->mapping;
  out.dmrs.type_a_position = access.type_a_position;
  if (time->symbols.length == 2) out.cdm_groups_without_data = 1;
  out.dmrs_id = out.scrambling_id = access.pci;
  out.dmrs_reference = si ? access.coreset0.first_block : std::uint16_t(0);
  out.rnti = rnti.value();
  out.rv = std::uint8_t(pdsch.rv);
  constexpr double scaling[] = {1, 0.5, 0.25};
  auto set = phy::set_mcs(out, phy::McsTable::qam64, pdsch.mcs, 0, scaling[kind == CommonKind::random_access ? pdsch.tb_scaling : 0]);
  if (!set.ok()) return Fail(set.error());
  return out;
}

PhyResult<phy::PuschConfig> msg3_pusch(const InitialAccess& access, Rnti rnti, const RarGrant& grant, std::uint8_t rv) {
  if (grant.hopping) return Fail(phy::Fault{"this room grants and sends no hopping Msg3"});
  auto range = phy::from_riv(access.initial_uplink.size, grant.frequency_allocation);
  if (!range.ok()) return Fail(range.error());
  auto time = access.pusch_time(grant.time_allocation);
  if (!time.ok()) return Fail(time.error());
  auto row = phy::mcs(phy::McsTable::qam64, grant.mcs);
  if (!row || !row->rate_x1024 || row->qm != 2) return Fail(phy::Fault{"Msg3 is QPSK here"});
  phy::PuschConfig out;
  out.blocks = {std::uint16_t(access.initial_uplink.start + range->start), range->length};
  out.symbols = time->symbols;
  out.dmrs.config.mapping = time->mapping;
  out.dmrs.config.type_a_position = access.type_a_position;
  out.dmrs.n_id = out.n_id = access.pci;
  out.rnti = rnti.value();
  out.rate_x1024 = *row->rate_x1024;
  out.rv = rv;
  out.tbs_bits = phy::transport_block_size(
      {.prbs = range->length, .re_per_prb = phy::pusch_elements_a_block(out), .rate_x1024 = out.rate_x1024, .qm = row->qm});
  if (out.tbs_bits == 0) return Fail(phy::Fault{"the grant has room for a transport block"});
  return out;
}

PhyResult<unsigned> msg3_delay(const InitialAccess& access, const RarGrant& grant) {
  auto time = access.pusch_time(grant.time_allocation);
  if (!time.ok()) return Fail(time.error());
  return time->slot_offset + msg3_extra_slots(access.uplink.spacing);
}

PhyResult<phy::PucchResource> common_pucch(const InitialAccess& access, unsigned first_cce, unsigned resource_indicator) {
  auto index = phy::common_pucch_index(first_cce, access.coreset0.cces(), resource_indicator);
  if (!index.ok()) return Fail(index.error());
  return phy::common_pucch_resource(access.pucch_common, *index, {access.initial_uplink.start, access.initial_uplink.size});
}

phy::PucchIdentity common_pucch_identity(const InitialAccess& access, Rnti rnti) {
  return {.hopping_id = access.pci, .rnti = rnti.value(), .scrambling_id = access.pci, .dmrs_id = access.pci};
}

}  // namespace pellucid::mac

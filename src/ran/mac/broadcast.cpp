#include "ran/mac/broadcast.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/check.hpp"
#include "wire/rrc/messages.hpp"

namespace pellucid::mac {
namespace {

constexpr std::uint16_t bwp_riv_blocks = 275;  // locationAndBandwidth is a RIV of the largest part (TS 38.213 §12)
constexpr std::uint8_t common_space_id = 1;
constexpr unsigned candidate_counts[] = {0, 1, 2, 3, 4, 5, 6, 8};
constexpr unsigned window_lengths[] = {1, 2, 4, 8, 10, 20, 40, 80};
constexpr unsigned ssb_periods[] = {5, 10, 20, 40, 80, 160};
constexpr unsigned tdd_periods_us[] = {500, 625, 1000, 1250, 2000, 2500, 5000, 10000};

template <class Table>
std::optional<std::size_t> index_of(const Table& table, unsigned value) {
  auto found = std::find(std::begin(table), std::end(table), value);
  return found == std::end(table) ? std::nullopt : std::optional(std::size_t(found - std::begin(table)));
}

rrc::SubcarrierSpacing rrc_spacing(phy::SubcarrierSpacing spacing) { return rrc::SubcarrierSpacing(phy::mu(spacing)); }

rrc::Bwp bwp_of(phy::BandwidthPart part, phy::SubcarrierSpacing spacing) {
  auto riv = phy::riv(bwp_riv_blocks, {part.start, part.size});
  check(riv.ok(), "a bandwidth part of a planned cell");
  return {.location_and_bandwidth = std::uint16_t(*riv), .subcarrier_spacing = rrc_spacing(spacing)};
}

std::optional<phy::BandwidthPart> part_of(const rrc::Bwp& bwp) {
  auto range = phy::from_riv(bwp_riv_blocks, bwp.location_and_bandwidth);
  if (!range.ok()) return {};
  return phy::BandwidthPart{range->start, range->length};
}

rrc::SearchSpace search_space_of(const phy::SearchSpace& space) {
  rrc::SearchSpace out;
  out.search_space_id = common_space_id;
  out.control_resource_set_id = 0;
  out.monitoring_slot_periodicity_and_offset = {rrc::SearchSpaceMonitoringSlotPeriodicityAndOffset::Which::sl1, 0};
  out.monitoring_symbols_within_slot = std::uint16_t(1u << 13);  // the first symbol is the first bit
  rrc::SearchSpaceNrofCandidates counts;
  auto number = [&](std::size_t level) { return *index_of(candidate_counts, space.candidates[level]); };
  counts.aggregation_level1 = decltype(counts.aggregation_level1)(number(0));
  counts.aggregation_level2 = decltype(counts.aggregation_level2)(number(1));
  counts.aggregation_level4 = decltype(counts.aggregation_level4)(number(2));
  counts.aggregation_level8 = decltype(counts.aggregation_level8)(number(3));
  counts.aggregation_level16 = decltype(counts.aggregation_level16)(number(4));
  out.nrof_candidates = counts;
  rrc::SearchSpaceTypeCommon common;
  common.dci_format0_0_and_format1_0.emplace();
  out.search_space_type = rrc::SearchSpaceType{common};
  return out;
}

/// The space that random access uses, on CORESET 0 in every slot: what this room sends and can listen to.
std::optional<phy::SearchSpace> search_space_from(const rrc::PdcchConfigCommon& pdcch) {
  if (!pdcch.ra_search_space) return {};
  for (auto& space : pdcch.common_search_space_list) {
    if (space.search_space_id != *pdcch.ra_search_space || space.control_resource_set_id != 0 || !space.nrof_candidates) continue;
    auto& counts = *space.nrof_candidates;
    phy::SearchSpace out;
    std::size_t numbers[] = {std::size_t(counts.aggregation_level1), std::size_t(counts.aggregation_level2),
                             std::size_t(counts.aggregation_level4), std::size_t(counts.aggregation_level8),
                             std::size_t(counts.aggregation_level16)};
    for (std::size_t i = 0; i < 5; ++i) out.candidates[i] = std::uint8_t(candidate_counts[numbers[i] & 7]);
    if (space.monitoring_symbols_within_slot.value_or(0) != 1u << 13) return {};
    if (space.monitoring_slot_periodicity_and_offset &&
        space.monitoring_slot_periodicity_and_offset->which != rrc::SearchSpaceMonitoringSlotPeriodicityAndOffset::Which::sl1)
      return {};
    out.first_symbols = 1;
    return out;
  }
  return {};
}

rrc::DownlinkConfigCommonSib downlink_of(const InitialAccess& access) {
  rrc::DownlinkConfigCommonSib out;
  auto spacing = access.downlink.spacing;
  out.frequency_info_dl.frequency_band_list = {{.freq_band_indicator_nr = std::uint16_t(access.band)}};
  out.frequency_info_dl.offset_to_point_a = std::uint16_t(access.ssb.offset_to_point_a);
  out.frequency_info_dl.scs_specific_carrier_list = {{.offset_to_carrier = 0,
                                                      .subcarrier_spacing = rrc_spacing(spacing),
                                                      .carrier_bandwidth = std::uint16_t(access.downlink.resource_blocks)}};
  auto& bwp = out.initial_downlink_bwp;
  bwp.generic_parameters = bwp_of(access.initial_downlink, spacing);
  rrc::PdcchConfigCommon pdcch;
  pdcch.common_search_space_list = {search_space_of(access.common_space)};
  pdcch.search_space_sib1 = std::uint8_t(0);
  pdcch.search_space_other_system_information = pdcch.paging_search_space = pdcch.ra_search_space = common_space_id;
  bwp.pdcch_config_common = rrc::SetupRelease<rrc::PdcchConfigCommon>{pdcch};
  rrc::PdschConfigCommon pdsch;
  for (auto& time : access.pdsch_times) {
    rrc::PdschTimeDomainResourceAllocation row;
    if (time.slot_offset != 0) row.k0 = time.slot_offset;
    row.mapping_type = decltype(row.mapping_type)(time.mapping);
    row.start_symbol_and_length = *phy::sliv(time.symbols);
    pdsch.pdsch_time_domain_allocation_list.push_back(row);
  }
  bwp.pdsch_config_common = rrc::SetupRelease<rrc::PdschConfigCommon>{pdsch};
  out.bcch_config.modification_period_coeff = rrc::BcchConfig::ModificationPeriodCoeff::n4;
  out.pcch_config.default_paging_cycle = rrc::PagingCycle::rf128;
  out.pcch_config.n_and_paging_frame_offset = {rrc::PcchConfigNAndPagingFrameOffset::Which::one_t, 0};
  out.pcch_config.ns = rrc::PcchConfig::Ns::one;
  return out;
}

rrc::RachConfigCommon rach_of(const InitialAccess& access) {
  rrc::RachConfigCommon out;
  auto& generic = out.rach_config_generic;
  generic.prach_configuration_index = std::uint8_t(access.prach.configuration_index);
  generic.msg1_fdm = rrc::RachConfigGeneric::Msg1Fdm::one;
  generic.msg1_frequency_start = std::uint16_t(access.prach.frequency_start);
  generic.zero_correlation_zone_config = std::uint8_t(access.prach.zero_correlation_zone);
  generic.preamble_received_target_power = -110;
  generic.preamble_trans_max = rrc::RachConfigGeneric::PreambleTransMax::n10;
  generic.power_ramping_step = rrc::RachConfigGeneric::PowerRampingStep::db4;
  generic.ra_response_window = rrc::RachConfigGeneric::RaResponseWindow(*index_of(window_lengths, access.rar_window_slots));
  if (access.prach.preambles != phy::preambles_a_cell) out.total_number_of_ra_preambles = std::uint8_t(access.prach.preambles);
  using PerSsb = rrc::RachConfigCommonSsbPerRachOccasionAndCbPreamblesPerssb;
  out.ssb_per_rach_occasion_and_cb_preambles_perssb = PerSsb{PerSsb::Which::one, access.prach.preambles / 4 - 1};
  out.ra_contention_resolution_timer = rrc::RachConfigCommon::RaContentionResolutionTimer(access.contention_timer_ms / 8 - 1);
  auto format = phy::prach_configuration(access.prach.configuration_index, access.prach.paired)->format;
  using Root = rrc::RachConfigCommonPrachRootSequenceIndex;
  out.prach_root_sequence_index = {phy::is_long(format) ? Root::Which::l839 : Root::Which::l139, access.prach.root_sequence_index};
  if (!phy::is_long(format)) out.msg1_subcarrier_spacing = rrc_spacing(access.prach.spacing);
  return out;
}

rrc::UplinkConfigCommonSib uplink_of(const InitialAccess& access) {
  rrc::UplinkConfigCommonSib out;
  auto spacing = access.uplink.spacing;
  out.frequency_info_ul.frequency_band_list = {{.freq_band_indicator_nr = std::uint16_t(access.band)}};
  if (access.duplex.is_fdd())
    out.frequency_info_ul.absolute_frequency_point_a = phy::arfcn_of(access.uplink.centre_hz + access.uplink.offset_hz(0));
  out.frequency_info_ul.scs_specific_carrier_list = {{.offset_to_carrier = 0,
                                                      .subcarrier_spacing = rrc_spacing(spacing),
                                                      .carrier_bandwidth = std::uint16_t(access.uplink.resource_blocks)}};
  out.frequency_info_ul.p_max = std::int8_t(23);
  auto& bwp = out.initial_uplink_bwp;
  bwp.generic_parameters = bwp_of(access.initial_uplink, spacing);
  bwp.rach_config_common = rrc::SetupRelease<rrc::RachConfigCommon>{rach_of(access)};
  rrc::PuschConfigCommon pusch;
  for (auto& time : access.pusch_times) {
    rrc::PuschTimeDomainResourceAllocation row;
    row.k2 = time.slot_offset;
    row.mapping_type = decltype(row.mapping_type)(time.mapping);
    row.start_symbol_and_length = *phy::sliv(time.symbols);
    pusch.pusch_time_domain_allocation_list.push_back(row);
  }
  pusch.p0_nominal_with_grant = std::int16_t(-76);
  bwp.pusch_config_common = rrc::SetupRelease<rrc::PuschConfigCommon>{pusch};
  rrc::PucchConfigCommon pucch;
  pucch.pucch_resource_common = std::uint8_t(access.pucch_common);
  pucch.p0_nominal = std::int16_t(-90);
  bwp.pucch_config_common = rrc::SetupRelease<rrc::PucchConfigCommon>{pucch};
  out.time_alignment_timer_common = rrc::TimeAlignmentTimer::infinity;
  return out;
}

rrc::TddUlDlConfigCommon tdd_of(const phy::TddPattern& pattern, phy::SubcarrierSpacing spacing) {
  rrc::TddUlDlConfigCommon out;
  out.reference_subcarrier_spacing = rrc_spacing(spacing);
  auto period = index_of(tdd_periods_us, pattern.period_slots * 1000 >> phy::mu(spacing));
  check(period.has_value(), "a TDD period of a planned cell");
  out.pattern1.dl_ul_transmission_periodicity = rrc::TddUlDlPattern::DlUlTransmissionPeriodicity(*period);
  out.pattern1.nrof_downlink_slots = std::uint16_t(pattern.downlink_slots);
  out.pattern1.nrof_downlink_symbols = std::uint8_t(pattern.downlink_symbols);
  out.pattern1.nrof_uplink_slots = std::uint16_t(pattern.uplink_slots);
  out.pattern1.nrof_uplink_symbols = std::uint8_t(pattern.uplink_symbols);
  return out;
}

Bytes sib1_of(const CellConfig& config, const InitialAccess& access) {
  rrc::Sib1 sib1;
  sib1.cell_selection_info = rrc::Sib1CellSelectionInfo{.q_rx_lev_min = std::int8_t(config.rx_level_min_dbm / 2)};
  rrc::PlmnIdentityInfo network;
  network.plmn_identity_list = {rrc::plmn_identity(config.plmn)};
  network.tracking_area_code = config.tac.value();
  network.cell_identity = config.identity.value();
  network.cell_reserved_for_operator_use = rrc::PlmnIdentityInfo::CellReservedForOperatorUse::not_reserved;
  sib1.cell_access_related_info.plmn_identity_info_list = {network};
  rrc::ServingCellConfigCommonSib serving;
  serving.downlink_config_common = downlink_of(access);
  serving.uplink_config_common = uplink_of(access);
  serving.n_timing_advance_offset = rrc::ServingCellConfigCommonSib::NTimingAdvanceOffset::n0;
  serving.ssb_positions_in_burst.in_one_group = 0x80;
  serving.ssb_periodicity_serving_cell =
      rrc::ServingCellConfigCommonSib::SsbPeriodicityServingCell(*index_of(ssb_periods, access.ssb_period_ms));
  if (access.tdd) serving.tdd_ul_dl_configuration_common = tdd_of(*access.tdd, access.downlink.spacing);
  serving.ss_pbch_block_power = std::int8_t(config.tx_power_dbm);
  sib1.serving_cell_config_common = serving;
  rrc::UeTimersAndConstants timers;
  timers.t300 = rrc::UeTimersAndConstants::T300::ms1000;
  timers.t301 = rrc::UeTimersAndConstants::T301::ms1000;
  timers.t310 = rrc::UeTimersAndConstants::T310::ms1000;
  timers.t311 = rrc::UeTimersAndConstants::T311::ms10000;
  timers.t319 = rrc::UeTimersAndConstants::T319::ms1000;
  sib1.ue_timers_and_constants = timers;
  auto octets = rrc::encode(rrc::BcchDlSchMessage{{.message = sib1}});
  check(octets.ok(), "SIB1 of a planned cell");
  return *octets;
}

bool read_downlink(const rrc::ServingCellConfigCommonSib& serving, InitialAccess& out) {
  auto& down = serving.downlink_config_common;
  auto& carriers = down.frequency_info_dl.scs_specific_carrier_list;
  auto carrier = std::ranges::find(carriers, rrc_spacing(out.downlink.spacing), &rrc::ScsSpecificCarrier::subcarrier_spacing);
  if (carrier == carriers.end() || carrier->offset_to_carrier != 0 || carrier->carrier_bandwidth != out.downlink.resource_blocks)
    return false;
  auto first = phy::ssb_first_subcarrier(down.frequency_info_dl.offset_to_point_a, out.ssb.k_ssb, out.downlink.spacing, 0);
  if (!first.ok() || *first != out.ssb.first_subcarrier) return false;  // tuned to another place than the carrier's centre
  out.ssb.offset_to_point_a = down.frequency_info_dl.offset_to_point_a;
  if (!down.frequency_info_dl.frequency_band_list.empty())
    out.band = down.frequency_info_dl.frequency_band_list[0].freq_band_indicator_nr.value_or(0);
  auto& bwp = down.initial_downlink_bwp;
  auto part = part_of(bwp.generic_parameters);
  if (!part || !bwp.pdcch_config_common || !bwp.pdcch_config_common->setup) return false;
  out.initial_downlink = *part;
  auto space = search_space_from(*bwp.pdcch_config_common->setup);
  if (!space || phy::refusal(*space)) return false;
  out.common_space = *space;
  out.pdsch_times.clear();
  if (bwp.pdsch_config_common && bwp.pdsch_config_common->setup)
    for (auto& row : bwp.pdsch_config_common->setup->pdsch_time_domain_allocation_list) {
      auto symbols = phy::from_sliv(row.start_symbol_and_length);
      if (!symbols.ok()) return false;
      out.pdsch_times.push_back({row.k0.value_or(0), phy::MappingType(row.mapping_type), *symbols});
    }
  out.ssb_period_ms = ssb_periods[std::min<std::size_t>(std::size_t(serving.ssb_periodicity_serving_cell), std::size(ssb_periods) - 1)];
  return true;
}

bool read_rach(const rrc::RachConfigCommon& rach, InitialAccess& out) {
  auto& generic = rach.rach_config_generic;
  if (generic.msg1_fdm != rrc::RachConfigGeneric::Msg1Fdm::one ||
      rach.restricted_set_config != rrc::RachConfigCommon::RestrictedSetConfig::unrestricted_set || rach.msg3_transform_precoder)
    return false;
  out.prach.configuration_index = generic.prach_configuration_index;
  out.prach.paired = out.duplex.is_fdd();
  out.prach.root_sequence_index = unsigned(rach.prach_root_sequence_index.value);
  out.prach.zero_correlation_zone = generic.zero_correlation_zone_config;
  out.prach.frequency_start = generic.msg1_frequency_start;
  out.prach.spacing = out.uplink.spacing;
  if (rach.msg1_subcarrier_spacing) {
    if (*rach.msg1_subcarrier_spacing > rrc::SubcarrierSpacing::khz30) return false;
    out.prach.spacing = phy::SubcarrierSpacing(*rach.msg1_subcarrier_spacing);
  }
  out.prach.preambles = rach.total_number_of_ra_preambles.value_or(phy::preambles_a_cell);
  out.rar_window_slots = window_lengths[std::size_t(generic.ra_response_window) & 7];
  out.contention_timer_ms = (unsigned(rach.ra_contention_resolution_timer) + 1) * 8;
  return true;
}

bool read_uplink(const rrc::UplinkConfigCommonSib& up, InitialAccess& out) {
  auto& carriers = up.frequency_info_ul.scs_specific_carrier_list;
  auto carrier = std::ranges::find(carriers, rrc_spacing(out.downlink.spacing), &rrc::ScsSpecificCarrier::subcarrier_spacing);
  if (carrier == carriers.end() || carrier->offset_to_carrier != 0) return false;
  double centre = out.downlink.centre_hz;
  if (up.frequency_info_ul.absolute_frequency_point_a) {
    auto lowest = phy::arfcn_hz(*up.frequency_info_ul.absolute_frequency_point_a);
    if (!lowest) return false;
    centre = *lowest + 6. * carrier->carrier_bandwidth * phy::spacing_hz(out.downlink.spacing);
  }
  auto uplink = phy::carrier_with(out.downlink.spacing, carrier->carrier_bandwidth, centre, out.downlink.fft_size);
  auto& bwp = up.initial_uplink_bwp;
  auto part = part_of(bwp.generic_parameters);
  if (!uplink.ok() || !part || !bwp.rach_config_common || !bwp.rach_config_common->setup || !bwp.pusch_config_common ||
      !bwp.pusch_config_common->setup || !bwp.pucch_config_common || !bwp.pucch_config_common->setup ||
      part->start + part->size > uplink->resource_blocks)
    return false;
  out.uplink = *uplink;
  out.initial_uplink = *part;
  out.pusch_times.clear();
  for (auto& row : bwp.pusch_config_common->setup->pusch_time_domain_allocation_list) {
    auto symbols = phy::from_sliv(row.start_symbol_and_length);
    if (!symbols.ok()) return false;
    // Absent K2: 1, 2 or 3 by the spacing (TS 38.331).
    out.pusch_times.push_back({row.k2.value_or(std::uint8_t(1)), phy::MappingType(row.mapping_type), *symbols});
  }
  out.pucch_common = bwp.pucch_config_common->setup->pucch_resource_common.value_or(0);
  return read_rach(*bwp.rach_config_common->setup, out);
}

bool read_duplex(const rrc::ServingCellConfigCommonSib& serving, InitialAccess& out) {
  if (!serving.tdd_ul_dl_configuration_common) {
    out.duplex = phy::Duplex::fdd();
    return serving.uplink_config_common && serving.uplink_config_common->frequency_info_ul.absolute_frequency_point_a;
  }
  auto& tdd = *serving.tdd_ul_dl_configuration_common;
  if (tdd.pattern2 || tdd.pattern1.dl_ul_transmission_periodicity_v1530 ||
      tdd.reference_subcarrier_spacing != rrc_spacing(out.downlink.spacing))
    return false;
  auto period_us = tdd_periods_us[std::size_t(tdd.pattern1.dl_ul_transmission_periodicity) & 7];
  out.tdd = phy::TddPattern{(period_us << phy::mu(out.downlink.spacing)) / 1000, tdd.pattern1.nrof_downlink_slots,
                            tdd.pattern1.nrof_downlink_symbols, tdd.pattern1.nrof_uplink_slots, tdd.pattern1.nrof_uplink_symbols};
  auto duplex = phy::Duplex::tdd(out.downlink.spacing, *out.tdd);
  if (!duplex.ok()) return false;
  out.duplex = *duplex;
  return true;
}

}  // namespace

Broadcast broadcast_of(const CellConfig& config, const InitialAccess& access) {
  Broadcast out;
  out.mib.spacing_common = std::uint8_t(phy::mu(access.downlink.spacing));
  out.mib.k_ssb = std::uint8_t(access.ssb.k_ssb);
  out.mib.dmrs_type_a_position = std::uint8_t(access.type_a_position);
  out.mib.coreset_zero = std::uint8_t(access.coreset0_index);
  out.mib.search_space_zero = std::uint8_t(access.search_space0);
  out.sib1 = sib1_of(config, access);
  return out;
}

std::optional<InitialAccess> read_sib1(const InitialAccess& provisional, ByteView sib1) {
  auto message = rrc::decode<rrc::BcchDlSchMessage>(sib1);
  if (!message.ok()) return {};
  auto* content = message->get<rrc::Sib1>();
  if (!content || !content->serving_cell_config_common || !content->serving_cell_config_common->uplink_config_common) return {};
  auto& serving = *content->serving_cell_config_common;
  InitialAccess out = provisional;
  if (!read_duplex(serving, out) || !read_downlink(serving, out) || !read_uplink(*serving.uplink_config_common, out)) return {};
  return out;
}

bool serves(ByteView sib1, const Plmn& plmn) {
  auto message = rrc::decode<rrc::BcchDlSchMessage>(sib1);
  if (!message.ok() || !message->get<rrc::Sib1>()) return false;
  for (auto& info : message->get<rrc::Sib1>()->cell_access_related_info.plmn_identity_info_list) {
    std::optional<Plmn> before;
    for (auto& identity : info.plmn_identity_list) {
      before = rrc::plmn_of(identity, before);
      if (before == plmn) return true;
    }
  }
  return false;
}

Bytes setup_request(std::uint64_t random_value) {
  rrc::RrcSetupRequest request;
  request.rrc_setup_request.ue_identity = {rrc::InitialUeIdentity::Which::random_value, random_value & ((std::uint64_t(1) << 39) - 1)};
  request.rrc_setup_request.establishment_cause = rrc::EstablishmentCause::mo_signalling;
  auto octets = rrc::encode(rrc::UlCcchMessage{{.message = request}});
  check(octets.ok(), "our own RRCSetupRequest");
  return *octets;
}

Bytes setup_answer(ByteView ul_ccch) {
  auto message = rrc::decode<rrc::UlCcchMessage>(ul_ccch);
  if (!message.ok() || !message->get<rrc::RrcSetupRequest>()) return {};
  rrc::RlcBearerConfig bearer;
  bearer.logical_channel_identity = 1;
  bearer.served_radio_bearer = rrc::RlcBearerConfigServedRadioBearer{rrc::RlcBearerConfigServedRadioBearer::Which::srb_identity, 1};
  rrc::CellGroupConfig group;
  group.rlc_bearer_to_add_mod_list = {bearer};  // SRB1's default RLC and logical channel (TS 38.331 §9.2.1)
  group.physical_cell_group_config.emplace().pdsch_harq_ack_codebook = rrc::PhysicalCellGroupConfig::PdschHarqAckCodebook::dynamic;
  auto group_octets = rrc::encode(group);
  rrc::RrcSetup setup;
  setup.ies.radio_bearer_config.srb_to_add_mod_list = {rrc::SrbToAddMod{.srb_identity = 1}};
  check(group_octets.ok(), "our own CellGroupConfig");
  setup.ies.master_cell_group = *group_octets;
  auto octets = rrc::encode(rrc::DlCcchMessage{{.message = setup}});
  check(octets.ok(), "our own RRCSetup");
  return *octets;
}

bool is_setup(ByteView dl_ccch) {
  auto message = rrc::decode<rrc::DlCcchMessage>(dl_ccch);
  if (!message.ok() || !message->get<rrc::RrcSetup>()) return false;
  auto& bearers = message->get<rrc::RrcSetup>()->ies.radio_bearer_config.srb_to_add_mod_list;
  return std::ranges::any_of(bearers, [](auto& srb) { return srb.srb_identity == 1; });
}

}  // namespace pellucid::mac

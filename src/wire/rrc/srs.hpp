#pragma once
// Sounding reference signals (TS 38.331 V17.4 §6). wire/rrc/shapes.hpp says how to read it.
#include "wire/rrc/channels.hpp"

namespace pellucid::rrc {

enum class Alpha : std::uint8_t { alpha0, alpha04, alpha05, alpha06, alpha07, alpha08, alpha09, alpha1 };
namespace words {
inline constexpr Words alpha("alpha0 alpha04 alpha05 alpha06 alpha07 alpha08 alpha09 alpha1");
}
struct PathlossReferenceRsConfig {
  enum class Which : std::uint8_t { ssb_index, csi_rs_index };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const PathlossReferenceRsConfig&) const = default;
};
struct SrsResourceSetResourceTypeAperiodic {
  std::uint8_t aperiodic_srs_resource_trigger = 0;
  std::optional<std::uint8_t> csi_rs{};
  std::optional<std::uint8_t> slot_offset{};
  std::vector<std::uint8_t> aperiodic_srs_resource_trigger_list{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResourceSetResourceTypeAperiodic&) const = default;
};
struct SrsResourceSetResourceTypeSemiPersistent {
  std::optional<std::uint8_t> associated_csi_rs{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResourceSetResourceTypeSemiPersistent&) const = default;
};
struct SrsResourceSetResourceTypePeriodic {
  std::optional<std::uint8_t> associated_csi_rs{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResourceSetResourceTypePeriodic&) const = default;
};
struct SrsResourceSetResourceType {
  using Aperiodic = SrsResourceSetResourceTypeAperiodic;
  using SemiPersistent = SrsResourceSetResourceTypeSemiPersistent;
  using Periodic = SrsResourceSetResourceTypePeriodic;
  std::variant<Aperiodic, SemiPersistent, Periodic> choice{};
  void options(At& at);
  bool operator==(const SrsResourceSetResourceType&) const = default;
};
struct SrsResourceSet {
  using ResourceType = SrsResourceSetResourceType;
  enum class Usage : std::uint8_t { beam_management, codebook, non_codebook, antenna_switching };
  enum class SrsPowerControlAdjustmentStates : std::uint8_t { same_as_fci2, separate_closed_loop };
  std::uint8_t srs_resource_set_id = 0;
  std::vector<std::uint8_t> srs_resource_id_list{};
  ResourceType resource_type{};
  Usage usage{};
  std::optional<Alpha> alpha{};
  std::optional<std::int16_t> p0{};
  std::optional<PathlossReferenceRsConfig> pathloss_reference_rs{};
  std::optional<SrsPowerControlAdjustmentStates> srs_power_control_adjustment_states{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResourceSet&) const = default;
};
struct SrsPeriodicityAndOffset {
  enum class Which : std::uint8_t {
    sl1,
    sl2,
    sl4,
    sl5,
    sl8,
    sl10,
    sl16,
    sl20,
    sl32,
    sl40,
    sl64,
    sl80,
    sl160,
    sl320,
    sl640,
    sl1280,
    sl2560
  };
  Which which{};
  std::uint64_t value = 0;
  void options(At& at);
  bool operator==(const SrsPeriodicityAndOffset&) const = default;
};
struct SrsSpatialRelationInfoReferenceSignalSrs {
  std::uint8_t resource_id = 0;
  std::uint8_t uplink_bwp = 0;
  void fields(At& at);
  bool operator==(const SrsSpatialRelationInfoReferenceSignalSrs&) const = default;
};
struct SrsSpatialRelationInfoReferenceSignal {
  using Srs = SrsSpatialRelationInfoReferenceSignalSrs;
  std::variant<std::uint8_t, std::uint8_t, Srs> choice{};
  void options(At& at);
  bool operator==(const SrsSpatialRelationInfoReferenceSignal&) const = default;
};
struct SrsSpatialRelationInfo {
  using ReferenceSignal = SrsSpatialRelationInfoReferenceSignal;
  std::optional<std::uint8_t> serving_cell_id{};
  ReferenceSignal reference_signal{};
  void fields(At& at);
  bool operator==(const SrsSpatialRelationInfo&) const = default;
};
struct SrsResourceTransmissionCombN2 {
  std::uint8_t comb_offset_n2 = 0;
  std::uint8_t cyclic_shift_n2 = 0;
  void fields(At& at);
  bool operator==(const SrsResourceTransmissionCombN2&) const = default;
};
struct SrsResourceTransmissionCombN4 {
  std::uint8_t comb_offset_n4 = 0;
  std::uint8_t cyclic_shift_n4 = 0;
  void fields(At& at);
  bool operator==(const SrsResourceTransmissionCombN4&) const = default;
};
struct SrsResourceTransmissionComb {
  using N2 = SrsResourceTransmissionCombN2;
  using N4 = SrsResourceTransmissionCombN4;
  std::variant<N2, N4> choice{};
  void options(At& at);
  bool operator==(const SrsResourceTransmissionComb&) const = default;
};
struct SrsResourceResourceMapping {
  enum class NrofSymbols : std::uint8_t { n1, n2, n4 };
  enum class RepetitionFactor : std::uint8_t { n1, n2, n4 };
  std::uint8_t start_position = 0;
  NrofSymbols nrof_symbols{};
  RepetitionFactor repetition_factor{};
  void fields(At& at);
  bool operator==(const SrsResourceResourceMapping&) const = default;
};
struct SrsResourceFreqHopping {
  std::uint8_t c_srs = 0;
  std::uint8_t b_srs = 0;
  std::uint8_t b_hop = 0;
  void fields(At& at);
  bool operator==(const SrsResourceFreqHopping&) const = default;
};
struct SrsResourceResourceTypeAperiodic {
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResourceResourceTypeAperiodic&) const = default;
};
struct SrsResourceResourceTypeSemiPersistent {
  SrsPeriodicityAndOffset periodicity_and_offset_sp{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResourceResourceTypeSemiPersistent&) const = default;
};
struct SrsResourceResourceTypePeriodic {
  SrsPeriodicityAndOffset periodicity_and_offset_p{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResourceResourceTypePeriodic&) const = default;
};
struct SrsResourceResourceType {
  using Aperiodic = SrsResourceResourceTypeAperiodic;
  using SemiPersistent = SrsResourceResourceTypeSemiPersistent;
  using Periodic = SrsResourceResourceTypePeriodic;
  std::variant<Aperiodic, SemiPersistent, Periodic> choice{};
  void options(At& at);
  bool operator==(const SrsResourceResourceType&) const = default;
};
struct SrsResource {
  enum class NrofSrsPorts : std::uint8_t { port1, ports2, ports4 };
  enum class PtrsPortIndex : std::uint8_t { n0, n1 };
  using TransmissionComb = SrsResourceTransmissionComb;
  using ResourceMapping = SrsResourceResourceMapping;
  using FreqHopping = SrsResourceFreqHopping;
  enum class GroupOrSequenceHopping : std::uint8_t { neither, group_hopping, sequence_hopping };
  using ResourceType = SrsResourceResourceType;
  std::uint8_t srs_resource_id = 0;
  NrofSrsPorts nrof_srs_ports{};
  std::optional<PtrsPortIndex> ptrs_port_index{};
  TransmissionComb transmission_comb{};
  ResourceMapping resource_mapping{};
  std::uint8_t freq_domain_position = 0;
  std::uint16_t freq_domain_shift = 0;
  FreqHopping freq_hopping{};
  GroupOrSequenceHopping group_or_sequence_hopping{};
  ResourceType resource_type{};
  std::uint16_t sequence_id = 0;
  std::optional<SrsSpatialRelationInfo> spatial_relation_info{};
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsResource&) const = default;
};
struct SrsConfig {
  std::vector<std::uint8_t> srs_resource_set_to_release_list{};
  std::vector<SrsResourceSet> srs_resource_set_to_add_mod_list{};
  std::vector<std::uint8_t> srs_resource_to_release_list{};
  std::vector<SrsResource> srs_resource_to_add_mod_list{};
  bool tpc_accumulation = false;
  Additions unknown{};
  void fields(At& at);
  bool operator==(const SrsConfig&) const = default;
};

}  // namespace pellucid::rrc

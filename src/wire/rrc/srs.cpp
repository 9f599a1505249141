// The descriptions of what srs.hpp declares, in its order.
#include "wire/rrc/srs.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void PathlossReferenceRsConfig::options(At& at) {
  static constexpr NumberOption table[] = {{"ssb-Index", Range(0, 63)}, {"csi-RS-Index", Range(0, 191)}};
  at.number_option(which, value, table);
}
void SrsResourceSetResourceTypeAperiodic::fields(At& at) {
  at("aperiodicSRS-ResourceTrigger", aperiodic_srs_resource_trigger, Range(1, 3));
  at("csi-RS", csi_rs, Range(0, 191));
  at("slotOffset", slot_offset, Range(1, 32));
  at.group([&] { at.some("aperiodicSRS-ResourceTriggerList", aperiodic_srs_resource_trigger_list, Size(1, 2), Range(1, 3)); });
}
void SrsResourceSetResourceTypeSemiPersistent::fields(At& at) { at("associatedCSI-RS", associated_csi_rs, Range(0, 191)); }
void SrsResourceSetResourceTypePeriodic::fields(At& at) { at("associatedCSI-RS", associated_csi_rs, Range(0, 191)); }
void SrsResourceSetResourceType::options(At& at) {
  at.option<0>(choice, "aperiodic");
  at.option<1>(choice, "semi-persistent");
  at.option<2>(choice, "periodic");
}
void SrsResourceSet::fields(At& at) {
  at("srs-ResourceSetId", srs_resource_set_id, Range(0, 15));
  at.some("srs-ResourceIdList", srs_resource_id_list, Size(1, 16), Range(0, 63));
  at("resourceType", resource_type);
  at("usage", usage, Words("beamManagement codebook nonCodebook antennaSwitching"));
  at("alpha", alpha, words::alpha);
  at("p0", p0, Range(-202, 24));
  at("pathlossReferenceRS", pathloss_reference_rs);
  at("srs-PowerControlAdjustmentStates", srs_power_control_adjustment_states, Words("sameAsFci2 separateClosedLoop"));
}
void SrsPeriodicityAndOffset::options(At& at) {
  static constexpr NumberOption table[] = {{"sl1"},
                                           {"sl2", Range(0, 1)},
                                           {"sl4", Range(0, 3)},
                                           {"sl5", Range(0, 4)},
                                           {"sl8", Range(0, 7)},
                                           {"sl10", Range(0, 9)},
                                           {"sl16", Range(0, 15)},
                                           {"sl20", Range(0, 19)},
                                           {"sl32", Range(0, 31)},
                                           {"sl40", Range(0, 39)},
                                           {"sl64", Range(0, 63)},
                                           {"sl80", Range(0, 79)},
                                           {"sl160", Range(0, 159)},
                                           {"sl320", Range(0, 319)},
                                           {"sl640", Range(0, 639)},
                                           {"sl1280", Range(0, 1279)},
                                           {"sl2560", Range(0, 2559)}};
  at.number_option(which, value, table);
}
void SrsSpatialRelationInfoReferenceSignalSrs::fields(At& at) {
  at("resourceId", resource_id, Range(0, 63));
  at("uplinkBWP", uplink_bwp, Range(0, 4));
}
void SrsSpatialRelationInfoReferenceSignal::options(At& at) {
  at.option<0>(choice, "ssb-Index", Range(0, 63));
  at.option<1>(choice, "csi-RS-Index", Range(0, 191));
  at.option<2>(choice, "srs");
}
void SrsSpatialRelationInfo::fields(At& at) {
  at("servingCellId", serving_cell_id, Range(0, 31));
  at("referenceSignal", reference_signal);
}
void SrsResourceTransmissionCombN2::fields(At& at) {
  at("combOffset-n2", comb_offset_n2, Range(0, 1));
  at("cyclicShift-n2", cyclic_shift_n2, Range(0, 7));
}
void SrsResourceTransmissionCombN4::fields(At& at) {
  at("combOffset-n4", comb_offset_n4, Range(0, 3));
  at("cyclicShift-n4", cyclic_shift_n4, Range(0, 11));
}
void SrsResourceTransmissionComb::options(At& at) {
  at.option<0>(choice, "n2");
  at.option<1>(choice, "n4");
}
void SrsResourceResourceMapping::fields(At& at) {
  at("startPosition", start_position, Range(0, 5));
  at("nrofSymbols", nrof_symbols, Words("n1 n2 n4"));
  at("repetitionFactor", repetition_factor, Words("n1 n2 n4"));
}
void SrsResourceFreqHopping::fields(At& at) {
  at("c-SRS", c_srs, Range(0, 63));
  at("b-SRS", b_srs, Range(0, 3));
  at("b-hop", b_hop, Range(0, 3));
}
void SrsResourceResourceTypeAperiodic::fields(At&) {}
void SrsResourceResourceTypeSemiPersistent::fields(At& at) { at("periodicityAndOffset-sp", periodicity_and_offset_sp); }
void SrsResourceResourceTypePeriodic::fields(At& at) { at("periodicityAndOffset-p", periodicity_and_offset_p); }
void SrsResourceResourceType::options(At& at) {
  at.option<0>(choice, "aperiodic");
  at.option<1>(choice, "semi-persistent");
  at.option<2>(choice, "periodic");
}
void SrsResource::fields(At& at) {
  at("srs-ResourceId", srs_resource_id, Range(0, 63));
  at("nrofSRS-Ports", nrof_srs_ports, Words("port1 ports2 ports4"));
  at("ptrs-PortIndex", ptrs_port_index, Words("n0 n1"));
  at("transmissionComb", transmission_comb);
  at("resourceMapping", resource_mapping);
  at("freqDomainPosition", freq_domain_position, Range(0, 67));
  at("freqDomainShift", freq_domain_shift, Range(0, 268));
  at("freqHopping", freq_hopping);
  at("groupOrSequenceHopping", group_or_sequence_hopping, Words("neither groupHopping sequenceHopping"));
  at("resourceType", resource_type);
  at("sequenceId", sequence_id, Range(0, 1023));
  at("spatialRelationInfo", spatial_relation_info);
}
void SrsConfig::fields(At& at) {
  at.some("srs-ResourceSetToReleaseList", srs_resource_set_to_release_list, Size(1, 16), Range(0, 15));
  at.some("srs-ResourceSetToAddModList", srs_resource_set_to_add_mod_list, Size(1, 16));
  at.some("srs-ResourceToReleaseList", srs_resource_to_release_list, Size(1, 64), Range(0, 63));
  at.some("srs-ResourceToAddModList", srs_resource_to_add_mod_list, Size(1, 64));
  at.flag("tpc-Accumulation", tpc_accumulation, "disabled");
}

}  // namespace pellucid::rrc

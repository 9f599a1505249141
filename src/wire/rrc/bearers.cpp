// The descriptions of what bearers.hpp declares, in its order.
#include "wire/rrc/bearers.hpp"

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {

void PdcpConfigDrbHeaderCompressionRohcProfiles::fields(At& at) {
  at("profile0x0001", profile0x0001);
  at("profile0x0002", profile0x0002);
  at("profile0x0003", profile0x0003);
  at("profile0x0004", profile0x0004);
  at("profile0x0006", profile0x0006);
  at("profile0x0101", profile0x0101);
  at("profile0x0102", profile0x0102);
  at("profile0x0103", profile0x0103);
  at("profile0x0104", profile0x0104);
}
void PdcpConfigDrbHeaderCompressionRohc::fields(At& at) {
  at("maxCID", max_cid, Range(1, 16383));
  at("profiles", profiles);
  at.flag("drb-ContinueROHC", drb_continue_rohc, "true");
}
void PdcpConfigDrbHeaderCompressionUplinkOnlyRohcProfiles::fields(At& at) { at("profile0x0006", profile0x0006); }
void PdcpConfigDrbHeaderCompressionUplinkOnlyRohc::fields(At& at) {
  at("maxCID", max_cid, Range(1, 16383));
  at("profiles", profiles);
  at.flag("drb-ContinueROHC", drb_continue_rohc, "true");
}
void PdcpConfigDrbHeaderCompression::options(At& at) {
  at.option<0>(choice, "notUsed");
  at.option<1>(choice, "rohc");
  at.option<2>(choice, "uplinkOnlyROHC");
}
void PdcpConfigDrb::fields(At& at) {
  at("discardTimer", discard_timer, Words("ms10 ms20 ms30 ms40 ms50 ms60 ms75 ms100 ms150 ms200 ms250 ms300 ms500 ms750 ms1500 infinity"));
  at("pdcp-SN-SizeUL", pdcp_sn_size_ul, Words("len12bits len18bits"));
  at("pdcp-SN-SizeDL", pdcp_sn_size_dl, Words("len12bits len18bits"));
  at("headerCompression", header_compression);
  at.flag("integrityProtection", integrity_protection, "enabled");
  at.flag("statusReportRequired", status_report_required, "true");
  at.flag("outOfOrderDelivery", out_of_order_delivery, "true");
}
void PdcpConfigMoreThanOneRlcPrimaryPath::fields(At& at) {
  at("cellGroup", cell_group, Range(0, 3));
  at("logicalChannel", logical_channel, Range(1, 32));
}
void PdcpConfigMoreThanOneRlc::fields(At& at) {
  at("primaryPath", primary_path);
  at("ul-DataSplitThreshold", ul_data_split_threshold, words::ul_data_split_threshold);
  at("pdcp-Duplication", pdcp_duplication);
}
void PdcpConfig::fields(At& at) {
  at("drb", drb);
  at("moreThanOneRLC", more_than_one_rlc);
  at("t-Reordering", t_reordering,
     Words("ms0 ms1 ms2 ms4 ms5 ms8 ms10 ms15 ms20 ms30 ms40 ms50 ms60 ms80 ms100 ms120 ms140 ms160 ms180 ms200 ms220 ms240 ms260 ms280 "
           "ms300 ms500 ms750 ms1000 ms1250 ms1500 ms1750 ms2000 ms2250 ms2500 ms2750 ms3000 spare28 spare27 spare26 spare25 spare24 "
           "spare23 spare22 spare21 spare20 spare19 spare18 spare17 spare16 spare15 spare14 spare13 spare12 spare11 spare10 spare09 "
           "spare08 spare07 spare06 spare05 spare04 spare03 spare02 spare01"));
  at.group([&] { at.flag("cipheringDisabled", ciphering_disabled, "true"); });
}
void SrbToAddMod::fields(At& at) {
  at("srb-Identity", srb_identity, Range(1, 3));
  at.flag("reestablishPDCP", reestablish_pdcp, "true");
  at.flag("discardOnPDCP", discard_on_pdcp, "true");
  at("pdcp-Config", pdcp_config);
}
void SdapConfig::fields(At& at) {
  at("pdu-Session", pdu_session, Range(0, 255));
  at("sdap-HeaderDL", sdap_header_dl, Words("present absent"));
  at("sdap-HeaderUL", sdap_header_ul, Words("present absent"));
  at("defaultDRB", default_drb);
  at.some("mappedQoS-FlowsToAdd", mapped_qos_flows_to_add, Size(1, 64), Range(0, 63));
  at.some("mappedQoS-FlowsToRelease", mapped_qos_flows_to_release, Size(1, 64), Range(0, 63));
}
void DrbToAddModCnAssociation::options(At& at) {
  at.option<0>(choice, "eps-BearerIdentity", Range(0, 15));
  at.option<1>(choice, "sdap-Config");
}
void DrbToAddMod::fields(At& at) {
  at("cnAssociation", cn_association);
  at("drb-Identity", drb_identity, Range(1, 32));
  at.flag("reestablishPDCP", reestablish_pdcp, "true");
  at.flag("recoverPDCP", recover_pdcp, "true");
  at("pdcp-Config", pdcp_config);
}
void SecurityAlgorithmConfig::fields(At& at) {
  at("cipheringAlgorithm", ciphering_algorithm, words::ciphering_algorithm);
  at("integrityProtAlgorithm", integrity_prot_algorithm, words::integrity_prot_algorithm);
}
void SecurityConfig::fields(At& at) {
  at("securityAlgorithmConfig", security_algorithm_config);
  at("keyToUse", key_to_use, Words("master secondary"));
}
void RadioBearerConfig::fields(At& at) {
  at.some("srb-ToAddModList", srb_to_add_mod_list, Size(1, 2));
  at.flag("srb3-ToRelease", srb3_to_release, "true");
  at.some("drb-ToAddModList", drb_to_add_mod_list, Size(1, 29));
  at.some("drb-ToReleaseList", drb_to_release_list, Size(1, 29), Range(1, 32));
  at("securityConfig", security_config);
}

}  // namespace pellucid::rrc

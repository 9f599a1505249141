#include "core/smf/n2.hpp"

#include "wire/ngap/transfers.hpp"

namespace pellucid::smf {

namespace {

ngap::PduSessionType wire_type(nas::SessionType type) {
  switch (type) {
    case nas::SessionType::ipv6: return ngap::PduSessionType::ipv6;
    case nas::SessionType::ipv4v6: return ngap::PduSessionType::ipv4v6;
    default: return ngap::PduSessionType::ipv4;
  }
}

}  // namespace

N2Sm setup_request(const Facts& facts) {
  ngap::PduSessionResourceSetupRequestTransfer transfer;
  transfer.ambr = ngap::BitRates{facts.ambr.down_bps, facts.ambr.up_bps};
  transfer.ul_tunnel = {facts.uplink.address, facts.uplink.teid, facts.uplink_second};
  transfer.type = wire_type(facts.type);
  ngap::QosFlowSetup flow;
  flow.qfi = default_qfi;
  flow.qos.characteristics = ngap::NonDynamic5qi{.five_qi = facts.five_qi};
  flow.qos.arp = {.priority = facts.arp.priority, .may_pre_empt = facts.arp.preempts, .pre_emptable = facts.arp.preemptable};
  transfer.flows.push_back(flow);
  return {N2SmKind::setup_request, ngap::encode_transfer(transfer)};
}

N2Sm modify_request(const Ambr& ambr) {
  ngap::PduSessionResourceModifyRequestTransfer transfer;
  transfer.ambr = ngap::BitRates{ambr.down_bps, ambr.up_bps};
  return {N2SmKind::modify_request, ngap::encode_transfer(transfer)};
}

N2Sm release_command(ngap::Cause cause) {
  ngap::PduSessionResourceReleaseCommandTransfer transfer;
  transfer.cause = cause;
  return {N2SmKind::release_command, ngap::encode_transfer(transfer)};
}

N2Sm path_switch_acknowledge() {
  return {N2SmKind::path_switch_acknowledge, ngap::encode_transfer(ngap::PathSwitchRequestAcknowledgeTransfer())};
}

const char* name(N2SmKind kind) {
  static constexpr const char* names[] = {"none",
                                          "setup request",
                                          "setup response",
                                          "setup unsuccessful",
                                          "modify request",
                                          "modify response",
                                          "modify unsuccessful",
                                          "release command",
                                          "release response",
                                          "path switch request",
                                          "path switch acknowledge",
                                          "notify"};
  auto i = std::size_t(kind);
  return i < std::size(names) ? names[i] : "unknown";
}

}  // namespace pellucid::smf

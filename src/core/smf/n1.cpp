#include "core/smf/n1.hpp"

#include "wire/nas/envelope.hpp"

namespace pellucid::smf {

Bytes establishment_accept(const Facts& facts, const AcceptExtras& extras) {
  nas::PduSessionEstablishmentAccept accept;
  accept.session = facts.id;
  accept.pti = extras.pti;
  accept.type = facts.type;
  accept.ssc_mode = extras.ssc_mode;
  accept.qos_rules.rules.push_back(nas::QosRule::match_all(default_rule_id, default_qfi));
  accept.ambr = nas::SessionAmbr::from_bps(facts.ambr.down_bps, facts.ambr.up_bps);
  accept.cause = extras.cause;
  if (!facts.has_ipv6())
    accept.address = nas::PduAddress::v4(facts.ipv4);
  else if (!facts.has_ipv4())
    accept.address = nas::PduAddress::v6(facts.interface_id);
  else
    accept.address = nas::PduAddress::v4v6(facts.ipv4, facts.interface_id);
  accept.slice = nas::SnssaiIe(facts.slice);
  if (extras.always_on_asked || facts.always_on) accept.always_on = nas::OneBit{facts.always_on};
  accept.qos_flows.emplace();
  accept.qos_flows->flows.push_back(nas::QosFlowDescription::create(default_qfi, facts.five_qi));
  accept.pco = extras.pco;
  accept.dnn = nas::Dnn(facts.dnn);
  return nas::encode(accept);
}

Bytes establishment_reject(PduSessionId id, Pti pti, const Refusal& refusal) {
  nas::PduSessionEstablishmentReject reject;
  reject.session = id;
  reject.pti = pti;
  reject.cause = refusal.cause;
  if (refusal.back_off_s) reject.back_off = nas::GprsTimer3::from_seconds(*refusal.back_off_s);
  if (refusal.ssc_modes) reject.allowed_ssc_modes = nas::AllowedSscModes{.one = true};
  return nas::encode(reject);
}

Bytes modification_command(PduSessionId id, Pti pti, const Modification& modification) {
  nas::PduSessionModificationCommand command;
  command.session = id;
  command.pti = pti;
  if (modification.ambr) command.ambr = nas::SessionAmbr::from_bps(modification.ambr->down_bps, modification.ambr->up_bps);
  if (modification.always_on) command.always_on = nas::OneBit{*modification.always_on};
  command.pco = modification.pco;
  return nas::encode(command);
}

Bytes modification_reject(PduSessionId id, Pti pti, nas::SmCause cause) {
  nas::PduSessionModificationReject reject;
  reject.session = id;
  reject.pti = pti;
  reject.cause = cause;
  return nas::encode(reject);
}

Bytes release_command(PduSessionId id, Pti pti, nas::SmCause cause) {
  nas::PduSessionReleaseCommand command;
  command.session = id;
  command.pti = pti;
  command.cause = cause;
  return nas::encode(command);
}

Bytes release_reject(PduSessionId id, Pti pti, nas::SmCause cause) {
  nas::PduSessionReleaseReject reject;
  reject.session = id;
  reject.pti = pti;
  reject.cause = cause;
  return nas::encode(reject);
}

Bytes sm_status(PduSessionId id, Pti pti, nas::SmCause cause) {
  nas::SmStatus status;
  status.session = id;
  status.pti = pti;
  status.cause = cause;
  return nas::encode(status);
}

std::string shown_answer(ByteView n1) {
  if (n1.empty()) return "none";
  std::string text = nas::name_of(n1);
  Tree shown = nas::show_any(n1);
  if (auto* cause = shown.find("5GSM cause")) text += ": " + cause->text();
  return text;
}

}  // namespace pellucid::smf

#include "app/nas_reader.hpp"

#include <algorithm>

#include "crypto/kdf.hpp"
#include "crypto/milenage.hpp"
#include "link/nas/initial_message.hpp"
#include "wire/nas/mm.hpp"

namespace pellucid::app {

using namespace nas;

std::optional<SubscriberKeys> parse_keys(std::string_view text) {
  auto last = text.rfind(':');
  auto first = text.find(':');
  if (first == std::string_view::npos || first == last) return {};
  auto supi = Supi::parse(text.substr(0, first));
  auto k = from_hex<16>(text.substr(first + 1, last - first - 1));
  auto opc = from_hex<16>(text.substr(last + 1));
  if (!supi || !k || !opc) return {};
  return SubscriberKeys{*supi, *k, *opc};
}

std::vector<OpenedNas> NasReader::read(const Endpoint& source, const Endpoint& target, const ngap::Pdu& pdu) {
  std::vector<OpenedNas> out;
  auto ran = ngap::ran_ue_id(pdu);
  if (!ran) return out;
  bool uplink = pdu.get<ngap::InitialUeMessage>() || pdu.get<ngap::UplinkNasTransport>() || pdu.get<ngap::NasNonDeliveryIndication>();
  auto key = uplink ? PhoneKey(source, target, ran->value()) : PhoneKey(target, source, ran->value());
  if (pdu.get<ngap::InitialUeMessage>()) phones_.erase(key);  // a new connection under an old number
  auto& context = phones_[key];
  for (auto message : ngap::nas_in(pdu)) out.push_back(open(context, message, uplink, 0));
  return out;
}

OpenedNas NasReader::open(Context& context, ByteView message, bool uplink, int depth) {
  OpenedNas out;
  out.plain = to_bytes(message);
  auto head = peek(message);
  if (!head) return out;
  if (!head->is_protected()) {
    learn(context, message);
    out.subject = context.supi.empty() ? "" : context.supi.text();
    return out;
  }
  out.was_protected = true;
  // A Security Mode Command is not ciphered: its content selects the keys that its MAC is made with.
  if (head->security == SecurityHeaderType::integrity_new_context && !uplink) take_keys(context, message);
  auto& channel = uplink ? context.as_network : context.as_phone;
  auto envelope = decode_protected(message);
  bool first = uplink && head->security == SecurityHeaderType::integrity && envelope.ok();
  if (first && !channel) {
    // An initial message: the phone names itself in clear, its keys are those of its last connection.
    learn(context, envelope->message);
  }
  if (!channel) {
    if (envelope.ok() && !is_ciphered(head->security)) learn(context, envelope->message);
    out.subject = context.supi.empty() ? "" : context.supi.text();
    return out;
  }
  auto opened = channel->unprotect(message);
  out.mac_right = opened.ok();
  if (opened.ok()) {
    out.deciphered = true;
    out.plain = opened->message;
    auto inner = peek(out.plain);
    if (inner && inner->type == SecurityModeComplete::wire.type && depth == 0) {
      // Both directions of the new context are in use from here on.
      auto complete = decode<SecurityModeComplete>(out.plain);
      if (complete.ok() && complete->container) learn(context, complete->container->octets);
    } else {
      learn(context, out.plain);
    }
  }
  out.subject = context.supi.empty() ? "" : context.supi.text();
  return out;
}

/// Takes from a plain message what identifies the phone or makes its keys.
void NasReader::learn(Context& context, ByteView plain) {
  auto head = peek(plain);
  if (!head || !head->is_mm()) return;
  auto recall = [&](const MobileIdentity& identity) {
    auto* suci = identity.suci();
    if (suci && suci->supi()) context.supi = *suci->supi();
    std::optional<Tmsi> tmsi;
    if (auto* guti = identity.guti()) tmsi = guti->tmsi;
    if (auto* s = identity.s_tmsi()) tmsi = s->tmsi;
    auto known = tmsi ? by_tmsi_.find(tmsi->value()) : by_tmsi_.end();
    if (known == by_tmsi_.end() || context.as_network) return;
    context.supi = supi_of_tmsi_[known->first];
    context.as_network.emplace(Side::network, known->second);
    context.as_phone.emplace(Side::phone, known->second);
  };
  auto remember = [&](const std::optional<MobileIdentity>& identity) {
    auto* guti = identity ? identity->guti() : nullptr;
    if (!guti || !context.as_phone || by_tmsi_.size() > 1'000'000) return;
    auto& kept = by_tmsi_[guti->tmsi.value()] = context.as_phone->context();
    kept.uplink_next = context.as_network->context().uplink_next;
    supi_of_tmsi_[guti->tmsi.value()] = context.supi;
  };
  if (head->type == RegistrationRequest::wire.type) {
    if (auto m = decode<RegistrationRequest>(plain); m.ok()) recall(m->identity);
  } else if (head->type == ServiceRequest::wire.type) {
    if (auto m = decode<ServiceRequest>(plain); m.ok()) recall(m->s_tmsi);
  } else if (head->type == IdentityResponse::wire.type) {
    if (auto m = decode<IdentityResponse>(plain); m.ok()) recall(m->identity);
  } else if (head->type == AuthenticationRequest::wire.type) {
    auto m = decode<AuthenticationRequest>(plain);
    if (m.ok() && m->rand && m->autn) context.rand = *m->rand, context.autn = *m->autn, context.abba = m->abba;
  } else if (head->type == RegistrationAccept::wire.type) {
    if (auto m = decode<RegistrationAccept>(plain); m.ok()) remember(m->guti);
  } else if (head->type == ConfigurationUpdateCommand::wire.type) {
    if (auto m = decode<ConfigurationUpdateCommand>(plain); m.ok()) remember(m->guti);
  }
}

/// K to K_AMF as both ends do it (TS 33.501 annex A), with the subscriber's keys.
bool NasReader::take_keys(Context& context, ByteView pdu) {
  auto envelope = decode_protected(pdu);
  auto command = envelope.ok() ? decode<SecurityModeCommand>(envelope->message) : Decoded<SecurityModeCommand>(Fail(envelope.error()));
  if (!command.ok()) return false;
  for (auto& subscriber : keys_) {
    if (!context.supi.empty() && subscriber.supi != context.supi) continue;
    auto plmn_of = [&](std::size_t mnc_digits) { return Plmn::parse(subscriber.supi.digits().substr(0, 3 + mnc_digits)); };
    for (std::size_t mnc_digits : {2u, 3u}) {
      auto network = plmn_of(mnc_digits)->serving_network_name();
      crypto::Milenage milenage(subscriber.k, subscriber.opc);
      auto f = milenage.f2_to_f5(context.rand);
      Octets<6> concealed;
      std::copy_n(context.autn.begin(), 6, concealed.begin());
      crypto::CkIk keys{f.ck, f.ik};
      auto k_seaf = crypto::k_seaf(crypto::k_ausf(keys, network, concealed), network);
      auto made = SecurityContext::make(crypto::k_amf(k_seaf, subscriber.supi, context.abba), command->ng_ksi, command->algorithms);
      if (!made || !Channel(Side::phone, *made).unprotect(pdu).ok()) continue;
      context.supi = subscriber.supi;
      context.as_network.emplace(Side::network, *made);
      context.as_phone.emplace(Side::phone, *made);
      return true;
    }
  }
  return false;
}

}  // namespace pellucid::app

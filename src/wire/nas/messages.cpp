// Makes the tables of all messages run (codec/nas_ie.hpp) and lists them.
#include <algorithm>
#include <array>

#include "codec/nas_ie.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"

namespace pellucid::nas {
namespace {

void reencode_inside(Bytes& octets, int depth) {
  if (auto again = reencode_any(octets, depth + 1)) octets = *again;  // ciphered or unknown ones stay as they are
}
template <class M>
void reencode_parts(M& message, int depth) {
  if constexpr (requires { message.container; })
    if (message.container) reencode_inside(message.container->octets, depth);
  if constexpr (std::is_same_v<M, UlNasTransport> || std::is_same_v<M, DlNasTransport>)
    if (message.payload_type == PayloadType::n1_sm) reencode_inside(message.payload.octets, depth);
}

template <Message M>
Decoded<Bytes> reencode(ByteView pdu, int depth) {
  auto message = decode<M>(pdu);
  if (!message) return Fail(message.error());
  reencode_parts(*message, depth);
  return encode(*message);
}
template <Message M>
Decoded<Tree> shown(ByteView pdu, int depth) {
  auto message = decode<M>(pdu);
  if (!message) return Fail(message.error());
  Tree elements = show_message(M::wire.view(), &*message);
  if constexpr (requires { message->open_containers(elements, depth); })
    return message->open_containers(elements, depth);
  else
    return elements;
}

template <Message M>
KnownMessage known(Sent sent) {
  return {M::wire.view(), sent, &reencode<M>, &shown<M>};
}

constexpr Sent up = Sent::uplink, down = Sent::downlink;

const auto& all_messages() {
  static const std::array messages{
      known<PduSessionEstablishmentRequest>(up),
      known<PduSessionEstablishmentAccept>(down),
      known<PduSessionEstablishmentReject>(down),
      known<PduSessionAuthenticationCommand>(down),
      known<PduSessionAuthenticationComplete>(up),
      known<PduSessionAuthenticationResult>(down),
      known<PduSessionModificationRequest>(up),
      known<PduSessionModificationReject>(down),
      known<PduSessionModificationCommand>(down),
      known<PduSessionModificationComplete>(up),
      known<PduSessionModificationCommandReject>(up),
      known<PduSessionReleaseRequest>(up),
      known<PduSessionReleaseReject>(down),
      known<PduSessionReleaseCommand>(down),
      known<PduSessionReleaseComplete>(up),
      known<SmStatus>(Sent::both),
      known<ServiceLevelAuthenticationCommand>(down),
      known<ServiceLevelAuthenticationComplete>(up),
      known<RegistrationRequest>(up),
      known<RegistrationAccept>(down),
      known<RegistrationComplete>(up),
      known<RegistrationReject>(down),
      known<UeDeregistrationRequest>(up),
      known<UeDeregistrationAccept>(down),
      known<NetworkDeregistrationRequest>(down),
      known<NetworkDeregistrationAccept>(up),
      known<ServiceRequest>(up),
      known<ServiceReject>(down),
      known<ServiceAccept>(down),
      known<ControlPlaneServiceRequest>(up),
      known<NetworkSliceSpecificAuthenticationCommand>(down),
      known<NetworkSliceSpecificAuthenticationComplete>(up),
      known<NetworkSliceSpecificAuthenticationResult>(down),
      known<ConfigurationUpdateCommand>(down),
      known<ConfigurationUpdateComplete>(up),
      known<AuthenticationRequest>(down),
      known<AuthenticationResponse>(up),
      known<AuthenticationReject>(down),
      known<AuthenticationFailure>(up),
      known<AuthenticationResult>(down),
      known<IdentityRequest>(down),
      known<IdentityResponse>(up),
      known<SecurityModeCommand>(down),
      known<SecurityModeComplete>(up),
      known<SecurityModeReject>(up),
      known<MmStatus>(Sent::both),
      known<Notification>(down),
      known<NotificationResponse>(up),
      known<UlNasTransport>(up),
      known<DlNasTransport>(down),
  };
  return messages;
}

}  // namespace

std::span<const KnownMessage> known_messages() { return all_messages(); }

const KnownMessage* known_message(std::uint8_t epd, std::uint8_t type) {
  auto before = [](const KnownMessage& m, std::pair<std::uint8_t, std::uint8_t> key) { return std::pair(m.table.epd, m.table.type) < key; };
  auto all = known_messages();
  auto found = std::lower_bound(all.begin(), all.end(), std::pair(epd, type), before);
  return found != all.end() && found->table.epd == epd && found->table.type == type ? &*found : nullptr;
}

}  // namespace pellucid::nas

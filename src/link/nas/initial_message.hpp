#pragma once
// Protection of initial NAS messages (TS 24.501 §4.4.6): the elements that may go in clear, and the whole message ciphered in a
// NAS message container beside them.
#include "link/nas/channel.hpp"
#include "wire/nas/mm.hpp"

namespace pellucid::nas {

/// The message with its cleartext elements only: how a phone without a security context sends it.
RegistrationRequest cleartext_of(const RegistrationRequest& full);
ServiceRequest cleartext_of(const ServiceRequest& full);
ControlPlaneServiceRequest cleartext_of(const ControlPlaneServiceRequest& full);

/// How a phone with a security context sends it: integrity protected, elements beyond the cleartext ones in a container.
template <class M>
Result<Bytes, ChannelFault> protect_initial(Channel& channel, const M& full) {
  M outer = cleartext_of(full);
  if (!(outer == full)) outer.container = NasMessageContainer{channel.cipher_container(encode(full))};
  return channel.protect(SecurityHeaderType::integrity, encode(outer));
}
/// A De-registration Request has cleartext elements only (§4.4.6).
inline Result<Bytes, ChannelFault> protect_initial(Channel& channel, const UeDeregistrationRequest& request) {
  return channel.protect(SecurityHeaderType::integrity, encode(request));
}

/// The message that the network goes on with: the one in the container, if there is one, else the outer itself. `opened` is how
/// the outer message came: its COUNT deciphers the container. A container that holds no such message is the WireError.
template <class M>
Decoded<M> full_message(const Channel& channel, const Opened& opened, const M& outer) {
  if (!outer.container) return outer;
  // Ciphered only where the message around it is not (§4.4.6; TS 33.501 §6.4.6).
  Bytes inner = is_ciphered(opened.header) ? outer.container->octets : channel.decipher_container(outer.container->octets, opened.count);
  return decode<M>(inner);
}

}  // namespace pellucid::nas

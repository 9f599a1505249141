#include "link/nas/acceptance.hpp"

#include "wire/nas/mm.hpp"

namespace pellucid::nas {
namespace {

template <class M>
constexpr std::uint8_t type_of = M::wire.type;

/// A reject without integrity must not bar a phone for good from a network that it belongs to (TS 24.501 §4.4.4.2).
bool harmless(MmCause cause, bool registration) {
  switch (unsigned(cause)) {
    case 76:
    case 78: return false;
    case 81:
    case 82: return !registration;
    default: return true;
  }
}

bool phone_accepts(std::uint8_t type, ByteView plain) {
  switch (type) {
    case type_of<IdentityRequest>: {
      auto request = decode<IdentityRequest>(plain);
      return request && request->type == IdentityType::suci;
    }
    case type_of<AuthenticationRequest>:
    case type_of<AuthenticationResult>:
    case type_of<AuthenticationReject>:
    case type_of<UeDeregistrationAccept>: return true;  // of a switch-off there is none to wait for
    case type_of<RegistrationReject>: {
      auto reject = decode<RegistrationReject>(plain);
      return reject && harmless(reject->cause, true);
    }
    case type_of<ServiceReject>: {
      auto reject = decode<ServiceReject>(plain);
      return reject && harmless(reject->cause, false);
    }
    default: return false;
  }
}

bool network_accepts(std::uint8_t type, ByteView plain) {
  switch (type) {
    case type_of<IdentityResponse>: {
      auto response = decode<IdentityResponse>(plain);
      return response && response->identity.suci();
    }
    case type_of<RegistrationRequest>:
    case type_of<AuthenticationResponse>:
    case type_of<AuthenticationFailure>:
    case type_of<SecurityModeReject>:
    case type_of<UeDeregistrationRequest>:
    case type_of<NetworkDeregistrationAccept>: return true;
    default: return false;
  }
}

}  // namespace

bool acceptable_unprotected(Side receiver, ByteView plain) {
  auto head = peek(plain);
  if (!head || !head->is_mm() || head->is_protected()) return false;
  return receiver == Side::phone ? phone_accepts(head->type, plain) : network_accepts(head->type, plain);
}

bool acceptable_unverified(std::uint8_t type) {
  switch (type) {
    case type_of<RegistrationRequest>:
    case type_of<IdentityResponse>:
    case type_of<AuthenticationResponse>:
    case type_of<AuthenticationFailure>:
    case type_of<SecurityModeReject>:
    case type_of<UeDeregistrationRequest>:
    case type_of<NetworkDeregistrationAccept>:
    case type_of<ServiceRequest>:
    case type_of<ControlPlaneServiceRequest>: return true;
    default: return false;
  }
}

}  // namespace pellucid::nas

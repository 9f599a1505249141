#include "link/nas/initial_message.hpp"

namespace pellucid::nas {

RegistrationRequest cleartext_of(const RegistrationRequest& full) {
  RegistrationRequest clear;
  clear.type = full.type;
  clear.ng_ksi = full.ng_ksi;
  clear.identity = full.identity;
  clear.ue_security = full.ue_security;
  clear.additional_guti = full.additional_guti;
  clear.ue_status = full.ue_status;
  clear.eps_nas_message_container = full.eps_nas_message_container;
  clear.nid = full.nid;
  clear.disaster_plmn = full.disaster_plmn;
  return clear;
}

ServiceRequest cleartext_of(const ServiceRequest& full) {
  ServiceRequest clear;
  clear.ng_ksi = full.ng_ksi;
  clear.type = full.type;
  clear.s_tmsi = full.s_tmsi;
  return clear;
}

ControlPlaneServiceRequest cleartext_of(const ControlPlaneServiceRequest& full) {
  ControlPlaneServiceRequest clear;
  clear.type = full.type;
  clear.ng_ksi = full.ng_ksi;
  return clear;
}

}  // namespace pellucid::nas

#include "core/amf/status.hpp"

namespace pellucid::amf {

const char* name(ProcedureName procedure) {
  switch (procedure) {
    case ProcedureName::ng_setup: return "NG setup";
    case ProcedureName::ng_reset: return "NG reset";
    case ProcedureName::ran_configuration_update: return "RAN configuration update";
    case ProcedureName::initial_registration: return "initial registration";
    case ProcedureName::mobility_registration: return "mobility registration";
    case ProcedureName::periodic_registration: return "periodic registration";
    case ProcedureName::authentication: return "authentication";
    case ProcedureName::identification: return "identification";
    case ProcedureName::security_mode: return "security mode";
    case ProcedureName::deregistration_by_ue: return "deregistration by the phone";
    case ProcedureName::deregistration_by_network: return "deregistration by the network";
    case ProcedureName::service_request: return "service request";
    case ProcedureName::configuration_update: return "configuration update";
    case ProcedureName::paging: return "paging";
    case ProcedureName::an_release: return "AN release";
    case ProcedureName::initial_context_setup: return "initial context setup";
    case ProcedureName::session_establishment: return "session establishment";
    case ProcedureName::session_message: return "session message";
    case ProcedureName::count_: break;
  }
  return "?";
}

}  // namespace pellucid::amf

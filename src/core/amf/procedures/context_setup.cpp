// Initial Context Setup (TS 38.413 §8.3.1): the base station gets the keys, the capabilities and the sessions of a phone.
#include "core/amf/procedures/procedures.hpp"
#include "crypto/kdf.hpp"

namespace pellucid::amf {

namespace {

/// TS 38.413 §9.3.1.86: the first bit is algorithm 1; NAS writes algorithm 0 first (TS 24.501 §9.11.3.54).
std::uint16_t ngap_algorithms(nas::AlgorithmSet set) { return std::uint16_t((set.bits & 0x7F) << 9); }

ngap::UeSecurityCapabilities as_capabilities(const nas::UeSecurityCapability& nas) {
  ngap::UeSecurityCapabilities as;
  as.nr_encryption = ngap_algorithms(nas.ea);
  as.nr_integrity = ngap_algorithms(nas.ia);
  if (nas.eea) as.eutra_encryption = ngap_algorithms(*nas.eea);
  if (nas.eia) as.eutra_integrity = ngap_algorithms(*nas.eia);
  return as;
}

/// TS 38.413 §9.3.1.54: the last four digits of the serial number are hidden.
std::optional<Octets<8>> masked(const std::string& imeisv) {
  if (imeisv.size() != 16) return {};
  Octets<8> octets{};
  for (std::size_t i = 0; i < 16; ++i) {
    bool hidden = i >= 10 && i < 14;
    std::uint8_t digit = hidden ? std::uint8_t(15) : std::uint8_t(imeisv[i] - '0');
    octets[i / 2] = std::uint8_t(i % 2 ? octets[i / 2] | digit : digit << 4);
  }
  return octets;
}

const Guami& guami_of(const Net& net, const Ue& ue) { return ue.guti ? ue.guti->guami : net.config.guamis.front(); }

}  // namespace

void set_up_context(Net& net, Ue& ue, std::optional<Bytes> nas, std::vector<ngap::PduSessionSetup> sessions) {
  check(ue.connection && ue.security, "a context is set up for a connected phone with keys");
  Connection& connection = *ue.connection;
  ++net.count(ProcedureName::initial_context_setup).attempted;
  ngap::InitialContextSetupRequest request;
  request.amf_id = connection.amf_id;
  request.ran_id = connection.ran_id;
  if (auto profile = net.udm.subscription(ue.supi); profile.ok()) {
    request.ambr = ngap::BitRates{profile->ue_ambr_down_bps, profile->ue_ambr_up_bps};
  } else if (!sessions.empty()) {
    request.ambr = ngap::BitRates{};  // mandatory beside sessions (TS 38.413 §9.2.2.1)
  }
  request.guami = guami_of(net, ue);
  request.sessions = std::move(sessions);
  request.allowed_nssai = ue.allowed;
  request.security_capabilities = as_capabilities(ue.capability);
  request.security_key = crypto::k_gnb(ue.security->context().k_amf, connection.key_count);
  if (!ue.radio_capability.empty()) request.radio_capability = ue.radio_capability;
  request.radio_capability_for_paging = ue.radio_capability_for_paging;
  request.masked_imeisv = masked(ue.imeisv);
  request.nas = std::move(nas);
  connection.context = Connection::Context::pending;
  if (!net.n2.send(connection.association, request)) return;  // the guard below is not needed: the base station is going
  connection.guard.start(net.config.timers.ran_answer, [&net, &connection] {
    if (!connection.ue) return;
    ++net.count(ProcedureName::initial_context_setup).timed_out;
    release(net, *connection.ue, ngap::CauseRadioNetwork::unspecified);
  });
}

void context_set_up(Net& net, Connection& connection, const ngap::InitialContextSetupResponse& response) {
  if (!connection.ue || connection.context != Connection::Context::pending) return;
  ++net.count(ProcedureName::initial_context_setup).succeeded;
  connection.guard.stop();
  connection.context = Connection::Context::up;
  auto set_up = response.set_up;
  auto failed = response.failed;
  ran_answered(net, connection, set_up, N2SmKind::setup_response);
  if (connection.ue) ran_answered(net, connection, failed, N2SmKind::setup_unsuccessful);
  if (connection.ue) connection.ue->work->context.give_up();  // they look at connection.context
}

void context_failed(Net& net, Connection& connection, const ngap::InitialContextSetupFailure& failure) {
  if (!connection.ue || connection.context != Connection::Context::pending) return;
  auto& counters = net.count(ProcedureName::initial_context_setup);
  ++counters.refused[std::uint8_t(failure.cause.group)];
  net.log(Severity::warning, connection.ue->subject() + ": Initial Context Setup failed: " + ngap::text(failure.cause));
  connection.guard.stop();
  connection.context = Connection::Context::none;
  auto failed = failure.failed;
  ran_answered(net, connection, failed, N2SmKind::setup_unsuccessful);
  // Without a context there is no service, and the phone may not have its answer: its own timers bring it back.
  if (connection.ue) release(net, *connection.ue, failure.cause);
}

// TS 38.413 §8.14.1.
void radio_capability_info(Net& net, Connection& connection, ngap::UeRadioCapabilityInfoIndication& message) {
  if (!connection.ue) return;
  if (message.radio_capability.size() > net.config.limits.max_radio_capability_octets) {
    net.log(Severity::warning, connection.ue->subject() + ": its radio capability of " + std::to_string(message.radio_capability.size()) +
                                   " octets is not kept: the base station asks for it each time");
    return;
  }
  connection.ue->radio_capability = std::move(message.radio_capability);
  connection.ue->radio_capability.shrink_to_fit();
  connection.ue->radio_capability_for_paging = std::move(message.radio_capability_for_paging);
}

}  // namespace pellucid::amf

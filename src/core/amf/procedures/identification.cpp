// Who is it? (TS 23.502 §4.2.2.2.2 steps 4 to 7; TS 24.501 §5.4.3)
#include "core/amf/ask.hpp"
#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

namespace {

Result<Supi, Refusal> supi_of(const nas::Suci& suci, Net& net) {
  if (suci.format != nas::SupiFormat::imsi)
    return Fail(Refusal(nas::MmCause::illegal_ue, Why{"the subscriber is named by an IMSI", nas::text(suci.format), "an IMSI",
                                                      "the phone's SIM", "use a SIM with an IMSI"}));
  Suci asked;
  asked.home = suci.plmn;
  asked.routing_indicator = suci.routing_indicator;
  asked.scheme = std::uint8_t(suci.scheme);
  asked.key_id = suci.key_id;
  asked.scheme_output = suci.output;
  auto supi = net.udm.identify(asked);
  if (!supi) return Fail(Refusal(std::move(supi.error())));
  return *supi;
}

}  // namespace

Flow<Supi> ask_suci(Ue& ue, Net& net) {
  auto& counters = net.count(ProcedureName::identification);
  ++counters.attempted;
  nas::IdentityRequest request;
  request.type = nas::IdentityType::suci;
  Bytes question = nas::encode(request);
  auto response = co_await attempt(ask<nas::IdentityResponse>(net, ue, std::move(question), net.config.timers.t3570, "Identity Response"));
  if (!response.ok()) {
    ++counters.timed_out;
    co_return Fail(std::move(response.error()));
  }
  const nas::Suci* suci = response->identity.suci();
  if (!suci) {
    ++counters.refused[std::uint8_t(nas::MmCause::illegal_ue)];
    co_return Fail(Refusal(nas::MmCause::illegal_ue, Why{"the phone tells its SUCI when asked", nas::text(response->identity.type()),
                                                         "a SUCI", "the phone's SIM", "look whether the phone has a SIM for 5G"}));
  }
  ++counters.succeeded;
  Supi supi = co_await supi_of(*suci, net);
  co_return supi;
}

Flow<Identified> identify(Ue& ue, nas::MobileIdentity identity, Net& net) {
  if (auto* suci = identity.suci()) {
    Supi supi = co_await supi_of(*suci, net);
    co_return Identified{supi, false};
  }
  if (auto* guti = identity.guti()) {
    Ue* known = net.gutis.find(*guti);
    if (known && !known->supi.empty()) co_return Identified{known->supi, true};
  }
  Supi supi = co_await ask_suci(ue, net);
  co_return Identified{supi, false};
}

}  // namespace pellucid::amf

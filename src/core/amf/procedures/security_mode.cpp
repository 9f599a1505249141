// Security mode control (TS 33.501 §6.7.2; TS 24.501 §5.4.2).
#include <algorithm>

#include "core/amf/ask.hpp"
#include "core/amf/procedures/procedures.hpp"
#include "crypto/kdf.hpp"

namespace pellucid::amf {

namespace {

/// The new keys, used by nobody else, and dropped again unless kept: then the phone's context is what it was before.
class Trial {
 public:
  Trial(Ue& ue, nas::SecurityContext context) : ue_(ue) { ue.trial.emplace(nas::Side::network, std::move(context)); }
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;
  ~Trial() { ue_.trial.reset(); }
  void keep() {
    ue_.security = std::move(ue_.trial);
    ue_.security->establish_secure_exchange();
    ue_.count_limit = UINT32_MAX;  // no record has these keys yet
    ue_.record = 0;
  }

 private:
  Ue& ue_;
};

template <class A>
std::vector<A> order_of(const std::vector<std::uint8_t>& numbers, bool null_allowed) {
  std::vector<A> order;
  for (auto n : numbers)
    if (n <= 3 && (n != 0 || null_allowed)) order.push_back(A(n));
  return order;
}

std::string listed(const std::vector<std::uint8_t>& numbers, const char* prefix) {
  std::string text;
  for (auto n : numbers) text += (text.empty() ? prefix : std::string(", ") + prefix) + std::to_string(n);
  return text;
}

Result<nas::SecurityAlgorithms, Refusal> choose(const nas::UeSecurityCapability& capability, const Config& config) {
  auto integrity = order_of<nas::IntegrityAlgorithm>(config.algorithms.integrity, false);
  auto ciphering = order_of<nas::CipherAlgorithm>(config.algorithms.ciphering, config.allow_null_ciphering);
  auto chosen = nas::choose_algorithms(capability, integrity, ciphering);
  if (chosen) return *chosen;
  // TS 24.501 §5.5.1.2.8 i leaves the cause to us: #23 is one of the phone's.
  return Fail(
      Refusal(nas::MmCause::protocol_error_unspecified,
              Why{"phone and network have algorithms in common", "NEA " + nas::text(capability.ea) + ", NIA " + nas::text(capability.ia),
                  listed(config.algorithms.ciphering, "NEA") + " and " + listed(config.algorithms.integrity, "NIA"),
                  "amf.ciphering, amf.integrity", "allow an algorithm that the phone has"}));
}

}  // namespace

Flow<Bytes> secure(Ue& ue, Keys keys, bool whole, Net& net) {
  auto& counters = net.count(ProcedureName::security_mode);
  ++counters.attempted;
  auto algorithms = co_await choose(ue.capability, net.config);
  const Octets<2> abba{0, 0};
  auto context = nas::SecurityContext::make(crypto::k_amf(keys.k_seaf, keys.supi, abba), keys.ng_ksi, algorithms);
  check(context.has_value(), "only algorithms that exist are chosen");
  Trial trial(ue, std::move(*context));

  nas::SecurityModeCommand command;
  command.algorithms = algorithms;
  command.ng_ksi = keys.ng_ksi;
  command.replayed_ue_security = ue.capability;
  if (net.config.ask_imeisv) command.imeisv_request = nas::ImeisvRequest::requested;
  if (whole) command.additional = nas::AdditionalSecurityInformation{.retransmit_initial_message = true};
  Bytes question = nas::encode(command);
  auto asked = co_await attempt(ask_one_of<nas::SecurityModeComplete, nas::SecurityModeReject>(
      net, ue, std::move(question), net.config.timers.t3560, "Security Mode Complete", Sealed::with_new_keys));
  if (!asked.ok()) {
    ++counters.timed_out;
    co_return Fail(std::move(asked.error()));
  }
  auto answer = std::move(*asked);
  if (auto* reject = std::get_if<nas::SecurityModeReject>(&answer)) {
    auto cause = nas::known(reject->cause);
    ++counters.refused[std::uint8_t(cause)];
    co_return Fail(Refusal(Refusal::Answer::none, cause,
                           Why{"the phone accepts the Security Mode Command", nas::text(cause), "Security Mode Complete",
                               "the phone; amf.ciphering, amf.integrity",
                               "a phone says so when the replayed capabilities or the MAC are not what it expects: look for something that "
                               "changes messages on the way"}));
  }
  auto& complete = std::get<nas::SecurityModeComplete>(answer);
  trial.keep();
  ++counters.succeeded;
  if (complete.imeisv && complete.imeisv->imeisv()) ue.imeisv = complete.imeisv->imeisv()->digits;
  if (!complete.container) co_return Bytes{};
  co_return std::move(complete.container->octets);
}

}  // namespace pellucid::amf

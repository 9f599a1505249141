#include "core/smf/selection.hpp"

namespace pellucid::smf {

namespace {

Refusal type_refused(nas::SmCause cause, nas::SessionType asked, std::string wanted, const std::string& dnn) {
  return {cause, Why{"the data network and the subscriber allow the session type that the phone asked for", nas::text(asked),
                     std::move(wanted), "dnn " + dnn + ": ipv4, ipv6; subscriber: versions of " + dnn,
                     "change the session type in the phone's APN settings, or give the network a pool of that IP version"}};
}

}  // namespace

Result<ChosenType, Refusal> choose_type(std::optional<nas::SessionType> asked, bool ipv4, bool ipv6, const std::string& dnn) {
  using nas::SessionType;
  using nas::SmCause;
  auto wanted = nas::known(asked.value_or(SessionType::ipv4v6));
  if (wanted == SessionType::unstructured || wanted == SessionType::ethernet || (!ipv4 && !ipv6))
    return Fail(type_refused(SmCause::unknown_pdu_session_type, wanted,
                             ipv4 && ipv6 ? "IPv4, IPv6, IPv4v6"
                             : ipv4       ? "IPv4"
                             : ipv6       ? "IPv6"
                                          : "none",
                             dnn));
  if (wanted == SessionType::ipv4 && !ipv4) return Fail(type_refused(SmCause::ipv6_only_allowed, wanted, "IPv6", dnn));
  if (wanted == SessionType::ipv6 && !ipv6) return Fail(type_refused(SmCause::ipv4_only_allowed, wanted, "IPv4", dnn));
  if (wanted != SessionType::ipv4v6 || (ipv4 && ipv6)) return ChosenType{wanted, {}};
  ChosenType less{ipv4 ? SessionType::ipv4 : SessionType::ipv6, {}};
  // Without the cause the phone would open a second session for the other version.
  if (asked) less.cause = ipv4 ? SmCause::ipv4_only_allowed : SmCause::ipv6_only_allowed;
  return less;
}

Result<nas::SscMode, Refusal> choose_ssc_mode(std::optional<nas::SscMode> asked) {
  if (!asked || nas::known(*asked) == nas::SscMode::one) return nas::SscMode::one;
  Refusal refusal{nas::SmCause::ssc_mode_not_supported,
                  Why{"the session and service continuity mode is offered", nas::text(*asked), nas::text(nas::SscMode::one), "SMF",
                      "let the phone ask for SSC mode 1 or none"}};
  refusal.ssc_modes = true;
  return Fail(refusal);
}

}  // namespace pellucid::smf

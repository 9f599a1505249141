#include "wire/ngap/diagnostics.hpp"

#include "wire/ngap/procedures.hpp"

namespace pellucid::ngap {

void Diagnostics::add(Criticality c, std::uint16_t ie, TypeOfError error) {
  if (items.size() < limit)
    items.push_back({c, ie, error});
  else
    ++more;
  if (items.size() == limit && c == Criticality::reject) items.back() = {c, ie, error};  // the decisive one is never lost
}

Diagnostics::Verdict Diagnostics::verdict() const {
  if (not_supported) {
    if (criticality == Criticality::reject) return Verdict::reject;
    return criticality == Criticality::notify ? Verdict::proceed_and_report : Verdict::ignore;
  }
  if (falsely_constructed) return Verdict::reject;
  auto found = Verdict::proceed;
  for (auto& item : items) {
    if (item.criticality == Criticality::reject) return Verdict::reject;
    if (item.criticality == Criticality::notify) found = Verdict::proceed_and_report;
  }
  return found;
}

Cause Diagnostics::cause() const {
  if (falsely_constructed) return CauseProtocol::abstract_syntax_error_falsely_constructed_message;
  if (verdict() == Verdict::reject) return CauseProtocol::abstract_syntax_error_reject;
  return CauseProtocol::abstract_syntax_error_ignore_and_notify;
}

CriticalityDiagnostics Diagnostics::for_response() const {
  CriticalityDiagnostics out;
  for (auto& item : items)
    if (item.criticality != Criticality::ignore) out.ies.push_back(item);
  return out;
}

CriticalityDiagnostics Diagnostics::for_error_indication() const {
  auto out = for_response();
  out.procedure = procedure;
  out.triggering = kind;
  out.criticality = criticality;
  return out;
}

std::string Diagnostics::text() const {
  static constexpr const char* criticalities[] = {"reject", "ignore", "notify"};
  std::string out;
  auto add = [&](const std::string& what) { out += (out.empty() ? "" : "; ") + what; };
  if (not_supported) add("procedure " + std::to_string(procedure) + " not supported, " + criticalities[std::size_t(criticality) % 3]);
  if (falsely_constructed) add("IEs in wrong order or too often");
  for (auto& item : items)
    add("IE " + std::to_string(item.ie) + " (" + ie_name(item.ie) + ") " +
        (item.error == TypeOfError::missing ? "missing, " : "not understood, ") + criticalities[std::size_t(item.criticality) % 3]);
  if (more > 0) add(std::to_string(more) + " more");
  return out;
}

}  // namespace pellucid::ngap

#include "core/pcf/pcf.hpp"

#include <utility>

namespace pellucid::pcf {
namespace {

using Kind = Refusal::Kind;

std::string field(const Supi& supi, const char* name) { return "subscriber " + supi.text() + ": " + name; }

std::string listed_slices(const Subscription& subscription) {
  std::string out;
  for (const auto& slice : subscription.slices) out += (out.empty() ? "" : ", ") + slice.slice.text();
  return out.empty() ? "none" : out;
}
std::string listed_dnns(const SubscribedSlice& slice) {
  std::string out;
  for (const auto& dnn : slice.dnns) out += (out.empty() ? "" : ", ") + dnn.dnn;
  return out.empty() ? "none" : out;
}

}  // namespace

Result<SessionPolicy, Refusal> decide(const Supi& supi, const Subscription& subscription, const SessionRequest& request) {
  const SubscribedSlice* slice = subscription.find(request.slice);
  if (!slice)
    return Fail(Refusal{Kind::slice_not_subscribed,
                        {"the session's slice is one of the subscriber's", request.slice.text(), listed_slices(subscription),
                         field(supi, "slices"), "add the slice to the subscriber, or set the phone's slice"}});
  const SubscribedDnn* dnn = find_dnn(*slice, request.dnn);
  if (!dnn)
    return Fail(Refusal{Kind::dnn_not_subscribed,
                        {"the phone's DNN is one of the subscriber's", request.dnn.empty() ? "no DNN" : request.dnn, listed_dnns(*slice),
                         field(supi, "dnns"), "set the phone's APN to one of these, or add it to the subscriber"}});
  // TS 24.501 §6.4.1.3: what was asked for, narrowed to what is allowed; nothing in common is a reject that names the other version.
  const auto both = std::uint8_t(request.versions) & std::uint8_t(dnn->versions);
  if (both == 0) {
    const Kind kind = dnn->versions == IpVersions::ipv4 ? Kind::only_ipv4 : Kind::only_ipv6;
    return Fail(Refusal{kind,
                        {"the session type is allowed", text(request.versions), text(dnn->versions), field(supi, "dnns"),
                         "set the phone's APN protocol, or allow the type for " + dnn->dnn}});
  }
  SessionPolicy policy;
  policy.dnn = dnn->dnn;
  policy.versions = IpVersions(both);
  policy.five_qi = dnn->five_qi;
  policy.arp = dnn->arp;
  policy.session_ambr = dnn->session_ambr;
  if (has_ipv4(policy.versions)) policy.static_ipv4 = dnn->static_ipv4;
  if (has_ipv6(policy.versions)) policy.static_ipv6 = dnn->static_ipv6;
  return policy;
}

}  // namespace pellucid::pcf

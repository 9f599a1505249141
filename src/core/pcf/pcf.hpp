#pragma once
// The default policy: what a subscription grants for one PDU session (TS 23.503 §6.1.3; TS 23.502 §4.3.2.2.1 steps 7 and 9, with the
// default PCC rule only). Pure: nothing is kept, nothing waits.
//
//   auto policy = pcf::decide(supi, subscription, {slice, "internet", IpVersions::ipv4v6});
#include <cstdint>
#include <string>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/subscription.hpp"
#include "base/why.hpp"

namespace pellucid::pcf {

struct SessionRequest {
  Snssai slice;
  std::string dnn;                           // empty: the default of the slice
  IpVersions versions = IpVersions::ipv4v6;  // what the phone asked for
};

/// What is installed when no further rule exists: everything matches, one flow (TS 23.501 §5.7.1.1).
struct DefaultRule {
  std::uint8_t precedence = 255;  // last (TS 24.501 §9.11.4.13)
  Qfi qfi{1};
  bool gate_open = true;
};

enum class Charging : std::uint8_t { off };  // nothing is rated; volumes are counted by the UPF all the same

struct SessionPolicy {
  std::string dnn;                         // as in the subscription
  IpVersions versions = IpVersions::ipv4;  // granted: what is both asked for and allowed
  std::uint8_t five_qi = 9;
  Arp arp;
  Ambr session_ambr;
  DefaultRule rule;
  Charging charging = Charging::off;
  IpAddress static_ipv4, static_ipv6;  // none: from the pool
};

/// Why there is no session. The SMF turns the kind into a 5GSM cause (TS 24.501 annex B).
struct Refusal {
  enum class Kind : std::uint8_t {
    slice_not_subscribed,
    dnn_not_subscribed,  // cause 27, missing or unknown DNN
    only_ipv4,           // cause 50
    only_ipv6,           // cause 51
  };
  Kind kind{};
  Why why;
};

Result<SessionPolicy, Refusal> decide(const Supi& supi, const Subscription& subscription, const SessionRequest& request);

}  // namespace pellucid::pcf

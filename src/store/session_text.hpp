#pragma once
// Slices and data networks of a subscriber as one line of text, for the import and the command line.
//
//   slices  "1* 2-00abcd"                                     S-NSSAIs; * marks a default one, the first if none is marked
//   dnns    "internet* ims(5qi=5 arp=2) 2-00abcd/factory(types=ipv4 ipv4=10.9.0.7 down=50Mbps up=10Mbps)"
//           DNNs of the first slice unless a slice stands before; * as above, within the slice
// Items are separated by blanks or semicolons. Attributes: 5qi, arp (1..15), preempts, preemptable (yes, no), down, up (session AMBR),
// types (ipv4, ipv6, ipv4v6), ipv4, ipv6 (static address; static /64 prefix).
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/subscription.hpp"
#include "base/why.hpp"

namespace pellucid::store {

/// The slices, without data networks. `Why::where` is left empty for the caller.
Result<std::vector<SubscribedSlice>, Why> parse_slices(std::string_view text);
/// Gives each named DNN to its slice, in place of what the slices had. Attributes that are not given are taken from the same DNN of
/// `present`, or from `otherwise`.
Result<Nothing, Why> parse_dnns(std::string_view text, std::vector<SubscribedSlice>& slices, const Subscription& present,
                                const SubscribedDnn& otherwise);

std::string slices_text(const Subscription& subscription);
/// With every attribute that is not SubscribedDnn's own default.
std::string dnns_text(const Subscription& subscription);

/// "yes", "no" (also true, false, 1, 0), of any case.
std::optional<bool> parse_yes_no(std::string_view text);

}  // namespace pellucid::store

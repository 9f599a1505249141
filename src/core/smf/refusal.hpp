#pragma once
// How a flow of the SMF ends when it does not succeed: what goes on the air, and why.
#include <deque>
#include <optional>
#include <vector>

#include "core/smf/smf.hpp"
#include "core/smf/status.hpp"
#include "runtime/procedure.hpp"
#include "wire/nas/causes.hpp"

namespace pellucid::smf {

/// A flow's cause (DESIGN.md §3). Each procedure's end turns it into its own message.
struct Refusal {
  nas::SmCause cause = nas::SmCause::protocol_error_unspecified;
  Why why;
  std::optional<std::uint32_t> back_off_s;
  bool ssc_modes = false;  // the reject tells which SSC modes are allowed
  bool silent = false;     // nothing goes to the phone (TS 24.501 §7.2.1, §7.3.1 d)
  bool undecided = false;  // N4 gave no answer: what the UPF has done is not known
  Denied::Kind kind = Denied::Kind::refused;

  Refusal() = default;
  Refusal(nas::SmCause c, Why w) : cause(c), why(std::move(w)) {}
  static Refusal quiet(Why why) {
    Refusal made(nas::SmCause::protocol_error_unspecified, std::move(why));
    made.silent = true;
    return made;
  }
};

template <class T>
using Flow = Procedure<T, Refusal>;

/// The last refusals, bounded; a subscriber finds his own.
class Refusals {
 public:
  explicit Refusals(std::size_t limit) : limit_(limit) {}
  void add(Refused refused);
  /// Newest last; all if `supi` is empty.
  std::vector<Refused> of(const Supi& supi) const;

 private:
  std::size_t limit_;
  std::deque<Refused> kept_;
};

}  // namespace pellucid::smf

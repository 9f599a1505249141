#pragma once
// How a flow of the AMF ends when it does not succeed: what goes on the air, and why.
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "core/amf/ports.hpp"
#include "core/amf/status.hpp"
#include "runtime/procedure.hpp"
#include "runtime/world.hpp"
#include "wire/nas/causes.hpp"
#include "wire/nas/ies_network.hpp"

namespace pellucid::amf {

/// A flow's cause (DESIGN.md §3). Each procedure's end turns it into its own message.
struct Refusal {
  enum class Answer : std::uint8_t {
    reject,                 // the procedure's reject with `cause`
    authentication_reject,  // AUTHENTICATION REJECT (TS 24.501 §5.4.1.3.5)
    none,                   // the phone does not answer or has refused itself: nothing is sent, the connection is released
  };
  nas::MmCause cause = nas::MmCause::protocol_error_unspecified;
  Answer answer = Answer::reject;
  bool back_off = false;                     // T3346 goes with it
  std::vector<nas::RejectedSlice> rejected;  // #62: the slices that were refused
  Why why;

  Refusal() = default;
  Refusal(nas::MmCause c, Why w) : cause(c), why(std::move(w)) {}
  Refusal(Answer a, nas::MmCause c, Why w) : cause(c), answer(a), why(std::move(w)) {}
  /// What a neighbour's refusal means on the air (TS 24.501 annex A).
  Refusal(Denied denied);
};

template <class T>
using Flow = Procedure<T, Refusal>;

/// Nobody answered: `who` did not say `what` within its timer and all retransmissions.
Refusal no_answer(std::string what, Duration timer, unsigned attempts);

/// The last refusals, bounded; a subscriber finds his own.
class Refusals {
 public:
  explicit Refusals(std::size_t limit) : limit_(limit) {}
  void add(Refused refused);
  /// Newest last; all if `supi` is empty.
  std::vector<Refused> of(const Supi& supi) const;
  std::size_t size() const { return kept_.size(); }

 private:
  std::size_t limit_;
  std::deque<Refused> kept_;
};

}  // namespace pellucid::amf

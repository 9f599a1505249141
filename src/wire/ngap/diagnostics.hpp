#pragma once
// What was wrong with a received PDU and what the receiver must do about it (TS 38.413 §10).
#include <cstdint>
#include <string>
#include <vector>

#include "wire/ngap/ies.hpp"

namespace pellucid::ngap {

/// The abstract syntax errors of one received PDU.
class Diagnostics {
 public:
  /// maxnoofErrors; further ones are counted only.
  static constexpr std::size_t limit = 256;

  std::uint8_t procedure = 0;
  Kind kind = Kind::initiating;
  Criticality criticality = Criticality::ignore;      // of the procedure
  bool not_supported = false;                         // the procedure is not comprehended (§10.3.4.1)
  bool falsely_constructed = false;                   // IEs in wrong order or too often (§10.3.6)
  std::vector<CriticalityDiagnostics::Item> items{};  // every one found, also those to be ignored
  std::size_t more = 0;                               // found beyond the limit

  void add(Criticality c, std::uint16_t ie, TypeOfError error);
  bool clean() const { return items.empty() && !falsely_constructed && !not_supported; }

  /// What to do with the procedure:
  enum class Verdict : std::uint8_t {
    proceed,             // nothing worth telling the peer
    proceed_and_report,  // execute, and report what was ignored in the response or by Error Indication
    reject,              // execute nothing; unsuccessful outcome or Error Indication (requests), local error (responses)
    ignore               // execute nothing, say nothing
  };
  Verdict verdict() const;
  /// The cause that goes with `reject` or `proceed_and_report`.
  Cause cause() const;
  /// The Criticality Diagnostics IE: errors with criticality reject or notify. A response names IEs only; an Error
  /// Indication names the procedure too.
  CriticalityDiagnostics for_response() const;
  CriticalityDiagnostics for_error_indication() const;
  /// "IE 27 (GlobalRANNodeID) missing, reject; …", for logs and `explain`.
  std::string text() const;
};

}  // namespace pellucid::ngap

#pragma once
// What the SMF says to phones (5GSM, TS 24.501 §8.3), made from the facts of a session.
#include <optional>

#include "core/smf/config.hpp"
#include "core/smf/facts.hpp"
#include "core/smf/refusal.hpp"
#include "wire/nas/sm.hpp"

namespace pellucid::smf {

/// What of the request has an answer in the accept.
struct AcceptExtras {
  Pti pti;
  nas::SscMode ssc_mode = nas::SscMode::one;
  std::optional<nas::SmCause> cause;  // #50, #51
  bool always_on_asked = false;
  std::optional<nas::DownlinkPco> pco;
};
Bytes establishment_accept(const Facts& facts, const AcceptExtras& extras);
Bytes establishment_reject(PduSessionId id, Pti pti, const Refusal& refusal);

/// A new Session-AMBR; also the empty command that accepts a phone's harmless request.
struct Modification {
  std::optional<Ambr> ambr;
  std::optional<bool> always_on;
  std::optional<nas::DownlinkPco> pco;
};
Bytes modification_command(PduSessionId id, Pti pti, const Modification& modification);
Bytes modification_reject(PduSessionId id, Pti pti, nas::SmCause cause);
Bytes release_command(PduSessionId id, Pti pti, nas::SmCause cause);
Bytes release_reject(PduSessionId id, Pti pti, nas::SmCause cause);
Bytes sm_status(PduSessionId id, Pti pti, nas::SmCause cause);

/// "PDU session establishment reject: Missing or unknown DNN (27)"; for the record of refusals.
std::string shown_answer(ByteView n1);

}  // namespace pellucid::smf

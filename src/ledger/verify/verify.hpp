#pragma once
// The auditor's side: given files and keys, what do they prove? No network, no clock, nothing but what is handed in. `pellucid-verify` is
// these functions and a command line.
#include <optional>

#include "ledger/format/opening.hpp"
#include "ledger/format/policy.hpp"
#include "ledger/verify/folder.hpp"
#include "ledger/verify/log_pass.hpp"
#include "ledger/verify/verdict.hpp"

namespace pellucid::ledger {

/// What the auditor knows from elsewhere.
struct Trust {
  /// Tolerance for a witness's clock: cosignatures from further in the future are not counted for age.
  static constexpr std::uint64_t clock_tolerance = 600;

  std::optional<Policy> policy;          // keys of the log and of witnesses, and the quorum; none: only the form can be checked
  bool policy_from_elsewhere = true;     // false: it came with what is checked, so it vouches for nothing
  std::vector<std::string> known;        // checkpoints that were seen before, as signed
  std::optional<std::uint64_t> max_age;  // seconds: the quorum must have cosigned so lately
  std::uint64_t now = 0;                 // seconds since 1970; for max_age only
};

/// The folder of a log: checkpoint, checkpoint.cosigned if it is there, tile/.
Verdict verify_log(const Folder& folder, const Trust& trust);
/// A proof file: that one entry stands in the log.
Verdict verify_proof(const std::string& name, std::string_view text, const Trust& trust);
/// A bundle (bundle.hpp): its log as verify_log(), its reports, proofs and openings against the log.
Verdict verify_bundle(const Folder& folder, const Trust& trust);

/// The newest checkpoint that has the quorum lies beside the newest one that the log signed, under this name.
inline constexpr const char* checkpoint_file = "checkpoint";
inline constexpr const char* cosigned_file = "checkpoint.cosigned";

}  // namespace pellucid::ledger

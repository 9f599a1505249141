#pragma once
// An audit bundle: a folder that holds all that an auditor needs, and that he can look into with any tool.
//
//   README.txt         what this is
//   log/               the log: checkpoint, checkpoint.cosigned, tile/
//   reports/           reports as they were issued; the SHA-256 of each stands in an entry "report.issued" of the log
//   reports/proofs/    *.tlog-proof: one entry each
//   openings/          *.json: chosen sealed contents (ledger/format/opening.hpp)
//   policy             keys and quorum as the operator states them (C2SP tlog-policy); an auditor trusts his own copy
#include "ledger/verify/verify.hpp"

namespace pellucid::ledger {

/// Entries of this type name reports: every text of 64 hexadecimal digits in their "after" is the SHA-256 of one.
inline constexpr std::string_view report_issued_type = "report.issued";

struct BundleContent {
  std::string log_folder;
  std::string policy;                                        // text; may be empty
  std::vector<std::pair<std::string, std::string>> reports;  // file name, content
  std::vector<std::pair<std::string, std::string>> proofs;   // file name with ".tlog-proof", text
  std::vector<OpeningFile> openings;
};
/// Writes the folder `output`, which must not be there yet. The log may be written to meanwhile. The error is in words for the operator.
Result<Nothing, std::string> write_bundle(const BundleContent& content, const std::string& output);

}  // namespace pellucid::ledger

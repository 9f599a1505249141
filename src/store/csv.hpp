#pragma once
// Subscribers from a CSV file. plan_import() changes nothing: it says what would be added, what would change, and every bad line with
// its reason; SubscriberStore::apply(plan.changes) then does it, all or nothing.
//
// The first line names the columns, in any order; fields are separated by commas (or by semicolons, if the first line has no comma) and
// may stand in double quotes. UTF-8, at most 64 MiB. Empty lines and lines that begin with # are skipped.
//
//   imsi        (or supi) 6 to 15 digits, with or without "imsi-". The only column that must be there.
//   k           32 hexadecimal digits (TUAK: also 64). Needed for new subscribers.
//   opc or op   OPc, or the operator's own OP from which OPc is made: 32 hexadecimal digits (TUAK: TOPc or TOP, 64). Needed with k.
//   algorithm   milenage (default) or tuak
//   amf         4 hexadecimal digits, default 8000
//   sequence    the SEQ to begin with, 1 to 8796093022207, default 1: one more than the SIM's own if it was used elsewhere
//   slices      such as "1* 2-00abcd"                                     } session_text.hpp
//   dnns        such as "internet* ims(5qi=5) 2-00abcd/factory"           }
//   ambr_down, ambr_up   UE-AMBR, such as 1Gbps
//   msisdn, name, note, enabled (yes, no)
//
// An empty field leaves an existing subscriber's value as it is, and gives a new one the default.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/why.hpp"
#include "store/subscribers.hpp"

namespace pellucid::store {

/// What new subscribers get where the file says nothing.
struct ImportDefaults {
  Subscription subscription;  // with at least one slice and DNN
};

/// A field that cannot be taken. Keys are never shown in `why`.
struct ImportFault {
  std::size_t line = 0;  // 1 is the first line of the file
  std::string column;    // empty: the whole line
  Why why;
  std::string text() const;  // "line 7, column k: ..."
};

/// What a good line means.
struct ImportLine {
  enum class What : std::uint8_t { add, change, unchanged };
  std::size_t line = 0;
  What what{};
  Supi supi;
  std::vector<std::string> differences;  // change: "name: Anna -> Anne", "k: changed"
};

struct ImportPlan {
  static constexpr std::size_t max_octets = 64u << 20;
  static constexpr std::size_t max_faults_kept = 1000;

  std::vector<ImportLine> lines;
  std::vector<ImportFault> faults;  // the first max_faults_kept
  std::size_t fault_count = 0;      // all of them
  std::size_t added = 0, changed = 0, unchanged = 0;
  std::vector<SubscriberChange> changes;  // what the good lines ask for

  bool good() const { return fault_count == 0; }
  /// The dry run for people: counts, each change, each fault.
  std::string text() const;
};

ImportPlan plan_import(std::string_view csv, const SubscriberStore& subscribers, const ImportDefaults& defaults);

}  // namespace pellucid::store

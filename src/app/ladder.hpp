#pragma once
// The call flow as a ladder: one column for each party, one line for each message, as the standards draw it.
//
//    time  phone  gnb    amf    smf    upf
//   0.012    │     ├─────▶│      │      │   NGAP NGSetupRequest      RANNodeName gnb1
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/tree.hpp"
#include "runtime/trace.hpp"

namespace pellucid::app {

/// What a message is called and says, whatever protocol it is of.
struct MessageView {
  std::string protocol;    // "NGAP"
  std::string name;        // "NGSetupRequest"
  Tree fields;             // all of it
  std::string highlights;  // the few fields that a reader looks for, "RANNodeName gnb1, TAC 1"
  bool decoded = false;
  bool reencodes = false;  // encoding what was decoded gives the same octets
  std::string fault;       // why it was not decoded
};
MessageView view(Protocol protocol, ByteView octets);
std::string_view name(Protocol protocol);  // "NGAP", "NAS", "PFCP", "GTP-U"

class Ladder {
 public:
  explicit Ladder(std::vector<std::string> parties) : parties_(std::move(parties)) {}
  std::string header() const;
  /// A line without its newline. A party that has no column is drawn in that of the longest known name it starts with
  /// ("gnb2" in "gnb"), or not at all.
  std::string line(std::chrono::nanoseconds elapsed, std::string_view from, std::string_view to, std::string_view text) const;

 private:
  static constexpr std::size_t width = 7;
  std::size_t column(std::string_view party) const;
  std::vector<std::string> parties_;
};

}  // namespace pellucid::app

#pragma once
// The call flow as a ladder: one column for each party, one line for each message, as the standards draw it.
//
//      time  phone  gnb    amf    smf    upf
//     0.012    │      ├─────▶│      │      │  NGAP  NGSetupRequest  "gnb1", gNB 1, TAC 1, slices 1
//     0.020    ├──────┼─────▶│      │      │  NAS   Registration request  initial registration, SUCI 999-70 ...0001
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
  std::string highlights;  // the few fields that a reader looks for, "\"gnb1\", TAC 1"; highlights.hpp
  bool decoded = false;
  bool reencodes = false;  // encoding what was decoded gives the same octets
  std::string fault;       // why it was not decoded
};
MessageView view(Protocol protocol, ByteView octets);
std::string_view name(Protocol protocol);  // "NGAP", "NAS", "PFCP", "GTP-U"
/// What a line of the ladder says: "NAS   Registration accept [MAC right]  5G-GUTI 999-70/2.1.0/c000065c".
std::string caption(const MessageView& view, std::string_view remark = {});

class Ladder {
 public:
  explicit Ladder(std::vector<std::string> parties) : parties_(std::move(parties)) {}
  /// The names of the parties, each above its life line.
  std::string header() const;
  /// A line without its newline. A party that has no column is drawn in that of the longest known name it starts with
  /// ("gnb2" in "gnb"), or not at all.
  std::string line(std::chrono::nanoseconds elapsed, std::string_view from, std::string_view to, std::string_view text) const;

 private:
  static constexpr std::size_t width = 7;        // from one life line to the next
  static constexpr std::size_t first_line = 14;  // column of the first one, behind the time
  std::size_t column(std::string_view party) const;
  std::vector<std::string> parties_;
};

}  // namespace pellucid::app

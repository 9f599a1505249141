#pragma once
// Why: what a reject knows about itself. The same record feeds the log, the trace, the API and `pellucid explain`.
#include <string>

#include "base/tree.hpp"

namespace pellucid {

struct Why {
  std::string rule;    // what was checked: "the phone's DNN is one of the subscriber's"
  std::string got;     // the value that came: "internat"
  std::string wanted;  // what it was compared with: "internet, ims"
  std::string where;   // configuration key or subscriber field: "subscriber imsi-999700000000001: dnns"
  std::string fix;     // what to change: "set the APN of the phone to internet, or add internat to the subscriber"

  std::string text() const { return rule + ": got " + got + ", allowed " + wanted + " (" + where + "); " + fix; }
  Tree tree() const { return Tree(Tree::Object{{"rule", rule}, {"got", got}, {"wanted", wanted}, {"where", where}, {"fix", fix}}); }
  bool operator==(const Why&) const = default;
};

}  // namespace pellucid

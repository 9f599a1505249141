// The house has floors (docs/ARCHITECTURE.md): a file may include only what its room's floor allows. Read off every
// #include of src/, so that a wrong one fails here and not in a review.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

namespace fs = std::filesystem;

namespace {

/// Room of a path relative to src/: its first folder, or as many as its rooms are nested.
std::string room_of(const std::string& path) {
  static const std::set<std::string> nested{"wire", "link", "core", "ran", "ledger", "oversight"};
  auto first = path.substr(0, path.find('/'));
  if (!nested.contains(first)) return first;
  auto rest = path.substr(first.size() + 1);
  auto second = rest.substr(0, rest.find('/'));
  if (second != "phy") return first + "/" + second;
  auto third = rest.substr(second.size() + 1);  // the physical layer has rooms of its own
  return first + "/phy/" + third.substr(0, third.find('/'));
}

/// Floor of each room. Inside ran/, ledger/ and oversight/ the order is a floor plan of its own: includes go only downward.
const std::map<std::string, double>& floors() {
  static const std::map<std::string, double> floor{{"base", 0},
                                                   {"codec", 1},
                                                   {"crypto", 1},
                                                   {"runtime", 1},
                                                   {"picture", 1},
                                                   {"wire/nas", 2},
                                                   {"wire/ngap", 2},
                                                   {"wire/pfcp", 2},
                                                   {"wire/gtpu", 2},
                                                   {"wire/rrc", 2},
                                                   {"wire/snmp", 2},
                                                   {"link/nas", 3},
                                                   {"link/snmp", 3},
                                                   {"link/ngap", 3},
                                                   {"link/pfcp", 3},
                                                   {"link/gtpu", 3},
                                                   {"store", 3},
                                                   {"ledger/format", 3},
                                                   {"ledger/log", 3.1},
                                                   {"ledger/verify", 3.1},
                                                   {"ledger/witness", 3.1},
                                                   {"oversight/inventory", 4},
                                                   {"oversight/discovery", 4.1},
                                                   {"oversight/host", 4.1},
                                                   {"oversight/policy", 4.1},
                                                   {"oversight/report", 4.2},
                                                   {"core/amf", 4},
                                                   {"core/smf", 4},
                                                   {"core/udm", 4},
                                                   {"core/pcf", 4},
                                                   {"core/upf", 4},
                                                   {"ran/radio", 4.1},
                                                   {"ran/phy/coding", 4.2},
                                                   {"ran/phy/waveform", 4.21},
                                                   {"ran/phy/channel", 4.22},
                                                   {"ran/mac", 4.3},
                                                   {"ran/rlc", 4.4},
                                                   {"ran/pdcp", 4.5},
                                                   {"ran/ue", 4.6},
                                                   {"ran/gnb", 4.6},
                                                   {"api", 5},
                                                   {"app", 6}};
  return floor;
}

bool may_include(const std::string& from, const std::string& to) {
  if (from == to) return true;
  double a = floors().at(from), b = floors().at(to);
  bool one_house = from.substr(0, from.find('/')) == to.substr(0, to.find('/')) &&
                   (from.starts_with("ran/") || from.starts_with("ledger/") || from.starts_with("oversight/"));
  return one_house ? b < a : int(b) < int(a);
}

}  // namespace

TEST(Floors, EveryIncludeGoesDown) {
  fs::path src = fs::path(PELLUCID_SOURCE) / "src";
  std::regex quoted(R"re(^\s*#\s*include\s+"([^"]+)")re");
  std::string wrong;
  int seen = 0;
  for (auto& entry : fs::recursive_directory_iterator(src)) {
    auto extension = entry.path().extension();
    if (extension != ".hpp" && extension != ".cpp") continue;
    auto path = fs::relative(entry.path(), src).string();
    auto from = room_of(path);
    if (!floors().contains(from)) {
      wrong += path + ": no floor is known for room " + from + "\n";
      continue;
    }
    std::ifstream in(entry.path());
    std::smatch match;
    for (std::string line; std::getline(in, line);) {
      if (!std::regex_search(line, match, quoted)) continue;
      ++seen;
      auto to = room_of(match[1]);
      if (!floors().contains(to))
        wrong += path + ": includes " + match[1].str() + ", which is in no room of src/\n";
      else if (!may_include(from, to))
        wrong += path + " (" + from + ") may not include " + match[1].str() + " (" + to + ")\n";
    }
  }
  EXPECT_GT(seen, 20);
  EXPECT_EQ(wrong, "");
}

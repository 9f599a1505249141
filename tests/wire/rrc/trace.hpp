#pragma once
// The recorded trace: every RRC message in hexadecimal, and what the phone's program read in it.
#include <fstream>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "base/tree.hpp"
#include "tests/wire/rrc/channels.hpp"

namespace pellucid::rrc::test {

/// A scalar and the name that it stands under (an array's items: the array's name).
using Leaves = std::vector<std::pair<std::string, std::string>>;

struct Recorded {
  std::string channel, name;
  Bytes octets{};
  Leaves read{};             // what the phone's program read
  Leaves read_cell_group{};  // and in masterCellGroup
};

inline std::string channel_in_trace(const std::string& bearer, const std::string& direction) {
  if (bearer == "BCCH-DLSCH") return "BCCH-DL-SCH";
  return std::string(direction == "Tx" ? "UL" : "DL") + (bearer == "SRB0" ? "-CCCH" : "-DCCH");
}

/// Reads the indented JSON-like text by lines: `"name": scalar`, `"name": [`, or a scalar of an array.
inline Leaves leaves_of(std::ifstream& in, const std::string& end) {
  static const std::regex member(R"re(^\s*"([^"]+)": (.*?),?$)re"), item(R"re(^\s*(-?\d+|"[^"]*"),?$)re");
  Leaves out;
  std::string array;
  std::smatch m;
  auto bare = [](std::string s) { return s.size() > 1 && s[0] == '"' ? s.substr(1, s.size() - 2) : s; };
  for (std::string line; std::getline(in, line) && line != end;) {
    if (std::regex_match(line, m, member)) {
      if (m[2] == "[")
        array = m[1];
      else if (m[2] != "{")
        out.emplace_back(m[1], bare(m[2]));
    } else if (std::regex_match(line, m, item)) {
      out.emplace_back(array, bare(m[1]));
    }
  }
  return out;
}

inline std::vector<Recorded> recorded_messages() {
  static const std::regex head(R"re(.*\[RRC-NR \] \[D\] (\S+) - (Rx|Tx) (\S+) \(\d+ B\))re"),
      digits(R"re(^    [0-9a-f]{4}: ([0-9a-f ]+)$)re");
  std::vector<Recorded> out;
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/wire_rrc/ue_rrc_nas_trace.txt");
  bool in_message = false;
  std::smatch m;
  for (std::string line; std::getline(in, line);) {
    if (std::regex_match(line, m, head)) {
      out.push_back({channel_in_trace(m[1], m[2]), m[3]});
      in_message = true;
    } else if (in_message && std::regex_match(line, m, digits)) {
      append(out.back().octets, from_hex(m[1].str()).value_or(Bytes{}));
    } else if (line.ends_with("Content:[")) {
      out.back().read = leaves_of(in, "]");
    } else if (line.find("Containerized MasterCellGroup") != std::string::npos) {
      out.back().read_cell_group = leaves_of(in, "}");
    } else {
      in_message = false;
    }
  }
  return out;
}

/// The same of a printed message. NULL has no leaf; what stands under `without` neither.
inline void collect_leaves(const Tree& tree, const std::string& name, const std::string& without, Leaves& out) {
  if (!without.empty() && name == without) return;
  if (auto* members = tree.as_object()) {
    for (auto& [key, value] : *members) collect_leaves(value, key, without, out);
  } else if (auto* items = tree.as_array()) {
    for (auto& item : *items) collect_leaves(item, name, without, out);
  } else if (!tree.is_null()) {
    out.emplace_back(name, tree.text());
  }
}
inline Leaves leaves_of(const Tree& tree, const std::string& without = {}) {
  Leaves out;
  collect_leaves(tree, "", without, out);
  return out;
}

}  // namespace pellucid::rrc::test

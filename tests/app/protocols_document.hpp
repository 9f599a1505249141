#pragma once
// What docs/protocols.md says of each message: the tables of its protocol sections, row by row.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace pellucid::app::test {

struct DocumentedMessage {
  std::string section;    // "N1: 5GMM"
  std::string judged_by;  // "capture, day"
  bool by(const std::string& judge) const {
    // A whole word: "day (#20, #21)" is "day".
    auto at = judged_by.find(judge);
    return at != std::string::npos &&
           (at + judge.size() == judged_by.size() || judged_by.find_first_of(", (", at + judge.size()) == at + judge.size());
  }
};

/// By the message's name. A name that stands twice, or a row without three cells, fails the test.
inline std::map<std::string, DocumentedMessage> documented_messages() {
  std::map<std::string, DocumentedMessage> out;
  std::ifstream in(PELLUCID_SOURCE "/docs/protocols.md");
  EXPECT_TRUE(in.good());
  std::string section;
  bool table_of_messages = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) {
      section = line.substr(3, line.find(" (") - 3);
      table_of_messages = false;
    }
    if (!line.starts_with("|")) continue;
    if (line.starts_with("| message |")) table_of_messages = true;
    if (!table_of_messages || line.starts_with("| message |") || line.starts_with("|---")) continue;
    std::vector<std::string> cells;
    for (std::size_t at = 1, end; (end = line.find('|', at)) != std::string::npos; at = end + 1) {
      auto cell = line.substr(at, end - at);
      auto first = cell.find_first_not_of(' '), last = cell.find_last_not_of(' ');
      cells.push_back(first == std::string::npos ? "" : cell.substr(first, last - first + 1));
    }
    if (cells.size() != 3) {
      ADD_FAILURE() << "not three cells: " << line;
      continue;
    }
    for (std::size_t at = 0; at <= cells[0].size();) {
      auto end = std::min(cells[0].find(", ", at), cells[0].size());
      auto name = cells[0].substr(at, end - at);
      // Names of one protocol may be those of another (Error Indication): the section belongs to the key.
      EXPECT_TRUE(out.emplace(section + ": " + name, DocumentedMessage{section, cells[2]}).second) << name << " stands twice";
      at = end + 2;
    }
  }
  return out;
}

}  // namespace pellucid::app::test

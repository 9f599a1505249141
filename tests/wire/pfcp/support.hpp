#pragma once
// Test data: lines of "capture frame hex".
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.hpp"

inline std::vector<std::pair<std::string, pellucid::Bytes>> captured_messages(const std::string& file) {
  std::vector<std::pair<std::string, pellucid::Bytes>> out;
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/" + file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string capture, frame, octets;
    words >> capture >> frame >> octets;
    auto bytes = pellucid::from_hex(octets);
    out.emplace_back(capture + " " + frame, bytes ? *bytes : pellucid::Bytes());
  }
  return out;
}

#pragma once
// The captured messages of tests/data: each line ends with the message in hexadecimal.
#include <fstream>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace pellucid::bench {

struct CapturedMessage {
  std::string words;  // what stands before the octets
  Bytes octets;
};

inline std::vector<CapturedMessage> captured(const std::string& file) {
  std::vector<CapturedMessage> out;
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/" + file);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    auto blank = line.rfind(' ');
    auto octets = from_hex(line.substr(blank == std::string::npos ? 0 : blank + 1));
    if (octets) out.push_back({line.substr(0, blank), *octets});
  }
  return out;
}

}  // namespace pellucid::bench

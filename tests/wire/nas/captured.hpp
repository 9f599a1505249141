#pragma once
// The NAS messages of the captures in tests/data/wire_nas, made by software that is not ours.
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace pellucid::nas::test {

inline Bytes octets(std::string_view text) { return from_hex(text).value(); }

struct Captured {
  std::string file;
  unsigned frame = 0;
  bool uplink = false;
  std::uint8_t type = 0;  // of the 5GMM message, as tshark reads it
  Bytes pdu;
};

inline std::vector<Captured> captured(const std::string& file) {
  std::vector<Captured> out;
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/wire_nas/" + file + ".txt");
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string direction, type, pdu;
    Captured c;
    c.file = file;
    words >> c.frame >> direction >> type >> pdu;
    c.uplink = direction == "uplink";
    c.type = std::uint8_t(std::stoul(type, nullptr, 16));
    c.pdu = octets(pdu);
    out.push_back(std::move(c));
  }
  return out;
}

inline constexpr const char* capture_files[] = {"open_core_session", "open_core_sessions_2", "open_core_paging", "free5gc",
                                                "service_request_connected"};

inline std::vector<Captured> all_captured() {
  std::vector<Captured> out;
  for (auto* file : capture_files)
    for (auto& c : captured(file)) out.push_back(c);
  return out;
}

}  // namespace pellucid::nas::test

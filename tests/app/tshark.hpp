#pragma once
// Wireshark's dissectors as an independent judge of a capture.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace pellucid::app::test {

struct Judged {
  struct Frame {
    std::uint64_t number = 0;
    std::string protocol, info;  // Wireshark's columns
    bool malformed = false;
    std::vector<std::uint64_t> severities;  // of expert remarks
    std::string remarks;
  };
  static constexpr std::uint64_t warning = 6u << 20, error = 8u << 20;
  std::vector<Frame> frames;

  /// Frames that are malformed or carry a remark of at least that severity, in words; empty if there are none.
  std::string complaints(std::uint64_t least) const {
    std::string out;
    for (auto& f : frames) {
      bool bad = f.malformed || std::any_of(f.severities.begin(), f.severities.end(), [&](auto s) { return s >= least; });
      if (bad)
        out += "frame " + std::to_string(f.number) + " " + f.protocol + " " + f.info + (f.malformed ? " MALFORMED" : "") + ": " +
               f.remarks + "\n";
    }
    return out;
  }
  bool seen(const std::string& name) const {
    return std::any_of(frames.begin(), frames.end(), [&](auto& f) {
      // A whole name: "Registration request", not "Deregistration request (UE originating)".
      for (std::size_t at = 0; (at = f.info.find(name, at)) != std::string::npos; ++at) {
        bool begins = at == 0 || f.info.compare(at - 1, 1, " ") == 0 || f.info[at - 1] == '<';
        auto end = at + name.size();
        if (begins && (end == f.info.size() || f.info[end] == ',' || f.info[end] == ' ' || f.info[end] == '>')) return true;
      }
      return false;
    });
  }
  std::string missing(const std::vector<std::string>& names) const {
    std::string out;
    for (auto& name : names)
      if (!seen(name)) out += name + "\n";
    return out;
  }
};

/// All of a capture; NAS is read as if it were not ciphered, so it must not be.
inline Judged judge(const std::string& capture) {
  Judged judged;
  const std::string command =
      "tshark -r " + capture +
      " -o nas-5gs.null_decipher:TRUE -T fields -E separator=/t -E occurrence=a -E aggregator='|' -e frame.number"
      " -e _ws.col.Protocol -e _ws.col.Info -e _ws.malformed -e _ws.expert.severity -e _ws.expert.message 2>/dev/null";
  auto* pipe = popen(command.c_str(), "r");
  if (!pipe) {
    ADD_FAILURE() << "a shell cannot be started";
    return judged;
  }
  std::string all;
  char part[4096];
  for (std::size_t n; (n = std::fread(part, 1, sizeof part, pipe)) > 0;) all.append(part, n);
  EXPECT_EQ(pclose(pipe), 0) << "the judge is missing: `apt-get install tshark` (./dev setup does)";
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> fields(1);
    for (char c : line)
      if (c == '\t')
        fields.emplace_back();
      else
        fields.back() += c;
    fields.resize(6);
    Judged::Frame frame;
    frame.number = std::strtoull(fields[0].c_str(), nullptr, 10);
    frame.protocol = fields[1];
    frame.info = fields[2];
    frame.malformed = !fields[3].empty() || fields[2].find("Malformed") != std::string::npos;
    std::istringstream severities(fields[4]);
    for (std::string s; std::getline(severities, s, '|');) frame.severities.push_back(std::strtoull(s.c_str(), nullptr, 10));
    frame.remarks = fields[5];
    judged.frames.push_back(std::move(frame));
  }
  return judged;
}

}  // namespace pellucid::app::test

#pragma once
// Captures for tests: those of tests/data/app, and ones made by hand.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/capture.hpp"

namespace pellucid::app::test {

inline std::string capture(const std::string& name) { return std::string(PELLUCID_TEST_DATA) + "/app/" + name; }
inline std::vector<std::string> all_captures() {
  std::vector<std::string> out;
  for (auto& entry : std::filesystem::directory_iterator(capture("")))
    if (entry.path().extension() == ".pcap") out.push_back(entry.path().filename());
  std::sort(out.begin(), out.end());
  return out;
}

/// What read_capture() visited, kept.
struct Message {
  std::uint64_t frame = 0;
  WallTime time;
  Endpoint source, target;
  Protocol protocol{};
  Bytes octets;
  bool operator==(const Message&) const = default;
};
struct Content {
  std::vector<Message> messages;
  CaptureSummary summary;
  std::string error;  // empty: none
};
inline Content read(const std::string& path) {
  Content out;
  auto summary = read_capture(path, [&](const CapturedMessage& m) {
    out.messages.push_back({m.frame, m.time, m.source, m.target, m.protocol, to_bytes(m.octets)});
  });
  if (summary.ok())
    out.summary = *summary;
  else
    out.error = summary.error().what;
  return out;
}
/// Only what the octets say, not when and where.
inline std::vector<Bytes> octets_of(const Content& content) {
  std::vector<Bytes> out;
  for (auto& m : content.messages) out.push_back(m.octets);
  return out;
}

class Folder : public testing::Test {
 protected:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pellucid-capture-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~Folder() override { std::filesystem::remove_all(folder_); }
  std::string file(const std::string& name) const { return folder_ + "/" + name; }
  std::string write(const std::string& name, ByteView content) const {
    std::ofstream(file(name), std::ios::binary | std::ios::trunc) << as_text(content);
    return file(name);
  }
  static Bytes content_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return to_bytes(as_bytes(text.str()));
  }

 private:
  std::string folder_;
};

/// Standard output of a command that must succeed.
inline std::string output_of(const std::string& command) {
  std::string out;
  auto* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  if (!pipe) {
    ADD_FAILURE() << command << ": cannot be started";
    return out;
  }
  char buffer[4096];
  for (std::size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return out;
}

/// A classic pcap file of that link type.
inline Bytes pcap(std::uint32_t link_type, const std::vector<Bytes>& frames) {
  auto little = [](Bytes& out, std::uint64_t value, unsigned octets) {
    for (unsigned i = 0; i < octets; ++i) out.push_back(std::uint8_t(value >> (8 * i)));
  };
  Bytes out;
  little(out, 0xA1B2C3D4, 4);
  little(out, 2, 2), little(out, 4, 2), little(out, 0, 8), little(out, 262144, 4), little(out, link_type, 4);
  std::uint32_t second = 1'700'000'000;
  for (auto& frame : frames) {
    little(out, second++, 4), little(out, 250'000, 4), little(out, frame.size(), 4), little(out, frame.size(), 4);
    append(out, frame);
  }
  return out;
}

}  // namespace pellucid::app::test

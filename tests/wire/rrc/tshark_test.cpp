// Wireshark's dissector as an independent judge: invented messages of every channel, and the recorded ones, are well-formed to it.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "tests/wire/rrc/trace.hpp"

using namespace pellucid;
using namespace pellucid::rrc;
using namespace pellucid::rrc::test;

namespace {

/// A capture file of "exported PDUs": each says which dissector it is for.
class ExportedPdus {
 public:
  explicit ExportedPdus(const std::string& path) : out_(path, std::ios::binary) {
    constexpr std::uint64_t upper_pdu = 252, largest_packet = 262144;
    put(little(0xA1B2C3D4, 4), little(2, 2), little(4, 2), little(0, 4), little(0, 4), little(largest_packet, 4), little(upper_pdu, 4));
  }
  void add(const std::string& dissector, ByteView pdu) {
    constexpr std::uint64_t tag_dissector_name = 12;
    std::size_t padded = (dissector.size() + 3) / 4 * 4, length = 4 + padded + 4 + pdu.size();
    put(little(count_++, 4), little(0, 4), little(length, 4), little(length, 4));
    put(big_endian<2>(tag_dissector_name), big_endian<2>(padded), as_bytes(dissector), Bytes(padded - dissector.size()), big_endian<4>(0),
        pdu);
  }

 private:
  static Bytes little(std::uint64_t v, unsigned octets) {
    Bytes out;
    for (unsigned i = 0; i < octets; ++i) out.push_back(std::uint8_t(v >> (8 * i)));
    return out;
  }
  void put(const auto&... parts) {
    (out_.write(reinterpret_cast<const char*>(ByteView(parts).data()), std::streamsize(ByteView(parts).size())), ...);
  }
  std::ofstream out_;
  std::uint64_t count_ = 0;
};

std::string run(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return out;
  char part[4096];
  while (auto n = std::fread(part, 1, sizeof part, pipe)) out.append(part, n);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return out;
}

struct Judged {
  std::string name;
  std::string octets;
};

void expect_well_formed(const std::string& path, const std::map<int, Judged>& frames) {
  std::istringstream verdicts(run("tshark --disable-protocol nas-5gs -r " + path +
                                  " -T fields -e frame.number -e frame.protocols -e _ws.expert.severity -e _ws.expert.message -e "
                                  "_ws.malformed 2>/dev/null"));
  std::string line;
  std::size_t lines = 0;
  while (std::getline(verdicts, line)) {
    ++lines;
    std::array<std::string, 5> field;
    std::istringstream in(line);
    for (auto& f : field) std::getline(in, f, '\t');
    auto& frame = frames.at(std::stoi(field[0]));
    EXPECT_NE(field[1].find("nr-rrc"), std::string::npos) << frame.name << " is not RRC to tshark: " << field[1];
    EXPECT_TRUE(field[3].empty() && field[4].empty()) << frame.name << ": " << field[3] << field[4] << " " << frame.octets;
  }
  EXPECT_EQ(lines, frames.size());
}

constexpr int rounds = 200;  // invented messages of each channel besides the smallest

TEST(Tshark, FindsInventedAndRecordedMessagesWellFormed) {
  std::string path = testing::TempDir() + "pellucid_rrc_invented.pcap";
  std::map<int, Judged> frames;
  {
    ExportedPdus file(path);
    auto add = [&](const Channel& channel, const Bytes& octets) {
      file.add(channel.dissector, octets);
      frames[int(frames.size()) + 1] = {channel.decode(octets).name, hex(octets)};
    };
    std::mt19937_64 random(5);
    for (auto& channel : channels()) {
      add(channel, channel.judgeable([](std::uint64_t) { return 0; }));
      for (int i = 0; i < rounds; ++i) add(channel, channel.judgeable([&](std::uint64_t below) { return random() % below; }));
    }
    for (auto& recorded : recorded_messages()) add(channel_of(recorded.channel), recorded.octets);
  }
  expect_well_formed(path, frames);
}

}  // namespace

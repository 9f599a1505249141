// Wireshark's dissector as an independent judge: invented PDUs of every structured message are well-formed to it.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "wire/ngap/messages.hpp"
#include "wire/ngap/transfers.hpp"

using namespace pellucid;

namespace {

/// A capture file (raw IPv4) of NGAP PDUs, each in an SCTP DATA chunk with payload protocol 60.
class CaptureFile {
 public:
  explicit CaptureFile(const std::string& path) : out_(path, std::ios::binary) {
    put(little(0xA1B2C3D4, 4), little(2, 2), little(4, 2), little(0, 4), little(0, 4), little(262144, 4), little(101, 4));
  }
  void add(ByteView pdu) {
    std::size_t padded = (pdu.size() + 3) / 4 * 4, length = 20 + 12 + 16 + padded;
    put(little(count_, 4), little(0, 4), little(length, 4), little(length, 4));
    put(big_endian<2>(0x4500), big_endian<2>(length), big_endian<4>(0), big_endian<4>(0x40840000), big_endian<4>(0x7F000001),
        big_endian<4>(0x7F000001));
    put(big_endian<2>(38412), big_endian<2>(38412), big_endian<4>(0), big_endian<4>(0));
    put(big_endian<2>(0x0003), big_endian<2>(16 + pdu.size()), big_endian<4>(++count_), big_endian<4>(0), big_endian<4>(60), pdu,
        Bytes(padded - pdu.size()));
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

/// What other protocols describe (RRC, NAS) is random here, so the judge looks at NGAP alone.
const std::string tshark = "tshark --disable-protocol nas-5gs -o ngap.dissect_container:FALSE ";

/// Containers that tshark would look into all the same get a content that is well-formed.
ngap::Pdu judgeable(ngap::Pdu pdu) {
  std::visit(
      [](auto& m) {
        if constexpr (requires { m.radio_capability_for_paging; }) m.radio_capability_for_paging.reset();
        if constexpr (requires { m.container; }) m.container = Bytes(12);  // one bearer, all its counts 0
        constexpr std::uint8_t later_rrc = 0x80;                           // criticalExtensionsFuture
        if constexpr (requires { m.radio_capability; }) m.radio_capability = Bytes{later_rrc};
        if constexpr (requires { m.radio_capability_eutra; }) m.radio_capability_eutra = Bytes{later_rrc};
        if constexpr (requires { m.nas_container; }) m.nas_container = Bytes(7);
        if constexpr (requires { m.nas_security_parameters; }) m.nas_security_parameters = Bytes(1);
        if constexpr (requires { m.message; }) m.message = ngap::encode(ngap::OverloadStop{});
        // X.691 §10.3.9: the size of a UTF8String is not visible in its encoding; tshark 4.0 reads it as if it were.
        if constexpr (requires { m.extended_name; })
          if (m.extended_name) m.extended_name->utf8.reset();
      },
      pdu.message);
  return pdu;
}

struct Judged {
  std::string name;
  std::string octets;
};

void expect_well_formed(const std::string& path, const std::map<int, Judged>& frames) {
  std::istringstream verdicts(run(tshark + "-r " + path +
                                  " -T fields -e frame.number -e ngap.procedureCode -e _ws.expert.severity -e _ws.expert.message -e "
                                  "_ws.malformed 2>/dev/null"));
  std::string line;
  std::size_t lines = 0;
  while (std::getline(verdicts, line)) {
    ++lines;
    std::array<std::string, 5> field;
    std::istringstream in(line);
    for (auto& f : field) std::getline(in, f, '\t');
    auto& frame = frames.at(std::stoi(field[0]));
    EXPECT_FALSE(field[1].empty()) << frame.name << " is not NGAP to tshark: " << frame.octets;
    EXPECT_TRUE(field[3].empty() && field[4].empty()) << frame.name << ": " << field[3] << field[4] << " " << frame.octets;
  }
  EXPECT_EQ(lines, frames.size());
}

/// Invented PDUs of each message besides the largest and the smallest.
constexpr int rounds = 10;

TEST(Tshark, FindsInventedMessagesWellFormed) {
  std::string path = testing::TempDir() + "pellucid_ngap_invented.pcap";
  std::map<int, Judged> frames;
  {
    CaptureFile file(path);
    auto add = [&](const ngap::Pdu& pdu) {
      auto octets = ngap::encode(judgeable(pdu));
      file.add(octets);
      frames[int(frames.size()) + 1] = {ngap::name_of(pdu), hex(octets)};
    };
    ngap::for_each_message([](std::uint64_t below) { return below - 1; }, add);
    ngap::for_each_message([](std::uint64_t) { return 0; }, add);
    std::mt19937_64 random(5);
    for (int i = 0; i < rounds; ++i) ngap::for_each_message([&](std::uint64_t below) { return random() % below; }, add);
  }
  expect_well_formed(path, frames);
}

}  // namespace

// fuzz_seeds DATA OUT: what the fuzz targets start from, into OUT/<target>/. Captured messages come from the hexadecimal lines and the
// captures below DATA (tests/data), the others from the tables that declare the messages. The same files each time.
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <sstream>

#include "app/config.hpp"
#include "tests/wire/nas/message_samples.hpp"
#include "tests/wire/pfcp/random_message.hpp"
#include "tests/wire/pfcp/samples.hpp"
#include "tests/wire/snmp/random_message.hpp"
#include "wire/gtpu/messages.hpp"
#include "wire/ngap/messages.hpp"
#include "wire/ngap/transfers.hpp"
#include "wire/rrc/messages.hpp"

namespace fs = std::filesystem;
using namespace pellucid;

namespace {

class Seeds {
 public:
  explicit Seeds(fs::path out) : out_(std::move(out)) {}
  void add(const std::string& target, ByteView octets) {
    auto& count = counts_[target];
    fs::create_directories(out_ / target);
    std::ofstream file(out_ / target / ("seed-" + std::to_string(count++)), std::ios::binary);
    file << as_text(octets);
  }
  void add_nas(ByteView message) {
    add("nas", message);
    // Every algorithm, both directions, secure exchange or not, each header type: spread over the messages.
    Bytes sealed = {std::uint8_t(turn_ % 16), std::uint8_t((turn_ * 37) & 0xE3)};
    append(sealed, message);
    add("nas_channel", sealed);
    ++turn_;
  }
  std::string summary() const {
    std::string text;
    for (auto& [target, count] : counts_) text += (text.empty() ? "" : ", ") + target + " " + std::to_string(count);
    return text;
  }

 private:
  fs::path out_;
  std::map<std::string, std::size_t> counts_;
  unsigned turn_ = 0;
};

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The last word of each line that is no comment, as octets.
std::vector<Bytes> hex_lines(const fs::path& folder) {
  std::vector<Bytes> out;
  std::vector<fs::path> files;
  for (auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (auto& file : files) {
    std::istringstream lines(content(file));
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("#")) continue;
      auto octets = from_hex(line.substr(line.rfind(' ') + 1));
      if (octets && !octets->empty()) out.push_back(std::move(*octets));
    }
  }
  return out;
}

void ngap_seeds(const fs::path& data, Seeds& seeds) {
  for (auto& octets : hex_lines(data / "wire_ngap")) {
    seeds.add("ngap", octets);
    if (auto received = ngap::decode(octets); received.ok())
      for (auto nas : ngap::nas_in(received->pdu)) seeds.add_nas(nas);
  }
  std::mt19937_64 random(1);
  ngap::Draw draw = [&](std::uint64_t below) { return below ? random() % below : random(); };
  for (int round = 0; round < 4; ++round) ngap::for_each_message(draw, [&](const ngap::Pdu& pdu) { seeds.add("ngap", ngap::encode(pdu)); });
  auto types = ngap::transfer_types();
  constexpr std::uint8_t decoders = 15;  // of ngap_transfer.cpp, chosen by the first octet
  for (auto& type : types)
    for (std::uint8_t decoder = 0; decoder < decoders; ++decoder) {
      Bytes seed = {decoder};
      append(seed, type.invent(draw));
      seeds.add("ngap_transfer", seed);
    }
}

void nas_seeds(const fs::path& data, Seeds& seeds) {
  for (auto& octets : hex_lines(data / "wire_nas")) seeds.add_nas(octets);
  nas::test::Random random(1);
  for (auto& message : nas::known_messages()) {
    auto mandatory = nas::test::mandatory_part(message, random);
    seeds.add_nas(mandatory);
    auto optional = nas::test::optional_part(message, mandatory, random);
    for (auto& part : optional) seeds.add_nas(nas::test::joined(mandatory, {part}));
    seeds.add_nas(nas::test::joined(mandatory, optional));
  }
}

void pfcp_seeds(const fs::path& data, Seeds& seeds) {
  for (auto& octets : hex_lines(data / "wire_pfcp")) seeds.add("pfcp", octets);
  for (auto& pdu : pfcp_samples()) seeds.add("pfcp", pfcp::encode(pdu));
  std::mt19937 random(1);
  for (int round = 0; round < 4; ++round)
    pfcp::for_each_message([&]<class M>(std::type_identity<M>) { seeds.add("pfcp", random_message<M>(random)); });
}

void gtpu_seeds(const fs::path& data, Seeds& seeds) {
  for (auto& octets : hex_lines(data / "wire_gtpu")) seeds.add("gtpu", octets);
  for (auto* text : {
           "3201000400000000000100ff",                                                  // echo request
           "3202000600000000000200000e00",                                              // echo response
           "321a001000000000000300001000000001850004c0000201",                          // error indication
           "30fe000000000007",                                                          // end marker
           "361f000800000000000400ff8d020085c0",                                        // supported extension headers
           "36ff001400000001000500850201100940000208680000c00112340001020304",          // three extension headers
           "34ff00180000000100000085041ff90000000000000001000000000000000200aabbccdd",  // container with time stamps
       })
    seeds.add("gtpu", *from_hex(text));
}

void snmp_seeds(const fs::path& data, Seeds& seeds) {
  for (auto& octets : hex_lines(data / "wire_snmp")) seeds.add("snmp", octets);
  snmp::test::Random random(1);
  for (int round = 0; round < 60; ++round) seeds.add("snmp", snmp::test::octets_of(snmp::test::random_message(random)));
}

/// Octets of the dumps in a log ("    0010: 05 41 ..."), each run of lines one message.
std::vector<Bytes> dumps(const fs::path& file) {
  std::vector<Bytes> out;
  std::istringstream lines(content(file));
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    constexpr std::size_t indent = 4, colon = 8;
    bool is_dump = line.size() > colon + 1 && line.starts_with("    ") && line[colon] == ':' && line[indent] == '0';
    auto octets = is_dump ? from_hex(line.substr(colon + 2)) : std::nullopt;
    if (octets && !inside) out.emplace_back();
    if (octets) append(out.back(), *octets);
    inside = octets.has_value();
  }
  return out;
}

template <class M>
void rrc_seed(std::uint8_t channel, const std::function<std::uint64_t(std::uint64_t)>& draw, Seeds& seeds) {
  auto octets = rrc::encode(rrc::invent<M>(draw));
  if (!octets.ok()) return;
  Bytes seed = {channel};
  append(seed, *octets);
  seeds.add("rrc", seed);
}

void rrc_seeds(const fs::path& data, Seeds& seeds) {
  constexpr std::uint8_t channels = 11;  // of rrc.cpp, chosen by the first octet
  for (auto* name : {"cell_log.txt", "ue_rrc_nas_trace.txt"})
    for (auto& octets : dumps(data / "wire_rrc" / name))
      for (std::uint8_t channel = 0; channel < channels; ++channel) {  // whose message it is the log tells in words only
        Bytes seed = {channel};
        append(seed, octets);
        seeds.add("rrc", seed);
      }
  std::mt19937_64 random(1);
  auto draw = [&](std::uint64_t below) { return below <= 1 ? 0 : random() % below; };
  for (int round = 0; round < 30; ++round) {
    rrc_seed<rrc::BcchBchMessage>(0, draw, seeds);
    rrc_seed<rrc::BcchDlSchMessage>(1, draw, seeds);
    rrc_seed<rrc::PcchMessage>(2, draw, seeds);
    rrc_seed<rrc::DlCcchMessage>(3, draw, seeds);
    rrc_seed<rrc::UlCcchMessage>(4, draw, seeds);
    rrc_seed<rrc::DlDcchMessage>(5, draw, seeds);
    rrc_seed<rrc::UlDcchMessage>(6, draw, seeds);
    rrc_seed<rrc::CellGroupConfig>(7, draw, seeds);
    rrc_seed<rrc::RadioBearerConfig>(8, draw, seeds);
    rrc_seed<rrc::MeasConfig>(9, draw, seeds);
    rrc_seed<rrc::Sib1>(10, draw, seeds);
  }
}

/// One of each kind that fuzz/ledger.cpp tells apart by the first octet.
void ledger_seeds(Seeds& seeds) {
  constexpr const char* key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";  // of C2SP signed-note
  const std::string root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", checkpoint = "example.com/log\n2\n" + root + "\n";
  const std::string note = checkpoint + "\n\u2014 example.com/log " + std::string(90, 'A') + "A=\n";
  const std::string texts[] = {
      "{\"after\":{\"n\":1},\"sealed\":{\"supi\":\"" + std::string(64, '0') +
          "\"},\"time\":\"2026-11-28T03:00:00.000Z\",\"type\":\"a.b\",\"v\":1}",
      note,
      std::string("log ") + key + "\nquorum none\n",
      "c2sp.org/tlog-proof@v1\nindex 1\n" + root + "\n\n" + note,
      std::string("\0\2ab\0\1c", 7),
      "{\"content\":\"QQ==\",\"field\":\"supi\",\"index\":1,\"salt\":\"" + std::string(32, '0') + "\"}",
      "old 1\n" + root + "\n\n" + note,
      key,
  };
  std::uint8_t kind = 0;
  for (auto& text : texts) {
    Bytes seed = {kind++};
    append(seed, as_bytes(text));
    seeds.add("ledger", seed);
  }
}

/// A few frames at a time out of a classic pcap file: what a fuzzer can work with.
void capture_seeds(const fs::path& data, Seeds& seeds) {
  constexpr std::size_t file_header = 24, record_header = 16, frames = 6, most = 40;
  for (auto& entry : fs::directory_iterator(data / "app")) {
    if (entry.path().extension() == ".pcapng") seeds.add("capture", as_bytes(content(entry.path())));
    if (entry.path().extension() != ".pcap") continue;
    auto whole = content(entry.path());
    std::size_t at = file_header;
    for (std::size_t n = 0; n < most && at < whole.size(); ++n) {
      std::string cut = whole.substr(0, file_header);
      for (std::size_t i = 0; i < frames && at + record_header <= whole.size(); ++i) {
        std::size_t octets = 0;  // little-endian, as these files are
        for (std::size_t k = 4; k-- > 0;) octets = octets << 8 | std::uint8_t(whole[at + 8 + k]);
        cut += whole.substr(at, record_header + octets);
        at += record_header + octets;
      }
      seeds.add("capture", as_bytes(cut));
    }
  }
}

void text_seeds(Seeds& seeds) {
  auto text = app::default_config_text();
  seeds.add("config", as_bytes(text));
  // The same without comments, and each section alone.
  std::istringstream lines(text);
  std::string bare, section;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    if (line.starts_with("[") && !section.empty()) {
      seeds.add("config", as_bytes(section));
      section.clear();
    }
    bare += line + "\n";
    section += line + "\n";
  }
  seeds.add("config", as_bytes(section));
  seeds.add("config", as_bytes(bare));
  seeds.add(
      "config",
      as_bytes(
          "[[amf.gnb]]\nid = 1\naddress = \"192.0.2.1\"\n[network]\nplmn = \"001-001\"\ntacs = [1, 2]\nslices = [\"1\", \"2-00abcd\"]\n"));

  const std::string k = "465B5CE8B199B49FAA5F0A2EE238A6BC", opc = "E8ED289DEBA952E4283B54E88E6183CA";
  seeds.add("subscribers_csv", as_bytes("imsi,k,opc\n999700000000011," + k + "," + opc + "\n"));
  seeds.add("subscribers_csv", as_bytes("imsi;k;op;algorithm\nimsi-999700000000011;" + k + ";" + opc + ";milenage\n"));
  seeds.add("subscribers_csv",
            as_bytes("IMSI,k,opc,amf,sequence,slices,dnns,ambr_down,ambr_up,msisdn,name,note,enabled\r\n999700000000011," + k + "," + opc +
                     ",9001,77,1* 2-00abcd,\"internet* ims(5qi=5 arp=2);2-00abcd/factory(types=ipv4 ipv4=10.9.0.7 down=50M up=10M)\",1 "
                     "Gbps,500M,+4930123456,\"Mueller, \"\"Anna\"\"\",,no\r\n"));
  seeds.add("subscribers_csv", as_bytes("imsi,topc,k,algorithm\n999700000000012," + opc + opc + "," + k + k + ",tuak\n"));
  seeds.add("subscribers_csv", as_bytes("imsi,name,dnns\n999700000000001,other,ims\n# a comment\n999700000000001,twice,\n"));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "fuzz_seeds DATA OUT: writes the seeds into OUT/<target>/ from the captured messages below DATA (tests/data)\n";
    return 2;
  }
  fs::path data = argv[1];
  Seeds seeds(argv[2]);
  ngap_seeds(data, seeds);
  nas_seeds(data, seeds);
  pfcp_seeds(data, seeds);
  gtpu_seeds(data, seeds);
  snmp_seeds(data, seeds);
  rrc_seeds(data, seeds);
  ledger_seeds(seeds);
  capture_seeds(data, seeds);
  text_seeds(seeds);
  std::cout << "seeds: " << seeds.summary() << "\n";
}

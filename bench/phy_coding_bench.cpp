// Speed of the channel coding on one core.
#include "bench/phy_coding_bench.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "bench/stopwatch.hpp"
#include "ran/phy/coding/dci_code.hpp"
#include "ran/phy/coding/polar.hpp"
#include "ran/phy/coding/transport.hpp"

namespace pellucid::bench {
namespace {

using namespace phy;

constexpr unsigned z = max_lifting_size;
constexpr unsigned message_bits = ldpc_message_bits(BaseGraph::bg1, z);
constexpr double mbit = 1e6;

struct Rate {
  const char* name;
  unsigned coded_bits;
};
// Base graph 1, Z = 384.
constexpr Rate rates[] = {
    {"1/3", 66 * z}, {"2/3", message_bits * 3 / 2}, {"0.9", message_bits * 10 / 9}, {"0.92", message_bits * 100 / 92}};

class Source {
 public:
  Bits bits(std::size_t count) {
    Bits out(count);
    for (auto& bit : out) bit = engine_() & 1;
    return out;
  }
  // Over a BPSK channel that the code just copes with. The time of a decoder without early stop hardly depends on it.
  Llrs received(BitView bits, double rate) {
    const double es_n0 = (std::pow(2, 2 * rate) - 1) / 2 * std::pow(10, 0.15);
    std::normal_distribution<double> noise(0, std::sqrt(0.5 / es_n0));
    Llrs out(bits.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
      const double llr = 4 * es_n0 * ((bits[i] ? -1 : 1) + noise(engine_));
      out[i] = Llr(std::clamp(llr * 4, -127.0, 127.0));
    }
    return out;
  }

 private:
  std::mt19937_64 engine_{1};
};

void measure_ldpc(Report& report, Source& source) {
  LdpcEncoder encoder;
  LdpcDecoder decoder;
  const Bits message = source.bits(message_bits);
  Bits decoded(message_bits);
  for (const auto& rate : rates) {
    Bits codeword((rate.coded_bits + z - 1) / z * z);
    const double encoded = per_cpu_second([&] { encoder.encode(BaseGraph::bg1, z, message, codeword); });
    const Llrs soft = source.received(BitView(codeword).first(rate.coded_bits), double(message_bits) / rate.coded_bits);
    for (unsigned iterations : {5u, 6u, 8u}) {
      const LdpcSettings settings{.max_iterations = iterations, .stop = LdpcSettings::Stop::never};
      const double blocks = per_cpu_second([&] { keep(decoder.decode(BaseGraph::bg1, z, soft, settings, decoded)); });
      Figure figure{.name = std::string("LDPC decode, rate ") + rate.name + ", " + std::to_string(iterations) + " iterations",
                    .value = blocks * message_bits / mbit,
                    .unit = "Mbit/s"};
      if (iterations == 6 && rate.coded_bits == rates[3].coded_bits) {
        figure.aim = LdpcDecoder::vector_octets() >= 64 ? 450 : 225;
        figure.other = 168;
      }
      report.add(figure);
    }
    report.add({.name = std::string("LDPC encode, rate ") + rate.name, .value = encoded * message_bits / mbit, .unit = "Mbit/s"});
  }
}

// A full slot of 20 MHz at 15 kHz: 106 blocks of 12 subcarriers, 12 data symbols, 64QAM 873/1024.
void measure_chain(Report& report, Source& source) {
  const TransportFormat format{.tbs_bits = 77896, .qm = 6, .G = 106 * 144 * 6};
  if (!is_valid(format)) return;
  Bytes block(format.tbs_bits / 8, 0x5A), decoded(block.size());
  Bits coded(format.G);
  TransportEncoder encoder;
  TransportDecoder decoder;
  HarqBuffer harq(format.tbs_bits);
  const double encoded = per_cpu_second([&] { encoder.encode(block, format, coded); });
  const Llrs soft = source.received(coded, 0.92);
  const double rounds = per_cpu_second([&] {
    harq.clear();
    keep(decoder.decode(soft, format, harq, decoded));
  });
  const double size = format.tbs_bits / mbit;
  report.add({.name = "transport block 77,896 bits, encode", .value = encoded * size, .unit = "Mbit/s"});
  report.add({.name = "transport block 77,896 bits, decode with early stop", .value = rounds * size, .unit = "Mbit/s"});
}

void measure_polar(Report& report, Source& source) {
  for (auto [payload, level] : {std::pair(39u, 1u), {39u, 2u}, {39u, 4u}, {39u, 8u}}) {
    Bits coded(bits_per_cce * level), bits(payload);
    encode_dci(source.bits(payload), 0x4601, coded);
    const Llrs soft = source.received(coded, double(payload + 24) / double(coded.size()));
    DciDecoder decoder;
    const std::uint16_t rntis[] = {0xFFFF, 0x4601};
    const double blocks = per_cpu_second([&] { keep(decoder.decode(soft, rntis, bits)); });
    report.add({.name = "polar list-8 decode, DCI of 39 bits at level " + std::to_string(level), .value = blocks, .unit = "blocks/s"});
  }
  PolarDecoder decoder;
  const auto code = PolarCode::make(PolarShape::uplink(200, 600));
  if (!code) return;
  Bits input = source.bits(200), coded(600), bits(200);
  attach_crc(Crc::crc11, input);
  code->encode(input, coded);
  const Llrs soft = source.received(coded, 1.0 / 3);
  const double blocks = per_cpu_second([&] { keep(decoder.decode(*code, soft, {Crc::crc11, 0, {}}, bits)); });
  report.add({.name = "polar list-8 decode, UCI of 189 bits in 600", .value = blocks, .unit = "blocks/s"});
}

}  // namespace

Measured measure_phy_coding() {
  Report report{"phy_coding", "channel coding, one thread, information bits per processor second", "bench/run phy"};
  Source source;
  measure_ldpc(report, source);
  measure_chain(report, source);
  measure_polar(report, source);
  report.notes.push_back("vectors of " + std::to_string(LdpcDecoder::vector_octets()) + " octets (" + LdpcDecoder::vector_name() +
                         "); base graph 1, Z = 384, no early stop unless said");
  return report;
}

}  // namespace pellucid::bench

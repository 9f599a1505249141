#include <algorithm>

#include "base/check.hpp"
#include "ran/phy/coding/rate_matching.hpp"

namespace pellucid::phy {

struct TransportEncoder::Work {
  LdpcEncoder ldpc;
  Bits bits = Bits(max_tbs_bits + 24);  // transport block with CRC
  std::array<std::uint8_t, 22 * max_lifting_size> message;
  std::array<std::uint8_t, 66 * max_lifting_size> codeword;
  Bits selected = Bits(max_coded_bits_of_block);
};

TransportEncoder::TransportEncoder() : work_(std::make_unique<Work>()) {}
TransportEncoder::~TransportEncoder() = default;
TransportEncoder::TransportEncoder(TransportEncoder&&) noexcept = default;
TransportEncoder& TransportEncoder::operator=(TransportEncoder&&) noexcept = default;

void TransportEncoder::encode(ByteView block, const TransportFormat& format, BitSpan coded) {
  check(is_valid(format), "a transport format that can be sent");
  check(block.size() * 8 == format.tbs_bits && coded.size() == format.G, "a transport block has its format's sizes");
  Work& work = *work_;
  const auto segmentation = segment(format.tbs_bits, format.graph);
  const auto bits = std::span(work.bits).first(segmentation.B);
  unpack_bits(block, bits.first(format.tbs_bits));
  const Crc tb_crc = segmentation.tb_crc == 24 ? Crc::crc24a : Crc::crc16;
  const std::uint32_t parity = crc_of_octets(tb_crc, block);
  for (unsigned i = 0; i < segmentation.tb_crc; ++i) bits[format.tbs_bits + i] = parity >> (segmentation.tb_crc - 1 - i) & 1;

  const CircularBuffer buffer(format, segmentation);
  const unsigned z = segmentation.z, kb = ldpc_information_columns(format.graph);
  const unsigned payload = segmentation.used - segmentation.block_crc;
  const auto message = std::span(work.message).first(segmentation.K);
  for (unsigned r = 0, given = 0; r < segmentation.blocks; ++r) {
    std::ranges::copy(bits.subspan(r * payload, payload), message.begin());
    if (segmentation.block_crc) attach_crc(Crc::crc24b, message.first(segmentation.used));
    std::ranges::fill(message.subspan(segmentation.used), 0);
    const unsigned E = coded_bits_of_block(format, segmentation.blocks, r);
    const unsigned columns = std::max((buffer.extent(E) + z - 1) / z, kb + 2);
    work.ldpc.encode(format.graph, z, message, std::span(work.codeword).first(columns * z));
    std::uint8_t* selected = work.selected.data();
    buffer.for_each_run(E, [&](unsigned place, unsigned count) { selected = std::copy_n(&work.codeword[place], count, selected); });
    interleave(work.selected.data(), E, format.qm, &coded[given]);
    given += E;
  }
}

}  // namespace pellucid::phy

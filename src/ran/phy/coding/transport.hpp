// Shared channels, coded (TS 38.212 §6.2 and §7.2): transport block CRC, code block segmentation, LDPC, rate matching with redundancy
// versions and limited buffers, bit interleaving, concatenation; and the way back, with a HARQ soft buffer.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "base/bytes.hpp"
#include "ran/phy/coding/bits.hpp"
#include "ran/phy/coding/ldpc.hpp"

namespace pellucid::phy {

/// The largest transport block of one codeword (38.214 §5.1.3.2: 273 blocks of 12 subcarriers, 4 layers, 256QAM), and its code blocks.
inline constexpr unsigned max_tbs_bits = 1277992;
inline constexpr unsigned max_code_blocks = 152;
/// E_r at most: 273 * 156 resource elements of 10 bits on 4 layers, all for one code block.
inline constexpr unsigned max_coded_bits_of_block = 273 * 156 * 40;

/// How a transport block is sent.
struct TransportFormat {
  unsigned tbs_bits = 0;  // A, a multiple of 8: 24 … max_tbs_bits
  BaseGraph graph = BaseGraph::bg1;
  unsigned qm = 2;        // bits a symbol: 1, 2, 4, 6, 8 (10)
  unsigned layers = 1;    // N_L, 1 … 4
  unsigned G = 0;         // coded bits there is room for: a multiple of qm * layers
  unsigned rv = 0;        // 0 … 3
  unsigned tbs_lbrm = 0;  // TBS_LBRM of §5.4.2.1 for a limited circular buffer; 0: full buffer

  bool operator==(const TransportFormat&) const = default;
};

/// Whether every field is in range and each code block gets at least one symbol.
bool is_valid(const TransportFormat& format);

/// §5.2.2: how a transport block falls apart.
struct Segmentation {
  unsigned B = 0;          // transport block with its CRC
  unsigned tb_crc = 0;     // 16 or 24
  unsigned blocks = 0;     // C
  unsigned block_crc = 0;  // 24 if C > 1, else 0
  unsigned z = 0;          // Z_c
  unsigned K = 0;          // bits of a code block with fillers
  unsigned used = 0;       // K': bits without fillers
  unsigned fillers() const { return K - used; }
};
/// `tbs_bits` in 24 … max_tbs_bits.
Segmentation segment(unsigned tbs_bits, BaseGraph graph);

/// §5.4.2.1: coded bits E_r of code block `r`.
unsigned coded_bits_of_block(const TransportFormat& format, unsigned blocks, unsigned r);

/// One a thread; no heap in encode().
class TransportEncoder {
 public:
  TransportEncoder();
  ~TransportEncoder();
  TransportEncoder(TransportEncoder&&) noexcept;
  TransportEncoder& operator=(TransportEncoder&&) noexcept;

  /// `block`: tbs_bits / 8 octets. `coded`: G bits, not scrambled. The format is valid (a bug otherwise).
  void encode(ByteView block, const TransportFormat& format, BitSpan coded);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

/// Soft bits of one transport block over its transmissions, and the code blocks of it that are decoded already. One a HARQ process.
class HarqBuffer {
 public:
  /// Room for transport blocks of up to `largest_tbs_bits`. The only place where it allocates: 3 octets a bit with full buffers.
  explicit HarqBuffer(unsigned largest_tbs_bits);
  ~HarqBuffer();
  HarqBuffer(HarqBuffer&&) noexcept;
  HarqBuffer& operator=(HarqBuffer&&) noexcept;
  /// Forgets everything: a new transport block begins (the new-data indicator toggled).
  void clear();
  /// Transmissions taken in since the last clear().
  unsigned transmissions() const;

 private:
  friend class TransportDecoder;
  struct Store;
  std::unique_ptr<Store> store_;
};

struct TransportDecision {
  bool ok = false;             // transport block CRC (and each code block's) holds
  unsigned blocks = 0;         // C; 0: the format is invalid, too large for the buffer, or another than that of the transmission before
  unsigned blocks_failed = 0;  // code blocks whose CRC fails
  unsigned iterations = 0;     // of all code blocks together, in this call
};

/// One a thread; no heap in decode().
class TransportDecoder {
 public:
  explicit TransportDecoder(unsigned max_iterations = 8);
  ~TransportDecoder();
  TransportDecoder(TransportDecoder&&) noexcept;
  TransportDecoder& operator=(TransportDecoder&&) noexcept;

  /// Takes G descrambled soft bits of one transmission in, adds them to what `harq` holds, tries to decode. `block`: tbs_bits / 8 octets,
  /// meaningful only if ok. A retransmission may differ from the first in rv, G, qm and layers only. The soft bits of one block should
  /// all have one scale (LLR in the same unit in every transmission), any scale.
  TransportDecision decode(LlrView coded, const TransportFormat& format, HarqBuffer& harq, std::span<std::uint8_t> block);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy

// Low-density parity-check code of NR (TS 38.212 §5.3.2): both base graphs, 51 lifting sizes. Most callers want transport.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "ran/phy/coding/bits.hpp"
#include "ran/phy/coding/crc.hpp"

namespace pellucid::phy {

enum class BaseGraph : std::uint8_t { bg1 = 1, bg2 = 2 };

inline constexpr unsigned max_lifting_size = 384;
inline constexpr unsigned lifting_sizes = 51;

constexpr unsigned ldpc_information_columns(BaseGraph graph) { return graph == BaseGraph::bg1 ? 22 : 10; }
constexpr unsigned ldpc_rows(BaseGraph graph) { return graph == BaseGraph::bg1 ? 46 : 42; }
constexpr unsigned ldpc_columns(BaseGraph graph) { return graph == BaseGraph::bg1 ? 68 : 52; }
/// K: bits of the message, 22 or 10 times Z.
constexpr unsigned ldpc_message_bits(BaseGraph graph, unsigned z) { return ldpc_information_columns(graph) * z; }
/// N: bits of the codeword d, 66 or 50 times Z; the first two columns are not sent.
constexpr unsigned ldpc_codeword_bits(BaseGraph graph, unsigned z) { return (ldpc_columns(graph) - 2) * z; }

/// Table 5.3.2-1, in ascending order.
std::span<const std::uint16_t, lifting_sizes> all_lifting_sizes();
/// i_LS of Table 5.3.2-1; nothing if z is no lifting size.
std::optional<unsigned> lifting_set(unsigned z);

/// Codes one block. `message`: K bits, filler bits as 0. `codeword`: d, at least its first bits: only as many parity columns are made
/// as `codeword.size()` asks for, which is (22 or 10) + 2 … N/Z times Z, a whole number of columns. Fillers are 0 there too.
/// `work` gets the two columns that are not sent plus the codeword. No heap.
class LdpcEncoder {
 public:
  LdpcEncoder();
  ~LdpcEncoder();
  LdpcEncoder(LdpcEncoder&&) noexcept;
  LdpcEncoder& operator=(LdpcEncoder&&) noexcept;
  void encode(BaseGraph graph, unsigned z, BitView message, BitSpan codeword);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

struct LdpcSettings {
  enum class Stop : std::uint8_t {
    never,   // all iterations, for measurements
    parity,  // all parity checks in use hold
    crc,     // the CRC of the message holds (fillers not counted)
  };
  unsigned max_iterations = 8;
  Stop stop = Stop::parity;
  Crc crc = Crc::crc24b;     // for Stop::crc
  unsigned filler_bits = 0;  // F: the last F bits of the message are known to be 0
};

struct LdpcDecision {
  bool ok = false;  // Stop::crc: the CRC holds. Otherwise: all parity checks in use hold
  unsigned iterations = 0;
};

/// Layered min-sum decoder, corrected at low rates, with int8 soft bits, vectorised over the lifted checks of a row (run-time choice of the
/// widest vectors of the processor). Soft bits may have any scale: the decoder brings them to its own. Owns its work space (about 160 KB):
/// one a thread; decode() uses no heap.
class LdpcDecoder {
 public:
  /// reference: the same arithmetic in plain loops, to compare with.
  enum class Kernel : std::uint8_t { vector, reference };
  explicit LdpcDecoder(Kernel kernel = Kernel::vector);
  ~LdpcDecoder();
  LdpcDecoder(LdpcDecoder&&) noexcept;
  LdpcDecoder& operator=(LdpcDecoder&&) noexcept;

  /// `codeword`: soft bits of d, N of them or fewer (the rest was not sent); 0 for what was not received; what stands at fillers is
  /// ignored. Rows whose parity bits were not received are left out. `message`: K bits, fillers as 0.
  LdpcDecision decode(BaseGraph graph, unsigned z, LlrView codeword, const LdpcSettings& settings, BitSpan message);

  /// Octets in one vector: 64 (AVX-512), 32 (AVX2), 16 (SSE, NEON). And its name.
  static unsigned vector_octets();
  static const char* vector_name();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy

// Polar code of NR with its rate matching (TS 38.212 §5.3.1, §5.4.1), and a CRC-aided successive-cancellation list decoder.
// Most callers want the users of this code: uci.hpp, dci_code.hpp, bch.hpp.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "ran/phy/coding/bits.hpp"
#include "ran/phy/coding/crc.hpp"

namespace pellucid::phy {

/// What determines a polar code. K counts the CRC bits in.
struct PolarShape {
  unsigned K = 0;           // input bits: 18 … 25 or more than 30 for uplink control, 36 … 164 with i_il
  unsigned E = 0;           // rate-matched bits: K + n_pc … 8192
  unsigned n_max = 9;       // 9 downlink, 10 uplink
  bool interleaved = true;  // I_IL: input interleaver, downlink only
  bool triangular = false;  // I_BIL: interleaver of the coded bits, uplink only
  bool parity = false;      // n_PC = 3 parity-check bits: uplink with 18 <= K <= 25

  bool operator==(const PolarShape&) const = default;
  /// Downlink control and broadcast (§7.1.4, §7.3.3).
  static constexpr PolarShape downlink(unsigned K, unsigned E) { return {K, E, 9, true, false, false}; }
  /// Uplink control information (§6.3.1.3.1, §6.3.1.4.1).
  static constexpr PolarShape uplink(unsigned K, unsigned E) { return {K, E, 10, false, true, K >= 18 && K <= 25}; }
};

/// A polar code made ready for use: length, places of information, frozen and parity-check bits, bit selection. Making one costs some
/// microseconds, no heap; encoding and decoding any number of blocks with it only reads it.
class PolarCode {
 public:
  static constexpr unsigned max_n = 1024;
  static constexpr unsigned max_e = 8192;

  /// Nothing if no code has such a shape (K more than E or than fits, E out of range).
  static std::optional<PolarCode> make(const PolarShape& shape);

  enum class Use : std::uint8_t { frozen, information, parity };

  const PolarShape& shape() const { return shape_; }
  unsigned length() const { return n_; }         // N, a power of two from 32 to 1024
  Use use(unsigned i) const { return use_[i]; }  // of u_i
  /// Information and parity-check bits among u_0 … u_i-1.
  unsigned unfrozen_before(unsigned i) const { return unfrozen_[i]; }
  /// Π(k) of §5.3.1.1: which input bit is the k-th that goes into u; k itself without interleaving.
  unsigned input_place(unsigned k) const { return shape_.interleaved ? input_[k] : k; }

  /// §5.3.1 and §5.4.1: `input` has K bits (with CRC), `coded` has E bits.
  void encode(BitView input, BitSpan coded) const;
  /// §5.3.1 only: d_0 … d_N-1, before rate matching.
  void encode_mother(BitView input, BitSpan d) const;
  /// §5.4.1 only.
  void rate_match(BitView d, BitSpan coded) const;
  /// The inverse of rate_match on soft bits: repeated bits added up, punctured bits 0, shortened bits surely 0 (+8191). `d` has N, `coded`
  /// E.
  void rate_recover(LlrView coded, std::span<std::int16_t> d) const;

 private:
  enum class Matching : std::uint8_t { repeat, puncture, shorten };

  PolarShape shape_;
  unsigned n_ = 0;
  Matching matching_ = Matching::repeat;
  unsigned triangle_ = 0;  // T of §5.4.1.3
  std::array<Use, max_n> use_{};
  std::array<std::uint16_t, max_n + 1> unfrozen_{};
  std::array<std::uint16_t, max_n> block_{};  // J(n) of §5.4.1.1
  std::array<std::uint8_t, 164> input_{};     // Π(k) of §5.3.1.1

  PolarCode() = default;
  void choose_length();
  void place_bits();
  void place_parity(std::span<const std::uint16_t> unfrozen);
  template <class Visit>
  void for_each_coded_bit(Visit visit) const;
};

/// How a decoded block proves itself: its last L bits, each xored with the mask, are the parity of those before them, where the CRC
/// register starts with `start` (what crc_of_bits() gives for bits that are put in front and not sent).
struct PolarCheck {
  Crc crc = Crc::crc24c;
  std::uint32_t start = 0;
  std::span<const std::uint32_t> masks{};  // one or more alternatives; none means a mask of 0
};

/// Successive-cancellation list decoder, 8 paths, int8 soft bits in and int16 inside; one vector holds a bit of all paths. Owns its work
/// space (about 100 KB): one a thread. decode() uses no heap.
class PolarDecoder {
 public:
  static constexpr unsigned list_size = 8;
  /// reference: the same arithmetic in plain loops, to compare with.
  enum class Kernel : std::uint8_t { vector, reference };
  explicit PolarDecoder(Kernel kernel = Kernel::vector);
  ~PolarDecoder();
  PolarDecoder(PolarDecoder&&) noexcept;
  PolarDecoder& operator=(PolarDecoder&&) noexcept;

  /// Decodes `coded` (E soft bits) into `bits` (K bits with CRC, interleaving undone, masks left in). Gives the index in `check.masks`
  /// of the mask that fits the likeliest path that any mask fits (0 if masks is empty); nothing if none fits. Then `bits` holds the
  /// likeliest path. Nothing too if all soft bits are 0: silence has no block, though the all-zero one would pass most CRCs.
  std::optional<std::size_t> decode(const PolarCode& code, LlrView coded, const PolarCheck& check, BitSpan bits);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace pellucid::phy

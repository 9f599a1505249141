// MAC PDUs as data (TS 38.321 §6): subheaders, control elements, random-access responses. No state, no clock.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "base/strong.hpp"
#include "codec/octets.hpp"

namespace pellucid::mac {

using codec::WireError;

using Rnti = Strong<struct RntiTag, std::uint16_t>;
constexpr Rnti si_rnti{0xFFFF};  // TS 38.321 table 7.1-1
constexpr Rnti p_rnti{0xFFFE};

/// RA-RNTI of a PRACH occasion (TS 38.321 §5.1.3): first symbol, first slot in the frame, index in frequency, carrier (0 normal, 1 SUL).
constexpr Rnti ra_rnti(unsigned symbol, unsigned slot, unsigned frequency, unsigned carrier = 0) {
  return Rnti(std::uint16_t(1 + symbol + 14 * slot + 14 * 80 * frequency + 14 * 80 * 8 * carrier));
}

enum class Direction : std::uint8_t { downlink, uplink };

/// Logical channel identity of a subheader (TS 38.321 tables 6.2.1-1 and 6.2.1-2).
namespace lcid {
constexpr std::uint8_t ccch = 0;                    // uplink: CCCH of 64 bits
constexpr std::uint8_t most_logical_channels = 32;  // 1..32 are DCCH and DTCH
constexpr std::uint8_t ul_ccch_48 = 52;
constexpr std::uint8_t c_rnti = 58, short_bsr = 61, long_bsr = 62, single_phr = 57;
constexpr std::uint8_t timing_advance = 61, contention_resolution = 62;
constexpr std::uint8_t padding = 63;
}  // namespace lcid

/// One subPDU: an SDU of a logical channel or a control element. `payload` views the PDU it was read from.
struct SubPdu {
  std::uint8_t lcid = 0;
  ByteView payload;
};

/// The length of what follows a subheader without a length field: nothing if that LCID carries one (§6.1.2, §6.2.1).
std::optional<std::size_t> fixed_length(Direction direction, std::uint8_t lcid);
/// "Short BSR", "CCCH", "logical channel 4".
std::string_view lcid_name(Direction direction, std::uint8_t lcid);

/// A MAC PDU other than a random-access response, cut into its subPDUs; padding is not listed. Reserved LCIDs and lengths that reach
/// beyond the end are errors: the whole PDU is then dropped (§5.13). At most `max_sub_pdus`.
constexpr std::size_t max_sub_pdus = 256;
codec::Decoded<std::vector<SubPdu>> read_pdu(Direction direction, ByteView pdu);

/// Writes subPDUs in the order given, then padding up to `octets` exactly. Nothing if they do not fit.
std::optional<Bytes> write_pdu(Direction direction, const std::vector<SubPdu>& parts, std::size_t octets);
/// The octets that a subPDU needs, its subheader included.
std::size_t sub_pdu_octets(Direction direction, std::uint8_t lcid, std::size_t payload);

/// The uplink grant in a random-access response, 27 bits (TS 38.213 table 8.2-1).
struct RarGrant {
  bool hopping = false;
  std::uint16_t frequency_allocation = 0;  // 14 bits
  std::uint8_t time_allocation = 0;        // 4 bits: row of the PUSCH time-domain list
  std::uint8_t mcs = 0;                    // 4 bits
  std::uint8_t tpc = 3;                    // 3 bits: 3 is 0 dB (table 8.2-2)
  bool csi_request = false;
  bool operator==(const RarGrant&) const = default;
};

/// One MAC RAR with the preamble it answers (TS 38.321 §6.2.3).
struct RandomAccessResponse {
  std::uint8_t preamble = 0;         // RAPID, 0..63
  std::uint16_t timing_advance = 0;  // 12 bits, steps of 16*64/2^mu Tc (TS 38.213 §4.2)
  RarGrant grant;
  Rnti temporary_c_rnti;
  bool operator==(const RandomAccessResponse&) const = default;
};

/// A whole RAR PDU (§6.1.5): back-off indicator if there is one, preambles answered without a RAR (acknowledged SI requests), RARs.
struct RarPdu {
  std::optional<std::uint8_t> back_off;  // index of table 7.2-1
  std::vector<std::uint8_t> acknowledged;
  std::vector<RandomAccessResponse> responses;
  bool operator==(const RarPdu&) const = default;
};
codec::Decoded<RarPdu> read_rar(ByteView pdu);
/// Padded with zeros to `octets`; nothing if it does not fit.
std::optional<Bytes> write_rar(const RarPdu& rar, std::size_t octets);

/// UE Contention Resolution Identity: the first 48 bits of the CCCH SDU that the phone sent (§6.2.3, CE of LCID 62).
using ContentionResolutionIdentity = Octets<6>;

}  // namespace pellucid::mac

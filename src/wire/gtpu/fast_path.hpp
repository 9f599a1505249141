#pragma once
// G-PDUs for the data path: no allocation, no copy of the payload, callable from any thread.
//
//   if (auto packet = gtpu::parse_gpdu(datagram)) forward(packet->teid, packet->qfi, packet->payload);
//   else slow_path(gtpu::decode(datagram));            // echo, errors, End Marker, headers that must be understood
//
//   std::uint8_t header[gtpu::gpdu_header_octets];
//   gtpu::write_gpdu_header(header, teid, qfi, gtpu::Direction::downlink, rqi, packet.size());
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.hpp"
#include "base/ids.hpp"

namespace pellucid::gtpu {

inline constexpr std::uint16_t udp_port = 2152;
/// What write_gpdu_header writes: header, optional word, PDU session container.
inline constexpr std::size_t gpdu_header_octets = 16;
/// Extension headers of one packet that are looked at.
inline constexpr unsigned max_extensions = 8;

enum class Direction : std::uint8_t { downlink = 0, uplink = 1 };  // PDU type of TS 38.415 §5.5.2

/// Extension header types (TS 29.281 §5.2.1).
namespace extension {
inline constexpr std::uint8_t none = 0x00;
inline constexpr std::uint8_t udp_port = 0x40;
inline constexpr std::uint8_t long_pdcp_number = 0x82;
inline constexpr std::uint8_t pdu_session_container = 0x85;
inline constexpr std::uint8_t pdcp_number = 0xC0;
/// Must the endpoint understand a header of that type? Of the others those unknown are skipped.
constexpr bool required_by_endpoint(std::uint8_t type) { return (type & 0x80) != 0; }
/// The types that we understand.
inline constexpr std::uint8_t supported[] = {udp_port, long_pdcp_number, pdu_session_container, pdcp_number};
constexpr bool is_supported(std::uint8_t type) {
  for (auto known : supported)
    if (known == type) return true;
  return false;
}
}  // namespace extension

/// A G-PDU as the data path wants it.
struct GpduView {
  Teid teid;
  ByteView payload;            // the user's packet, inside the datagram that was parsed
  bool has_container = false;  // the three below come from the PDU session container
  Qfi qfi;
  Direction direction = Direction::downlink;
  bool rqi = false;  // reflective QoS, downlink only
};

/// A G-PDU with any optional fields, or nothing: not version 1, another message, badly formed, or with an extension header
/// that must be understood and is not. Octets behind the stated length are not looked at.
inline std::optional<GpduView> parse_gpdu(ByteView in) {
  if (in.size() < 8 || (in[0] & 0xF0) != 0x30 || in[1] != 255) return {};
  std::size_t end = 8 + (std::size_t(in[2]) << 8 | in[3]);
  if (end > in.size()) return {};
  GpduView out;
  out.teid = Teid(std::uint32_t(in[4]) << 24 | std::uint32_t(in[5]) << 16 | std::uint32_t(in[6]) << 8 | in[7]);
  std::size_t at = 8;
  if ((in[0] & 0x07) != 0) {
    if (end < 12) return {};
    std::uint8_t next = (in[0] & 0x04) != 0 ? in[11] : extension::none;
    at = 12;
    for (unsigned n = 0; next != extension::none; ++n) {
      if (n == max_extensions || at >= end) return {};
      std::size_t octets = std::size_t(in[at]) * 4;
      if (octets == 0 || end - at < octets) return {};
      if (next == extension::pdu_session_container && !out.has_container) {  // the first one counts
        std::uint8_t type = in[at + 1] >> 4;
        if (type > 1) return {};
        out.has_container = true;
        out.direction = Direction(type);
        out.qfi = Qfi(in[at + 2] & 0x3F);
        out.rqi = type == 0 && (in[at + 2] & 0x40) != 0;
      } else if (extension::required_by_endpoint(next) && !extension::is_supported(next)) {
        return {};
      }
      next = in[at + octets - 1];
      at += octets;
    }
  }
  out.payload = in.subspan(at, end - at);
  return out;
}

/// Writes a G-PDU's 16 octets with PDU session container; the payload follows them. Gives 16, or 0 if `out` is too small or
/// the payload longer than the length field can say.
inline std::size_t write_gpdu_header(std::span<std::uint8_t> out, Teid teid, Qfi qfi, Direction direction, bool rqi,
                                     std::size_t payload_octets) {
  std::size_t length = payload_octets + gpdu_header_octets - 8;
  if (out.size() < gpdu_header_octets || length > 0xFFFF) return 0;
  bool downlink = direction == Direction::downlink;
  out[0] = 0x34;
  out[1] = 255;
  out[2] = std::uint8_t(length >> 8);
  out[3] = std::uint8_t(length);
  out[4] = std::uint8_t(teid.value() >> 24);
  out[5] = std::uint8_t(teid.value() >> 16);
  out[6] = std::uint8_t(teid.value() >> 8);
  out[7] = std::uint8_t(teid.value());
  out[8] = out[9] = out[10] = 0;
  out[11] = extension::pdu_session_container;
  out[12] = 1;
  out[13] = downlink ? 0x00 : 0x10;
  out[14] = std::uint8_t((downlink && rqi ? 0x40 : 0) | (qfi.value() & 0x3F));
  out[15] = extension::none;
  return gpdu_header_octets;
}

/// Writes an End Marker for the tunnel (TS 29.281 §7.3.2). Gives 8, or 0 if `out` is too small.
inline std::size_t write_end_marker(std::span<std::uint8_t> out, Teid teid) {
  if (out.size() < 8) return 0;
  out[0] = 0x30;
  out[1] = 254;
  out[2] = out[3] = 0;
  for (unsigned i = 0; i < 4; ++i) out[4 + i] = std::uint8_t(teid.value() >> (24 - 8 * i));
  return 8;
}

}  // namespace pellucid::gtpu

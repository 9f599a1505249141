#pragma once
// GTP-U messages as data (TS 29.281) with the PDU session container (TS 38.415). The data path uses fast_path.hpp.
//
//   auto pdu = gtpu::decode(datagram);                      // a G-PDU's payload is a view into the datagram
//   if (pdu.ok())
//     if (auto* echo = pdu->get<gtpu::EchoRequest>()) ...
//   Bytes out = gtpu::encode({.teid = teid, .extensions = {gtpu::downlink(qfi)}}, gtpu::GPdu{packet});
#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/tree.hpp"
#include "codec/octets.hpp"
#include "wire/gtpu/fast_path.hpp"

namespace pellucid::gtpu {

using codec::Decoded;
using codec::WireError;

// ---- extension headers (TS 29.281 §5.2) ---------------------------------------------------------------------------------

/// TS 38.415 §5.5.2: what travels with each packet between NG-RAN and UPF. Times are 64-bit NTP, delays milliseconds.
struct PduSessionContainer {
  Direction direction = Direction::downlink;
  Qfi qfi;
  bool rqi = false;                                  // downlink
  std::optional<std::uint8_t> paging_policy;         // downlink: PPI, 3 bits
  std::optional<std::uint64_t> dl_sending_time;      // QMP; uplink repeats it
  std::optional<std::uint64_t> dl_received_time;     // uplink with QMP
  std::optional<std::uint64_t> ul_sending_time;      // uplink with QMP
  std::optional<std::uint32_t> dl_delay_ms;          // uplink
  std::optional<std::uint32_t> ul_delay_ms;          // uplink
  std::optional<std::uint32_t> qfi_sequence_number;  // SNP, 24 bits
  std::optional<std::uint32_t> n3_n9_delay_ms;       // uplink
  std::optional<std::uint8_t> new_ie_flags;          // uplink: bit 1 says that the next is there
  std::optional<std::uint8_t> d1_ul_pdcp_delay;      // uplink
  Bytes rest;                                        // what a later release appended
  template <class At>
  void layout(At& at);
  bool operator==(const PduSessionContainer&) const = default;
};
inline PduSessionContainer downlink(Qfi qfi, bool rqi = false) {
  PduSessionContainer made;
  made.qfi = qfi;
  made.rqi = rqi;
  return made;
}
inline PduSessionContainer uplink(Qfi qfi) {
  PduSessionContainer made;
  made.direction = Direction::uplink;
  made.qfi = qfi;
  return made;
}

struct UdpPortHeader {  // 0x40: source port of what an Error Indication answers
  std::uint16_t port = 0;
  bool operator==(const UdpPortHeader&) const = default;
};
struct PdcpNumber {  // 0xC0
  std::uint16_t number = 0;
  bool operator==(const PdcpNumber&) const = default;
};
struct LongPdcpNumber {  // 0x82: 18 bits
  std::uint32_t number = 0;
  bool operator==(const LongPdcpNumber&) const = default;
};
/// Any other, or one of the above in a form that we do not know: 4n - 2 octets.
struct RawExtension {
  std::uint8_t type = 0;
  Bytes content;
  bool operator==(const RawExtension&) const = default;
};
using Extension = std::variant<PduSessionContainer, UdpPortHeader, PdcpNumber, LongPdcpNumber, RawExtension>;

struct Header {  // §5.1
  Teid teid{};
  std::optional<std::uint16_t> sequence{};
  std::optional<std::uint8_t> n_pdu{};
  std::vector<Extension> extensions{};
  std::uint8_t type = 0;  // set by decode; encode takes it from the message
  /// Sequence and N-PDU number where their flags are not set: meaningless, but some senders do not write zeros.
  Octets<3> unset{};
  /// The E flag was set, yet no extension header follows: some senders do so.
  bool no_extension_follows = false;
  /// The first extension header of that kind, or nullptr.
  template <class X>
  const X* extension() const {
    for (auto& x : extensions)
      if (auto* found = std::get_if<X>(&x)) return found;
    return nullptr;
  }
  bool operator==(const Header&) const = default;
};

// ---- messages (§7) --------------------------------------------------------------------------------------------------------

struct PrivateExtension {  // §8.6
  std::uint16_t identifier = 0;
  Bytes value;
  bool operator==(const PrivateExtension&) const = default;
};
struct UnknownIe {  // type 128 and above: shorter ones cannot be skipped
  std::uint8_t type = 0;
  Bytes value;
  bool operator==(const UnknownIe&) const = default;
};

struct EchoRequest {                                 // §7.2.1
  std::optional<std::uint32_t> recovery_time_stamp;  // seconds since 1900
  std::vector<PrivateExtension> private_extensions;
  std::vector<UnknownIe> other;
  static constexpr std::uint8_t type = 1;
  static constexpr const char* name = "Echo Request";
  void ies(auto& at) {
    at.ie(231, "Recovery Time Stamp", recovery_time_stamp);
    at.ie(255, "Private Extension", private_extensions);
  }
  bool operator==(const EchoRequest&) const = default;
};

struct EchoResponse {         // §7.2.2
  std::uint8_t recovery = 0;  // sent as 0, ignored
  std::optional<std::uint32_t> recovery_time_stamp;
  std::vector<PrivateExtension> private_extensions;
  std::vector<UnknownIe> other;
  static constexpr std::uint8_t type = 2;
  static constexpr const char* name = "Echo Response";
  void ies(auto& at) {
    at.ie(14, "Recovery", recovery);
    at.ie(231, "Recovery Time Stamp", recovery_time_stamp);
    at.ie(255, "Private Extension", private_extensions);
  }
  bool operator==(const EchoResponse&) const = default;
};

struct ErrorIndication {  // §7.3.1: the tunnel of the packet that it answers, as the sender of that packet knew it
  Teid teid;
  IpAddress peer;
  std::optional<std::uint32_t> recovery_time_stamp;
  std::vector<PrivateExtension> private_extensions;
  std::vector<UnknownIe> other;
  static constexpr std::uint8_t type = 26;
  static constexpr const char* name = "Error Indication";
  void ies(auto& at) {
    at.ie(16, "Tunnel Endpoint Identifier Data I", teid);
    at.ie(133, "GTP-U Peer Address", peer);
    at.ie(231, "Recovery Time Stamp", recovery_time_stamp);
    at.ie(255, "Private Extension", private_extensions);
  }
  bool operator==(const ErrorIndication&) const = default;
};

struct SupportedExtensionHeaders {  // §7.2.3
  Bytes types;
  std::vector<UnknownIe> other;
  static constexpr std::uint8_t type = 31;
  static constexpr const char* name = "Supported Extension Headers Notification";
  void ies(auto& at) { at.ie(141, "Extension Header Type List", types); }
  bool operator==(const SupportedExtensionHeaders&) const = default;
};

struct TunnelStatus {       // §7.3.3
  std::uint8_t status = 0;  // bit 1 SPOC: start pause of charging
  std::vector<PrivateExtension> private_extensions;
  std::vector<UnknownIe> other;
  static constexpr std::uint8_t type = 253;
  static constexpr const char* name = "Tunnel Status";
  void ies(auto& at) {
    at.ie(230, "GTP-U Tunnel Status Information", status);
    at.ie(255, "Private Extension", private_extensions);
  }
  bool operator==(const TunnelStatus&) const = default;
};

struct EndMarker {  // §7.3.2
  std::vector<PrivateExtension> private_extensions;
  std::vector<UnknownIe> other;
  static constexpr std::uint8_t type = 254;
  static constexpr const char* name = "End Marker";
  void ies(auto& at) { at.ie(255, "Private Extension", private_extensions); }
  bool operator==(const EndMarker&) const = default;
};

/// §7.3.4. The payload belongs to whoever owns the datagram.
struct GPdu {
  ByteView payload;
  static constexpr std::uint8_t type = 255;
  static constexpr const char* name = "G-PDU";
  bool operator==(const GPdu& o) const { return std::equal(payload.begin(), payload.end(), o.payload.begin(), o.payload.end()); }
};

using Message = std::variant<EchoRequest, EchoResponse, ErrorIndication, SupportedExtensionHeaders, TunnelStatus, EndMarker, GPdu>;

struct Pdu {
  Header header;
  Message message;
  ByteView behind;  // what stood in the datagram behind the stated length: ignored, but sent again by encode
  template <class M>
  const M* get() const {
    return std::get_if<M>(&message);
  }
  bool operator==(const Pdu& o) const {
    return header == o.header && message == o.message && std::equal(behind.begin(), behind.end(), o.behind.begin(), o.behind.end());
  }
};

/// One datagram. kind wrong_type: not GTP-U version 1 (to be dropped in silence), or a message type that we do not know.
/// Octets behind the stated length are ignored; extension headers of any type are kept.
Decoded<Pdu> decode(ByteView datagram);
/// The first extension header that the endpoint must understand and that we do not: answer with the Supported Extension
/// Headers Notification, and do not use the packet.
std::optional<std::uint8_t> not_understood(const Pdu& pdu);

Bytes encode(const Pdu& pdu);
/// Flags, length and type follow from what is there.
template <class M>
Bytes encode(const Header& header, const M& message) {
  return encode(Pdu{header, message, {}});
}

/// {"Header": {...}, IEs by name}; a G-PDU's payload as its length only.
Tree show(const Pdu& pdu);
/// "Echo Request"
const char* name_of(const Pdu& pdu);

/// `each(std::type_identity<M>{})` for every message.
template <class Each>
void for_each_message(Each&& each) {
  [&]<class... M>(std::type_identity<std::variant<M...>>) { (each(std::type_identity<M>{}), ...); }(std::type_identity<Message>{});
}

template <class At>
void PduSessionContainer::layout(At& at) {
  bool up = direction == Direction::uplink;
  bool qmp = dl_sending_time.has_value(), snp = qfi_sequence_number.has_value(), ppp = paging_policy.has_value();
  bool dl = dl_delay_ms.has_value(), ul = ul_delay_ms.has_value(), n3 = n3_n9_delay_ms.has_value(), more = new_ie_flags.has_value();
  at.bits(4, "PDU Type", direction);
  up = direction == Direction::uplink;
  auto hidden = [&](bool& value) {
    if constexpr (!At::printing) at.flag("flags", value);
  };
  hidden(qmp);
  if (up) {
    hidden(dl), hidden(ul), hidden(snp), hidden(n3), hidden(more);
  } else {
    hidden(snp), at.spare(2), hidden(ppp);
    at.flag("RQI", rqi);
  }
  at.bits(6, "QFI", qfi);
  if (!up && at.has(ppp, paging_policy)) {
    at.bits(3, "PPI", *paging_policy);
    at.spare(5);
  }
  if (at.has(qmp, dl_sending_time)) at.number(8, "DL Sending Time Stamp", *dl_sending_time);
  if (up && at.has(qmp, dl_received_time)) at.number(8, "DL Received Time Stamp", *dl_received_time);
  if (up && at.has(qmp, ul_sending_time)) at.number(8, "UL Sending Time Stamp", *ul_sending_time);
  if (up && at.has(dl, dl_delay_ms)) at.number(4, "DL Delay Result", *dl_delay_ms);
  if (up && at.has(ul, ul_delay_ms)) at.number(4, "UL Delay Result", *ul_delay_ms);
  if (at.has(snp, qfi_sequence_number)) at.number(3, "QFI Sequence Number", *qfi_sequence_number);
  if (up && at.has(n3, n3_n9_delay_ms)) at.number(4, "N3/N9 Delay Result", *n3_n9_delay_ms);
  if (up && at.has(more, new_ie_flags)) {
    at.number(1, "New IE Flags", *new_ie_flags);
    if (at.has((*new_ie_flags & 1) != 0, d1_ul_pdcp_delay)) at.number(1, "D1 UL PDCP Delay Result Ind", *d1_ul_pdcp_delay);
  }
  if (!At::printing || !rest.empty()) at.rest("rest", rest);
}

}  // namespace pellucid::gtpu

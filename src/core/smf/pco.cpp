#include "core/smf/pco.hpp"

#include "codec/octets.hpp"

namespace pellucid::smf {

namespace {

/// One packet of a PPP control protocol (IETF RFC 1661 §5, RFC 1332, RFC 1877).
struct PppPacket {
  static constexpr std::uint8_t configure_request = 1, configure_ack = 2, configure_nak = 3;
  static constexpr std::size_t max_options = 32;
  struct Option {
    static constexpr std::uint8_t primary_dns = 129, secondary_dns = 131;
    std::uint8_t type = 0;
    Bytes value;
  };
  std::uint8_t code = 0, identifier = 0;
  std::vector<Option> options;

  template <class At>
  void layout(At& at) {
    at.number(1, "code", code);
    at.number(1, "identifier", identifier);
    std::uint16_t length = 4;  // of the whole packet
    for (auto& option : options) length = std::uint16_t(length + 2 + option.value.size());
    at.number(2, "length", length);
    at.require(length >= 4 && (!At::reading || length - 4u <= at.left()), "length");
    at.repeat("options", options, max_options, [&](Option& option) {
      at.number(1, "type", option.type);
      std::uint8_t size = std::uint8_t(option.value.size() + 2);
      at.number(1, "length", size);
      at.require(size >= 2, "length");
      if (!at.failed()) at.octets("value", option.value, std::size_t(size) - 2);
    });
  }
};

/// The name servers that the phone asks for over IPCP: told by a Nak when it named others, else acknowledged.
std::optional<Bytes> answer_ipcp(const Bytes& asked, const std::vector<IpAddress>& dns) {
  auto request = codec::decode<PppPacket>(asked);
  if (!request.ok() || request->code != PppPacket::configure_request) return {};
  PppPacket reply{PppPacket::configure_ack, request->identifier, {}};
  for (auto& option : request->options) {
    std::size_t which = option.type == PppPacket::Option::primary_dns ? 0 : option.type == PppPacket::Option::secondary_dns ? 1 : 2;
    if (which >= dns.size() || which == 2) continue;
    auto given = to_bytes(dns[which].octets());
    if (option.value != given) reply.code = PppPacket::configure_nak;
    reply.options.push_back({option.type, given});
  }
  if (reply.options.empty()) return {};
  return codec::encode(reply);
}

}  // namespace

std::optional<nas::DownlinkPco> answer(const nas::UplinkPco& asked, const DnnConfig& dnn, nas::SessionType type) {
  nas::DownlinkPco out;
  bool v4 = type != nas::SessionType::ipv6, v6 = type != nas::SessionType::ipv4;
  std::vector<IpAddress> dns_v4, dns_v6;
  for (auto& server : dnn.dns) (server.is_v4() ? dns_v4 : dns_v6).push_back(server);
  if (auto* ipcp = asked.find(nas::PcoId::ipcp); ipcp && v4)
    if (auto reply = answer_ipcp(*ipcp, dns_v4)) out.add(nas::PcoId::ipcp, *reply);
  if (v4 && asked.asks(nas::PcoId::dns_ipv4))
    for (auto& server : dns_v4) out.add(nas::PcoId::dns_ipv4, to_bytes(server.octets()));
  if (v6 && asked.asks(nas::PcoId::dns_ipv6))
    for (auto& server : dns_v6) out.add(nas::PcoId::dns_ipv6, to_bytes(server.octets()));
  if (v4 && dnn.mtu > 0 && asked.asks(nas::PcoId::ipv4_link_mtu)) out.add(nas::PcoId::ipv4_link_mtu, to_bytes(big_endian<2>(dnn.mtu)));
  if (asked.asks(nas::PcoId::ps_data_off)) out.add(nas::PcoId::ps_data_off);
  if (out.items.empty()) return {};
  return out;
}

}  // namespace pellucid::smf

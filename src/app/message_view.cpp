// One view of a message of any protocol, for the ladder, `decode` and traces.
#include <algorithm>

#include "app/highlights.hpp"
#include "app/ladder.hpp"
#include "wire/gtpu/messages.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/ngap/messages.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::app {
namespace {

template <class Pdu>
void fill(MessageView& view, const codec::Decoded<Pdu>& pdu, ByteView octets, auto show, auto again) {
  if (!pdu.ok()) {
    view.name = "not understood";
    view.fault = codec::text(pdu.error());
    return;
  }
  view.decoded = true;
  view.fields = show(*pdu);
  auto once_more = again(*pdu);
  view.reencodes = std::equal(once_more.begin(), once_more.end(), octets.begin(), octets.end());
}

std::string gtpu_highlights(const gtpu::Pdu& pdu) {
  auto out = "TEID " + std::to_string(pdu.header.teid.value());
  if (auto* container = pdu.header.extension<gtpu::PduSessionContainer>()) out += ", QFI " + std::to_string(container->qfi.value());
  if (auto* packet = pdu.get<gtpu::GPdu>()) return out + ", " + packet_text(packet->payload);
  if (auto* error = pdu.get<gtpu::ErrorIndication>())
    return "no tunnel with TEID " + std::to_string(error->teid.value()) + " at " + error->peer.text();
  return pdu.header.teid.value() == 0 ? "" : out;
}

}  // namespace

std::string caption(const MessageView& view, std::string_view remark) {
  std::string out = view.protocol;
  out.resize(std::max<std::size_t>(out.size(), 5), ' ');
  out += " " + view.name;
  if (!remark.empty()) out += " [" + std::string(remark) + "]";
  auto& rest = view.decoded || view.fault.empty() ? view.highlights : view.fault;
  return rest.empty() ? out : out + "  " + rest;
}

std::string_view name(Protocol protocol) {
  switch (protocol) {
    case Protocol::ngap: return "NGAP";
    case Protocol::nas: return "NAS";
    case Protocol::pfcp: return "PFCP";
    case Protocol::gtpu: return "GTP-U";
  }
  return "?";
}

MessageView view(Protocol protocol, ByteView octets) {
  MessageView out;
  out.protocol = name(protocol);
  switch (protocol) {
    case Protocol::ngap: {
      auto received = ngap::decode(octets);
      if (received.ok()) out.name = ngap::name_of(received->pdu);
      fill(
          out, received, octets, [](auto& r) { return ngap::show(r.pdu, [](ByteView nas) { return nas::show_any(nas); }); },
          [](auto& r) {
            auto again = ngap::reencode(r.pdu);
            return again.ok() ? *again : Bytes{};
          });
      break;
    }
    case Protocol::nas: {
      auto again = nas::reencode_any(octets);
      out.name = nas::name_of(octets);
      out.fields = nas::show_any(octets);
      out.decoded = again.ok();
      if (again.ok())
        out.reencodes = std::equal(again->begin(), again->end(), octets.begin(), octets.end());
      else
        out.fault = codec::text(again.error());
      break;
    }
    case Protocol::pfcp: {
      auto pdu = pfcp::decode(octets);
      if (pdu.ok()) out.name = pfcp::name_of(*pdu);
      fill(out, pdu, octets, [](auto& p) { return pfcp::show(p); }, [](auto& p) { return pfcp::encode(p); });
      break;
    }
    case Protocol::gtpu: {
      auto pdu = gtpu::decode(octets);
      if (pdu.ok()) out.name = gtpu::name_of(*pdu);
      fill(out, pdu, octets, [](auto& p) { return gtpu::show(p); }, [](auto& p) { return gtpu::encode(p); });
      if (pdu.ok()) out.highlights = gtpu_highlights(*pdu);
      break;
    }
  }
  if (protocol != Protocol::gtpu) out.highlights = highlights(protocol, out.name, out.fields);
  return out;
}

}  // namespace pellucid::app

// One view of a message of any protocol, for the ladder, `decode` and traces.
#include <algorithm>
#include <array>

#include "app/ladder.hpp"
#include "wire/gtpu/messages.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/ngap/messages.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::app {
namespace {

/// Fields worth a look in one line, in this order; the names are those that the messages print.
constexpr std::array highlights = {
    "RANNodeName", "AMFName", "5GS mobile identity", "5GS registration type", "Service type", "5GMM cause", "5GSM cause", "Cause",
    "Selected NAS security algorithms", "5G-GUTI", "PDU session ID", "Request type", "DNN", "S-NSSAI", "PDU address", "Session AMBR",
    "Node ID", "F-SEID", "UE IP Address", "Report Type", "PDU Session ID", "AMF-UE-NGAP-ID", "RAN-UE-NGAP-ID",
};
constexpr std::size_t most_highlights = 4, longest_value = 60;

std::string short_text(const Tree& value) {
  std::string text;
  if (auto* members = value.as_object()) {
    for (auto& [key, member] : *members) text += (text.empty() ? "" : " ") + short_text(member);
  } else if (auto* items = value.as_array()) {
    for (auto& item : *items) text += (text.empty() ? "" : " ") + short_text(item);
  } else {
    text = value.text();
  }
  return text.size() > longest_value ? text.substr(0, longest_value) + "…" : text;
}

std::string highlights_of(const Tree& fields) {
  std::string out;
  std::size_t shown = 0;
  for (auto* key : highlights) {
    if (shown == most_highlights) break;
    auto* found = fields.find_deep(key);
    if (!found || found->is_null()) continue;
    auto text = short_text(*found);
    if (text.empty()) continue;
    out += (shown++ ? ", " : "") + std::string(key) + " " + text;
  }
  return out;
}

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

}  // namespace

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
      break;
    }
  }
  out.highlights = highlights_of(out.fields);
  return out;
}

}  // namespace pellucid::app

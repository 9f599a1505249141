// GTP-U datagrams, and whether the data path's fast reader and the full decoder agree.
#include "fuzz/same.hpp"
#include "wire/gtpu/messages.hpp"

using namespace pellucid;

namespace {

void agree(ByteView datagram, const codec::Decoded<gtpu::Pdu>& pdu) {
  auto fast = gtpu::parse_gpdu(datagram);
  auto* slow = pdu.ok() ? pdu->get<gtpu::GPdu>() : nullptr;
  if (!fast) {
    // What the fast reader leaves to the slow path: other messages, unknown headers, more headers than it looks at.
    bool readable = slow && !gtpu::not_understood(*pdu) && pdu->header.extensions.size() <= gtpu::max_extensions;
    if (readable)
      for (auto& x : pdu->header.extensions)
        if (auto* raw = std::get_if<gtpu::RawExtension>(&x)) readable &= raw->type != gtpu::extension::pdu_session_container;
    check(!readable, "the fast reader refuses a packet that the decoder reads");
    return;
  }
  check(slow != nullptr, "the fast reader takes a packet that the decoder refuses");
  check(fast->teid == pdu->header.teid, "two TEIDs for one packet");
  check(fast->payload.data() == slow->payload.data() && fast->payload.size() == slow->payload.size(), "two payloads for one packet");
  // Of several containers the first counts; one whose flags promise more than it holds is raw to the decoder.
  for (auto& x : pdu->header.extensions) {
    auto* raw = std::get_if<gtpu::RawExtension>(&x);
    if (raw && raw->type == gtpu::extension::pdu_session_container) break;
    if (auto* container = std::get_if<gtpu::PduSessionContainer>(&x)) {
      check(fast->has_container, "the fast reader overlooks a PDU session container");
      check(fast->qfi == container->qfi && fast->direction == container->direction && fast->rqi == container->rqi,
            "two QoS flows for one packet");
      break;
    }
  }
  std::uint8_t header[gtpu::gpdu_header_octets];
  if (!gtpu::write_gpdu_header(header, fast->teid, fast->qfi, fast->direction, fast->rqi, fast->payload.size())) return;
  Bytes made(header, header + sizeof header);
  append(made, fast->payload);
  auto again = gtpu::parse_gpdu(made);
  check(again && again->teid == fast->teid && again->qfi == fast->qfi && again->direction == fast->direction && again->rqi == fast->rqi &&
            fuzz::same(again->payload, fast->payload),
        "a packet that we wrote reads differently");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView datagram(data, size);
  auto pdu = gtpu::decode(datagram);
  agree(datagram, pdu);
  if (!pdu.ok()) {
    check(!codec::text(pdu.error()).empty(), "an error without words");
    return 0;
  }
  check(gtpu::name_of(*pdu) != nullptr, "a message without a name");
  fuzz::printable(gtpu::show(*pdu));
  gtpu::not_understood(*pdu);
  // The payload is a view: encode and compare while the first octets live.
  Bytes once = gtpu::encode(*pdu);
  auto again = gtpu::decode(once);
  check(again.ok() && *again == *pdu, "decoding what we encoded gives something else");
  check(fuzz::same(gtpu::encode(*again), once), "the second encoding differs from the first");
  return 0;
}

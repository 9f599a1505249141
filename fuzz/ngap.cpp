// NGAP PDUs, and what the protocol answers to wrong ones.
#include "fuzz/same.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/ngap/messages.hpp"

using namespace pellucid;

namespace {

/// What we send about a bad PDU must itself be right.
void well_formed(const ngap::Pdu& pdu) {
  auto again = ngap::decode(ngap::encode(pdu));
  check(again.ok() && again->diagnostics.clean(), "an answer of ours is not well-formed");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto received = ngap::decode(ByteView(data, size));
  if (!received.ok()) {
    check(!codec::text(received.error()).empty(), "an error without words");
    return 0;
  }
  auto& pdu = received->pdu;
  auto& diagnostics = received->diagnostics;
  check(ngap::name_of(pdu) != nullptr, "a PDU without a name");
  check(diagnostics.clean() || !diagnostics.text().empty(), "diagnostics without words");
  fuzz::printable(ngap::show(pdu));
  fuzz::printable(ngap::show(pdu, [](ByteView nas) { return nas::show_any(nas); }));

  if (auto answer = ngap::answer_to_errors(*received)) well_formed(*answer);
  well_formed(ngap::Pdu(ngap::error_about(pdu, ngap::CauseProtocol::semantic_error)));
  ngap::amf_ue_id(pdu);
  ngap::ran_ue_id(pdu);
  for (auto message : ngap::nas_in(pdu)) check(nas::name_of(message) != nullptr, "a NAS message without a name");

  if (!ngap::reencode(pdu).ok()) {
    check(!diagnostics.clean(), "a PDU without a fault does not encode");
    return 0;
  }
  struct Whole {
    ngap::Pdu pdu;
    bool operator==(const Whole&) const = default;
  };
  fuzz::canonical(
      Whole{pdu},
      [](const Whole& w) {
        auto octets = ngap::reencode(w.pdu);
        check(octets.ok(), "a PDU encodes once, but not again");
        return *octets;
      },
      [](ByteView octets) {
        auto again = ngap::decode(octets);
        return again.ok() ? codec::Decoded<Whole>(Whole{again->pdu}) : codec::Decoded<Whole>(Fail(again.error()));
      });
  return 0;
}

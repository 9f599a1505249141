// N2 SM information: the first octet says which transfer, the others are it.
#include "fuzz/same.hpp"
#include "wire/ngap/transfers.hpp"

using namespace pellucid;

namespace {

template <class T>
void one(ByteView octets) {
  ngap::Diagnostics diagnostics;
  auto lenient = ngap::decode_transfer<T>(octets, &diagnostics);
  check(diagnostics.clean() || !diagnostics.text().empty(), "diagnostics without words");
  auto strict = ngap::decode_transfer<T>(octets);
  check(!strict.ok() || lenient.ok(), "a transfer decodes only without diagnostics");
  if (lenient.ok()) fuzz::printable(ngap::show_transfer(*lenient));
  if (!strict.ok()) return;
  fuzz::canonical(*strict, [](const T& t) { return ngap::encode_transfer(t); }, [](ByteView v) { return ngap::decode_transfer<T>(v); });
}

using Target = void (*)(ByteView);
constexpr Target targets[] = {
    one<ngap::PduSessionResourceSetupRequestTransfer>,
    one<ngap::PduSessionResourceSetupResponseTransfer>,
    one<ngap::PduSessionResourceModifyRequestTransfer>,
    one<ngap::PduSessionResourceModifyResponseTransfer>,
    one<ngap::PduSessionResourceNotifyTransfer>,
    one<ngap::PduSessionResourceModifyIndicationTransfer>,
    one<ngap::PduSessionResourceModifyConfirmTransfer>,
    one<ngap::CauseTransfer>,
    one<ngap::UnsuccessfulTransfer>,
    one<ngap::PduSessionResourceReleaseResponseTransfer>,
    one<ngap::PathSwitchRequestTransfer>,
    one<ngap::PathSwitchRequestAcknowledgeTransfer>,
    one<ngap::HandoverRequiredTransfer>,
    one<ngap::HandoverCommandTransfer>,
    one<ngap::HandoverRequestAcknowledgeTransfer>,
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  targets[data[0] % std::size(targets)](ByteView(data + 1, size - 1));
  return 0;
}

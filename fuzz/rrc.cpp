// RRC on each logical channel, and the containers that messages carry. The first octet chooses.
#include "fuzz/same.hpp"
#include "wire/rrc/messages.hpp"

using namespace pellucid;

namespace {

template <class M>
void one(ByteView octets) {
  auto message = rrc::decode<M>(octets);
  if (!message.ok()) {
    check(!codec::text(message.error()).empty(), "an error without words");
    return;
  }
  if constexpr (requires { message->message; }) check(!rrc::name_of(*message).empty(), "a message without a name");
  fuzz::printable(rrc::show(*message));
  auto again = rrc::encode(*message);
  check(again.ok(), "a message that decodes does not encode");
  auto second = rrc::decode<M>(*again);
  check(second.ok(), "what is encoded does not decode");
  auto third = rrc::encode(*second);
  check(third.ok() && *third == *again, "the octets change");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  ByteView octets(data + 1, size - 1);
  switch (data[0] % 11) {
    case 0: one<rrc::BcchBchMessage>(octets); break;
    case 1: one<rrc::BcchDlSchMessage>(octets); break;
    case 2: one<rrc::PcchMessage>(octets); break;
    case 3: one<rrc::DlCcchMessage>(octets); break;
    case 4: one<rrc::UlCcchMessage>(octets); break;
    case 5: one<rrc::DlDcchMessage>(octets); break;
    case 6: one<rrc::UlDcchMessage>(octets); break;
    case 7: one<rrc::CellGroupConfig>(octets); break;
    case 8: one<rrc::RadioBearerConfig>(octets); break;
    case 9: one<rrc::MeasConfig>(octets); break;
    default: one<rrc::Sib1>(octets); break;
  }
  return 0;
}

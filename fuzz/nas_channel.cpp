// The NAS security channel. The first octet chooses algorithms, the second which way and the header type; then comes
// a message: once as a received PDU as it is, once in an envelope with the right MAC, so that the fuzzer gets past it.
#include "fuzz/same.hpp"
#include "link/nas/acceptance.hpp"
#include "link/nas/channel.hpp"
#include "link/nas/initial_message.hpp"
#include "wire/nas/mm.hpp"

using namespace pellucid;

namespace {

constexpr nas::Side other(nas::Side side) { return side == nas::Side::phone ? nas::Side::network : nas::Side::phone; }

/// What a receiver does with an opened message.
void use(const nas::Channel& channel, const nas::Opened& opened) {
  check(!opened.message.empty(), "an empty message was opened");
  nas::acceptable_unprotected(channel.side(), opened.message);
  auto head = nas::peek(opened.message);
  check(head && !head->is_protected(), "an opened message is still protected");
  if (auto request = nas::decode<nas::RegistrationRequest>(opened.message); request.ok()) {
    auto full = nas::full_message(channel, opened, *request);
    if (full.ok()) check(nas::cleartext_of(*full).container == std::nullopt, "the cleartext elements include a container");
  }
  if (auto request = nas::decode<nas::ServiceRequest>(opened.message); request.ok())
    if (nas::full_message(channel, opened, *request).ok()) nas::encode(nas::cleartext_of(*request));
}

/// Refused or opened, a channel's COUNTs only grow, and a message is taken once.
void receive(nas::Channel& channel, ByteView pdu) {
  auto before = channel.next_receive();
  auto opened = channel.unprotect(pdu);
  bool counts = channel.context().has_integrity();  // the COUNT of 5G-IA0 wraps (TS 24.501 §4.4.3.1)
  check(!counts || channel.next_receive() >= before, "a COUNT went back");
  if (!opened.ok()) {
    check(nas::name(opened.error()) != nullptr, "a fault without a name");
    return;
  }
  check(channel.next_receive() == opened->count + 1 && (!counts || opened->count >= before), "a COUNT that is not the next");
  use(channel, *opened);
  if (counts) check(!channel.unprotect(pdu).ok(), "a replay was accepted");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  nas::SecurityAlgorithms algorithms{};
  algorithms.ciphering = nas::CipherAlgorithm(data[0] & 3);
  algorithms.integrity = nas::IntegrityAlgorithm(data[0] >> 2 & 3);
  crypto::Key256 k_amf{};
  k_amf.fill(0x5A);
  auto context = nas::SecurityContext::make(k_amf, {}, algorithms);
  check(context.has_value(), "known algorithms make no context");
  auto side = (data[1] & 0x80) != 0 ? nas::Side::phone : nas::Side::network;
  nas::Channel receiver(side, *context), sender(other(side), *context);
  if ((data[1] & 0x40) != 0) receiver.establish_secure_exchange();
  if ((data[1] & 0x20) != 0) sender.skip_send_to(nas::nas_count_limit - 2), receiver.skip_receive_to(nas::nas_count_limit - 2);
  ByteView message(data + 2, size - 2);

  nas::acceptable_unprotected(side, message);
  nas::acceptable_unverified(message[0]);
  receive(receiver, message);

  auto header = nas::SecurityHeaderType(1 + (data[1] & 3));
  for (int i = 0; i < 3; ++i) {
    auto sealed = sender.protect(header, message);
    if (!sealed.ok()) {
      check(sealed.error() == nas::ChannelFault::count_exhausted, "a message was not protected");
      break;
    }
    auto copy = receiver;
    auto opened = copy.unprotect(*sealed);
    check(opened.ok() || opened.error() != nas::ChannelFault::wrong_mac || copy.next_receive() > 0, "the MAC of our own message is wrong");
    if (opened.ok()) check(nas::as_plain(to_bytes(message)) == opened->message, "a message is not what was protected");
    receive(receiver, *sealed);
    if (!sealed->empty() && context->has_integrity()) {
      sealed->back() ^= 1;
      check(!receiver.unprotect(*sealed).ok(), "a changed message was accepted");
    }
  }
  return 0;
}

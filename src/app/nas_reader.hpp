#pragma once
// Opens the NAS of a capture with the subscribers' keys: follows each phone's authentication and security mode on N2, then checks and
// deciphers its protected messages.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "crypto/aka.hpp"
#include "link/nas/channel.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::app {

struct SubscriberKeys {
  Supi supi;
  Octets<16> k{};
  Octets<16> opc{};
};
/// "imsi-999700000000011:K:OPC" in hexadecimal.
std::optional<SubscriberKeys> parse_keys(std::string_view text);

/// One NAS message of a capture after opening.
struct OpenedNas {
  bool was_protected = false;
  std::optional<bool> mac_right;  // nothing: no keys for this phone (yet)
  bool deciphered = false;        // `plain` is what was inside
  Bytes plain;
  std::string subject;  // SUPI text if known
};

class NasReader {
 public:
  explicit NasReader(std::vector<SubscriberKeys> keys) : keys_(std::move(keys)) {}
  bool has_keys() const { return !keys_.empty(); }
  /// The NAS messages of one NGAP PDU, outermost first, in the order in which the PDUs stand in the capture.
  std::vector<OpenedNas> read(const Endpoint& source, const Endpoint& target, const ngap::Pdu& pdu);

 private:
  struct Context {
    Supi supi;
    Octets<16> rand{}, autn{};
    Bytes abba;
    std::optional<nas::Channel> as_network, as_phone;  // the same keys, seen from both ends
  };
  /// Base stations number their phones: an id means something within one association only.
  using PhoneKey = std::tuple<Endpoint, Endpoint, std::uint32_t>;

  OpenedNas open(Context& context, ByteView message, bool uplink, int depth);
  void learn(Context& context, ByteView plain);
  bool take_keys(Context& context, ByteView security_mode_command);

  std::vector<SubscriberKeys> keys_;
  std::map<PhoneKey, Context> phones_;
  std::map<std::uint32_t, nas::SecurityContext> by_tmsi_;  // what a phone brings along to its next connection
  std::map<std::uint32_t, Supi> supi_of_tmsi_;
};

}  // namespace pellucid::app

#pragma once
// Where rooms show each message that they send or receive, as octets; the ladder, the pcap of a run and the trace of a
// subscriber hang on it. Costs one pointer test when nobody listens.
#include <cstdint>
#include <string_view>

#include "base/bytes.hpp"
#include "runtime/world.hpp"

namespace pellucid {

enum class Protocol : std::uint8_t { ngap, nas, pfcp, gtpu };

struct TracedPdu {
  Protocol protocol{};
  std::string_view from;  // "phone", "gnb", "amf", "smf", "upf", with a number where there are several: "gnb2"
  std::string_view to;
  Endpoint source, target;   // transport addresses where there are any
  ByteView octets;           // NAS: in the clear, as after deciphering
  std::string_view subject;  // whom it is about, if known: SUPI text or an address
};

class Tracer {
 public:
  virtual ~Tracer() = default;
  virtual void pdu(const TracedPdu& pdu) = 0;
};

}  // namespace pellucid

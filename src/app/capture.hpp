#pragma once
// Signalling messages out of a capture file (pcap, pcapng), and into one. Frames are opened down to the message: Ethernet with VLAN
// tags, Linux cooked v1 and v2, raw IP, loopback; IPv4 and IPv6; UDP ports 2152 (GTP-U) and 8805 (PFCP); SCTP over IP or over UDP 9899
// (RFC 6951) with PPID 60 (NGAP), its fragmented user messages put together; link type 152 is bare NGAP.
#include <cstdint>
#include <functional>
#include <string>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "runtime/trace.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

struct CapturedMessage {
  std::uint64_t frame = 0;  // as Wireshark counts, from 1
  WallTime time;
  Endpoint source, target;  // none for bare NGAP
  Protocol protocol{};
  ByteView octets;  // valid during the visit
};

/// What was in the file and could not be shown.
struct CaptureSummary {
  std::uint64_t frames = 0, messages = 0;
  std::uint64_t malformed = 0;   // headers that do not hold together
  std::uint64_t fragments = 0;   // IP fragments, not put together
  std::uint64_t unfinished = 0;  // SCTP user messages whose end is not in the file
};

/// Visits every message in the order of the file. Errors: the file cannot be read, or its link type is not one of the above.
Io<CaptureSummary> read_capture(const std::string& path, const std::function<void(const CapturedMessage&)>& visit);

/// Writes messages as UDP or SCTP packets of a raw-IP pcap that Wireshark opens. NAS goes into NGAP there, so it is not written alone.
class CaptureWriter {
 public:
  static Io<CaptureWriter> create(const std::string& path);
  CaptureWriter(CaptureWriter&&) noexcept;
  CaptureWriter& operator=(CaptureWriter&&) = delete;
  ~CaptureWriter();
  void write(WallTime time, Protocol protocol, const Endpoint& source, const Endpoint& target, ByteView octets);

 private:
  CaptureWriter(void* dead, void* dumper) : handle_(dead), dumper_(dumper) {}
  void* handle_;
  void* dumper_;
  std::uint32_t tsn_ = 1;
};

}  // namespace pellucid::app

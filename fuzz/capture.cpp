// Capture files: pcap and pcapng, down to the messages, with the NAS inside followed and opened.
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "app/capture.hpp"
#include "app/nas_reader.hpp"
#include "fuzz/same.hpp"

using namespace pellucid;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  int file = memfd_create("capture", MFD_CLOEXEC);
  check(file >= 0 && write(file, data, size) == ssize_t(size), "no memory for the capture");
  static const auto keys = app::parse_keys("imsi-999700000000011:465B5CE8B199B49FAA5F0A2EE238A6BC:E8ED289DEBA952E4283B54E88E6183CA");
  check(keys.has_value(), "the test keys do not parse");
  app::NasReader reader({*keys});
  std::uint64_t visited = 0, octets = 0;
  auto summary = app::read_capture("/proc/self/fd/" + std::to_string(file), [&](const app::CapturedMessage& m) {
    ++visited;
    octets += m.octets.size();
    check(m.frame > 0, "frames count from 1");
    if (m.protocol != Protocol::ngap) return;
    auto received = ngap::decode(m.octets);
    if (!received.ok()) return;
    for (auto& nas : reader.read(m.source, m.target, received->pdu))
      check(!nas.deciphered || nas.was_protected, "a plain message was deciphered");
  });
  close(file);
  if (!summary.ok()) {
    check(!summary.error().what.empty(), "an error without words");
    return 0;
  }
  check(summary->messages == visited, "messages were not counted");
  check(octets <= size, "more octets than the file has");
  return 0;
}

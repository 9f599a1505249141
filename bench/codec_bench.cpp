// Captured messages, from octets and back: how many a second, and how long one takes.
#include "bench/benchmarks.hpp"
#include "bench/captured_messages.hpp"
#include "bench/stopwatch.hpp"
#include "wire/gtpu/fast_path.hpp"
#include "wire/gtpu/messages.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"
#include "wire/ngap/messages.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::bench {
namespace {

class Table {
 public:
  explicit Table(Report& report) : report_(report) {}
  void add(std::string name, double per_s) { report_.add({.name = std::move(name), .value = per_s, .unit = "messages/s"}); }

 private:
  Report& report_;
};

void measure_ngap(Table& table, const std::vector<CapturedMessage>& messages) {
  std::vector<ngap::Received> decoded;
  for (auto& m : messages) decoded.push_back(std::move(*ngap::decode(m.octets)));
  table.add("NGAP decode", per_cpu_second([&] {
              for (auto& m : messages) keep(ngap::decode(m.octets));
              return messages.size();
            }));
  table.add("NGAP encode", per_cpu_second([&] {
              for (auto& d : decoded) keep(ngap::reencode(d.pdu));
              return decoded.size();
            }));
}

void measure_pfcp(Table& table, const std::vector<CapturedMessage>& messages) {
  std::vector<pfcp::Pdu> decoded;
  for (auto& m : messages) decoded.push_back(std::move(*pfcp::decode(m.octets)));
  table.add("PFCP decode", per_cpu_second([&] {
              for (auto& m : messages) keep(pfcp::decode(m.octets));
              return messages.size();
            }));
  table.add("PFCP encode", per_cpu_second([&] {
              for (auto& d : decoded) keep(pfcp::encode(d));
              return decoded.size();
            }));
}

/// The first captured message of a type, also if it stands in an unciphered envelope.
template <class M>
std::optional<Bytes> first_of(const std::vector<CapturedMessage>& messages) {
  for (auto& m : messages) {
    auto plain = m.octets;
    if (auto sealed = nas::decode_protected(m.octets); sealed.ok()) plain = sealed->message;
    if (nas::decode<M>(plain).ok()) return plain;
  }
  return {};
}

template <class M>
void measure_nas(Table& table, const std::vector<CapturedMessage>& messages) {
  auto pdu = first_of<M>(messages);
  if (!pdu) return;
  auto message = nas::decode<M>(*pdu);
  std::string name = std::string("NAS ") + M::wire.name;
  table.add(name + ", decode", per_cpu_second([&] { keep(nas::decode<M>(*pdu)); }));
  table.add(name + ", encode", per_cpu_second([&] { keep(nas::encode(*message)); }));
}

void measure_gtpu(Table& table, const std::vector<CapturedMessage>& messages) {
  table.add("GTP-U decode", per_cpu_second([&] {
              for (auto& m : messages) keep(gtpu::decode(m.octets));
              return messages.size();
            }));
  table.add("GTP-U header, fast path", per_cpu_second([&] {
              for (auto& m : messages) keep(gtpu::parse_gpdu(m.octets));
              return messages.size();
            }));
}

/// What decodes of a file's messages; the deliberately broken ones of the tests are not in these files.
template <class Decodes>
std::vector<CapturedMessage> usable(const char* file, Decodes decodes) {
  auto out = captured(file);
  std::erase_if(out, [&](const CapturedMessage& m) { return !decodes(m.octets); });
  return out;
}

}  // namespace

Measured measure_codec() {
  Report report{"codec", "captured messages of tests/data, one thread, per processor second", "bench/run codec"};
  auto n2 = usable("wire_ngap/open-core.txt", [](const Bytes& o) { return ngap::decode(o).ok(); });
  auto n1 = captured("wire_nas/open_core_session.txt");
  auto n4 = usable("wire_pfcp/captures.txt", [](const Bytes& o) { return pfcp::decode(o).ok(); });
  auto n3 = usable("wire_gtpu/captures.txt", [](const Bytes& o) { return gtpu::decode(o).ok(); });
  if (n2.empty() || n1.empty() || n4.empty() || n3.empty()) return Fail(std::string(PELLUCID_TEST_DATA) + ": no captured messages");
  Table table(report);
  measure_ngap(table, n2);
  measure_nas<nas::RegistrationRequest>(table, n1);
  measure_nas<nas::RegistrationAccept>(table, n1);
  measure_nas<nas::AuthenticationRequest>(table, n1);
  measure_nas<nas::SecurityModeCommand>(table, n1);
  measure_nas<nas::UlNasTransport>(table, n1);
  measure_pfcp(table, n4);
  measure_gtpu(table, n3);
  report.notes.push_back(std::to_string(n2.size()) + " NGAP, " + std::to_string(n4.size()) + " PFCP and " + std::to_string(n3.size()) +
                         " GTP-U messages in turn; NAS inside NGAP stays octets there");
  return report;
}

}  // namespace pellucid::bench

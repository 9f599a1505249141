#pragma once
// Every message that the wire tables know, under the name of its section in docs/protocols.md: "N1: 5GMM: Registration request".
#include <array>
#include <set>
#include <string>

#include "wire/gtpu/messages.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/ngap/messages.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::app::test {

inline std::string ngap_message(std::uint8_t procedure, ngap::Kind kind) {
  return std::string("N2: NGAP: ") + ngap::name_of(procedure, kind);
}
inline std::string nas_message(const nas::KnownMessage& m) {
  return (m.table.epd == nas::epd_sm ? "N1: 5GSM: " : "N1: 5GMM: ") + std::string(m.table.name);
}
inline std::string pfcp_message(std::uint8_t type) { return std::string("N4: PFCP: ") + pfcp::name_of(type); }
inline std::string gtpu_message(std::uint8_t type) {
  std::string name = "?";
  gtpu::for_each_message([&]<class M>(std::type_identity<M>) {
    if (M::type == type) name = M::name;
  });
  return "N3: GTP-U: " + name;
}

inline std::set<std::string> known_messages() {
  std::set<std::string> out;
  ngap::for_each_message([](std::uint64_t) { return std::uint64_t(0); },
                         [&](const ngap::Pdu& pdu) { out.insert(ngap_message(pdu.procedure, pdu.kind)); });
  for (auto& m : nas::known_messages()) out.insert(nas_message(m));
  pfcp::for_each_message([&]<class M>(std::type_identity<M>) { out.insert(pfcp_message(M::type)); });
  gtpu::for_each_message([&]<class M>(std::type_identity<M>) { out.insert(gtpu_message(M::type)); });
  return out;
}

}  // namespace pellucid::app::test

#pragma once
// One of the seven logical channels chosen at run time.
#include <functional>
#include <string>
#include <vector>

#include "wire/rrc/messages.hpp"

namespace pellucid::rrc::test {

struct Decodable {
  bool ok = false;
  std::string error;  // if not
  std::string name;   // of the message
  bool described = false;
  Bytes again;  // re-encoded
  std::string encode_error;
  Tree shown;
};

struct Channel {
  const char* name;       // "DL-CCCH"
  const char* dissector;  // Wireshark's
  Decodable (*decode)(ByteView);
  Bytes (*invent)(const Draw&);
  Bytes (*judgeable)(const Draw&);  // invented, but octet strings that other types of the standard fill are well-formed
  bool padded;
};

template <class M>
Decodable decodable(ByteView octets) {
  Decodable out;
  auto message = decode<M>(octets);
  if (!message) return out.error = text(message.error()), out;
  out.ok = true;
  if constexpr (requires { name_of(*message); }) {
    out.name = name_of(*message);
    out.described = !message->template get<OtherMessage>();
  }
  out.shown = show(*message);
  auto again = encode(*message);
  if (again)
    out.again = *again;
  else
    out.encode_error = text(again.error());
  return out;
}
template <class M>
Bytes invented(const Draw& draw) {
  auto octets = encode(invent<M>(draw));
  return octets ? *octets : Bytes{};
}
inline void make_judgeable(auto&) {}
inline void make_judgeable(RrcReconfiguration& m) {
  auto& more = m.ies.non_critical_extension;
  if (more) more->dedicated_system_information_delivery.reset();
  if (more && more->master_key_update) more->master_key_update->nas_container.reset();
}
inline void make_judgeable(RrcReconfigurationComplete& m) {
  auto& more = m.ies.non_critical_extension;
  if (more && more->non_critical_extension) more->non_critical_extension->scg_response.reset();
}
inline void make_judgeable(UeCapabilityEnquiry& m) {
  for (auto& request : m.ies.ue_capability_rat_request_list) request.capability_request_filter.reset();
  m.ies.ue_capability_enquiry_ext.reset();
}
inline void make_judgeable(UeCapabilityInformation& m) {
  if (!m.ies.ue_capability_rat_container_list) return;
  for (auto& c : *m.ies.ue_capability_rat_container_list)  // the recorded phone's
    c = {RatType::nr, *from_hex("8100100007800000000040000000080400801000280000400001")};
}
template <class M>
Bytes judgeable(const Draw& draw) {
  auto message = invent<M>(draw);
  std::visit([](auto& m) { make_judgeable(m); }, message.message);
  return encode(message).value_or(Bytes{});
}
template <class M>
Channel channel(const char* name, const char* dissector, bool padded) {
  return {name, dissector, decodable<M>, invented<M>, judgeable<M>, padded};
}

inline const std::vector<Channel>& channels() {
  static const std::vector<Channel> all{channel<BcchBchMessage>("BCCH-BCH", "nr-rrc.bcch.bch", false),
                                        channel<BcchDlSchMessage>("BCCH-DL-SCH", "nr-rrc.bcch.dl.sch", true),
                                        channel<PcchMessage>("PCCH", "nr-rrc.pcch", true),
                                        channel<DlCcchMessage>("DL-CCCH", "nr-rrc.dl.ccch", true),
                                        channel<UlCcchMessage>("UL-CCCH", "nr-rrc.ul.ccch", true),
                                        channel<DlDcchMessage>("DL-DCCH", "nr-rrc.dl.dcch", false),
                                        channel<UlDcchMessage>("UL-DCCH", "nr-rrc.ul.dcch", false)};
  return all;
}
inline const Channel& channel_of(const std::string& name) {
  for (auto& c : channels())
    if (name == c.name) return c;
  std::abort();
}

}  // namespace pellucid::rrc::test

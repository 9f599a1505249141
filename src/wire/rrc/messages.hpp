#pragma once
// RRC messages (TS 38.331 V17.4) as they stand on a logical channel, from and to unaligned PER.
//
//   auto message = rrc::decode<rrc::DlCcchMessage>(octets);     // codec::Decoded
//   if (auto* setup = message->get<rrc::RrcSetup>()) auto cell_group = rrc::decode<rrc::CellGroupConfig>(setup->ies.master_cell_group);
//   Bytes answer = *rrc::encode(rrc::UlCcchMessage{request});
//   rrc::show(*message).json();                                  // the standard's element names
#include "base/ids.hpp"
#include "codec/octets.hpp"
#include "wire/rrc/cell_group.hpp"
#include "wire/rrc/connection.hpp"
#include "wire/rrc/signalling.hpp"
#include "wire/rrc/system_information.hpp"

namespace pellucid::rrc {

/// A message that is recognised by name only; what it holds is kept as it came.
struct OtherMessage {
  static constexpr std::uint8_t class_extension = 0xFF;
  std::uint8_t alternative = class_extension;  // of c1; or messageClassExtension
  Later rest{};
  bool operator==(const OtherMessage&) const = default;
};

/// A message of one logical channel.
template <class... M>
struct ChannelMessage {
  std::variant<M..., OtherMessage> message{};
  /// Zero octets behind the message: BCCH, PCCH and CCCH fill up their transport blocks (§8.5).
  std::uint16_t padding = 0;
  template <class T>
  const T* get() const {
    return std::get_if<T>(&message);
  }
  bool operator==(const ChannelMessage&) const = default;
};

struct BcchBchMessage : ChannelMessage<Mib> {};
struct BcchDlSchMessage : ChannelMessage<Sib1> {};  // systemInformation is an OtherMessage
struct PcchMessage : ChannelMessage<Paging> {};
struct DlCcchMessage : ChannelMessage<RrcReject, RrcSetup> {};
struct UlCcchMessage : ChannelMessage<RrcSetupRequest, RrcResumeRequest, RrcReestablishmentRequest, RrcSystemInfoRequest> {};
struct DlDcchMessage : ChannelMessage<RrcReconfiguration, RrcResume, RrcRelease, RrcReestablishment, SecurityModeCommand,
                                      DlInformationTransfer, UeCapabilityEnquiry, CounterCheck> {};
struct UlDcchMessage
    : ChannelMessage<RrcReconfigurationComplete, RrcSetupComplete, RrcReestablishmentComplete, RrcResumeComplete, SecurityModeComplete,
                     SecurityModeFailure, UlInformationTransfer, UeCapabilityInformation, CounterCheckResponse> {};

using codec::Decoded;
using codec::WireError;
using Draw = codec::Per::Draw;

// For the seven channel messages above and for what is also encoded alone: CellGroupConfig, RadioBearerConfig, Sib1,
// MeasConfig.

/// Octets after the message are an error, except zeros where the channel has padding.
template <class M>
Decoded<M> decode(ByteView octets);
/// An error names the component whose value is outside its constraint.
template <class M>
Decoded<Bytes> encode(const M& message);
/// {"DL-CCCH-Message": {"message": {"c1": {"rrcSetup": …}}}}; containers of RRC are shown as what they hold.
template <class M>
Tree show(const M& message);
/// A message with every choice drawn: for tests and fuzz seeds.
template <class M>
M invent(const Draw& draw);
/// The standard's name: "rrcSetup", "spare3", "messageClassExtension".
template <class M>
std::string name_of(const M& message);

/// PLMN-Identity. One without MCC has that of the PLMN before it in the list (§6.3.2); nothing if there is none.
PlmnIdentity plmn_identity(const Plmn& plmn);
std::optional<Plmn> plmn_of(const PlmnIdentity& identity, const std::optional<Plmn>& before = {});

}  // namespace pellucid::rrc

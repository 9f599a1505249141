#include "wire/rrc/messages.hpp"

#include <array>

#include "wire/rrc/at.hpp"

namespace pellucid::rrc {
namespace {

/// How a channel's messages stand in its CHOICE c1: `place` has the alternative of each message that is described.
template <std::size_t N>
struct Layout {
  const char* name;
  Words c1;  // none: the messages stand in the outer CHOICE
  std::array<std::uint8_t, N> place;
  bool padded;
};

Layout<1> layout(const BcchBchMessage&) { return {"BCCH-BCH-Message", Words(""), {0}, false}; }
Layout<1> layout(const BcchDlSchMessage&) {
  return {"BCCH-DL-SCH-Message", Words("systemInformation systemInformationBlockType1"), {1}, true};
}
Layout<1> layout(const PcchMessage&) { return {"PCCH-Message", Words("paging spare1"), {0}, true}; }
Layout<2> layout(const DlCcchMessage&) { return {"DL-CCCH-Message", Words("rrcReject rrcSetup spare2 spare1"), {0, 1}, true}; }
Layout<4> layout(const UlCcchMessage&) {
  return {"UL-CCCH-Message", Words("rrcSetupRequest rrcResumeRequest rrcReestablishmentRequest rrcSystemInfoRequest"), {0, 1, 2, 3}, true};
}
Layout<8> layout(const DlDcchMessage&) {
  return {"DL-DCCH-Message",
          Words("rrcReconfiguration rrcResume rrcRelease rrcReestablishment securityModeCommand dlInformationTransfer ueCapabilityEnquiry "
                "counterCheck mobilityFromNRCommand dlDedicatedMessageSegment-r16 ueInformationRequest-r16 dlInformationTransferMRDC-r16 "
                "loggedMeasurementConfiguration-r16 spare3 spare2 spare1"),
          {0, 1, 2, 3, 4, 5, 6, 7},
          false};
}
Layout<9> layout(const UlDcchMessage&) {
  return {"UL-DCCH-Message",
          Words("measurementReport rrcReconfigurationComplete rrcSetupComplete rrcReestablishmentComplete rrcResumeComplete "
                "securityModeComplete securityModeFailure ulInformationTransfer locationMeasurementIndication ueCapabilityInformation "
                "counterCheckResponse ueAssistanceInformation failureInformation ulInformationTransferMRDC scgFailureInformation "
                "scgFailureInformationEUTRA"),
          {1, 2, 3, 4, 5, 6, 7, 9, 10},
          false};
}

template <class M>
concept OnChannel = requires(const M& m) { layout(m); };

/// The alternative of c1, or class_extension.
template <OnChannel M>
std::uint8_t alternative_of(const M& m) {
  if (auto* other = m.template get<OtherMessage>()) return other->alternative;
  return layout(m).place[m.message.index()];
}
template <OnChannel M>
std::string alternative_name(const M& m, std::uint8_t alternative) {
  auto names = layout(m).c1;
  if (alternative == OtherMessage::class_extension) return "messageClassExtension";
  return names.known() == 0 ? "mib" : names.word(alternative);
}

/// The CHOICE's index, twice: messageClassExtension or not, then c1.
template <OnChannel M>
std::uint8_t describe_index(At& at, const M& m) {
  auto names = layout(m).c1;
  if (at.inventing()) return layout(m).place[at.draw(layout(m).place.size())];
  auto alternative = at.reading() ? std::uint8_t(0) : alternative_of(m);
  bool extension = alternative == OtherMessage::class_extension;
  at.bit(extension);
  if (extension) return OtherMessage::class_extension;
  std::uint64_t index = alternative;
  if (names.known() > 0) at.constrained(index, names.known() - 1u);
  return std::uint8_t(index);
}

template <std::size_t I, OnChannel M>
bool describe_if(At& at, M& m, std::uint8_t alternative) {
  if (layout(m).place[I] != alternative) return false;
  if (m.message.index() != I) m.message.template emplace<I>();
  at.value(std::get<I>(m.message));
  return true;
}

template <OnChannel M>
void describe(At& at, M& m) {
  auto alternative = describe_index(at, m);
  if (at.failed()) return;
  constexpr std::size_t count = std::tuple_size_v<decltype(layout(m).place)>;
  bool known = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (describe_if<I>(at, m, alternative) || ...);
  }(std::make_index_sequence<count>{});
  if (!known) {
    if (!m.template get<OtherMessage>()) m.message.template emplace<count>();
    auto& other = std::get<OtherMessage>(m.message);
    other.alternative = alternative;
    at.to_the_end(other.rest);
  }
  if (!at.printing()) return;
  Tree inner(Tree::Object{{alternative_name(m, alternative), at.take_tree()}});
  bool in_c1 = layout(m).c1.known() > 0 && alternative != OtherMessage::class_extension;
  if (in_c1) inner = Tree(Tree::Object{{"c1", std::move(inner)}});
  at.show(Tree(Tree::Object{{layout(m).name, Tree(Tree::Object{{"message", std::move(inner)}})}}));
}
template <Structure T>
void describe(At& at, T& v) {
  at.value(v);
}

/// What stands behind a complete encoding: less than an octet, or padding.
template <class M>
void finish_reading(At& at, M& m) {
  std::size_t octets = at.bits_left() / 8;
  bool padded = false;
  if constexpr (OnChannel<M>) padded = layout(m).padded && octets <= 0xFFFF;
  if (octets == 0) return;
  if (!padded) return at.fail(WireError::Kind::trailing);
  std::uint64_t part = 0;
  at.bits(unsigned(at.bits_left() % 8), part);
  for (std::size_t i = 0; i < octets; ++i) {
    at.bits(8, part);
    at.fail_if(part != 0, WireError::Kind::trailing);
  }
  if constexpr (OnChannel<M>) m.padding = std::uint16_t(octets);
}

template <class T>
Tree show_contained(ByteView octets) {
  auto inner = decode<T>(octets);
  return inner ? show(*inner) : Tree(hex(octets));
}
template <class T>
Bytes invent_contained(const Draw& draw) {
  return encode(invent<T>(draw)).value_or(Bytes{});
}

}  // namespace

constinit const Container cell_group_container{show_contained<CellGroupConfig>, invent_contained<CellGroupConfig>};
constinit const Container radio_bearer_container{show_contained<RadioBearerConfig>, invent_contained<RadioBearerConfig>};
constinit const Container sib1_container{show_contained<Sib1>, invent_contained<Sib1>};

template <class M>
Decoded<M> decode(ByteView octets) {
  At at(octets);
  Decoded<M> result{M{}};
  describe(at, *result);
  if (!at.failed()) finish_reading(at, *result);
  if (at.failed()) return Fail(at.error());
  return result;
}

template <class M>
Decoded<Bytes> encode(const M& message) {
  At at(At::Mode::writing);
  describe(at, const_cast<M&>(message));  // one description for all uses; writing changes nothing
  if (at.failed()) return Fail(at.error());
  Bytes out = at.take();
  if constexpr (OnChannel<M>) out.resize(out.size() + message.padding);
  return out;
}

template <class M>
Tree show(const M& message) {
  At at(At::Mode::printing);
  describe(at, const_cast<M&>(message));  // printing changes nothing
  return at.take_tree();
}

template <class M>
M invent(const Draw& draw) {
  At at(At::Mode::inventing, &draw);
  M message{};
  describe(at, message);
  return message;
}

template <class M>
std::string name_of(const M& message) {
  return alternative_name(message, alternative_of(message));
}

#define PELLUCID_RRC_CODED(M)                  \
  template Decoded<M> decode<M>(ByteView);     \
  template Decoded<Bytes> encode<M>(const M&); \
  template Tree show<M>(const M&);             \
  template M invent<M>(const Draw&);
#define PELLUCID_RRC_CHANNEL(M) \
  PELLUCID_RRC_CODED(M)         \
  template std::string name_of<M>(const M&);

PELLUCID_RRC_CHANNEL(BcchBchMessage)
PELLUCID_RRC_CHANNEL(BcchDlSchMessage)
PELLUCID_RRC_CHANNEL(PcchMessage)
PELLUCID_RRC_CHANNEL(DlCcchMessage)
PELLUCID_RRC_CHANNEL(UlCcchMessage)
PELLUCID_RRC_CHANNEL(DlDcchMessage)
PELLUCID_RRC_CHANNEL(UlDcchMessage)
PELLUCID_RRC_CODED(CellGroupConfig)
PELLUCID_RRC_CODED(RadioBearerConfig)
PELLUCID_RRC_CODED(MeasConfig)
PELLUCID_RRC_CODED(Sib1)
#undef PELLUCID_RRC_CHANNEL
#undef PELLUCID_RRC_CODED

PlmnIdentity plmn_identity(const Plmn& plmn) {
  auto digits = [](unsigned number, unsigned count) {
    std::vector<std::uint8_t> out(count);
    for (unsigned i = count; i > 0; --i, number /= 10) out[i - 1] = std::uint8_t(number % 10);
    return out;
  };
  return {digits(plmn.mcc, 3), digits(plmn.mnc, plmn.mnc_digits)};
}

std::optional<Plmn> plmn_of(const PlmnIdentity& identity, const std::optional<Plmn>& before) {
  auto number = [](const std::vector<std::uint8_t>& digits) {
    unsigned v = 0;
    for (auto digit : digits) v = v * 10 + digit;
    return std::uint16_t(v);
  };
  if (identity.mcc.empty() && !before) return {};
  Plmn plmn;
  plmn.mcc = identity.mcc.empty() ? before->mcc : number(identity.mcc);
  plmn.mnc = number(identity.mnc);
  plmn.mnc_digits = std::uint8_t(identity.mnc.size());
  return plmn;
}

}  // namespace pellucid::rrc

#pragma once
// IEs that are octets of single flags (TS 29.244 §8.2). A flag's number is 8 * octet + bit, both counted from 0, octet 5 of
// the standard's figures being octet 0: FTUP, "5/5", is 4.
#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

#include "base/tree.hpp"
#include "codec/octets.hpp"

namespace pellucid::pfcp {

/// A set of flags of enum Flag. Octets that we do not know and the number of octets received are kept.
///   far.apply_action = {Apply::buff, Apply::nocp};   if (far.apply_action.has(Apply::forw)) ...
/// A function `std::span<const char* const> flag_names(Flag)` beside the enum gives the names ("" for spare bits).
template <class Flag, std::size_t MinOctets = 1, std::size_t UsualOctets = MinOctets, std::size_t MaxOctets = 16>
class Flags {
 public:
  static constexpr std::size_t max_octets = MaxOctets;
  constexpr Flags() = default;
  constexpr Flags(std::initializer_list<Flag> flags) {
    for (auto flag : flags) set(flag);
  }
  constexpr bool has(Flag flag) const {
    auto n = std::size_t(flag);
    return (octets_[n / 8] >> (n % 8) & 1) != 0;
  }
  constexpr Flags& set(Flag flag, bool on = true) {
    auto n = std::size_t(flag);
    auto bit = std::uint8_t(1u << (n % 8));
    octets_[n / 8] = on ? std::uint8_t(octets_[n / 8] | bit) : std::uint8_t(octets_[n / 8] & ~bit);
    if (n / 8 >= count_) count_ = n / 8 + 1;
    return *this;
  }
  /// Is no flag set, known or not?
  constexpr bool none() const {
    for (auto octet : octets_)
      if (octet) return false;
    return true;
  }
  /// Octets on the wire.
  constexpr std::size_t octets() const { return count_; }

  template <class At>
  void layout(At& at) {
    if constexpr (At::reading) {
      count_ = at.left() < max_octets ? at.left() : max_octets;
      if (count_ < MinOctets) return at.fail(codec::WireError::Kind::truncated, "flags");
    }
    for (std::size_t i = 0; i < count_; ++i) at.number(1, "flags", octets_[i]);
  }
  /// The names of the flags that are set.
  Tree shown() const {
    Tree list = Tree::array();
    auto names = flag_names(Flag{});
    for (std::size_t n = 0; n < count_ * 8; ++n) {
      if ((octets_[n / 8] >> (n % 8) & 1) == 0) continue;
      bool named = n < names.size() && *names[n];
      list.push(named ? Tree(names[n]) : Tree(std::to_string(n / 8 + 5) + "/" + std::to_string(n % 8 + 1)));
    }
    return list;
  }
  bool operator==(const Flags&) const = default;

 private:
  std::array<std::uint8_t, max_octets> octets_{};
  std::size_t count_ = UsualOctets;
};

enum class UpFeature : std::uint8_t {  // §8.2.25
  bucp,
  ddnd,
  dlbd,
  trst,
  ftup,
  pfdm,
  heeu,
  treu,
  empu,
  pdiu,
  udbc,
  quoac,
  trace,
  frrt,
  pfde,
  epfar,
  dpdra,
  adpdp,
  ueip,
  sset,
  mnop,
  mte,
  bundl,
  gcom,
  mpas,
  rttl,
  vtime,
  norp,
  iptv,
  ip6pl,
  tscu,
  mptcp,
  atsss_ll,
  qfqm,
  gpqm,
  mt_edt,
  ciot,
  ethar,
  ddds,
  rds,
  rttwp,
  quasf,
  nspoc,
  l2tp,
  upber,
  resps,
  iprep,
  dnsts,
  drqos,
  mbsn4,
  psuprm,
  epppi,
  ratp,
  upidp
};
enum class CpFeature : std::uint8_t {  // §8.2.58
  load,
  ovrl,
  epfar,
  sset,
  bundl,
  mpas,
  ardr,
  uiaur,
  psucc,
  rpgur
};
enum class Apply : std::uint8_t {  // §8.2.26: exactly one of drop, forw, buff, ipma, ipmd
  drop,
  forw,
  buff,
  nocp,
  dupl,
  ipma,
  ipmd,
  dfrt,
  edrt,
  bdpn,
  ddpn,
  fssm,
  mbsu
};
enum class ReportingTrigger : std::uint8_t {  // §8.2.19
  perio,
  volth,
  timth,
  quhti,
  start,
  stopt,
  droth,
  liusa,
  volqu,
  timqu,
  envcl,
  macar,
  eveth,
  evequ,
  ipmjl,
  quvti,
  reemr,
  upint
};
enum class UsageTrigger : std::uint8_t {  // §8.2.41
  perio,
  volth,
  timth,
  quhti,
  start,
  stopt,
  droth,
  immer,
  volqu,
  timqu,
  liusa,
  termr,
  monit,
  envcl,
  macar,
  eveth,
  evequ,
  tebur,
  ipmjl,
  quvti,
  emrre,
  upint
};
enum class Report : std::uint8_t { dldr, usar, erir, upir, tmir, sesr, uisr };                   // §8.2.21
enum class NodeReport : std::uint8_t { upfr, uprr, ckdr, gpqr, purr, vsr };                      // §8.2.69
enum class Measure : std::uint8_t { durat, volum, event };                                       // §8.2.40
enum class MeasurementInfo : std::uint8_t { mbqe, inam, radi, istm, mnop, sspoc, aspoc, ciam };  // §8.2.68
enum class Usage : std::uint8_t { bef, aft, uae, ube };                                          // §8.2.59
enum class ModificationFlag : std::uint8_t { drobu, sndem, qaurr, sumpc, rumuc, deteid };        // PFCPSMReq-Flags, §8.2.31
enum class ReportResponseFlag : std::uint8_t { drobu };                                          // PFCPSRRsp-Flags, §8.2.32
enum class ReportRequestFlag : std::uint8_t { psdbu };                                           // PFCPSRReq-Flags, §8.2.119
enum class EstablishmentFlag : std::uint8_t { resti, sumpc };                                    // PFCPSEReq-Flags, §8.2.136
enum class DeletionFlag : std::uint8_t { puru };                                                 // PFCPSDRsp-Flags, §8.2.215
enum class SetupRequestFlag : std::uint8_t { uupsi };                                            // PFCPASReq-Flags, §8.2.178
enum class SetupResponseFlag : std::uint8_t { psrei, uupsi };                                    // PFCPASRsp-Flags, §8.2.134
enum class UpdateFlag : std::uint8_t { parps };                                                  // PFCPAUReq-Flags, §8.2.120
enum class ReleaseFlag : std::uint8_t { sarr, urss };                                            // §8.2.77
enum class OverloadFlag : std::uint8_t { aoci };                                                 // OCI Flags, §8.2.76
enum class Proxy : std::uint8_t { arp, ins };                                                    // §8.2.97
enum class DataState : std::uint8_t { drop, buff };                                              // §8.2.179
enum class QerControl : std::uint8_t { rcsr };                                                   // §8.2.174
enum class QerIndication : std::uint8_t { iqfisn };                                              // §8.2.216
enum class IpVersion : std::uint8_t { v4, v6 };                                                  // §8.2.177
enum class MtEdt : std::uint8_t { rdsi };                                                        // §8.2.172
enum class Replicate : std::uint8_t { priueai, prin19i, prin6i, dcaroni };                       // §8.2.130
enum class MptcpApplicable : std::uint8_t { mai };                                               // §8.2.181
enum class EthernetSession : std::uint8_t { ethi };                                              // §8.2.102
enum class BridgeInfo : std::uint8_t { bii };                                                    // §8.2.140
enum class OuterHeader : std::uint8_t {                                                          // Outer Header Creation, §8.2.56
  gtpu_ipv4,
  gtpu_ipv6,
  udp_ipv4,
  udp_ipv6,
  ipv4,
  ipv6,
  c_tag,
  s_tag,
  n19,
  n6,
  low_layer_ssm
};

using Names = std::span<const char* const>;
Names flag_names(UpFeature);
Names flag_names(CpFeature);
Names flag_names(Apply);
Names flag_names(ReportingTrigger);
Names flag_names(UsageTrigger);
Names flag_names(Report);
Names flag_names(NodeReport);
Names flag_names(Measure);
Names flag_names(MeasurementInfo);
Names flag_names(Usage);
Names flag_names(ModificationFlag);
Names flag_names(ReportResponseFlag);
Names flag_names(ReportRequestFlag);
Names flag_names(EstablishmentFlag);
Names flag_names(DeletionFlag);
Names flag_names(SetupRequestFlag);
Names flag_names(SetupResponseFlag);
Names flag_names(UpdateFlag);
Names flag_names(ReleaseFlag);
Names flag_names(OverloadFlag);
Names flag_names(Proxy);
Names flag_names(DataState);
Names flag_names(QerControl);
Names flag_names(QerIndication);
Names flag_names(IpVersion);
Names flag_names(MtEdt);
Names flag_names(Replicate);
Names flag_names(MptcpApplicable);
Names flag_names(EthernetSession);
Names flag_names(BridgeInfo);
Names flag_names(OuterHeader);

using UpFunctionFeatures = Flags<UpFeature, 1, 4>;
using CpFunctionFeatures = Flags<CpFeature>;
using ApplyAction = Flags<Apply, 1, 2>;
using ReportingTriggers = Flags<ReportingTrigger, 2, 3>;
using UsageReportTrigger = Flags<UsageTrigger, 2, 3>;
using ReportType = Flags<Report>;
using NodeReportType = Flags<NodeReport>;
using MeasurementMethod = Flags<Measure>;
using MeasurementInformation = Flags<MeasurementInfo>;
using UsageInformation = Flags<Usage>;
using SmReqFlags = Flags<ModificationFlag>;
using SrRspFlags = Flags<ReportResponseFlag>;
using SrReqFlags = Flags<ReportRequestFlag>;
using SeReqFlags = Flags<EstablishmentFlag>;
using SdRspFlags = Flags<DeletionFlag>;
using AsReqFlags = Flags<SetupRequestFlag>;
using AsRspFlags = Flags<SetupResponseFlag>;
using AuReqFlags = Flags<UpdateFlag>;
using AssociationReleaseFlags = Flags<ReleaseFlag>;
using OciFlags = Flags<OverloadFlag>;
using Proxying = Flags<Proxy>;
using DataStatus = Flags<DataState>;
using QerControlIndications = Flags<QerControl>;
using QerIndications = Flags<QerIndication>;
using IpVersions = Flags<IpVersion>;
using MtEdtControlInformation = Flags<MtEdt>;
using PacketReplication = Flags<Replicate>;
using MptcpApplicableIndication = Flags<MptcpApplicable>;
using EthernetPduSessionInformation = Flags<EthernetSession>;
using CreateBridgeInfo = Flags<BridgeInfo>;

}  // namespace pellucid::pfcp

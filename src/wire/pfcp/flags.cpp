#include "wire/pfcp/flags.hpp"

namespace pellucid::pfcp {

#define PELLUCID_FLAG_NAMES(Flag, ...)                    \
  Names flag_names(Flag) {                                \
    static constexpr const char* names[] = {__VA_ARGS__}; \
    return names;                                         \
  }

PELLUCID_FLAG_NAMES(UpFeature, "BUCP", "DDND", "DLBD", "TRST", "FTUP", "PFDM", "HEEU", "TREU",  //
                    "EMPU", "PDIU", "UDBC", "QUOAC", "TRACE", "FRRT", "PFDE", "EPFAR",          //
                    "DPDRA", "ADPDP", "UEIP", "SSET", "MNOP", "MTE", "BUNDL", "GCOM",           //
                    "MPAS", "RTTL", "VTIME", "NORP", "IPTV", "IP6PL", "TSCU", "MPTCP",          //
                    "ATSSS-LL", "QFQM", "GPQM", "MT-EDT", "CIOT", "ETHAR", "DDDS", "RDS",       //
                    "RTTWP", "QUASF", "NSPOC", "L2TP", "UPBER", "RESPS", "IPREP", "DNSTS",      //
                    "DRQOS", "MBSN4", "PSUPRM", "EPPPI", "RATP", "UPIDP")
PELLUCID_FLAG_NAMES(CpFeature, "LOAD", "OVRL", "EPFAR", "SSET", "BUNDL", "MPAS", "ARDR", "UIAUR", "PSUCC", "RPGUR")
PELLUCID_FLAG_NAMES(Apply, "DROP", "FORW", "BUFF", "NOCP", "DUPL", "IPMA", "IPMD", "DFRT", "EDRT", "BDPN", "DDPN", "FSSM", "MBSU")
PELLUCID_FLAG_NAMES(ReportingTrigger, "PERIO", "VOLTH", "TIMTH", "QUHTI", "START", "STOPT", "DROTH", "LIUSA",  //
                    "VOLQU", "TIMQU", "ENVCL", "MACAR", "EVETH", "EVEQU", "IPMJL", "QUVTI", "REEMR", "UPINT")
PELLUCID_FLAG_NAMES(UsageTrigger, "PERIO", "VOLTH", "TIMTH", "QUHTI", "START", "STOPT", "DROTH", "IMMER",  //
                    "VOLQU", "TIMQU", "LIUSA", "TERMR", "MONIT", "ENVCL", "MACAR", "EVETH",                //
                    "EVEQU", "TEBUR", "IPMJL", "QUVTI", "EMRRE", "UPINT")
PELLUCID_FLAG_NAMES(Report, "DLDR", "USAR", "ERIR", "UPIR", "TMIR", "SESR", "UISR")
PELLUCID_FLAG_NAMES(NodeReport, "UPFR", "UPRR", "CKDR", "GPQR", "PURR", "VSR")
PELLUCID_FLAG_NAMES(Measure, "DURAT", "VOLUM", "EVENT")
PELLUCID_FLAG_NAMES(MeasurementInfo, "MBQE", "INAM", "RADI", "ISTM", "MNOP", "SSPOC", "ASPOC", "CIAM")
PELLUCID_FLAG_NAMES(Usage, "BEF", "AFT", "UAE", "UBE")
PELLUCID_FLAG_NAMES(ModificationFlag, "DROBU", "SNDEM", "QAURR", "SUMPC", "RUMUC", "DETEID")
PELLUCID_FLAG_NAMES(ReportResponseFlag, "DROBU")
PELLUCID_FLAG_NAMES(ReportRequestFlag, "PSDBU")
PELLUCID_FLAG_NAMES(EstablishmentFlag, "RESTI", "SUMPC")
PELLUCID_FLAG_NAMES(DeletionFlag, "PURU")
PELLUCID_FLAG_NAMES(SetupRequestFlag, "UUPSI")
PELLUCID_FLAG_NAMES(SetupResponseFlag, "PSREI", "UUPSI")
PELLUCID_FLAG_NAMES(UpdateFlag, "PARPS")
PELLUCID_FLAG_NAMES(ReleaseFlag, "SARR", "URSS")
PELLUCID_FLAG_NAMES(OverloadFlag, "AOCI")
PELLUCID_FLAG_NAMES(Proxy, "ARP", "INS")
PELLUCID_FLAG_NAMES(DataState, "DROP", "BUFF")
PELLUCID_FLAG_NAMES(QerControl, "RCSR")
PELLUCID_FLAG_NAMES(QerIndication, "IQFISN")
PELLUCID_FLAG_NAMES(IpVersion, "V4", "V6")
PELLUCID_FLAG_NAMES(MtEdt, "RDSI")
PELLUCID_FLAG_NAMES(Replicate, "PRIUEAI", "PRIN19I", "PRIN6I", "DCARONI")
PELLUCID_FLAG_NAMES(MptcpApplicable, "MAI")
PELLUCID_FLAG_NAMES(EthernetSession, "ETHI")
PELLUCID_FLAG_NAMES(BridgeInfo, "BII")
PELLUCID_FLAG_NAMES(OuterHeader, "GTP-U/UDP/IPv4", "GTP-U/UDP/IPv6", "UDP/IPv4", "UDP/IPv6", "IPv4", "IPv6", "C-TAG", "S-TAG",  //
                    "N19 Indication", "N6 Indication", "Low Layer SSM and C-TEID")

#undef PELLUCID_FLAG_NAMES

}  // namespace pellucid::pfcp

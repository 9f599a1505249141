// Elements that are base types or small structures without a description of their own: identifiers, addresses, causes.
#include "wire/ngap/at.hpp"

namespace pellucid::ngap {

namespace {

template <class T>
void number(At& at, T& v, std::int64_t lower, std::int64_t upper) {
  at.plain(v, Range(lower, upper));
}

}  // namespace

// ---- Identifiers -----------------------------------------------------------------------------------------------------

void per(At& at, AmfUeNgapId& v) { number(at, v, 0, 1099511627775); }
void per(At& at, RanUeNgapId& v) { number(at, v, 0, 4294967295); }
void per(At& at, PduSessionId& v) { number(at, v, 0, 255); }
void per(At& at, Qfi& v) { at.plain(v, Range(0, 63, extensible)); }
void per(At& at, Tac& v) { at.plain(v, Bits{24}); }

void per(At& at, Plmn& v) {
  if (at.printing()) return at.show(v.text());
  if (at.inventing()) {
    v.mcc = std::uint16_t(at.draw(1000));
    v.mnc_digits = std::uint8_t(2 + at.draw(2));
    v.mnc = std::uint16_t(at.draw(v.mnc_digits == 2 ? 100 : 1000));
    return;
  }
  auto octets = v.octets();
  at.fixed_octets(octets.data(), octets.size());
  if (at.writing() || at.failed()) return;
  auto plmn = Plmn::from_octets(octets);
  if (!plmn) at.strange();  // the encoding is right, the digits mean nothing (§10.3.1, case 2)
  v = plmn.value_or(Plmn{});
}

namespace {
struct TaiFields {
  Tai& v;
  Unknown unknown{};
  void fields(At& at) {
    at("pLMNIdentity", v.plmn);
    at("tAC", v.tac);
  }
};
struct EpsTaiFields {
  EpsTai& v;
  Unknown unknown{};
  void fields(At& at) {
    at("pLMNIdentity", v.plmn);
    at("ePS-TAC", v.tac, Bits{16});
  }
};
struct SnssaiFields {
  Snssai& v;
  Unknown unknown{};
  void fields(At& at) {
    at("sST", v.sst, Bits{8});
    at("sD", v.sd, Bits{24, codec::closed, true});
  }
};
struct GuamiFields {
  Guami& v;
  Unknown unknown{};
  void fields(At& at) {
    at("pLMNIdentity", v.plmn);
    at("aMFRegionID", v.region, Bits{8});
    at("aMFSetID", v.set, Bits{10});
    at("aMFPointer", v.pointer, Bits{6});
  }
};
struct STmsiFields {
  STmsi& v;
  Unknown unknown{};
  void fields(At& at) {
    at("aMFSetID", v.set, Bits{10});
    at("aMFPointer", v.pointer, Bits{6});
    at("fiveG-TMSI", v.tmsi, Bits{32, codec::closed, true});
  }
};
struct NrCgiFields {
  NrCgi& v;
  Unknown unknown{};
  void fields(At& at) {
    at("pLMNIdentity", v.plmn);
    at("nRCellIdentity", v.cell, Bits{36, codec::closed, true});
  }
};
struct EutraCgiFields {
  EutraCgi& v;
  Unknown unknown{};
  void fields(At& at) {
    at("pLMNIdentity", v.plmn);
    at("eUTRACellIdentity", v.cell, Bits{28, codec::closed, true});
  }
};
/// Reads, writes, prints `v` as a SEQUENCE described by F; its unknown extensions are noted and dropped.
template <class F, class T>
void as(At& at, T& v) {
  F fields{v};
  at.structure(fields);
}
}  // namespace

void per(At& at, Tai& v) { as<TaiFields>(at, v); }
void per(At& at, EpsTai& v) { as<EpsTaiFields>(at, v); }
void per(At& at, Snssai& v) {
  as<SnssaiFields>(at, v);
  if (v.sd == 0xFFFFFFu && !at.writing()) v.sd.reset();  // means none (base/ids.hpp)
}
void per(At& at, Guami& v) { as<GuamiFields>(at, v); }
void per(At& at, STmsi& v) { as<STmsiFields>(at, v); }
void per(At& at, NrCgi& v) { as<NrCgiFields>(at, v); }
void per(At& at, EutraCgi& v) { as<EutraCgiFields>(at, v); }

namespace {
struct ConnectionFields {
  UeConnection& v;
  Unknown unknown{};
  void fields(At& at) {
    at("aMF-UE-NGAP-ID", v.amf);
    at("rAN-UE-NGAP-ID", v.ran);
  }
};
struct IdPairFields {
  AmfUeNgapId& amf;
  RanUeNgapId& ran;
  Unknown unknown{};
  void fields(At& at) {
    at("aMF-UE-NGAP-ID", amf);
    at("rAN-UE-NGAP-ID", ran);
  }
};
}  // namespace

void per(At& at, UeConnection& v) { as<ConnectionFields>(at, v); }

void per(At& at, UeNgapIds& v) {
  std::uint64_t index = v.ran ? 0 : 1;
  at.choose(index, 3, 2);
  if (at.failed()) return;
  if (index == 2) return at.skip_choice_extension();
  if (index == 1) {
    v.ran.reset();
    at.value(v.amf);
  } else {
    IdPairFields pair{v.amf, v.ran ? *v.ran : v.ran.emplace()};
    at.structure(pair);
  }
  if (at.printing()) at.show(Tree(Tree::Object{{index ? "aMF-UE-NGAP-ID" : "uE-NGAP-ID-pair", at.take_tree()}}));
}

void per(At& at, ResetType& v) {
  std::uint64_t index = v.whole() ? 0 : 1;
  at.choose(index, 3, 2);
  if (at.failed()) return;
  if (index == 2) return at.skip_choice_extension();
  if (index == 0) {
    v.part.clear();
    at.only("reset-all");
  } else {
    at.value(v.part, Size(1, 65536));
  }
  if (at.printing()) at.show(Tree(Tree::Object{{index ? "partOfNG-Interface" : "nG-Interface", at.take_tree()}}));
}

// ---- Addresses -------------------------------------------------------------------------------------------------------

namespace {

/// TransportLayerAddress ::= BIT STRING (SIZE(1..160, ...)): 32 bits, 128, or both (TS 38.414 §5.1).
void address_bits(At& at, IpAddress& address, IpAddress& second) {
  if (at.printing()) return at.show(address.text() + (second.is_none() ? "" : " " + second.text()));
  if (at.inventing()) {
    Octets<16> octets{};
    for (auto& octet : octets) octet = std::uint8_t(at.draw(256));
    auto kind = at.draw(3);
    address = kind == 0 ? IpAddress::v6(octets) : IpAddress::v4({octets[0], octets[1], octets[2], octets[3]});
    second = kind == 2 ? IpAddress::v6(octets) : IpAddress{};
    return;
  }
  codec::BitString string;
  append(string.octets, address.octets());
  append(string.octets, second.octets());
  if (string.octets.empty()) string.octets.resize(4);
  string.count = string.octets.size() * 8;
  at.bit_string(string, Size(1, 160, extensible));
  if (at.writing() || at.failed()) return;
  auto v4 = [&] { return IpAddress::v4({string.octets[0], string.octets[1], string.octets[2], string.octets[3]}); };
  auto v6 = [&](std::size_t from) {
    Octets<16> octets;
    std::copy_n(string.octets.begin() + std::ptrdiff_t(from), 16, octets.begin());
    return IpAddress::v6(octets);
  };
  address = second = {};
  if (string.count == 32) {
    address = v4();
  } else if (string.count == 128) {
    address = v6(0);
  } else if (string.count == 160) {
    address = v4();
    second = v6(4);
  } else {
    at.strange();
  }
}
struct AddressBits {
  IpAddress& address;
  IpAddress& second;
};
void per(At& at, AddressBits& v) { address_bits(at, v.address, v.second); }

struct GtpTunnelFields {
  GtpTunnel& v;
  Unknown unknown{};
  void fields(At& at) {
    AddressBits address{v.address, v.second};
    at("transportLayerAddress", address);
    at("gTP-TEID", v.teid, Bits{32, codec::closed, true});
  }
};
struct AddressAndPortFields {
  static constexpr bool extension_marker = false;
  CpTransport& v;
  std::uint16_t& port;
  Unknown unknown{};
  void fields(At& at) {
    AddressBits address{v.address, v.second};
    at("endpointIPAddress", address);
    at("portNumber", port, Bits{16});
  }
};

}  // namespace

void per(At& at, TransportAddress& v) { address_bits(at, v.address, v.second); }

void per(At& at, GtpTunnel& v) {
  GtpTunnelFields tunnel{v};
  at.only_alternative("gTPTunnel", tunnel);
}

void per(At& at, CpTransport& v) {
  std::uint64_t index = v.port ? 1 : 0;
  at.choose(index, 2, 2);
  if (at.failed()) return;
  const char* name = index ? "EndpointIPAddressAndPort" : "endpointIPAddress";
  if (index == 0) {
    v.port.reset();
    address_bits(at, v.address, v.second);
  } else {
    AddressAndPortFields fields{v, v.port ? *v.port : v.port.emplace()};
    auto body = [&] { at.structure(fields); };
    if (at.printing())
      body();
    else if (!at.choice_extension(169, Criticality::reject, body))
      v = {};
  }
  if (at.printing()) at.show(Tree(Tree::Object{{name, at.take_tree()}}));
}

// ---- Causes and errors -----------------------------------------------------------------------------------------------

namespace {
/// The names of a group's causes.
codec::Enumeration causes_of(Cause::Group group) {
  switch (group) {
    case Cause::Group::radio_network: return enumeration(CauseRadioNetwork{});
    case Cause::Group::transport: return enumeration(CauseTransport{});
    case Cause::Group::nas: return enumeration(CauseNas{});
    case Cause::Group::protocol: return enumeration(CauseProtocol{});
    case Cause::Group::misc: break;
  }
  return enumeration(CauseMisc{});
}
constexpr const char* cause_groups[] = {"radioNetwork", "transport", "nas", "protocol", "misc"};
}  // namespace

void per(At& at, Cause& v) {
  auto index = std::uint64_t(v.group);
  at.choose(index, 6, 5);
  if (at.failed()) return;
  if (index > 4) {
    v = {};
    return at.skip_choice_extension();
  }
  v.group = Cause::Group(index);
  at.enumerated(v.value, causes_of(v.group));
  if (at.printing()) at.show(Tree(Tree::Object{{cause_groups[index], at.take_tree()}}));
}

std::string text(const Cause& cause) {
  auto names = causes_of(cause.group);
  std::string value = cause.value < names.known ? names.names[cause.value] : std::to_string(cause.value);
  return std::string(cause_groups[std::size_t(cause.group) % 5]) + ": " + value;
}

namespace {
struct ErrorItemFields {
  CriticalityDiagnostics::Item& v;
  Unknown unknown{};
  void fields(At& at) {
    at("iECriticality", v.criticality);
    at("iE-ID", v.ie, Range(0, 65535));
    at("typeOfError", v.error);
  }
};
}  // namespace

void per(At& at, CriticalityDiagnostics::Item& v) { as<ErrorItemFields>(at, v); }

// ---- Bit rates, containers -------------------------------------------------------------------------------------------

namespace {
struct RatesFields {
  BitRates& v;
  RateNames names;
  Unknown unknown{};
  void fields(At& at) {
    at(names.dl, v.dl_bps, bit_rate);
    at(names.ul, v.ul_bps, bit_rate);
  }
};
struct SliceRatesFields {
  SliceBitRates& v;
  Unknown unknown{};
  void fields(At& at) {
    at("s-NSSAI", v.slice);
    at("uESliceMaximumBitRateDL", v.rates.dl_bps, bit_rate);
    at("uESliceMaximumBitRateUL", v.rates.ul_bps, bit_rate);
  }
};
}  // namespace

void per(At& at, BitRates& v, const RateNames& names) {
  RatesFields fields{v, names};
  at.structure(fields);
}
void per(At& at, SliceBitRates& v) { as<SliceRatesFields>(at, v); }

void per(At& at, NpnAccess& v) {
  std::uint64_t index = v.index();
  at.choose(index, 2, 1);
  if (at.failed()) return;
  if (index == 1) {
    if (!std::holds_alternative<ChoiceExtension>(v)) v.emplace<ChoiceExtension>();
    return at.choice_extension(std::get<ChoiceExtension>(v));
  }
  at.value(std::get<0>(v), Size(1, 64), Bits{32});
  if (at.printing()) at.show(Tree(Tree::Object{{"pNI-NPN-Access-Information", at.take_tree()}}));
}

void per(At& at, ChoiceExtension& v) { at.choice_extension(v); }

void per(At& at, Bytes& v, const NasPdu&) {
  if (at.printing() && at.nas_printer() && *at.nas_printer()) return at.show((*at.nas_printer())(v));
  at.octet_string(v, Size());
}

void per(At& at, bool& v, const Words& words) {
  if (at.printing()) return at.show(v ? words.yes : words.no);
  const char* names[] = {words.no, words.yes};
  auto number = std::uint8_t(v);
  at.enumerated(number, {names, 2, 2});
  v = number == 1;
}

void per(At& at, Bytes& v, const OpenType&) { at.remainder(v); }

void per(At& at, Bytes& v, const TransferType& type) {
  if (at.printing()) return at.show(type.show(v));
  if (at.inventing()) {
    v = type.invent(at.draw_source());
    return;
  }
  at.octet_string(v, Size());
}

}  // namespace pellucid::ngap

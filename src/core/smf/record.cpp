#include "core/smf/record.hpp"

namespace pellucid::smf {

namespace {

constexpr std::uint8_t record_version = 1;

template <class At>
void address_field(At& at, const char* field, IpAddress& value) {
  std::uint8_t family = value.is_v4() ? 4 : value.is_v6() ? 6 : 0;
  at.number(1, "family", family);
  at.require(family == 0 || family == 4 || family == 6, field);
  if (family == 4) {
    auto octets = value.v4_octets();
    at.octets(field, octets);
    if constexpr (At::reading) value = IpAddress::v4(octets);
  } else if (family == 6) {
    auto octets = value.v6_octets();
    at.octets(field, octets);
    if constexpr (At::reading) value = IpAddress::v6(octets);
  }
}

template <class At>
void text_field(At& at, const char* field, std::string& value) {
  at.sized(1, field, [&](auto& in) { in.rest(field, value); });
}

template <class At>
void supi_field(At& at, Supi& supi) {
  std::string digits = supi.digits();
  text_field(at, "SUPI", digits);
  if constexpr (At::reading) {
    auto read = Supi::parse(digits);
    at.require(read.has_value(), "SUPI");
    if (read) supi = *read;
  }
}

template <class At>
void time_field(At& at, const char* field, WallTime& value) {
  auto ns = std::uint64_t(value.time_since_epoch().count());
  at.number(8, field, ns);
  if constexpr (At::reading) value = WallTime(Duration(std::int64_t(ns)));
}

/// One description for both directions, as everywhere (codec/octets.hpp).
struct Record {
  Facts facts;

  template <class At>
  void layout(At& at) {
    auto& f = facts;
    std::uint8_t version = record_version;
    at.number(1, "version", version);
    at.require(version == record_version, "version");
    if (at.failed()) return;
    at.flag("ending", f.ending);
    at.flag("always on", f.always_on);
    at.flag("ARP pre-empts", f.arp.preempts);
    at.flag("ARP pre-emptable", f.arp.preemptable);
    at.bits(4, "ARP priority", f.arp.priority);
    supi_field(at, f.supi);
    at.number(1, "PDU session", f.id);
    at.require(f.id.value() >= 1 && f.id.value() <= 15, "PDU session");
    bool with_sd = f.slice.sd.has_value();
    at.number(1, "SST", f.slice.sst);
    at.flag("with SD", with_sd);
    at.bits(7, "type", f.type);
    at.require(f.type >= nas::SessionType::ipv4 && f.type <= nas::SessionType::ipv4v6, "type");
    if (at.has(with_sd, f.slice.sd)) at.number(3, "SD", *f.slice.sd);
    text_field(at, "DNN", f.dnn);
    address_field(at, "IPv4", f.ipv4);
    address_field(at, "IPv6 prefix", f.ipv6_prefix);
    at.octets("interface identifier", f.interface_id);
    at.number(1, "5QI", f.five_qi);
    at.number(8, "AMBR down", f.ambr.down_bps);
    at.number(8, "AMBR up", f.ambr.up_bps);
    at.number(8, "SEID", f.seid);
    at.number(8, "UPF's SEID", f.upf_seid);
    address_field(at, "UPF", f.upf.address);
    at.number(2, "UPF port", f.upf.port);
    address_field(at, "uplink", f.uplink.address);
    at.number(4, "uplink TEID", f.uplink.teid);
    address_field(at, "uplink second", f.uplink_second);
    time_field(at, "since", f.since);
    at.require(f.seid != Seid() && !f.supi.empty(), "SEID");
  }
};

}  // namespace

std::string record_key(Seid seid) {
  auto octets = big_endian<8>(seid.value());
  return hex(octets);
}

Bytes encode_record(const Facts& facts) { return codec::encode(Record{facts}); }

codec::Decoded<Facts> decode_record(ByteView record) {
  auto read = codec::decode<Record>(record);
  if (!read.ok()) return Fail(read.error());
  return std::move(read->facts);
}

}  // namespace pellucid::smf

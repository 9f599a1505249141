// What the standard says about missing, unreadable, repeated, unknown and null IEs (TS 29.244 §5.6.3, §7.2, §7.6), and about values.
#include <gtest/gtest.h>

#include "codec/tlv_table.hpp"
#include "samples.hpp"

using namespace pellucid;
using namespace pellucid::pfcp;
using Kind = WireError::Kind;

namespace {

Bytes ie(std::uint16_t type, const char* content) {
  Bytes value = *from_hex(content), out;
  append(out, big_endian<2>(type));
  append(out, big_endian<2>(value.size()));
  append(out, value);
  return out;
}
Bytes ie(std::uint16_t type, std::initializer_list<Bytes> parts) {
  Bytes value;
  for (auto& part : parts) append(value, part);
  return ie(type, hex(value).c_str());
}
Bytes message(std::uint8_t type, std::initializer_list<Bytes> ies) {
  Bytes body = is_session_type(type) ? *from_hex("000000000000000900000100") : *from_hex("00000100");
  for (auto& one : ies) append(body, one);
  Bytes out = {std::uint8_t(is_session_type(type) ? 0x21 : 0x20), type};
  append(out, big_endian<2>(body.size()));
  append(out, body);
  return out;
}
const Bytes node_id = ie(60, "007f000002");
const Bytes recovery = ie(96, "eeac8034");
const Bytes f_seid = ie(57, "0200000000000000017f000002");
const Bytes pdr_octets = ie(1, {ie(56, "0001"), ie(29, "000000ff"), ie(2, {ie(20, "01")}), ie(108, "00000001")});
const Bytes far_octets = ie(3, {ie(108, "00000001"), ie(44, "02")});

WireError error_of(const Bytes& octets) {
  auto pdu = pfcp::decode(octets);
  EXPECT_FALSE(pdu.ok());
  return pdu.ok() ? WireError{} : pdu.error();
}
template <class M>
M read(const Bytes& octets) {
  auto pdu = pfcp::decode(octets);
  EXPECT_TRUE(pdu.ok()) << codec::text(pdu.error());
  EXPECT_EQ(hex(pfcp::encode(*pdu)), hex(octets)) << "sent on as it came";
  auto* found = pdu->get<M>();
  EXPECT_TRUE(found);
  return found ? *found : M();
}

TEST(Rules, MandatoryIeMissing) {
  auto error = error_of(message(5, {node_id}));
  EXPECT_EQ(error.kind, Kind::missing);
  EXPECT_EQ(error.ie, 96u);
  EXPECT_EQ(cause_of(error), Cause::mandatory_ie_missing);
  error = error_of(message(50, {node_id, f_seid, far_octets}));
  EXPECT_EQ(error.ie, 1u);
  error = error_of(message(50, {node_id, f_seid, ie(1, {ie(56, "0001"), ie(2, {ie(20, "01")})}), far_octets}));
  EXPECT_EQ(error.ie, 29u) << "the IE inside the rule";
  EXPECT_EQ(error.kind, Kind::missing);
}

TEST(Rules, RejectionMayLeaveOutWhatAcceptanceNeeds) {
  auto rejected = read<AssociationSetupResponse>(message(6, {node_id, ie(19, "4b")}));
  EXPECT_TRUE(rejected.rejects());
  EXPECT_FALSE(rejected.recovery_time_stamp);
  EXPECT_EQ(error_of(message(6, {node_id, ie(19, "01")})).ie, 96u);
}

TEST(Rules, LengthsThatDoNotFit) {
  auto good = message(50, {node_id, f_seid, pdr_octets, far_octets});
  EXPECT_TRUE(pfcp::decode(good).ok());
  auto longer = good;
  longer.push_back(0);
  EXPECT_EQ(cause_of(error_of(longer)), Cause::invalid_length);
  auto last = message(50, {node_id, f_seid, pdr_octets, far_octets});
  last[last.size() - 2] = 9;  // the Apply Action runs over its end
  EXPECT_EQ(error_of(last).kind, Kind::bad_length);
  EXPECT_EQ(error_of(last).ie, 44u);
  auto short_value = error_of(message(50, {node_id,
                                           ie(57,
                                              "02000000000000000"
                                              "17f0000"),
                                           pdr_octets, far_octets}));
  EXPECT_EQ(short_value.ie, 57u);
  EXPECT_EQ(cause_of(short_value), Cause::invalid_length);
  EXPECT_EQ(cause_of(error_of(message(50, {node_id, ie(57, ""), pdr_octets, far_octets}))), Cause::invalid_length) << "null, but mandatory";
}

TEST(Rules, MandatoryIeIncorrect) {
  auto error = error_of(message(50, {ie(60, "0512"), f_seid, pdr_octets, far_octets}));
  EXPECT_EQ(cause_of(error), Cause::mandatory_ie_incorrect);
  EXPECT_EQ(error.ie, 60u);
}

TEST(Rules, UnreadableOptionalIeCountsAsAbsent) {
  auto setup = read<AssociationSetupRequest>(message(5, {node_id, recovery, ie(253, "0102"), ie(177, "00")}));
  EXPECT_FALSE(setup.upf_instance_id);
  EXPECT_EQ(setup.other.ies.size(), 2u) << "the short NF instance id, and one that belongs elsewhere";
}

TEST(Rules, UnknownAndVendorIesAreKept) {
  auto heartbeat = read<HeartbeatRequest>(message(1, {ie(900, "0102"), recovery, ie(40000, "28af01")}));
  ASSERT_EQ(heartbeat.other.ies.size(), 2u);
  EXPECT_EQ(heartbeat.other.ies[1].type, 40000);
  EXPECT_EQ(hex(heartbeat.other.ies[1].value), "28af01");
}

TEST(Rules, TheFirstOfRepeatedIesCounts) {
  auto heartbeat = read<HeartbeatRequest>(message(1, {recovery, ie(96, "00000001")}));
  EXPECT_EQ(heartbeat.recovery_time_stamp, NtpTime(0xeeac8034));
}

TEST(Rules, LaterReleasesMayAppend) {
  auto heartbeat = read<HeartbeatRequest>(message(1, {ie(96, "eeac8034aabb")}));
  EXPECT_EQ(heartbeat.recovery_time_stamp, NtpTime(0xeeac8034));
  ASSERT_EQ(heartbeat.other.kept.size(), 1u);
  EXPECT_EQ(hex(heartbeat.other.kept[0].tail), "aabb");
}

TEST(Rules, NullLengthRemoves) {
  auto request = read<SessionModificationRequest>(
      message(52, {ie(9, {ie(56, "0001"), ie(81, ""), ie(109, "")}), ie(10, {ie(108, "00000001"), ie(11, {ie(84, "")})})}));
  ASSERT_EQ(request.update_pdrs.size(), 1u);
  EXPECT_TRUE(request.update_pdrs[0].urr_ids.empty());
  EXPECT_TRUE(request.update_pdrs[0].other.removes(81));
  EXPECT_TRUE(request.update_pdrs[0].other.removes(109));
  EXPECT_FALSE(request.update_pdrs[0].other.removes(108));
  ASSERT_TRUE(request.update_fars[0].forwarding_parameters);
  EXPECT_TRUE(request.update_fars[0].forwarding_parameters->other.removes(84));

  SessionModificationRequest made;
  auto& update = made.update_pdrs.emplace_back();
  update.pdr_id = PdrId(1);
  update.other.remove(109);
  EXPECT_EQ(hex(pfcp::encode(Header{.sequence = 1, .seid = Seid(9)}, made)), hex(message(52, {ie(9, {ie(56, "0001"), ie(109, "")})})));
}

TEST(Rules, TooManyIsRefused) {
  Bytes many;
  for (unsigned i = 0; i <= max_rules; ++i) append(many, ie(15, {ie(56, "0001")}));
  auto error = error_of(message(52, {many}));
  EXPECT_EQ(error.kind, Kind::too_many);
  EXPECT_EQ(cause_of(error), Cause::no_resources_available);
  Bytes unknown;
  for (unsigned i = 0; i <= codec::max_other_ies; ++i) append(unknown, ie(900, ""));
  EXPECT_EQ(error_of(message(1, {recovery, unknown})).kind, Kind::too_many);
}

TEST(Rules, HeadersSayWhatTheyMust) {
  auto setup = message(5, {node_id, recovery});
  auto with_seid = message(50, {node_id, f_seid, pdr_octets, far_octets});
  with_seid[0] = 0x20;
  EXPECT_EQ(error_of(with_seid).kind, Kind::bad_value);
  setup[0] = 0x40;
  EXPECT_EQ(error_of(setup).kind, Kind::wrong_type);
  EXPECT_EQ(peek(setup)->version, 2);
  setup[0] = 0x20;
  setup[1] = 99;
  EXPECT_EQ(error_of(setup).kind, Kind::wrong_type);
  EXPECT_FALSE(peek(ByteView(setup).first(7)));
  EXPECT_STREQ(name_of(std::uint8_t(99)), "?");
}

TEST(Rules, BundledMessagesAreSplit) {
  auto samples = pfcp_samples();
  Bytes datagram;
  for (std::size_t i = 0; i < 3; ++i) {
    auto pdu = samples[samples.size() - 1 - i];
    pdu.header.follow_on = i < 2;
    append(datagram, pfcp::encode(pdu));
  }
  auto parts = split(datagram);
  ASSERT_EQ(parts.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    auto pdu = pfcp::decode(parts[i]);
    ASSERT_TRUE(pdu.ok());
    EXPECT_EQ(pdu->header.follow_on, i < 2);
    EXPECT_EQ(pdu->header.type, samples[samples.size() - 1 - i].header.type);
  }
  EXPECT_EQ(split({}).size(), 1u);
}

TEST(Values, FTeidNeedsAFamily) {
  EXPECT_FALSE(codec::decode<FTeid>(*from_hex("04")).ok());
  EXPECT_FALSE(codec::decode<FTeid>(*from_hex("0000000001")).ok());
  auto both = codec::decode<FTeid>(*from_hex("0f05"));
  ASSERT_TRUE(both.ok());
  EXPECT_EQ(*both, FTeid::choose_one(true, true, 5));
  EXPECT_EQ(hex(codec::encode(FTeid::of(Teid(0x37ff), *IpAddress::parse("10.10.0.1")))), "01000037ff0a0a0001");
}

TEST(Values, NamesAsLabelsOrText) {
  EXPECT_EQ(hex(LabelledName("internet.mnc070").octets), "08696e7465726e6574066d6e63303730");
  EXPECT_EQ(LabelledName("internet.mnc070").text(), "internet.mnc070");
  LabelledName plain;
  plain.octets = to_bytes(as_bytes("internet"));
  EXPECT_EQ(plain.text(), "internet");
}

TEST(Values, TimersRoundUp) {
  EXPECT_EQ(UnitTimer::at_least_s(61).seconds(), 62u);
  EXPECT_EQ(UnitTimer::at_least_s(63).seconds(), 120u);
  EXPECT_EQ(UnitTimer::at_least_s(0).seconds(), 0u);
  EXPECT_EQ(UnitTimer::at_least_s(2000000).seconds(), std::nullopt);
  EXPECT_EQ((UnitTimer{0xA3}.seconds()), 180u) << "other units count minutes";
}

TEST(Values, TimesAreSince1900) {
  EXPECT_EQ(ntp_time(0).value(), 2208988800u);
  EXPECT_EQ(text(NtpTime(0xeeac8034)), "2026-11-21T20:40:20Z");
}

TEST(Values, FlagsKeepWhatWasReceived) {
  auto one = codec::decode<ApplyAction>(*from_hex("0c"));
  ASSERT_TRUE(one.ok());
  EXPECT_TRUE(one->has(Apply::buff) && one->has(Apply::nocp) && !one->has(Apply::forw));
  EXPECT_EQ(hex(codec::encode(*one)), "0c");
  EXPECT_EQ(hex(codec::encode(ApplyAction{Apply::buff, Apply::bdpn})), "0402");
  EXPECT_EQ((ApplyAction{Apply::buff, Apply::ddpn}.shown().json()), R"(["BUFF","DDPN"])");
  EXPECT_FALSE(codec::decode<ReportingTriggers>(*from_hex("01")).ok()) << "two octets at least";
}

TEST(Values, BitRatesAreFortyBits) { EXPECT_EQ(hex(codec::encode(BitRates{0xFFFFFFFFFF, 1})), "ffffffffff0000000001"); }

}  // namespace

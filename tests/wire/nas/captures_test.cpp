// Every NAS message of the captures: decoded, shown and encoded again to the same octets.
#include <gtest/gtest.h>

#include <set>

#include "tests/wire/nas/captured.hpp"
#include "wire/nas/envelope.hpp"
#include "wire/nas/mm.hpp"
#include "wire/nas/sm.hpp"

namespace pellucid::nas {
namespace {

TEST(Captures, HoldWhatTheyShould) {
  std::set<std::uint8_t> types;
  std::size_t count = 0;
  for (auto& c : test::all_captured()) {
    types.insert(c.type);
    ++count;
  }
  EXPECT_EQ(count, 87u);
  EXPECT_EQ(types.size(), 13u);
}

TEST(Captures, EncodeAgainToTheSameOctets) {
  for (auto& c : test::all_captured()) {
    auto again = reencode_any(c.pdu);
    ASSERT_TRUE(again) << c.file << " frame " << c.frame << ": " << codec::text(again.error());
    EXPECT_EQ(hex(*again), hex(c.pdu)) << c.file << " frame " << c.frame;
  }
}

TEST(Captures, AreUnderstoodToTheLastElement) {
  for (auto& c : test::all_captured()) {
    Tree shown = show_any(c.pdu);
    for (auto* bad : {"error", "elements not understood", "extra octets", "ciphered", "not readable"})
      EXPECT_EQ(shown.find_deep(bad), nullptr) << c.file << " frame " << c.frame << ": " << shown.json();
    auto* known = known_message(epd_mm, c.type);
    ASSERT_NE(known, nullptr) << c.file << " frame " << c.frame;
    EXPECT_STREQ(name_of(c.pdu), known->table.name) << c.file << " frame " << c.frame;
  }
}

/// The plain message in a protected one (null ciphering).
template <class M>
M inside(const Bytes& pdu) {
  auto envelope = decode_protected(pdu);
  EXPECT_TRUE(envelope);
  auto message = decode<M>(envelope->message);
  EXPECT_TRUE(message);
  return *message;
}

TEST(Captures, RegistrationRequestSaysWhatTsharkSays) {
  auto request = decode<RegistrationRequest>(test::captured("open_core_session")[0].pdu);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->type.kind(), RegistrationKind::initial);
  EXPECT_TRUE(request->type.follow_on_request);
  EXPECT_TRUE(request->ng_ksi.is_none());
  ASSERT_TRUE(request->identity.suci());
  EXPECT_EQ(request->identity.suci()->supi(), Supi::parse("999700000000011"));
  EXPECT_EQ(request->identity.text(), "suci-0-999-70-0000-0-0-0000000011");
  ASSERT_TRUE(request->ue_security);
  EXPECT_EQ(text(request->ue_security->ea), "0 1 2 3");
}

TEST(Captures, RegistrationAcceptSaysWhatTsharkSays) {
  auto accept = inside<RegistrationAccept>(test::captured("open_core_session")[5].pdu);
  EXPECT_EQ(accept.result.access, AccessType::three_gpp);
  ASSERT_TRUE(accept.guti && accept.guti->guti());
  EXPECT_EQ(accept.guti->guti()->tmsi, Tmsi(0xC000065C));
  EXPECT_EQ(accept.guti->guti()->guami, (Guami{{999, 70, 2}, 2, 1, 0}));
  ASSERT_TRUE(accept.tai_list);
  EXPECT_EQ(accept.tai_list->tais(), (std::vector<Tai>{{{999, 70, 2}, Tac(1)}}));
  EXPECT_EQ(accept.allowed_nssai->list(), (std::vector<Snssai>{{1, {}}}));
  EXPECT_EQ(accept.t3512->seconds(), 540u);
}

TEST(Captures, SecurityModeCompleteCarriesImeisvAndTheFullRequest) {
  auto complete = inside<SecurityModeComplete>(test::captured("open_core_session")[4].pdu);
  ASSERT_TRUE(complete.imeisv && complete.imeisv->imeisv());
  EXPECT_EQ(complete.imeisv->text(), "imeisv-4370816125816151");
  ASSERT_TRUE(complete.container);
  auto request = decode<RegistrationRequest>(complete.container->octets);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->requested_nssai->list(), (std::vector<Snssai>{{1, {}}}));
  EXPECT_TRUE(request->update_type);
}

TEST(Captures, EstablishmentAcceptSaysWhatTsharkSays) {
  for (auto& c : test::captured("open_core_session")) {
    if (c.type != 0x68 || c.uplink) continue;
    auto transport = inside<DlNasTransport>(c.pdu);
    EXPECT_EQ(transport.session, PduSessionId(1));
    auto accept = decode<PduSessionEstablishmentAccept>(transport.payload.octets);
    if (!accept) continue;
    EXPECT_EQ(accept->type, SessionType::ipv4);
    EXPECT_EQ(accept->address->ipv4_address().text(), "10.45.0.2");
    ASSERT_EQ(accept->qos_rules.rules.size(), 1u);
    EXPECT_EQ(accept->qos_rules.rules[0], QosRule::match_all(1, Qfi(1)));
    EXPECT_EQ(accept->qos_flows->flows[0].five_qi(), 9);
    EXPECT_EQ(text(accept->ambr.downlink), "2 Gbit/s");
    EXPECT_EQ(accept->ambr.uplink.bps(), 2'000'000'000u);
    EXPECT_EQ(hex(*accept->pco->find(PcoId::dns_ipv4)), "08080808");
    EXPECT_EQ(text(*accept->dnn), "internet");
    return;
  }
  FAIL() << "no establishment accept in the capture";
}

}  // namespace
}  // namespace pellucid::nas

// PDUs that other programs sent: each decodes without complaint, prints, and re-encodes to the same octets, transfers too.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "wire/ngap/messages.hpp"
#include "wire/ngap/transfers.hpp"

using namespace pellucid;

namespace {

struct Sample {
  std::string where;
  Bytes octets;
};

std::vector<Sample> samples(const std::string& file) {
  std::vector<Sample> out;
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/wire_ngap/" + file);
  std::string capture, frame, digits;
  while (in >> capture >> frame >> digits) out.push_back({capture + " frame " + frame, from_hex(digits).value_or(Bytes{})});
  return out;
}

/// The members whose names end in "Transfer" were shown as objects, not as hexadecimal.
void expect_nested_transfers(const Tree& tree, const std::string& where) {
  if (auto* items = tree.as_array())
    for (auto& item : *items) expect_nested_transfers(item, where);
  if (auto* members = tree.as_object())
    for (auto& [name, value] : *members) {
      if (name.ends_with("Transfer")) {
        EXPECT_TRUE(value.as_object()) << where << " " << name;
      }
      expect_nested_transfers(value, where);
    }
}

class Captures : public testing::TestWithParam<const char*> {};

TEST_P(Captures, DecodePrintAndReencodeIdentically) {
  auto all = samples(GetParam());
  ASSERT_FALSE(all.empty());
  for (auto& sample : all) {
    auto received = ngap::decode(sample.octets);
    ASSERT_TRUE(received) << sample.where << ": " << text(received.error());
    EXPECT_TRUE(received->diagnostics.clean()) << sample.where << ": " << received->diagnostics.text();
    EXPECT_FALSE(received->pdu.get<ngap::RawMessage>()) << sample.where;
    EXPECT_EQ(hex(ngap::encode(received->pdu)), hex(sample.octets)) << sample.where;
    auto shown = ngap::show(received->pdu);
    EXPECT_TRUE(shown.find(ngap::name_of(received->pdu))) << sample.where;
    expect_nested_transfers(shown, sample.where);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Captures, testing::Values("open-core.txt", "trace-visualizer.txt", "radio-attach.txt"));

template <class T>
void expect_same(const Bytes& transfer, const std::string& where, unsigned& count) {
  auto decoded = ngap::decode_transfer<T>(transfer);
  ASSERT_TRUE(decoded) << where << ": " << text(decoded.error());
  EXPECT_EQ(hex(ngap::encode_transfer(*decoded)), hex(transfer)) << where;
  ++count;
}

TEST(CapturedTransfers, ReencodeIdentically) {
  unsigned count = 0;
  for (auto* file : {"open-core.txt", "trace-visualizer.txt", "radio-attach.txt"})
    for (auto& sample : samples(file)) {
      auto received = ngap::decode(sample.octets);
      ASSERT_TRUE(received);
      auto& pdu = received->pdu;
      if (auto* m = pdu.get<ngap::PduSessionResourceSetupRequest>())
        for (auto& s : m->sessions) expect_same<ngap::PduSessionResourceSetupRequestTransfer>(s.transfer, sample.where, count);
      if (auto* m = pdu.get<ngap::InitialContextSetupRequest>())
        for (auto& s : m->sessions) expect_same<ngap::PduSessionResourceSetupRequestTransfer>(s.transfer, sample.where, count);
      if (auto* m = pdu.get<ngap::PduSessionResourceSetupResponse>())
        for (auto& s : m->set_up) expect_same<ngap::PduSessionResourceSetupResponseTransfer>(s.transfer, sample.where, count);
      if (auto* m = pdu.get<ngap::PduSessionResourceReleaseCommand>())
        for (auto& s : m->sessions) expect_same<ngap::PduSessionResourceReleaseCommandTransfer>(s.transfer, sample.where, count);
      if (auto* m = pdu.get<ngap::PduSessionResourceReleaseResponse>())
        for (auto& s : m->released) expect_same<ngap::PduSessionResourceReleaseResponseTransfer>(s.transfer, sample.where, count);
    }
  EXPECT_GE(count, 10u);
}

TEST(Captured, NgSetupSaysWhatTsharkSays) {
  auto all = samples("open-core.txt");
  for (auto& sample : all) {
    auto received = ngap::decode(sample.octets);
    ASSERT_TRUE(received);
    if (auto* request = received->pdu.get<ngap::NgSetupRequest>()) {
      EXPECT_EQ(ngap::text(request->node), "gnb 999-70/00000001/32");
      ASSERT_EQ(request->tas.size(), 1u);
      EXPECT_EQ(request->tas[0].tac, Tac(1));
      ASSERT_EQ(request->tas[0].plmns.size(), 1u);
      EXPECT_EQ(request->tas[0].plmns[0].plmn.text(), "999-70");
      return;
    }
  }
  FAIL() << "no NG Setup Request in the capture";
}

}  // namespace

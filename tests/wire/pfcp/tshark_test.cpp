// Every message that we encode, judged by Wireshark: no malformed part, no expert warning or error, the same name.
#include <gtest/gtest.h>

#include "judge.hpp"
#include "samples.hpp"

using namespace pellucid;

namespace {

/// tshark 4.0 cannot read two things that TS 29.244 defines: the mask of a Source IP Address (§8.2.138) and the 64-bit time of
/// a Packet Rate Status (§8.2.139). They are judged by their tables alone.
void leave_out_what_tshark_cannot_read(pfcp::Pdu& pdu) {
  std::visit(
      [](auto& message) {
        if constexpr (requires { message.source_ip_address; }) message.source_ip_address->prefix_length.reset();
        if constexpr (requires { message.packet_rate_status; }) message.packet_rate_status.clear();
      },
      pdu.message);
}

}  // namespace

TEST(Tshark, FindsEveryMessageWellFormed) {
  auto samples = pfcp_samples();
  for (auto& pdu : samples) leave_out_what_tshark_cannot_read(pdu);
  std::vector<Bytes> datagrams;
  for (auto& pdu : samples) datagrams.push_back(pfcp::encode(pdu));
  std::string capture = testing::TempDir() + "/pellucid_pfcp_samples.pcap";
  write_capture(capture, datagrams, pfcp::udp_port);

  auto seen = tshark(capture, "-T fields -E separator='|' -e pfcp.msg_type -e pfcp.seid -e pfcp.seqno");
  ASSERT_EQ(seen.status, 0) << "tshark must be installed";
  ASSERT_EQ(seen.lines.size(), samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    auto& header = samples[i].header;
    std::string expected = std::to_string(header.type) + "|" + (header.has_seid ? "0x1122334455667788" : "");
    EXPECT_EQ(seen.lines[i].substr(0, expected.size()), expected) << pfcp::name_of(samples[i]);
  }
  auto complaints = tshark(capture, "-Y '_ws.malformed || _ws.expert' -T fields -e frame.number -e _ws.expert.message -e _ws.malformed");
  ASSERT_EQ(complaints.status, 0);
  for (auto& line : complaints.lines) ADD_FAILURE() << pfcp::name_of(samples[std::stoul(line) - 1]) << ": " << line;
  std::remove(capture.c_str());
}

// Real GTP-U (tests/data/wire_gtpu): decodes, prints, re-encodes to the same octets; both readers agree.
#include <gtest/gtest.h>

#include "wire/gtpu/messages.hpp"
#include "wire/pfcp/support.hpp"

using namespace pellucid;
using namespace pellucid::gtpu;

namespace {

TEST(Captures, ReencodeToTheSameOctets) {
  auto captured = captured_messages("wire_gtpu/captures.txt");
  ASSERT_EQ(captured.size(), 127u);
  unsigned containers = 0;
  for (auto& [source, octets] : captured) {
    auto pdu = gtpu::decode(octets);
    ASSERT_TRUE(pdu.ok()) << source << ": " << codec::text(pdu.error());
    EXPECT_EQ(hex(gtpu::encode(*pdu)), hex(octets)) << source;
    EXPECT_FALSE(show(*pdu).json().empty());
    auto* gpdu = pdu->get<GPdu>();
    ASSERT_TRUE(gpdu) << source;
    auto fast = parse_gpdu(octets);
    ASSERT_TRUE(fast) << source;
    EXPECT_EQ(fast->teid, pdu->header.teid);
    EXPECT_TRUE(fast->payload.data() == gpdu->payload.data() && fast->payload.size() == gpdu->payload.size()) << source;
    EXPECT_EQ(fast->payload[0] >> 4, 4) << "an IPv4 packet";
    auto* container = pdu->header.extension<PduSessionContainer>();
    ASSERT_EQ(fast->has_container, container != nullptr);
    if (!container) continue;
    ++containers;
    EXPECT_EQ(fast->qfi, container->qfi);
    EXPECT_EQ(fast->direction, container->direction);
    // What the data path writes is what those programs wrote.
    std::uint8_t header[gpdu_header_octets];
    auto n = write_gpdu_header(header, fast->teid, fast->qfi, fast->direction, fast->rqi, fast->payload.size());
    ASSERT_EQ(n, sizeof header);
    Bytes expected(octets.begin(), octets.begin() + std::ptrdiff_t(n));
    expected[8] = expected[9] = expected[10] = 0;  // one of them leaves old octets where no number is meant
    EXPECT_EQ(hex(header), hex(expected)) << source;
  }
  EXPECT_EQ(containers, 125u);
}

}  // namespace

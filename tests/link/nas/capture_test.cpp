// The security of a whole capture, recomputed from the subscriber's K and OPc: every MAC, both ways.
#include <gtest/gtest.h>

#include "crypto/aka.hpp"
#include "link/nas/channel.hpp"
#include "tests/wire/nas/captured.hpp"
#include "wire/nas/mm.hpp"

namespace pellucid::nas {
namespace {

const char* const serving_network = "5G:mnc070.mcc999.3gppnetwork.org";
const char* const subscribers[] = {"imsi-999700000000011", "imsi-999700000000012"};

/// The two ends of one security context, as the capture's phone and core had them.
struct Ends {
  Channel phone, network;
};

class Replay {
 public:
  void take(const test::Captured& c) {
    auto head = peek(c.pdu);
    if (!head->is_protected()) return plain(c);
    auto envelope = decode_protected(c.pdu);
    if (envelope->header == SecurityHeaderType::integrity_new_context) take_into_use(as_plain(envelope->message));
    std::size_t opened_by = 0;
    for (std::size_t i = 0; i < ends_.size(); ++i) opened_by += open(ends_[i], c);
    EXPECT_EQ(opened_by, 1u) << c.file << " frame " << c.frame << ": a message belongs to exactly one context";
    ++protected_;
  }
  std::size_t protected_messages() const { return protected_; }
  std::size_t contexts() const { return ends_.size(); }

 private:
  void plain(const test::Captured& c) {
    if (auto request = decode<AuthenticationRequest>(c.pdu)) {
      auto k = from_hex<16>("465B5CE8B199B49FAA5F0A2EE238A6BC"), opc = from_hex<16>("E8ED289DEBA952E4283B54E88E6183CA");
      auto answer = crypto::Usim(crypto::Milenage(*k, *opc)).answer(*request->rand, *request->autn, serving_network);
      ASSERT_TRUE(answer) << c.file << " frame " << c.frame;
      answer_ = *answer;
      abba_ = request->abba;
    } else if (auto response = decode<AuthenticationResponse>(c.pdu)) {
      EXPECT_EQ(hex(*response->res_star), hex(answer_.res_star)) << c.file << " frame " << c.frame;
    }
  }
  /// Security Mode Command: a new context for each subscriber that it may be for; the MAC tells which.
  void take_into_use(const Bytes& message) {
    auto command = decode<SecurityModeCommand>(message);
    ASSERT_TRUE(command);
    for (auto* subscriber : subscribers) {
      auto k_amf = crypto::k_amf(answer_.k_seaf, *Supi::parse(subscriber), abba_);
      auto context = SecurityContext::make(k_amf, command->ng_ksi, command->algorithms);
      ASSERT_TRUE(context);
      ends_.push_back({Channel(Side::phone, *context), Channel(Side::network, *context)});
    }
  }
  /// 1 if the message is of this context: then it is also made again, by the end that sent it.
  std::size_t open(Ends& ends, const test::Captured& c) {
    Channel& receiver = c.uplink ? ends.network : ends.phone;
    Channel& sender = c.uplink ? ends.phone : ends.network;
    auto opened = receiver.unprotect(c.pdu);
    if (!opened) return 0;
    sender.skip_send_to(opened->count);
    auto again = sender.protect(opened->header, opened->message);
    EXPECT_TRUE(again);
    EXPECT_EQ(hex(*again), hex(c.pdu)) << c.file << " frame " << c.frame;
    EXPECT_EQ(receiver.unprotect(c.pdu).error(), ChannelFault::replayed);
    return 1;
  }

  crypto::AkaAnswer answer_{};
  Bytes abba_;
  std::vector<Ends> ends_;
  std::size_t protected_ = 0;
};

TEST(CapturedSecurity, EveryMacIsRecomputed) {
  struct {
    const char* file;
    std::size_t protected_messages;
  } expected[] = {{"open_core_session", 19}, {"open_core_sessions_2", 29}, {"open_core_paging", 7}};
  for (auto& e : expected) {
    Replay replay;
    for (auto& c : test::captured(e.file)) replay.take(c);
    EXPECT_EQ(replay.protected_messages(), e.protected_messages) << e.file;
    EXPECT_GE(replay.contexts(), 2u);
  }
}

}  // namespace
}  // namespace pellucid::nas

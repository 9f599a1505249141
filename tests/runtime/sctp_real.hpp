#pragma once
// The fixture of the SCTP tests on the real World.
#include <unistd.h>

#include <memory>

#include "runtime/real_world.hpp"
#include "runtime/sctp_peers.hpp"

namespace pellucid::testing_sctp {

using namespace std::chrono_literals;

/// Addresses and ports of this test process alone: several may run at a time. Children inherit them.
inline const auto process_number = std::uint32_t(::getpid());
inline Endpoint own(std::uint32_t host, std::uint16_t port) {
  return {IpAddress::v4(0x7F400000u | (process_number & 0x3FFF) << 8 | host), port};
}
inline const auto own_port = std::uint16_t(20000 + process_number % 10000);
inline const Endpoint amf_at = own(5, 38412);

inline std::unique_ptr<RealWorld> open_world(SctpTransport transport) {
  RealWorldOptions options;
  options.sctp = transport;
  options.log_level = Severity::warning;
  auto opened = RealWorld::open(options);
  EXPECT_TRUE(opened.ok()) << opened.error().what;
  return std::move(*opened);
}

struct SctpTest : testing::TestWithParam<SctpTransport> {
  std::unique_ptr<RealWorld> world;
  End amf;

  void SetUp() override { world = open_world(GetParam()); }
  void TearDown() override { amf.socket.reset(); }

  bool until(const std::function<bool()>& done, Duration limit = 10s) { return world->run_until(done, limit); }
  void listen(SctpOptions options = {}) {
    if (options.local.address.is_none()) options.local = amf_at;
    options.listen = true;
    amf.open(*world, options);
  }
  AssociationId join(End& gnb, const Endpoint& local = own(6, 0), const Endpoint& to = amf_at) {
    SctpOptions options;
    options.local = local;
    gnb.open(*world, options);
    std::size_t before = amf.ups.size();
    auto id = gnb.connect(to);
    EXPECT_TRUE(until([&] { return gnb.up.contains(id) && amf.ups.size() > before; }));
    return id;
  }
  double seconds_until(const std::function<bool()>& done, Duration limit) {
    Instant start = world->now();
    EXPECT_TRUE(until(done, limit));
    return std::chrono::duration<double>(world->now() - start).count();
  }
};

inline std::string transport_name(const testing::TestParamInfo<SctpTransport>& info) {
  return info.param == SctpTransport::usrsctp_ip ? "OverIp" : "OverUdp";
}

}  // namespace pellucid::testing_sctp

#pragma once
// The fixture of the SCTP tests on the real World.
#include <memory>

#include "runtime/real_world.hpp"
#include "runtime/sctp_peers.hpp"

namespace pellucid::testing_sctp {

using namespace std::chrono_literals;

inline const Endpoint amf_at = at("127.0.0.5", 38412);

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
  AssociationId join(End& gnb, const Endpoint& local = at("127.0.0.6", 0), const Endpoint& to = amf_at) {
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

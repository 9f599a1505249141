// `run --setup-nat`: a phone reaches a server that knows no way back to the phones' pools, and nothing of it is left afterwards.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "app/child.hpp"
#include "app/internet_access.hpp"
#include "app/running_core.hpp"
#include "app/simulated_ran.hpp"
#include "runtime/netns.hpp"
#include "runtime/real_world.hpp"
#include "runtime/socket_address.hpp"
#include "store/subscribers.hpp"

namespace pellucid::app::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::uint32_t wan_mtu = 1300;  // less than phones are told, as behind PPPoE or a VPN
constexpr const char *host_v4 = "203.0.113.1", *server_v4 = "203.0.113.2", *host_v6 = "2001:db8:113::1", *server_v6 = "2001:db8:113::2";

std::string nft(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "nft");
  auto ended = run_program(arguments);
  return ended.ok() ? ended->out + ended->err : ended.error().what;
}

struct WayOut : Core {
  std::string internet = "pellucid-internet-" + std::to_string(::getpid()), phone_side = "pellucid-phone-" + std::to_string(::getpid());

  /// phone ))) core's machine --- wan --- internet, which has no route to the pools.
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(Core::SetUp());
    for (auto& name : {internet, phone_side}) {
      auto made = create_namespace(name);
      ASSERT_TRUE(made.ok()) << made.error().what;
    }
    auto laid = lay_cable({"", "wan", {std::string(host_v4) + "/24", std::string(host_v6) + "/64"}},
                          {internet, "wan", {std::string(server_v4) + "/24", std::string(server_v6) + "/64"}});
    ASSERT_TRUE(laid.ok()) << laid.error().what;
    auto netlink = Netlink::open();
    ASSERT_TRUE(netlink.ok() && netlink->set_mtu("wan", wan_mtu).ok());
    for (auto* router : {server_v4, server_v6}) {
      auto routed = add_route_in("", "default", "wan", router);
      ASSERT_TRUE(routed.ok()) << routed.error().what;
    }
  }
  void TearDown() override {
    for (auto& name : {internet, phone_side}) EXPECT_TRUE(delete_namespace(name).ok());
    Core::TearDown();
  }
  struct Settings {
    std::string ipv4, ipv6, accept_ra, tables;
    bool operator==(const Settings&) const = default;
  };
  Settings settings() const {
    return {content("/proc/sys/net/ipv4/ip_forward"), content("/proc/sys/net/ipv6/conf/all/forwarding"),
            content("/proc/sys/net/ipv6/conf/wan/accept_ra"), nft({"list", "tables"})};
  }
  const Settings untouched{"0\n", "0\n", "1\n", ""}, ours{"1\n", "1\n", "2\n", "table inet pellucid\n"};
};
void PrintTo(const WayOut::Settings& s, std::ostream* out) {
  *out << "forwarding " << s.ipv4 << " " << s.ipv6 << " accept_ra " << s.accept_ra << " tables " << s.tables;
}

/// A phone with its session, whose packets pass through a device where programs can use it.
class OnlinePhone {
 public:
  explicit OnlinePhone(const std::string& network_namespace) : namespace_(network_namespace) {
    RanPlan plan;
    auto test = store::test_credentials();
    std::copy_n(test.key().begin(), 16, plan.k.begin());
    std::copy_n(test.op_c().begin(), 16, plan.opc.begin());
    ran_ = std::make_unique<SimulatedRan>(*world, plan);
  }
  void connect() {
    std::optional<ue::SessionView> view;
    // The router advertisement may overtake the accept on the air.
    ran_->on_session = ran_->on_prefix = [&](std::size_t, const ue::SessionView& v) { view = v; };
    ran_->on_packet = [this](std::size_t, PduSessionId, ByteView packet) {
      if (tun_) tun_->send(packet);
    };
    ASSERT_TRUE(ran_->start().ok());
    ASSERT_TRUE(world->run_until([&] { return ran_->gnb(0).in_service(); }, 20s));
    ran_->switch_on(0);
    ASSERT_TRUE(world->run_until([&] { return view && view->mtu > 0 && !view->prefix.is_none(); }, 20s));
    auto octets = view->prefix.v6_octets(), identifier = view->link_local.v6_octets();
    std::copy(identifier.begin() + 8, identifier.end(), octets.begin() + 8);
    TunOptions options;
    options.name = "cellular";
    options.network_namespace = namespace_;
    options.mtu = view->mtu;
    options.routes = {"default"};
    options.addresses = {view->ipv4.text() + "/32", IpAddress::v6(octets).text() + "/64"};
    auto tun = world->open_tun(options, [this](ByteView packet) { ran_->phone(0).send_packet(PduSessionId(1), packet); });
    ASSERT_TRUE(tun.ok()) << tun.error().what;
    tun_ = std::move(*tun);
    ran_->on_session = ran_->on_prefix = nullptr;
  }
  /// A TCP connection to that server in that namespace. Who the server thinks calls, and how large its segments may be.
  struct Call {
    std::string from;
    int segment = 0;
  };
  Call call(const std::string& there, const std::string& address) {
    FileDescriptor listener, caller;
    auto to = to_socket_address({*IpAddress::parse(address), 8080});
    auto listening = in_namespace(there, [&]() -> Io<Nothing> {
      listener = FileDescriptor(::socket(to.get()->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      if (::bind(listener.get(), to.get(), to.length) != 0 || ::listen(listener.get(), 1) != 0) return Fail(IoError{errno, "listen"});
      return Nothing{};
    });
    auto calling = in_namespace(namespace_, [&]() -> Io<Nothing> {
      caller = FileDescriptor(::socket(to.get()->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      if (::connect(caller.get(), to.get(), to.length) != 0 && errno != EINPROGRESS) return Fail(IoError{errno, "connect"});
      return Nothing{};
    });
    if (!listening.ok() || !calling.ok()) return {"no sockets", 0};
    Call heard{"nobody", 0};
    world->run_until(
        [&] {
          sockaddr_storage peer{};
          socklen_t length = sizeof peer, size = sizeof heard.segment;
          FileDescriptor accepted(::accept4(listener.get(), reinterpret_cast<sockaddr*>(&peer), &length, SOCK_CLOEXEC));
          if (!accepted) return false;
          heard.from = from_socket_address(reinterpret_cast<sockaddr*>(&peer), length).address.text();
          return ::getsockopt(accepted.get(), IPPROTO_TCP, TCP_MAXSEG, &heard.segment, &size) == 0;
        },
        20s);
    return heard;
  }

 private:
  std::unique_ptr<RealWorld> world = std::move(*RealWorld::open({.log_level = Severity::warning, .log_to = {}}));
  std::string namespace_;
  std::unique_ptr<SimulatedRan> ran_;
  std::unique_ptr<TunDevice> tun_;
};

TEST_F(WayOut, APhoneReachesTheInternetWithTheMachinesAddress) {
  ASSERT_NO_FATAL_FAILURE(add_subscribers(1));
  ASSERT_EQ(settings(), untouched);
  ASSERT_NO_FATAL_FAILURE(start({"--setup-nat"}));
  EXPECT_EQ(settings(), ours);
  {
    OnlinePhone phone(phone_side);
    ASSERT_NO_FATAL_FAILURE(phone.connect());
    auto v4 = phone.call(internet, server_v4), v6 = phone.call(internet, server_v6);
    EXPECT_EQ(v4.from, host_v4);
    EXPECT_EQ(v6.from, host_v6);
    EXPECT_LE(v4.segment, int(wan_mtu) - 40) << "more does not fit through the way out: the MSS is not clamped";
    EXPECT_LE(v6.segment, int(wan_mtu) - 60);
    EXPECT_GT(v4.segment, 1000);
  }
  core->signal(SIGTERM);
  EXPECT_EQ(core->wait(), 0) << core->err();
  EXPECT_EQ(settings(), untouched);
}

TEST_F(WayOut, WhatAKilledRunLeftIsUndoneByTheNext) {
  for (auto& next : std::vector<std::vector<std::string>>{{}, {"--setup-nat"}}) {
    ASSERT_NO_FATAL_FAILURE(start({"--setup-nat"}));
    core->signal(SIGKILL);
    ASSERT_EQ(core->wait(), 128 + SIGKILL);
    EXPECT_EQ(settings(), ours) << "nobody was there to undo it";
    ASSERT_NO_FATAL_FAILURE(start(next));
    EXPECT_EQ(settings(), next.empty() ? untouched : ours) << core->err();
    EXPECT_THAT(core->err(), HasSubstr("of an earlier run"));
    core->signal(SIGTERM);
    EXPECT_EQ(core->wait(), 0) << core->err();
    EXPECT_EQ(settings(), untouched) << "what was before the killed run, not what that run had made of it";
  }
}

TEST_F(WayOut, ForwardingThatWasOnStaysOn) {
  std::ofstream("/proc/sys/net/ipv4/ip_forward") << "1\n";
  ASSERT_NO_FATAL_FAILURE(start({"--setup-nat"}));
  core->signal(SIGTERM);
  EXPECT_EQ(core->wait(), 0) << core->err();
  EXPECT_EQ(settings().ipv4, "1\n");
  EXPECT_EQ(settings().ipv6, "0\n");
}

TEST_F(WayOut, TwoDoNotSetItUpOnOneMachine) {
  ASSERT_NO_FATAL_FAILURE(start({"--setup-nat"}));
  auto other = write("other.toml",
                     "[smf]\nenabled = false\n[upf]\nsetup_nat = true\nn4_address = \"127.0.0.13\"\nn3_address = "
                     "\"127.0.0.17\"\n[[dnn]]\ntun = \"pel9\"\nipv4 = \"10.99.0.0/16\"\n" +
                         std::string("[ledger]\nfolder = \"") + path("other.ledger") + "\"\nkey = \"file:" + path("other.ledger.key") +
                         "\"\n[oversight]\nwatch_host = false\n[store]\npath = \"" + path("other.db") + "\"\nkey = \"" + path("other.key") +
                         "\"\n[control]\nsocket = \"" + path("other") + "\"\n[api]\nlisten = \"\"\n");
  auto second = pellucid({"run", "--config", other});
  EXPECT_EQ(second.status, 1);
  EXPECT_THAT(second.err, HasSubstr("process " + std::to_string(core->pid())));
  EXPECT_EQ(settings(), ours) << "the first one's is not touched";
}

// ---- `pellucid check` ------------------------------------------------------------------------------------------------------------------

TEST_F(WayOut, CheckSaysWhatIsMissing) {
  auto before = tell({"check"});
  EXPECT_EQ(before.status, 0) << before.err;
  EXPECT_THAT(before.err, AllOf(HasSubstr("net.ipv4.ip_forward = 0"), HasSubstr("net.ipv6.conf.all.forwarding = 0"),
                                HasSubstr("dnn.ipv4 = 10.45.0.0/16\n    allowed: NAT"), HasSubstr("dnn.ipv6 = fd45::/48\n    allowed: NAT"),
                                HasSubstr("at most 1300, the MTU of the way out over IPv4"), HasSubstr("--setup-nat"),
                                Not(HasSubstr("default route"))));
  ASSERT_NO_FATAL_FAILURE(start({"--setup-nat"}));
  auto during = tell({"check"});
  EXPECT_EQ(during.err.find("net.ipv"), std::string::npos) << during.err;
  EXPECT_EQ(during.err.find("dnn"), std::string::npos) << during.err;
}

TEST_F(WayOut, CheckFindsRulesThatDropAndLinksThatAreTooSmall) {
  nft({"add", "table", "inet", "office"});
  nft({"add", "chain", "inet", "office", "through", "{ type filter hook forward priority 0; policy drop; }"});
  config = write("n3.toml", content(config) + "[upf]\nn3_address = \"" + host_v4 + "\"\n");
  EXPECT_THAT(tell({"check"}).err,
              AllOf(HasSubstr("nftables chain = inet office through"),
                    HasSubstr("dnn.mtu = 1400 (internet)\n    allowed: at most 1256: packets of phones gain 44 octets")));
  nft({"add", "rule", "inet", "office", "through", "iifname", "pel0", "accept"});
  EXPECT_THAT(tell({"check"}).err, Not(HasSubstr("inet office through")));
}

TEST_F(WayOut, CheckFindsNoWayOut) {
  auto netlink = Netlink::open();
  ASSERT_TRUE(netlink.ok() && netlink->remove_device("wan").ok());
  EXPECT_THAT(tell({"check"}).err, AllOf(HasSubstr("a default route for IPv4"), HasSubstr("a default route for IPv6")));
}

TEST(AccessRules, NameEveryPoolAndDevice) {
  Config config;
  config.dnns.push_back({.name = "ims", .ipv4 = "10.46.0.0/16", .ipv6 = "", .tun = "pel1", .dns = {}, .mtu = 1400});
  auto rules = access_rules(config, {{"ipv4"}, {"eth0"}, 4711});
  EXPECT_THAT(rules, AllOf(HasSubstr("ip saddr 10.45.0.0/16"), HasSubstr("ip6 saddr fd45::/48"), HasSubstr("ip saddr 10.46.0.0/16"),
                           HasSubstr("{ \"pel0\", \"pel1\" }"), HasSubstr("owner { type mark; elements = { 4711 }; }"),
                           HasSubstr("accept_ra_was_1 { type ifname; elements = { \"eth0\" }; }")));
}

}  // namespace
}  // namespace pellucid::app::test

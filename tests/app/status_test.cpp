// What `pellucid status` tells: rates over a sliding window, and a text that a person reads at a glance. And what systemd is told.
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstdlib>
#include <filesystem>

#include "app/rates.hpp"
#include "app/small_network.hpp"
#include "app/status_text.hpp"
#include "app/supervisor.hpp"
#include "runtime/file_descriptor.hpp"

namespace pellucid::app::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

struct RatesOverTime : testing::Test {
  sim::SimWorld world{1};
  sim::Node& host = world.node("core");
  Totals totals;
  Rates rates{host, [this] { return totals; }};
  std::string value(const char* name) {
    auto tree = rates.tree();
    auto* found = tree.find_deep(name);
    return found ? found->text() : "";
  }
};

TEST_F(RatesOverTime, NothingIsDividedByNoTime) {
  totals.registrations = 5;
  EXPECT_EQ(value("over_s"), Tree(0.0).text());
  EXPECT_EQ(value("registrations_per_s"), Tree(0.0).text());
}

TEST_F(RatesOverTime, AreOfTheLastTenSeconds) {
  world.run_for(4s);
  totals = {.registrations = 40,
            .sessions = 20,
            .uplink_packets = 400,
            .uplink_octets = 4000,
            .downlink_packets = 800,
            .downlink_octets = 80000,
            .dropped_packets = 4};
  EXPECT_EQ(value("over_s"), Tree(4.0).text());
  EXPECT_EQ(value("registrations_per_s"), Tree(10.0).text());
  EXPECT_EQ(value("sessions_per_s"), Tree(5.0).text());
  EXPECT_EQ(rates.tree().find("uplink")->json(), Tree(Tree::Object{{"packets_per_s", 100.0}, {"bits_per_s", 8000.0}}).json());
  EXPECT_EQ(rates.tree().find("downlink")->json(), Tree(Tree::Object{{"packets_per_s", 200.0}, {"bits_per_s", 160000.0}}).json());
  EXPECT_EQ(value("dropped_packets_per_s"), Tree(1.0).text());
  world.run_for(60s);
  EXPECT_EQ(value("over_s"), Tree(10.0).text());
  EXPECT_EQ(value("registrations_per_s"), Tree(0.0).text()) << "what was a minute ago is over";
}

TEST(StatusText, RatesAreThreeDigitsAndAPrefix) {
  EXPECT_EQ(with_prefix(0, "bit/s"), "0 bit/s");
  EXPECT_EQ(with_prefix(0.3, "registrations/s"), "0.3 registrations/s");
  EXPECT_EQ(with_prefix(99.96, "bit/s"), "100 bit/s");
  EXPECT_EQ(with_prefix(999.6, "bit/s"), "1.0 kbit/s");
  EXPECT_EQ(with_prefix(12'340'000, "bit/s"), "12.3 Mbit/s");
  EXPECT_EQ(with_prefix(3e15, "bit/s"), "3000 Tbit/s");
}

TEST(StatusText, OfANetworkWithPhones) {
  SmallNetwork net;
  net.plan.phones = 2;
  ASSERT_TRUE(net.start());
  net.core->keep_rates();
  ASSERT_TRUE(net.everybody_has_a_session());
  auto text = status_text(net.core->status());
  EXPECT_THAT(text, AllOf(HasSubstr("999-70, up for "), HasSubstr("phones          2 registered, 2 connected\n"),
                          HasSubstr("sessions        2\n"), HasSubstr("rates           over the last "), HasSubstr("registrations/s"),
                          HasSubstr("base_stations:"), HasSubstr("supi: imsi-999700000000001")));
  EXPECT_NE(net.core->status().find("rates")->find("registrations_per_s")->text(), Tree(0.0).text());
}

/// systemd's end of $NOTIFY_SOCKET.
TEST(Supervised, SystemdHearsOfStartLifeAndEnd) {
  auto pattern = (std::filesystem::temp_directory_path() / "pellucid-notify-XXXXXX").string();
  std::string folder = mkdtemp(pattern.data()), address = folder + "/notify";
  FileDescriptor systemd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  address.copy(name.sun_path, sizeof name.sun_path - 1);
  ASSERT_EQ(::bind(systemd.get(), reinterpret_cast<sockaddr*>(&name), sizeof name), 0);
  ::setenv("NOTIFY_SOCKET", address.c_str(), 1);
  ::setenv("WATCHDOG_USEC", "10000000", 1);
  auto heard = [&] {
    std::vector<std::string> out;
    char text[64];
    for (ssize_t n; (n = ::recv(systemd.get(), text, sizeof text, 0)) > 0;) out.emplace_back(text, std::size_t(n));
    return out;
  };
  using testing::ElementsAre;
  sim::SimWorld world{1};
  auto& host = world.node("core");
  {
    Supervisor supervisor(host);
    EXPECT_THAT(heard(), ElementsAre());
    supervisor.ready();
    EXPECT_THAT(heard(), ElementsAre("READY=1", "WATCHDOG=1"));
    world.run_for(11s);
    EXPECT_THAT(heard(), ElementsAre("WATCHDOG=1", "WATCHDOG=1")) << "twice in the time that systemd waits";
    supervisor.stopping();
    world.run_for(11s);
    EXPECT_THAT(heard(), ElementsAre("STOPPING=1"));
  }
  ::unsetenv("NOTIFY_SOCKET");
  ::unsetenv("WATCHDOG_USEC");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace pellucid::app::test

// The program as its users know it: the demonstration, and a core that runs, is asked, killed and started again. Real processes, real SCTP
// and TUN devices, in network namespaces of their own.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <set>

#include "app/running_core.hpp"
#include "app/tshark.hpp"

namespace pellucid::app::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::set<std::string> devices() {
  std::set<std::string> out;
  auto* all = if_nameindex();
  for (auto* one = all; one && one->if_index; ++one) out.insert(one->if_name);
  if_freenameindex(all);
  return out;
}
std::set<std::string> names_in(const std::string& folder) {
  std::set<std::string> out;
  std::error_code none;
  for (auto& entry : std::filesystem::directory_iterator(folder, none)) out.insert(entry.path().filename());
  return out;
}
/// Processes whose parent is that one.
std::vector<int> children_of(int parent) {
  std::vector<int> out;
  for (auto& name : names_in("/proc")) {
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    auto stat = content("/proc/" + name + "/stat");
    auto after_name = stat.rfind(')');
    int their_parent = 0;
    if (after_name != std::string::npos && std::sscanf(stat.c_str() + after_name + 1, " %*c %d", &their_parent) == 1 &&
        their_parent == parent)
      out.push_back(std::stoi(name));
  }
  return out;
}

// ---- the demonstration -----------------------------------------------------------------------------------------------------------

struct Demo : Machine {
  struct Traces {
    std::set<std::string> net_devices, namespaces;
    std::string mounts;
    bool operator==(const Traces&) const = default;
  };
  Traces traces() { return {devices(), names_in("/run/netns"), content("/proc/self/mounts")}; }
};

TEST_F(Demo, EverythingWorksAndIsWellFormedToWireshark) {
  auto before = traces();
  auto done = pellucid({"demo", "--once", "--null-ciphering", "--pcap", path("demo.pcap")}, 30s);
  ASSERT_EQ(done.status, 0) << done.out << done.err;
  EXPECT_THAT(done.out, AllOf(HasSubstr("NGSetupRequest"), HasSubstr("Registration accept"), HasSubstr("3 of 3 answered"),
                              HasSubstr("IPv6: 3 of 3 answered"), HasSubstr("status 200"), HasSubstr("Mbit/s")));
  EXPECT_EQ(traces(), before) << "nothing stays behind";

  auto judged = judge(path("demo.pcap"));
  EXPECT_EQ(judged.complaints(Judged::warning), "");
  EXPECT_EQ(judged.missing({"NGSetupRequest",
                            "NGSetupResponse",
                            "InitialUEMessage",
                            "Registration request",
                            "Authentication request",
                            "Authentication response",
                            "Security mode command",
                            "Security mode complete",
                            "InitialContextSetupRequest",
                            "Registration accept",
                            "InitialContextSetupResponse",
                            "Registration complete",
                            "Configuration update command",
                            "UL NAS transport",
                            "PDU session establishment request",
                            "PDUSessionResourceSetupRequest",
                            "DL NAS transport",
                            "PDU session establishment accept",
                            "PDUSessionResourceSetupResponse",
                            "PFCP Association Setup Request",
                            "PFCP Association Setup Response",
                            "PFCP Session Establishment Request",
                            "PFCP Session Establishment Response",
                            "PFCP Session Modification Request",
                            "PFCP Session Modification Response"}),
            "");
  auto decoded = pellucid({"decode", path("demo.pcap")});
  EXPECT_EQ(decoded.status, 0) << decoded.out;
  EXPECT_THAT(decoded.err, HasSubstr("all understood"));
}

TEST_F(Demo, LeavesNothingBehindWhenKilled) {
  auto before = traces();
  std::vector<int> parties;
  std::set<std::string> worlds;
  {
    Process demo({"demo"}, folder());
    // The phone has its session when its user begins to work: then everything stands.
    auto end = std::chrono::steady_clock::now() + 30s;
    while (demo.out().find("stays up until") == std::string::npos && std::chrono::steady_clock::now() < end)
      EXPECT_EQ(demo.wait(50ms), -1) << demo.out() << demo.err();
    ASSERT_THAT(demo.out(), HasSubstr("stays up until"));
    parties = children_of(demo.pid());
    ASSERT_EQ(parties.size(), 2u) << "the internet and the phone's user";
    demo.signal(SIGKILL);
    EXPECT_EQ(demo.wait(), 128 + SIGKILL);
  }
  for (int pid : parties) {
    FileDescriptor ended(int(::syscall(SYS_pidfd_open, pid, 0)));
    if (!ended) continue;  // gone already
    pollfd wait{ended.get(), POLLIN, 0};
    EXPECT_EQ(::poll(&wait, 1, 10000), 1) << "process " << pid << " outlives the demonstration";
  }
  EXPECT_EQ(traces(), before);
  auto again = pellucid({"demo", "--once"}, 30s);
  EXPECT_EQ(again.status, 0) << again.out << again.err;
}

// ---- a core that runs --------------------------------------------------------------------------------------------------------------

TEST_F(Core, PhonesStayRegisteredWhenItIsKilled) {
  constexpr int phones = 5;
  ASSERT_NO_FATAL_FAILURE(add_subscribers(phones));
  ASSERT_NO_FATAL_FAILURE(start());
  Process ran({"sim", "--ues", std::to_string(phones), "--stay", "600"}, folder());
  ASSERT_TRUE(until_status("session_count", std::to_string(phones)));
  EXPECT_EQ(status("registered_phones"), "5");
  EXPECT_EQ(status("connected_phones"), "5");
  auto sessions = ask({"status"});
  auto* first = sessions.find("sessions");
  ASSERT_TRUE(first && first->as_array() && first->as_array()->size() == std::size_t(phones));
  auto address = first->as_array()->front().find("ipv4")->text();
  EXPECT_THAT(http("/metrics"), AllOf(HasSubstr("pellucid_phones_registered 5\n"), HasSubstr("outcome=\"succeeded\"")));
  EXPECT_THAT(http("/health"), HasSubstr("\"serves\":true"));
  EXPECT_THAT(http("/nothing", 404), HasSubstr("/metrics"));

  core->signal(SIGKILL);
  ASSERT_EQ(core->wait(), 128 + SIGKILL);
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_EQ(status("registered_phones"), "5") << "known from the store, before any base station is back";
  EXPECT_EQ(status("session_count"), "5");
  ASSERT_TRUE(until_status("upfs", ask({"status"}).find("upfs")->text()));
  // The base station comes back by itself; a packet from outside pages the phone.
  auto end = std::chrono::steady_clock::now() + 90s;
  auto there = [&] { return http("/metrics").find("pellucid_base_stations 1\n") != std::string::npos; };
  while (!there() && std::chrono::steady_clock::now() < end) {
  }
  ASSERT_TRUE(there()) << core->err();
  int out = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(4000);
  ASSERT_EQ(inet_pton(AF_INET, address.c_str(), &to.sin_addr), 1);
  ASSERT_EQ(::sendto(out, "hello", 5, 0, reinterpret_cast<sockaddr*>(&to), sizeof to), 5);
  ::close(out);
  ASSERT_TRUE(until_status("connected_phones", "1")) << core->err();
  auto metrics = http("/metrics");
  EXPECT_THAT(metrics, AllOf(HasSubstr("{procedure=\"paging\",outcome=\"succeeded\",cause=\"\"} 1\n"),
                             HasSubstr("{procedure=\"initial registration\",outcome=\"attempted\",cause=\"\"} 0\n"),
                             HasSubstr("{procedure=\"authentication\",outcome=\"attempted\",cause=\"\"} 0\n")))
      << "nobody registers or authenticates again";
  ran.signal(SIGTERM);
  ran.wait();
  core->signal(SIGTERM);
  EXPECT_EQ(core->wait(), 0) << core->err();
}

TEST_F(Core, SubscribersChangeWhileItRuns) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string imsi = "999700000000042";
  EXPECT_THAT(ask({"subscriber", "list"}).json(), "[]");
  auto sim = [&] {
    return pellucid({"sim", "--ues", "1", "--imsi", imsi, "--k", "00112233445566778899aabbccddeeff", "--opc",
                     "ffeeddccbbaa99887766554433221100", "--patience", "5", "--json"});
  };
  auto refused = sim();
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.out, HasSubstr("cause 3"));
  EXPECT_THAT(tell({"explain", imsi}).out, AllOf(HasSubstr("imsi-" + imsi), HasSubstr("subscriber add"), HasSubstr("Illegal UE")));

  auto added = tell({"subscriber", "add", imsi, "--k", "00112233445566778899aabbccddeeff", "--opc", "ffeeddccbbaa99887766554433221100",
                     "--name", "crane 4", "--reason", "new SIM"});
  EXPECT_EQ(added.status, 0) << added.err;
  EXPECT_THAT(core->err(), AllOf(HasSubstr("subscriber.added"), HasSubstr("new SIM"), HasSubstr("uid 0"), Not(HasSubstr("crane 4"))));
  EXPECT_THAT(core->err() + added.out + added.err, Not(HasSubstr("00112233"))) << "keys are never shown";
  EXPECT_THAT(ask({"subscriber", "list"}).json(), AllOf(HasSubstr(imsi), HasSubstr("crane 4")));
  EXPECT_THAT(ask({"subscriber", "show", imsi}).json(), AllOf(HasSubstr("internet"), Not(HasSubstr("00112233"))));
  auto twice = tell({"subscriber", "add", imsi, "--k", "00112233445566778899aabbccddeeff", "--opc", "ffeeddccbbaa99887766554433221100"});
  EXPECT_EQ(twice.status, 1);
  EXPECT_THAT(twice.err, HasSubstr("there already"));
  auto served = sim();
  EXPECT_EQ(served.status, 0) << served.out << served.err;
  EXPECT_EQ(status("registered_phones"), "1");

  EXPECT_EQ(tell({"subscriber", "remove", imsi, "--reason", "lost"}).status, 0);
  EXPECT_TRUE(until_status("registered_phones", "0")) << "its phone goes with it";
  EXPECT_TRUE(until_status("session_count", "0"));
  EXPECT_EQ(sim().status, 1);
  EXPECT_EQ(tell({"subscriber", "show", imsi}).status, 1);
}

TEST_F(Core, SuciKeysWorkAtOnce) {
  ASSERT_NO_FATAL_FAILURE(add_subscribers(1));
  ASSERT_NO_FATAL_FAILURE(start());
  for (auto* profile : {"A", "B"}) {
    auto key = ask({"suci", "keygen", "--profile", profile});
    ASSERT_TRUE(key.find("id") && key.find("public_key"));
    auto home_key = std::string(profile) + ":" + key.find("id")->text() + ":" + key.find("public_key")->text();
    auto done = pellucid({"sim", "--ues", "1", "--home-key", home_key, "--patience", "10"});
    EXPECT_EQ(done.status, 0) << profile << ": " << done.out << done.err << core->err();
    EXPECT_EQ(tell({"deregister", "999700000000001"}).status, 0);
    EXPECT_EQ(tell({"suci", "remove", key.find("id")->text()}).status, 0);
    auto refused = pellucid({"sim", "--ues", "1", "--home-key", home_key, "--patience", "3"});
    EXPECT_EQ(refused.status, 1) << "a removed key opens nothing";
  }
}

TEST_F(Core, BackupAndRestore) {
  ASSERT_NO_FATAL_FAILURE(add_subscribers(3));
  ASSERT_NO_FATAL_FAILURE(start());
  auto file = path("backup");
  auto written = tell({"backup", file});
  EXPECT_EQ(written.status, 0) << written.err;
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(tell({"subscriber", "remove", "999700000000002"}).status, 0);
  auto refused = tell({"restore", file});
  EXPECT_EQ(refused.status, 1) << "not under a running core";
  EXPECT_THAT(refused.err, HasSubstr("stop the running pellucid"));
  core->signal(SIGTERM);
  ASSERT_EQ(core->wait(), 0) << core->err();
  EXPECT_EQ(tell({"subscriber", "show", "999700000000002"}).status, 1);
  auto restored = tell({"restore", file});
  EXPECT_EQ(restored.status, 0) << restored.err;
  EXPECT_EQ(tell({"subscriber", "show", "999700000000002"}).status, 0);
  ASSERT_NO_FATAL_FAILURE(start());
  auto served = pellucid({"sim", "--ues", "3", "--patience", "20"});
  EXPECT_EQ(served.status, 0) << served.out << served.err;
}

// ---- what does not fit is said before it runs ------------------------------------------------------------------------------------------

TEST_F(Core, CheckTellsAllFindingsAtOnce) {
  auto wrong =
      write("wrong.toml",
            "[network]\nplmn = \"99\"\n[amf]\nn2_adress = \"127.0.0.5\"\nperiodic_registration_s = 5\n[upf]\nn3_address = \"somewhere\"\n");
  auto done = pellucid({"check", "--config", wrong});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, AllOf(HasSubstr("line 2: network.plmn"), HasSubstr("did you mean amf.n2_address?"), HasSubstr("60 to 1116000"),
                              HasSubstr("upf.n3_address")));
  EXPECT_EQ(pellucid({"run", "--config", wrong}).status, 2);
  auto elsewhere = write("elsewhere.toml", content(config) + "[amf]\nn2_address = \"192.0.2.1\"\n");
  done = pellucid({"check", "--config", elsewhere});
  EXPECT_EQ(done.status, 1);
  EXPECT_THAT(done.err, AllOf(HasSubstr("amf.n2_address = 192.0.2.1"), HasSubstr("an address of this machine")));
  EXPECT_EQ(tell({"check"}).status, 0);
}

TEST_F(Core, TestSubscribersStayOnLoopback) {
  ASSERT_NO_FATAL_FAILURE(add_subscribers(1));
  auto netlink = Netlink::open();
  ASSERT_TRUE(netlink.ok() && netlink->add_address("lo", *IpPrefix::parse("192.0.2.1/32")).ok());
  auto reachable = write("reachable.toml", content(config) + "[amf]\nn2_address = \"192.0.2.1\"\n");
  for (auto* command : {"check", "run"}) {
    auto done = pellucid({command, "--config", reachable});
    EXPECT_NE(done.status, 0) << command;
    EXPECT_THAT(done.err, AllOf(HasSubstr("published test key"), HasSubstr("keys of their own"))) << command;
  }
}

TEST_F(Core, OnlyOneRunsOnAStore) {
  ASSERT_NO_FATAL_FAILURE(start());
  auto second = tell({"run"});
  EXPECT_NE(second.status, 0);
  EXPECT_THAT(second.err, Not(IsEmpty()));
  EXPECT_EQ(status("registered_phones"), "0") << "the first one goes on";
}

}  // namespace
}  // namespace pellucid::app::test

// `pellucid demo` (what `./dev run` starts): a whole network on one machine, with a phone that pings, loads a page and moves data through
// it. Everything lives in network namespaces that belong to this process: when it ends, however it ends, the kernel takes them away.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>

#include "app/capture.hpp"
#include "app/commands.hpp"
#include "app/demo_parties.hpp"
#include "app/ladder.hpp"
#include "app/network.hpp"
#include "app/operate.hpp"
#include "app/records.hpp"
#include "app/simulated_ran.hpp"
#include "runtime/netns.hpp"

namespace pellucid::app {
namespace {

constexpr const char *phone_ns = "phone", *internet_ns = "internet";
constexpr const char *server_v4 = "203.0.113.2", *server_v6 = "2001:db8:113::2";  // documentation addresses (RFC 5737, RFC 3849)
constexpr PduSessionId session_id(1);

/// A network and mounts of our own: as root directly, otherwise as root of a user namespace.
Io<Nothing> isolate() {
  if (geteuid() != 0) return enter_user_namespace();
  auto failed = [](const char* what) { return Fail(IoError{errno, std::string(what) + ": " + std::strerror(errno)}); };
  if (unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) return failed("unshare");
  if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return failed("making mounts private");
  if (mkdir("/run/netns", 0755) != 0 && errno != EEXIST) return failed("/run/netns");
  if (mount("pellucid", "/run/netns", "tmpfs", 0, nullptr) != 0) return failed("mounting /run/netns");
  auto netlink = Netlink::open();
  if (!netlink.ok()) return Fail(netlink.error());
  return netlink->set_up("lo");
}

Io<Nothing> write_text(const char* file, const char* text) {
  FileDescriptor fd(::open(file, O_WRONLY | O_CLOEXEC));
  if (!fd || ::write(fd.get(), text, std::strlen(text)) < 0) return Fail(IoError{errno, std::string(file) + ": " + std::strerror(errno)});
  return Nothing{};
}

/// core 203.0.113.1 --- cable --- 203.0.113.2 internet; routes back to the phones' pools; this side forwards.
Io<Nothing> build_internet(const Config& config) {
  for (auto* name : {internet_ns, phone_ns})
    if (auto made = create_namespace(name); !made.ok()) return made;
  auto laid =
      lay_cable({"", "n6", {"203.0.113.1/24", "2001:db8:113::1/64"}}, {internet_ns, "wan", {"203.0.113.2/24", "2001:db8:113::2/64"}});
  if (!laid.ok()) return laid;
  for (auto& dnn : config.dnns) {
    if (auto routed = add_route_in(internet_ns, dnn.ipv4, "wan", "203.0.113.1"); !routed.ok()) return routed;
    if (auto routed = add_route_in(internet_ns, dnn.ipv6, "wan", "2001:db8:113::1"); !routed.ok()) return routed;
  }
  if (auto on = write_text("/proc/sys/net/ipv4/ip_forward", "1"); !on.ok()) return on;
  return write_text("/proc/sys/net/ipv6/conf/all/forwarding", "1");
}

/// Shows each message as it happens, and keeps them if asked.
class Screen final : public Tracer {
 public:
  Screen(World& world, std::optional<CaptureWriter> capture) : world_(world), started_(world.now()), capture_(std::move(capture)) {}
  void pdu(const TracedPdu& p) override {
    if (capture_) capture_->write(world_.wall(), p.protocol, p.source, p.target, p.octets);
    auto v = view(p.protocol, p.octets);
    if (v.name.starts_with("Heartbeat")) return;
    line(p.from, p.to, v.protocol + " " + v.name + "  " + v.highlights);
  }
  void line(std::string_view from, std::string_view to, const std::string& text) {
    std::printf("%s\n", ladder_.line(world_.now() - started_, from, to, text).c_str());
    std::fflush(stdout);
  }
  std::string header() const { return ladder_.header(); }

 private:
  World& world_;
  Instant started_;
  Ladder ladder_{{"phone", "gnb", "amf", "smf", "upf"}};
  std::optional<CaptureWriter> capture_;
};

class Demo {
 public:
  Demo(RealWorld& world, Network& network, Screen& screen, Party user, const bool& stopped)
      : world_(world), network_(network), screen_(screen), user_(std::move(user)), stopped_(stopped), ran_(world, plan(network), nullptr) {}

  /// The whole show; false if a part of it failed.
  bool play() {
    ran_.on_session = [this](std::size_t, const ue::SessionView& view) { view_ = view; };
    ran_.on_prefix = ran_.on_session;
    ran_.on_packet = [this](std::size_t, PduSessionId, ByteView packet) {
      if (tun_) tun_->send(packet);
    };
    ran_.on_not_registered = [](std::size_t, std::uint8_t cause, const char* what) {
      std::printf("          the phone was refused: %s (cause %u)\n", what, cause);
    };
    if (auto started = ran_.start(); !started.ok()) return fail(started.error().what);
    if (!world_.run_until([&] { return stopped_ || ran_.gnb(0).in_service(); }, std::chrono::seconds(10)))
      return fail("the base station did not come into service");
    screen_.line("phone", "phone", "the phone is switched on");
    ran_.switch_on(0);
    if (!world_.run_until([&] { return stopped_ || (view_ && !view_->prefix.is_none()); }, std::chrono::seconds(10)) && !view_)
      return fail("the phone got no session");
    if (stopped_) return false;
    if (auto plugged = plug_in(); !plugged.ok()) return fail(plugged.error().what);
    return use_it();
  }

 private:
  static RanPlan plan(Network& network) {
    RanPlan plan;
    auto test = store::test_credentials();
    std::copy_n(test.key().begin(), 16, plan.k.begin());
    std::copy_n(test.op_c().begin(), 16, plan.opc.begin());
    plan.plmn = network.config().plmn;
    plan.amf = network.amf()->local();
    auto& keys = network.store().home_keys().all();
    if (!keys.empty()) {
      plan.scheme = keys.front().scheme;
      plan.home_key_id = keys.front().id;
      plan.home_public_key = keys.front().public_key;
    }
    return plan;
  }
  static bool fail(const std::string& what) {
    std::printf("FAILED: %s\n", what.c_str());
    return false;
  }

  /// The phone's network interface, in a namespace where its user's programs run.
  Io<Nothing> plug_in() {
    TunOptions options;
    options.name = "cellular";
    options.network_namespace = phone_ns;
    options.mtu = view_->mtu ? view_->mtu : 1400;
    options.routes = {"default"};
    if (!view_->ipv4.is_none()) options.addresses.push_back(view_->ipv4.text() + "/32");
    if (!view_->prefix.is_none()) {
      auto octets = view_->prefix.v6_octets();
      auto identifier = view_->link_local.v6_octets();
      std::copy(identifier.begin() + 8, identifier.end(), octets.begin() + 8);
      address_v6_ = IpAddress::v6(octets);
      options.addresses.push_back(address_v6_.text() + "/64");
    }
    auto tun = world_.open_tun(options, [this](ByteView packet) { ran_.phone(0).send_packet(session_id, packet); });
    if (!tun.ok()) return Fail(tun.error());
    tun_ = std::move(*tun);
    return Nothing{};
  }

  /// Gives the phone's user a task and lets the network run until the answer is there.
  std::string ask(const std::string& task) {
    auto line = task + "\n";
    if (::send(user_.channel.get(), line.data(), line.size(), MSG_NOSIGNAL) < 0) return "error=the phone's user is gone";
    std::string answer;
    auto watch = world_.watch(user_.channel.get(), [&](Ready) {
      char buffer[512];
      auto n = ::recv(user_.channel.get(), buffer, sizeof buffer, MSG_DONTWAIT);
      if (n > 0) answer.append(buffer, std::size_t(n));
      if (n == 0) answer = "error=the phone's user is gone\n";
    });
    if (!watch.ok()) return "error=" + watch.error().what;
    world_.run_until([&] { return stopped_ || answer.ends_with('\n'); }, std::chrono::seconds(20));
    return answer.empty() ? "error=no answer" : answer.substr(0, answer.size() - 1);
  }

  bool use_it() {
    auto ping4 = ask(std::string("ping ") + server_v4 + " 3");
    auto page = ask(std::string("get http://") + server_v4 + "/");
    auto down = ask(std::string("down ") + server_v4 + " 1");
    auto up = ask(std::string("up ") + server_v4 + " 1");
    // Last: the kernel lets IPv6 onto a fresh cable only when it has seen it up for a second or two.
    // Until then it drops; so ask once more before saying that something is wrong.
    auto ping6 = address_v6_.is_none() ? std::string() : ask(std::string("ping ") + server_v6 + " 3");
    if (!ping6.empty() && value_of(ping6, "received") != "3") ping6 = ask(std::string("ping ") + server_v6 + " 3");
    auto ue = network_.amf()->ue(ran_.phone(0).config().supi);
    auto row = [](const char* what, const std::string& text) { std::printf("  %-12s %s\n", what, text.c_str()); };
    auto pinged = [](const std::string& a) {
      auto error = value_of(a, "error");
      return error.empty() ? value_of(a, "received") + " of " + value_of(a, "sent") + " answered, fastest " +
                                 value_of(a, "rtt_ms").substr(0, 5) + " ms"
                           : error;
    };
    auto rate = [](const std::string& a) {
      return value_of(a, "mbit_s").empty() ? value_of(a, "error")
                                           : value_of(a, "mbit_s").substr(0, value_of(a, "mbit_s").find('.')) + " Mbit/s";
    };
    std::printf("\n");
    row("subscriber", ran_.phone(0).config().supi.text() + (ue ? ", " + ue->algorithms + ", IMEISV " + ue->imeisv : ""));
    row("address", view_->ipv4.text() + (address_v6_.is_none() ? "" : ", " + address_v6_.text()) + ", DNN " + view_->dnn + ", MTU " +
                       std::to_string(view_->mtu));
    row("ping", pinged(ping4) + (ping6.empty() ? "" : "; IPv6: " + pinged(ping6)));
    row("page", value_of(page, "error").empty() ? "\"" + value_of(page, "title") + "\", status " + value_of(page, "status") + ", " +
                                                      value_of(page, "octets") + " octets"
                                                : value_of(page, "error"));
    row("throughput", "down " + rate(down) + ", up " + rate(up) + " (TCP, one second each, through the tunnel)");
    bool good = value_of(ping4, "received") == "3" && (ping6.empty() || value_of(ping6, "received") == "3") &&
                value_of(page, "status") == "200" && !value_of(down, "mbit_s").empty() && !value_of(up, "mbit_s").empty();
    if (!good)
      for (std::size_t i = 0; i < upf::counts; ++i)
        if (auto n = network_.upf()->counters()[upf::Count(i)]; n > 0)
          std::printf("  upf %-28s %llu\n", std::string(upf::name(upf::Count(i))).c_str(), static_cast<unsigned long long>(n));
    return good || fail("not everything worked, see above");
  }

  RealWorld& world_;
  Network& network_;
  Screen& screen_;
  Party user_;
  std::optional<ue::SessionView> view_;
  IpAddress address_v6_;
  std::unique_ptr<TunDevice> tun_;
  const bool& stopped_;  // by a signal
  SimulatedRan ran_;
};

}  // namespace

int demo_command(const DemoOptions& options) {
  auto fail = [](const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    return 1;
  };
  Config config;
  if (options.null_ciphering) config.ciphering = {"NEA0"};
  // On the demonstration's own tmpfs: nothing of it stays.
  config.ledger_folder = "/run/netns/ledger";
  config.ledger_key = "file:/run/netns/ledger.key";
  config.ledger_origin = "demonstration/pellucid";
  if (access("/dev/net/tun", R_OK | W_OK) != 0)
    return fail("/dev/net/tun: " + std::string(std::strerror(errno)) +
                "; run this as root, or let this user open it (chmod 0666 /dev/net/tun), or load the module tun");
  if (auto isolated = isolate(); !isolated.ok()) return fail(isolated.error().what);
  if (auto built = build_internet(config); !built.ok()) return fail(built.error().what);
  auto internet = start_internet(internet_ns);
  if (!internet.ok()) return fail(internet.error().what);
  auto user = start_phone_user(phone_ns);
  if (!user.ok()) return fail(user.error().what);

  auto opened = RealWorld::open({.log_level = Severity::warning, .log_to = {}});
  if (!opened.ok()) return fail(opened.error().what);
  auto& world = **opened;
  // Before any thread starts: only then do all of them leave the signals to the loop.
  bool stopped = false;
  auto signals = world.on_signals({SIGINT, SIGTERM}, [&](int) {
    stopped = true;
    world.stop();
  });
  if (!signals.ok()) return fail(signals.error().what);
  std::optional<CaptureWriter> capture;
  if (!options.capture.empty()) {
    auto writer = CaptureWriter::create(options.capture);
    if (!writer.ok()) return fail(writer.error().what);
    capture.emplace(std::move(*writer));
  }
  Screen screen(world, std::move(capture));
  std::printf("%s\n", screen.header().c_str());
  NetworkOptions how;
  how.tracer = &screen;
  how.memory_store = true;
  auto records = Records::open(world, config, Records::Writing::beside);
  if (!records.ok()) return fail(records.error());
  watch(how, (*records)->chronicle());
  auto network = Network::start(world, config, how);
  if (!network.ok()) return fail(network.error().what);
  for (auto& subscriber : store::test_subscribers(1))
    if (auto added = (*network)->store().subscribers().add(subscriber); !added.ok()) return fail(added.error().text());
  if (auto key = (*network)->store().home_keys().generate(crypto::ProtectionScheme::profile_a); !key.ok()) return fail(key.error().text());
  (*network)->udm().reload_home_keys();

  Demo demo(world, **network, screen, std::move(*user), stopped);
  bool good = demo.play();
  if (good && !options.once && !stopped) {
    auto control = ControlServer::open(world, config.control_socket, [&](const ControlRequest& r) {
      return operate(world, (*network)->store(), network->get(), **records, r);
    });
    (*network)->keep_rates();
    std::printf("\n  The network stays up until Ctrl-C.%s\n", control.ok() ? " `pellucid status` tells about it." : "");
    std::fflush(stdout);
    world.run();
  }
  return good ? 0 : 1;
}

}  // namespace pellucid::app

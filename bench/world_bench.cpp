// The runtime: timers, coroutines and sockets of the real World, and a whole town on the simulated one.
#include "bench/benchmarks.hpp"
#include "bench/isolation.hpp"
#include "bench/stopwatch.hpp"
#include "runtime/procedure.hpp"
#include "runtime/real_world.hpp"
#include "runtime/waits.hpp"
#include "sim/town/town.hpp"
#include "sim/world.hpp"

namespace pellucid::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t message_octets = 100;
constexpr std::size_t burst = 64;

Figure rate(std::string name, double per_s) { return {.name = std::move(name), .value = per_s, .unit = "/s"}; }

Procedure<int, Nothing> step(int n) { co_return n + 1; }
Procedure<int, Nothing> two_steps(int n) {
  auto first = co_await step(n);
  auto second = co_await step(first);
  co_return second;
}
Procedure<Nothing, Nothing> listen(Mailbox<int>& box, std::uint64_t& heard) {
  while (true) {
    auto message = co_await box.next(1h);
    if (!message) co_return Nothing{};
    ++heard;
  }
}

void measure_timers(Report& report, RealWorld& world) {
  report.add(rate("timers set and stopped", per_cpu_second([&] { world.cancel(world.after(1h, [] {})); })));
  report.add(rate("timers that ran", per_cpu_second([&] {
                    std::size_t ran = 0;
                    for (std::size_t n = 0; n < burst; ++n) world.soon([&ran] { ++ran; });
                    while (ran < burst) world.run_once(0s);
                    return burst;
                  })));
}

void measure_procedures(Report& report, RealWorld& world) {
  Procedures running;
  report.add(rate("procedures of two steps", per_cpu_second([&] {
                    int result = 0;
                    running.start(two_steps(1), std::function<void(Result<int, Nothing>)>([&](Result<int, Nothing> r) { result = *r; }));
                    keep(result);
                  })));
  Mailbox<int> box(world);
  std::uint64_t heard = 0;
  running.start(listen(box, heard), std::function<void(Result<Nothing, Nothing>)>());
  report.add(rate("messages to a waiting procedure, with its timer", per_cpu_second([&] { box.put(1); })));
}

std::optional<std::string> measure_udp(Report& report, RealWorld& world) {
  std::size_t received = 0;
  auto to = world.open_udp({IpAddress::v4(0x7f000001), 0}, [&](const Endpoint&, ByteView) { ++received; });
  auto from = world.open_udp({IpAddress::v4(0x7f000001), 0}, [](const Endpoint&, ByteView) {});
  if (!to.ok() || !from.ok()) return (to.ok() ? from : to).error().what;
  Bytes datagram(message_octets, 1);
  auto figure = rate("UDP datagrams of 100 octets, both ends here", per_cpu_second([&] {
                       std::size_t before = received;
                       for (std::size_t n = 0; n < burst; ++n) (*from)->send((*to)->local(), datagram);
                       world.run_until([&] { return received - before == burst; }, 100ms);
                       return received - before;
                     }));
  figure.limit = 1.0e6;
  report.add(figure);
  return {};
}

struct SctpEnd final : SctpEvents {
  std::unique_ptr<SctpSocket> socket;
  AssociationId up;
  std::size_t messages = 0;
  void sctp_up(AssociationId id, const SctpPeer&) override { up = id; }
  void sctp_message(AssociationId, std::uint16_t, std::uint32_t, ByteView) override { ++messages; }
  void sctp_down(AssociationId, std::string_view) override { up = {}; }
  void sctp_restarted(AssociationId) override {}
};

std::optional<std::string> measure_sctp(Report& report, RealWorld& world) {
  SctpEnd server, client;
  SctpOptions listening;
  listening.local = {IpAddress::v4(0x7f000005), 38412};
  listening.listen = true;
  SctpOptions calling;
  calling.local = {IpAddress::v4(0x7f000101), 0};
  for (auto [end, options] : {std::pair{&server, &listening}, {&client, &calling}}) {
    auto opened = world.open_sctp(*options, *end);
    if (!opened.ok()) return opened.error().what;
    end->socket = std::move(*opened);
  }
  if (auto called = client.socket->connect(listening.local); !called.ok()) return called.error().what;
  if (!world.run_until([&] { return client.up != AssociationId(); }, 5s)) return std::string("the SCTP association did not come up");
  Bytes message(message_octets, 1);
  auto figure = rate("SCTP messages of 100 octets, both ends here, " + world.sctp_transport(), per_cpu_second([&] {
                       std::size_t before = server.messages;
                       for (std::size_t n = 0; n < burst; ++n)
                         if (!client.socket->send(client.up, std::uint16_t(n % 16), 60, message).ok()) break;
                       world.run_until([&] { return server.messages - before >= burst; }, 1s);
                       return server.messages - before;
                     }));
  figure.limit = 367'000;
  report.add(figure);
  return {};
}

std::optional<std::string> measure_simulation(Report& report) {
  sim::SimWorld world(1);
  report.add(rate("simulated World: timers that ran", per_cpu_second([&] {
                    for (std::size_t n = 0; n < burst; ++n) world.soon([] {});
                    world.run_for(1ms);
                    return burst;
                  })));
  double start = thread_cpu_s();
  auto town = sim::run_town({.seed = 1, .phones = 2000, .gnbs = 4, .air_loss = 0, .n4_loss = 0, .break_n2 = false, .crash_core = false});
  double spent = thread_cpu_s() - start;
  if (!town.good) return town.what;
  report.add(rate("simulated town of 2,000 phones: events", double(town.events) / spent));
  report.add(
      {.name = "simulated town: virtual time against CPU time", .value = double(town.virtual_time.count()) / 1e9 / spent, .unit = "times"});
  return {};
}

}  // namespace

Measured measure_world() {
  Report report{"world", "the runtime, one thread, per processor second", "bench/run world"};
  if (auto alone = isolate(); !alone.ok()) return Fail(alone.error().what);
  auto opened = RealWorld::open({.log_level = Severity::error, .log_to = {}});
  if (!opened.ok()) return Fail(opened.error().what);
  auto& world = **opened;
  measure_timers(report, world);
  measure_procedures(report, world);
  if (auto wrong = measure_udp(report, world)) return Fail(*wrong);
  if (auto wrong = measure_sctp(report, world)) return Fail(*wrong);
  if (auto wrong = measure_simulation(report)) return Fail(*wrong);
  report.notes.push_back("bare limits: sendmmsg and recvmmsg alone; usrsctp alone, both ends in one process");
  return report;
}

}  // namespace pellucid::bench

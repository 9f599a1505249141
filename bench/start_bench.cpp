// From the exec of `pellucid run` to the first accepted NG Setup, as a base station sees it that tries again every two milliseconds.
#include <algorithm>
#include <deque>

#include "bench/benchmarks.hpp"
#include "bench/core_setup.hpp"
#include "bench/isolation.hpp"
#include "bench/stopwatch.hpp"
#include "runtime/real_world.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::bench {
namespace {

using namespace std::chrono_literals;

constexpr int starts = 10;
constexpr Duration between_tries = 2ms;
constexpr std::size_t tries_at_once = 32;  // the oldest is given up for a new one
constexpr Duration limit = 10s;
constexpr std::uint32_t ngap_ppid = 60;

Bytes setup_request() {
  ngap::NgSetupRequest request;
  request.node = ngap::GlobalGnbId{.plmn = Plmn{999, 70, 2}, .id = 1, .bits = 24};
  request.name = "impatient";
  request.tas = {{.tac = Tac(1), .plmns = {{.plmn = Plmn{999, 70, 2}, .slices = {Snssai{1, {}}}}}}};
  request.default_drx = ngap::PagingDrx::v128;
  return ngap::encode(request);
}

/// Many associations under way at the same time, each from a socket of its own: a lost INIT is not worth waiting for.
class ImpatientGnb {
 public:
  explicit ImpatientGnb(World& world) : world_(world), request_(setup_request()) {}
  bool accepted() const { return accepted_; }
  const std::string& refusal() const { return refusal_; }
  void try_again() {
    if (accepted_) return;
    if (tries_.size() >= tries_at_once) tries_.pop_front();
    auto& one = tries_.emplace_back(std::make_unique<Try>(*this));
    SctpOptions options;
    options.local = {IpAddress::v4(0x7f000101), 0};
    if (auto opened = world_.open_sctp(options, *one); opened.ok()) {
      one->socket = std::move(*opened);
      if (auto connecting = one->socket->connect({IpAddress::v4(0x7f000005), 38412}); !connecting.ok()) refusal_ = connecting.error().what;
    } else {
      refusal_ = opened.error().what;
    }
    timer_.start(between_tries, [this] { try_again(); });
  }

 private:
  struct Try final : SctpEvents {
    explicit Try(ImpatientGnb& g) : gnb(g) {}
    ImpatientGnb& gnb;
    std::unique_ptr<SctpSocket> socket;
    void sctp_up(AssociationId id, const SctpPeer&) override {
      if (auto sent = socket->send(id, 0, ngap_ppid, gnb.request_); !sent.ok()) gnb.refusal_ = sent.error().what;
    }
    void sctp_message(AssociationId, std::uint16_t, std::uint32_t, ByteView message) override {
      auto received = ngap::decode(message);
      gnb.accepted_ = gnb.accepted_ || (received.ok() && received->pdu.get<ngap::NgSetupResponse>());
    }
    void sctp_down(AssociationId, std::string_view) override {}
    void sctp_restarted(AssociationId) override {}
  };

  World& world_;
  Bytes request_;
  std::deque<std::unique_ptr<Try>> tries_;
  Timer timer_{world_};
  bool accepted_ = false;
  std::string refusal_;
};

struct Times {
  double median_ms = 0, least_ms = 0;
  double cpu_ms = 0;  // median, of the core alone
};

Result<Times, std::string> measure_starts(const CoreSetup& setup) {
  std::vector<double> times_ms, cpu_ms;
  auto usable = processors();
  auto world = RealWorld::open({.log_level = Severity::error, .log_to = {}});
  if (!world.ok()) return Fail(world.error().what);
  for (int n = 0; n < starts; ++n) {
    ImpatientGnb gnb(**world);
    double start = wall_s();
    auto core = setup.start(usable.front());
    if (!core.ok()) return Fail(core.error().what);
    gnb.try_again();
    bool in_time = (*world)->run_until([&] { return gnb.accepted(); }, limit);
    times_ms.push_back((wall_s() - start) * 1e3);
    cpu_ms.push_back(core->cpu_s() * 1e3);
    if (!in_time) return Fail("no NG Setup was accepted: " + gnb.refusal() + "\n" + setup.log());
  }
  auto median = [](std::vector<double>& all) {
    std::sort(all.begin(), all.end());
    return (all[(all.size() - 1) / 2] + all[all.size() / 2]) / 2;
  };
  return Times{.median_ms = median(times_ms), .least_ms = times_ms.front(), .cpu_ms = median(cpu_ms)};
}

}  // namespace

Measured measure_start() {
  Report report{"start", "from exec of `pellucid run` to the first accepted NG Setup, " + std::to_string(starts) + " starts",
                "bench/run start"};
  if (auto alone = isolate(); !alone.ok()) return Fail(alone.error().what);
  for (std::size_t phones : {std::size_t(10), std::size_t(10'000)}) {
    auto setup = CoreSetup::create(phones);
    if (!setup.ok()) return Fail(setup.error());
    auto times = measure_starts(*setup);
    if (!times.ok()) return Fail(times.error());
    std::string with = ", " + std::to_string(phones) + " subscribers";
    report.add({.name = "median" + with, .value = times->median_ms, .unit = "ms", .better = Better::less, .aim = 100, .other = 200});
    report.add({.name = "fastest" + with, .value = times->least_ms, .unit = "ms", .better = Better::less, .aim = 100, .other = 200});
    report.add({.name = "CPU time of the core until then" + with, .value = times->cpu_ms, .unit = "ms", .better = Better::less});
  }
  report.notes.push_back("the base station sends an INIT every 2 ms until one association is up");
  return report;
}

}  // namespace pellucid::bench

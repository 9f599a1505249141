// `pellucid sim`: load from outside, over real SCTP, against a core that runs elsewhere.
#include <csignal>
#include <cstdio>

#include <algorithm>
#include <utility>

#include "app/commands.hpp"
#include "app/simulated_ran.hpp"
#include "runtime/real_world.hpp"
#include "store/subscribers.hpp"

namespace pellucid::app {
namespace {

std::optional<std::string> plan_from(const SimOptions& o, RanPlan& plan) {
  plan.gnbs = o.gnbs;
  plan.phones = o.ues;
  auto test = store::test_credentials();
  auto key = [](const std::string& text, ByteView otherwise) {
    Octets<16> out{};
    std::copy_n(otherwise.begin(), 16, out.begin());
    return text.empty() ? std::optional<Octets<16>>(out) : from_hex<16>(text);
  };
  auto k = key(o.k, test.key()), opc = key(o.opc, test.op_c());
  if (!k) return "--k " + o.k + ": allowed are 32 hexadecimal digits";
  if (!opc) return "--opc " + o.opc + ": allowed are 32 hexadecimal digits";
  plan.k = *k, plan.opc = *opc;
  auto amf = IpAddress::parse(o.amf), first = IpAddress::parse(o.first_gnb);
  if (!amf) return "--amf " + o.amf + ": allowed is an IP address";
  if (!first || !first->is_v4()) return "--gnb-address " + o.first_gnb + ": allowed is an IPv4 address of this machine";
  plan.amf.address = *amf, plan.first_gnb = *first;
  auto supi = Supi::parse(o.first_imsi);
  auto plmn = Plmn::parse(o.plmn);
  if (!supi) return "--imsi " + o.first_imsi + ": allowed are 6 to 15 digits";
  if (!plmn) return "--plmn " + o.plmn + ": allowed is MCC-MNC, such as 999-70";
  if (o.gnbs < 1 || o.gnbs > 250) return "--gnbs " + std::to_string(o.gnbs) + ": allowed are 1 to 250";
  plan.first = *supi, plan.plmn = *plmn, plan.dnn = o.dnn;
  if (!o.home_key.empty()) {
    auto second = o.home_key.find(':', 2);
    auto public_key = second == std::string::npos ? std::nullopt : from_hex(o.home_key.substr(second + 1));
    bool profile_b = o.home_key[0] == 'B';
    if (!public_key || o.home_key.size() < 5 || o.home_key[1] != ':')
      return "--home-key " + o.home_key + ": allowed is A:ID:PUBLIC KEY or B:ID:PUBLIC KEY";
    plan.scheme = profile_b ? crypto::ProtectionScheme::profile_b : crypto::ProtectionScheme::profile_a;
    plan.home_key_id = std::uint8_t(std::atoi(o.home_key.substr(2, second - 2).c_str()));
    plan.home_public_key = *public_key;
  }
  return {};
}

double quantile_ms(std::vector<Duration> times, double q) {
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  return double(times[std::min(times.size() - 1, std::size_t(q * double(times.size())))].count()) / 1e6;
}

/// Switches phones on: at a rate, or as many at the same time as `at_once` allows, the next one when one has its session.
class Load {
 public:
  Load(World& world, SimulatedRan& ran, std::size_t at_once) : world_(world), ran_(ran), at_once_(at_once), served_(ran.phones()) {
    ran_.on_session = [this](std::size_t phone, const ue::SessionView&) {
      if (served_[phone]) return;
      served_[phone] = true;
      ++done_;
      if (at_once_) world_.soon([this] { fill(); });
    };
  }
  void start(std::size_t rate) { at_once_ ? fill() : ran_.switch_on_all(rate); }
  bool done() const { return done_ == served_.size(); }

 private:
  void fill() {
    while (on_ < served_.size() && on_ < done_ + at_once_) ran_.switch_on(on_++);
  }
  World& world_;
  SimulatedRan& ran_;
  std::size_t at_once_, on_ = 0, done_ = 0;
  std::vector<bool> served_;  // by phone
};

}  // namespace

int sim_command(const SimOptions& options) {
  RanPlan plan;
  if (auto wrong = plan_from(options, plan)) {
    std::fprintf(stderr, "%s\n", wrong->c_str());
    return 2;
  }
  auto opened = RealWorld::open({.log_level = Severity::warning, .log_to = {}});
  if (!opened.ok()) {
    std::fprintf(stderr, "%s\n", opened.error().what.c_str());
    return 1;
  }
  auto& world = **opened;
  bool stopped = false;
  auto signals = world.on_signals({SIGINT, SIGTERM}, [&](int) { stopped = true; });
  SimulatedRan ran(world, plan);
  std::map<std::string, std::size_t> reasons;
  ran.on_not_registered = [&](std::size_t, std::uint8_t cause, const char* what) {
    ++reasons["not registered: " + std::string(what) + " (cause " + std::to_string(cause) + ")"];
  };
  ran.on_session_refused = [&](std::size_t, PduSessionId, std::uint8_t cause) {
    ++reasons["no session (cause " + std::to_string(cause) + ")"];
  };
  Load load(world, ran, options.at_once);
  auto started = ran.start();
  if (!signals.ok() || !started.ok()) {
    std::fprintf(stderr, "%s\n", (started.ok() ? signals.error() : started.error()).what.c_str());
    return 1;
  }
  auto limit = std::chrono::seconds(options.patience_s);
  bool up = world.run_until([&] { return stopped || ran.count().gnbs_in_service == options.gnbs; }, std::chrono::seconds(20));
  if (!up || stopped) {
    std::fprintf(stderr, "%zu of %zu base stations came into service at %s; %s\n", ran.count().gnbs_in_service, options.gnbs,
                 plan.amf.text().c_str(), ran.gnb(0).refusal().empty() ? "is the core running there?" : ran.gnb(0).refusal().c_str());
    return 1;
  }
  auto begin = world.now();
  load.start(options.rate);
  bool all = world.run_until([&] { return stopped || load.done(); }, limit);
  auto took_s = double((world.now() - begin).count()) / 1e9;
  auto count = ran.count();
  Tree out = Tree::object();
  out.add("base_stations", count.gnbs_in_service);
  out.add("phones", options.ues);
  out.add("registered", count.registered);
  out.add("sessions", count.sessions);
  out.add("seconds", took_s);
  out.add("registrations_with_session_per_s", double(count.session_times.size()) / std::max(took_s, 1e-9));
  out.add("registration_ms_median", quantile_ms(count.registration_times, 0.5));
  out.add("registration_ms_p99", quantile_ms(count.registration_times, 0.99));
  out.add("session_ms_median", quantile_ms(count.session_times, 0.5));
  for (auto& [reason, n] : reasons) out.add(reason, n);
  std::printf("%s", options.json ? (out.json() + "\n").c_str() : out.outline().c_str());
  std::fflush(stdout);
  if (options.seconds && !stopped) world.run_until([&] { return stopped; }, std::chrono::seconds(options.seconds));
  return all ? 0 : 1;
}

}  // namespace pellucid::app

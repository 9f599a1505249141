#include "sim/town/town.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "app/network.hpp"
#include "app/simulated_ran.hpp"
#include "sim/world.hpp"

namespace pellucid::sim {

using namespace app;
using namespace std::chrono_literals;

namespace {

constexpr PduSessionId session_id(1);
constexpr std::uint16_t marker_port = 4000;

void put(Bytes& out, std::uint64_t value, std::size_t octets) {
  for (std::size_t i = octets; i-- > 0;) out.push_back(std::uint8_t(value >> (8 * i)));
}

Bytes letter(const IpAddress& to, std::uint32_t phone);
/// The same from a phone to somebody out there.
Bytes uplink(const IpAddress& from) {
  auto packet = letter(from, 0);
  // Source and destination change places: the header's checksum stays right.
  std::swap_ranges(packet.begin() + 12, packet.begin() + 16, packet.begin() + 16);
  return packet;
}

/// An IPv4 packet with UDP in it whose payload says which phone it is for.
Bytes letter(const IpAddress& to, std::uint32_t phone) {
  Bytes out{0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0, 203, 0, 113, 2};
  append(out, to.octets());
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 20; i += 2) sum += std::uint32_t(out[i] << 8 | out[i + 1]);
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = ~(sum + (sum >> 16)) & 0xFFFF;
  out[10] = std::uint8_t(sum >> 8), out[11] = std::uint8_t(sum);
  put(out, marker_port, 2), put(out, marker_port, 2), put(out, 12, 2), put(out, 0, 2), put(out, phone, 4);
  return out;
}

class Town {
 public:
  explicit Town(const TownOptions& options)
      : options_(options), world_(options.seed), core_(world_.node("core")), upf_(world_.node("upf")), ran_host_(world_.node("ran")) {
    world_.set_log_level(Severity::warning);
  }

  TownReport run() {
    bool good = open() && everybody_registers() && everybody_is_paged() && base_stations_fail() && core_is_killed() && everybody_leaves();
    report_.good = good;
    if (!good) {
      report_.what += "\n" + world_.log_text(40) + "\nreplay: pellucid-sim --first " + std::to_string(options_.seed) +
                      " --seeds 1 --phones " + std::to_string(options_.phones);
    }
    report_.events = world_.events();
    report_.digest = world_.digest();
    report_.virtual_time = world_.now().time_since_epoch();
    // Phones and base stations first: they speak to the core until they are gone.
    ran_.reset();
    network_.reset();
    return report_;
  }

 private:
  bool fail(const std::string& what) {
    report_.what = what;
    return false;
  }
  bool fail(const std::string& what, std::size_t got, std::size_t wanted) {
    return fail(what + ": " + std::to_string(got) + " of " + std::to_string(wanted));
  }

  bool open() {
    config_.n2_address = "10.0.0.1";
    config_.smf_n4 = "10.0.0.1";
    config_.upf_n4 = config_.n3_address = "10.0.0.2";
    config_.upf_peers = {"10.0.0.2"};
    config_.ciphering = {"NEA2", "NEA0"};
    config_.periodic_registration_s = 3600;
    if (!start_core({})) return false;
    for (auto& subscriber : store::test_subscribers(options_.phones))
      if (!network_->store().subscribers().add(subscriber).ok()) return fail("subscriber not added");
    RanPlan plan;
    plan.gnbs = options_.gnbs;
    plan.phones = options_.phones;
    auto test = store::test_credentials();
    std::copy_n(test.key().begin(), 16, plan.k.begin());
    std::copy_n(test.op_c().begin(), 16, plan.opc.begin());
    plan.amf = {*IpAddress::parse("10.0.0.1"), 38412};
    plan.first_gnb = *IpAddress::parse("10.0.1.1");
    plan.session = nas::SessionType::ipv4;
    plan.air_delay = 5ms;
    plan.air_loss = options_.air_loss;
    ran_ = std::make_unique<SimulatedRan>(ran_host_, plan);
    letters_.assign(options_.phones, 0);
    addresses_.assign(options_.phones, IpAddress());
    ran_->on_session = [this](std::size_t phone, const ue::SessionView& view) { addresses_[phone] = view.ipv4; };
    ran_->on_packet = [this](std::size_t phone, PduSessionId, ByteView packet) {
      if (packet.size() < 32) return;
      auto meant = from_big_endian(packet.subspan(28, 4));
      if (meant != phone) strays_ += "phone " + std::to_string(phone) + " got a packet for phone " + std::to_string(meant) + "; ";
      ++letters_[phone];
    };
    Link lossy;
    lossy.loss = options_.n4_loss;
    world_.network().set_link("core", "upf", Carrier::udp, lossy);
    world_.network().set_link("upf", "core", Carrier::udp, lossy);
    if (!ran_->start().ok()) return fail("base stations did not start");
    if (!world_.run_until([&] { return ran_->count().gnbs_in_service == options_.gnbs; }, 30s))
      return fail("base stations in service", ran_->count().gnbs_in_service, options_.gnbs);
    return true;
  }

  bool start_core(app::NetworkOptions how) {
    how.memory_store = true;
    how.inline_user_plane = true;
    auto config = config_;
    if (!upf_network_) {
      // The UPF stands on a host of its own: it goes on when the core is killed.
      auto user_plane = config;
      user_plane.smf_enabled = false;
      app::NetworkOptions alone;
      alone.memory_store = true;
      alone.inline_user_plane = true;
      auto started = app::Network::start(upf_, user_plane, alone);
      if (!started.ok()) return fail("UPF: " + started.error().what);
      upf_network_ = std::move(*started);
    }
    config.upf_enabled = false;
    auto started = app::Network::start(core_, config, how);
    if (!started.ok()) return fail("core: " + started.error().what);
    network_ = std::move(*started);
    return true;
  }

  bool all(const char* what, auto count, std::size_t wanted, Duration limit) {
    // Asked twenty times a second, not after each event.
    auto end = world_.now() + limit;
    while (count() != wanted && world_.now() < end) world_.run_for(50ms);
    return count() == wanted || fail(what, count(), wanted);
  }

  bool everybody_registers() {
    ran_->switch_on_all(options_.phones / 5 + 1);
    if (options_.break_n2) {
      world_.run_for(2s);
      world_.network().break_associations("ran");
    }
    auto sessions = [&] { return ran_->count().sessions; };
    // A lost message costs a retransmission timer (6 s, 15 s, 16 s), several in a row a few of them.
    if (!all("phones with a session", sessions, options_.phones, 30min)) return false;
    report_.registered = ran_->count().registered;
    report_.sessions = sessions();
    if (network_->amf()->ue_count() != options_.phones)
      return fail("phones registered in the AMF", network_->amf()->ue_count(), options_.phones);
    std::vector<IpAddress> sorted = addresses_;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return fail("two phones have the same address");
    return true;
  }

  bool everybody_is_paged() {
    for (std::size_t n = 0; n < options_.phones; ++n) ran_->go_idle(n);
    if (!all("idle phones", [&] { return options_.phones - network_->amf()->connected_count(); }, options_.phones, 10min)) return false;
    return letters_arrive();
  }

  /// Each phone gets mail, again and again until one arrives; whoever is idle is paged.
  bool letters_arrive() {
    std::fill(letters_.begin(), letters_.end(), 0);
    auto arrived = [&] { return std::size_t(std::count_if(letters_.begin(), letters_.end(), [](auto n) { return n > 0; })); };
    auto* tun = upf_.tun(config_.dnns.front().tun);
    if (!tun) return fail("the UPF has no device");
    for (int round = 0; round < 40 && arrived() < options_.phones; ++round) {
      for (std::size_t n = 0; n < options_.phones; ++n)
        if (!letters_[n])
          tun->inject(
              letter(ran_->phone(n).session(session_id) ? ran_->phone(n).session(session_id)->ipv4 : addresses_[n], std::uint32_t(n)));
      world_.run_for(20s);
      // Phones do not only listen: whoever heard nothing for a while sends something. If the network has lost its session (a message was
      // lost at the wrong moment), this is how both ends find out (PDU session status, TS 24.501 §5.6.1).
      if (round > 1)
        for (std::size_t n = 0; n < options_.phones; ++n)
          if (!letters_[n] && ran_->phone(n).session(session_id))
            ran_->phone(n).send_packet(session_id, uplink(ran_->phone(n).session(session_id)->ipv4));
    }
    report_.paged = arrived();
    if (!strays_.empty()) return fail("SAFETY: " + strays_);
    return arrived() == options_.phones || fail("phones that got their packet", arrived(), options_.phones);
  }

  bool base_stations_fail() {
    if (!options_.break_n2) return true;
    world_.network().partition("core", "ran");
    world_.run_for(20s);
    world_.network().heal_all();
    if (!all("base stations back in service", [&] { return ran_->count().gnbs_in_service; }, options_.gnbs, 5min)) return false;
    return letters_arrive();
  }

  bool core_is_killed() {
    if (!options_.crash_core) return true;
    world_.run_for(1s);  // contexts are written behind: give the last ones a moment
    auto registrations = ran_->count().registrations;
    app::NetworkOptions again;
    auto content = network_->store().snapshot();
    if (!content.ok()) return fail("snapshot: " + content.error().text());
    again.memory_content = *content;
    again.memory_key = network_->store().memory_key();
    core_.crash();
    network_.reset();
    world_.run_for(3s);
    core_.restart();
    if (!start_core(again)) return false;
    if (network_->amf()->ue_count() != options_.phones)
      return fail("phones known after the restart", network_->amf()->ue_count(), options_.phones);
    if (!all("base stations back after the restart", [&] { return ran_->count().gnbs_in_service; }, options_.gnbs, 5min)) return false;
    if (!letters_arrive()) return false;
    if (ran_->count().registrations != registrations && options_.air_loss == 0)
      return fail("phones had to register again after the core was killed", ran_->count().registrations - registrations, 0);
    return true;
  }

  bool everybody_leaves() {
    ran_->set_air_loss(0);
    for (std::size_t n = 0; n < options_.phones; ++n) ran_->phone(n).switch_off();
    auto left = [&] { return network_->amf()->ue_count(); };
    if (!all("phones still registered", left, 0, 10min)) return false;
    if (!all("sessions left in the SMF", [&] { return network_->smf()->session_count(); }, 0, 2min)) return false;
    if (!all("sessions left in the UPF", [&] { return upf_network_->upf()->session_count(); }, 0, 2min)) {
      for (auto& left_over : upf_network_->upf()->sessions(10))
        report_.what += "\n  left: SEID " + std::to_string(left_over.seid.value()) + " " + left_over.ipv4.text();
      return false;
    }
    if (!all("connections left in the AMF", [&] { return network_->amf()->connected_count(); }, 0, 2min)) return false;
    std::size_t tunnels = 0, contexts = 0;
    for (std::size_t n = 0; n < options_.gnbs; ++n) tunnels += ran_->gnb(n).tunnels(), contexts += ran_->gnb(n).connected();
    if (tunnels + contexts) return fail("tunnels and contexts left in base stations", tunnels + contexts, 0);
    report_.registrations = ran_->count().registrations;
    return true;
  }

  TownOptions options_;
  TownReport report_;
  Config config_;
  SimWorld world_;
  Node &core_, &upf_, &ran_host_;
  std::unique_ptr<app::Network> upf_network_, network_;
  std::unique_ptr<SimulatedRan> ran_;
  std::vector<std::uint32_t> letters_;
  std::vector<IpAddress> addresses_;
  std::string strays_;
};

}  // namespace

TownReport run_town(const TownOptions& options) { return Town(options).run(); }

}  // namespace pellucid::sim

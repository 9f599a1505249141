#pragma once
// A network for tests in simulated time: a core, a UPF on a host of its own, base stations and phones, wired as `pellucid run` and
// `pellucid sim` wire them.
//
//   SmallNetwork net;
//   net.config.slices = {...};  net.plan.phones = 3;
//   ASSERT_TRUE(net.start());
//   ASSERT_TRUE(net.everybody_has_a_session()) << net.world.log_text();
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/network.hpp"
#include "app/simulated_ran.hpp"
#include "sim/world.hpp"

namespace pellucid::app::test {

using namespace std::chrono_literals;

inline void put(Bytes& out, std::uint64_t value, std::size_t octets) {
  for (std::size_t i = octets; i-- > 0;) out.push_back(std::uint8_t(value >> (8 * i)));
}

/// An IPv4 packet with UDP in it whose payload is `mark`.
inline Bytes letter(const IpAddress& from, const IpAddress& to, std::uint32_t mark) {
  Bytes out{0x45, 0, 0, 32, 0, 0, 0, 0, 64, 17, 0, 0};
  append(out, from.octets());
  append(out, to.octets());
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < 20; i += 2) sum += std::uint32_t(out[i] << 8 | out[i + 1]);
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = ~(sum + (sum >> 16)) & 0xFFFF;
  out[10] = std::uint8_t(sum >> 8), out[11] = std::uint8_t(sum);
  put(out, 4000, 2), put(out, 4000, 2), put(out, 12, 2), put(out, 0, 2), put(out, mark, 4);
  return out;
}

class SmallNetwork {
 public:
  static constexpr PduSessionId session{1};
  const IpAddress somebody = *IpAddress::parse("203.0.113.2");

  explicit SmallNetwork(std::uint64_t seed = 1)
      : world(seed), core_host(world.node("core")), upf_host(world.node("upf")), ran_host(world.node("ran")) {
    config.n2_address = config.smf_n4 = "10.0.0.1";
    config.upf_n4 = config.n3_address = "10.0.0.2";
    config.upf_peers = {"10.0.0.2"};
    auto test = store::test_credentials();
    std::copy_n(test.key().begin(), 16, plan.k.begin());
    std::copy_n(test.op_c().begin(), 16, plan.opc.begin());
    plan.amf = {*IpAddress::parse("10.0.0.1"), 38412};
    plan.first_gnb = *IpAddress::parse("10.0.1.1");
  }
  ~SmallNetwork() {
    ran.reset();
    core.reset();
    user_plane.reset();
  }

  /// UPF, core with subscribers for all phones of the plan, base stations in service.
  bool start() { return start_upf() && start_core() && start_ran(); }

  bool start_upf() {
    auto alone = config;
    alone.smf_enabled = false;
    app::NetworkOptions how;
    how.memory_store = how.inline_user_plane = true;
    auto started = app::Network::start(upf_world ? *upf_world : upf_host, alone, how);
    if (!started.ok()) return complain("UPF: " + started.error().what);
    user_plane = std::move(*started);
    return true;
  }
  bool start_core(Bytes content = {}, Octets<32> key = {}) {
    auto only = config;
    only.upf_enabled = false;
    bool fresh = content.empty();
    app::NetworkOptions how;
    how.tracer = tracer;
    how.memory_store = true;
    how.memory_content = std::move(content);
    how.memory_key = key;
    auto started = app::Network::start(core_host, only, std::move(how));
    if (!started.ok()) return complain("core: " + started.error().what);
    core = std::move(*started);
    if (!fresh) return true;
    for (auto& subscriber : store::test_subscribers(subscribers ? subscribers : plan.phones)) {
      if (shape_subscriber) shape_subscriber(subscriber);
      if (!core->store().subscribers().add(subscriber).ok()) return complain("a subscriber was not added");
    }
    return true;
  }
  /// As kill -9, and a new process after `pause`; with the store's content or with a new store.
  bool restart_core(bool keep, Duration pause = 2s) {
    auto content = core->store().snapshot();
    if (!content.ok()) return complain(content.error().text());
    auto key = core->store().memory_key();
    core_host.crash();
    core.reset();
    world.run_for(pause);
    core_host.restart();
    return start_core(keep ? *content : Bytes(), key);
  }
  bool start_ran() {
    ran = std::make_unique<SimulatedRan>(ran_world ? *ran_world : ran_host, plan);
    addresses.assign(plan.phones, IpAddress());
    letters.assign(plan.phones, 0);
    ran->on_session = [this](std::size_t phone, const ue::SessionView& view) { addresses[phone] = view.ipv4; };
    ran->on_not_registered = [this](std::size_t phone, std::uint8_t cause, const char*) { refused[phone].push_back(cause); };
    ran->on_session_refused = [this](std::size_t phone, PduSessionId, std::uint8_t cause) { session_refused[phone].push_back(cause); };
    ran->on_packet = [this](std::size_t phone, PduSessionId, ByteView packet) {
      if (packet.size() == 32 && from_big_endian(packet.subspan(28, 4)) == phone) ++letters[phone];
    };
    if (auto started = ran->start(); !started.ok()) return complain(started.error().what);
    return !wait_for_service || in_service(plan.gnbs);
  }
  bool in_service(std::size_t gnbs) {
    return world.run_until([&] { return ran->count().gnbs_in_service == gnbs; }, 30s) || complain("base stations are not in service");
  }

  bool everybody_has_a_session() {
    ran->switch_on_all(0);
    return world.run_until([&] { return ran->count().sessions == plan.phones; }, 60s) || complain("not everybody has a session");
  }
  bool until(const std::function<bool()>& done, Duration limit = 30s) { return world.run_until(done, limit); }
  bool idle(std::size_t phone) {
    ran->go_idle(phone);
    return until([&] { return !ran->phone(phone).is_connected(); });
  }
  /// A packet from the internet for that phone, and another one each second until one arrives (after paging, if need be): those that
  /// come while a connection is being released are lost on the way, as in any network.
  bool letter_arrives(std::size_t phone, Duration limit = 30s) {
    auto before = letters[phone];
    auto* tun = upf_host.tun(config.dnns.front().tun);
    auto* view = ran->phone(phone).session(session);
    if (!tun || !view) return complain("no way to send a packet");
    for (auto end = world.now() + limit; world.now() < end;) {
      tun->inject(letter(somebody, view->ipv4, std::uint32_t(phone)));
      if (until([&] { return letters[phone] > before; }, 1s)) return true;
    }
    return false;
  }
  /// What `pellucid explain` prints of that phone, or of everybody.
  std::string explain(std::optional<std::size_t> phone = {}) {
    return core->explain(phone ? ran->phone(*phone).config().supi : Supi()).outline();
  }

  sim::SimWorld world;
  sim::Node &core_host, &upf_host, &ran_host;
  Config config;
  RanPlan plan;
  std::size_t subscribers = 0;  // 0: as many as phones
  std::function<void(store::Subscriber&)> shape_subscriber;
  bool wait_for_service = true;
  Tracer* tracer = nullptr;
  World *upf_world = nullptr, *ran_world = nullptr;  // something between a host and what stands on it
  std::unique_ptr<app::Network> core, user_plane;
  std::unique_ptr<SimulatedRan> ran;
  std::map<std::size_t, std::vector<std::uint8_t>> refused, session_refused;  // causes, by phone
  std::vector<IpAddress> addresses;
  std::vector<std::uint32_t> letters;

 private:
  bool complain(const std::string& what) {
    ADD_FAILURE() << what << "\n" << world.log_text();
    return false;
  }
};

/// Anybody who speaks SCTP to the AMF: sends octets, keeps what comes back.
class Stranger final : public SctpEvents {
 public:
  Stranger(SmallNetwork& net, const std::string& address) : net_(net) {
    auto socket = net.ran_host.open_sctp({.local = {*IpAddress::parse(address), 0}}, *this);
    EXPECT_TRUE(socket.ok());
    socket_ = std::move(*socket);
    auto id = socket_->connect(net.plan.amf);
    EXPECT_TRUE(id.ok());
    id_ = *id;
    EXPECT_TRUE(net.until([&] { return up; }));
  }
  void send(ByteView octets, std::uint16_t stream = 0, std::uint32_t ppid = 60) {
    auto sent = socket_->send(id_, stream, ppid, octets);
    if (!sent.ok()) up = false;
  }
  void reconnect() {
    auto id = socket_->connect(net_.plan.amf);
    ASSERT_TRUE(id.ok());
    id_ = *id;
    EXPECT_TRUE(net_.until([&] { return up; }));
  }
  std::vector<Bytes> received;
  bool up = false;

 private:
  void sctp_up(AssociationId, const SctpPeer&) override { up = true; }
  void sctp_message(AssociationId, std::uint16_t, std::uint32_t, ByteView message) override { received.push_back(to_bytes(message)); }
  void sctp_down(AssociationId, std::string_view) override { up = false; }
  void sctp_restarted(AssociationId) override {}
  SmallNetwork& net_;
  std::unique_ptr<SctpSocket> socket_;
  AssociationId id_;
};

}  // namespace pellucid::app::test

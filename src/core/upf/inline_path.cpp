// The data path in the World's own thread, one packet a call.
#include <deque>
#include <variant>

#include "core/upf/forwarder.hpp"
#include "core/upf/pools.hpp"

namespace pellucid::upf {

namespace {

constexpr std::size_t max_waiting = 4096;  // events, and likewise finished commands, not yet told

class InlinePath final : public DataPath, private ForwarderOutput {
 public:
  InlinePath(World& world, const UpfConfig& config)
      : world_(world), config_(config), forwarder_(config_, counters_, *this), told_(world), tick_(world) {}

  Io<Nothing> open() {
    for (auto& address : {config_.n3_v4, config_.n3_v6}) {
      if (address.is_none()) continue;
      auto socket = world_.open_udp({address, gtpu::udp_port},
                                    [this, address](const Endpoint& from, ByteView datagram) { arrived(from, address, datagram); });
      if (!socket.ok()) return Fail(socket.error());
      (address.is_v4() ? n3_v4_ : n3_v6_) = std::move(*socket);
    }
    for (std::size_t i = 0; i < config_.dnns.size(); ++i) {
      auto tun = world_.open_tun(tun_options(config_.dnns[i]), [this, i](ByteView packet) { from_network(std::uint8_t(i), packet); });
      if (!tun.ok()) return Fail(tun.error());
      tuns_.push_back(std::move(*tun));
    }
    schedule_tick();
    return Nothing{};
  }

  void start(PathEvents& events) override { events_ = &events; }
  bool has_room() const override { return finished_.size() < max_waiting; }
  void install(std::uint32_t slot, std::unique_ptr<Session> session, std::function<void()> done) override {
    forwarder_.install(slot, std::move(session), now_ns());
    finish(std::move(done));
  }
  void remove(std::uint32_t slot, std::function<void()> done) override {
    forwarder_.remove(slot);
    finish(std::move(done));
  }
  const Counters& counters() const override { return counters_; }
  std::string text() const override { return "inline"; }

 private:
  using Event = std::variant<DownlinkData, TunnelUnknown, VolumeReached>;

  std::uint64_t now_ns() const { return std::uint64_t(world_.now().time_since_epoch().count()); }
  void schedule_tick() {
    tick_.start(std::chrono::seconds(1), [this] {
      forwarder_.tick(now_ns());
      schedule_tick();
    });
  }
  void finish(std::function<void()> done) {
    finished_.push_back(std::move(done));
    tell_soon();
  }
  void tell_soon() {
    if (!told_.running()) told_.start(Duration(0), [this] { tell_all(); });
  }
  void tell_all() {
    // What is told may ask for more; that comes in the next turn.
    auto finished = std::exchange(finished_, {});
    auto events = std::exchange(waiting_, {});
    for (auto& done : finished)
      if (done) done();
    for (auto& event : events)
      if (events_) std::visit(Tell{*events_}, event);
  }
  struct Tell {
    PathEvents& to;
    void operator()(const DownlinkData& e) const { to.downlink_data(e); }
    void operator()(const TunnelUnknown& e) const { to.tunnel_unknown(e); }
    void operator()(const VolumeReached& e) const { to.volume_reached(e); }
  };
  bool keep(Event event) {
    if (waiting_.size() >= max_waiting) return false;
    waiting_.push_back(std::move(event));
    tell_soon();
    return true;
  }

  void arrived(const Endpoint& from, const IpAddress& to, ByteView datagram) {
    auto verdict = forwarder_.from_tunnel(from, to, datagram, now_ns());
    if (verdict.kind == Verdict::Kind::to_network) to_network(verdict.dnn, verdict.ip.octets());
    if (verdict.kind == Verdict::Kind::to_tunnel) send(verdict.outer, verdict.ip.octets());
  }
  void from_network(std::uint8_t dnn, ByteView packet) {
    auto cut = plan_cut(packet, {});
    if (!cut) return counters_.add(Count::drop_malformed_ip);
    auto verdict = forwarder_.from_network(dnn, *cut, now_ns());
    if (verdict.kind == Verdict::Kind::to_tunnel) send(verdict.outer, cut->ip().octets());
  }
  void send(const Outer& outer, ByteView packet) {
    Bytes datagram(outer.size());
    outer.write(datagram.data(), packet.size());
    append(datagram, packet);
    to_peer({outer.peer, gtpu::udp_port}, datagram);
  }

  void to_peer(const Endpoint& to, ByteView datagram) override {
    auto& socket = to.address.is_v4() ? n3_v4_ : n3_v6_;
    if (socket)
      socket->send(to, datagram);
    else
      counters_.add(Count::drop_send_failed);
  }
  void to_network(std::uint8_t dnn, ByteView packet) override { tuns_[dnn]->send(packet); }
  bool tell(const DownlinkData& event) override { return keep(event); }
  bool tell(const TunnelUnknown& event) override { return keep(event); }
  bool tell(const VolumeReached& event) override { return keep(event); }

  World& world_;
  UpfConfig config_;
  Counters counters_;
  Forwarder forwarder_;
  PathEvents* events_ = nullptr;
  std::deque<std::function<void()>> finished_;
  std::deque<Event> waiting_;
  Timer told_, tick_;
  std::unique_ptr<UdpSocket> n3_v4_, n3_v6_;
  std::vector<std::unique_ptr<TunDevice>> tuns_;
};

}  // namespace

Io<std::unique_ptr<DataPath>> inline_path(World& world, const UpfConfig& config) {
  auto path = std::make_unique<InlinePath>(world, config);
  if (auto opened = path->open(); !opened.ok()) return Fail(opened.error());
  return std::unique_ptr<DataPath>(std::move(path));
}

}  // namespace pellucid::upf

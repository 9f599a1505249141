// The real data path: one thread with its sockets and devices, many packets a system call. The control thread talks to it through two
// bounded queues and is woken by an eventfd each way.
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <time.h>

#include <csignal>
#include <thread>
#include <variant>

#include "core/upf/forwarder.hpp"
#include "core/upf/gtp_socket.hpp"
#include "core/upf/join.hpp"
#include "core/upf/pools.hpp"
#include "core/upf/spsc_queue.hpp"
#include "core/upf/vnet_tun.hpp"
#include "runtime/io_error.hpp"
#include "runtime/real_world.hpp"
#include "runtime/socket_address.hpp"

namespace pellucid::upf {

namespace {

constexpr std::size_t max_commands = 4096, max_events = 4096;
constexpr int max_reads = 64;                            // packets read from one device before others get their turn
constexpr std::size_t read_room = 4 * max_super_packet;  // three large packets, or many small ones: what the nearer caches hold
constexpr int tick_ms = 1000;
constexpr unsigned look_around = 8;  // busy turns until all descriptors are asked again

struct Command {
  std::uint32_t slot = 0;
  std::unique_ptr<Session> session;  // none: remove
};
using Event = std::variant<DownlinkData, TunnelUnknown, VolumeReached>;

void ring(const FileDescriptor& bell) {
  std::uint64_t one = 1;
  [[maybe_unused]] auto written = ::write(bell.get(), &one, sizeof one);
}
void silence(const FileDescriptor& bell) {
  std::uint64_t count;
  [[maybe_unused]] auto got = ::read(bell.get(), &count, sizeof count);
}

/// What both threads touch.
struct Shared {
  SpscQueue<Command, max_commands> commands;
  SpscQueue<Event, max_events> events;
  std::atomic<std::uint64_t> completed{0};
  std::atomic<bool> stop{false}, rung{false};
  FileDescriptor to_worker, to_control;
  Counters counters;
};

class Worker final : private ForwarderOutput {
 public:
  Worker(const UpfConfig& config, Shared& shared)
      : config_(config), shared_(shared), forwarder_(config_, shared.counters, *this), room_(read_room) {}

  Io<Nothing> open() {
    for (auto& address : {config_.n3_v4, config_.n3_v6}) {
      if (address.is_none()) continue;
      auto socket = GtpSocket::open({address, gtpu::udp_port});
      if (!socket.ok()) return Fail(socket.error());
      sockets_.push_back({std::move(*socket)});
    }
    for (auto& dnn : config_.dnns) {
      auto tun = VnetTun::open(tun_options(dnn));
      if (!tun.ok()) return Fail(tun.error());
      bool udp = tun->udp_offload();
      tuns_.push_back(std::make_unique<Device>(std::move(*tun), udp, shared_.counters));
    }
    return Nothing{};
  }
  bool udp_offload() const { return tuns_.front()->tun.udp_offload(); }

  void run() {
    std::uint64_t next_tick_ns = 0;
    for (unsigned turn = 0; !shared_.stop.load(std::memory_order_relaxed); ++turn) {
      bool busy = run_commands();
      std::uint64_t now = now_ns();
      for (auto& s : sockets_)
        if (s.ready) busy = (s.ready = uplink(s.socket, now)) || busy;
      for (std::size_t i = 0; i < tuns_.size(); ++i)
        if (tuns_[i]->ready) busy = (tuns_[i]->ready = downlink(i, now)) || busy;
      if (now >= next_tick_ns) {
        forwarder_.tick(now);
        next_tick_ns = now + std::uint64_t(tick_ms) * 1'000'000;
      }
      if (!busy || turn % look_around == 0) wait(busy ? 0 : tick_ms);
    }
  }

 private:
  struct Device final : JoinedSink {
    Device(VnetTun t, bool udp, Counters& c) : tun(std::move(t)), joiner(udp), counters(c) {}
    void write(const Joined& packet) override {
      if (!tun.write(packet)) counters.add(Count::drop_send_failed, packet.count);
    }
    VnetTun tun;
    Joiner joiner;
    Counters& counters;
    bool ready = true;
  };
  struct Socket {
    GtpSocket socket;
    bool ready = true;
  };

  static std::uint64_t now_ns() {
    timespec t;
    ::clock_gettime(CLOCK_MONOTONIC, &t);
    return std::uint64_t(t.tv_sec) * 1'000'000'000 + std::uint64_t(t.tv_nsec);
  }

  void wait(int patience_ms) {
    std::array<pollfd, 2 + 64 + 1> fds;
    std::size_t n = 0;
    fds[n++] = {shared_.to_worker.get(), POLLIN, 0};
    for (auto& s : sockets_) fds[n++] = {s.socket.fd(), POLLIN, 0};
    for (auto& d : tuns_) fds[n++] = {d->tun.fd(), POLLIN, 0};
    if (::poll(fds.data(), n, patience_ms) <= 0) return;
    n = 0;
    if (fds[n++].revents) silence(shared_.to_worker);
    for (auto& s : sockets_) s.ready = fds[n++].revents != 0 || s.ready;
    for (auto& d : tuns_) d->ready = fds[n++].revents != 0 || d->ready;
  }

  bool run_commands() {
    Command command;
    std::uint64_t done = 0;
    while (shared_.commands.pop(command)) {
      // Everything before is sent already: trains never outlive a turn.
      if (command.session)
        forwarder_.install(command.slot, std::move(command.session), now_ns());
      else
        forwarder_.remove(command.slot);
      ++done;
    }
    if (done == 0) return false;
    shared_.completed.fetch_add(done, std::memory_order_release);
    wake_control();
    return true;
  }
  void wake_control() {
    if (!shared_.rung.exchange(true, std::memory_order_acq_rel)) ring(shared_.to_control);
  }

  GtpSocket* socket_to(const IpAddress& peer) {
    for (auto& s : sockets_)
      if (s.socket.local().address.is_v6() == peer.is_v6()) return &s.socket;
    return nullptr;
  }
  void flush_sockets() {
    for (auto& s : sockets_)
      if (auto lost = s.socket.flush()) shared_.counters.add(Count::drop_send_failed, lost);
  }

  bool uplink(GtpSocket& socket, std::uint64_t now) {
    std::size_t trains = socket.receive([&](const GtpSocket::Train& train) {
      for (std::size_t at = 0; at < train.octets.size(); at += train.each) {
        auto datagram = train.octets.subspan(at, std::min(train.each, train.octets.size() - at));
        auto verdict = forwarder_.from_tunnel(train.from, socket.local().address, datagram, now);
        if (verdict.kind == Verdict::Kind::to_network) {
          auto& device = *tuns_[verdict.dnn];
          device.joiner.add(verdict.ip, device);
        } else if (verdict.kind == Verdict::Kind::to_tunnel) {
          queue(verdict.outer, nullptr, 0, verdict.ip.octets());
        }
      }
    });
    if (trains == 0) return false;
    for (auto& device : tuns_) device->joiner.flush(*device);
    flush_sockets();
    return true;
  }

  void queue(const Outer& outer, const Cut* cut, std::uint32_t segment, ByteView payload) {
    auto* socket = socket_to(outer.peer);
    if (!socket) return shared_.counters.add(Count::drop_send_failed);
    if (socket->full())
      if (auto lost = socket->flush()) shared_.counters.add(Count::drop_send_failed, lost);
    std::size_t inner = cut ? cut->header_size() : 0;
    outer.write(socket->head(), inner + payload.size());
    if (cut) cut->write_header(segment, socket->head() + outer.size());
    socket->add(outer.peer, gtpu::udp_port, outer.size() + inner, payload);
  }

  bool downlink(std::size_t dnn, std::uint64_t now) {
    std::span<std::uint8_t> room(room_);
    auto& tun = tuns_[dnn]->tun;
    int packets = 0;
    for (; packets < max_reads && room.size() >= max_super_packet; ++packets) {
      auto read = tun.read(room.first(max_super_packet));
      if (!read) break;
      room = room.subspan((read->packet.size() + 63) / 64 * 64);
      auto cut = plan_cut(read->packet, read->offload);
      if (!cut) {
        shared_.counters.add(Count::drop_malformed_ip);
        continue;
      }
      auto verdict = forwarder_.from_network(std::uint8_t(dnn), *cut, now);
      if (verdict.kind != Verdict::Kind::to_tunnel) continue;
      for (std::uint32_t i = 0; i < verdict.segments; ++i) queue(verdict.outer, &*cut, i, cut->payload(i));
    }
    flush_sockets();
    return packets > 0;
  }

  // What the forwarder sends by itself goes at once: it is rare, and end markers must not overtake.
  void to_peer(const Endpoint& to, ByteView datagram) override {
    auto* socket = socket_to(to.address);
    auto address = to_socket_address(to);
    if (!socket || ::sendto(socket->fd(), datagram.data(), datagram.size(), 0, address.get(), address.length) < 0)
      shared_.counters.add(Count::drop_send_failed);
  }
  void to_network(std::uint8_t dnn, ByteView packet) override {
    if (!tuns_[dnn]->tun.write(packet)) shared_.counters.add(Count::drop_send_failed);
  }
  bool keep(Event event) {
    if (!shared_.events.push(std::move(event))) return false;
    wake_control();
    return true;
  }
  bool tell(const DownlinkData& event) override { return keep(event); }
  bool tell(const TunnelUnknown& event) override { return keep(event); }
  bool tell(const VolumeReached& event) override { return keep(event); }

  UpfConfig config_;
  Shared& shared_;
  Forwarder forwarder_;
  std::vector<Socket> sockets_;
  std::vector<std::unique_ptr<Device>> tuns_;
  std::vector<std::uint8_t> room_;
};

class ThreadedPath final : public DataPath {
 public:
  ThreadedPath(RealWorld& world, const UpfConfig& config)
      : world_(world), config_(config), worker_(std::make_unique<Worker>(config, shared_)) {}
  ~ThreadedPath() override {
    watch_.reset();
    shared_.stop.store(true, std::memory_order_relaxed);
    if (shared_.to_worker) ring(shared_.to_worker);
    if (thread_.joinable()) thread_.join();
  }

  Io<Nothing> open() {
    shared_.to_worker = FileDescriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    shared_.to_control = FileDescriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
    if (!shared_.to_worker || !shared_.to_control) return io_failure("eventfd");
    if (auto opened = worker_->open(); !opened.ok()) return opened;
    auto watch = world_.watch(shared_.to_control.get(), [this](Ready) { heard(); });
    if (!watch.ok()) return Fail(watch.error());
    watch_ = std::move(*watch);
    return Nothing{};
  }

  void start(PathEvents& events) override {
    events_ = &events;
    // Signals are the control thread's.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { worker_->run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    pthread_setname_np(thread_.native_handle(), "upf");
    if (config_.worker_core >= 0) {
      cpu_set_t cores;
      CPU_ZERO(&cores);
      CPU_SET(unsigned(config_.worker_core), &cores);
      pthread_setaffinity_np(thread_.native_handle(), sizeof cores, &cores);
    }
  }
  bool has_room() const override { return !shared_.commands.full() && pending_.size() < max_commands; }
  void install(std::uint32_t slot, std::unique_ptr<Session> session, std::function<void()> done) override {
    hand_over({slot, std::move(session)}, std::move(done));
  }
  void remove(std::uint32_t slot, std::function<void()> done) override { hand_over({slot, nullptr}, std::move(done)); }
  const Counters& counters() const override { return shared_.counters; }
  std::uint64_t cpu_time_ns() const override {
    clockid_t clock;
    timespec t{};
    auto thread = const_cast<std::thread&>(thread_).native_handle();
    if (!thread_.joinable() || pthread_getcpuclockid(thread, &clock) != 0 || ::clock_gettime(clock, &t) != 0) return 0;
    return std::uint64_t(t.tv_sec) * 1'000'000'000 + std::uint64_t(t.tv_nsec);
  }
  std::string text() const override {
    return std::string("thread with UDP GRO and GSO, TUN with ") + (worker_->udp_offload() ? "TSO and USO" : "TSO");
  }

 private:
  struct Tell {
    PathEvents& to;
    void operator()(const DownlinkData& e) const { to.downlink_data(e); }
    void operator()(const TunnelUnknown& e) const { to.tunnel_unknown(e); }
    void operator()(const VolumeReached& e) const { to.volume_reached(e); }
  };

  void hand_over(Command command, std::function<void()> done) {
    // Callers ask has_room() first; a removal that comes without asking waits for the worker, which always drains.
    while (!shared_.commands.push(std::move(command))) {
      ring(shared_.to_worker);
      std::this_thread::yield();
    }
    pending_.push_back(std::move(done));
    // One bell for all that this turn asks for: waking the worker costs more than its work.
    if (bell_due_) return;
    bell_due_ = true;
    world_.at_turn_end([this, alive = std::weak_ptr(alive_)] {
      if (alive.expired()) return;
      bell_due_ = false;
      ring(shared_.to_worker);
    });
  }
  void heard() {
    silence(shared_.to_control);
    shared_.rung.exchange(false, std::memory_order_acq_rel);  // pairs with the exchange in wake_control(): no event is missed
    std::uint64_t completed = shared_.completed.load(std::memory_order_acquire);
    while (told_ < completed) {
      auto done = std::move(pending_.front());
      pending_.pop_front();
      ++told_;
      if (done) done();
    }
    Event event;
    for (std::size_t i = 0; i < max_events && shared_.events.pop(event); ++i)
      if (events_) std::visit(Tell{*events_}, event);
  }

  RealWorld& world_;
  UpfConfig config_;
  Shared shared_;
  std::unique_ptr<Worker> worker_;
  std::thread thread_;
  std::unique_ptr<Watch> watch_;
  PathEvents* events_ = nullptr;
  std::deque<std::function<void()>> pending_;
  std::uint64_t told_ = 0;
  bool bell_due_ = false;
  std::shared_ptr<Nothing> alive_ = std::make_shared<Nothing>();
};

}  // namespace

Io<std::unique_ptr<DataPath>> threaded_path(RealWorld& world, const UpfConfig& config) {
  auto path = std::make_unique<ThreadedPath>(world, config);
  if (auto opened = path->open(); !opened.ok()) return Fail(opened.error());
  return std::unique_ptr<DataPath>(std::move(path));
}

}  // namespace pellucid::upf

#pragma once
// World: everything that is not deterministic. Time, timers, random numbers, sockets, devices, files and the log come from
// here and from nowhere else, so that the same code runs on the operating system (real_world.hpp) and in a simulated
// network from one seed (sim/). One World, one thread: nothing here is called from another thread, and no callback is ever
// made from inside the call that asked for it.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/strong.hpp"
#include "base/wall_time.hpp"

namespace pellucid {

struct MonotonicClock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  static constexpr bool is_steady = true;
};
/// Never goes back; starts anywhere.
using Instant = std::chrono::time_point<MonotonicClock, Duration>;

/// A failed call of the operating system, in words for the operator.
struct IoError {
  int number = 0;    // errno, 0 if there is none
  std::string what;  // "bind 127.0.0.3:8805: Address already in use"
};
template <class T>
using Io = Result<T, IoError>;

enum class Severity : std::uint8_t { debug, info, warning, error };

using TimerId = Strong<struct TimerIdTag, std::uint64_t>;  // 0 is none

// ---- UDP ------------------------------------------------------------------------------------------------------------

class UdpSocket {
 public:
  /// Called with one datagram; the view is valid during the call only.
  using Receive = std::function<void(const Endpoint& from, ByteView datagram)>;
  virtual ~UdpSocket() = default;
  /// Queues nothing: a full socket buffer drops, as UDP may (counted by the World).
  virtual void send(const Endpoint& to, ByteView datagram) = 0;
  virtual Endpoint local() const = 0;
};

// ---- SCTP (RFC 9260) ------------------------------------------------------------------------------------------------

using AssociationId = Strong<struct AssociationIdTag, std::uint32_t>;  // of one SctpSocket; never used twice; 0 is none

struct SctpPeer {
  Endpoint primary;
  std::uint16_t in_streams = 0, out_streams = 0;
};

/// The owner of an SctpSocket hears of its associations.
class SctpEvents {
 public:
  virtual void sctp_up(AssociationId id, const SctpPeer& peer) = 0;
  virtual void sctp_message(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) = 0;
  /// The association is gone (shut down, aborted, or the peer stopped answering); `why` in words. Also a connect() that failed.
  virtual void sctp_down(AssociationId id, std::string_view why) = 0;
  /// The peer restarted within the association (RFC 9260 §5.2.2): all that it knew is gone.
  virtual void sctp_restarted(AssociationId id) = 0;

 protected:
  ~SctpEvents() = default;
};

struct SctpOptions {
  Endpoint local{};               // port 0: any
  std::vector<IpAddress> also{};  // further local addresses (multi-homing); may stay empty
  bool listen = false;
  std::uint16_t streams = 16;                    // asked for in each direction
  Duration heartbeat = std::chrono::seconds(1);  // zero: none. A silent idle peer is noticed after about twice this and 5 s
  std::size_t max_associations = 512;            // further ones are aborted and counted
  std::size_t max_queued_octets = 4u << 20;      // per association, then send() refuses
};

class SctpSocket {
 public:
  virtual ~SctpSocket() = default;  // aborts what is still up
  /// Starts an association; sctp_up or sctp_down tells how it went.
  virtual Io<AssociationId> connect(const Endpoint& remote) = 0;
  /// Whole messages, kept in order within a stream; refused when too much is queued or the association is not up.
  virtual Io<Nothing> send(AssociationId id, std::uint16_t stream, std::uint32_t ppid, ByteView message) = 0;
  /// Graceful: what is queued is delivered, then sctp_down comes.
  virtual void shutdown(AssociationId id) = 0;
  /// At once; sctp_down does not come.
  virtual void abort(AssociationId id) = 0;
  virtual Endpoint local() const = 0;
  /// "kernel", "usrsctp over IP", "usrsctp over UDP 9899", "simulated".
  virtual std::string transport() const = 0;
};

// ---- TUN ------------------------------------------------------------------------------------------------------------

struct TunOptions {
  std::string name{};                    // device name, at most 15 characters
  std::string network_namespace{};       // a name under /run/netns, or empty for our own
  std::vector<std::string> addresses{};  // "10.45.0.1/16", "fd45::1/64": put on the device
  std::vector<std::string> routes{};     // "default", "10.46.0.0/16": routed into the device
  std::uint32_t mtu = 1400;
};

/// One IP packet a call. The UPF's own fast path does not use this (core/upf); phones and the simulated World do.
class TunDevice {
 public:
  using Receive = std::function<void(ByteView packet)>;
  virtual ~TunDevice() = default;  // takes the device away
  virtual void send(ByteView packet) = 0;
  virtual std::string name() const = 0;
};

// ---- the World ------------------------------------------------------------------------------------------------------

class World {
 public:
  virtual ~World() = default;

  virtual Instant now() const = 0;
  virtual WallTime wall() const = 0;
  /// Runs `action` once at that time (at the earliest in the next turn of the loop).
  virtual TimerId at(Instant when, std::function<void()> action) = 0;
  virtual void cancel(TimerId id) = 0;
  /// A delay beyond the clock's range means never.
  TimerId after(Duration delay, std::function<void()> action) {
    Instant present = now();
    return at(delay > Instant::max() - present ? Instant::max() : present + delay, std::move(action));
  }
  /// In the next turn of the loop.
  void soon(std::function<void()> action) { at(now(), std::move(action)); }
  /// Unpredictable octets (the simulated World's come from its seed).
  virtual void random(std::span<std::uint8_t> out) = 0;
  template <class T>
  T random_number() {
    Octets<sizeof(T)> octets;
    random(octets);
    return T(from_big_endian(octets));
  }

  virtual Io<std::unique_ptr<UdpSocket>> open_udp(const Endpoint& local, UdpSocket::Receive receive) = 0;
  virtual Io<std::unique_ptr<SctpSocket>> open_sctp(const SctpOptions& options, SctpEvents& events) = 0;
  virtual Io<std::unique_ptr<TunDevice>> open_tun(const TunOptions& options, TunDevice::Receive receive) = 0;

  virtual Io<Bytes> read_file(const std::string& path) = 0;
  /// All or nothing: written beside, synced, renamed. `mode` as in chmod.
  virtual Io<Nothing> write_file(const std::string& path, ByteView content, unsigned mode = 0644) = 0;

  /// One line for the operator. `room` is who says it ("amf", "upf").
  virtual void log(Severity severity, std::string_view room, std::string_view text) = 0;
};

/// A timer that its owner holds: stops when destroyed, starting it again restarts it.
class Timer {
 public:
  explicit Timer(World& world) : world_(&world) {}
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  ~Timer() { stop(); }
  void start(Duration delay, std::function<void()> action) {
    stop();
    action_ = std::move(action);
    id_ = world_->after(delay, [this] {
      id_ = TimerId();
      auto run = std::exchange(action_, nullptr);  // may destroy this timer or start it again
      run();
    });
  }
  void stop() {
    if (!running()) return;
    world_->cancel(std::exchange(id_, TimerId()));
    auto forget = std::exchange(action_, nullptr);  // what it holds goes last: that may be whoever owns this timer
  }
  bool running() const { return id_ != TimerId(); }

 private:
  World* world_;
  std::function<void()> action_;
  TimerId id_;
};

}  // namespace pellucid

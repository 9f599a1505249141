#pragma once
// RealWorld: the World on Linux. One epoll loop on one thread; timers in a heap; UDP in batches; TUN devices; SCTP by the
// kernel or by usrsctp (sctp.hpp). It must outlive everything that was opened through it.
//
//   auto world = RealWorld::open();                       // Io<std::unique_ptr<RealWorld>>
//   (*world)->on_signals({SIGINT, SIGTERM}, [&](int) { (*world)->stop(); });
//   (*world)->run();
//
// A process has one RealWorld that speaks SCTP through usrsctp at a time (the library's state is global); a second one gets an
// IoError from open_sctp().
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/world.hpp"

namespace pellucid {

/// Which SCTP is used. `automatic`: the kernel's if it has one, else usrsctp over IP protocol 132 if raw sockets are permitted,
/// else usrsctp over UDP (RFC 6951). The choice is logged at the first open_sctp().
enum class SctpTransport : std::uint8_t { automatic, kernel, usrsctp_ip, usrsctp_udp };

struct RealWorldOptions {
  Severity log_level = Severity::info;
  /// Where log lines go instead of stderr.
  std::function<void(Severity severity, std::string_view room, std::string_view text)> log_to;
  SctpTransport sctp = SctpTransport::automatic;
  std::uint16_t sctp_udp_port = 9899;
  std::size_t remote_limit = 4096;  // works posted from other threads and not yet run; further ones are refused
};

/// Brings work from other threads to the World's thread, through a bounded queue. Copies are cheap, may be used from any
/// thread and may outlive the World.
class Remote {
 public:
  struct Queue;
  Remote() = default;
  explicit Remote(std::shared_ptr<Queue> queue) : queue_(std::move(queue)) {}
  /// Runs `work` in a turn of the loop soon, in the order of the posts. False if the queue is full or the World is gone: the
  /// work is not taken then.
  [[nodiscard]] bool post(std::function<void()> work) const;

 private:
  std::shared_ptr<Queue> queue_;
};

/// What a watched file descriptor is ready for. An error or hang-up shows as readable (and writable, if that was asked for).
struct Ready {
  bool readable = false;
  bool writable = false;
};

/// Keeps watching while it lives. Destroy it before the descriptor is closed.
class Watch {
 public:
  virtual ~Watch() = default;
  /// Change what is waited for; starts with readable only.
  virtual void want(Ready what) = 0;
};

struct IoCounters {
  std::uint64_t turns = 0, timers_run = 0;
  std::uint64_t udp_in = 0, udp_out = 0, udp_dropped = 0;  // dropped: the socket's buffer was full, or the system refused
  std::uint64_t tun_in = 0, tun_out = 0, tun_dropped = 0;
  std::uint64_t sctp_packets_in = 0, sctp_packets_out = 0, sctp_packets_dropped = 0;  // usrsctp only; dropped on the way out
  std::uint64_t sctp_ignored = 0;               // for ports that are not ours, too short, or a wrong checksum
  std::uint64_t sctp_refused_associations = 0;  // above SctpOptions::max_associations
  std::uint64_t remote_refused = 0;
};

class RealWorld final : public World {
 public:
  static Io<std::unique_ptr<RealWorld>> open(RealWorldOptions options = {});
  ~RealWorld() override;

  // ---- the loop
  /// Until stop().
  void run();
  /// One turn: waits at most `patience` for something to happen, handles all that is ready, and sends what was written.
  void run_once(Duration patience);
  /// Turns until `done()` or the time is over; returns done().
  bool run_until(const std::function<bool()>& done, Duration limit);
  /// Ends run() after the present turn. From the World's thread (also in a signal callback of on_signals); others post it.
  void stop();

  /// Calls back from the loop when one of the signals comes (they are blocked in this thread from now on; start threads later).
  Io<Nothing> on_signals(std::vector<int> signals, std::function<void(int signal)> callback);
  /// Calls back while the descriptor (owned by the caller, non-blocking) is ready.
  Io<std::unique_ptr<Watch>> watch(int fd, std::function<void(Ready)> callback);
  Remote remote();
  /// Once, when the work of this turn is done and what was written goes out.
  void at_turn_end(std::function<void()> action);

  void set_log_level(Severity level);
  const IoCounters& counters() const;
  /// "kernel", "usrsctp over IP", "usrsctp over UDP 9899": what open_sctp() uses or would use; empty if nothing works.
  std::string sctp_transport();

  // ---- World
  Instant now() const override;
  WallTime wall() const override;
  TimerId at(Instant when, std::function<void()> action) override;
  void cancel(TimerId id) override;
  void random(std::span<std::uint8_t> out) override;
  Io<std::unique_ptr<UdpSocket>> open_udp(const Endpoint& local, UdpSocket::Receive receive) override;
  Io<std::unique_ptr<SctpSocket>> open_sctp(const SctpOptions& options, SctpEvents& events) override;
  /// Needs /dev/net/tun and CAP_NET_ADMIN in the network namespace concerned; errors say which is missing.
  Io<std::unique_ptr<TunDevice>> open_tun(const TunOptions& options, TunDevice::Receive receive) override;
  Io<Bytes> read_file(const std::string& path) override;
  Io<Nothing> write_file(const std::string& path, ByteView content, unsigned mode = 0644) override;
  void log(Severity severity, std::string_view room, std::string_view text) override;

 private:
  struct Parts;
  explicit RealWorld(RealWorldOptions options);
  Io<Nothing> start_sctp();
  std::unique_ptr<Parts> parts_;
};

}  // namespace pellucid

#pragma once
// SimWorld: a whole network of hosts in one thread from one seed. Virtual time, one event queue in a fixed order, UDP, SCTP and
// TUN between nodes, files in memory, faults on command. The same seed and the same calls give the same run: compare digest().
//
//   sim::SimWorld world(seed);
//   auto& amf_host = world.node("amf");                 // a World of its own
//   auto& gnb_host = world.node("gnb1");
//   Amf amf(amf_host, ...);  Gnb gnb(gnb_host, ...);
//   ASSERT_TRUE(world.run_until([&] { return gnb.ready(); }, 10s)) << world.log_text();
//   amf_host.crash(); amf.reset(); world.run_for(2s); amf_host.restart(); ...
//
// A SimWorld is itself a World (its node "main") for tests that need only one host. It must outlive what was opened in it.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world.hpp"
#include "sim/network.hpp"

namespace pellucid::sim {

class SimWorld;

/// A node's disk: what write_file() wrote, and the faults to come. Survives crashes.
struct Disk {
  struct File {
    Bytes content;
    unsigned mode = 0644;
  };
  std::map<std::string, File> files;
  bool full = false;                 // writes fail with ENOSPC; the old content stays
  bool broken = false;               // every read and write fails with EIO
  std::set<std::string> unreadable;  // reads of these fail with EIO
  std::uint64_t writes = 0;          // that succeeded
};

/// The far side of a TUN device that a node has opened.
class TunPort {
 public:
  virtual ~TunPort() = default;
  /// A packet that the operating system routes into the device: the node's receive callback gets it in the next event.
  virtual void inject(ByteView packet) = 0;
  /// Hears the packets that the node sends into its operating system.
  virtual void on_packet(std::function<void(ByteView packet)> hook) = 0;
  virtual const TunOptions& options() const = 0;
  virtual std::uint64_t packets_out() const = 0;
  virtual bool open() const = 0;
};

struct LogLine {
  Instant when;
  std::string node, room, text;
  Severity severity = Severity::info;
};

/// One host. Addresses: whatever its sockets are bound to, and `address()` for sockets that are bound to none.
class Node final : public World {
 public:
  const std::string& name() const;
  bool is_up() const;
  /// As kill -9 and power off: timers and sockets vanish without a word. What still stands on this node may be destroyed later;
  /// until restart() it can open nothing and hears nothing.
  void crash();
  void restart();
  IpAddress address() const;  // "10.99.x.y" unless set
  void set_address(const IpAddress& address);
  /// Wall clock: an offset to virtual time, which may step either way.
  void step_wall(Duration by);
  void set_wall(WallTime to);
  Disk& disk();
  /// The far side of the device of that name, or nullptr.
  TunPort* tun(std::string_view device);
  std::size_t open_sockets() const;
  std::size_t pending_timers() const;

  Instant now() const override;
  WallTime wall() const override;
  TimerId at(Instant when, std::function<void()> action) override;
  void cancel(TimerId id) override;
  void random(std::span<std::uint8_t> out) override;
  Io<std::unique_ptr<UdpSocket>> open_udp(const Endpoint& local, UdpSocket::Receive receive) override;
  Io<std::unique_ptr<SctpSocket>> open_sctp(const SctpOptions& options, SctpEvents& events) override;
  Io<std::unique_ptr<TunDevice>> open_tun(const TunOptions& options, TunDevice::Receive receive) override;
  Io<Bytes> read_file(const std::string& path) override;
  Io<Nothing> write_file(const std::string& path, ByteView content, unsigned mode = 0644) override;
  void log(Severity severity, std::string_view room, std::string_view text) override;

  struct Parts;
  Node(SimWorld& world, std::string name, std::uint32_t number);
  ~Node() override;

 private:
  friend class SimWorld;
  friend class Network;
  std::unique_ptr<Parts> parts_;
};

class SimWorld final : public World {
 public:
  explicit SimWorld(std::uint64_t seed = 1);
  ~SimWorld() override;
  std::uint64_t seed() const;
  /// The host of that name; made at its first mention, up.
  Node& node(std::string_view name);
  Network& network();

  // ---- running
  /// Exactly that much virtual time passes.
  void run_for(Duration time);
  /// Until `done()` (asked after each event) or the time is over; returns done().
  bool run_until(const std::function<bool()>& done, Duration limit);
  /// Until nothing is left to happen; false if the time was over first.
  bool run_until_idle(Duration limit = std::chrono::hours(1));
  /// The next event; false if there is none.
  bool step();

  // ---- what happened
  std::uint64_t events() const;
  /// Of every delivery so far (time, kind, ends, octets) and every log line: equal runs have equal digests.
  std::uint64_t digest() const;
  std::vector<LogLine> log_lines() const;
  /// The last lines, with virtual times, for failing tests; starts with the seed.
  std::string log_text(std::size_t last = 60) const;
  void set_log_level(Severity level);     // default info
  void set_log_limit(std::size_t lines);  // default 2000
  void echo_log(bool on);                 // to stderr as well
  /// An even random number below `limit` from the seed, for tests that choose.
  std::uint64_t choose(std::uint64_t limit);

  // ---- World: the node "main"
  Instant now() const override;
  WallTime wall() const override;
  TimerId at(Instant when, std::function<void()> action) override;
  void cancel(TimerId id) override;
  void random(std::span<std::uint8_t> out) override;
  Io<std::unique_ptr<UdpSocket>> open_udp(const Endpoint& local, UdpSocket::Receive receive) override;
  Io<std::unique_ptr<SctpSocket>> open_sctp(const SctpOptions& options, SctpEvents& events) override;
  Io<std::unique_ptr<TunDevice>> open_tun(const TunOptions& options, TunDevice::Receive receive) override;
  Io<Bytes> read_file(const std::string& path) override;
  Io<Nothing> write_file(const std::string& path, ByteView content, unsigned mode = 0644) override;
  void log(Severity severity, std::string_view room, std::string_view text) override;

  struct Parts;

 private:
  friend class Node;
  friend class Network;
  std::unique_ptr<Parts> parts_;
};

}  // namespace pellucid::sim

#pragma once
// SctpWire: SCTP packets under usrsctp. It owns one raw (IP protocol 132) or UDP (RFC 6951) socket a local address, shared by all
// SctpSockets of the process, and
//  - hands up only packets for ports that are ours (a raw socket hears everything for its address, other processes' too),
//    with a right checksum; nothing else is ever answered;
//  - names a pair of local and remote address by a PathId, the opaque address that usrsctp works with. It is a number, never a
//    pointer: it travels in state cookies, and may come back when the path is long forgotten;
//  - gives each socket a port number of its own inside the process, so that two sockets may have the same port on different
//    addresses; the numbers in packets are exchanged on the way.
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/loop.hpp"

namespace pellucid {

using PathId = std::uint64_t;  // 0 is none

class SctpWire {
 public:
  static constexpr std::size_t max_idle_paths = 1024;      // of peers without an association: the oldest go
  static constexpr std::size_t max_tags = 4096;            // remembered for multi-homed peers
  static constexpr std::size_t max_queued_packets = 8192;  // to a local address's socket that is full

  /// Who gets the packets.
  class Up {
   public:
    virtual void path_made(PathId path) = 0;
    virtual void path_gone(PathId path) = 0;
    /// Ports are the ones inside; the checksum was right.
    virtual void packet_in(PathId path, ByteView packet) = 0;
    /// After each batch.
    virtual void packets_done() = 0;

   protected:
    ~Up() = default;
  };

  SctpWire(World& world, Loop& loop, std::uint16_t udp_port, Up& up);
  ~SctpWire();

  /// Takes a port (0: any) on each of the addresses; EADDRINUSE if it is another socket's, also one of another of our processes.
  struct Port {
    std::uint16_t inside = 0;
    Endpoint local;  // the first address, with the real port
  };
  Io<Port> take_port(const Endpoint& local, const std::vector<IpAddress>& also);
  void give_back_port(std::uint16_t inside);

  /// The path from a port of ours to a peer; chooses the local address if the port is on a wildcard. Held until released.
  Io<PathId> path_to(std::uint16_t inside, const Endpoint& remote);
  void hold(PathId path);
  void release(PathId path);
  /// The peer's address; none for a path that is gone.
  IpAddress remote(PathId path) const;

  /// Queues a packet; goes out at the end of the turn, perhaps together with others. False if the path is gone or the queue is full.
  bool packet_out(PathId path, ByteView packet);
  std::size_t paths() const { return paths_.size(); }

 private:
  struct Local;
  struct Path {
    IpAddress local, remote;
    std::uint16_t udp_port = 0;
    std::shared_ptr<Local> via;
    std::size_t holders = 0;
    std::list<PathId>::iterator idle{};  // if nobody holds it
    struct Last {
      std::uint64_t writes = ~std::uint64_t(0);
      std::size_t packet = 0;
    };
    Last last{};  // the packet queued last: behind how many writings, which one
  };
  struct PathKey {
    IpAddress local, remote;
    std::uint16_t udp_port = 0;
    bool operator==(const PathKey&) const = default;
  };
  struct PathKeyHash {
    std::size_t operator()(const PathKey& key) const {
      return (std::hash<IpAddress>{}(key.local) * 31 + std::hash<IpAddress>{}(key.remote)) * 31 + key.udp_port;
    }
  };
  struct Taken {
    std::vector<IpAddress> addresses;
    std::uint16_t outside = 0;
    std::vector<FileDescriptor> locks;
  };

  Io<std::shared_ptr<Local>> local(const IpAddress& address);
  Io<Port> try_port(const std::vector<IpAddress>& addresses, std::uint16_t port);
  PathId path_between(const PathKey& key, const std::shared_ptr<Local>& via);
  void drop_idle(std::list<PathId>::iterator which);
  void datagram(const std::shared_ptr<Local>& via, int index);
  void packet(const std::shared_ptr<Local>& via, const PathKey& key, ByteView packet);
  std::uint16_t inside_port(const Local& via, const IpAddress& destination, std::uint16_t port) const;

  World& world_;
  Loop& loop_;
  std::uint16_t udp_port_;
  Up& up_;
  std::unordered_map<IpAddress, std::shared_ptr<Local>> locals_;
  std::unordered_map<Endpoint, std::uint16_t> inside_;
  std::unordered_map<std::uint16_t, Taken> taken_;
  std::uint16_t last_inside_ = 0;
  std::unordered_map<PathId, Path> paths_;
  std::unordered_map<PathKey, PathId, PathKeyHash> path_ids_;
  std::list<PathId> idle_;  // oldest first
  PathId last_path_ = 0;
  struct Tag {
    PathId path = 0;
    std::uint16_t inside = 0;
  };
  std::unordered_map<std::uint32_t, Tag> tags_;  // our verification tags of associations in the making and after
  std::list<std::uint32_t> tag_order_;
  Bytes room_;
};

}  // namespace pellucid

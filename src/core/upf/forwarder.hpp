#pragma once
// The forwarding core: one packet in, one verdict out. No sockets, no clock, no threads: whoever owns it (threaded_path.cpp,
// inline_path.cpp) brings packets and time, and sends what the verdict says. Owned by one thread.
//
// Which base station may send into a tunnel: TS 29.281 allows any source address, and so do we unless UpfConfig::strict_peers says
// that uplink must come from an address that the session's downlink goes to.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <unordered_set>
#include <vector>

#include "base/ids.hpp"
#include "core/upf/address_index.hpp"
#include "core/upf/config.hpp"
#include "core/upf/counters.hpp"
#include "core/upf/cut.hpp"
#include "core/upf/data_path.hpp"
#include "core/upf/session.hpp"
#include "link/gtpu/signalling.hpp"
#include "wire/gtpu/fast_path.hpp"

namespace pellucid::upf {

constexpr std::size_t max_outer_header = gtpu::gpdu_header_octets;

/// The GTP-U header of a packet that leaves.
struct Outer {
  IpAddress peer;
  Teid teid;
  bool mark = false;  // with PDU session container
  Qfi qfi;
  bool rqi = false;
  gtpu::Direction direction = gtpu::Direction::downlink;

  std::size_t size() const { return mark ? 16 : 8; }
  /// Writes size() octets for a payload of that many.
  void write(std::uint8_t* out, std::size_t payload_octets) const;
};

/// What is to be done with a packet by whoever brought it.
struct Verdict {
  enum class Kind : std::uint8_t { done, to_network, to_tunnel };
  Kind kind = Kind::done;      // done: dropped, buffered, answered; and counted
  std::uint8_t dnn = 0;        // to_network
  IpView ip;                   // from a tunnel: the inner packet, a view into the datagram
  Outer outer;                 // to_tunnel
  std::uint32_t segments = 1;  // from the network: how many of the cut's segments pass, from the first on
};

/// What the forwarder sends by itself: answers, end markers, buffered packets; and what it tells the control thread.
class ForwarderOutput {
 public:
  virtual void to_peer(const Endpoint& to, ByteView datagram) = 0;  // from N3, port 2152
  virtual void to_network(std::uint8_t dnn, ByteView packet) = 0;
  /// False: the queue to the control thread is full; the forwarder tries again with the next packet.
  virtual bool tell(const DownlinkData& event) = 0;
  virtual bool tell(const TunnelUnknown& event) = 0;
  virtual bool tell(const VolumeReached& event) = 0;

 protected:
  ~ForwarderOutput() = default;
};

class Forwarder {
 public:
  Forwarder(const UpfConfig& config, Counters& counters, ForwarderOutput& output);

  void install(std::uint32_t slot, std::unique_ptr<Session> session, std::uint64_t now_ns);
  void remove(std::uint32_t slot);
  /// A datagram that came to N3, port 2152, at our address `to`.
  Verdict from_tunnel(const Endpoint& from, const IpAddress& to, ByteView datagram, std::uint64_t now_ns);
  /// A packet, or a super packet, that came from the data network.
  Verdict from_network(std::uint8_t dnn, const Cut& cut, std::uint64_t now_ns);
  /// About once a second: old buffered packets go, and those whose rule was armed anew, because a report was lost or the SMF has
  /// restarted, are reported again.
  void tick(std::uint64_t now_ns);
  const Session* session(std::uint32_t slot) const { return slot < sessions_.size() ? sessions_[slot].get() : nullptr; }
  std::uint64_t buffered_octets() const { return buffered_octets_; }

 private:
  struct TeidEntry {
    std::uint32_t teid, slot;
  };
  struct Freed {
    void operator()(void* p) const { std::free(p); }
  };
  Session* by_teid(Teid teid) const;
  Session* by_address(std::uint8_t dnn, const IpView& ip) const;
  void enlist(const Session& session);
  void delist(const Session& session);
  /// How many of the segments pass the QERs; takes their tokens and counts the rest as dropped.
  std::uint32_t police(Session& session, const CompiledPdr& pdr, bool uplink, std::uint32_t count, std::uint32_t octets,
                       std::uint64_t now_ns);
  void measure(Session& session, const CompiledPdr& pdr, bool uplink, std::uint32_t packets, std::uint64_t octets);
  void buffer(Session& session, const CompiledPdr& pdr, Bytes packet, bool uplink, std::uint64_t now_ns);
  void notify(Session& session, const CompiledPdr& pdr, CompiledFar& far, std::uint8_t dscp);
  void notify_held(Session& session);
  void inherit(Session& now, Session& before);
  void flush(Session& session);
  void drop_oldest(Session& session, Count reason);
  void send(const Outer& outer, ByteView packet);
  void discard_buffer(Session& session, Count reason);
  void advertise(Session& session, std::uint64_t now_ns);
  bool peer_allowed(const Session& session, const IpAddress& from) const;
  void signalling(const Endpoint& from, const IpAddress& to, ByteView datagram, std::uint64_t now_ns);
  void unknown_tunnel(const Endpoint& from, const IpAddress& to, Teid teid, std::uint64_t now_ns);
  void end_marker(const Session& session, Teid teid);
  Verdict uplink_packet(Session& session, const gtpu::GpduView& gpdu, std::uint64_t now_ns);

  const UpfConfig* config_;
  Counters* counters_;
  ForwarderOutput* output_;
  std::vector<std::unique_ptr<Session>> sessions_;  // by slot; 0 is nobody
  std::unique_ptr<TeidEntry[], Freed> teids_;       // by index in the TEID; untouched pages cost nothing
  std::vector<AddressIndex> ipv4_, ipv6_;           // by data network
  std::unordered_set<std::uint32_t> buffering_;     // slots with buffered packets
  std::uint64_t buffered_octets_ = 0;
  gtpu::Signalling signalling_;
};

}  // namespace pellucid::upf

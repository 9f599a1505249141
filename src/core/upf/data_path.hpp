#pragma once
// DataPath: the boundary between the control thread, which knows PFCP, and whatever moves the packets. The control thread hands
// over compiled sessions (forwarder.hpp) and hears events; nothing else crosses.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/ids.hpp"
#include "core/upf/config.hpp"
#include "core/upf/counters.hpp"
#include "runtime/world.hpp"

namespace pellucid {
class RealWorld;
}

namespace pellucid::upf {

struct Session;  // compiled, see session.hpp

/// First downlink packet of a QoS flow for a FAR that buffers and notifies (TS 29.244 §5.2.3.1).
struct DownlinkData {
  Seid seid;
  std::uint16_t pdr = 0;
  Qfi qfi;
  std::uint8_t dscp = 0;  // of the packet, for paging policy differentiation
};
/// A base station does not know the TEID that we send to (TS 29.244 §5.10).
struct TunnelUnknown {
  IpAddress from;  // who says so
  IpAddress peer;  // address in the message
  Teid teid;
};
/// A usage reporting rule reached the volume it was armed for.
struct VolumeReached {
  Seid seid;
  std::uint32_t urr = 0;
};

class PathEvents {
 public:
  virtual void downlink_data(const DownlinkData& event) = 0;
  virtual void tunnel_unknown(const TunnelUnknown& event) = 0;
  virtual void volume_reached(const VolumeReached& event) = 0;

 protected:
  ~PathEvents() = default;
};

class DataPath {
 public:
  virtual ~DataPath() = default;
  /// Events come from now on, on the World's thread, never from inside a call of this interface.
  virtual void start(PathEvents& events) = 0;
  /// May another install or remove be handed over? If not, the caller answers with congestion.
  virtual bool has_room() const = 0;
  /// The session takes effect in that slot, replacing what is there and taking over its buffered packets and rate state.
  /// `done` comes, on the World's thread and in the order of the calls, once no packet is handled by the old rules any more.
  virtual void install(std::uint32_t slot, std::unique_ptr<Session> session, std::function<void()> done) = 0;
  /// Empties the slot; buffered packets are discarded.
  virtual void remove(std::uint32_t slot, std::function<void()> done) = 0;
  virtual const Counters& counters() const = 0;
  /// CPU time that threads of the path's own have used; 0 if it has none.
  virtual std::uint64_t cpu_time_ns() const { return 0; }
  /// "threads: TUN upf0 with TSO and USO, UDP with GRO and GSO" or "inline", for the log.
  virtual std::string text() const = 0;
};

/// In the World's own thread, through World::open_udp and World::open_tun: for the simulated World and for tests.
Io<std::unique_ptr<DataPath>> inline_path(World& world, const UpfConfig& config);
/// The real one: its own thread and sockets, batches and segmentation offload. Needs CAP_NET_ADMIN for the TUN devices, which live
/// as long as the path.
Io<std::unique_ptr<DataPath>> threaded_path(RealWorld& world, const UpfConfig& config);

}  // namespace pellucid::upf

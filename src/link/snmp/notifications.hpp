#pragma once
// Notifications: traps (v1, v2c, v3) and informs on a UDP port, each a hint that something happened at an address, and nothing more:
// whoever can send a datagram can send one, so nothing is ever taken from it. v3 ones are not deciphered. Informs of v2c are acknowledged
// where the hint was welcome (RFC 3416 §4.2.7); those of v3 are not: the sender goes on until it gives up, and each try is a hint again.
#include <functional>
#include <memory>
#include <string>

#include "runtime/world.hpp"
#include "wire/snmp/message.hpp"

namespace pellucid::snmp {

struct Hint {
  Endpoint from;
  Oid notification;  // snmpTrapOID.0; empty if it cannot be read
};

struct NotificationCounters {
  std::uint64_t hints = 0, malformed = 0, acknowledged = 0;
};

class Notifications {
 public:
  /// Whether the hint is welcome: from a device that we know, and not too often.
  using Heard = std::function<bool(const Hint&)>;
  static Io<std::unique_ptr<Notifications>> open(World& world, const Endpoint& local, Heard heard);
  Notifications(const Notifications&) = delete;
  Notifications& operator=(const Notifications&) = delete;
  const NotificationCounters& counters() const { return counters_; }
  Endpoint local() const { return socket_->local(); }

 private:
  explicit Notifications(Heard heard) : heard_(std::move(heard)) {}
  void receive(const Endpoint& from, ByteView datagram);
  Heard heard_;
  NotificationCounters counters_;
  std::unique_ptr<UdpSocket> socket_;
};

}  // namespace pellucid::snmp

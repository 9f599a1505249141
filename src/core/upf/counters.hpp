#pragma once
// What the data path counts. One thread writes, any thread reads: relaxed atomics, no read-modify-write.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace pellucid::upf {

/// Every packet that enters is counted once as forwarded, buffered, consumed (GTP-U signalling, router solicitation) or under one of
/// the drop reasons; a buffered one again as flushed or dropped when it leaves the buffer.
enum class Count : std::uint8_t {
  uplink_packets,    // forwarded to the data network; inner IP packets, after cutting and before joining
  uplink_octets,     // inner IP octets
  downlink_packets,  // forwarded to a base station
  downlink_octets,
  relayed_packets,   // tunnel to tunnel (indirect forwarding, towards the SMF)
  buffered_packets,  // put aside for a phone that is paged
  flushed_packets,   // of these, sent later
  echo_requests,     // answered
  error_indications_in,
  error_indications_out,
  end_markers_in,
  end_markers_out,
  extension_notifications_out,  // Supported Extension Headers Notification
  router_advertisements,
  no_container,  // uplink packets without PDU session container: default flow (not a drop)
  // drops
  drop_malformed_gtpu,   // header or extension headers do not hold together
  drop_unknown_message,  // GTP-U message type that has no meaning here
  drop_unknown_teid,
  drop_wrong_peer,         // strict mode: not from the base station that the downlink goes to
  drop_unknown_extension,  // an extension header that the receiver must understand
  drop_malformed_ip,       // inner packet too short, wrong version, length beyond the datagram
  drop_spoofed,            // uplink source address is not the session's
  drop_link_local,         // uplink packet for the link only (neighbour discovery, multicast listener reports)
  drop_no_rule,            // no PDR matches
  drop_no_session,         // downlink address belongs to nobody
  drop_rule,               // the FAR says drop
  drop_no_tunnel,          // the FAR says forward, but not where to
  drop_gate,               // a QER's gate is closed
  drop_rate,               // beyond the maximum bit rate
  drop_buffer_full,        // oldest buffered packet gives way to the newest, or total limit reached
  drop_buffer_aged,
  drop_buffer_discarded,  // DROBU, session deleted, or FAR changed to drop
  drop_send_failed,       // the operating system would not take it
  drop_event_queue,       // not a packet: an event for the control thread that found its queue full (it comes again)
  last
};
constexpr std::size_t counts = std::size_t(Count::last);
/// "uplink_packets", for metrics.
std::string_view name(Count count);
/// Is it a reason why packets were lost?
constexpr bool is_drop(Count count) { return count >= Count::drop_malformed_gtpu && count < Count::last; }

/// A number that one thread counts up.
class Tally {
 public:
  void add(std::uint64_t n) { value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Counters {
 public:
  void add(Count count, std::uint64_t n = 1) { tallies_[std::size_t(count)].add(n); }
  std::uint64_t operator[](Count count) const { return tallies_[std::size_t(count)].value(); }
  std::uint64_t drops() const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < counts; ++i)
      if (is_drop(Count(i))) sum += tallies_[i].value();
    return sum;
  }

 private:
  std::array<Tally, counts> tallies_;
};

/// Volumes of a session or of a usage reporting rule: inner IP octets and packets (TS 29.244 §8.2.44).
struct Volume {
  Tally uplink_octets, downlink_octets, uplink_packets, downlink_packets;
};

}  // namespace pellucid::upf

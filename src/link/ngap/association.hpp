#pragma once
// NGAP over SCTP (TS 38.412, TS 38.413): what the AMF and a base station share. One object owns an SctpSocket and all its
// associations; it decodes, answers what is wrong with a PDU by the standard's rules, chooses streams, counts and traces. What is
// well-formed goes to the Receiver.
//
//   struct Node : ngap::Receiver { ... };
//   ngap::Associations n2(world, node, {.role = ngap::Role::gnb, .name = "gnb1"});
//   auto open = n2.open({.local = address});                 // .listen = true for the AMF
//   auto id = n2.connect(amf_address);                       // node.association_up(id, ...) follows, or association_down
//   n2.send(*id, ngap::NgSetupRequest{...});                 // the stream is chosen from the message
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/trace.hpp"
#include "runtime/world.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::ngap {

inline constexpr std::uint32_t ppid = 60;             // TS 38.412 §7
inline constexpr std::uint16_t default_port = 38412;  // TS 38.412 §7

/// Which end we are: it decides by which id a UE's messages choose their stream.
enum class Role : std::uint8_t { amf, gnb };

struct AssociationCounters {
  std::uint64_t received = 0, received_octets = 0;
  std::uint64_t sent = 0, sent_octets = 0;
  std::uint64_t send_refused = 0;              // the transport took no more, or the association was gone
  std::uint64_t transfer_syntax_errors = 0;    // octets that do not decode (TS 38.413 §10.2)
  std::uint64_t abstract_syntax_errors = 0;    // something unknown, missing or out of order (§10.3)
  std::uint64_t logical_errors = 0;            // well-formed, but wrong for the state (§10.4), wrong UE ids (§10.6)
  std::uint64_t not_supported = 0;             // unknown procedures, whatever their criticality
  std::uint64_t ignored = 0;                   // of all these, those that get no answer by their criticality
  std::uint64_t unusable_responses = 0;        // handled locally
  std::uint64_t wrong_ppid = 0, too_long = 0;  // dropped unread
  std::uint64_t unexpected_stream = 0;         // UE-associated on stream 0 or the other way round: accepted
  std::uint64_t error_indications_sent = 0, error_indications_received = 0;
  AssociationCounters& operator+=(const AssociationCounters& other);
};

/// Hears of associations and of the PDUs that are fit to be acted upon. Calls come from the event loop, never from inside a call
/// that the Receiver makes.
class Receiver {
 public:
  virtual void association_up(AssociationId id, const SctpPeer& peer) = 0;
  /// Gone for whatever reason, also when we cut it off because of what it sent; nothing more comes from it.
  virtual void association_down(AssociationId id, std::string_view why) = 0;
  /// The peer has restarted: it knows nothing any more (RFC 9260 §5.2.2). The association itself stands.
  virtual void association_restarted(AssociationId id) = 0;
  /// A PDU to act upon. What was wrong but does not forbid that is in `received.diagnostics`: a response reports it with
  /// for_response(); for procedures without response it is reported already. The Receiver may take the message out.
  virtual void received(AssociationId id, Received& received) = 0;
  /// A response or failure that must not be acted upon (§10.3): the procedure counts as unsuccessful.
  virtual void unusable(AssociationId id, const Received& received) = 0;

 protected:
  ~Receiver() = default;
};

struct AssociationOptions {
  Role role = Role::amf;
  std::string name = "amf";  // our name in traces and the log
  std::size_t max_message_octets = 256 * 1024;
  unsigned max_faults = 200;  // PDUs with errors in one window; one more and the association is cut off
  Duration fault_window = std::chrono::seconds(10);
  Tracer* tracer = nullptr;
};

class Associations final : private SctpEvents {
 public:
  Associations(World& world, Receiver& receiver, AssociationOptions options);
  Associations(const Associations&) = delete;
  Associations& operator=(const Associations&) = delete;
  ~Associations();

  Io<Nothing> open(const SctpOptions& options);
  bool is_open() const { return socket_ != nullptr; }
  Io<AssociationId> connect(const Endpoint& remote);
  Endpoint local() const;
  std::string transport() const;

  /// Encodes and sends on the stream that the message belongs to: stream 0 for what concerns the interface, one other stream for
  /// all messages of a UE. False: the association is gone or takes no more (counted).
  template <StructuredMessage M>
  bool send(AssociationId id, const M& message) {
    return send_octets(id, key_of(message), encode(message));
  }
  bool send(AssociationId id, const Pdu& pdu);
  /// An Error Indication about a PDU that is wrong for the state or names a UE wrongly; nothing if that PDU is one itself (§10.5).
  void complain(AssociationId id, const Pdu& about, Cause cause);
  /// Graceful end; association_down follows.
  void shutdown(AssociationId id);
  /// At once; association_down does not follow.
  void abort(AssociationId id);

  bool up(AssociationId id) const { return peers_.contains(id); }
  const SctpPeer* peer(AssociationId id) const;
  /// How the peer is called in traces from now on ("gnb1").
  void set_peer_name(AssociationId id, std::string name);
  const AssociationCounters* counters(AssociationId id) const;
  /// Of all associations that ever were.
  AssociationCounters total() const;
  std::size_t size() const { return peers_.size(); }

 private:
  struct Peer {
    SctpPeer sctp;
    std::string name;
    AssociationCounters counters;
    unsigned faults = 0;
    Instant window_start{};
  };

  void sctp_up(AssociationId id, const SctpPeer& peer) override;
  void sctp_message(AssociationId id, std::uint16_t stream, std::uint32_t ppid_of_message, ByteView message) override;
  void sctp_down(AssociationId id, std::string_view why) override;
  void sctp_restarted(AssociationId id) override;

  /// The UE's number among those of our own making, nothing for the interface's messages.
  template <class M>
  std::optional<std::uint64_t> key_of(const M& m) const;
  std::optional<std::uint64_t> key_of(const Pdu& pdu) const;
  bool send_octets(AssociationId id, std::optional<std::uint64_t> ue, const Bytes& octets);
  void send_error(AssociationId id, const ErrorIndication& error);
  void handle(AssociationId id, Received& received);
  bool too_many_faults(Peer& peer);
  void cut_off(AssociationId id, Peer& peer, std::string_view what);
  /// Counts one fault; cuts the peer off when there are too many. False: it is gone.
  bool fault(AssociationId id, Peer& peer, std::string_view what);
  void trace(const Peer& peer, bool outgoing, ByteView octets) const;

  World& world_;
  Receiver& receiver_;
  AssociationOptions options_;
  std::unique_ptr<SctpSocket> socket_;
  std::unordered_map<AssociationId, Peer> peers_;
  AssociationCounters past_;  // of associations that are gone
  std::vector<AssociationId> offenders_;
  Timer cut_;
};

template <class M>
std::optional<std::uint64_t> Associations::key_of(const M& m) const {
  auto number = []<class Id>(const Id& id) -> std::optional<std::uint64_t> {
    if constexpr (requires { id.has_value(); })
      return id ? std::optional<std::uint64_t>(id->value()) : std::nullopt;
    else
      return id.value();
  };
  if (options_.role == Role::gnb) {
    if constexpr (requires { m.ran_id; }) return number(m.ran_id);
    if constexpr (requires { m.ids; }) return number(m.ids.ran);
  } else {
    if constexpr (requires { m.amf_id; }) return number(m.amf_id);
    if constexpr (requires { m.ids; }) return number(m.ids.amf);
  }
  return {};
}

}  // namespace pellucid::ngap

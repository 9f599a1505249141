#pragma once
// A PFCP entity (TS 29.244): one UDP socket for both roles, requests with retransmission, answers replayed for repeated
// requests, associations, heartbeats, restarts. SMF and UPF are a Handler each.
//
//   struct Upf : pfcp::Handler {
//     void establish(pfcp::Incoming in, pfcp::SessionEstablishmentRequest request) override {
//       in.answer(response, request.cp_f_seid.seid);                      // now or later; what is not overridden answers 76
//     }
//   };
//   pfcp::Node node(world, handler, {.local = {address, 8805}, .up_features = features, .name = "upf"});
//   auto open = node.open();
//
//   node.associate(upf_address);                                          // SMF: set up, and again whenever it is lost
//   node.request(upf_address, up_seid, modification, [](auto answer) { if (answer.ok()) ... });
//   auto response = co_await node.ask(upf_address, up_seid, modification);  // in a Procedure; Failure is its error
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "link/pfcp/exchange.hpp"
#include "runtime/procedure.hpp"
#include "runtime/trace.hpp"

namespace pellucid::pfcp {

namespace detail {
template <class M>
struct ResponseTo;
#define PELLUCID_ANSWERED_BY(Request, Response) \
  template <>                                   \
  struct ResponseTo<Request> {                  \
    using Type = Response;                      \
  }
PELLUCID_ANSWERED_BY(HeartbeatRequest, HeartbeatResponse);
PELLUCID_ANSWERED_BY(PfdManagementRequest, PfdManagementResponse);
PELLUCID_ANSWERED_BY(AssociationSetupRequest, AssociationSetupResponse);
PELLUCID_ANSWERED_BY(AssociationUpdateRequest, AssociationUpdateResponse);
PELLUCID_ANSWERED_BY(AssociationReleaseRequest, AssociationReleaseResponse);
PELLUCID_ANSWERED_BY(NodeReportRequest, NodeReportResponse);
PELLUCID_ANSWERED_BY(SessionSetDeletionRequest, SessionSetDeletionResponse);
PELLUCID_ANSWERED_BY(SessionSetModificationRequest, SessionSetModificationResponse);
PELLUCID_ANSWERED_BY(SessionEstablishmentRequest, SessionEstablishmentResponse);
PELLUCID_ANSWERED_BY(SessionModificationRequest, SessionModificationResponse);
PELLUCID_ANSWERED_BY(SessionDeletionRequest, SessionDeletionResponse);
PELLUCID_ANSWERED_BY(SessionReportRequest, SessionReportResponse);
#undef PELLUCID_ANSWERED_BY
}  // namespace detail

template <class M>
using ResponseTo = typename detail::ResponseTo<M>::Type;
template <class M>
using Answered = Result<ResponseTo<M>, Failure>;

class Node;

struct Association {
  enum class State : std::uint8_t { idle, setting_up, up, path_failed };
  Endpoint peer;  // where our requests go
  State state = State::idle;
  NodeId node_id;
  std::optional<NtpTime> recovery_time_stamp;  // from the first heartbeat on (§7.4.4.1: not from the setup)
  std::optional<UpFunctionFeatures> up_features;
  std::optional<CpFunctionFeatures> cp_features;
  Instant since{};  // of the present state
  bool established() const { return state == State::up || state == State::path_failed; }
};
const char* text(Association::State state);

/// Why the peer's sessions with us are gone.
enum class Loss : std::uint8_t {
  released,   // by an Association Release
  replaced,   // by a new setup from the same node, which asked for no retention
  restarted,  // a newer recovery time stamp in a heartbeat
  forgotten,  // a peer that we associate() with answered a request with Cause 72
};
const char* text(Loss loss);

/// A request of a peer, to be answered once. May be kept; outliving the Node does no harm.
class Incoming {
 public:
  const Endpoint& from() const { return key_.from; }
  const Header& header() const { return header_; }
  /// Our session that a session message is about.
  Seid seid() const { return header_.seid; }
  /// `peer_seid`: SEID for the header of a session message's answer, 0 if the session is not known (§7.2.2.4.2).
  /// Only the first answer counts, and none after N1 times T1: the peer has given up by then.
  template <class R>
  void answer(const R& response, Seid peer_seid = {}) const {
    Header header;
    header.sequence = header_.sequence;
    header.seid = peer_seid;
    header.priority = header_.priority;
    send(encode(header, response));
  }

 private:
  friend class Node;
  void send(ByteView octets) const;
  std::weak_ptr<Node*> node_;
  AnsweredRequests::Key key_;
  std::uint64_t serial_ = 0;
  Header header_;
};

/// What SMF or UPF make of a peer's messages. Calls come from the event loop, never from inside a call of the Handler's.
/// Requests arrive only from peers with an association; what is not overridden is answered with Cause 76.
class Handler {
 public:
  virtual ~Handler() = default;
  /// A peer asks for an association: the Cause to answer.
  virtual Cause accept(const Endpoint&, const AssociationSetupRequest&) { return Cause::request_accepted; }
  /// We set up with that peer, perhaps again: which of our sessions shall it keep? Nothing: none. Asked from inside associate(), too.
  virtual std::optional<SessionRetentionInformation> keep_sessions(const Endpoint&) { return {}; }
  /// The same node sets up anew and asks to keep its sessions: are they kept?
  virtual bool retain(const Association&, const SessionRetentionInformation&) { return false; }
  virtual void association_up(const Association&) {}
  /// Delete the peer's sessions. A peer that we associate() with is asked again at once.
  virtual void association_lost(const Association&, Loss) {}
  /// The peer answers no heartbeats; its sessions may still be alive. Later path_recovered or association_lost.
  virtual void path_failed(const Association&) {}
  virtual void path_recovered(const Association&) {}
  /// Features are stored and the request is answered already.
  virtual void association_updated(const Association&, const AssociationUpdateRequest&) {}

  virtual void establish(Incoming in, SessionEstablishmentRequest request);
  virtual void modify(Incoming in, SessionModificationRequest request);
  virtual void remove(Incoming in, SessionDeletionRequest request);
  virtual void report(Incoming in, SessionReportRequest request);
  virtual void node_report(Incoming in, NodeReportRequest request);
  virtual void pfd_management(Incoming in, PfdManagementRequest request);
  virtual void delete_set(Incoming in, SessionSetDeletionRequest request);
  virtual void modify_set(Incoming in, SessionSetModificationRequest request);
};

struct NodeOptions {
  Endpoint local{};                                 // port 8805 unless set
  NodeId node_id{};                                 // the local address unless set
  std::optional<UpFunctionFeatures> up_features{};  // announced by a UP function
  std::optional<CpFunctionFeatures> cp_features{};  // announced by a CP function
  Duration t1 = std::chrono::seconds(3);
  unsigned n1 = 4;                                // sendings of a request in all
  Duration heartbeat = std::chrono::seconds(10);  // to each associated peer
  Duration retry = std::chrono::seconds(5);       // between attempts to set an association up
  /// When this entity started; the present wall time unless set. Must not decrease from one start to the next.
  std::optional<NtpTime> started{};
  std::size_t max_peers = 64;
  std::size_t max_outstanding = 8192;  // requests of ours
  std::size_t max_answered = 131'072;  // requests of peers within the time that they may come again: 8,700 a second
  std::string name = "pfcp";           // in traces and the log: "smf", "upf"
  std::string peer_name = "peer";
  Tracer* tracer = nullptr;
};

/// Not to be destroyed from inside its own calls of the Handler or of a `done`.
class Node {
 public:
  Node(World& world, Handler& handler, NodeOptions options);
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  /// Requests that still wait are dropped without a word, as are procedures that ask().
  ~Node();

  Io<Nothing> open();
  const NodeId& node_id() const { return options_.node_id; }
  NtpTime started() const { return started_; }
  Endpoint local() const { return options_.local; }

  /// Keeps an association with that peer: sets it up, tries again without end, and again after the peer restarted.
  void associate(const IpAddress& peer, std::uint16_t port = udp_port);
  /// Ends it: the Association Release goes out, sessions count as lost when it is answered or given up.
  void release(const IpAddress& peer);
  /// Forgets a peer without a message and without association_lost().
  void forget(const IpAddress& peer);
  /// Nothing if there is no association and none wanted.
  const Association* association(const IpAddress& peer) const;
  std::vector<const Association*> associations() const;

  /// Sends a request to an associated peer. `done` comes once, never from inside this call. Session messages need the
  /// peer's SEID (0 for the establishment).
  template <class M>
  void request(const IpAddress& peer, Seid seid, const M& message, std::function<void(Answered<M>)> done) {
    Header header;
    header.seid = seid;
    send_request(
        peer, M::type, ResponseTo<M>::type,
        [&](std::uint32_t sequence) {
          header.sequence = sequence;
          return encode(header, message);
        },
        [done = std::move(done)](Result<Pdu, Failure> answer) {
          if (!answer.ok()) return done(Fail(answer.error()));
          if (auto* response = answer->template get<ResponseTo<M>>()) return done(std::move(*response));
          done(Fail(Failure::malformed));
        });
  }
  /// The same for a Procedure. A cancelled procedure's request still runs to its end, unheard.
  template <class M>
  Procedure<ResponseTo<M>, Failure> ask(IpAddress peer, Seid seid, M message) {
    Answer<Answered<M>> answer;
    auto source = answer.source();
    request<M>(peer, seid, message, [source](Answered<M> outcome) { source.resolve(std::move(outcome)); });
    auto outcome = co_await answer;
    co_return outcome;
  }

  const NodeCounters& counters() const { return counters_; }
  std::size_t outstanding() const { return outstanding_.size(); }

 private:
  friend class Incoming;
  struct Peer;
  using Encode = std::function<Bytes(std::uint32_t sequence)>;
  void send_request(const IpAddress& peer, std::uint8_t type, std::uint8_t response_type, const Encode& encode_with,
                    OutstandingRequests::Done done);
  void transmit(const Endpoint& to, std::uint8_t response_type, const Encode& encode_with, OutstandingRequests::Done done);
  void send(const Endpoint& to, ByteView octets);
  void trace(const Endpoint& source, const Endpoint& target, ByteView octets, bool outgoing) const;

  void receive(const Endpoint& from, ByteView datagram);
  void handle(const Endpoint& from, ByteView octets);
  void handle_request(const Endpoint& from, const Header& header, ByteView octets);
  void handle_response(const Endpoint& from, const Header& header, ByteView octets);
  void answer_heartbeat(const Endpoint& from, const Header& header, ByteView octets);
  /// The response that refuses a request of that type.
  Bytes refusal(const Header& request, Cause cause, std::uint32_t offending_ie = 0) const;
  void dispatch(Incoming in, Pdu pdu);
  void setup_requested(const Incoming& in, const AssociationSetupRequest& request);
  void update_requested(const Incoming& in, const AssociationUpdateRequest& request);
  void release_requested(const Incoming& in, const AssociationReleaseRequest& request);

  Peer* find(const IpAddress& address) const;
  Peer& make_peer(const Endpoint& where);
  void set_up(const IpAddress& address);
  void setup_answered(const IpAddress& address, Result<Pdu, Failure> answer);
  void enter(Peer& peer, Association::State state);
  void start_heartbeats(const IpAddress& address);
  void send_heartbeat(const IpAddress& address);
  void heard(const IpAddress& address, NtpTime time_stamp);
  void heartbeat_answered(const IpAddress& address, std::uint64_t epoch, Result<Pdu, Failure> answer);
  void lose(const IpAddress& address, Loss why);
  void note(const Association& association, std::string_view what);

  World& world_;
  Handler& handler_;
  NodeOptions options_;
  NtpTime started_;
  NodeCounters counters_;
  OutstandingRequests outstanding_;
  AnsweredRequests answered_;
  std::map<IpAddress, std::unique_ptr<Peer>> peers_;
  std::unique_ptr<UdpSocket> socket_;
  std::shared_ptr<Node*> self_;
};

}  // namespace pellucid::pfcp

#pragma once
// One PDU session: its facts, its states (TS 24.501 §6.1.3.3), and the flows that change it, one at a time in the order of the calls.
// The flows stand in procedures/.
#include <list>
#include <memory>
#include <optional>
#include <variant>

#include "core/smf/addresses.hpp"
#include "core/smf/facts.hpp"
#include "core/smf/n1.hpp"
#include "core/smf/n4.hpp"
#include "core/smf/refusal.hpp"
#include "link/pfcp/exchange.hpp"
#include "runtime/procedure.hpp"
#include "wire/ngap/transfers.hpp"

namespace pellucid::smf {

struct Core;
struct Dnn;

// ---- what can be asked of a session besides the AMF's calls --------------------------------------------------------------------

/// The UPF heard that the base station does not know the tunnel (TS 29.281 §7.3.1).
struct ErrorIndicated {
  TunnelEnd tunnel;
};
/// Nobody answered the page: downlink data is dropped for a while.
struct GiveUpPaging {};
/// Downlink data is kept and reported again.
struct ListenAgain {};
/// One of the restorations that may go on at a time; however it ends, the next one may start.
class RestorationTurn {
 public:
  explicit RestorationTurn(Core& core) : core_(&core) {}
  RestorationTurn(RestorationTurn&& other) noexcept : core_(std::exchange(other.core_, nullptr)) {}
  RestorationTurn& operator=(RestorationTurn&& other) noexcept {
    std::swap(core_, other.core_);
    return *this;
  }
  ~RestorationTurn();

 private:
  Core* core_;
};
/// Put the UPF in step with us, or make the session there anew.
struct Restore {
  RestorationTurn turn;
};
struct NewAmbr {
  Ambr ambr;
};
struct ReleaseByNetwork {
  nas::SmCause cause = nas::SmCause::regular_deactivation;
};
using Call = std::variant<CreateSession, UpdateSession, ErrorIndicated, GiveUpPaging, ListenAgain, Restore, NewAmbr, ReleaseByNetwork>;
using Reply = Result<SessionReply, Denied>;
using ReplyTo = Answer<Reply>::Source;

/// A command to the phone that waits for its answer: T3591 or T3592 runs (TS 24.501 §10.3).
struct Command {
  enum class Kind : std::uint8_t { modification, release };
  explicit Command(World& world) : timer(world) {}
  Kind kind = Kind::modification;
  Pti pti;  // 0: started by the network
  Bytes n1;
  bool skip_if_idle = false;
  Delivery delivery = Delivery::sent;
  unsigned sent = 1;
  bool n1_awaited = true, n2_awaited = false;
  std::optional<Ambr> ambr;  // a modification: what the session has when it is complete
  Timer timer;
};

class Session {
 public:
  enum class State : std::uint8_t { establishing, active, modification_pending, inactive_pending };
  enum class UserPlane : std::uint8_t { inactive, paging, activating, active, unreachable };

  Session(Core& core, const Supi& supi, PduSessionId id, Seid seid);
  /// One from before a restart; its UPF has yet to be asked.
  Session(Core& core, Facts facts, Dnn* dnn, AddressPool::Lease ipv4, AddressPool::Lease ipv6);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  const Facts& facts() const { return facts_; }
  State state() const { return state_; }
  bool releasing() const { return state_ == State::inactive_pending; }
  SessionStatus status() const;

  /// Puts a call in line. `reply_to` may be nobody. Refused when too many wait already.
  void call(Call call, ReplyTo reply_to = {});
  /// Local release: whatever runs ends soon without effect, the UPF is told, nobody else. By Core only.
  void leave();
  bool has_left() const { return left_; }
  /// Nothing runs here any more: it may be destroyed.
  bool at_rest() const { return !busy_ && holds_ == 0; }

  // ---- from the UPF
  void downlink_data();
  void used(const std::vector<pfcp::UsageReport>& reports);
  /// The UPF has lost it, or what it has may differ from what we think.
  void doubt(bool missing);
  bool doubted() const { return missing_ || out_of_step_; }
  /// False: it waits for a turn already.
  bool queue_restoration() { return !std::exchange(restoration_queued_, true); }
  bool unqueue_restoration() { return std::exchange(restoration_queued_, false); }
  bool known_to_upf() const { return facts_.upf_seid != Seid(); }
  // ---- from the AMF
  void paging_failed();

 private:
  struct Waiting {
    Call call;
    ReplyTo reply_to;
  };
  // session.cpp
  void next();
  void finished(Reply outcome);
  Procedure<SessionReply, Denied> run(Call call);
  Flow<SessionReply> run_internal(Call call);
  /// Sends by the AMF; calls that come from inside it wait until it is over.
  Delivery transfer(const Bytes& n1, const N2Sm& n2, bool skip_if_idle);
  /// Commands, guards and waiting work in order again after anything has changed.
  void settle();
  void end() { gone_ = true; }
  void remove_from_upf();
  Flow<Nothing> change_n4(pfcp::SessionModificationRequest request);
  Refusal n4_failed(pfcp::Failure failure) const;
  Refusal n4_refused(pfcp::Cause cause, const std::string& what) const;
  void note(ProcedureName procedure, const Refusal& refusal, ByteView answer);
  void keep_record();

  // procedures/establish.cpp
  Procedure<SessionReply, Denied> create(CreateSession request);
  Flow<SessionReply> establish(CreateSession request);
  Flow<SessionReply> establish_existing(CreateSession request);
  Result<nas::PduSessionEstablishmentRequest, Refusal> read_request(const CreateSession& request) const;
  Result<Nothing, Refusal> apply_policy(const CreateSession& request);
  Result<Nothing, Refusal> take_addresses(const SessionPolicy& policy, bool upf_allocates);
  Flow<Nothing> await_own_address(const SessionPolicy& policy);
  Flow<Nothing> establish_n4(n4::Wishes wishes);

  // procedures/update.cpp
  Procedure<SessionReply, Denied> update(UpdateSession update);
  Flow<Nothing> base_station_said(N2Sm n2, SessionReply& reply);

  // procedures/user_plane.cpp
  Flow<Nothing> activate(SessionReply& reply);
  Flow<Nothing> deactivate();
  Flow<Nothing> set_up(ByteView transfer, SessionReply& reply);
  Flow<Nothing> set_up_failed(ByteView transfer, SessionReply& reply);
  Flow<Nothing> switch_path(ByteView transfer, SessionReply& reply);
  Flow<Nothing> notified(ByteView transfer, SessionReply& reply);
  Flow<Nothing> tunnel_unknown(TunnelEnd tunnel);
  Flow<Nothing> give_up_paging();
  Flow<Nothing> listen_again();
  Flow<Nothing> hold();
  void guard_activation();

  // procedures/phone.cpp
  struct Heard;
  Flow<Nothing> phone_said(Bytes n1, SessionReply& reply);
  bool is_well_addressed(const Heard& heard);
  template <class M>
  std::optional<M> readable(const Heard& heard);
  void say_status(const Heard& heard, nas::SmCause cause);
  void reject_or_ignore(const Heard& heard, PduSessionId id, nas::SmCause cause);
  void modification_requested(const Heard& heard);
  bool modification_answered(const Heard& heard);
  void modification_rejected(const Heard& heard);
  void release_requested(const Heard& heard);
  void release_completed(const Heard& heard);
  void status_received(const Heard& heard);

  // procedures/modify.cpp
  void start_modification();
  Flow<Nothing> modification_complete();
  void abort_modification(bool again);
  void modified_by_base_station(bool ok, ByteView transfer);

  // procedures/release.cpp
  void release_by_network(nas::SmCause cause);
  void release_by_phone(Pti pti, SessionReply& reply);
  N2Sm begin_release(Pti pti, nas::SmCause cause);
  void release_answered(bool by_phone);
  void start_timer();
  void command_expired();
  void give_up_command();
  void end_now();

  // procedures/restore.cpp
  Flow<Nothing> restore(RestorationTurn turn);
  pfcp::SessionModificationRequest present_rules() const;

  enum class Far : std::uint8_t { hold, forward, discard };

  Core& core_;
  Facts facts_;
  Dnn* dnn_ = nullptr;
  AddressPool::Lease lease_v4_, lease_v6_;
  State state_ = State::establishing;
  UserPlane user_plane_ = UserPlane::inactive;
  Far far_ = Far::hold;
  bool armed_ = true;                  // the UPF will report the next downlink data
  bool awaiting_first_setup_ = false;  // the accept travels with a setup request that was not answered yet
  Pti accept_pti_;
  TunnelEnd downlink_;
  Usage usage_;
  bool always_on_asked_ = false;
  std::optional<Ambr> wanted_ambr_;  // to be modified to as soon as nothing else goes on
  std::unique_ptr<Command> command_;
  Timer guard_;  // of paging, activation, unreachability
  Timer kick_;

  std::list<Waiting> calls_;  // mostly none: a deque would cost 600 octets a session even then
  ReplyTo current_;           // the only one: tells whether somebody still waits
  bool busy_ = false;         // a flow runs
  unsigned holds_ = 0;        // calls into the AMF on the stack
  bool gone_ = false;         // ends when the flow that runs is over
  bool tell_amf_ = false;     // it does not hear of that end by a reply
  bool left_ = false;
  bool restoration_queued_ = false;
  bool missing_ = false;      // the UPF does not have it
  bool out_of_step_ = false;  // the UPF may have other rules
  Procedures flows_;          // last: cancelled before anything that they use goes
};

const char* text(Session::State state);
const char* text(Session::UserPlane plane);

}  // namespace pellucid::smf

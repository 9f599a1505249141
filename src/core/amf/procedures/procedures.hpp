#pragma once
// The AMF's procedures, in the order in which a network meets them. Each one's file shows its steps in the order of the standard's figure.
#include <functional>
#include <optional>
#include <vector>

#include "core/amf/net.hpp"

namespace pellucid::amf {

// ---- the N2 interface (TS 38.413 §8.7) -----------------------------------------------------------------------------------
void ng_setup(Net& net, Gnb& gnb, ngap::Received& received);
void ran_configuration_update(Net& net, Gnb& gnb, ngap::Received& received);
void ng_reset(Net& net, Gnb& gnb, ngap::Received& received);
void error_indication(Net& net, Gnb& gnb, const ngap::ErrorIndication& error);
/// All connections of the base station are lost (SCTP down or restarted, reset, NG Setup anew): its phones are idle.
void lose_all_connections(Net& net, Gnb& gnb, const char* why);
/// Procedures that come in a later release of this program: refused by the protocol's own means (TS 38.413 §10.3.4.1, §10.4).
void refuse_procedure(Net& net, Gnb& gnb, const ngap::Received& received);

// ---- N1 connections (TS 38.413 §8.3, §8.6) -------------------------------------------------------------------------------
void initial_ue_message(Net& net, Gnb& gnb, ngap::InitialUeMessage& message);
void uplink_nas_transport(Net& net, Gnb& gnb, Connection& connection, const ngap::UplinkNasTransport& message);
void nas_non_delivery(Net& net, Connection& connection, const ngap::NasNonDeliveryIndication& message);
/// One more message on this connection that cannot be used; when they are too many the connection ends, and the phone may come back.
void fault(Net& net, Connection& connection);
/// Any NAS message of a phone whose connection stands (uplink.cpp).
void uplink_nas(Net& net, Connection& connection, ByteView pdu);

/// Initial Context Setup with `nas` and `sessions` in it; the outcome arrives as Work::context and Work::ran.
void set_up_context(Net& net, Ue& ue, std::optional<Bytes> nas, std::vector<ngap::PduSessionSetup> sessions);
void context_set_up(Net& net, Connection& connection, const ngap::InitialContextSetupResponse& response);
void context_failed(Net& net, Connection& connection, const ngap::InitialContextSetupFailure& failure);
void radio_capability_info(Net& net, Connection& connection, ngap::UeRadioCapabilityInfoIndication& message);

/// AN release (TS 23.502 §4.2.6): Release Command now, the phone is idle at once; its user plane ends with the Complete.
void release(Net& net, Ue& ue, ngap::Cause cause);
void release_requested(Net& net, Connection& connection, const ngap::UeContextReleaseRequest& request);
void release_complete(Net& net, Connection& connection);
/// The base station is gone or knows nothing of this connection: as after a release, without messages.
void lose_connection(Net& net, Connection& connection, const char* why);
/// What waits for the Release Complete of an earlier connection is done now.
void finish_leaving(Net& net, Ue& ue);

// ---- registration (TS 23.502 §4.2.2.2.2) -----------------------------------------------------------------------------------
struct Registered {
  bool release_after = false;  // nothing is left to do: TS 24.501 §5.5.1.3.4
};
/// How the request came.
struct Arrival {
  bool proven = false;  // integrity protected under the phone's current context, and complete
};
Flow<Registered> register_ue(Ue& ue, nas::RegistrationRequest request, Arrival arrival, Net& net);
/// A Registration Request that has passed the envelope, the whole one if it was in a container: collisions first (TS 24.501
/// §5.5.1.2.8, §5.5.1.3.8), then the procedure.
void registration_requested(Net& net, Ue& ue, Bytes plain, Arrival arrival);
/// Registration Reject and the end of the connection.
void refuse_registration(Net& net, Ue& ue, const Refusal& refusal, const char* procedure);

/// Steps of it, each usable alone.
struct Identified {
  Supi supi;
  bool by_guti = false;  // nothing but a GUTI says so: it may be somebody else's
};
Flow<Identified> identify(Ue& ue, nas::MobileIdentity identity, Net& net);
Flow<Supi> ask_suci(Ue& ue, Net& net);  // TS 24.501 §5.4.3
struct Keys {
  Supi supi;
  nas::KeySetId ng_ksi;
  Octets<32> k_seaf{};
};
Flow<Keys> authenticate(Ue& ue, Identified who, nas::KeySetId avoid, Net& net);  // TS 24.501 §5.4.1.3
/// Takes the keys into use. `whole`: the phone is to send its whole initial message along (TS 24.501 §4.4.6), which this gives; it is
/// empty if none came.
Flow<Bytes> secure(Ue& ue, Keys keys, bool whole, Net& net);  // TS 24.501 §5.4.2
struct Slices {
  std::vector<Snssai> allowed;
  std::vector<nas::RejectedSlice> rejected;
  std::vector<Snssai> configured;  // empty: need not be told
};
Result<Slices, Refusal> allow_slices(const nas::RegistrationRequest& request, const Profile& profile, const Ue& ue, const Net& net);

// ---- deregistration (TS 23.502 §4.2.2.3) -----------------------------------------------------------------------------------
void deregistration_requested(Net& net, Ue& ue, Bytes plain, bool verified);
/// From the network; pages first if the phone is idle.
void deregister(Net& net, Ue& ue, bool invite_back, bool forget);
/// DEREGISTERED: sessions are released, the context is kept for a while or forgotten.
void become_deregistered(Net& net, Ue& ue);
/// Sessions end on both sides without a message (TS 23.502 §4.3.4.2).
void release_sessions(Net& net, Ue& ue);

// ---- service request, idle phones (TS 23.502 §4.2.3) -----------------------------------------------------------------------
void service_requested(Net& net, Ue& ue, Bytes plain);
void refuse_service(Net& net, Connection& connection, nas::MmCause cause, const Why& why);
/// Starts or continues paging; false: the phone is not to be reached.
bool page(Net& net, Ue& ue);
void stop_paging(Net& net, Ue& ue);
/// The phone is idle from now on: its supervision starts (TS 24.501 §10.2.2).
void supervise_idle(Net& net, Ue& ue);
/// A proven phone is connected: supervision and paging stop.
void greet(Net& net, Ue& ue);
/// What waited for the phone goes out now.
void deliver_waiting(Net& net, Ue& ue);

// ---- GUTIs (TS 24.501 §5.5.1.2.4, §5.4.4) -----------------------------------------------------------------------------------
/// The phone is being told a new GUTI and area: old and new are valid until it confirms.
void give_guti(Ue& ue, Gutis::Lease lease, std::vector<Tai> area);
/// It has the new one: the old one ends.
void confirm_guti(Net& net, Ue& ue);
/// It came by this name, proven: which of two it has is known now.
void came_by(Net& net, Ue& ue, const Tmsi& name);

// ---- configuration update (TS 23.502 §4.2.4.2) -----------------------------------------------------------------------------
void update_configuration(Net& net, Ue& ue, bool new_guti);
/// The network's names, which need no answer.
void send_network_names(Net& net, Ue& ue);

inline constexpr std::size_t max_session_flows = 32;  // of one phone at a time

// ---- sessions (TS 24.501 §5.4.5; TS 23.502 §4.3) ---------------------------------------------------------------------------
void uplink_payload(Net& net, Ue& ue, nas::UlNasTransport message);
Delivery deliver(Net& net, Transfer transfer);
/// The sessions that the phone has given up are released here too; `status` is the phone's (TS 24.501 §5.5.1.3.4).
void align_sessions(Net& net, Ue& ue, const nas::PduSessionSet& status);
nas::PduSessionSet active_sessions(const Ue& ue);
struct Activated {
  std::vector<ngap::PduSessionSetup> setups;
  nas::PduSessionSet failed;
  nas::ReactivationErrors errors;
};
/// Asks the SMF for the user plane of each session (TS 23.502 §4.2.3.2 step 4).
Flow<Activated> activate(Ue& ue, nas::PduSessionSet wanted, Net& net);
/// PDU Session Resource Setup (TS 38.413 §8.2.1), each session with its NAS message if it has one.
void request_resources(Net& net, Ue& ue, std::vector<ngap::PduSessionSetup> setups);
/// For each session that stands in a request to the base station: waits for its answer and tells the SMF.
void follow_up(Net& net, Ue& ue, const std::vector<ngap::PduSessionSetup>& setups);
void deactivate(Net& net, Ue& ue, PduSessionId id);
/// Carries what the SMF wants sent to phone and base station, and the base station's answers back, until nobody has more to say.
Flow<Nothing> carry(Ue& ue, PduSessionId id, SessionReply reply, Net& net);
/// Runs a flow of one session beside all others; false: too many are running.
bool run_session_flow(Net& net, Ue& ue, Flow<Nothing> flow);
/// The 5GSM message goes back to the phone with the reason (TS 24.501 §5.4.5.3.1 f and on).
void send_back(Net& net, Ue& ue, PduSessionId id, Bytes payload, nas::MmCause cause, const Why& why);
/// Splits a base station's answer into what each session's flow waits for.
void ran_answered(Net& net, Connection& connection, std::vector<ngap::PduSessionItem>& items, N2SmKind kind);
void sessions_notified(Net& net, Connection& connection, ngap::PduSessionResourceNotify& message);

// ---- downlink (downlink.cpp) -----------------------------------------------------------------------------------------------
/// The message as it goes to the phone: protected as soon as the exchange is secure. Nothing if no COUNT may be used.
std::optional<Bytes> protect(Net& net, Ue& ue, Bytes plain);
/// In a Downlink NAS Transport. False: there is no connection, or it takes nothing.
bool send_nas(Net& net, Ue& ue, Bytes plain);
/// Already protected.
bool send_protected(Net& net, Ue& ue, Bytes pdu);
/// The plain DL NAS TRANSPORT of a 5GSM message.
Bytes downlink_n1(PduSessionId id, Bytes n1);
void send_status(Net& net, Ue& ue, nas::MmCause cause);

/// Runs the procedure of which there is one at a time; `ended` comes when it has ended by itself.
template <class T>
void run_main(Net& net, Ue& ue, ProcedureName name, Flow<T> flow, std::function<void(Result<T, Refusal>)> ended);
/// Ends it early; nothing is told to anybody.
void abort_main(Net& net, Ue& ue);
/// A main procedure is over: what waited for its end.
void main_ended(Net& net, Ue& ue);

}  // namespace pellucid::amf

// Session messages through the AMF (TS 24.501 §5.4.5; TS 23.502 §4.3).
#include "fixture.hpp"

namespace pellucid::amf::test {
namespace {

using nas::MmCause;

struct SessionTest : AmfTest {
  nas::UlNasTransport message(std::uint8_t psi, Bytes n1, std::optional<nas::RequestType> type = {}) {
    nas::UlNasTransport m;
    m.payload_type = nas::PayloadType::n1_sm;
    m.payload.octets = std::move(n1);
    m.session = PduSessionId(psi);
    m.request_type = type;
    return m;
  }
  void expect_back(std::uint8_t psi, const Bytes& n1, MmCause cause) {
    auto back = phone().expect<nas::DlNasTransport>();
    ASSERT_TRUE(back);
    EXPECT_EQ(back->cause, cause);
    EXPECT_EQ(back->session, PduSessionId(psi));
    EXPECT_EQ(back->payload.octets, n1);
    EXPECT_EQ(back->payload_type, nas::PayloadType::n1_sm);
  }
  static Bytes release_request() { return {0x2E, 0x05, 0x02, 0xD1}; }
};

TEST_F(SessionTest, Establishment) {  // TS 23.502 figure 4.3.2.2.1-1
  registered();
  auto& p = phone();
  p.send(p.establishment(5));                                             // 1
  auto setup = gnb->expect<ngap::PduSessionResourceSetupRequest>(p.ran);  // 12
  ASSERT_TRUE(setup);
  EXPECT_EQ(smf.calls, (std::vector<std::string>{"create 5 internet 1"}));  // 3
  ASSERT_EQ(setup->sessions.size(), 1u);
  EXPECT_EQ(setup->sessions[0].id, PduSessionId(5));
  EXPECT_EQ(setup->sessions[0].slice, (Snssai{1, {}}));
  EXPECT_EQ(setup->sessions[0].transfer, StandInSmf::setup_transfer());
  ASSERT_TRUE(setup->sessions[0].nas);
  auto plain = p.open(*setup->sessions[0].nas);
  auto down = nas::decode<nas::DlNasTransport>(*plain);
  ASSERT_TRUE(down.ok());
  EXPECT_EQ(down->payload.octets, StandInSmf::accept_message());
  EXPECT_FALSE(down->cause);
  ngap::PduSessionResourceSetupResponse response;  // 14
  response.amf_id = p.amf;
  response.ran_id = p.ran;
  response.set_up.push_back({.id = PduSessionId(5), .transfer = {0x00, 0x03}});
  gnb->send(response);
  world.run_for(100ms);
  EXPECT_EQ(smf.calls.back(), "n2 setup_response 5");  // 15
  auto ue = amf->ue(p.supi);
  ASSERT_EQ(ue->sessions.size(), 1u);
  EXPECT_EQ(ue->sessions[0].dnn, "internet");
  EXPECT_TRUE(ue->sessions[0].user_plane);
  EXPECT_EQ(count(ProcedureName::session_establishment).succeeded, 1u);
}

TEST_F(SessionTest, WithoutContextTheSessionGoesInInitialContextSetup) {
  start();
  auto& p = phone();
  p.context_request = false;
  ASSERT_TRUE(p.register_with_network());
  ASSERT_TRUE(p.names_came());
  p.send(p.establishment(5));
  auto down = p.expect<nas::DlNasTransport>();
  ASSERT_TRUE(down);
  ASSERT_TRUE(p.context);
  EXPECT_EQ(p.context->sessions.size(), 1u);
  p.answer_context_setup();
  world.run_for(100ms);
  EXPECT_TRUE(smf.called("n2 setup_response 5"));
}

TEST_F(SessionTest, ASessionAskedForWhileTheContextIsBeingSetUpWaits) {
  start();
  auto& p = phone();
  auto request = p.registration();
  p.send_first(request);
  ASSERT_TRUE(p.authenticate_and_secure(nas::encode(request)));
  auto accept = p.expect<nas::RegistrationAccept>();
  ASSERT_TRUE(accept);
  p.channel->establish_secure_exchange();
  p.guti = *accept->guti->guti();
  p.send(nas::RegistrationComplete{});
  p.send(p.establishment(5));
  ASSERT_TRUE(p.names_came());
  EXPECT_TRUE(gnb->silent(p.ran));
  p.answer_context_setup();
  EXPECT_TRUE(gnb->expect<ngap::PduSessionResourceSetupRequest>(p.ran));
}

TEST_F(SessionTest, BaseStationRefusesTheResources) {
  registered();
  auto& p = phone();
  p.send(p.establishment(5));
  ASSERT_TRUE(gnb->expect<ngap::PduSessionResourceSetupRequest>(p.ran));
  SessionReply reject;
  reject.n1 = {0x2E, 0x05, 0x01, 0xC3, 0x1A};
  reject.released = true;
  smf.update_replies.push_back(reject);
  ngap::PduSessionResourceSetupResponse response;
  response.amf_id = p.amf;
  response.ran_id = p.ran;
  response.failed.push_back({.id = PduSessionId(5), .transfer = {0x00}});
  gnb->send(response);
  world.run_for(10ms);
  EXPECT_EQ(smf.calls.back(), "n2 setup_unsuccessful 5");
}

TEST_F(SessionTest, UnansweredSetupLeavesTheSessionWithoutUserPlane) {
  registered();
  auto& p = phone();
  p.send(p.establishment(5));
  ASSERT_TRUE(gnb->expect<ngap::PduSessionResourceSetupRequest>(p.ran));
  world.run_for(11s);
  EXPECT_EQ(smf.calls.back(), "deactivate 5");
  EXPECT_FALSE(amf->ue(p.supi)->sessions[0].user_plane);
}

TEST_F(SessionTest, RefusalOfTheSmfReachesThePhone) {
  registered();
  auto& p = phone();
  Bytes reject = {0x2E, 0x05, 0x01, 0xC3, 0x1B};
  smf.create_replies.push_back(Fail(Denied{Denied::Kind::refused, Why{"the DNN exists", "x", "internet", "dnns", "fix it"}, reject}));
  p.send(p.establishment(5));
  auto down = p.expect<nas::DlNasTransport>();
  ASSERT_TRUE(down);
  EXPECT_EQ(down->payload.octets, reject);
  EXPECT_FALSE(down->cause);
  EXPECT_TRUE(amf->ue(p.supi)->sessions.empty());
  EXPECT_EQ(amf->refusals(p.supi).back().why.fix, "fix it");
}

TEST_F(SessionTest, UnreachableSmfSendsItBack) {
  registered();
  auto& p = phone();
  smf.create_replies.push_back(
      Fail(Denied{Denied::Kind::unreachable, Why{"the UPF answers", "nothing", "an answer", "upf", "start it"}, {}}));
  auto request = p.establishment(5);
  p.send(request);
  expect_back(5, request.payload.octets, MmCause::payload_not_forwarded);
}

TEST_F(SessionTest, DnnAndSliceAreChosenByTheSubscription) {
  registered();
  auto& p = phone();
  auto request = p.establishment(1, {});
  request.slice.reset();
  p.send(request);
  world.run_for(100ms);
  EXPECT_EQ(smf.calls.back(), "create 1 internet 1");
  p.send(p.establishment(2, "IMS.mnc070.mcc999.gprs"));  // names are compared without case or operator
  world.run_for(100ms);
  EXPECT_EQ(smf.calls.back(), "create 2 ims 1");
}

TEST_F(SessionTest, UnknownDnnIsCause91WithTheReason) {
  registered();
  auto& p = phone();
  auto request = p.establishment(5, "internat");
  p.send(request);
  expect_back(5, request.payload.octets, MmCause::dnn_not_supported_in_slice);
  auto why = amf->refusals(p.supi).back().why;
  EXPECT_EQ(why.got, "internat");
  EXPECT_EQ(why.wanted, "internet, ims");
  EXPECT_TRUE(smf.calls.empty());
}

TEST_F(SessionTest, WildcardTakesAnyDnn) {
  registered();
  udm.profile.slices[0].dnns.push_back({"*", false});
  phone().send(phone().establishment(5, "anything"));
  world.run_for(100ms);
  EXPECT_EQ(smf.calls.back(), "create 5 anything 1");
}

TEST_F(SessionTest, SliceThatIsNotAllowedIsSentBack) {
  registered();
  auto request = phone().establishment(5);
  request.slice = nas::SnssaiIe(Snssai{2, {}});
  phone().send(request);
  expect_back(5, request.payload.octets, MmCause::payload_not_forwarded);
}

TEST_F(SessionTest, RoutingTable) {  // TS 24.501 §5.4.5.2.3 to §5.4.5.2.5
  registered();
  auto& p = phone();
  p.send(message(5, release_request()));
  expect_back(5, release_request(), MmCause::payload_not_forwarded);  // no session
  p.send(message(5, release_request(), nas::RequestType::modification));
  expect_back(5, release_request(), MmCause::payload_not_forwarded);
  p.send(message(5, release_request(), nas::RequestType::existing_session));
  expect_back(5, release_request(), MmCause::payload_not_forwarded);
  p.send(message(5, release_request(), nas::RequestType::initial_emergency));
  expect_back(5, release_request(), MmCause::payload_not_forwarded);
  for (std::uint8_t psi : {0, 16, 255}) {  // reserved
    p.send(message(psi, release_request(), nas::RequestType::initial));
    expect_back(psi, release_request(), MmCause::payload_not_forwarded);
  }
  EXPECT_TRUE(smf.calls.empty());
  auto without = message(5, release_request());
  without.session.reset();
  p.send(without);
  auto status = p.expect<nas::MmStatus>();
  ASSERT_TRUE(status);
  EXPECT_EQ(status->cause, MmCause::conditional_ie_error);
  for (auto type : {nas::PayloadType::sms, nas::PayloadType::lpp, nas::PayloadType::ue_policy, nas::PayloadType::location_services}) {
    auto other = message(5, {1, 2, 3});
    other.payload_type = type;
    p.send(other);
  }
  EXPECT_TRUE(gnb->silent(p.ran));  // nobody to take them
}

TEST_F(SessionTest, ReleaseByThePhone) {  // TS 23.502 §4.3.4.2
  with_session();
  auto& p = phone();
  SessionReply command;
  command.n1 = {0x2E, 0x05, 0x02, 0xD3, 0x24};
  command.n2 = {N2SmKind::release_command, {0x10}};
  command.slice = {1, {}};
  smf.update_replies.push_back(command);
  p.send(message(5, release_request()));
  auto release = gnb->expect<ngap::PduSessionResourceReleaseCommand>(p.ran);
  ASSERT_TRUE(release);
  ASSERT_TRUE(release->nas);
  EXPECT_EQ(nas::decode<nas::DlNasTransport>(*p.open(*release->nas))->payload.octets, command.n1);
  EXPECT_EQ(release->sessions[0].transfer, (Bytes{0x10}));
  ngap::PduSessionResourceReleaseResponse response;
  response.amf_id = p.amf;
  response.ran_id = p.ran;
  response.released.push_back({.id = PduSessionId(5), .transfer = {0x00}});
  gnb->send(response);
  world.run_for(50ms);
  EXPECT_TRUE(smf.called("n2 release_response 5"));
  EXPECT_EQ(amf->ue(p.supi)->sessions.size(), 1u);  // until the SMF says so
  SessionReply done;
  done.released = true;
  smf.update_replies.push_back(done);
  p.send(message(5, {0x2E, 0x05, 0x02, 0xD4}));
  world.run_for(50ms);
  EXPECT_TRUE(amf->ue(p.supi)->sessions.empty());
}

TEST_F(SessionTest, InitialRequestForAPsiInUseReplacesIt) {
  with_session();
  auto& p = phone();
  smf.calls.clear();
  auto request = p.establishment(5);
  request.payload.octets[2] = 9;  // another transaction
  p.send(request);
  world.run_for(100ms);
  EXPECT_EQ(smf.calls, (std::vector<std::string>{"release 5", "create 5 internet 1"}));
  EXPECT_EQ(amf->ue(p.supi)->sessions.size(), 1u);
}

TEST_F(SessionTest, RetransmittedRequestIsNotServedTwice) {
  smf.delay = 20s;
  registered();
  auto& p = phone();
  p.send(p.establishment(5));
  world.run_for(16s);
  p.send(p.establishment(5));
  world.run_for(1s);
  EXPECT_EQ(smf.calls.size(), 1u);
  auto other = p.establishment(5);
  other.payload.octets[2] = 2;
  p.send(other);
  world.run_for(1s);
  EXPECT_EQ(smf.calls, (std::vector<std::string>{"create 5 internet 1", "release 5", "create 5 internet 1"}));
}

TEST_F(SessionTest, MaximumOfSessions) {
  config.limits.max_sessions_per_ue = 2;
  registered();
  auto& p = phone();
  ASSERT_TRUE(p.establish(1));
  ASSERT_TRUE(p.establish(2));
  auto request = p.establishment(3);
  p.send(request);
  expect_back(3, request.payload.octets, MmCause::maximum_number_of_pdu_sessions);
}

TEST_F(SessionTest, NetworkStartsAMessageInConnected) {
  with_session();
  auto& p = phone();
  Transfer transfer{p.supi, PduSessionId(5), Snssai{1, {}}, {0x2E, 0x05, 0x00, 0xD3, 0x27}, {N2SmKind::release_command, {0x10}}, false};
  EXPECT_EQ(amf->transfer(transfer), Delivery::sent);
  auto release = gnb->expect<ngap::PduSessionResourceReleaseCommand>(p.ran);
  ASSERT_TRUE(release);
  EXPECT_TRUE(release->nas);
  amf->session_released(p.supi, PduSessionId(5));
  EXPECT_TRUE(amf->ue(p.supi)->sessions.empty());
}

TEST_F(SessionTest, NetworkChangesASession) {
  with_session();
  auto& p = phone();
  Transfer transfer{p.supi, PduSessionId(5), Snssai{1, {}}, {0x2E, 0x05, 0x00, 0xCB}, {N2SmKind::modify_request, {0x11}}, false};
  EXPECT_EQ(amf->transfer(transfer), Delivery::sent);
  auto modify = gnb->expect<ngap::PduSessionResourceModifyRequest>(p.ran);
  ASSERT_TRUE(modify);
  EXPECT_EQ(modify->sessions[0].transfer, (Bytes{0x11}));
  ngap::PduSessionResourceModifyResponse response;
  response.amf_id = p.amf;
  response.ran_id = p.ran;
  response.modified.push_back({.id = PduSessionId(5), .transfer = {0x00}});
  gnb->send(response);
  world.run_for(50ms);
  EXPECT_EQ(smf.calls.back(), "n2 modify_response 5");
}

TEST_F(SessionTest, DownlinkDataInConnectedActivatesTheUserPlane) {
  with_session();
  auto& p = phone();
  ngap::PduSessionResourceNotify notify;
  notify.amf_id = p.amf;
  notify.ran_id = p.ran;
  notify.released.push_back({.id = PduSessionId(5), .transfer = {0x00}});
  gnb->send(notify);
  world.run_for(50ms);
  EXPECT_EQ(amf->transfer({p.supi, PduSessionId(5), Snssai{1, {}}, {}, {}, false}), Delivery::sent);
  EXPECT_TRUE(gnb->expect<ngap::PduSessionResourceSetupRequest>(p.ran));
  EXPECT_TRUE(gnb->inbox.empty());  // no paging
}

TEST_F(SessionTest, LostConnectionInTheMiddleOfAnEstablishment) {
  smf.delay = 2s;
  registered();
  auto& p = phone();
  p.send(p.establishment(5));
  world.run_for(1s);
  ASSERT_TRUE(p.go_idle());
  world.run_for(5s);
  EXPECT_EQ(smf.calls.back(), "deactivate 5");  // the SMF knows that nothing was set up
  EXPECT_FALSE(amf->ue(p.supi)->sessions[0].user_plane);
}

TEST_F(SessionTest, TooManyMessagesAtATimeAreSentBack) {
  with_session();
  smf.delay = 60s;
  auto& p = phone();
  for (int i = 0; i < 40; ++i) p.send(message(5, release_request()));
  auto back = p.expect<nas::DlNasTransport>();
  ASSERT_TRUE(back);
  EXPECT_EQ(back->cause, MmCause::payload_not_forwarded);
  EXPECT_EQ(amf->counters().events.congestion, 8u);
}

}  // namespace
}  // namespace pellucid::amf::test

#pragma once
// A CP and a UP function in a simulated network, reduced to what PFCP itself needs, and a peer that sends raw octets.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "link/pfcp/node.hpp"
#include "sim/world.hpp"

namespace pfcp_test {

using namespace pellucid;
using namespace pellucid::pfcp;
using namespace std::chrono_literals;

inline IpAddress address(const char* text) { return *IpAddress::parse(text); }
inline const IpAddress smf_address = address("10.0.0.2");
inline const IpAddress upf_address = address("10.0.0.3");
inline const IpAddress stranger_address = address("10.0.0.9");

inline SessionEstablishmentRequest establishment() {
  SessionEstablishmentRequest request;
  request.node_id = NodeId(smf_address);
  request.cp_f_seid = FSeid::of(Seid(0xC0), smf_address);
  auto& pdr = request.create_pdrs.emplace_back();
  pdr.pdr_id = PdrId(1);
  pdr.far_id = FarId(1);
  auto& far = request.create_fars.emplace_back();
  far.far_id = FarId(1);
  far.apply_action = {Apply::forw};
  return request;
}

/// What a handler heard, in order: "up 10.0.0.2", "lost restarted", "path failed".
struct Heard : Handler {
  std::vector<std::string> events;
  void association_up(const Association& a) override { events.push_back("up " + a.peer.address.text()); }
  void association_lost(const Association&, Loss why) override { events.push_back(std::string("lost: ") + text(why)); }
  void path_failed(const Association&) override { events.push_back("path failed"); }
  void path_recovered(const Association&) override { events.push_back("path recovered"); }
  void association_updated(const Association&, const AssociationUpdateRequest&) override { events.push_back("updated"); }
};

struct Smf : Heard {
  unsigned reports = 0;
  void report(Incoming in, SessionReportRequest) override {
    ++reports;
    in.answer(SessionReportResponse{}, Seid(0x0F));
  }
};

struct Upf : Heard {
  unsigned established = 0, modified = 0;
  bool keep_sessions = false;
  bool silent = false;  // answers establishments only when told
  std::vector<Incoming> waiting;
  Cause verdict = Cause::request_accepted;
  Cause accept(const Endpoint&, const AssociationSetupRequest&) override { return verdict; }
  bool retain(const Association&, const SessionRetentionInformation&) override { return keep_sessions; }
  void establish(Incoming in, SessionEstablishmentRequest request) override {
    ++established;
    if (silent) return waiting.push_back(in);
    answer(in, request.cp_f_seid.seid);
  }
  void modify(Incoming in, SessionModificationRequest) override {
    ++modified;
    in.answer(SessionModificationResponse{}, in.seid());
  }
  static void answer(const Incoming& in, Seid peer) {
    SessionEstablishmentResponse response;
    response.node_id = NodeId(upf_address);
    response.up_f_seid = FSeid::of(Seid(0x0F), upf_address);
    in.answer(response, peer);
  }
};

class Ends : public testing::Test {
 protected:
  explicit Ends(std::uint64_t seed = 1) : world(seed) {
    smf_host().set_address(smf_address);
    upf_host().set_address(upf_address);
    world.node("stranger").set_address(stranger_address);
  }
  sim::Node& smf_host() { return world.node("smf"); }
  sim::Node& upf_host() { return world.node("upf"); }

  void start_smf() {
    NodeOptions options;
    options.local = {smf_address, udp_port};
    options.cp_features = CpFunctionFeatures{CpFeature::load};
    options.name = "smf";
    smf_node = std::make_unique<Node>(smf_host(), smf, options);
    ASSERT_TRUE(smf_node->open().ok());
  }
  void start_upf() {
    NodeOptions options;
    options.local = {upf_address, udp_port};
    options.up_features = UpFunctionFeatures{UpFeature::ftup, UpFeature::empu};
    options.name = "upf";
    upf_node = std::make_unique<Node>(upf_host(), upf, options);
    ASSERT_TRUE(upf_node->open().ok());
  }
  void start_associated() {
    start_smf();
    start_upf();
    smf_node->associate(upf_address);
    ASSERT_TRUE(world.run_until([&] { return up(*smf_node, upf_address) && up(*upf_node, smf_address); }, 1s)) << world.log_text();
    world.run_for(1s);  // the first heartbeats
  }
  static bool up(const Node& node, const IpAddress& peer) {
    auto* association = node.association(peer);
    return association && association->state == Association::State::up;
  }
  void lose_datagrams(double loss) {
    sim::Link link;
    link.loss = loss;
    world.network().set_link("smf", "upf", sim::Carrier::udp, link);
  }
  /// Sends an establishment and says how it went, once it has.
  std::optional<Answered<SessionEstablishmentRequest>> establish(Duration patience) {
    std::optional<Answered<SessionEstablishmentRequest>> outcome;
    smf_node->request<SessionEstablishmentRequest>(upf_address, Seid(), establishment(), [&](auto answer) { outcome = answer; });
    EXPECT_FALSE(outcome) << "never from inside the call";
    world.run_until([&] { return outcome.has_value(); }, patience);
    return outcome;
  }

  sim::SimWorld world;
  Smf smf;
  Upf upf;
  std::unique_ptr<Node> smf_node, upf_node;
};

/// A socket that sends what it likes and keeps what it gets.
class Stranger {
 public:
  Stranger(World& world, const IpAddress& own) {
    auto opened = world.open_udp({own, udp_port}, [this](const Endpoint&, ByteView octets) { got.push_back(to_bytes(octets)); });
    EXPECT_TRUE(opened.ok());
    socket = std::move(*opened);
  }
  void send(const IpAddress& to, const Bytes& octets) { socket->send({to, udp_port}, octets); }
  std::unique_ptr<UdpSocket> socket;
  std::vector<Bytes> got;
};

}  // namespace pfcp_test

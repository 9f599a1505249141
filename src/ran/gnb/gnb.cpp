#include "ran/gnb/gnb.hpp"

#include <algorithm>

namespace pellucid::gnb {

using namespace ngap;

namespace {

constexpr Duration longest_pause = std::chrono::minutes(1);

Duration wait_of(TimeToWait t) {
  static constexpr int seconds[] = {1, 2, 5, 10, 20, 60};
  return std::chrono::seconds(seconds[std::size_t(t) % std::size(seconds)]);
}

}  // namespace

Gnb::Gnb(World& world, Config config, Radio& radio, Tracer* tracer)
    : world_(world),
      config_(std::move(config)),
      radio_(radio),
      n2_(world, *this, {.role = Role::gnb, .name = config_.name, .tracer = tracer}),
      pause_(config_.reconnect),
      retry_(world),
      sweep_(world),
      next_teid_(world.random_number<std::uint32_t>()) {}

Gnb::~Gnb() = default;

Io<Nothing> Gnb::start() {
  auto n3 = world_.open_udp({config_.n3, 2152}, [this](const Endpoint& from, ByteView datagram) { n3_received(from, datagram); });
  if (!n3.ok()) return Fail(n3.error());
  n3_ = std::move(*n3);
  auto opened = n2_.open({.local = config_.n2_local});
  if (!opened.ok()) return opened;
  connect_n2();
  if (config_.inactivity > Duration{}) watch_inactivity();
  return Nothing{};
}

// ---- N2 comes and goes ------------------------------------------------------------------------------------------------

void Gnb::connect_n2() {
  auto id = n2_.connect(config_.amf);
  if (id.ok()) {
    amf_ = *id;
    return;
  }
  log(Severity::warning, "N2 to " + config_.amf.text() + ": " + id.error().what);
  retry(pause_);
}

void Gnb::retry(Duration pause) {
  pause_ = std::min(pause_ * 2, longest_pause);
  retry_.start(pause, [this] {
    if (n2_.up(amf_))
      n2_.send(amf_, setup_request());  // a refused setup is tried again on the same association
    else
      connect_n2();
  });
}

void Gnb::association_up(AssociationId id, const SctpPeer&) {
  if (id != amf_) return;
  n2_.set_peer_name(id, "amf");
  n2_.send(amf_, setup_request());
}

void Gnb::lose_service() {
  drop_all();
  if (std::exchange(ready_, false)) radio_.cell_in_service(false);
}

void Gnb::association_down(AssociationId id, std::string_view why) {
  if (id != amf_) return;
  ++counters_.n2_lost;
  log(Severity::warning, "N2 to " + config_.amf.text() + " is down: " + std::string(why));
  lose_service();
  retry(pause_);
}

void Gnb::association_restarted(AssociationId id) {
  if (id != amf_) return;
  lose_service();
  association_up(id, {});
}

NgSetupRequest Gnb::setup_request() const {
  NgSetupRequest request;
  request.node = GlobalGnbId{.plmn = config_.plmn, .id = config_.id, .bits = config_.id_bits};
  request.name = config_.name;
  for (auto tac : config_.tacs) request.tas.push_back({.tac = tac, .plmns = {{.plmn = config_.plmn, .slices = config_.slices}}});
  request.default_drx = PagingDrx::v128;
  return request;
}

UserLocation Gnb::location() const {
  auto cell = std::uint64_t(config_.id) << (36 - config_.id_bits) | config_.cell;
  return UserLocationNr{.cell = {config_.plmn, NrCellId(cell)}, .tai = {config_.plmn, config_.tacs.front()}};
}

void Gnb::on(const NgSetupResponse& m) {
  ++counters_.setups;
  refusal_.clear();
  pause_ = config_.reconnect;
  ready_ = true;
  log(Severity::info, "in service at AMF " + m.name);
  radio_.cell_in_service(true);
}

void Gnb::on(const NgSetupFailure& m) {
  ++counters_.setup_failures;
  refusal_ = text(m.cause);
  log(Severity::warning, "NG Setup refused: " + refusal_);
  retry(m.time_to_wait ? std::max(wait_of(*m.time_to_wait), pause_) : pause_);
}

void Gnb::received(AssociationId id, Received& received) {
  if (id != amf_) return;
  auto& pdu = received.pdu;
  std::visit(
      [&]<class M>(const M& m) {
        if constexpr (requires { on(m); }) {
          on(m);
        } else if constexpr (requires { on(m, pdu); }) {
          on(m, pdu);
        } else if (pdu.kind == Kind::initiating) {
          // Known to the standard, not to this base station: answered as a procedure that is not supported (TS 38.413 §10.3.4.1).
          ++counters_.refused_procedures;
          if (pdu.criticality != Criticality::ignore) n2_.complain(amf_, pdu, CauseProtocol::abstract_syntax_error_reject);
        }
      },
      pdu.message);
}

void Gnb::unusable(AssociationId id, const Received& received) {
  if (id == amf_ && received.pdu.procedure == NgSetupRequest::heading.procedure) retry(pause_);
}

void Gnb::on(const AmfConfigurationUpdate&) { n2_.send(amf_, AmfConfigurationUpdateAcknowledge{}); }

void Gnb::on(const ErrorIndication& m) {
  log(Severity::warning, "Error Indication from the AMF" + (m.cause ? ": " + text(*m.cause) : std::string()));
  // It does not know this phone (any more): neither do we.
  if (m.ran_id && m.cause &&
      (*m.cause == Cause(CauseRadioNetwork::unknown_local_ue_ngap_id) ||
       *m.cause == Cause(CauseRadioNetwork::inconsistent_remote_ue_ngap_id)))
    drop_context(*m.ran_id, true);
}

void Gnb::on(const HandoverRequest& m) {
  ++counters_.refused_procedures;
  n2_.send(amf_, HandoverFailure{.amf_id = m.amf_id, .cause = CauseRadioNetwork::ho_target_not_allowed});
}

void Gnb::on(const Paging& m) {
  bool here = std::any_of(m.tais.begin(), m.tais.end(), [&](const Tai& t) {
    return t.plmn == config_.plmn && std::find(config_.tacs.begin(), config_.tacs.end(), t.tac) != config_.tacs.end();
  });
  if (here) radio_.page(m.identity);
}

// ---- Reset ------------------------------------------------------------------------------------------------------------

void Gnb::on(const NgReset& m) {
  ++counters_.resets;
  NgResetAcknowledge answer;
  if (m.type.whole()) {
    drop_all();
  } else {
    for (auto& connection : m.type.part) {
      answer.connections.push_back(connection);
      for (auto& [ran, context] : contexts_) {
        if (connection.ran ? ran == *connection.ran : connection.amf && context.amf == connection.amf) {
          drop_context(ran, true);
          break;
        }
      }
    }
  }
  n2_.send(amf_, answer);
}

void Gnb::reset(Cause cause) {
  drop_all();
  n2_.send(amf_, NgReset{.cause = cause});
}

void Gnb::rename(std::string name) {
  config_.name = std::move(name);
  n2_.send(amf_, RanConfigurationUpdate{.name = config_.name});
}

// ---- NAS --------------------------------------------------------------------------------------------------------------

Gnb::Context* Gnb::find(RadioLink link) {
  auto ran = by_link_.find(link);
  return ran == by_link_.end() ? nullptr : &contexts_.at(ran->second);
}

Gnb::Context* Gnb::find(RanUeNgapId ran, AmfUeNgapId amf, const Pdu& pdu) {
  auto found = contexts_.find(ran);
  if (found == contexts_.end()) {
    ++counters_.unknown_ue;
    n2_.complain(amf_, pdu, CauseRadioNetwork::unknown_local_ue_ngap_id);
    return nullptr;
  }
  auto& context = found->second;
  if (!context.amf) context.amf = amf;
  if (context.amf != amf) {
    n2_.complain(amf_, pdu, CauseRadioNetwork::inconsistent_remote_ue_ngap_id);
    return nullptr;
  }
  context.last_active = world_.now();
  return &context;
}

bool Gnb::connect(RadioLink link, RrcEstablishmentCause cause, const std::optional<STmsi>& s_tmsi, ByteView nas) {
  if (!ready_ || contexts_.size() >= config_.max_phones || by_link_.contains(link)) {
    ++counters_.refused_connects;
    return false;
  }
  while (contexts_.contains(RanUeNgapId(next_ran_))) ++next_ran_;
  RanUeNgapId ran(next_ran_++);
  Context context;
  context.link = link;
  context.ran = ran;
  context.last_active = world_.now();
  contexts_.emplace(ran, std::move(context));
  by_link_[link] = ran;
  ++counters_.connects;
  InitialUeMessage m;
  m.ran_id = ran;
  m.nas = to_bytes(nas);
  m.location = location();
  m.establishment_cause = cause;
  m.s_tmsi = s_tmsi;
  m.context_request = true;
  if (!n2_.send(amf_, m)) {
    drop_context(ran, false);
    return false;
  }
  return true;
}

bool Gnb::uplink_nas(RadioLink link, ByteView nas) {
  auto* context = find(link);
  if (!context || !context->amf) return false;
  context->last_active = world_.now();
  UplinkNasTransport m;
  m.amf_id = *context->amf;
  m.ran_id = context->ran;
  m.nas = to_bytes(nas);
  m.location = location();
  return n2_.send(amf_, m);
}

void Gnb::on(const DownlinkNasTransport& m, const Pdu& pdu) {
  if (auto* context = find(m.ran_id, m.amf_id, pdu)) radio_.downlink_nas(context->link, m.nas);
}

void Gnb::report_capability(RadioLink link, ByteView radio_capability) {
  auto* context = find(link);
  if (!context || !context->amf) return;
  UeRadioCapabilityInfoIndication m;
  m.amf_id = *context->amf;
  m.ran_id = context->ran;
  m.radio_capability = to_bytes(radio_capability);
  n2_.send(amf_, m);
}

void Gnb::watch_inactivity() {
  sweep_.start(config_.inactivity / 4, [this] {
    for (auto& [ran, context] : contexts_)
      if (!context.release_asked && world_.now() - context.last_active >= config_.inactivity)
        request_release(context.link, CauseRadioNetwork::user_inactivity);
    watch_inactivity();
  });
}

}  // namespace pellucid::gnb

#include "app/simulated_ran.hpp"

#include <unordered_map>

#include "base/check.hpp"

namespace pellucid::app {
namespace {

constexpr PduSessionId first_session(1);
constexpr Duration session_pause = std::chrono::seconds(10);  // before a refused session is asked for again

IpAddress nth(const IpAddress& first, std::size_t n) { return IpAddress::v4(first.v4_number() + std::uint32_t(n)); }

Supi nth(const Supi& first, std::size_t n) {
  auto digits = first.digits();
  auto number = std::to_string(std::stoull(digits) + n);
  return *Supi::parse(std::string(digits.size() - std::min(digits.size(), number.size()), '0') + number);
}

}  // namespace

/// One base station's radio: who is connected to it, and who camps on it.
class SimulatedRan::Cell final : public gnb::Radio {
 public:
  Cell(SimulatedRan& ran, std::size_t n, Tracer* tracer) : ran_(ran), gnb_(ran.world_, config(ran.plan_, n), *this, tracer) {}

  static gnb::Config config(const RanPlan& plan, std::size_t n) {
    gnb::Config c;
    c.id = std::uint32_t(n + 1);
    c.name = "gnb" + std::to_string(n + 1);
    c.plmn = plan.plmn;
    c.tacs = {plan.tacs[n % plan.tacs.size()]};
    c.slices = plan.slices;
    c.amf = plan.amf;
    c.n2_local = {nth(plan.first_gnb, n), 0};
    c.n3 = nth(plan.first_gnb, n);
    c.inactivity = plan.inactivity;
    return c;
  }

  gnb::Gnb& gnb() { return gnb_; }
  gnb::RadioLink join(Handset& handset) {
    gnb::RadioLink link(++last_link_);
    connected_[link] = &handset;
    return link;
  }
  void leave(gnb::RadioLink link) { connected_.erase(link); }
  Tai tai() const { return {gnb_.config().plmn, gnb_.config().tacs.front()}; }

  void downlink_nas(gnb::RadioLink link, ByteView nas) override;
  void session_up(gnb::RadioLink link, PduSessionId id, Qfi qfi) override;
  void session_down(gnb::RadioLink link, PduSessionId id) override;
  void released(gnb::RadioLink link) override;
  void downlink_packet(gnb::RadioLink link, PduSessionId id, ByteView packet) override;
  void page(const STmsi& whom) override;
  void cell_in_service(bool yes) override;

 private:
  Handset* find(gnb::RadioLink link) {
    auto found = connected_.find(link);
    return found == connected_.end() ? nullptr : found->second;
  }
  SimulatedRan& ran_;
  std::unordered_map<gnb::RadioLink, Handset*> connected_;
  std::uint32_t last_link_ = 0;
  gnb::Gnb gnb_;
};

/// One phone, its air interface, and who hears of it.
class SimulatedRan::Handset final : public ue::Air, public ue::PhoneEvents {
 public:
  Handset(SimulatedRan& ran, std::size_t n, Cell& cell)
      : ran_(ran), n_(n), cell_(&cell), phone_(ran.world_, config(ran.plan_, n), *this, *this) {}

  static ue::PhoneConfig config(const RanPlan& plan, std::size_t n) {
    ue::PhoneConfig c;
    c.supi = nth(plan.first, n);
    c.k = plan.k;
    c.opc = plan.opc;
    c.home = plan.plmn;
    c.slices = plan.slices;
    c.scheme = plan.scheme;
    c.home_key_id = plan.home_key_id;
    c.home_public_key = plan.home_public_key;
    c.ciphering = plan.ciphering;
    if (plan.shape) plan.shape(n, c);
    return c;
  }

  ue::Phone& phone() { return phone_; }
  Cell& cell() { return *cell_; }
  gnb::RadioLink link() const { return link_; }
  void camp_on(Cell& cell) {
    if (phone_.is_connected()) return;
    cell_ = &cell;
    phone_.cell_changed(cell.gnb().in_service());
  }
  void switch_on() {
    on_since_ = ran_.world_.now();
    phone_.switch_on();
  }
  /// The connection on that link has ended.
  void lost(gnb::RadioLink link) {
    if (link != link_) return;
    link_ = {};
    phone_.connection_released();
  }

  // Air
  bool connect(ue::ConnectCause cause, const std::optional<STmsi>& s_tmsi, ByteView nas) override {
    using Ngap = ngap::RrcEstablishmentCause;
    auto why = cause == ue::ConnectCause::mt_access ? Ngap::mt_access
               : cause == ue::ConnectCause::mo_data ? Ngap::mo_data
                                                    : Ngap::mo_signalling;
    link_ = cell_->join(*this);
    if (cell_->gnb().connect(link_, why, s_tmsi, nas)) return true;
    cell_->leave(link_);
    link_ = {};
    return false;
  }
  bool send_nas(ByteView nas) override { return ran_.lost() || cell_->gnb().uplink_nas(link_, nas); }
  void release() override { cell_->gnb().request_release(link_, ngap::CauseRadioNetwork::radio_connection_with_ue_lost); }
  bool send_packet(PduSessionId id, ByteView packet) override { return cell_->gnb().uplink_packet(link_, id, packet); }
  Tai tai() const override { return cell_->tai(); }

  // PhoneEvents
  void registered(const Guti&) override {
    ++ran_.count_.registrations;
    if (!std::exchange(timed_, true)) ran_.count_.registration_times.push_back(ran_.world_.now() - on_since_);
    if (ran_.on_registered) ran_.on_registered(n_);
    ask_session();
  }
  void not_registered(std::uint8_t cause, const char* what) override {
    ++ran_.count_.refused;
    if (ran_.on_not_registered) ran_.on_not_registered(n_, cause, what);
  }
  void session_up(const ue::SessionView& view) override {
    if (!std::exchange(session_timed_, true)) ran_.count_.session_times.push_back(ran_.world_.now() - on_since_);
    if (ran_.on_session) ran_.on_session(n_, view);
  }
  void session_prefix(const ue::SessionView& view) override {
    if (ran_.on_prefix) ran_.on_prefix(n_, view);
  }
  void session_refused(PduSessionId id, std::uint8_t cause) override {
    ++ran_.count_.session_refused;
    if (ran_.on_session_refused) ran_.on_session_refused(n_, id, cause);
    ran_.later(session_pause, [this] { ask_session(); });
  }
  void session_down(PduSessionId) override {
    ran_.later(session_pause, [this] { ask_session(); });
  }
  void packet(PduSessionId id, ByteView octets) override {
    if (ran_.on_packet) ran_.on_packet(n_, id, octets);
  }

 private:
  /// A phone that is on wants its session, and asks again when it was refused or lost it.
  void ask_session() {
    if (!ran_.plan_.ask_session || phone_.state() != ue::Phone::State::registered || phone_.has_session(first_session)) return;
    phone_.establish(first_session, {ran_.plan_.dnn, ran_.plan_.session, {}});
  }

  SimulatedRan& ran_;
  std::size_t n_;
  Cell* cell_;
  gnb::RadioLink link_;
  Instant on_since_{};
  bool timed_ = false, session_timed_ = false;
  ue::Phone phone_;
};

void SimulatedRan::Cell::downlink_nas(gnb::RadioLink link, ByteView nas) {
  if (ran_.lost()) return;
  ran_.later(ran_.plan_.air_delay, [this, link, message = to_bytes(nas)] {
    if (auto* handset = find(link)) handset->phone().nas_received(message);
  });
}
void SimulatedRan::Cell::session_up(gnb::RadioLink link, PduSessionId id, Qfi) {
  ran_.later(ran_.plan_.air_delay, [this, link, id] {
    if (auto* handset = find(link)) handset->phone().session_resources(id, true);
  });
}
void SimulatedRan::Cell::session_down(gnb::RadioLink link, PduSessionId id) {
  ran_.later(ran_.plan_.air_delay, [this, link, id] {
    if (auto* handset = find(link)) handset->phone().session_resources(id, false);
  });
}
void SimulatedRan::Cell::released(gnb::RadioLink link) {
  ran_.later(ran_.plan_.air_delay, [this, link] {
    auto* handset = find(link);
    connected_.erase(link);
    if (handset) handset->lost(link);
  });
}
void SimulatedRan::Cell::downlink_packet(gnb::RadioLink link, PduSessionId id, ByteView packet) {
  if (auto* handset = find(link)) handset->phone().packet_received(id, packet);
}
void SimulatedRan::Cell::page(const STmsi& whom) {
  if (ran_.lost()) return;
  ran_.later(ran_.plan_.air_delay, [this, whom] {
    for (auto& handset : ran_.phones_)
      if (&handset->cell() == this) handset->phone().paged(whom);
  });
}
void SimulatedRan::Cell::cell_in_service(bool yes) {
  ran_.later(ran_.plan_.air_delay, [this, yes] {
    for (auto& handset : ran_.phones_)
      if (&handset->cell() == this) handset->phone().cell_changed(yes);
  });
}

SimulatedRan::SimulatedRan(World& world, RanPlan plan, Tracer* tracer) : world_(world), plan_(std::move(plan)) {
  check(plan_.gnbs > 0 && !plan_.tacs.empty(), "a plan with base stations and a tracking area");
  for (std::size_t n = 0; n < plan_.gnbs; ++n) cells_.push_back(std::make_unique<Cell>(*this, n, tracer));
  for (std::size_t n = 0; n < plan_.phones; ++n) phones_.push_back(std::make_unique<Handset>(*this, n, *cells_[n % plan_.gnbs]));
}

SimulatedRan::~SimulatedRan() { *alive_ = false; }

Io<Nothing> SimulatedRan::start() {
  for (auto& cell : cells_) {
    auto started = cell->gnb().start();
    if (!started.ok()) return started;
  }
  return Nothing{};
}

void SimulatedRan::later(Duration delay, std::function<void()> action) {
  world_.after(delay, [alive = alive_, action = std::move(action)] {
    if (*alive) action();
  });
}

bool SimulatedRan::lost() { return plan_.air_loss > 0 && double(world_.random_number<std::uint32_t>()) < plan_.air_loss * 4294967296.0; }

void SimulatedRan::switch_on_all(std::size_t per_second) {
  if (per_second == 0) {
    while (next_on_ < phones_.size()) switch_on(next_on_++);
    return;
  }
  if (next_on_ >= phones_.size()) return;
  // In groups of a hundredth of a second, so that timers do not limit the rate.
  auto group = std::max<std::size_t>(1, per_second / 100);
  for (std::size_t i = 0; i < group && next_on_ < phones_.size(); ++i) switch_on(next_on_++);
  later(std::chrono::nanoseconds(1'000'000'000ull * group / per_second), [this, per_second] { switch_on_all(per_second); });
}

void SimulatedRan::switch_on(std::size_t phone) { phones_.at(phone)->switch_on(); }

void SimulatedRan::go_idle(std::size_t phone) {
  auto& handset = *phones_.at(phone);
  handset.cell().gnb().request_release(handset.link(), ngap::CauseRadioNetwork::user_inactivity);
}

void SimulatedRan::move(std::size_t phone, std::size_t cell) { phones_.at(phone)->camp_on(*cells_.at(cell)); }

void SimulatedRan::report_capability(std::size_t phone, ByteView radio_capability) {
  auto& handset = *phones_.at(phone);
  handset.cell().gnb().report_capability(handset.link(), radio_capability);
}

ue::Phone& SimulatedRan::phone(std::size_t n) { return phones_.at(n)->phone(); }
gnb::Gnb& SimulatedRan::gnb(std::size_t n) { return cells_.at(n)->gnb(); }

RanCount SimulatedRan::count() const {
  RanCount out = count_;
  for (auto& cell : cells_) out.gnbs_in_service += cell->gnb().in_service();
  for (auto& handset : phones_) {
    out.registered += handset->phone().state() == ue::Phone::State::registered;
    out.connected += handset->phone().is_connected();
    out.sessions += handset->phone().session_count();
  }
  return out;
}

}  // namespace pellucid::app

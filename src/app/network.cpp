#include "app/network.hpp"

#include <cctype>
#include <ctime>

#include "core/upf/data_path.hpp"

namespace pellucid::app {
namespace {

/// Algorithm numbers of names like "NIA2".
std::vector<std::uint8_t> numbers(const std::vector<std::string>& names) {
  std::vector<std::uint8_t> out;
  for (auto& name : names) out.push_back(std::uint8_t(name.back() - '0'));
  return out;
}

IpAddress address(const std::string& text) { return *IpAddress::parse(text); }

/// "2026-11-21 20:39:47 UTC"
std::string utc_text(WallTime time) {
  std::time_t seconds = std::time_t(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc)};
}

bool names(const std::string& text, const Supi& supi) {
  auto name = supi.text();
  auto at = text.find(name);
  return at != std::string::npos && (at + name.size() == text.size() || !std::isdigit(static_cast<unsigned char>(text[at + name.size()])));
}

}  // namespace

amf::Config amf_config(const Config& c) {
  amf::Config out;
  out.name = c.amf_name;
  out.guamis = {Guami{c.plmn, c.amf_region, c.amf_set, c.amf_pointer}};
  amf::ServedArea area;
  area.plmn = c.plmn;
  for (auto tac : c.tacs) area.tacs.push_back(Tac(tac));
  area.slices = c.slices;
  out.areas = {area};
  out.relative_capacity = c.relative_capacity;
  out.n2 = {address(c.n2_address), c.n2_port};
  for (auto& gnb : c.gnbs) out.allowed_gnbs.push_back({gnb.id, gnb.address.empty() ? IpAddress() : address(gnb.address)});
  out.algorithms = {numbers(c.integrity), numbers(c.ciphering)};
  out.full_network_name = out.short_network_name = c.network_name;
  out.timers.t3512 = std::chrono::seconds(c.periodic_registration_s);
  out.timers.t3513 = std::chrono::seconds(c.paging_retry_s);
  out.limits.max_ues = c.max_phones;
  return out;
}

smf::Config smf_config(const Config& c) {
  smf::Config out;
  out.node_id = address(c.smf_n4);
  out.n4 = {address(c.smf_n4), 8805};
  out.upfs.clear();
  for (auto& peer : c.upf_peers) {
    std::string name = out.upfs.empty() ? "upf" : "upf" + std::to_string(out.upfs.size() + 1);
    out.upfs.push_back({name, {address(peer), 8805}, {}});
  }
  for (auto& d : c.dnns) {
    smf::DnnConfig dnn;
    dnn.name = d.name;
    dnn.ipv4_pool = d.ipv4;
    dnn.ipv6_pool = d.ipv6;
    for (auto& server : d.dns) dnn.dns.push_back(address(server));
    dnn.mtu = std::uint16_t(d.mtu);
    out.dnns.push_back(std::move(dnn));
  }
  out.slices = c.slices;
  out.limits.max_sessions = c.max_phones;
  return out;
}

upf::UpfConfig upf_config(const Config& c) {
  upf::UpfConfig out;
  out.node_id = address(c.upf_n4);
  out.n4 = {address(c.upf_n4), 8805};
  auto n3 = address(c.n3_address);
  out.n3_v4 = n3.is_v4() ? n3 : IpAddress();
  out.n3_v6 = n3.is_v6() ? n3 : IpAddress();
  for (auto& d : c.dnns) {
    upf::DnnConfig dnn;
    dnn.name = d.name;
    dnn.tun_name = d.tun;
    dnn.ipv4_pool = d.ipv4;
    dnn.ipv6_pool = d.ipv6;
    dnn.mtu = d.mtu;
    out.dnns.push_back(std::move(dnn));
  }
  out.buffer.packets_per_session = c.upf_buffer_packets;
  return out;
}

Network::~Network() {
  rates_.reset();
  meter_.reset();
  // Top down: the AMF and SMF speak to the UDM, the store and each other until they are gone.
  if (store_) store_->subscribers().watch({});
  amf_.reset();
  smf_.reset();
  upf_.reset();
}

Io<std::unique_ptr<Network>> Network::start(World& world, const Config& config, NetworkOptions options) {
  std::unique_ptr<Network> network(new Network(world, config));
  network->started_ = world.now();
  store::StoreOptions where;
  where.file = options.memory_store ? ":memory:" : config.store_path;
  if (!options.memory_store) where.key_file = config.key_path;
  where.memory_content = options.memory_content;
  where.memory_key = options.memory_key;
  auto store = store::Store::open(world, where);
  if (!store.ok()) return Fail(IoError{0, store.error().text()});
  network->store_ = std::move(*store);
  for (auto& row : network->store_->damaged()) world.log(Severity::error, "store", "left out, damaged: " + row);
  if (config.upf_enabled) {
    auto started = network->start_upf(options);
    if (!started.ok()) return Fail(started.error());
  }
  if (config.smf_enabled) {
    auto started = network->start_core(options);
    if (!started.ok()) return Fail(started.error());
  }
  return network;
}

Io<Nothing> Network::start_upf(const NetworkOptions& options) {
  auto& world = options.upf_world ? *options.upf_world : world_;
  auto config = upf_config(config_);
  if (auto valid = upf::validate(config); !valid.ok()) return Fail(IoError{0, valid.error().text()});
  auto* real = dynamic_cast<RealWorld*>(&world);
  auto path = options.inline_user_plane || !real ? upf::inline_path(world, config) : upf::threaded_path(*real, config);
  if (!path.ok()) return Fail(path.error());
  world_.log(Severity::info, "upf", (*path)->text());
  // N4 between this process's SMF and UPF is traced once, by the SMF.
  auto upf = upf::Upf::start(world, config, std::move(*path), config_.smf_enabled ? nullptr : options.tracer);
  if (!upf.ok()) return Fail(upf.error());
  upf_ = std::move(*upf);
  return Nothing{};
}

Io<Nothing> Network::start_core(const NetworkOptions& options) {
  store_for_udm_ = std::make_unique<StoreForUdm>(*store_);
  udm::UdmOptions udm_options;
  udm_options.home_networks = {config_.plmn};
  udm_ = std::make_unique<udm::Udm>(world_, udm_options, *store_for_udm_, *store_for_udm_, *store_for_udm_);
  auto access = amf_config(config_);
  udm_for_amf_ = std::make_unique<UdmForAmf>(*udm_, access.guamis.front());
  policy_ = std::make_unique<PolicyForSmf>(*store_);
  amf_journal_ = std::make_unique<AmfJournal>(world_, *store_);
  smf_journal_ = std::make_unique<SmfJournal>(world_, *store_);

  auto sessions = smf_config(config_);
  if (auto valid = smf::validate(sessions); !valid.ok()) return Fail(IoError{0, valid.error().text()});
  smf::Smf::Listeners of_sessions;
  of_sessions.tracer = options.tracer;
  of_sessions.refused = [this](const smf::Refused& r) {
    if (r.procedure == smf::name(smf::ProcedureName::establishment)) return;  // the AMF tells of it
    world_.log(
        Severity::warning, "smf",
        r.supi.text() + " session " + std::to_string(r.id.value()) + ": " + r.procedure + " refused, " + r.answer + ": " + r.why.text());
  };
  of_sessions.upf_changed = options.upf_changed;
  of_sessions.used = [this](const Supi& supi, std::uint64_t octets) {
    if (meter_) meter_->used(supi, octets);
  };
  smf_ = std::make_unique<smf::Smf>(world_, sessions, smf::Smf::Ports{amf_for_smf_, *policy_, smf_journal_.get()}, std::move(of_sessions));
  amf::Amf::Listeners listeners;
  listeners.tracer = options.tracer;
  listeners.journal = amf_journal_.get();
  listeners.oversight = options.oversight;
  amf_ = std::make_unique<amf::Amf>(world_, access, amf::Amf::Ports{*udm_for_amf_, smf_for_amf_}, listeners);
  if (options.usage) meter_.emplace(world_, *amf_, std::chrono::seconds(config_.usage_sample_s), options.usage);
  smf_for_amf_.set(*smf_);
  amf_for_smf_.set(*amf_);
  store_->subscribers().watch([this](store::SubscriberChange::What what, const Supi& supi) {
    auto* now = store_->subscribers().find(supi);
    if (what == store::SubscriberChange::What::remove) udm_->removed(supi);
    if (!now || !now->enabled) amf_->withdraw(supi);
  });
  if (auto restored = restore(); !restored.ok()) return restored;
  if (auto started = smf_->start(); !started.ok()) return started;
  auto started = amf_->start();
  if (started.ok()) world_.log(Severity::info, "amf", "N2 on " + amf_->local().text() + ", SCTP: " + amf_->transport());
  return started;
}

Io<Nothing> Network::restore() {
  std::size_t refused = 0;
  auto take = [&](const char* kind, auto into) -> Io<Nothing> {
    auto loaded = store_->contexts().load(kind, [&](ByteView key, ByteView record) {
      if (!into(std::string(as_text(key)), record).ok()) ++refused;
    });
    if (!loaded.ok()) return Fail(IoError{0, loaded.error().text()});
    if (loaded->count) world_.log(Severity::info, kind, std::to_string(loaded->count) + " contexts from before the restart");
    refused += loaded->unreadable;
    return Nothing{};
  };
  if (auto done = take(SmfJournal::kind, [&](const std::string& key, ByteView record) { return smf_->restore(key, record); }); !done.ok())
    return done;
  if (auto done = take(AmfJournal::kind, [&](const std::string& key, ByteView record) { return amf_->restore(key, record); }); !done.ok())
    return done;
  if (refused) world_.log(Severity::warning, "store", std::to_string(refused) + " contexts could not be read; their phones register again");
  return Nothing{};
}

void Network::keep_rates() {
  rates_.emplace(world_, [this] { return totals(); });
}

Totals Network::totals() const {
  Totals out;
  if (amf_)
    for (auto which :
         {amf::ProcedureName::initial_registration, amf::ProcedureName::mobility_registration, amf::ProcedureName::periodic_registration})
      out.registrations += amf_->counters().of(which).succeeded;
  if (smf_) out.sessions = smf_->counters().of(smf::ProcedureName::establishment).succeeded;
  if (!upf_) return out;
  auto& counted = upf_->counters();
  out.uplink_packets = counted[upf::Count::uplink_packets];
  out.uplink_octets = counted[upf::Count::uplink_octets];
  out.downlink_packets = counted[upf::Count::downlink_packets];
  out.downlink_octets = counted[upf::Count::downlink_octets];
  out.dropped_packets = counted.drops() - counted[upf::Count::drop_event_queue];  // that one counts events
  return out;
}

Tree Network::status() const {
  Tree out = Tree::object();
  out.add("network", config_.network_name + " " + config_.plmn.text());
  out.add("up_s", std::chrono::duration_cast<std::chrono::seconds>(world_.now() - started_).count());
  out.add("subscribers", store_->subscribers().count());
  if (rates_) out.add("rates", rates_->tree());
  if (amf_) {
    out.add("registered_phones", amf_->ue_count());
    out.add("connected_phones", amf_->connected_count());
    Tree& gnbs = out.add("base_stations", Tree::array());
    for (auto& g : amf_->gnbs()) {
      Tree row = Tree::object();
      row.add("id", g.id);
      row.add("name", g.name);
      row.add("address", g.address.text());
      row.add("state", g.ready ? "in service" : "connecting");
      row.add("phones", g.ues);
      gnbs.push(std::move(row));
    }
    Tree& phones = out.add("phones", Tree::array());
    for (auto& u : amf_->ues(1000)) {
      Tree row = Tree::object();
      row.add("supi", u.supi.text());
      row.add("state", u.connected ? "connected" : u.registered ? "idle" : "registering");
      row.add("gnb", u.gnb);
      row.add("tai", u.tai.text());
      row.add("imeisv", u.imeisv);
      row.add("security", u.algorithms);
      phones.push(std::move(row));
    }
  }
  if (smf_) {
    out.add("session_count", smf_->session_count());
    Tree& sessions = out.add("sessions", Tree::array());
    for (auto& s : smf_->sessions(1000)) {
      Tree row = Tree::object();
      row.add("supi", s.supi.text());
      row.add("id", s.id.value());
      row.add("dnn", s.dnn);
      row.add("ipv4", s.ipv4.text());
      row.add("ipv6_prefix", s.ipv6_prefix.text());
      row.add("user_plane", s.user_plane);
      row.add("upf", s.upf);
      sessions.push(std::move(row));
    }
    Tree& upfs = out.add("upfs", Tree::array());
    for (auto& u : smf_->upfs()) {
      Tree row = Tree::object();
      row.add("name", u.name);
      row.add("n4", u.n4.text());
      row.add("state", u.associated ? "associated" : "not reached");
      row.add("sessions", u.sessions);
      upfs.push(std::move(row));
    }
  }
  if (upf_) out.add("upf", upf_->tree());
  return out;
}

Tree Network::explain(const Supi& supi) const {
  Tree out = Tree::array();
  // A phone that never proved who it is has no SUPI in its record, but what was compared may name it. An empty SUPI asks for all.
  auto concerns = [&](const auto& r) {
    return supi.empty() || r.supi == supi || (r.supi.empty() && (names(r.why.where, supi) || names(r.why.got, supi)));
  };
  auto add = [&](const auto& refused) {
    for (auto& r : refused) {
      if (!concerns(r)) continue;
      Tree row = Tree::object();
      row.add("when", utc_text(r.when));
      if constexpr (requires { r.subject; }) row.add("who", r.supi.empty() ? r.subject : r.supi.text());
      if constexpr (requires { r.id; }) row.add("who", r.supi.text() + " session " + std::to_string(r.id.value()));
      row.add("procedure", r.procedure);
      row.add("answer", r.answer);
      row.add("why", r.why.tree());
      row.add("text", r.why.text());
      out.push(std::move(row));
    }
  };
  if (amf_) add(amf_->refusals());
  if (smf_) add(smf_->refusals());
  return out;
}

}  // namespace pellucid::app

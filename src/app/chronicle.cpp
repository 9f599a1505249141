#include "app/chronicle.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <sstream>

#include "oversight/inventory/base_station.hpp"
#include "oversight/inventory/entries.hpp"

namespace pellucid::app {
namespace {

using namespace oversight;

constexpr std::size_t keys_an_entry = 100;  // of the configuration: far from the limit of an entry

Tree text_tree(const std::map<std::string, std::string>& values) {
  Tree out = Tree::object();
  for (auto& [key, value] : values) out.add(key, value);
  return out;
}

void take(std::map<std::string, std::string>& into, const Tree& tree) {
  auto* members = tree.as_object();
  if (!members) return;
  for (auto& [key, value] : *members)
    if (auto* text = value.as_string()) into[key] = *text;
}

ConnectedBaseStation base_station(const amf::GnbStatus& gnb) {
  ConnectedBaseStation out;
  out.plmn = gnb.plmn;
  out.gnb_id = gnb.id;
  out.id_bits = gnb.id_bits;
  out.name = gnb.name;
  out.address = gnb.address.address;
  for (auto& tai : gnb.tais) out.areas.push_back({tai, gnb.slices});
  out.paging_drx_frames = gnb.paging_cycle;
  out.streams_in = gnb.in_streams;
  out.streams_out = gnb.out_streams;
  return out;
}

/// The hardware address of an IPv4 neighbour in the kernel's table; nothing if it is not on our own segment.
std::optional<Octets<6>> neighbour_mac(std::string_view table, const std::string& address) {
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string ip, type, flags, mac;
    if (!(words >> ip >> type >> flags >> mac) || ip != address || mac.size() != 17) continue;
    std::erase(mac, ':');
    auto octets = from_hex<6>(mac);
    if (octets && *octets != Octets<6>{}) return octets;
  }
  return {};
}

Tree tree_of(const amf::GnbStatus& gnb) {
  Tree out = Tree::object();
  out.add("address", gnb.address.text());
  if (!gnb.name.empty()) out.add("name", gnb.name);
  return out;
}

std::string finding_id(const std::string& kind, const std::string& element) { return kind + ":" + element; }

}  // namespace

Recorded entry_of(std::string type, std::string element, std::string actor, std::string reason, Tree before, Tree after) {
  Recorded out;
  out.entry.type = std::move(type);
  out.entry.element = std::move(element);
  out.entry.actor = std::move(actor);
  out.entry.reason = std::move(reason);
  out.entry.before = std::move(before);
  out.entry.after = std::move(after);
  return out;
}

Chronicle::Chronicle(World& world, const Config& config, ledger::Recorder& recorder, Inventory::Reveal reveal)
    : world_(world), config_(config), recorder_(recorder), inventory_(std::move(reveal)) {}

void Chronicle::apply(const ledger::Entry& entry, EntryIndex index) {
  inventory_.apply(entry, index);
  policy_.apply(entry, index);
  if (entry.type == "policy.list") index_.reset();
  if (entry.type == "configuration.changed") {
    if (auto* gone = entry.before.as_object())
      for (auto& [key, value] : *gone) configuration_.erase(key);
    take(configuration_, entry.after);
  }
}

void Chronicle::replay(const ledger::Entry& entry, EntryIndex index) {
  apply(entry, index);
  ++recorded_;
}

// ---- recording ------------------------------------------------------------------------------------------------------------------

Result<Nothing, std::string> Chronicle::ready() const {
  auto trouble = recorder_.trouble();
  if (!trouble.empty()) return Fail("nothing was changed, because it could not be recorded: " + trouble);
  return Nothing{};
}

Result<EntryIndex, std::string> Chronicle::record(Recorded what) {
  if (what.entry.time == WallTime()) what.entry.time = world_.wall();
  auto kept = what.entry;
  auto index = recorder_.record(std::move(what.entry), std::move(what.secrets));
  if (!index.ok()) return Fail(index.error().text());
  ++recorded_;
  apply(kept, *index);
  return *index;
}

void Chronicle::note(Recorded what) {
  if (lost_ > lost_since_ && recorder_.trouble().empty()) {
    // What is missing is said where it is missing.
    Tree gap = Tree::object();
    gap.add("events", lost_ - lost_since_);
    gap.add("because", last_trouble_);
    auto told = record(entry_of("log.gap", "", std::string(own_actor), "", {}, std::move(gap)));
    if (told.ok()) {
      lost_since_ = lost_;
      last_trouble_.clear();
      world_.log(Severity::warning, "ledger", "the log takes entries again");
    }
  }
  auto done = record(std::move(what));
  if (done.ok()) return;
  ++lost_;
  if (last_trouble_ != done.error()) world_.log(Severity::error, "ledger", "not recorded: " + done.error());
  last_trouble_ = done.error();
}

void Chronicle::note(Entries what) {
  for (auto& one : what) note(std::move(one));
}

// ---- this process ---------------------------------------------------------------------------------------------------------------

void Chronicle::started(const Software& software) {
  Tree after = Tree::object();
  after.add("version", software.version);
  after.add("executable", software.executable);
  after.add("sha256", software.sha256);
  if (!software.build_id.empty()) after.add("build_id", software.build_id);
  note(entry_of("software.started", "", std::string(own_actor), "", {}, std::move(after)));
}

void Chronicle::configured() {
  configuration();
  note(inventory_.review(world_.wall()));
}

void Chronicle::stopping(const std::string& why) { note(entry_of("software.stopped", "", std::string(own_actor), why, {}, {})); }

void Chronicle::configuration() {
  auto now = config_values(config_);
  std::map<std::string, std::string> before, after;
  auto flush = [&] {
    if (before.empty() && after.empty()) return;
    note(entry_of("configuration.changed", "", std::string(own_actor), config_.file.empty() ? "defaults" : "read from " + config_.file,
                  before.empty() ? Tree() : text_tree(before), after.empty() ? Tree() : text_tree(after)));
    before.clear(), after.clear();
  };
  std::set<std::string> keys;
  for (auto& [key, value] : now) keys.insert(key);
  auto last = configuration_;
  for (auto& [key, value] : last) keys.insert(key);
  for (auto& key : keys) {
    auto was = last.find(key), is = now.find(key);
    if (was != last.end() && is != now.end() && was->second == is->second) continue;
    if (was != last.end()) before.insert(*was);
    if (is != now.end()) after.insert(*is);
    if (before.size() + after.size() >= keys_an_entry) flush();
  }
  flush();
}

// ---- operators ------------------------------------------------------------------------------------------------------------------

std::vector<std::string> Chronicle::load_lists(const std::vector<std::string>& files, const std::string& actor, const std::string& reason) {
  std::vector<std::string> faults;
  for (auto& file : files) {
    auto content = world_.read_file(file);
    if (!content.ok()) {
      faults.push_back(content.error().what);
      continue;
    }
    auto list = parse_list(as_text(*content), file);
    if (!list.ok()) {
      faults.push_back(list.error().text());
      continue;
    }
    auto known = policy_.lists(ListView::by_their_dates, world_.wall());
    if (std::any_of(known.begin(), known.end(), [&](const LoadedList& l) { return l.list->sha256 == list->sha256; })) continue;
    for (auto& entry : list_entries(*list, actor, reason)) {
      auto done = record({entry, {}});
      if (!done.ok()) faults.push_back(done.error());
    }
  }
  reconsider_all();
  return faults;
}

void Chronicle::reconsider(const std::string& element) {
  judge(element);
  flag(element);
}

void Chronicle::reconsider_all() {
  std::vector<std::string> ids;
  for (auto& [id, element] : inventory_.elements()) ids.push_back(id);
  for (auto& id : ids) reconsider(id);
}

const PolicyIndex& Chronicle::index() {
  auto today = day_of(world_.wall());
  if (!index_ || index_day_ != today) {
    index_day_ = today;
    index_lists_ = policy_.lists(ListView::by_their_dates, world_.wall());
    index_ = std::make_unique<PolicyIndex>(index_lists_, today);
  }
  return *index_;
}

std::vector<Match> Chronicle::matches(const Element& element) { return index().match(element); }

/// Opens or closes the finding that an element is on a list.
void Chronicle::judge(const std::string& id) {
  auto* element = inventory_.find(id);
  if (!element) return;
  auto finding = finding_id("listed", element->id);
  auto found = element->retired ? std::vector<Match>() : matches(*element);
  if (found.empty()) {
    if (inventory_.is_open(finding))
      note(finding_closed(inventory_.findings().at(finding), std::string(own_actor), "no list in force means it any more", world_.wall()));
    return;
  }
  auto& match = found.front();
  std::string what = std::string(text(match.certainty)) + ": " + match.list->list->name + "/" + match.entry->id + ", " + match.why;
  if (inventory_.is_open(finding) && inventory_.findings().at(finding).text == what) return;
  note(finding_opened(oversight::Finding{.id = finding, .kind = "listed", .element = element->id, .other = "", .text = what},
                      world_.wall()));
}

// ---- sources of oversight -------------------------------------------------------------------------------------------------------

void Chronicle::observe(const Observation& observation) {
  auto entries = inventory_.observe(observation);
  std::set<std::string> touched;
  for (auto& one : entries)
    if (!one.entry.element.empty()) touched.insert(one.entry.element);
  note(std::move(entries));
  for (auto& id : touched) judge(id);
}

void Chronicle::silent(const std::string& element, const std::string& why) { note(inventory_.silence(element, world_.wall(), why)); }

void Chronicle::usage(const UsageMeter::Sample& sample) {
  std::vector<UsageSample> samples;
  for (auto& [gnb, passed] : sample.usage)
    if (auto* element = inventory_.find(gnb_identifier(gnb.plmn, gnb.id, gnb.bits)))
      samples.push_back({element->id, passed.phones, passed.octets});
  if (!samples.empty()) note(usage_sample(samples, sample.seconds, world_.wall()));
  for (auto& [tac, phones] : sample.phone_models) {
    Identifier model{Identifier::Kind::tac, tac};
    if (inventory_.find(model)) continue;  // who makes it, the operator's own table says
    Observation seen;
    seen.kind = ElementKind::phone_model;
    seen.identifiers = {model};
    seen.time = world_.wall();
    seen.source = "registrations";
    seen.evidence = {{"tac", tac, "imeisv", Strength::claimed}};
    observe(seen);
  }
}

GateDecision Chronicle::decision(const Element* element, const std::string& name) {
  auto mode = *parse_gate_mode(config_.gate);
  auto found = element ? matches(*element) : std::vector<Match>();
  return decide(GateConfig{mode, mode, mode}, element, found, name);
}

/// What the gate says of a base station: one finding for each kind of reason, closed when the reason is gone.
void Chronicle::flag(const std::string& id) {
  auto* element = inventory_.find(id);
  if (!element || element->kind != ElementKind::base_station) return;
  auto verdict = element->retired ? GateDecision() : decision(element, element->id);
  for (std::string kind : {"unapproved", "changed"}) {
    auto finding = finding_id(kind, id);
    auto reason = std::find_if(verdict.reasons.begin(), verdict.reasons.end(), [&](const GateReason& r) { return r.kind == kind; });
    bool open = inventory_.is_open(finding), wanted = reason != verdict.reasons.end();
    if (wanted && !open)
      note(finding_opened(oversight::Finding{.id = finding, .kind = kind, .element = id, .other = "", .text = reason->why.text()},
                          world_.wall()));
    if (!wanted && open)
      note(finding_closed(inventory_.findings().at(finding), std::string(own_actor), "the gate has nothing against it now", world_.wall()));
  }
}

// ---- base stations and UPFs -----------------------------------------------------------------------------------------------------

const Element* Chronicle::element_of(const amf::GnbStatus& gnb) { return inventory_.find(gnb_identifier(gnb.plmn, gnb.id, gnb.id_bits)); }

Observation Chronicle::seen(const amf::GnbStatus& gnb) {
  auto station = base_station(gnb);
  auto table = world_.read_file("/proc/net/arp");
  station.mac = table.ok() ? neighbour_mac(as_text(*table), gnb.address.address.text()) : std::nullopt;
  if (station.mac && registrant_) station.mac_registrant = registrant_(*station.mac);
  return base_station_observation(station, world_.wall());
}

std::optional<Why> Chronicle::refusal(const amf::GnbStatus& gnb) {
  observe(seen(gnb));
  auto* element = element_of(gnb);
  std::string id = element ? element->id : "";
  auto verdict = decision(element, gnb.name.empty() ? "gNB " + std::to_string(gnb.id) : gnb.name);
  flag(id);
  if (verdict.action != GateAction::refuse) return {};
  auto& why = verdict.reasons.front().why;
  if (refusals_.size() >= max_refusals) refusals_.clear();
  auto& told = refusals_[{gnb.plmn, gnb.id, gnb.id_bits}];
  if (told.why == why.text() && world_.now() - told.told < same_refusal) return why;
  told = {why.text(), world_.now()};
  Tree after = tree_of(gnb);
  after.add("why", why.text());
  note(entry_of("gnb.refused", id, std::string(own_actor), verdict.reasons.front().kind, {}, std::move(after)));
  return why;
}

void Chronicle::connected(const amf::GnbStatus& gnb) {
  auto* element = element_of(gnb);
  note(entry_of("gnb.connected", element ? element->id : "", std::string(own_actor), "", {}, tree_of(gnb)));
}

void Chronicle::changed(const amf::GnbStatus& gnb) {
  observe(seen(gnb));
  if (auto* element = element_of(gnb)) flag(std::string(element->id));
}

void Chronicle::disconnected(const amf::GnbStatus& gnb, std::string_view why) {
  auto* element = element_of(gnb);
  note(entry_of("gnb.disconnected", element ? element->id : "", std::string(own_actor), std::string(why), tree_of(gnb), {}));
}

void Chronicle::upf_changed(const smf::UpfStatus& upf) {
  AssociatedUpf seen;
  seen.node_id = upf.node_id;
  seen.address = upf.n4.address;
  seen.features = upf.features;
  if (upf.associated) observe(upf_observation(seen, world_.wall()));
  auto* element = inventory_.find(Identifier{Identifier::Kind::pfcp_node, upf.node_id});
  Tree what = Tree::object();
  what.add("n4", upf.n4.text());
  what.add("name", upf.name);
  auto id = element ? element->id : "";
  note(upf.associated ? entry_of("upf.associated", id, std::string(own_actor), "", {}, std::move(what))
                      : entry_of("upf.lost", id, std::string(own_actor), "", std::move(what), {}));
}

Tree Chronicle::status() const {
  Tree out = Tree::object();
  out.add("entries", recorded_);
  out.add("elements", inventory_.elements().size());
  std::size_t open = 0;
  for (auto& [id, finding] : inventory_.findings()) open += !finding.closed;
  out.add("open_findings", open);
  if (lost_) out.add("not_recorded", lost_);
  if (auto trouble = recorder_.trouble(); !trouble.empty()) out.add("trouble", trouble);
  return out;
}

}  // namespace pellucid::app

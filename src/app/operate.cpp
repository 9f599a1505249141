#include "app/operate.hpp"

#include <charconv>

#include "app/network.hpp"
#include "store/csv.hpp"

namespace pellucid::app {
namespace {

using Reply = ControlReply;
Reply no(std::string what) { return Fail(std::move(what)); }

struct Call {
  World& world;
  store::Store& store;
  Network* network;
  const ControlRequest& request;
  std::string argument(const char* name) const { return request.argument(name); }
};

store::ImportDefaults defaults() {
  store::ImportDefaults d;
  SubscribedDnn dnn;
  dnn.dnn = "internet";
  dnn.is_default = true;
  d.subscription.slices = {SubscribedSlice{Snssai{1, {}}, true, {dnn}}};
  return d;
}

Tree tree_of(const store::Subscriber& s, bool whole) {
  Tree out = Tree::object();
  out.add("supi", s.supi.text());
  out.add("enabled", s.enabled);
  if (!s.name.empty()) out.add("name", s.name);
  if (whole) {
    if (!s.note.empty()) out.add("note", s.note);
    out.add("algorithm", store::text(s.credentials.algorithm));
    out.add("published_test_key", store::is_test_subscriber(s.credentials));
    out.add("subscription", tree(s.subscription));
  } else {
    std::string dnns;
    for (auto& slice : s.subscription.slices)
      for (auto& d : slice.dnns) dnns += (dnns.empty() ? "" : " ") + slice.slice.text() + "/" + d.dnn;
    out.add("slices_and_dnns", dnns);
  }
  return out;
}

std::optional<Supi> supi_of(const Call& c, std::string& why) {
  auto text = c.argument("imsi");
  auto supi = Supi::parse(text);
  if (!supi) why = "imsi \"" + text + "\": allowed are 6 to 15 digits, with or without imsi-";
  return supi;
}

/// The record of who changed what and why; the ledger will take its place.
void record(const Call& c, const std::string& what) {
  auto& r = c.request;
  c.world.log(Severity::info, "operator", r.actor + ": " + what + (r.reason.empty() ? "" : " (" + r.reason + ")"));
}

std::string csv_field(const std::string& value) {
  std::string out = "\"";
  for (char ch : value) out += ch == '"' ? std::string("\"\"") : std::string(1, ch);
  return out + "\"";
}

/// Adding and changing one subscriber is an import of one line: the same rules, the same words.
Reply put_subscriber(const Call& c, bool adding) {
  std::string why, header, line;
  auto supi = supi_of(c, why);
  if (!supi) return no(why);
  bool known = c.store.subscribers().find(*supi) != nullptr;
  if (adding && known) return no(supi->text() + " is there already; `pellucid subscriber change` changes it");
  if (!adding && !known) return no(supi->text() + " is not there; `pellucid subscriber add` adds it");
  for (auto* column :
       {"imsi", "k", "opc", "op", "amf", "algorithm", "slices", "dnns", "ambr_down", "ambr_up", "name", "note", "msisdn", "enabled"}) {
    auto value = c.argument(column);
    if (value.empty()) continue;
    header += (header.empty() ? "" : ",") + std::string(column);
    line += (line.empty() ? "" : ",") + csv_field(value);
  }
  auto plan = store::plan_import(header + "\n" + line + "\n", c.store.subscribers(), defaults());
  if (!plan.good()) {
    std::string faults;
    for (auto& fault : plan.faults) faults += (faults.empty() ? "" : "\n") + fault.why.text();
    return no(faults);
  }
  auto done = c.store.subscribers().apply(plan.changes);
  if (!done.ok()) return no(done.error().text());
  record(c, std::string(adding ? "subscriber added: " : "subscriber changed: ") + supi->text());
  auto* now = c.store.subscribers().find(*supi);
  return tree_of(*now, true);
}

Reply list_subscribers(const Call& c) {
  store::SubscriberFilter filter;
  filter.text = c.argument("text");
  filter.limit = 100'000;
  Tree out = Tree::array();
  for (auto* s : c.store.subscribers().list(filter)) out.push(tree_of(*s, false));
  return out;
}

Reply show_subscriber(const Call& c) {
  std::string why;
  auto supi = supi_of(c, why);
  if (!supi) return no(why);
  auto* s = c.store.subscribers().find(*supi);
  if (!s) return no(supi->text() + " is not a subscriber");
  Tree out = tree_of(*s, true);
  auto ue = c.network && c.network->amf() ? c.network->amf()->ue(*supi) : std::nullopt;
  if (c.network) out.add("phone", !ue ? "not registered" : ue->connected ? "connected at " + ue->gnb : "idle");
  return out;
}

Reply remove_subscriber(const Call& c) {
  std::string why;
  auto supi = supi_of(c, why);
  if (!supi) return no(why);
  auto done = c.store.subscribers().remove(*supi);
  if (!done.ok()) return no(done.error().text());
  record(c, "subscriber removed: " + supi->text());
  return Tree("removed " + supi->text());
}

Reply import_subscribers(const Call& c) {
  auto content = c.argument("content");
  auto plan = store::plan_import(content, c.store.subscribers(), defaults());
  if (c.argument("apply") != "yes" || !plan.good()) {
    std::string text = plan.text();
    if (c.argument("apply") == "yes") return no(text + "\nnothing was changed: mend the lines above first");
    return Tree(text +
                (plan.good() ? "\nnothing was changed yet: --apply does it" : "\nnothing would be changed: mend the lines above first"));
  }
  auto done = c.store.subscribers().apply(plan.changes);
  if (!done.ok()) return no(done.error().text());
  record(c, "subscribers imported: " + std::to_string(plan.added) + " added, " + std::to_string(plan.changed) + " changed");
  return Tree(std::to_string(plan.added) + " added, " + std::to_string(plan.changed) + " changed, " + std::to_string(plan.unchanged) +
              " unchanged");
}

Tree tree_of(const store::HomeKey& key) {
  Tree out = Tree::object();
  out.add("id", key.id);
  out.add("profile", key.scheme == crypto::ProtectionScheme::profile_a ? "A" : "B");
  out.add("public_key", hex(key.public_key));
  return out;
}

std::optional<std::uint8_t> key_id(const std::string& text) {
  unsigned n = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < 1 || n > 254) return {};
  return std::uint8_t(n);
}

Reply suci_keygen(const Call& c) {
  auto profile = c.argument("profile"), id = c.argument("id");
  if (!profile.empty() && profile != "A" && profile != "B") return no("profile \"" + profile + "\": allowed are A and B");
  if (!id.empty() && !key_id(id)) return no("id \"" + id + "\": allowed are 1 to 254");
  auto scheme = profile == "B" ? crypto::ProtectionScheme::profile_b : crypto::ProtectionScheme::profile_a;
  auto key = c.store.home_keys().generate(scheme, id.empty() ? std::nullopt : key_id(id));
  if (!key.ok()) return no(key.error().text());
  if (c.network && c.network->amf()) c.network->udm().reload_home_keys();
  record(c, "home network key added: id " + std::to_string(key->id));
  return tree_of(*key);
}

Reply suci_export(const Call& c) {
  Tree out = Tree::array();
  for (auto& key : c.store.home_keys().all()) out.push(tree_of(key));
  return out;
}

Reply suci_remove(const Call& c) {
  auto id = key_id(c.argument("id"));
  if (!id) return no("id \"" + c.argument("id") + "\": allowed are 1 to 254");
  auto done = c.store.home_keys().remove(*id);
  if (!done.ok()) return no(done.error().text());
  if (c.network && c.network->amf()) c.network->udm().reload_home_keys();
  record(c, "home network key removed: id " + std::to_string(*id));
  return Tree("removed key " + std::to_string(*id));
}

Reply backup(const Call& c) {
  auto file = c.argument("file");
  if (!file.starts_with('/')) return no("file \"" + file + "\": allowed is an absolute path");
  auto done = c.store.backup(file);
  if (!done.ok()) return no(done.error().text());
  record(c, "backup written to " + file);
  return Tree("written to " + file + "; keep the key file too, it is not in it");
}

Reply status(const Call& c) { return c.network ? Reply(c.network->status()) : no("no pellucid is running"); }

Reply explain(const Call& c) {
  std::string why;
  auto supi = c.argument("imsi").empty() ? std::optional<Supi>(Supi()) : supi_of(c, why);  // none: of everybody
  if (!supi) return no(why);
  if (!c.network) return no("no pellucid is running");
  return c.network->explain(*supi);
}

Reply deregister(const Call& c) {
  std::string why;
  auto supi = supi_of(c, why);
  if (!supi) return no(why);
  if (!c.network || !c.network->amf()) return no("no pellucid is running");
  if (!c.network->amf()->deregister(*supi, true)) return no(supi->text() + " is not registered");
  record(c, "deregistered: " + supi->text());
  return Tree("deregistration of " + supi->text() + " is under way");
}

struct Operation {
  const char* name;
  Reply (*run)(const Call&);
};
constexpr Operation operations[] = {
    {"status", status},
    {"explain", explain},
    {"deregister", deregister},
    {"subscriber add", [](const Call& c) { return put_subscriber(c, true); }},
    {"subscriber change", [](const Call& c) { return put_subscriber(c, false); }},
    {"subscriber list", list_subscribers},
    {"subscriber show", show_subscriber},
    {"subscriber remove", remove_subscriber},
    {"subscriber import", import_subscribers},
    {"suci keygen", suci_keygen},
    {"suci export", suci_export},
    {"suci remove", suci_remove},
    {"backup", backup},
};

}  // namespace

ControlReply operate(World& world, store::Store& store, Network* network, const ControlRequest& request) {
  std::string known;
  for (auto& operation : operations) {
    if (request.command == operation.name) return operation.run({world, store, network, request});
    known += (known.empty() ? "" : ", ") + std::string(operation.name);
  }
  return no("command \"" + request.command + "\" does not exist; there are " + known);
}

}  // namespace pellucid::app

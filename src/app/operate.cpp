#include "app/operate.hpp"

#include <algorithm>
#include <charconv>

#include "app/operations.hpp"
#include "store/csv.hpp"

namespace pellucid::app {
namespace {

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

/// A change of one subscriber: who it is, and what was changed, only for those that it is shown to.
Reply record_subscriber(const Call& c, std::string type, const Supi& supi, const std::vector<std::string>& differences, Reply done) {
  auto what = c.entry(std::move(type), "subscriber", {}, {});
  what.secrets.push_back({"supi", to_bytes(as_bytes(supi.text()))});
  std::string changes;
  for (auto& difference : differences) changes += difference + "\n";
  if (!changes.empty()) what.secrets.push_back({"changes", to_bytes(as_bytes(changes))});
  return c.record(std::move(what), std::move(done));
}

Tree object(std::initializer_list<std::pair<const char*, Tree>> members) {
  Tree out = Tree::object();
  for (auto& [name, value] : members) out.add(name, value);
  return out;
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
  auto* now = c.store.subscribers().find(*supi);
  auto differences = plan.lines.empty() ? std::vector<std::string>() : plan.lines.front().differences;
  return record_subscriber(c, adding ? "subscriber.added" : "subscriber.changed", *supi, differences, tree_of(*now, true));
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
  return record_subscriber(c, "subscriber.removed", *supi, {}, Tree("removed " + supi->text()));
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
  auto what = c.entry("subscribers.imported", "subscriber", {},
                      object({{"added", plan.added}, {"changed", plan.changed}, {"unchanged", plan.unchanged}}));
  what.secrets.push_back({"changes", to_bytes(as_bytes(plan.text()))});
  return c.record(std::move(what), Tree(std::to_string(plan.added) + " added, " + std::to_string(plan.changed) + " changed, " +
                                        std::to_string(plan.unchanged) + " unchanged"));
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
  return c.record(c.entry("home_key.added", "home network keys", {}, tree_of(*key)), tree_of(*key));
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
  return c.record(c.entry("home_key.removed", "home network keys", object({{"id", *id}}), {}), Tree("removed key " + std::to_string(*id)));
}

Reply backup(const Call& c) {
  auto file = c.argument("file");
  if (!file.starts_with('/')) return no("file \"" + file + "\": allowed is an absolute path");
  auto done = c.store.backup(file);
  if (!done.ok()) return no(done.error().text());
  return c.record(c.entry("store.backed_up", "subscribers", {}, object({{"file", file}})),
                  Tree("written to " + file + "; keep the key file too, it is not in it"));
}

Reply status(const Call& c) {
  if (!c.network) return no("no pellucid is running");
  Tree out = c.network->status();
  out.add("ledger", c.records.status());
  return out;
}

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
  return record_subscriber(c, "subscriber.deregistered", *supi, {}, Tree("deregistration of " + supi->text() + " is under way"));
}

constexpr Operation operations[] = {
    {"status", status},
    {"explain", explain},
    {"deregister", deregister, true},
    {"subscriber add", [](const Call& c) { return put_subscriber(c, true); }, true},
    {"subscriber change", [](const Call& c) { return put_subscriber(c, false); }, true},
    {"subscriber list", list_subscribers},
    {"subscriber show", show_subscriber},
    {"subscriber remove", remove_subscriber, true},
    {"subscriber import", import_subscribers, true},
    {"suci keygen", suci_keygen, true},
    {"suci export", suci_export},
    {"suci remove", suci_remove, true},
    {"backup", backup, true},
};

}  // namespace

ControlReply operate(World& world, store::Store& store, Network* network, Records& records, const ControlRequest& request) {
  std::vector<Operation> all(std::begin(operations), std::end(operations));
  for (auto& operation : oversight_operations()) all.push_back(operation);
  std::string known;
  for (auto& operation : all) {
    if (request.command == operation.name) {
      if (operation.changes)
        if (auto ready = records.chronicle().ready(); !ready.ok()) return no(ready.error());
      return operation.run({world, store, network, records, request});
    }
    known += (known.empty() ? "" : ", ") + std::string(operation.name);
  }
  return no("command \"" + request.command + "\" does not exist; there are " + known);
}

}  // namespace pellucid::app

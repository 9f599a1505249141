// What an operator can ask about elements, findings, approvals, policy lists and the log itself.
#include <algorithm>
#include <charconv>

#include "app/operations.hpp"
#include "oversight/inventory/entries.hpp"
#include "oversight/inventory/import.hpp"

namespace pellucid::app {
namespace {

using namespace oversight;

/// "2026-11-28 03:00 UTC"
std::string minute_text(WallTime time) {
  auto text = ledger::time_text(time);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

Tree row_of(const Call& c, const Element& e) {
  Tree row = Tree::object();
  row.add("id", e.id);
  row.add("kind", text(e.kind));
  for (auto* attribute : {"name", "vendor", "model", "serial", "firmware", "software", "location"})
    if (auto value = e.best(attribute); !value.empty()) row.add(attribute, value);
  row.add("state", e.retired ? "retired" : e.silent ? "silent" : "seen");
  row.add("approved", e.approval.has_value());
  auto matches = c.records.chronicle().matches(e);
  if (!matches.empty()) row.add("policy", std::string(text(matches.front().certainty)) + ": " + matches.front().why);
  if (!e.open_findings.empty()) row.add("open_findings", e.open_findings.size());
  return row;
}

Reply list_elements(const Call& c) {
  Tree out = Tree::array();
  auto wanted = c.argument("text");
  for (auto& [id, element] : c.records.chronicle().inventory().elements()) {
    auto row = row_of(c, element);
    if (wanted.empty() || row.json().find(wanted) != std::string::npos) out.push(std::move(row));
  }
  return out;
}

/// The element that an operator means: its id, or an identifier, or a name that only one has.
const Element* element_of(const Call& c, std::string& why) {
  auto wanted = c.argument("element");
  auto& inventory = c.records.chronicle().inventory();
  if (auto* found = inventory.find(wanted)) return found;
  if (auto identifier = parse_identifier(wanted))
    if (auto* found = inventory.find(*identifier)) return found;
  const Element* named = nullptr;
  for (auto& [id, element] : inventory.elements()) {
    if (element.best("name") != wanted || element.retired) continue;
    if (named) {
      why = "element \"" + wanted + "\": several have this name; say the id (`pellucid element list`)";
      return nullptr;
    }
    named = &element;
  }
  if (!named) why = "element \"" + wanted + "\" is not known; `pellucid element list` shows all";
  return named;
}

Tree evidence_of(const Element& e) {
  Tree out = Tree::array();
  for (auto& known : e.evidence) {
    Tree row = Tree::object();
    row.add("attribute", known.evidence.attribute);
    row.add("value", known.sealed.empty() ? known.evidence.value : "(sealed)");
    row.add("source", known.evidence.source);
    row.add("strength", text(known.evidence.strength));
    row.add("since", minute_text(known.since));
    row.add("entry", known.entry);
    out.push(std::move(row));
  }
  return out;
}

Tree tree_of(const oversight::Finding& f) {
  Tree row = Tree::object();
  row.add("id", f.id);
  row.add("kind", f.kind);
  if (!f.element.empty()) row.add("element", f.element);
  row.add("what", f.text);
  row.add("since", minute_text(f.opened));
  if (f.closed) row.add("closed", minute_text(*f.closed));
  row.add("entry", f.entry);
  return row;
}

Reply show_element(const Call& c) {
  std::string why;
  auto* element = element_of(c, why);
  if (!element) return no(why);
  Tree out = row_of(c, *element);
  Tree& names = out.add("identifiers", Tree::array());
  for (auto& identifier : element->identifiers) names.push(text(identifier));
  out.add("first_seen", minute_text(element->first_seen));
  out.add("last_changed", minute_text(element->last_changed));
  if (element->approval)
    out.add("approval", element->approval->actor + ", " + minute_text(element->approval->since) + ": " + element->approval->reason);
  Tree& findings = out.add("findings", Tree::array());
  for (auto& id : element->open_findings) findings.push(tree_of(c.records.chronicle().inventory().findings().at(id)));
  Tree& lists = out.add("policy_matches", Tree::array());
  for (auto& match : c.records.chronicle().matches(*element))
    lists.push(match.list->list->name + "/" + match.entry->id + ": " + std::string(text(match.certainty)) + ", " + match.why);
  out.add("evidence", evidence_of(*element));
  return out;
}

Reply list_findings(const Call& c) {
  Tree out = Tree::array();
  bool all = c.argument("all") == "yes";
  for (auto& [id, finding] : c.records.chronicle().inventory().findings())
    if (all || !finding.closed) out.push(tree_of(finding));
  return out;
}

/// A decision about an element needs a reason: it stands in the log for ever.
std::string missing_reason(const Call& c) {
  return c.request.reason.empty() ? "--reason is missing: it stands in the log for those who ask later" : "";
}

Reply decide(const Call& c, Recorded (*entry)(const std::string&, const std::string&, const std::string&, WallTime), const char* done) {
  if (auto missing = missing_reason(c); !missing.empty()) return no(missing);
  std::string why;
  auto* element = element_of(c, why);
  // A base station may be approved before it is first seen, by what it will be called.
  auto wanted = c.argument("element");
  if (!element && !parse_identifier(wanted))
    return no(why + "; one that was never seen needs its identifier, such as gnb-id:999-70-00000001");
  auto id = element ? element->id : wanted;
  auto& chronicle = c.records.chronicle();
  auto reply = c.record(entry(id, c.request.actor, c.request.reason, c.world.wall()), Tree(id + " " + done));
  if (reply.ok()) chronicle.reconsider(id);
  return reply;
}

Reply retire(const Call& c) {
  if (auto missing = missing_reason(c); !missing.empty()) return no(missing);
  std::string why;
  auto* element = element_of(c, why);
  if (!element) return no(why);
  auto id = element->id;
  for (auto& entry : c.records.chronicle().inventory().retire(id, c.request.actor, c.request.reason, c.world.wall()))
    if (auto done = c.record(entry, Tree()); !done.ok()) return done;
  return Tree(id + " is out of service");
}

Reply import_elements(const Call& c) {
  auto plan = plan_elements(c.argument("content"), c.argument("file"), c.records.chronicle().inventory(), c.world.wall());
  if (c.argument("apply") != "yes" || !plan.good()) {
    std::string text = plan.text();
    if (c.argument("apply") == "yes") return no(text + "\nnothing was recorded: mend the lines above first");
    return Tree(text +
                (plan.good() ? "\nnothing was recorded yet: --apply does it" : "\nnothing would be recorded: mend the lines above first"));
  }
  for (auto& observation : plan.observations) c.records.chronicle().observe(observation);
  if (auto trouble = c.records.chronicle().trouble(); !trouble.empty()) return no("not everything is recorded: " + trouble);
  return Tree(std::to_string(plan.observations.size()) + " elements recorded");
}

Reply load_list(const Call& c) {
  auto file = c.argument("file");
  auto faults = c.records.chronicle().load_lists({file}, c.request.actor, c.request.reason);
  if (faults.empty()) return Tree(file + " is in force");
  std::string all;
  for (auto& fault : faults) all += (all.empty() ? "" : "\n") + fault;
  return no(all);
}

Reply withdraw_list(const Call& c) {
  if (auto missing = missing_reason(c); !missing.empty()) return no(missing);
  auto name = c.argument("name");
  auto lists = c.records.chronicle().policy().lists(ListView::by_their_dates, c.world.wall());
  if (std::none_of(lists.begin(), lists.end(), [&](auto& l) { return l.list->name == name; }))
    return no("list \"" + name + "\" is not loaded; `pellucid policy list` shows those that are");
  auto done = c.record({withdraw_list_entry(name, c.request.actor, c.request.reason), {}}, Tree(name + " does not apply any more"));
  if (done.ok()) c.records.chronicle().reconsider_all();
  return done;
}

Reply show_lists(const Call& c) {
  Tree out = Tree::array();
  for (auto& loaded : c.records.chronicle().policy().lists(ListView::by_their_dates, c.world.wall())) {
    Tree row = Tree::object();
    row.add("name", loaded.list->name);
    row.add("title", loaded.list->title);
    row.add("version", day_text(loaded.list->version));
    row.add("entries", loaded.list->entries.size());
    row.add("loaded", minute_text(loaded.loaded));
    row.add("sha256", hex(loaded.list->sha256));
    row.add("entry", loaded.entry);
    out.push(std::move(row));
  }
  return out;
}

Reply ledger_status(const Call& c) { return c.records.status(); }

Reply erase_sealed(const Call& c) {
  if (auto missing = missing_reason(c); !missing.empty()) return no(missing);
  auto text = c.argument("index");
  std::uint64_t index = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size()) return no("index \"" + text + "\": allowed is the number of an entry");
  auto done = c.records.erase(index, c.argument("field"), c.request.actor, c.request.reason);
  if (!done.ok()) return no(done.error());
  return Tree("erased; its commitment stays in the log");
}

/// A report was handed out: `pellucid report` made the files, and says what they are.
Reply report_issued(const Call& c) {
  Tree after = Tree::object();
  for (auto* member : {"report", "as_of"}) after.add(member, c.argument(member));
  auto* files = c.request.arguments.find("files");
  if (!files || !files->as_object() || files->as_object()->empty()) return no("files: allowed is an object of names and SHA-256 digests");
  after.add("files", *files);
  return c.record(c.entry("report.issued", "", {}, std::move(after)), Tree("recorded"));
}

constexpr Operation operations_of_oversight[] = {
    {"element list", list_elements},
    {"element show", show_element},
    {"element approve", [](const Call& c) { return decide(c, approval_granted, "is approved"); }, true},
    {"element withdraw", [](const Call& c) { return decide(c, approval_withdrawn, "is not approved any more"); }, true},
    {"element retire", retire, true},
    {"element import", import_elements, true},
    {"finding list", list_findings},
    {"policy load", load_list, true},
    {"policy withdraw", withdraw_list, true},
    {"policy list", show_lists},
    {"ledger status", ledger_status},
    {"ledger erase", erase_sealed, true},
    {"report issued", report_issued, true},
};

}  // namespace

std::span<const Operation> oversight_operations() { return operations_of_oversight; }

}  // namespace pellucid::app

#include "oversight/policy/list.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <set>

#include "crypto/sha256.hpp"
#include "ledger/format/entry.hpp"
#include "ledger/format/json.hpp"
#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {

constexpr std::size_t max_list_depth = 16;

std::optional<Day> parse_day(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 10) return {};
  auto number = [&](std::size_t at, std::size_t digits) {
    int value = -1;
    auto [stop, error] = std::from_chars(text.data() + at, text.data() + at + digits, value);
    return error == std::errc() && stop == text.data() + at + digits ? value : -1;
  };
  int y = number(0, 4), m = number(5, 2), d = number(8, 2);
  if (y < 1970 || y > 2199 || m < 1 || d < 1) return {};
  year_month_day date{year(y), month(unsigned(m)), day(unsigned(d))};
  if (!date.ok() || day_text(date) != text) return {};
  return Day(date);
}

std::string day_text(Day day) {
  std::chrono::year_month_day date(day);
  char out[24];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
  return out;
}

std::string_view text(MatchRule rule) {
  constexpr std::string_view names[] = {"maker", "maker-and-category", "foreign-produced"};
  return names[std::size_t(rule)];
}

namespace {

constexpr std::size_t max_text_octets = 2000;  // of one text in a list
constexpr std::size_t max_names = 1000;        // in one array of a list

bool is_token(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

/// Reads the members of one object and remembers the first fault; what nobody asked for is a fault too.
class Members {
 public:
  Members(const Tree& tree, std::string where, std::optional<Why>& fault) : tree_(tree), where_(std::move(where)), fault_(fault) {
    if (!tree.as_object()) fail("", tree.json(), "an object");
  }
  const Tree* find(const std::string& name, bool required) {
    known_.insert(name);
    auto* found = tree_.find(name);
    if (!found && required) fail(name, "nothing", "the member must be there");
    return found;
  }
  std::string text(const std::string& name, bool required) {
    auto* found = find(name, required);
    if (!found) return {};
    auto* value = found->as_string();
    if (value && !value->empty() && value->size() <= max_text_octets) return *value;
    fail(name, found->json(), "a text of 1 to " + std::to_string(max_text_octets) + " octets");
    return {};
  }
  std::string token(const std::string& name) {
    auto value = text(name, true);
    if (!value.empty() && !is_token(value)) fail(name, value, "1 to 64 lower-case letters, digits and '-'");
    return value;
  }
  std::string url(const std::string& name) {
    auto value = text(name, true);
    if (!value.empty() && !value.starts_with("https://") && !value.starts_with("http://"))
      fail(name, value, "an address that begins with https://");
    return value;
  }
  std::optional<Day> day(const std::string& name, bool required) {
    auto value = text(name, required);
    if (value.empty()) return {};
    auto day = parse_day(value);
    if (!day) fail(name, value, "a date YYYY-MM-DD");
    return day;
  }
  bool boolean(const std::string& name) {
    auto* found = find(name, true);
    if (!found) return false;
    if (*found != Tree(true) && *found != Tree(false)) fail(name, found->json(), "true or false");
    return *found == Tree(true);
  }
  const Tree::Array& array(const std::string& name, bool required) {
    static const Tree::Array none;
    auto* found = find(name, required);
    if (!found) return none;
    auto* items = found->as_array();
    if (items && !items->empty()) return *items;
    fail(name, found->json(), "an array with at least one item");
    return none;
  }
  std::vector<std::string> texts(const std::string& name, bool required) {
    std::vector<std::string> out;
    for (auto& item : array(name, required)) {
      auto* value = item.as_string();
      if (!value || value->empty() || value->size() > max_text_octets || out.size() >= max_names)
        fail(name, item.json(), "up to " + std::to_string(max_names) + " texts");
      else
        out.push_back(*value);
    }
    return out;
  }
  void end() {
    if (auto* object = tree_.as_object())
      for (auto& [name, value] : *object)
        if (!known_.contains(name)) {
          std::string all;
          for (auto& k : known_) all += (all.empty() ? "" : ", ") + k;
          fail(name, value.json(), "no such member; allowed are " + all);
        }
  }
  void fail(const std::string& name, std::string got, std::string wanted) {
    if (fault_) return;
    if (got.size() > 120) got = got.substr(0, 117) + "...";
    fault_ = Why{"a policy list is understood in full", std::move(got), std::move(wanted), where_ + (name.empty() ? "" : "." + name),
                 "mend the list (src/oversight/policy/README.md has its schema)"};
  }

 private:
  const Tree& tree_;
  std::string where_;
  std::optional<Why>& fault_;
  std::set<std::string> known_;
};

ListedMaker read_maker(const Tree& tree, const std::string& where, std::optional<Why>& fault) {
  Members m(tree, where, fault);
  ListedMaker maker{m.text("name", true), m.texts("aliases", false), m.texts("subsidiaries", false), m.text("parent", false)};
  for (auto* names : {&maker.aliases, &maker.subsidiaries})
    for (auto& name : *names)
      if (normal_vendor(name).empty()) m.fail("aliases", name, "a name that is more than a legal form or \"unknown\"");
  if (!maker.name.empty() && normal_vendor(maker.name).empty()) m.fail("name", maker.name, "a name that is more than a legal form");
  m.end();
  return maker;
}

/// `parts`: "never", or the date since which they count.
void read_parts(Members& m, ListEntry& entry) {
  auto value = m.text("parts", false);
  if (value.empty()) return;
  entry.parts_count = value != "never";
  if (!entry.parts_count) return;
  entry.parts_since = parse_day(value);
  if (!entry.parts_since) m.fail("parts", value, "never, or the date YYYY-MM-DD since which parts count");
}

void check_rule(Members& m, const ListEntry& entry) {
  bool foreign = entry.match == MatchRule::foreign_produced;
  if (foreign != entry.makers.empty())
    m.fail("makers", foreign ? "some" : "nothing", foreign ? "none with match foreign-produced" : "at least one");
  bool needs_category = entry.match != MatchRule::maker;
  if (needs_category == entry.categories.empty())
    m.fail("categories", needs_category ? "nothing" : "some", needs_category ? "at least one" : "none with match maker");
  if (foreign == entry.home.empty())
    m.fail("home", foreign ? "nothing" : "some", foreign ? "at least one country" : "only with match foreign-produced");
  if (foreign && !entry.packages.empty()) m.fail("packages", "some", "only with a maker");
  if (entry.until && *entry.until < entry.since) m.fail("until", day_text(*entry.until), "not before since, " + day_text(entry.since));
}

ListEntry read_entry(const Tree& tree, const std::string& where, std::optional<Why>& fault) {
  Members m(tree, where, fault);
  ListEntry entry;
  entry.id = m.token("id");
  entry.title = m.text("title", true);
  entry.since = m.day("since", true).value_or(Day());
  entry.until = m.day("until", false);
  auto rule = m.text("match", true);
  bool known = false;
  for (auto r : {MatchRule::maker, MatchRule::maker_and_category, MatchRule::foreign_produced})
    if (text(r) == rule) entry.match = r, known = true;
  if (!known) m.fail("match", rule, "maker, maker-and-category or foreign-produced");
  std::size_t i = 0;
  for (auto& maker : m.array("makers", false))
    entry.makers.push_back(read_maker(maker, where + ".makers[" + std::to_string(i++) + "]", fault));
  entry.categories = m.texts("categories", false);
  entry.packages = m.texts("packages", false);
  entry.home = m.texts("home", false);
  read_parts(m, entry);
  entry.condition = m.text("condition", false);
  entry.obtained_from = m.day("obtained_from", false);
  entry.source = m.url("source");
  entry.note = m.text("note", false);
  entry.confirmed = m.boolean("confirmed");
  check_rule(m, entry);
  m.end();
  return entry;
}

}  // namespace

Result<PolicyList, Why> parse_list(std::string_view json, std::string_view file) {
  auto refuse = [&](std::string got, std::string wanted) {
    return Fail(Why{"a policy list is understood in full", std::move(got), std::move(wanted), std::string(file), "mend the file"});
  };
  if (json.size() > max_list_octets) return refuse(std::to_string(json.size()) + " octets", "up to " + std::to_string(max_list_octets));
  auto tree = ledger::parse_json(json, max_list_depth);
  if (!tree.ok()) return refuse(tree.error(), "one JSON object");
  std::optional<Why> fault;
  std::string where(file);
  Members m(*tree, where, fault);
  PolicyList list;
  list.name = m.token("name");
  list.title = m.text("title", true);
  list.publisher = m.text("publisher", true);
  list.version = m.day("version", true).value_or(Day());
  list.source = m.url("source");
  list.note = m.text("note", false);
  std::set<std::string> ids;
  auto& entries = m.array("entries", true);
  if (entries.size() > max_list_entries) m.fail("entries", std::to_string(entries.size()), "up to " + std::to_string(max_list_entries));
  for (std::size_t i = 0; i < entries.size() && !fault; ++i) {
    list.entries.push_back(read_entry(entries[i], where + ": entries[" + std::to_string(i) + "]", fault));
    if (!fault && !ids.insert(list.entries.back().id).second) m.fail("entries", list.entries.back().id, "an id that no other entry has");
  }
  m.end();
  if (fault) return Fail(*fault);
  auto content = ledger::canonical_json(*tree);
  if (!content.ok()) return refuse(content.error(), "what RFC 8785 can write");
  list.content = *content;
  list.sha256 = crypto::sha256({as_bytes(list.content)});
  return list;
}

}  // namespace pellucid::oversight

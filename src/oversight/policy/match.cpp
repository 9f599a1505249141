#include "oversight/policy/match.hpp"

#include <algorithm>
#include <cctype>
#include <tuple>

#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {

std::string_view text(Certainty certainty) { return certainty == Certainty::listed ? "listed" : "possibly listed"; }

std::string_view text(MatchedBy by) {
  constexpr std::string_view names[] = {"maker",    "subsidiary of a listed maker", "owner of the maker",
                                        "provider", "category and country",         "part inside"};
  return names[std::size_t(by)];
}

namespace {

using Pieces = std::vector<const KnownEvidence*>;
constexpr std::size_t max_seen = 100'000;  // distinct spellings that are remembered

/// Lower case, one blank for any run of blanks, '-' and '_'.
std::string folded(std::string_view text) {
  std::string out;
  for (char c : text) {
    bool blank = c == ' ' || c == '-' || c == '_' || c == '\t';
    if (!blank) out += char(std::tolower(static_cast<unsigned char>(c)));
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool among(const std::vector<std::string>& names, std::string_view value) {
  auto wanted = folded(value);
  return std::any_of(names.begin(), names.end(), [&](auto& name) { return folded(name) == wanted; });
}

/// "part/psu 1/vendor" is about "part/psu 1"; what has no section is about the element.
struct Path {
  std::string_view part, field;
};
Path split(std::string_view attribute) {
  auto slash = attribute.rfind('/');
  bool section = attribute.starts_with("part/") || attribute.starts_with("interface/") || attribute.starts_with("package/");
  if (!section) return {{}, attribute};
  auto first = attribute.find('/');
  if (slash == first) return {attribute, {}};  // package/<name>: the version
  return {attribute.substr(0, slash), attribute.substr(slash + 1)};
}

std::string quoted(const Pieces& pieces) {
  std::string out;
  for (auto* piece : pieces)
    out += (out.empty() ? "" : ", ") + piece->evidence.attribute + ": " + piece->evidence.value + " (" + piece->evidence.source + ")";
  return out;
}

}  // namespace

/// What is known of one thing: the element itself, or one of its parts.
struct PolicyIndex::Subject {
  std::string_view part;
  Pieces vendor, chassis, agent, owner, provider, category, country;
  bool any_hit = false;

  Pieces* pieces(std::string_view field) {
    if (field == "vendor" || field == "agent_vendor") return &vendor;
    if (field == "chassis_vendor") return &chassis;
    if (field == "agent_software") return &agent;
    if (field == "vendor_parent") return &owner;
    if (field == "provider") return &provider;
    if (field == "category" || field == "role") return &category;
    return field == "country_of_production" ? &country : nullptr;
  }
};

PolicyIndex::PolicyIndex(std::span<const LoadedList> lists, Day day) : day_(day) {
  for (auto& list : lists)
    for (auto& entry : list.list->entries)
      if (entry.in_force(day)) add(list, entry);
}

void PolicyIndex::add(const LoadedList& list, const ListEntry& entry) {
  ++entries_;
  if (entry.match == MatchRule::foreign_produced) produced_.push_back({&list, &entry});
  for (auto& maker : entry.makers) {
    auto put = [&](const std::string& name, bool subsidiary) {
      auto& hits = by_vendor_[normal_vendor(name)];
      bool there = std::any_of(hits.begin(), hits.end(), [&](auto& h) { return h.entry == &entry; });
      if (!there) hits.push_back({&list, &entry, &maker, subsidiary});
    };
    put(maker.name, false);
    for (auto& alias : maker.aliases) put(alias, false);
    for (auto& subsidiary : maker.subsidiaries) put(subsidiary, true);
  }
  for (auto& package : entry.packages) {
    Hit hit{&list, &entry, &entry.makers.front(), false};
    if (package.ends_with('*'))
      by_package_start_.emplace_back(package.substr(0, package.size() - 1), hit);
    else
      by_package_[package].push_back(hit);
  }
}

const PolicyIndex::Hits* PolicyIndex::hits(const std::string& vendor) const {
  auto known = seen_.find(vendor);
  if (known != seen_.end()) return known->second;
  auto found = by_vendor_.find(normal_vendor(vendor));
  const Hits* result = found == by_vendor_.end() ? nullptr : &found->second;
  if (seen_.size() < max_seen) seen_.emplace(vendor, result);
  return result;
}

namespace {

enum class Fit : std::uint8_t { no, maybe, yes };

/// A role that is none of the categories says nothing against them: what a box does and what it was sold as are two things.
bool is_category(const KnownEvidence& piece) { return piece.evidence.attribute.ends_with("category"); }

/// Whether the element or part is of one of the categories. Its kind alone is enough to say yes; "other" says nothing.
Fit category_fit(const std::vector<std::string>& categories, const Element& element, bool is_part, const Pieces& told) {
  bool right = !is_part && among(categories, text(element.kind)), wrong = false;
  for (auto* piece : told) {
    bool one_of_them = among(categories, piece->evidence.value);
    right = right || one_of_them;
    wrong = wrong || (!one_of_them && is_category(*piece));
  }
  if (right) return wrong ? Fit::maybe : Fit::yes;
  return !wrong && (is_part || element.kind == ElementKind::other) ? Fit::maybe : Fit::no;
}

bool has(const Pieces& pieces, auto&& wanted) { return std::any_of(pieces.begin(), pieces.end(), wanted); }

}  // namespace

void PolicyIndex::match_maker(const Element& element, const Subject& subject, const Hit& hit, std::vector<Match>& out) const {
  auto means = [&](const KnownEvidence* piece) {
    auto* found = hits(piece->evidence.value);
    return found && std::any_of(found->begin(), found->end(), [&](auto& h) { return h.entry == hit.entry; });
  };
  Match match{.list = hit.list, .entry = hit.entry, .maker = hit.maker, .part = std::string(subject.part)};
  match.by = !subject.part.empty() ? MatchedBy::part : hit.subsidiary ? MatchedBy::subsidiary : MatchedBy::maker;
  for (auto* piece : subject.vendor) (means(piece) ? match.because : match.against).push_back(piece);
  bool claimed = !match.because.empty();  // else only the address of a card says so
  bool firm = has(match.because, [](auto* p) {
    return p->evidence.attribute.ends_with("vendor") && !p->evidence.attribute.ends_with("agent_vendor") &&
           p->evidence.strength != Strength::claimed;
  });
  bool chassis_agrees = has(subject.chassis, means);
  for (auto* piece : subject.chassis) {
    if (means(piece))
      match.because.push_back(piece);
    else if (claimed && !firm && !chassis_agrees)
      match.against.push_back(piece);
  }
  if (claimed && !firm && !chassis_agrees) match.against.insert(match.against.end(), subject.agent.begin(), subject.agent.end());

  auto fit = hit.entry->match == MatchRule::maker ? Fit::yes
                                                  : category_fit(hit.entry->categories, element, !subject.part.empty(), subject.category);
  if (fit == Fit::no) return;
  bool certain = claimed && match.against.empty() && fit == Fit::yes && hit.entry->condition.empty();
  match.certainty = certain ? Certainty::listed : Certainty::possibly;
  match.why = quoted(match.because);
  if (hit.subsidiary) match.why += "; belongs to " + hit.maker->name;
  if (!hit.maker->parent.empty()) match.why += "; owned by " + hit.maker->parent;
  if (!match.against.empty()) match.why += "; but " + quoted(match.against);
  if (!claimed) match.why += "; that may be a network card's maker only";
  if (fit == Fit::maybe) match.why += "; its category is not known for certain";
  if (!hit.entry->condition.empty()) match.why += "; applies if " + hit.entry->condition;
  out.push_back(std::move(match));
}

void PolicyIndex::match_makers(const Element& element, const Subject& subject, std::vector<Match>& out) const {
  std::vector<Hit> wanted;
  for (auto* pieces : {&subject.vendor, &subject.chassis})
    for (auto* piece : *pieces)
      if (auto* found = hits(piece->evidence.value))
        for (auto& hit : *found) {
          auto same = std::find_if(wanted.begin(), wanted.end(), [&](auto& w) { return w.entry == hit.entry; });
          if (same == wanted.end())
            wanted.push_back(hit);
          else if (same->subsidiary && !hit.subsidiary)
            *same = hit;
        }
  for (auto& hit : wanted)
    if (subject.part.empty() || hit.entry->parts_in_force(day_)) match_maker(element, subject, hit, out);
}

void PolicyIndex::match_names(const Element& element, const Subject& subject, std::vector<Match>& out) const {
  match_makers(element, subject, out);
  match_declared(subject, MatchedBy::owner, out);
  match_declared(subject, MatchedBy::provider, out);
}

/// Declared names beside the maker's: who owns the maker (one company: two names contradict each other), or who provides a service.
void PolicyIndex::match_declared(const Subject& subject, MatchedBy by, std::vector<Match>& out) const {
  auto& pieces = by == MatchedBy::owner ? subject.owner : subject.provider;
  for (auto* piece : pieces) {
    auto* found = hits(piece->evidence.value);
    if (!found) continue;
    for (auto& hit : *found) {
      bool there = std::any_of(out.begin(), out.end(), [&](auto& m) { return m.entry == hit.entry && m.part == subject.part; });
      if (there || hit.entry->match != MatchRule::maker) continue;
      if (!subject.part.empty() && !hit.entry->parts_in_force(day_)) continue;
      Match match{.list = hit.list, .entry = hit.entry, .maker = hit.maker, .by = by, .part = std::string(subject.part)};
      match.because.push_back(piece);
      for (auto* other : pieces)
        if (by == MatchedBy::owner && normal_vendor(other->evidence.value) != normal_vendor(piece->evidence.value))
          match.against.push_back(other);
      bool certain = match.against.empty() && hit.entry->condition.empty();
      match.certainty = certain ? Certainty::listed : Certainty::possibly;
      match.why = quoted(match.because) + (by == MatchedBy::owner ? "; owns the maker" : "; provides the service");
      if (!match.against.empty()) match.why += "; but " + quoted(match.against);
      if (!hit.entry->condition.empty()) match.why += "; applies if " + hit.entry->condition;
      out.push_back(std::move(match));
    }
  }
}

void PolicyIndex::match_packages(const KnownEvidence& package, std::vector<Match>& out) const {
  auto name = package.evidence.attribute.substr(std::string_view("package/").size());
  auto take = [&](const Hit& hit) {
    bool there = std::any_of(out.begin(), out.end(), [&](auto& m) { return m.entry == hit.entry && m.part == package.evidence.attribute; });
    if (there || !hit.entry->parts_in_force(day_)) return;
    Match match{.list = hit.list, .entry = hit.entry, .maker = hit.maker, .by = MatchedBy::part, .part = package.evidence.attribute};
    match.certainty = hit.entry->condition.empty() ? Certainty::listed : Certainty::possibly;
    match.because.push_back(&package);
    match.why = quoted(match.because);
    if (!hit.entry->condition.empty()) match.why += "; applies if " + hit.entry->condition;
    out.push_back(std::move(match));
  };
  if (auto found = by_package_.find(name); found != by_package_.end())
    for (auto& hit : found->second) take(hit);
  for (auto& [start, hit] : by_package_start_)
    if (name.starts_with(start)) take(hit);
}

/// Category and country of production: what is not known for certain is "possibly", but a category that nobody named is no match.
void PolicyIndex::match_produced(const Element& element, const Subject& subject, std::vector<Match>& out) const {
  for (auto& rule : produced_) {
    bool is_part = !subject.part.empty();
    if (is_part && !rule.entry->parts_in_force(day_)) continue;
    auto fit = category_fit(rule.entry->categories, element, is_part, subject.category);
    if (fit == Fit::no) continue;
    Match match{.list = rule.list, .entry = rule.entry, .by = MatchedBy::category, .part = std::string(subject.part)};
    for (auto* piece : subject.category) {
      if (among(rule.entry->categories, piece->evidence.value))
        match.because.push_back(piece);
      else if (is_category(*piece))
        match.against.push_back(piece);
    }
    if (fit == Fit::maybe && match.because.empty()) continue;  // nothing says that it is of the category
    std::size_t foreign = 0;
    for (auto* piece : subject.country) {
      bool home = among(rule.entry->home, piece->evidence.value);
      foreign += home ? 0 : 1;
      (home ? match.against : match.because).push_back(piece);
    }
    if (!subject.country.empty() && foreign == 0) continue;
    bool certain = fit == Fit::yes && foreign > 0 && match.against.empty() && rule.entry->condition.empty();
    match.certainty = certain ? Certainty::listed : Certainty::possibly;
    match.why = match.because.empty() ? "its kind is " + std::string(text(element.kind)) : quoted(match.because);
    if (!match.against.empty()) match.why += "; but " + quoted(match.against);
    if (subject.country.empty()) match.why += "; country of production not known";
    if (!rule.entry->condition.empty()) match.why += "; applies if " + rule.entry->condition;
    out.push_back(std::move(match));
  }
}

std::vector<Match> PolicyIndex::match(const Element& element) const {
  std::vector<Match> out;
  Subject whole, part;
  auto close = [&] {
    if (part.part.empty()) return;
    if (part.any_hit) match_names(element, part, out);
    if (!part.category.empty()) match_produced(element, part, out);
    part = Subject();
  };
  for (auto& known : element.evidence) {
    auto path = split(known.evidence.attribute);
    if (path.part != part.part) close();
    auto& subject = path.part.empty() ? whole : part;
    subject.part = path.part;
    auto& field = path.field;
    if (field.empty()) {
      if (path.part.starts_with("package/")) match_packages(known, out);
      continue;
    }
    auto* to = subject.pieces(field);
    if (!to) continue;
    if (to != &subject.category && to != &subject.country) {
      auto* found = hits(known.evidence.value);
      subject.any_hit = subject.any_hit || found;
      if (!found && normal_vendor(known.evidence.value).empty()) continue;  // "unknown" contradicts nothing
    }
    to->push_back(&known);
  }
  close();
  if (whole.any_hit) match_names(element, whole, out);
  if (!produced_.empty()) match_produced(element, whole, out);
  // What the element itself is, its parts need not say again.
  for (auto& match : out)
    if (match.part.empty() && match.certainty == Certainty::listed)
      match.parts = std::size_t(std::count_if(out.begin(), out.end(), [&](auto& m) { return !m.part.empty() && m.entry == match.entry; }));
  std::erase_if(out, [&](const Match& m) {
    return !m.part.empty() &&
           std::any_of(out.begin(), out.end(), [&](auto& w) { return w.part.empty() && w.parts > 0 && w.entry == m.entry; });
  });
  std::sort(out.begin(), out.end(), [](auto& a, auto& b) {
    return std::tuple(a.certainty != Certainty::listed, !a.part.empty(), std::string_view(a.entry->id), std::string_view(a.part)) <
           std::tuple(b.certainty != Certainty::listed, !b.part.empty(), std::string_view(b.entry->id), std::string_view(b.part));
  });
  return out;
}

bool maker_unknown(const Element& element) {
  for (auto& known : element.evidence) {
    auto& attribute = known.evidence.attribute;
    if ((attribute == "vendor" || attribute == "agent_vendor" || attribute == "chassis_vendor") &&
        !normal_vendor(known.evidence.value).empty())
      return false;
  }
  return true;
}

}  // namespace pellucid::oversight

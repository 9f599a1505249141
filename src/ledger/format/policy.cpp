#include "ledger/format/policy.hpp"

#include <algorithm>
#include <numeric>

#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

using Words = std::vector<std::string>;
using Outcome = Result<Nothing, std::string>;
constexpr std::string_view no_quorum = "none";

/// Blanks and tabs separate; nothing else does.
Words words_of(std::string_view line) {
  Words out;
  while (!line.empty()) {
    auto start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos) break;
    line.remove_prefix(start);
    auto end = std::min(line.find_first_of(" \t"), line.size());
    out.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return out;
}

class PolicyReader {
 public:
  Outcome take(const Words& words) {
    if (words[0] == "log") return log(words);
    if (words[0] == "witness") return witness(words);
    if (words[0] == "group") return group(words);
    if (words[0] == "quorum") return quorum(words);
    return Fail("\"" + words[0] + "\" is not log, witness, group or quorum");
  }
  bool has_quorum() const { return has_quorum_; }
  Policy policy;

 private:
  Result<VerifierKey, std::string> key(const std::string& text, KeyType type) {
    auto key = parse_verifier_key(text);
    if (!key.ok()) return key;
    if (key->type != type)
      return Fail(key->name + ": " +
                  (type == KeyType::ed25519 ? "a log's key has type 1 (Ed25519)" : "a witness's key has type 4 (cosignature)"));
    for (auto& known : policy.keys())
      if (known.key == key->key) return Fail("the key of " + key->name + " stands there twice");
    return key;
  }
  Outcome name(const std::string& name) {
    if (name == no_quorum) return Fail(std::string("\"none\" cannot be a name"));
    if (!names_.insert(name).second) return Fail("the name " + name + " stands there twice");
    return Nothing{};
  }

  Outcome log(const Words& words) {
    if (words.size() < 2 || words.size() > 3) return Fail(std::string("expected: log VKEY [URL]"));
    if (policy.logs.size() == Policy::max_logs) return Fail(std::string("more than 64 logs"));
    auto found = key(words[1], KeyType::ed25519);
    if (!found.ok()) return Fail(found.error());
    policy.logs.push_back({*found, words.size() > 2 ? words[2] : ""});
    return Nothing{};
  }
  Outcome witness(const Words& words) {
    if (words.size() < 3 || words.size() > 4) return Fail(std::string("expected: witness NAME VKEY [URL]"));
    if (policy.witnesses.size() == Policy::max_witnesses) return Fail(std::string("more than 64 witnesses"));
    auto found = key(words[2], KeyType::cosignature);
    if (!found.ok()) return Fail(found.error());
    policy.witnesses.push_back({words[1], *found, words.size() > 3 ? words[3] : ""});
    return name(words[1]);
  }
  Outcome group(const Words& words) {
    if (words.size() < 4) return Fail(std::string("expected: group NAME all|any|NUMBER MEMBER..."));
    if (policy.groups.size() == Policy::max_groups) return Fail(std::string("more than 64 groups"));
    Policy::Group out{words[1], 0, {words.begin() + 3, words.end()}};
    auto needed = words[2] == "all" ? out.members.size() : words[2] == "any" ? 1 : parse_decimal(words[2]).value_or(0);
    if (needed < 1 || needed > out.members.size())
      return Fail("\"" + words[2] + "\" is not all, any, or a number from 1 to " + std::to_string(out.members.size()));
    out.needed = needed;
    for (auto& member : out.members) {
      if (!names_.contains(member)) return Fail(member + " is not the name of a witness or group above");
      if (!members_.insert(member).second) return Fail(member + " is a member already");
    }
    policy.groups.push_back(std::move(out));
    return name(words[1]);
  }
  Outcome quorum(const Words& words) {
    if (words.size() != 2) return Fail(std::string("expected: quorum NAME, or quorum none"));
    if (std::exchange(has_quorum_, true)) return Fail(std::string("a second quorum"));
    if (words[1] != no_quorum && !names_.contains(words[1])) return Fail(words[1] + " is not the name of a witness or group above");
    policy.quorum = words[1];
    return Nothing{};
  }

  std::set<std::string> names_, members_;
  bool has_quorum_ = false;
};

}  // namespace

std::vector<VerifierKey> Policy::keys() const {
  std::vector<VerifierKey> out;
  for (auto& log : logs) out.push_back(log.key);
  for (auto& witness : witnesses) out.push_back(witness.key);
  return out;
}

std::set<std::string> Policy::witnesses_of(const std::vector<Verified>& signatures) const {
  std::set<std::string> out;
  for (auto& witness : witnesses)
    if (std::any_of(signatures.begin(), signatures.end(), [&](auto& s) { return s.key == witness.key; })) out.insert(witness.name);
  return out;
}

const Policy::Group* Policy::group(const std::string& name) const {
  auto found = std::find_if(groups.begin(), groups.end(), [&](auto& g) { return g.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

// Members are defined above their group and belong to one group only, so the recursions below end and count nobody twice.
bool Policy::has(const std::string& name, const std::set<std::string>& cosigners) const {
  if (name == no_quorum) return true;
  auto* g = group(name);
  if (!g) return cosigners.contains(name);
  return std::size_t(std::count_if(g->members.begin(), g->members.end(), [&](auto& m) { return has(m, cosigners); })) >= g->needed;
}

std::size_t Policy::overlap(const std::string& name) const {
  if (name == no_quorum) return 0;
  auto* g = group(name);
  if (!g) return 1;
  // Each side needs `needed` of n members: at least 2 * needed - n of them on both sides, and a forger takes the cheapest.
  std::vector<std::size_t> costs;
  for (auto& member : g->members) costs.push_back(overlap(member));
  std::sort(costs.begin(), costs.end());
  auto both = 2 * g->needed > costs.size() ? 2 * g->needed - costs.size() : 0;
  return std::accumulate(costs.begin(), costs.begin() + std::ptrdiff_t(both), std::size_t(0));
}

std::string Policy::describe(const std::string& name) const {
  if (name == no_quorum) return "no witness";
  auto* g = group(name);
  if (!g) return name;
  std::string out = std::to_string(g->needed) + " of " + std::to_string(g->members.size()) + " (";
  for (auto& member : g->members) out += (out.ends_with("(") ? "" : ", ") + describe(member);
  return out + ")";
}

std::string Policy::text() const {
  std::string out;
  for (auto& log : logs) out += "log " + log.key.text() + (log.url.empty() ? "" : " " + log.url) + "\n";
  for (auto& w : witnesses) out += "witness " + w.name + " " + w.key.text() + (w.url.empty() ? "" : " " + w.url) + "\n";
  for (auto& g : groups) {
    out += "group " + g.name + " " + std::to_string(g.needed);
    for (auto& member : g.members) out += " " + member;
    out += "\n";
  }
  return out + "quorum " + quorum + "\n";
}

Result<Policy, PolicyError> parse_policy(std::string_view text) {
  if (text.size() > Policy::max_octets) return Fail(PolicyError{0, "longer than 256 KiB"});
  PolicyReader reader;
  for (std::size_t number = 1; !text.empty(); ++number) {
    auto line = take_line(text);
    if (!line) return Fail(PolicyError{number, "the last line does not end"});
    if (std::any_of(line->begin(), line->end(), [](char c) { return (std::uint8_t(c) < 0x20 && c != '\t') || c == 0x7F; }))
      return Fail(PolicyError{number, "a control character"});
    auto words = words_of(*line);
    if (words.empty() || words[0].starts_with('#')) continue;
    auto taken = reader.take(words);
    if (!taken.ok()) return Fail(PolicyError{number, taken.error()});
  }
  if (!reader.has_quorum()) return Fail(PolicyError{0, "no quorum line; \"quorum none\" asks for no witness"});
  return std::move(reader.policy);
}

}  // namespace pellucid::ledger

#pragma once
// Policy lists: who or what is not wanted in a network, since when, and who says so. Data files in JSON (README.md has the schema), read
// strictly: what is not understood is refused, because a list that silently says less than its author meant is worse than none.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/why.hpp"
#include "ledger/format/merkle.hpp"
#include "oversight/policy/day.hpp"

namespace pellucid::oversight {

struct ListedMaker {
  std::string name;                       // "Huawei Technologies Company"
  std::vector<std::string> aliases;       // other names of the same maker
  std::vector<std::string> subsidiaries;  // makers that belong to it; their equipment counts
  std::string parent;                     // who owns it; told, never matched
};

enum class MatchRule : std::uint8_t {
  maker,               // made by one of the makers
  maker_and_category,  // made by one of them, and of one of the categories
  foreign_produced,    // of one of the categories, and not produced in a home country
};
std::string_view text(MatchRule rule);  // "maker", "maker-and-category", "foreign-produced"

struct ListEntry {
  std::string id;  // lower-case letters, digits, '-'; unique within the list
  std::string title;
  Day since{};               // first day in force
  std::optional<Day> until;  // last day in force
  MatchRule match{};
  std::vector<ListedMaker> makers;
  std::vector<std::string> categories;
  std::vector<std::string> packages;  // names of software packages of that maker; a '*' at the end is any rest
  std::vector<std::string> home;      // foreign_produced: names of the countries that are not foreign
  std::optional<Day> parts_since;     // since when a part inside a host of another maker counts; nothing: since `since`
  bool parts_count = true;
  std::string condition;             // in whose absence the entry does not apply, and which no evidence tells: matches are "possibly"
  std::optional<Day> obtained_from;  // section 5: what was obtained since must be reported (default: 60 days after `since`)
  std::string source;                // where the entry is published
  std::string note;
  bool confirmed = false;  // somebody compared the entry with its source

  bool in_force(Day day) const { return since <= day && (!until || day <= *until); }
  bool parts_in_force(Day day) const { return parts_count && in_force(day) && day >= parts_since.value_or(since); }
};

struct PolicyList {
  std::string name;  // "fcc-covered-list"; lower-case letters, digits, '-'
  std::string title, publisher;
  Day version{};  // date of the publication that the file follows
  std::string source, note;
  std::vector<ListEntry> entries;

  std::string content;    // canonical JSON (RFC 8785): what the ledger keeps
  ledger::Hash sha256{};  // of `content`
};

inline constexpr std::size_t max_list_octets = 1u << 20;
inline constexpr std::size_t max_list_entries = 2000;

/// `file` stands in errors as where to mend.
Result<PolicyList, Why> parse_list(std::string_view json, std::string_view file);

}  // namespace pellucid::oversight

#pragma once
// Elements and lists as the tests of the policy want them: built in a line or two, without a log.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "oversight/policy/match.hpp"
#include "oversight/policy/policy_log.hpp"

namespace pellucid::oversight {

/// "vendor=Huawei", "claimed vendor=Huawei", "vendor=Huawei @snmp entity table": strength (default programmed), attribute, value, source.
inline KnownEvidence evidence(std::string_view text, EntryIndex entry) {
  Evidence out{{}, {}, "snmp", Strength::programmed};
  constexpr std::pair<std::string_view, Strength> strengths[] = {
      {"declared ", Strength::declared}, {"claimed ", Strength::claimed}, {"observed ", Strength::observed}};
  for (auto& [name, strength] : strengths)
    if (text.starts_with(name)) {
      out.strength = strength;
      text.remove_prefix(name.size());
    }
  if (auto at = text.find(" @"); at != text.npos) {
    out.source = text.substr(at + 2);
    text = text.substr(0, at);
  }
  auto equals = text.find('=');
  out.attribute = text.substr(0, equals);
  out.value = text.substr(equals + 1);
  KnownEvidence known;
  known.evidence = out;
  known.entry = entry;
  return known;
}

inline void tell(Element& element, std::string_view text, EntryIndex entry) {
  element.evidence.push_back(evidence(text, entry));
  std::sort(element.evidence.begin(), element.evidence.end(), [](auto& a, auto& b) { return a.evidence < b.evidence; });
}

inline Element element(std::string id, ElementKind kind, std::initializer_list<std::string_view> told, EntryIndex entry = 7) {
  Element out;
  out.id = std::move(id);
  out.kind = kind;
  out.found_in = out.changed_in = entry;
  for (auto text : told) tell(out, text, entry);
  return out;
}

inline LoadedList loaded(std::string_view json, EntryIndex entry = 1) {
  auto list = parse_list(json, "test list");
  EXPECT_TRUE(list.ok()) << (list.ok() ? "" : list.error().text());
  return {std::make_shared<const PolicyList>(list.ok() ? *list : PolicyList()), entry, WallTime()};
}

inline std::string source_file(const std::string& name) {
  std::ifstream in(std::string(PELLUCID_SOURCE) + "/" + name, std::ios::binary);
  EXPECT_TRUE(in.good()) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

inline Day day(std::string_view text) { return parse_day(text).value(); }

}  // namespace pellucid::oversight

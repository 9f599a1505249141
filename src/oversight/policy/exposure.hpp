#pragma once
// How much of the network policy lists mean: by count, by kind and role, and by the share of subscribers and of traffic that passes through
// the equipment.
#include <array>
#include <string>
#include <vector>

#include "oversight/policy/match.hpp"
#include "oversight/policy/topology.hpp"

namespace pellucid::oversight {

struct Count {
  std::string name;  // "switch", "core router"
  std::size_t elements = 0, listed = 0, possibly = 0, maker_unknown = 0;
};

/// Base stations and what passed through them, from the latest usage samples.
struct Load {
  std::uint64_t stations = 0, phones = 0, octets = 0;
  Load& operator+=(const Load& other);
};

struct MatchedElement {
  const Element* element = nullptr;
  std::vector<Match> matches;
  Certainty certainty{};  // of the most certain match
  Load carries;           // base stations all of whose known ways cross it
};

struct StationExposure {
  const Element* station = nullptr;
  Passage listed{}, possibly{};  // against what is listed; against what is listed or possibly listed
  bool sampled = false;
  Load load;
};

struct Exposure {
  Day day{};
  std::size_t entries_in_force = 0;
  Count all;
  std::vector<Count> by_kind, by_role;
  std::vector<MatchedElement> matched;  // listed ones first, then by element id
  std::vector<StationExposure> stations;
  Load total;
  std::array<Load, 4> listed, possibly;  // by Passage
  std::size_t unsampled = 0;             // base stations without a usage sample
  std::size_t upfs = 0, links = 0, unresolved_links = 0;
};

/// Elements that are retired do not count. Pointers go into `elements`, `index` and what the index points to.
Exposure expose(const std::map<std::string, Element>& elements, const std::vector<UsageSample>& usage, const PolicyIndex& index);

}  // namespace pellucid::oversight

#pragma once
// Which element an observation is about. Identifiers are of three sorts: of the hardware (chassis MAC, serial), of the installed software
// (engine id, machine id, TAC), and of a function or a declaration (gNB id, PFCP node, declared), of which one box may have several.
#include <cstdint>
#include <set>

#include "oversight/inventory/inventory.hpp"

namespace pellucid::oversight {

enum class Relation : std::uint8_t {
  unrelated,
  same,      // one element
  replaced,  // another box stands where this element stood, or goes by its name
  twin,      // the same identifiers at two places at once
  beside,    // two elements that share an address
};
/// What `seen` has to do with an element: what is common, and what both have but differ in.
Relation relate(const Element& element, const std::set<Identifier>& seen);
/// Both have strong identifiers of one kind and none of them in common.
bool contradict(const std::set<Identifier>& a, const std::set<Identifier>& b);
/// Of kinds in which `seen` contradicts what is known: the known ones.
std::vector<Identifier> outdated(const std::set<Identifier>& known, const std::set<Identifier>& seen);

}  // namespace pellucid::oversight

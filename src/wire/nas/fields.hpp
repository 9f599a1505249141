#pragma once
// Fields that several information elements share, for use inside their layout(at).
#include <string>

#include "base/ids.hpp"
#include "codec/octets.hpp"

namespace pellucid::nas {

/// "name (7)", or "reserved (7)" without a name: how coded values are shown.
std::string coded(const char* name, unsigned value);

/// Adds a member when printing only: something that is worth showing in another form than its bits.
template <class At, class Shown>
void show_as(At& at, const char* field, const Shown& shown) {
  if constexpr (At::printing) at.tree().add(field, shown());
}

/// A count or length that follows from what comes after it: written and read, not shown.
template <class At, class T>
void counted(At& at, unsigned bits, const char* field, T& value) {
  if constexpr (!At::printing) at.bits(bits, field, value);
}

/// Three octets (TS 24.501 §9.11.3.85). Digits that are not decimal are a bad value.
template <class At>
void plmn_field(At& at, const char* field, Plmn& plmn) {
  if constexpr (At::printing) {
    at.tree().add(field, plmn.text());
  } else {
    Octets<3> octets = plmn.octets();
    at.octets(field, octets);
    if constexpr (At::reading) {
      auto read = Plmn::from_octets(octets);
      at.require(read.has_value() || at.failed(), field);
      if (read) plmn = *read;
    }
  }
}

/// Six octets: PLMN and TAC.
template <class At>
void tai_field(At& at, const char* field, Tai& tai) {
  if constexpr (At::printing) {
    at.tree().add(field, tai.text());
  } else {
    plmn_field(at, field, tai.plmn);
    at.number(3, field, tai.tac);
  }
}

/// Two octets: AMF set (10 bits) and pointer (6 bits).
template <class At, class Id>
void amf_set_field(At& at, Id& id) {
  at.bits(10, "AMF Set ID", id.set);
  at.bits(6, "AMF Pointer", id.pointer);
}

}  // namespace pellucid::nas

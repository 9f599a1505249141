#pragma once
// A base station as the AMF knows it: what NG Setup said, and which of its phones are connected.
#include <string>
#include <unordered_map>
#include <vector>

#include "core/amf/status.hpp"
#include "runtime/world.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::amf {

struct Gnb {
  AssociationId association;
  Endpoint address;
  bool ready = false;  // NG Setup succeeded
  ngap::GlobalGnbId id;
  std::string name;   // RAN node name; empty if it gave none
  std::string label;  // in logs and traces: its name, or its id
  std::vector<ngap::SupportedTa> tas;
  ngap::PagingDrx drx{};
  WallTime connected_since{};
  /// The connections that this base station may speak of, by its own ids.
  std::unordered_map<RanUeNgapId, AmfUeNgapId> connections;
  std::uint16_t in_streams = 0, out_streams = 0;  // of the association
  bool overloaded = false;                        // told to hold back (TS 38.413 §8.7.7)

  GnbStatus status() const;
  bool serves(const Tai& tai) const;
  bool supports(const Tai& tai, const Snssai& slice) const;
};

}  // namespace pellucid::amf

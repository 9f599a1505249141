#pragma once
// What the core knows of its neighbours, as observations: base stations from NG Setup (TS 38.413 §8.7.1) and SCTP, UPFs from their PFCP
// association (TS 29.244 §6.2.6). NG Setup names no maker.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "oversight/inventory/observation.hpp"

namespace pellucid::oversight {

struct ServedArea {
  Tai tai;
  std::vector<Snssai> slices;
};

struct ConnectedBaseStation {
  Plmn plmn;
  std::uint32_t gnb_id = 0;
  std::uint8_t id_bits = 32;  // 22..32: gNB ids of different lengths are different
  std::string name;           // RAN node name; empty if it gave none
  IpAddress address;
  std::optional<Octets<6>> mac;  // of the address, if it is on our own segment
  std::string mac_registrant;    // of its prefix, if that is known
  std::vector<ServedArea> areas;
  std::uint16_t paging_drx_frames = 0;            // 32, 64, 128, 256
  std::uint16_t streams_in = 0, streams_out = 0;  // as SCTP negotiated them
};
/// "999-70-00000001"; an id that is not of 32 bits says so: "999-70-000001/22".
Identifier gnb_identifier(const Plmn& plmn, std::uint32_t gnb_id, std::uint8_t id_bits);
/// A MAC address is evidence and no identifier: a base station may have several.
Observation base_station_observation(const ConnectedBaseStation& seen, WallTime time);

struct AssociatedUpf {
  std::string node_id;  // address or FQDN
  IpAddress address;
  std::vector<std::string> features;          // as TS 29.244 §8.2.25 names them
  std::optional<std::uint64_t> recovered_at;  // Recovery Time Stamp in seconds since 1970, when it is known
};
Observation upf_observation(const AssociatedUpf& seen, WallTime time);

}  // namespace pellucid::oversight

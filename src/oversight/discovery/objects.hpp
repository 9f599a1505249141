#pragma once
// The objects that a probe reads.
#include "wire/snmp/oid.hpp"

namespace pellucid::oversight::objects {

using snmp::Oid;

inline const Oid mib_2{1, 3, 6, 1, 2, 1};
inline const Oid enterprises{1, 3, 6, 1, 4, 1};

// SNMPv2-MIB (RFC 3418) and what tells of changes
inline const Oid sys_descr{1, 3, 6, 1, 2, 1, 1, 1, 0};
inline const Oid sys_object_id{1, 3, 6, 1, 2, 1, 1, 2, 0};
inline const Oid sys_up_time{1, 3, 6, 1, 2, 1, 1, 3, 0};
inline const Oid sys_contact{1, 3, 6, 1, 2, 1, 1, 4, 0};
inline const Oid sys_name{1, 3, 6, 1, 2, 1, 1, 5, 0};
inline const Oid sys_location{1, 3, 6, 1, 2, 1, 1, 6, 0};
inline const Oid sys_services{1, 3, 6, 1, 2, 1, 1, 7, 0};
inline const Oid sys_or_last_change{1, 3, 6, 1, 2, 1, 1, 8, 0};
inline const Oid engine_id{1, 3, 6, 1, 6, 3, 10, 2, 1, 1, 0};  // RFC 3411
inline const Oid engine_boots{1, 3, 6, 1, 6, 3, 10, 2, 1, 2, 0};
inline const Oid ip_forwarding{1, 3, 6, 1, 2, 1, 4, 1, 0};  // RFC 4293

// IF-MIB (RFC 2863): columns
inline const Oid if_entry{1, 3, 6, 1, 2, 1, 2, 2, 1};
inline const Oid if_x_entry{1, 3, 6, 1, 2, 1, 31, 1, 1, 1};
inline const Oid if_table_last_change{1, 3, 6, 1, 2, 1, 31, 1, 5, 0};

// ENTITY-MIB (RFC 6933)
inline const Oid ent_physical_entry{1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1};
inline const Oid ent_last_change{1, 3, 6, 1, 2, 1, 47, 1, 4, 1, 0};

// BRIDGE-MIB (RFC 4188)
inline const Oid bridge_address{1, 3, 6, 1, 2, 1, 17, 1, 1, 0};

// HOST-RESOURCES-MIB (RFC 2790)
inline const Oid software_last_change{1, 3, 6, 1, 2, 1, 25, 6, 1, 0};
inline const Oid software_name{1, 3, 6, 1, 2, 1, 25, 6, 3, 1, 2};

// LLDP-MIB (IEEE 802.1AB-2005)
inline const Oid lldp_chassis_subtype{1, 0, 8802, 1, 1, 2, 1, 3, 1, 0};
inline const Oid lldp_chassis_id{1, 0, 8802, 1, 1, 2, 1, 3, 2, 0};
inline const Oid lldp_capabilities{1, 0, 8802, 1, 1, 2, 1, 3, 6, 0};  // enabled
inline const Oid lldp_port_entry{1, 0, 8802, 1, 1, 2, 1, 3, 7, 1};
inline const Oid lldp_neighbour_entry{1, 0, 8802, 1, 1, 2, 1, 4, 1, 1};
inline const Oid lldp_neighbour_address{1, 0, 8802, 1, 1, 2, 1, 4, 2, 1, 3};  // its interface number subtype; the index has the address

}  // namespace pellucid::oversight::objects

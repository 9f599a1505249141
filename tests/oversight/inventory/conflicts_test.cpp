// Boxes as they are seen in the field, and boxes that pretend.
#include "oversight/inventory/conflicts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace pellucid::oversight {
namespace {

using K = ElementKind;

struct Box {
  std::string what;
  K kind;
  std::vector<Evidence> evidence;
  std::string conflict;  // text; empty: honest
};

Evidence entity(std::string vendor) { return {"vendor", std::move(vendor), "snmp entity table", Strength::programmed}; }
Evidence descr(std::string vendor) { return {"vendor", std::move(vendor), "snmp sysDescr", Strength::claimed}; }
Evidence dmi(std::string vendor) { return {"vendor", std::move(vendor), "dmi", Strength::programmed}; }
Evidence paper(std::string vendor) { return {"vendor", std::move(vendor), "import sites.csv", Strength::declared}; }
Evidence oid(std::string vendor) { return {"agent_vendor", std::move(vendor), "snmp sysObjectID", Strength::programmed}; }
Evidence engine(std::string vendor) { return {"agent_vendor", std::move(vendor), "snmp engine id", Strength::programmed}; }
Evidence agent(std::string software, std::string source = "snmp engine id") {
  return {"agent_software", std::move(software), std::move(source), Strength::programmed};
}
Evidence agent_oid(std::string software) { return agent(std::move(software), "snmp sysObjectID"); }
Evidence bridge(std::string vendor) { return {"chassis_vendor", std::move(vendor), "mac prefix of bridge address", Strength::programmed}; }
Evidence lldp(std::string vendor) { return {"chassis_vendor", std::move(vendor), "mac prefix of lldp chassis id", Strength::programmed}; }
Evidence n2(std::string vendor) { return {"chassis_vendor", std::move(vendor), "mac prefix of n2 address", Strength::observed}; }
Evidence card(std::string vendor) { return {"interface/eth0/vendor", std::move(vendor), "mac prefix of eth0", Strength::programmed}; }
Evidence model(std::string value, std::string source) { return {"model", std::move(value), std::move(source), Strength::programmed}; }
Evidence serial(std::string value, std::string source) { return {"serial", std::move(value), std::move(source), Strength::programmed}; }
Evidence ng_name(std::string value) { return {"name", std::move(value), "ng setup", Strength::claimed}; }

std::vector<Box> honest() {
  return {
      {"Cisco switch",
       K::switch_,
       {entity("Cisco Systems, Inc."), descr("cisco"), oid("ciscoSystems"), engine("ciscoSystems"), bridge("Cisco Systems, Inc")},
       ""},
      {"Huawei switch",
       K::switch_,
       {descr("huawei"), oid("HUAWEI Technology Co.,Ltd"), engine("HUAWEI Technology Co.,Ltd"), bridge("HUAWEI TECHNOLOGIES CO.,LTD")},
       ""},
      {"Juniper router without a bridge address",
       K::router,
       {entity("Juniper Networks"), descr("juniper"), oid("Juniper Networks, Inc."), engine("Juniper Networks, Inc.")},
       ""},
      {"Aruba switch of HPE",
       K::switch_,
       {entity("HPE"), descr("aruba"), oid("Hewlett-Packard"), bridge("Aruba, a Hewlett Packard Enterprise Company")},
       ""},
      {"HP switch built by H3C",
       K::switch_,
       {descr("hp"), oid("H3C"), engine("H3C"), bridge("Hangzhou H3C Technologies Co., Limited")},
       ""},
      {"old 3Com switch under HP", K::switch_, {descr("hp"), oid("3Com"), bridge("3Com")}, ""},
      {"Ubiquiti router on net-snmp",
       K::router,
       {descr("ubiquiti"), oid("Ubiquiti Networks, Inc."), agent("net-snmp"), lldp("Ubiquiti Inc")},
       ""},
      {"QNAP on net-snmp", K::server, {oid("QNAP SYSTEMS, INC"), agent("net-snmp"), lldp("QNAP Systems, Inc.")}, ""},
      {"Linux server with net-snmp and an Intel card",
       K::server,
       {agent("net-snmp"), agent_oid("net-snmp"), lldp("Intel Corporate"), card("Intel Corporate")},
       ""},
      {"Dell server with net-snmp", K::server, {dmi("Dell Inc."), agent("net-snmp"), agent_oid("net-snmp"), lldp("Broadcom")}, ""},
      {"Dell server with an HP card", K::server, {dmi("Dell Inc."), lldp("Hewlett Packard"), card("Hewlett Packard")}, ""},
      {"ESXi on a Lenovo server",
       K::server,
       {entity("Lenovo"), descr("vmware"), agent_oid("VMware, Inc."), agent("VMware, Inc."), lldp("Mellanox Technologies, Inc.")},
       ""},
      {"Windows server", K::server, {agent_oid("Microsoft"), agent("Microsoft"), card("Realtek")}, ""},
      {"virtual Cisco router in VMware",
       K::router,
       {descr("cisco"), oid("ciscoSystems"), engine("ciscoSystems"), lldp("VMware, Inc.")},
       ""},
      {"Cumulus on Accton hardware", K::switch_, {oid("Cumulus Networks, Inc."), agent("net-snmp"), bridge("Accton Technology Corp")}, ""},
      {"Cumulus on Mellanox hardware",
       K::switch_,
       {oid("Cumulus Networks, Inc."), agent("net-snmp"), bridge("Mellanox Technologies, Inc.")},
       ""},
      {"home router with a Sercomm board",
       K::router,
       {descr("netgear"), oid("NETGEAR"), engine("NETGEAR"), bridge("Sercomm Corporation.")},
       ""},
      {"Brocade under Dell's name",
       K::switch_,
       {entity("Dell"), oid("Brocade Communications Systems, Inc."), engine("Brocade Communications Systems, Inc."),
        bridge("Brocade Communications Systems LLC")},
       ""},
      {"Force10 that became Dell", K::switch_, {descr("dell"), oid("Force10 Networks, Inc."), bridge("Dell Inc.")}, ""},
      {"Nokia router, formerly Alcatel-Lucent",
       K::router,
       {entity("Nokia"), descr("nokia"), oid("Nokia (formerly 'Alcatel-Lucent')"), lldp("Nokia Solutions and Networks GmbH & Co. KG")},
       ""},
      {"MikroTik", K::router, {descr("mikrotik"), oid("MikroTik"), engine("MikroTik"), bridge("Routerboard.com")}, ""},
      {"registrant that stays private", K::switch_, {descr("cisco"), oid("ciscoSystems"), bridge("Private")}, ""},
      {"base station as it was ordered", K::base_station, {paper("Ericsson"), ng_name("Ericsson-0042"), n2("Ericsson AB")}, ""},
      {"base station in software on a NUC",
       K::base_station,
       {paper("Software Radio Systems"), ng_name("harbour-1"), n2("Intel Corporate"), dmi("Intel Corporation")},
       ""},
      {"base station with a maker's name only", K::base_station, {ng_name("Nokia Arena")}, ""},
      {"catalogue number and trade name",
       K::switch_,
       {model("C9300-24T-A", "snmp entity table"), model("Catalyst 9300", "import sites.csv")},
       ""},
      {"service tag inside a longer number",
       K::server,
       {serial("7XK2J03", "dmi"), serial("/7XK2J03/CN7475137O0123/", "snmp entity table")},
       ""},
      {"serial number nobody filled in", K::server, {serial("To be filled by O.E.M.", "dmi"), serial("S4512", "import sites.csv")}, ""},
      {"serial numbers written differently",
       K::router,
       {serial("fox-1234-abcd", "import sites.csv"), serial("FOX1234ABCD", "snmp entity table")},
       ""},
      {"UPF on a Dell server", K::upf, {paper("Pellucid"), dmi("Dell Inc."), lldp("Intel Corporate")}, ""},
      {"nothing known", K::other, {}, ""},
  };
}

std::vector<Box> pretending() {
  return {
      {"Huawei impersonated on a Dell computer",
       K::switch_,
       {descr("huawei"), oid("Huawei"), agent("net-snmp"), lldp("Dell Inc.")},
       "the box says it is Huawei (sysObjectID, sysDescr); its agent is net-snmp (engine id); its chassis address belongs to Dell Inc. "
       "(mac prefix of lldp chassis id)"},
      {"Cisco impersonated, address unknown",
       K::router,
       {descr("cisco"), oid("ciscoSystems"), agent("net-snmp")},
       "the box says it is ciscoSystems (sysObjectID, sysDescr); its agent is net-snmp (engine id)"},
      {"Cisco impersonated on a computer with an Intel card",
       K::switch_,
       {oid("ciscoSystems"), agent("net-snmp"), lldp("Intel Corporate")},
       "the box says it is ciscoSystems (sysObjectID); its agent is net-snmp (engine id); its chassis address belongs to Intel Corporate "
       "(mac prefix of lldp chassis id)"},
      {"Cisco impersonated in a virtual machine",
       K::router,
       {oid("ciscoSystems"), agent("net-snmp"), lldp("VMware, Inc.")},
       "the box says it is ciscoSystems (sysObjectID); its agent is net-snmp (engine id)"},
      {"only sysDescr was changed",
       K::server,
       {descr("juniper"), agent_oid("net-snmp"), agent("net-snmp"), lldp("Dell Inc.")},
       "the box says it is juniper (sysDescr); its agent is net-snmp (engine id, sysObjectID); its chassis address belongs to Dell Inc. "
       "(mac prefix of lldp chassis id)"},
      {"Huawei that says Cisco, engine id forgotten",
       K::switch_,
       {descr("cisco"), oid("ciscoSystems"), engine("Huawei"), bridge("HUAWEI TECHNOLOGIES CO.,LTD")},
       "the box says it is Huawei (engine id) and ciscoSystems (sysObjectID, sysDescr); its chassis address belongs to HUAWEI TECHNOLOGIES "
       "CO.,LTD (mac prefix of bridge address)"},
      {"Huawei that says Cisco throughout",
       K::switch_,
       {entity("Cisco"), descr("cisco"), oid("ciscoSystems"), engine("ciscoSystems"), bridge("HUAWEI TECHNOLOGIES CO.,LTD")},
       "the box says it is ciscoSystems (engine id, entity table, sysObjectID, sysDescr); its chassis address belongs to HUAWEI "
       "TECHNOLOGIES CO.,LTD (mac prefix of bridge address)"},
      {"entity table of another maker",
       K::router,
       {entity("ZTE"), oid("Juniper Networks, Inc."), engine("Juniper Networks, Inc."), lldp("Juniper Networks")},
       "the box says it is Juniper Networks, Inc. (engine id, sysObjectID) and ZTE (entity table); its chassis address belongs to Juniper "
       "Networks (mac prefix of lldp chassis id)"},
      {"rebranded camera recorder",
       K::other,
       {paper("Lorex"), descr("lorex"), lldp("Zhejiang Dahua Technology Co., Ltd.")},
       "the box says it is lorex (sysDescr, import sites.csv); its chassis address belongs to Zhejiang Dahua Technology Co., Ltd. (mac "
       "prefix of lldp chassis id)"},
      {"delivered something else than ordered",
       K::base_station,
       {paper("Ericsson"), n2("HUAWEI TECHNOLOGIES CO.,LTD")},
       "the box says it is Ericsson (import sites.csv); its chassis address belongs to HUAWEI TECHNOLOGIES CO.,LTD (mac prefix of n2 "
       "address)"},
      {"papers of another maker",
       K::switch_,
       {paper("Arista"), oid("Huawei"), engine("Huawei"), bridge("HUAWEI TECHNOLOGIES CO.,LTD")},
       "the box says it is Huawei (engine id, sysObjectID) and Arista (import sites.csv); its chassis address belongs to HUAWEI "
       "TECHNOLOGIES CO.,LTD (mac prefix of bridge address)"},
      {"base station that calls itself another maker's",
       K::base_station,
       {paper("Ericsson"), ng_name("Huawei-BBU-12"), n2("Ericsson AB")},
       "it calls itself Huawei-BBU-12 (ng setup), but it is said to be Ericsson (import sites.csv, mac prefix of n2 address)"},
      {"NG Setup name against the SNMP identity",
       K::base_station,
       {ng_name("nokia.site.7"), oid("Huawei"), engine("Huawei"), n2("HUAWEI TECHNOLOGIES CO.,LTD")},
       "it calls itself nokia.site.7 (ng setup), but it is said to be Huawei (engine id, sysObjectID, mac prefix of n2 address)"},
      {"engine id of another maker",
       K::router,
       {descr("mikrotik"), oid("MikroTik"), engine("ZTE Corporation"), bridge("Routerboard.com")},
       "the box says it is ZTE Corporation (engine id) and MikroTik (sysObjectID, sysDescr); its chassis address belongs to "
       "Routerboard.com (mac prefix of bridge address)"},
      {"Windows that says HP printer",
       K::other,
       {oid("Hewlett-Packard"), agent("Microsoft")},
       "the box says it is Hewlett-Packard (sysObjectID); its agent is Microsoft (engine id)"},
      {"server whose management says Dell on a ZTE address",
       K::server,
       {oid("Dell Inc."), engine("Dell Inc."), lldp("zte corporation")},
       "the box says it is Dell Inc. (engine id, sysObjectID); its chassis address belongs to zte corporation (mac prefix of lldp chassis "
       "id)"},
      {"DMI of another maker than the management",
       K::server,
       {dmi("Inspur"), oid("Dell Inc."), engine("Dell Inc.")},
       "the box says it is Inspur (dmi) and Dell Inc. (engine id, sysObjectID)"},
      {"two models",
       K::switch_,
       {model("S5735-L24T4S", "snmp entity table"), model("EX2300-24T", "import sites.csv")},
       "its model is EX2300-24T (import sites.csv) and S5735-L24T4S (entity table)"},
      {"two serial numbers",
       K::router,
       {serial("FOX1234ABCD", "snmp entity table"), serial("FOX9999ABCD", "import sites.csv")},
       "its serial is FOX9999ABCD (import sites.csv) and FOX1234ABCD (entity table)"},
      {"Hikvision under a distributor's papers",
       K::other,
       {paper("Secure View Ltd"), lldp("Hangzhou Hikvision Digital Technology Co.,Ltd.")},
       "the box says it is Secure View Ltd (import sites.csv); its chassis address belongs to Hangzhou Hikvision Digital Technology "
       "Co.,Ltd. (mac prefix of lldp chassis id)"},
      {"contract maker's board does not excuse two makers",
       K::switch_,
       {entity("ZTE"), oid("Arista Networks"), bridge("Accton Technology Corp")},
       "the box says it is ZTE (entity table) and Arista Networks (sysObjectID)"},
  };
}

Element element(const Box& box) {
  Element out;
  out.id = box.what;
  out.kind = box.kind;
  for (auto& evidence : box.evidence) out.evidence.push_back({evidence, "snmp", {}, 0, ""});
  std::sort(out.evidence.begin(), out.evidence.end(), [](auto& a, auto& b) {
    return std::pair(a.evidence.attribute, a.evidence.source) < std::pair(b.evidence.attribute, b.evidence.source);
  });
  return out;
}

TEST(Conflicts, NoHonestBoxIsAccused) {
  ASSERT_GE(honest().size(), 20u);
  for (auto& box : honest())
    for (auto& conflict : conflicts(element(box))) ADD_FAILURE() << box.what << ": " << conflict.text;
}

TEST(Conflicts, EveryPretenderIsFoundAndToldInWords) {
  ASSERT_GE(pretending().size(), 20u);
  for (auto& box : pretending()) {
    auto found = conflicts(element(box));
    ASSERT_EQ(found.size(), 1u) << box.what;
    EXPECT_EQ(found[0].text, box.conflict) << box.what;
  }
}

}  // namespace
}  // namespace pellucid::oversight

#pragma once
// A small network in a log that is only a list: two base stations, switches, a router, a UPF in a server, and what was done about them.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "oversight/inventory/entries.hpp"
#include "oversight/policy/gate.hpp"
#include "oversight/report/history.hpp"

namespace pellucid::oversight {

inline WallTime at(std::string_view day, int hour = 9) { return WallTime(parse_day(day).value() + std::chrono::hours(hour)); }

inline PolicyList list_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return parse_list(std::string(std::istreambuf_iterator<char>(in), {}), path).value();
}
inline PolicyList shipped_list() { return list_file(std::string(PELLUCID_SOURCE) + "/data/policy/fcc-covered-list.json"); }
/// Stays as it is, whatever the authority's next edition says.
inline PolicyList small_list() { return list_file(std::string(PELLUCID_TEST_DATA) + "/oversight/report/list.json"); }

struct Ledger {
  std::vector<ledger::Entry> entries;
  Inventory inventory;

  void add(ledger::Entry entry, WallTime time) {
    entry.time = time;
    inventory.apply(entry, entries.size());
    entries.push_back(std::move(entry));
  }
  /// "vendor=Huawei" as programmed evidence of `source`.
  void see(WallTime time, ElementKind kind, const Identifier& who, const std::string& source, std::vector<std::string> told,
           Strength strength = Strength::programmed) {
    Observation seen;
    seen.kind = kind;
    seen.identifiers = {who};
    seen.time = time;
    seen.source = source;
    for (auto& text : told) {
      auto equals = text.find('=');
      seen.evidence.push_back({text.substr(0, equals), text.substr(equals + 1), source, strength});
    }
    for (auto& recorded : inventory.observe(seen)) add(recorded.entry, time);
  }
  History history(std::string_view as_of, std::optional<Day> from = {}) const {
    History history(parse_day(as_of).value(), from);
    for (std::size_t i = 0; i < entries.size(); ++i) history.apply(entries[i], i);
    return history;
  }
};

inline Identifier mac(const std::string& last) { return {Identifier::Kind::chassis_mac, "00:1b:21:00:00:" + last}; }
inline Identifier gnb(const std::string& id) { return {Identifier::Kind::gnb_id, "999-70-" + id}; }

inline Ledger small_network(std::string_view day = "2026-04-01") {
  Ledger log;
  using enum ElementKind;
  for (auto& entry : list_entries(small_list(), "root (uid 0)", "first edition")) log.add(entry, at(day, 8));
  log.see(at(day), switch_, mac("01"), "snmp 10.0.0.1",
          {"vendor=Huawei Technologies Co., Ltd.", "model=S5735", "serial=HW001", "software=V200R021", "location=Harbour cabinet 1",
           "neighbour/1=00:1b:21:00:00:02; core-1"});
  log.see(at(day), router, mac("02"), "snmp 10.0.0.2",
          {"vendor=Cisco Systems", "agent_vendor=ciscoSystems", "model=ASR 1001", "serial=FX002", "location=Exchange",
           "part/slot 1/vendor=Huawei", "part/slot 1/model=SFP-10G", "part/slot 1/serial=OPT77", "neighbour/7=00:1b:21:00:00:03"});
  log.see(at(day), server, mac("03"), "snmp 10.0.0.3",
          {"vendor=Dell Inc.", "model=R650", "serial=DL003", "location=Exchange", "link/upf=upf-1"});
  log.see(at(day), upf, {Identifier::Kind::pfcp_node, "upf-1"}, "n4", {"software=pellucid 0.3"});
  log.see(at(day), switch_, mac("04"), "snmp 10.0.0.4",
          {"agent_vendor=Huawei", "agent_software=net-snmp", "location=Mill street", "neighbour/1=00:1b:21:00:00:02"});
  log.see(at(day), base_station, gnb("00000001"), "ng setup", {"name=harbour-east", "vendor=Nokia", "neighbour/eth0=00:1b:21:00:00:01"});
  log.see(at(day), base_station, gnb("00000002"), "ng setup", {"name=mill", "neighbour/eth0=00:1b:21:00:00:04"});
  log.see(at(day), base_station, gnb("00000003"), "ng setup", {"name=forest"});
  log.see(at(day, 10), switch_, mac("01"), "import switches.csv line 2",
          {"date_obtained=2019-05-02", "country_of_production=China", "registrant_country=CN", "role=access", "supplier=Example Networks",
           "amount_paid=1200 USD", "removal_plan=to be replaced in June 2027", "continued_use=until then",
           "justification=no other supplier for this cabinet"},
          Strength::declared);
  log.add(approve("gnb-id:999-70-00000001", "anna", "new site, work order 17", {}).value(), at(day, 11));
  Entries usage = usage_sample(
      {{"gnb-id:999-70-00000001", 120, 9'000'000}, {"gnb-id:999-70-00000002", 60, 2'000'000}, {"gnb-id:999-70-00000003", 20, 500'000}},
      3600, at(day, 12));
  for (auto& recorded : usage) log.add(recorded.entry, at(day, 12));
  return log;
}

}  // namespace pellucid::oversight

#pragma once
// An inventory and its log: what observe() asks for is written as entries' text and applied, as a program would.
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "oversight/inventory/entries.hpp"
#include "oversight/inventory/inventory.hpp"

namespace pellucid::oversight::test {

inline WallTime at(std::int64_t seconds) { return WallTime(std::chrono::seconds(1'795'834'800 + seconds)); }

class InventoryCase : public ::testing::Test {
 protected:
  /// The types of the entries, such as "element.found finding.opened".
  std::string write(const Entries& entries) {
    std::string types;
    for (auto& recorded : entries) {
      auto entry = recorded.entry;
      for (auto& secret : recorded.secrets) {
        entry.sealed.emplace_back(secret.field, ledger::commitment({secret.field, {}, secret.content}));
        openings_[{log.size(), secret.field}] = secret.content;
      }
      auto text = ledger::entry_text(entry);
      EXPECT_TRUE(text.ok()) << text.error();
      if (!text.ok()) continue;
      inventory.apply(entry, log.size());
      log.push_back(*text);
      differences += difference_text(entry);
      types += (types.empty() ? "" : " ") + entry.type;
    }
    EXPECT_EQ(inventory.skipped(), 0u);
    return types;
  }
  std::string see(const Observation& observation) {
    differences.clear();
    auto types = write(inventory.observe(observation));
    EXPECT_EQ(write(inventory.observe(observation)), "") << "the same again tells nothing";
    return types;
  }
  Inventory replayed(std::optional<WallTime> until = {}) const {
    std::size_t next = 0;
    return Inventory::fold(
        [&]() -> std::optional<ledger::Entry> {
          if (next == log.size()) return {};
          auto entry = ledger::parse_entry(log[next++]);
          EXPECT_TRUE(entry.ok()) << entry.error();
          return *entry;
        },
        until);
  }
  const Finding* open_finding(const std::string& kind) const {
    for (auto& [id, finding] : inventory.findings())
      if (finding.kind == kind && !finding.closed) return &finding;
    return nullptr;
  }
  void TearDown() override { EXPECT_TRUE(replayed() == inventory) << "the log alone gives the same inventory"; }

  std::vector<std::string> log;
  std::string differences;
  std::map<std::pair<EntryIndex, std::string>, Bytes> openings_;
  Inventory inventory{[this](EntryIndex index, const std::string& field) -> std::optional<Bytes> {
    auto found = openings_.find({index, field});
    return found == openings_.end() ? std::nullopt : std::optional(found->second);
  }};
};

inline Identifier address(std::string value) { return {Identifier::Kind::address, std::move(value)}; }
inline Identifier engine(std::string value) { return {Identifier::Kind::engine_id, std::move(value)}; }
inline Identifier serial(std::string value) { return {Identifier::Kind::serial, std::move(value)}; }
inline Identifier mac(std::string value) { return {Identifier::Kind::chassis_mac, std::move(value)}; }

/// A switch as a probe sees it.
inline Observation switch_at(const std::string& ip, std::vector<Identifier> more, std::int64_t seconds = 0) {
  Observation o{.kind = ElementKind::switch_,
                .identifiers = std::move(more),
                .time = at(seconds),
                .source = "snmp " + ip,
                .evidence = {{"vendor", "Cisco", "snmp entity table", Strength::programmed},
                             {"model", "C9300-24T", "snmp entity table", Strength::programmed},
                             {"firmware", "17.3.4", "snmp entity table", Strength::programmed},
                             {"part/psu1/serial", "P1", "snmp entity table", Strength::programmed},
                             {"part/psu2/serial", "P2", "snmp entity table", Strength::programmed}},
                .complete = {"part", "interface"},
                .counters = {{"engine_boots", 3}, {"up_since", 1'795'000'000}, {"entity_last_change", 1'795'000'100}},
                .complaints = {}};
  o.identifiers.push_back(address(ip));
  return o;
}

}  // namespace pellucid::oversight::test

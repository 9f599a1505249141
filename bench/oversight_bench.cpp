// What a change of a policy list costs: the index anew, and every element and part of a network of 100,000 components judged anew.
#include "bench/benchmarks.hpp"
#include "bench/stopwatch.hpp"
#include "oversight/policy/exposure.hpp"
#include "runtime/files.hpp"

namespace pellucid::bench {
namespace {

using namespace oversight;

constexpr std::size_t components = 100'000;
constexpr std::size_t stations = 2'000;

KnownEvidence say(std::string attribute, std::string value) {
  KnownEvidence known;
  known.evidence = {std::move(attribute), std::move(value), "snmp entity table", Strength::programmed};
  return known;
}

/// Makers in turn; one in fifty is a listed one.
std::string maker(std::size_t i) {
  constexpr std::string_view names[] = {"Cisco Systems, Inc", "Nokia",        "Ericsson AB",    "Juniper Networks",
                                        "Dell Inc.",          "Finisar Corp", "Intel Corporate"};
  if (i % 50 == 0) return "Huawei Technologies Co., Ltd.";
  return i % 9 == 0 ? "Maker " + std::to_string(i % 1000) + " GmbH" : std::string(names[i % std::size(names)]);
}

/// Base stations on access switches, those on a ring of routers, and a few UPFs; `parts` modules in each. Elements and parts together are
/// 100,000 components.
std::map<std::string, Element> network(std::size_t parts) {
  std::map<std::string, Element> out;
  std::size_t count = components / (1 + parts), core = count / 20;
  auto name = [](std::size_t i) { return "declared:e" + std::to_string(i); };
  for (std::size_t i = 0; i < count; ++i) {
    Element element;
    element.id = name(i);
    element.kind = i < core                ? ElementKind::router
                   : i < core + 4          ? ElementKind::upf
                   : i + stations >= count ? ElementKind::base_station
                                           : ElementKind::switch_;
    std::size_t up = i < core ? (i + 1) % core : i % core;
    element.evidence.push_back(say("location", "Cabinet " + std::to_string(i)));
    element.evidence.push_back(say("model", "M" + std::to_string(i % 40)));
    if (i >= core + 4 && i + stations >= count) up = core + 4 + i % std::max<std::size_t>(1, count - stations - core - 4);
    element.evidence.push_back(say("neighbour/1", name(up)));
    for (std::size_t p = 0; p < parts; ++p) {
      auto path = "part/slot " + std::to_string(p);
      element.evidence.push_back(say(path + "/model", "P" + std::to_string(p)));
      element.evidence.push_back(say(path + "/vendor", maker(i * 7 + p)));
    }
    element.evidence.push_back(say("serial", "S" + std::to_string(i)));
    element.evidence.push_back(say("vendor", maker(i)));
    out.emplace(element.id, std::move(element));
  }
  return out;
}

Result<double, std::string> milliseconds(const std::map<std::string, Element>& elements, const std::vector<UsageSample>& usage,
                                         const LoadedList& list) {
  Day day = *parse_day("2026-06-01");
  std::size_t matched = 0;
  double rate = per_cpu_second([&] {
    PolicyIndex index(std::span(&list, 1), day);
    auto exposure = expose(elements, usage, index);
    matched = exposure.matched.size();
    keep(exposure);
  });
  if (matched == 0) return Fail(std::string("no listed element was found"));
  return 1000 / rate;
}

}  // namespace

Measured measure_oversight() {
  Report report{.name = "oversight", .title = "Policy lists over 100,000 components", .command = "./dev bench oversight"};
  auto file = read_whole_file(std::string(PELLUCID_SOURCE) + "/data/policy/fcc-covered-list.json");
  if (!file.ok()) return Fail(file.error().what);
  auto list = parse_list(as_text(*file), "fcc-covered-list.json");
  if (!list.ok()) return Fail(list.error().text());
  LoadedList loaded{std::make_shared<const PolicyList>(*list), 0, {}};
  std::vector<UsageSample> usage;
  for (std::size_t i = 0; i < stations; ++i) usage.push_back({"declared:e" + std::to_string(i), 50, 1'000'000});

  for (auto [parts, name] : {std::pair<std::size_t, const char*>{0, "100,000 elements, exposure after a list change"},
                             {9, "10,000 elements with 9 parts each, exposure after a list change"}}) {
    auto spent = milliseconds(network(parts), usage, loaded);
    if (!spent.ok()) return Fail(spent.error());
    report.add({.name = name, .value = *spent, .unit = "ms", .better = Better::less, .aim = 1000});
  }
  report.add({.name = "list read and checked",
              .value = 1000 / per_cpu_second([&] { keep(parse_list(as_text(*file), "list")); }),
              .unit = "ms",
              .better = Better::less});
  report.notes.push_back("exposure: index of the list, every element and part matched, ways of " + std::to_string(stations) +
                         " base stations to the UPFs; one thread.");
  return report;
}

}  // namespace pellucid::bench

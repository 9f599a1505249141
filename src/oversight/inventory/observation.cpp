#include "oversight/inventory/observation.hpp"

#include <array>
#include <utility>

namespace pellucid::oversight {
namespace {

template <class T>
struct Word {
  T value;
  std::string_view text;
};
constexpr auto kinds = std::to_array<Word<ElementKind>>({{ElementKind::base_station, "base station"},
                                                         {ElementKind::upf, "UPF"},
                                                         {ElementKind::router, "router"},
                                                         {ElementKind::switch_, "switch"},
                                                         {ElementKind::server, "server"},
                                                         {ElementKind::radio_unit, "radio unit"},
                                                         {ElementKind::software, "software"},
                                                         {ElementKind::phone_model, "phone model"},
                                                         {ElementKind::process, "process"},
                                                         {ElementKind::other, "other"}});
constexpr auto strengths = std::to_array<Word<Strength>>({{Strength::declared, "declared"},
                                                          {Strength::claimed, "claimed"},
                                                          {Strength::programmed, "programmed"},
                                                          {Strength::observed, "observed"}});
constexpr auto identifier_kinds = std::to_array<Word<Identifier::Kind>>({{Identifier::Kind::engine_id, "engine-id"},
                                                                         {Identifier::Kind::chassis_mac, "chassis-mac"},
                                                                         {Identifier::Kind::serial, "serial"},
                                                                         {Identifier::Kind::gnb_id, "gnb-id"},
                                                                         {Identifier::Kind::pfcp_node, "pfcp-node"},
                                                                         {Identifier::Kind::machine_id, "machine-id"},
                                                                         {Identifier::Kind::tac, "tac"},
                                                                         {Identifier::Kind::declared, "declared"},
                                                                         {Identifier::Kind::address, "address"},
                                                                         {Identifier::Kind::name, "name"}});

template <class T, std::size_t N>
std::string_view word_of(const std::array<Word<T>, N>& words, T value) {
  for (auto& word : words)
    if (word.value == value) return word.text;
  return {};
}
template <class T, std::size_t N>
std::optional<T> value_of(const std::array<Word<T>, N>& words, std::string_view text) {
  for (auto& word : words)
    if (word.text == text) return word.value;
  return {};
}

}  // namespace

std::string_view text(ElementKind kind) { return word_of(kinds, kind); }
std::optional<ElementKind> parse_kind(std::string_view text) { return value_of(kinds, text); }
std::string_view text(Strength strength) { return word_of(strengths, strength); }
std::optional<Strength> parse_strength(std::string_view text) { return value_of(strengths, text); }

std::string text(const Identifier& identifier) { return std::string(word_of(identifier_kinds, identifier.kind)) + ":" + identifier.value; }

std::optional<Identifier> parse_identifier(std::string_view text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return {};
  auto kind = value_of(identifier_kinds, text.substr(0, colon));
  if (!kind) return {};
  return Identifier{*kind, std::string(text.substr(colon + 1))};
}

bool personal(std::string_view attribute) {
  auto last = attribute.substr(attribute.rfind('/') + 1);  // npos + 1 is 0
  return last == "contact" || last == "owner" || last == "user" || last == "note";
}

}  // namespace pellucid::oversight

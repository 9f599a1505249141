#pragma once
// Published test sets, read from tests/data/crypto.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "base/bytes.hpp"

namespace pellucid::crypto::test {

using Json = nlohmann::json;

inline Json read(const std::string& name) {
  std::ifstream in(std::string(PELLUCID_TEST_DATA) + "/crypto/" + name);
  Json json = Json::parse(in, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << name;
  return json;
}

inline Bytes octets(const Json& set, const char* member) {
  auto bytes = from_hex(set.at(member).get<std::string>());
  EXPECT_TRUE(bytes) << member;
  return bytes.value_or(Bytes{});
}

template <std::size_t N>
Octets<N> fixed(const Json& set, const char* member) {
  auto bytes = from_hex<N>(set.at(member).get<std::string>());
  EXPECT_TRUE(bytes) << member;
  return bytes.value_or(Octets<N>{});
}

/// Repeatable octets for properties.
class Draw {
 public:
  explicit Draw(std::uint32_t seed) : engine_(seed) {}
  std::uint32_t number() { return std::uint32_t(engine_()); }
  void fill(std::span<std::uint8_t> out) {
    for (auto& octet : out) octet = std::uint8_t(engine_());
  }
  Bytes bytes(std::size_t count) {
    Bytes out(count);
    fill(out);
    return out;
  }
  template <std::size_t N>
  Octets<N> octets() {
    Octets<N> out;
    fill(out);
    return out;
  }

 private:
  std::mt19937 engine_;
};

}  // namespace pellucid::crypto::test

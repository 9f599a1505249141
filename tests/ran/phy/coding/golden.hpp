// Golden vectors and noise for the tests of the channel coding.
#pragma once

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "ran/phy/coding/bits.hpp"

namespace pellucid::phy::test {

inline nlohmann::json golden(const std::string& name) {
  std::ifstream file(PELLUCID_TEST_DATA "/radio/coding/" + name);
  if (!file) throw std::runtime_error("no " + name);
  return nlohmann::json::parse(file);
}

/// "0110" as bits.
inline Bits bits_of(const std::string& text) {
  Bits bits;
  for (char c : text) bits.push_back(std::uint8_t(c == '1'));
  return bits;
}
/// The first `count` bits of a hexadecimal text.
inline Bits bits_of_hex(const std::string& text, std::size_t count) {
  Bits bits;
  for (char c : text) {
    const unsigned digit = unsigned(std::stoi(std::string(1, c), nullptr, 16));
    for (unsigned i = 0; i < 4; ++i) bits.push_back(digit >> (3 - i) & 1);
  }
  bits.resize(count);
  return bits;
}
inline std::string text_of(BitView bits) {
  std::string text;
  for (auto bit : bits) text += char('0' + bit);
  return text;
}

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  Bits bits(std::size_t count) {
    Bits out(count);
    for (auto& bit : out) bit = engine_() & 1;
    return out;
  }
  Llrs llrs(std::size_t count) {
    Llrs out(count);
    for (auto& llr : out) llr = Llr(int(engine_() % 255) - 127);
    return out;
  }
  unsigned below(unsigned limit) { return unsigned(engine_() % limit); }
  /// The bits over a BPSK channel with noise of that Es/N0; soft bits are the LLR times `scale`.
  Llrs received(BitView bits, double es_n0_db, double scale = 8) {
    const double variance = 0.5 * std::pow(10, -es_n0_db / 10);
    std::normal_distribution<double> noise(0, std::sqrt(variance));
    Llrs out(bits.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
      const double y = (bits[i] & 1 ? -1 : 1) + noise(engine_);
      out[i] = Llr(std::clamp(std::lround(2 * y / variance * scale), -127l, 127l));
    }
    return out;
  }

 private:
  std::mt19937_64 engine_;
};

/// Soft bits without any noise.
inline Llrs clean(BitView bits, int size = 40) {
  Llrs out(bits.size());
  for (std::size_t i = 0; i < bits.size(); ++i) out[i] = Llr(bits[i] & 1 ? -size : size);
  return out;
}

}  // namespace pellucid::phy::test

// The captured attach (tests/data/radio/attach10MHz): a complete registration over the air, as samples of whole slots in both
// directions and as the list of what was sent. Recorded at 52 resource blocks, 15 kHz, 11.52 Msps, cell identity 500.
#pragma once

#include <lzma.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "ran/phy/waveform/samples.hpp"

namespace pellucid::phy::test {

constexpr unsigned capture_first_tti = 801;  // the slot with which both files begin; tti = 10 * SFN + slot
constexpr unsigned capture_slots = 900;
constexpr std::size_t capture_slot_samples = 11520;
constexpr double capture_rate_hz = 11.52e6;
constexpr double capture_downlink_hz = 1842.5e6;  // carrier centres
constexpr double capture_uplink_hz = 1747.5e6;
constexpr std::size_t capture_resource_blocks = 52;
constexpr unsigned capture_cell = 500;
constexpr unsigned capture_rnti = 0x4601;

inline std::string capture_path(std::string_view name) {
  return std::string(PELLUCID_TEST_DATA) + "/radio/attach10MHz/" + std::string(name);
}

/// A whole file; throws if it cannot be read (a test's data is never optional).
inline Bytes read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

/// The content of an .xz file.
inline Bytes read_xz(const std::string& path) {
  Bytes packed = read_file(path);
  lzma_stream stream = LZMA_STREAM_INIT;
  if (lzma_stream_decoder(&stream, UINT64_MAX, 0) != LZMA_OK) throw std::runtime_error("liblzma does not start");
  Bytes out(std::size_t(capture_slots) * capture_slot_samples * 4 + 65536);
  stream.next_in = packed.data();
  stream.avail_in = packed.size();
  stream.next_out = out.data();
  stream.avail_out = out.size();
  lzma_ret code = lzma_code(&stream, LZMA_FINISH);
  out.resize(out.size() - stream.avail_out);
  lzma_end(&stream);
  if (code != LZMA_STREAM_END) throw std::runtime_error("not a whole .xz file: " + path);
  return out;
}

/// The samples of one direction. 32000 of the file is 1.0 here.
class Capture {
 public:
  static const Capture& downlink() {
    static const Capture capture("dl_iq.sc16.xz");
    return capture;
  }
  static const Capture& uplink() {
    static const Capture capture("ul_iq.sc16.xz");
    return capture;
  }

  /// The 11520 samples of slot `tti` (801..1700).
  Samples slot(unsigned tti) const {
    if (tti < capture_first_tti || tti >= capture_first_tti + capture_slots) throw std::out_of_range("no such slot");
    Samples out(capture_slot_samples);
    std::size_t at = 4 * capture_slot_samples * (tti - capture_first_tti);
    for (auto& sample : out) {
      sample = Sample(number(at), number(at + 2));
      at += 4;
    }
    return out;
  }

 private:
  explicit Capture(std::string_view name) : octets_(read_xz(capture_path(name))) {
    if (octets_.size() < 4 * capture_slot_samples * capture_slots) throw std::runtime_error("capture is too short");
  }
  float number(std::size_t at) const { return float(std::int16_t(octets_[at] | octets_[at + 1] << 8)) / 32000.0f; }

  Bytes octets_;
};

/// One row of events.json.
struct Event {
  unsigned tti = 0;
  std::string direction;  // "DL" or "UL"
  std::string channel;    // "PDCCH", "PDSCH", "PUSCH", "PUCCH", "PRACH", ...
  std::string params;     // "key=value key=value ..."
  std::string tb_hex;     // transport block, the zeros at its end may be left out

  /// The value of `key` up to the next space or comma (a bracket "(0,51)" whole), or "" if the row has no such key.
  std::string text(std::string_view key) const {
    std::string wanted = std::string(key) + "=";
    for (std::size_t at = params.find(wanted); at != std::string::npos; at = params.find(wanted, at + 1)) {
      if (at > 0 && params[at - 1] != ' ' && params[at - 1] != ',') continue;
      std::size_t from = at + wanted.size();
      std::size_t to = params.find_first_of(from < params.size() && params[from] == '(' ? ")" : " ,", from);
      return params.substr(from, to == std::string::npos ? to : to - from);
    }
    return {};
  }
  bool has(std::string_view key) const { return !text(key).empty(); }
  /// The numbers in the value, in order: "0:14" is {0, 14}, "(0,51" is {0, 51}, "0x4601" is {0x4601}.
  std::vector<long> numbers(std::string_view key) const {
    std::vector<long> out;
    std::string value = text(key);
    const char* at = value.c_str();
    while (*at) {
      char* end = nullptr;
      long number = std::strtol(at, &end, 0);
      if (end == at) {
        ++at;
      } else {
        out.push_back(number);
        at = end;
      }
    }
    return out;
  }
  long number(std::string_view key, long otherwise = -1) const {
    auto all = numbers(key);
    return all.empty() ? otherwise : all.front();
  }
  /// The whole transport block ("tbs" octets).
  Bytes transport_block() const {
    auto octets = from_hex(std::string_view(tb_hex).substr(0, tb_hex.find("..")));
    if (!octets) throw std::runtime_error("no transport block in tti " + std::to_string(tti));
    octets->resize(std::size_t(number("tbs", long(octets->size()))));
    return *octets;
  }
};

/// All rows in the file's order.
inline const std::vector<Event>& events() {
  static const std::vector<Event> rows = [] {
    std::vector<Event> out;
    auto text = read_file(capture_path("events.json"));
    for (const auto& row : nlohmann::json::parse(text.begin(), text.end())) {
      Event event;
      if (row["tti"].is_number()) event.tti = row["tti"];  // the SSB's summary row has a text there
      event.direction = row.value("dir", "");
      event.channel = row.value("channel", "");
      if (row.contains("params") && row["params"].is_string()) event.params = row["params"];
      event.tb_hex = row.value("tb_hex", "");
      out.push_back(std::move(event));
    }
    return out;
  }();
  return rows;
}

}  // namespace pellucid::phy::test

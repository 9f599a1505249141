#pragma once
// Hardware through SoapySDR, in a module of its own (pellucid-radio-soapy.so, sources in soapy/), so that the program needs no
// SoapySDR to run. Compiled and loaded in the tests; UNTESTED WITH HARDWARE: none was at hand.
#include <memory>
#include <string>

#include "ran/radio/radio.hpp"

namespace pellucid::radio {

struct SoapyOptions {
  std::string device{};  // SoapySDR's arguments: "driver=uhd,type=b200"
  std::size_t channels = 1;
  double sample_rate_hz = 11.52e6;
  double receive_frequency_hz = 0;
  double transmit_frequency_hz = 0;
  double receive_gain_db = 0;
  double transmit_gain_db = 0;
  std::string clock_source{};  // "external", "gpsdo"; empty: the device's own
  std::string antenna{};       // of receiving; empty: the device's choice
  double timeout_s = 1.0;      // of receive()
};

/// What the module exports under this name. Gives a radio that the caller owns, or nullptr and the reason in `error`.
inline constexpr const char* soapy_entry = "pellucid_radio_soapy_open_1";
using SoapyEntry = Radio* (*)(const SoapyOptions& options, Error& error);

/// `module`: a path, or a name that is looked for beside the program and then where the system looks. It stays loaded.
Result<std::unique_ptr<Radio>, Error> open_soapy_radio(const SoapyOptions& options, const std::string& module = "pellucid-radio-soapy.so");

}  // namespace pellucid::radio

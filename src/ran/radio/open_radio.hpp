#pragma once
// A radio from one line of text, as commands and configuration files name it:
//
//   file:rx=dl.sc16.xz,tx=out.cf32,format=int16,scale=32767,rate=11.52e6,repeat=yes
//   zmq:rx=tcp://127.0.0.1:2001,tx=tcp://127.0.0.1:2000,rate=11.52e6,timeout_ms=2000
//   soapy:rate=23.04e6,channels=2,rx_frequency=1.8425e9,tx_frequency=1.7475e9,rx_gain=40,tx_gain=60,driver=uhd,type=b200
//
// rx and tx may be given once a channel. rx_gain and tx_gain (dB), rx_frequency and tx_frequency (Hz) are known to all.
// What soapy does not know itself goes to SoapySDR's device arguments.
#include <memory>
#include <string_view>

#include "ran/radio/radio.hpp"

namespace pellucid::radio {

/// Error::bad_setting names the option that is wrong or unknown.
Result<std::unique_ptr<Radio>, Error> open_radio(std::string_view text);

}  // namespace pellucid::radio

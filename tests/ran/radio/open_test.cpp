// Radios from text, and the SoapySDR module as far as it goes without hardware.
#include <gtest/gtest.h>

#include "ran/radio/open_radio.hpp"
#include "ran/radio/soapy_radio.hpp"

using namespace pellucid;
using namespace pellucid::radio;

namespace {

TEST(OpenRadio, TakesWhatItsHeaderSays) {
  auto path = testing::TempDir() + "pellucid_open_radio.cf32";
  auto file = open_radio("file:tx=" + path + ",format=float32,rate=23.04e6,tx_gain=-6,rx_frequency=1.8425e9");
  ASSERT_TRUE(file) << file.error().text;
  EXPECT_EQ((*file)->channels(), 1u);
  EXPECT_EQ((*file)->sample_rate_hz(), 23.04e6);
  EXPECT_EQ((*file)->receive_frequency_hz(), 1.8425e9);
  auto zmq = open_radio("zmq:rx=tcp://127.0.0.1:1,rx=tcp://127.0.0.1:2,tx=tcp://127.0.0.1:*,tx=tcp://127.0.0.1:*,timeout_ms=50");
  ASSERT_TRUE(zmq) << zmq.error().text;
  EXPECT_EQ((*zmq)->channels(), 2u);
}

TEST(OpenRadio, NamesWhatIsWrong) {
  auto fault = [](std::string_view text) {
    auto radio = open_radio(text);
    EXPECT_FALSE(radio) << text;
    return radio ? std::string() : radio.error().text;
  };
  EXPECT_NE(fault("kite:length=3").find("kite"), std::string::npos);
  EXPECT_NE(fault("file:tx=/dev/null,colour=red").find("colour"), std::string::npos);
  EXPECT_NE(fault("file:tx=/dev/null,rate=fast").find("rate=fast"), std::string::npos);
  EXPECT_NE(fault("file:tx=/dev/null,format=mp3").find("mp3"), std::string::npos);
  EXPECT_NE(fault("file:tx=/dev/null,rx_gain=1e9").find("gain"), std::string::npos);
  EXPECT_NE(fault("zmq:rx=tcp://127.0.0.1:1,timeout_ms=-3").find("timeout_ms"), std::string::npos);
  EXPECT_NE(fault("").find("file, zmq or soapy"), std::string::npos);
}

TEST(SoapyModule, IsLoadedAndSaysWhyThereIsNoDevice) {
  auto radio = open_soapy_radio({.device = "driver=no-such-driver"});
  ASSERT_FALSE(radio);
  EXPECT_EQ(radio.error().kind, Error::Kind::device) << radio.error().text;
  EXPECT_NE(radio.error().text.find("SoapySDR"), std::string::npos);
  auto missing = open_soapy_radio({}, "pellucid-radio-nowhere.so");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, Error::Kind::unsupported);
}

}  // namespace

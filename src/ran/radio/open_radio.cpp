#include "ran/radio/open_radio.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "ran/radio/file_radio.hpp"
#include "ran/radio/soapy_radio.hpp"
#include "ran/radio/zmq_radio.hpp"

namespace pellucid::radio {
namespace {

using Opened = Result<std::unique_ptr<Radio>, Error>;

Fail<Error> bad_setting(std::string text) { return Fail(Error{Error::Kind::bad_setting, std::move(text)}); }

/// The options behind the colon; each is taken once, what is left over is unknown.
class Options {
 public:
  explicit Options(std::string_view text) {
    while (!text.empty()) {
      auto option = text.substr(0, text.find(','));
      text.remove_prefix(std::min(text.size(), option.size() + 1));
      auto equals = option.find('=');
      bool has_value = equals != std::string_view::npos;
      options_.push_back({std::string(option.substr(0, equals)), std::string(has_value ? option.substr(equals + 1) : "")});
    }
  }
  std::vector<std::string> all(std::string_view name) {
    std::vector<std::string> out;
    std::erase_if(options_, [&](auto& o) {
      bool found = o.name == name;
      if (found) out.push_back(o.value);
      return found;
    });
    return out;
  }
  std::optional<std::string> text(std::string_view name) {
    auto values = all(name);
    return values.empty() ? std::optional<std::string>() : values.back();
  }
  double number(std::string_view name, double otherwise) {
    auto value = text(name);
    if (!value) return otherwise;
    double v = 0;
    auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), v);
    if (error != std::errc() || end != value->data() + value->size() || !std::isfinite(v)) wrong_ = std::string(name) + "=" + *value;
    return v;
  }
  void wrong(std::string what) { wrong_ = std::move(what); }
  /// All that is left, as "name=value,…".
  std::string rest() {
    std::string out;
    for (auto& o : options_) out += (out.empty() ? "" : ",") + o.name + "=" + o.value;
    options_.clear();
    return out;
  }
  std::optional<Error> fault() {
    if (wrong_) return Error{Error::Kind::bad_setting, "wrong option " + *wrong_};
    if (!options_.empty()) return Error{Error::Kind::bad_setting, "unknown option " + options_[0].name};
    return {};
  }

 private:
  struct Option {
    std::string name, value;
  };
  std::vector<Option> options_{};
  std::optional<std::string> wrong_{};
};

Opened open_file(Options& options) {
  FileRadioOptions o{.receive_paths = options.all("rx"), .transmit_paths = options.all("tx")};
  FileFormat format;
  if (auto name = options.text("format")) {
    if (*name == "float32")
      format = {SampleFormat::float32, 1};
    else if (*name != "int16")
      options.wrong("format=" + *name + " (int16 or float32)");
  }
  format.full_scale = options.number("scale", format.full_scale);
  o.receive_format = o.transmit_format = format;
  o.sample_rate_hz = options.number("rate", o.sample_rate_hz);
  o.repeat = options.text("repeat").value_or("no") == "yes";
  if (auto fault = options.fault()) return Fail(*fault);
  auto radio = FileRadio::open(o);
  if (!radio) return Fail(radio.error());
  return std::move(*radio);
}

Opened open_zmq(Options& options) {
  ZmqRadioOptions o{.receive_addresses = options.all("rx"), .transmit_addresses = options.all("tx")};
  o.sample_rate_hz = options.number("rate", o.sample_rate_hz);
  auto timeout_ms = options.number("timeout_ms", double(o.timeout.count()));
  if (!(timeout_ms >= 1 && timeout_ms <= 3'600'000)) options.wrong("timeout_ms");
  if (auto fault = options.fault()) return Fail(*fault);
  o.timeout = std::chrono::milliseconds(std::int64_t(timeout_ms));
  auto radio = ZmqRadio::open(o);
  if (!radio) return Fail(radio.error());
  return std::move(*radio);
}

Opened open_soapy(Options& options) {
  SoapyOptions o;
  o.sample_rate_hz = options.number("rate", o.sample_rate_hz);
  auto channels = options.number("channels", 1);
  if (!(channels >= 1 && channels <= 8)) options.wrong("channels");
  o.clock_source = options.text("clock").value_or("");
  o.antenna = options.text("antenna").value_or("");
  o.device = options.rest();
  if (auto fault = options.fault()) return Fail(*fault);
  o.channels = std::size_t(channels);
  return open_soapy_radio(o);
}

}  // namespace

Opened open_radio(std::string_view text) {
  auto colon = text.find(':');
  auto kind = text.substr(0, colon);
  Options options(colon == std::string_view::npos ? "" : text.substr(colon + 1));
  auto receive_gain = options.number("rx_gain", 0), transmit_gain = options.number("tx_gain", 0);
  auto receive_frequency = options.number("rx_frequency", 0), transmit_frequency = options.number("tx_frequency", 0);
  Opened opened = kind == "file"    ? open_file(options)
                  : kind == "zmq"   ? open_zmq(options)
                  : kind == "soapy" ? open_soapy(options)
                                    : Opened(bad_setting("no radio is called \"" + std::string(kind) + "\": file, zmq or soapy"));
  if (!opened) return opened;
  auto& radio = **opened;
  auto apply = [&](Result<Nothing, Error> result) { return result.ok() || (opened = Fail(result.error()), false); };
  for (std::size_t c = 0; c < radio.channels(); ++c)
    if (!apply(radio.set_receive_gain(c, receive_gain)) || !apply(radio.set_transmit_gain(c, transmit_gain))) return opened;
  if (receive_frequency != 0 && !apply(radio.tune_receive(receive_frequency))) return opened;
  if (transmit_frequency != 0) apply(radio.tune_transmit(transmit_frequency));
  return opened;
}

}  // namespace pellucid::radio

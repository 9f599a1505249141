#pragma once
// srsRAN's virtual radio: a bare stream of 32-bit float samples over ZeroMQ. A channel is one link a direction: the sender
// binds a REP socket, the receiver connects a REQ socket, asks with one octet and is answered with samples. There is no
// header: the index in the stream is the time, so both ends start at 0 and message borders mean nothing.
//
//   auto cell = ZmqRadio::open({.receive_addresses = {"tcp://127.0.0.1:2001"}, .transmit_addresses = {"tcp://127.0.0.1:2000"}});
//
// Everything happens inside receive() and transmit(); there is no thread. As in srsRAN, receive() of n samples first fills
// the own stream with zeros up to the end of these n: a burst must be handed over before the read whose end passes its
// time. So the own stream never lags, and two such ends cannot wait for each other for ever.
// The convention knows no peer from another: who can connect can take samples away. Bind to loopback or a guarded network.
// Proven between two ends of this project; interoperation with other programs is untested.
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "ran/radio/radio.hpp"

namespace pellucid::radio {

struct ZmqRadioOptions {
  std::vector<std::string> receive_addresses{};   // one a channel; none: receive() gives silence
  std::vector<std::string> transmit_addresses{};  // one a channel; none: what is sent is dropped. "tcp://127.0.0.1:*" takes a free port
  double sample_rate_hz = 11.52e6;                // nothing checks that the peer has the same
  std::chrono::milliseconds timeout{2000};        // of receive(), since the last good message
  /// A REQ socket is built anew at once when its connection ends, and when a request has been unanswered for so long.
  /// (A request that a slow peer answers later is then lost with its samples, so this is not short.)
  std::chrono::milliseconds rebuild_after{10'000};
};

class ZmqRadio final : public SoftwareRadio {
 public:
  static constexpr std::size_t max_message_samples = 3'072'000;  // a larger one ends the peer's connection
  static constexpr std::size_t max_ahead_samples = 3'072'000;    // handed over and not yet fetched by the peer
  static constexpr std::size_t reply_samples = 307'200;          // at most so many in one message of ours

  static Result<std::unique_ptr<ZmqRadio>, Error> open(const ZmqRadioOptions& options);
  ~ZmqRadio() override;
  using Radio::receive;
  using Radio::transmit;
  /// Error::timed_out also when the peer does not fetch what is sent.
  Result<SampleTime, Error> receive(std::span<const std::span<Sample>> channels) override;
  /// Times must not go back, and not before the end of what receive() has filled with zeros.
  Result<Nothing, Error> transmit(SampleTime time, std::span<const std::span<const Sample>> channels) override;
  /// Answers requests that have come, without waiting. receive() and transmit() do it too.
  void serve();
  /// The address that a transmit channel is bound to, with its port.
  std::string transmit_endpoint(std::size_t channel) const;

 private:
  struct Links;
  ZmqRadio(std::size_t channels, const ZmqRadioOptions& options);
  void turn(std::chrono::milliseconds wait, std::size_t wanted);
  void top_up(SampleTime end);

  std::unique_ptr<Links> links_;
  std::chrono::milliseconds timeout_;
  SampleTime received_{};
  SampleTime sent_{};  // the next sample to be queued
};

}  // namespace pellucid::radio

#pragma once
// What the network under test sends, written into a capture: NGAP with NAS and PFCP as the core traces them, GTP-U as it passes a socket.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "app/capture.hpp"
#include "runtime/trace.hpp"
#include "runtime/world.hpp"
#include "wire/ngap/messages.hpp"

namespace pellucid::app::test {

class Recorder final : public Tracer {
 public:
  Recorder(World& world, CaptureWriter writer) : world_(world), writer_(std::move(writer)) {}
  /// What comes from there is the test's own and not the network's.
  void leave_out(const std::string& address) { strangers_.insert(*IpAddress::parse(address)); }
  void pdu(const TracedPdu& p) override { write(p.protocol, p.source, p.target, p.octets); }
  void write(Protocol protocol, const Endpoint& source, const Endpoint& target, ByteView octets) {
    if (!writer_ || strangers_.contains(source.address)) return;
    writer_->write(world_.wall(), protocol, source, target, octets);
    // The first two octets of a PDU are the choice and the procedure code.
    if (protocol == Protocol::ngap && octets.size() > 1) ++ngap_[ngap::name_of(octets[1], ngap::Kind(octets[0] >> 5))];
  }
  /// How often that NGAP message was sent so far.
  std::size_t count(const std::string& ngap_message) { return ngap_[ngap_message]; }
  void close() { writer_.reset(); }

 private:
  World& world_;
  std::optional<CaptureWriter> writer_;
  std::set<IpAddress> strangers_;
  std::map<std::string, std::size_t> ngap_;
};

/// A host whose GTP-U passes before a Recorder.
class RecordedHost final : public World {
 public:
  RecordedHost(World& host, Recorder& recorder) : host_(host), recorder_(recorder) {}
  Instant now() const override { return host_.now(); }
  WallTime wall() const override { return host_.wall(); }
  TimerId at(Instant when, std::function<void()> action) override { return host_.at(when, std::move(action)); }
  void cancel(TimerId id) override { host_.cancel(id); }
  void random(std::span<std::uint8_t> out) override { host_.random(out); }
  Io<std::unique_ptr<UdpSocket>> open_udp(const Endpoint& local, UdpSocket::Receive receive) override {
    if (local.port != gtpu_port) return host_.open_udp(local, std::move(receive));
    auto opened =
        host_.open_udp(local, [&recorder = recorder_, local, receive = std::move(receive)](const Endpoint& from, ByteView datagram) {
          recorder.write(Protocol::gtpu, from, local, datagram);
          receive(from, datagram);
        });
    if (!opened.ok()) return opened;
    return std::unique_ptr<UdpSocket>(new Tapped(std::move(*opened), recorder_));
  }
  Io<std::unique_ptr<SctpSocket>> open_sctp(const SctpOptions& options, SctpEvents& events) override {
    return host_.open_sctp(options, events);
  }
  Io<std::unique_ptr<TunDevice>> open_tun(const TunOptions& options, TunDevice::Receive receive) override {
    return host_.open_tun(options, std::move(receive));
  }
  Io<Bytes> read_file(const std::string& path) override { return host_.read_file(path); }
  Io<Nothing> write_file(const std::string& path, ByteView content, unsigned mode) override {
    return host_.write_file(path, content, mode);
  }
  void log(Severity severity, std::string_view room, std::string_view text) override { host_.log(severity, room, text); }

 private:
  static constexpr std::uint16_t gtpu_port = 2152;
  class Tapped final : public UdpSocket {
   public:
    Tapped(std::unique_ptr<UdpSocket> inner, Recorder& recorder) : inner_(std::move(inner)), recorder_(recorder) {}
    void send(const Endpoint& to, ByteView datagram) override {
      recorder_.write(Protocol::gtpu, inner_->local(), to, datagram);
      inner_->send(to, datagram);
    }
    Endpoint local() const override { return inner_->local(); }

   private:
    std::unique_ptr<UdpSocket> inner_;
    Recorder& recorder_;
  };
  World& host_;
  Recorder& recorder_;
};

}  // namespace pellucid::app::test

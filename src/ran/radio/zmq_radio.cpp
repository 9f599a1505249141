#include "ran/radio/zmq_radio.hpp"

#include <zmq.h>

#include <cmath>
#include <cstring>

#include "ran/radio/sample_queue.hpp"

namespace pellucid::radio {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t octets_a_sample = 8;
constexpr std::size_t max_request_octets = 64;
constexpr int messages_a_turn = 64;  // of one peer, so that a flood does not keep us
constexpr int heartbeat_ms = 1000;   // finds out that a peer's machine is gone
constexpr std::uint8_t request = 0xFF;

struct CloseSocket {
  void operator()(void* socket) const { zmq_close(socket); }
};
using Socket = std::unique_ptr<void, CloseSocket>;

Fail<Error> zmq_failure(const std::string& what) { return Fail(Error{Error::Kind::device, what + ": " + zmq_strerror(zmq_errno())}); }

Socket make_socket(void* context, int type, std::int64_t max_octets) {
  Socket socket(zmq_socket(context, type));
  if (!socket) return socket;
  int linger = 0, interval = heartbeat_ms, patience = 3 * heartbeat_ms;
  zmq_setsockopt(socket.get(), ZMQ_LINGER, &linger, sizeof linger);
  zmq_setsockopt(socket.get(), ZMQ_MAXMSGSIZE, &max_octets, sizeof max_octets);
  zmq_setsockopt(socket.get(), ZMQ_HEARTBEAT_IVL, &interval, sizeof interval);
  zmq_setsockopt(socket.get(), ZMQ_HEARTBEAT_TIMEOUT, &patience, sizeof patience);
  return socket;
}

/// One received message of any number of parts; the parts after the first are dropped.
struct Message {
  zmq_msg_t message;
  bool several_parts = false;
  Message() { zmq_msg_init(&message); }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;
  ~Message() { zmq_msg_close(&message); }
  std::size_t size() const { return zmq_msg_size(&message); }

  /// False: there is none.
  bool take(void* socket) {
    if (zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) < 0) return false;
    bool more = zmq_msg_more(&message) != 0;
    several_parts = more;
    while (more) {
      zmq_msg_t part;
      zmq_msg_init(&part);
      more = zmq_msg_recv(&part, socket, ZMQ_DONTWAIT) >= 0 && zmq_msg_more(&part) != 0;
      zmq_msg_close(&part);
    }
    return true;
  }
};

struct ReceiveLink {
  std::string address;
  Socket socket{}, monitor{};
  std::string monitor_name{};
  bool asked = false;
  Clock::time_point asked_at{};
  SampleQueue samples{};
};
struct TransmitLink {
  std::string address;
  Socket socket{};
  bool asked = false;  // the peer waits for an answer
  SampleQueue samples{};
};

}  // namespace

struct ZmqRadio::Links {
  struct EndContext {
    void operator()(void* zmq) const { zmq_ctx_term(zmq); }
  };
  std::unique_ptr<void, EndContext> context{zmq_ctx_new()};
  std::vector<ReceiveLink> receive{};
  std::vector<TransmitLink> transmit{};
  std::chrono::milliseconds rebuild_after{};
  std::uint64_t built = 0;
  Clock::time_point last_good{};

  Result<Nothing, Error> build(ReceiveLink& link);
  Result<Nothing, Error> bind(TransmitLink& link);
  void ask(ReceiveLink& link, Statistics& statistics);
  void take_replies(ReceiveLink& link, std::size_t wanted, Statistics& statistics);
  void take_request(TransmitLink& link, Statistics& statistics);
  bool connection_ended(ReceiveLink& link);
  void wait(std::chrono::milliseconds time);
  bool have(std::size_t wanted) const;
  std::size_t waiting() const;
};

/// A REQ socket, and another one that tells when its connection ends.
Result<Nothing, Error> ZmqRadio::Links::build(ReceiveLink& link) {
  link.monitor.reset();
  link.socket = make_socket(context.get(), ZMQ_REQ, std::int64_t(max_message_samples * octets_a_sample));
  if (!link.socket) return zmq_failure(link.address);
  link.monitor_name = "inproc://monitor-" + std::to_string(built++);
  link.monitor.reset(zmq_socket(context.get(), ZMQ_PAIR));
  bool good = link.monitor && zmq_socket_monitor(link.socket.get(), link.monitor_name.c_str(), ZMQ_EVENT_DISCONNECTED) == 0 &&
              zmq_connect(link.monitor.get(), link.monitor_name.c_str()) == 0 && zmq_connect(link.socket.get(), link.address.c_str()) == 0;
  if (!good) return zmq_failure(link.address);
  int linger = 0;
  zmq_setsockopt(link.monitor.get(), ZMQ_LINGER, &linger, sizeof linger);
  link.asked = false;
  return Nothing{};
}

Result<Nothing, Error> ZmqRadio::Links::bind(TransmitLink& link) {
  link.socket = make_socket(context.get(), ZMQ_REP, std::int64_t(max_request_octets));
  if (!link.socket || zmq_bind(link.socket.get(), link.address.c_str()) != 0) return zmq_failure(link.address);
  char endpoint[256] = {};
  std::size_t size = sizeof endpoint - 1;
  if (zmq_getsockopt(link.socket.get(), ZMQ_LAST_ENDPOINT, endpoint, &size) == 0) link.address = endpoint;
  return Nothing{};
}

bool ZmqRadio::Links::connection_ended(ReceiveLink& link) {
  bool ended = false;
  Message event;
  for (int i = 0; i < messages_a_turn && event.take(link.monitor.get()); ++i) ended = true;  // no other event was asked for
  return ended;
}

/// Sends a request if none is under way; builds the socket anew if the one under way will not be answered.
void ZmqRadio::Links::ask(ReceiveLink& link, Statistics& statistics) {
  bool lost = connection_ended(link) && link.asked;
  if (lost || (link.asked && Clock::now() - link.asked_at > rebuild_after)) {
    ++statistics.reconnects;
    if (!build(link)) return;  // tried again with the next turn
  }
  if (link.asked || !link.socket) return;
  link.asked = zmq_send(link.socket.get(), &request, 1, ZMQ_DONTWAIT) == 1;
  if (link.asked) link.asked_at = Clock::now();
}

void ZmqRadio::Links::take_replies(ReceiveLink& link, std::size_t wanted, Statistics& statistics) {
  for (int i = 0; i < messages_a_turn && link.samples.size() < wanted; ++i) {
    ask(link, statistics);
    Message message;
    if (!link.asked || !message.take(link.socket.get())) return;
    link.asked = false;
    std::size_t octets = message.size();
    if (message.several_parts || octets == 0 || octets % octets_a_sample != 0) {
      ++statistics.bad_messages;
      continue;
    }
    last_good = Clock::now();
    auto samples = link.samples.append(octets / octets_a_sample);
    std::memcpy(static_cast<void*>(samples.data()), zmq_msg_data(&message.message), octets);
    for (auto& s : samples) {
      if (std::isfinite(s.real()) && std::isfinite(s.imag())) continue;
      s = {};
      ++statistics.bad_samples;
    }
  }
  ask(link, statistics);
}

/// Answers the peer's request when there is something to send.
void ZmqRadio::Links::take_request(TransmitLink& link, Statistics& statistics) {
  for (int i = 0; i < messages_a_turn; ++i) {
    if (!link.asked) {
      Message message;
      if (!message.take(link.socket.get())) return;
      if (message.several_parts || message.size() == 0) {  // it must be answered; an empty answer takes no samples away
        ++statistics.bad_messages;
        zmq_send(link.socket.get(), "", 0, ZMQ_DONTWAIT);
        continue;
      }
      link.asked = true;
    }
    std::size_t count = std::min(link.samples.size(), reply_samples);
    if (count == 0) return;
    auto samples = link.samples.first(count);
    if (zmq_send(link.socket.get(), samples.data(), samples.size_bytes(), ZMQ_DONTWAIT) < 0) return;
    link.samples.drop(count);
    link.asked = false;
  }
}

void ZmqRadio::Links::wait(std::chrono::milliseconds time) {
  std::vector<zmq_pollitem_t> items;
  for (auto& link : receive)
    if (link.socket) {
      items.push_back({link.socket.get(), 0, ZMQ_POLLIN, 0});
      items.push_back({link.monitor.get(), 0, ZMQ_POLLIN, 0});
    }
  for (auto& link : transmit)
    if (!link.asked) items.push_back({link.socket.get(), 0, ZMQ_POLLIN, 0});
  zmq_poll(items.data(), int(items.size()), long(time.count()));
}

bool ZmqRadio::Links::have(std::size_t wanted) const {
  return std::all_of(receive.begin(), receive.end(), [&](auto& link) { return link.samples.size() >= wanted; });
}
std::size_t ZmqRadio::Links::waiting() const {
  std::size_t most = 0;
  for (auto& link : transmit) most = std::max(most, link.samples.size());
  return most;
}

ZmqRadio::ZmqRadio(std::size_t channels, const ZmqRadioOptions& options)
    : SoftwareRadio(channels, options.sample_rate_hz), links_(std::make_unique<Links>()), timeout_(options.timeout) {
  links_->rebuild_after = options.rebuild_after;
}
ZmqRadio::~ZmqRadio() = default;

Result<std::unique_ptr<ZmqRadio>, Error> ZmqRadio::open(const ZmqRadioOptions& options) {
  std::size_t receive = options.receive_addresses.size(), transmit = options.transmit_addresses.size();
  if ((receive == 0 && transmit == 0) || (receive > 0 && transmit > 0 && receive != transmit))
    return Fail(Error{Error::Kind::bad_setting, "a ZeroMQ radio needs one address a channel, equally many to receive and to transmit"});
  if (!(options.sample_rate_hz > 0)) return Fail(Error{Error::Kind::bad_setting, "the sample rate must be above 0"});
  std::unique_ptr<ZmqRadio> radio(new ZmqRadio(std::max(receive, transmit), options));
  auto& links = *radio->links_;
  if (!links.context) return zmq_failure("ZeroMQ");
  for (auto& address : options.receive_addresses)
    if (auto built = links.build(links.receive.emplace_back(address)); !built) return Fail(built.error());
  for (auto& address : options.transmit_addresses)
    if (auto bound = links.bind(links.transmit.emplace_back(address)); !bound) return Fail(bound.error());
  return radio;
}

std::string ZmqRadio::transmit_endpoint(std::size_t channel) const { return links_->transmit.at(channel).address; }

void ZmqRadio::turn(std::chrono::milliseconds wait, std::size_t wanted) {
  if (wait.count() > 0) links_->wait(wait);
  for (auto& link : links_->transmit) links_->take_request(link, statistics_);
  for (auto& link : links_->receive) links_->take_replies(link, wanted, statistics_);
}
void ZmqRadio::serve() { turn(std::chrono::milliseconds(0), 0); }

void ZmqRadio::top_up(SampleTime end) {
  if (end <= sent_) return;
  auto gap = std::size_t(end - sent_);
  for (auto& link : links_->transmit) link.samples.append(gap);
  statistics_.gap_samples += gap;
  sent_ = end;
}

Result<SampleTime, Error> ZmqRadio::receive(std::span<const std::span<Sample>> spans) {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  if (*n > max_ahead_samples) return Fail(Error{Error::Kind::bad_setting, "more samples at once than a ZeroMQ radio holds"});
  auto& links = *links_;
  auto end = received_ + std::int64_t(*n);
  auto begun = links.last_good = Clock::now();
  turn(std::chrono::milliseconds(0), *n);
  bool topped_up = false;
  while (true) {
    if (!topped_up && (end <= sent_ || links.waiting() + std::size_t(end - sent_) <= max_ahead_samples)) {
      top_up(end);
      topped_up = true;
      turn(std::chrono::milliseconds(0), *n);
    }
    if (topped_up && links.have(*n)) break;
    auto now = Clock::now();
    auto left = std::min(links.last_good + timeout_, begun + 10 * timeout_) - now;
    if (left <= Clock::duration::zero()) {
      ++statistics_.timeouts;
      const char* what = topped_up ? "the peer sends no samples" : "the peer does not fetch samples";
      return Fail(Error{Error::Kind::timed_out, what});
    }
    constexpr std::chrono::milliseconds slice{50};
    turn(std::min(slice, std::chrono::ceil<std::chrono::milliseconds>(left)), *n);
  }
  for (std::size_t c = 0; c < channels(); ++c) {
    if (links.receive.empty()) {
      std::fill(spans[c].begin(), spans[c].end(), Sample{});
      continue;
    }
    auto samples = links.receive[c].samples.first(*n);
    std::copy(samples.begin(), samples.end(), spans[c].begin());
    links.receive[c].samples.drop(*n);
    scale_received(c, spans[c]);
  }
  statistics_.received_samples += *n;
  return std::exchange(received_, end);
}

Result<Nothing, Error> ZmqRadio::transmit(SampleTime time, std::span<const std::span<const Sample>> spans) {
  auto n = burst_length(channels(), spans);
  if (!n) return Fail(n.error());
  if (time < sent_) return late(time, sent_, *n);
  serve();
  auto added = std::uint64_t(time - sent_) + *n;
  if (!links_->transmit.empty() && links_->waiting() + added > max_ahead_samples) {
    ++statistics_.refused_bursts;
    return Fail(Error{Error::Kind::too_far, "the peer has not fetched what was sent before"});
  }
  top_up(time);
  for (std::size_t c = 0; c < links_->transmit.size(); ++c) {
    auto samples = links_->transmit[c].samples.append(*n);
    std::copy(spans[c].begin(), spans[c].end(), samples.begin());
    scale_sent(c, samples);
  }
  statistics_.sent_samples += *n;
  sent_ += std::int64_t(*n);
  serve();
  return Nothing{};
}

}  // namespace pellucid::radio

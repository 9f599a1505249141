#include "link/pfcp/exchange.hpp"

#include <functional>

namespace pellucid::pfcp {

const char* text(Failure failure) {
  switch (failure) {
    case Failure::no_answer: return "no answer";
    case Failure::not_associated: return "no PFCP association";
    case Failure::path_failed: return "the peer answers no heartbeats";
    case Failure::peer_lost: return "the PFCP association was lost";
    case Failure::version_not_supported: return "the peer does not support PFCP version 1";
    case Failure::malformed: return "the answer could not be read";
    case Failure::overloaded: return "too many PFCP requests outstanding";
  }
  return "?";
}

// ---- our requests -----------------------------------------------------------------------------------------------------------

OutstandingRequests::OutstandingRequests(World& world, Limits limits, Send send, NodeCounters& counters)
    : world_(world), limits_(limits), send_(std::move(send)), counters_(counters), last_sequence_(world.random_number<std::uint32_t>()) {}

std::uint32_t OutstandingRequests::next_sequence() {
  do {
    last_sequence_ = (last_sequence_ + 1) & 0xFFFFFF;
  } while (last_sequence_ == 0 || waiting_.contains(last_sequence_));
  return last_sequence_;
}

void OutstandingRequests::start(const Endpoint& to, std::uint32_t sequence, std::uint8_t response_type, Bytes octets, Done done) {
  auto waiting = std::make_unique<Waiting>(world_);
  auto& w = *waiting;
  w.to = to;
  w.response_type = response_type;
  w.octets = std::move(octets);
  w.done = std::move(done);
  waiting_[sequence] = std::move(waiting);
  send_(w.to, w.octets);
  wait(sequence, w);
}

void OutstandingRequests::wait(std::uint32_t sequence, Waiting& waiting) {
  waiting.timer.start(limits_.t1, [this, sequence] { timed_out(sequence); });
}

void OutstandingRequests::timed_out(std::uint32_t sequence) {
  auto found = waiting_.find(sequence);
  if (found == waiting_.end()) return;
  auto& waiting = *found->second;
  if (waiting.sent < limits_.n1) {
    ++waiting.sent;
    ++counters_.retransmitted;
    send_(waiting.to, waiting.octets);
    return wait(sequence, waiting);
  }
  ++counters_.no_answer;
  auto done = std::move(waiting.done);
  waiting_.erase(found);
  done(Fail(Failure::no_answer));
}

std::optional<OutstandingRequests::Done> OutstandingRequests::take(const Endpoint& from, std::uint32_t sequence,
                                                                   std::uint8_t response_type) {
  auto found = waiting_.find(sequence);
  if (found == waiting_.end() || found->second->response_type != response_type) return {};
  return take(from, sequence);
}

std::optional<OutstandingRequests::Done> OutstandingRequests::take(const Endpoint& from, std::uint32_t sequence) {
  auto found = waiting_.find(sequence);
  if (found == waiting_.end() || found->second->to != from) return {};
  auto done = std::move(found->second->done);
  waiting_.erase(found);
  return done;
}

void OutstandingRequests::abandon(const IpAddress& peer, Failure why) {
  std::vector<Done> ended;
  for (auto it = waiting_.begin(); it != waiting_.end();) {
    if (it->second->to.address == peer) {
      ended.push_back(std::move(it->second->done));
      it = waiting_.erase(it);
    } else {
      ++it;
    }
  }
  for (auto& done : ended) done(Fail(why));
}

// ---- requests of peers ------------------------------------------------------------------------------------------------------

AnsweredRequests::Noted AnsweredRequests::note(const Key& key, ByteView request) {
  forget_old();
  std::size_t digest = std::hash<std::string_view>{}(as_text(request));
  auto found = requests_.find(key);
  if (found != requests_.end() && found->second.digest == digest) {
    auto& known = found->second;
    return {known.answer.empty() ? Seen::unanswered : Seen::answered, known.serial, known.answer};
  }
  if (by_age_.size() >= most_) return {Seen::no_room, 0, {}};
  requests_[key] = {digest, ++last_serial_, {}};
  by_age_.push_back({world_.now() + keep_, key, last_serial_});
  return {Seen::first_time, last_serial_, {}};
}

bool AnsweredRequests::answered(const Key& key, std::uint64_t serial, ByteView answer) {
  auto found = requests_.find(key);
  if (found == requests_.end() || found->second.serial != serial || !found->second.answer.empty()) return false;
  found->second.answer = to_bytes(answer);
  return true;
}

void AnsweredRequests::forget_old() {
  while (!by_age_.empty() && by_age_.front().until <= world_.now()) {
    auto found = requests_.find(by_age_.front().key);
    // The same key may stand for a later request by now.
    if (found != requests_.end() && found->second.serial == by_age_.front().serial) requests_.erase(found);
    by_age_.pop_front();
  }
}

}  // namespace pellucid::pfcp

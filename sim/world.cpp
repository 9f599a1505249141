#include "sim/world.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/check.hpp"
#include "sim/inside.hpp"

namespace pellucid::sim {

namespace {

constexpr WallTime first_wall_time{std::chrono::seconds(1767225600)};  // 2026-01-01T00:00:00Z

std::uint64_t scramble(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9u;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBu;
  return x ^ x >> 31;
}

std::uint64_t rotate(std::uint64_t x, int by) { return x << by | x >> (64 - by); }

/// "12.003456": seconds of virtual time since the start.
std::string seconds_text(Instant when) {
  auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(when.time_since_epoch() - std::chrono::seconds(1000)).count();
  char text[40];
  std::snprintf(text, sizeof text, "%5lld.%06lld", static_cast<long long>(microseconds / 1000000),
                static_cast<long long>(microseconds % 1000000));
  return text;
}

std::string line_text(const LogLine& line) {
  static constexpr const char* severities[] = {"debug", "info ", "warn ", "error"};
  return seconds_text(line.when) + " " + severities[std::size_t(line.severity)] + " " + line.node + " " + line.room + ": " + line.text;
}

}  // namespace

// ---- chance and digest

Random::Random(std::uint64_t seed) {
  for (auto& word : state_) word = scramble(seed += 0x9E3779B97F4A7C15u);
}

std::uint64_t Random::next() {
  std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
  std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = rotate(state_[3], 45);
  return result;
}

std::uint64_t mix(std::uint64_t state, std::uint64_t value) {
  state = (rotate(state, 5) ^ value) * 0x517CC1B727220A95u;
  return state ^ state >> 29;
}

std::uint64_t mix(std::uint64_t state, ByteView octets) {
  std::size_t at = 0;
  for (; at + 8 <= octets.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, octets.data() + at, 8);
    state = mix(state, word);
  }
  std::uint64_t rest = octets.size();
  for (; at < octets.size(); ++at) rest = rest << 8 | octets[at];
  return mix(state, rest);
}

std::uint64_t key_of(const Endpoint& endpoint) { return mix(mix(std::uint64_t(endpoint.port), endpoint.address.octets()), 1); }

// ---- the event queue

TimerId SimWorld::Parts::at(NodeIndex index, Instant when, std::function<void()> action) {
  auto& owner = node(index);
  if (!owner.up) return TimerId();  // a crashed node's leftovers ask for nothing any more
  ++owner.timers;
  return queue.add(std::max(when, now), Event{index, std::move(action)});
}

void SimWorld::Parts::count(std::uint64_t kind, std::uint64_t from, std::uint64_t to, ByteView octets) {
  digest = mix(digest, std::uint64_t(now.time_since_epoch().count()));
  digest = mix(digest, kind);
  digest = mix(digest, from ^ rotate(to, 17));
  digest = mix(digest, octets);
}

SimWorld::SimWorld(std::uint64_t seed) : parts_(std::make_unique<Parts>(seed)) {
  parts_->face = this;
  parts_->network = std::make_unique<Network>(*this);
  node("main");
}

SimWorld::~SimWorld() { parts_->queue.clear(); }

std::uint64_t SimWorld::seed() const { return parts_->seed; }
Network& SimWorld::network() { return *parts_->network; }

Node& SimWorld::node(std::string_view name) {
  auto found = parts_->names.find(name);
  if (found != parts_->names.end()) return *parts_->nodes[found->second];
  auto index = NodeIndex(parts_->nodes.size());
  parts_->nodes.push_back(std::make_unique<Node>(*this, std::string(name), index));
  parts_->names.emplace(std::string(name), index);
  return *parts_->nodes.back();
}

bool SimWorld::step() {
  auto due = parts_->queue.next();
  if (!due) return false;
  if (*due > parts_->now) {
    parts_->now = *due;
    parts_->events_now = 0;
  }
  check(++parts_->events_now < Parts::max_events_an_instant,
        "the simulation's time stands still: something asks for itself at once, again and again");
  auto event = parts_->queue.take(parts_->now);
  ++parts_->events;
  if (event->node != no_node) --parts_->node(event->node).timers;
  event->action();
  return true;
}

void SimWorld::run_for(Duration time) {
  Instant until = parts_->now + time;
  for (auto due = parts_->queue.next(); due && *due <= until; due = parts_->queue.next()) step();
  parts_->now = std::max(parts_->now, until);
}

bool SimWorld::run_until(const std::function<bool()>& done, Duration limit) {
  Instant until = parts_->now + limit;
  while (!done()) {
    auto due = parts_->queue.next();
    if (!due || *due > until) {
      parts_->now = std::max(parts_->now, until);
      return done();
    }
    step();
  }
  return true;
}

bool SimWorld::run_until_idle(Duration limit) {
  Instant until = parts_->now + limit;
  for (auto due = parts_->queue.next(); due; due = parts_->queue.next()) {
    if (*due > until) return false;
    step();
  }
  return true;
}

std::uint64_t SimWorld::events() const { return parts_->events; }
std::uint64_t SimWorld::digest() const { return parts_->digest; }
std::uint64_t SimWorld::choose(std::uint64_t limit) { return parts_->random.below(limit); }

// ---- the log

std::vector<LogLine> SimWorld::log_lines() const { return {parts_->log.begin(), parts_->log.end()}; }
void SimWorld::set_log_level(Severity level) { parts_->log_level = level; }
void SimWorld::set_log_limit(std::size_t lines) { parts_->log_limit = lines; }
void SimWorld::echo_log(bool on) { parts_->echo = on; }

std::string SimWorld::log_text(std::size_t last) const {
  std::string text =
      "seed " + std::to_string(parts_->seed) + ", " + seconds_text(parts_->now) + " s, " + std::to_string(parts_->events) + " events\n";
  std::size_t skip = parts_->log.size() > last ? parts_->log.size() - last : 0;
  for (std::size_t i = skip; i < parts_->log.size(); ++i) text += line_text(parts_->log[i]) + "\n";
  return text;
}

// ---- the node "main"

Instant SimWorld::now() const { return parts_->now; }
WallTime SimWorld::wall() const { return parts_->nodes[0]->wall(); }
TimerId SimWorld::at(Instant when, std::function<void()> action) { return parts_->nodes[0]->at(when, std::move(action)); }
void SimWorld::cancel(TimerId id) { parts_->nodes[0]->cancel(id); }
void SimWorld::random(std::span<std::uint8_t> out) { parts_->nodes[0]->random(out); }
Io<std::unique_ptr<UdpSocket>> SimWorld::open_udp(const Endpoint& local, UdpSocket::Receive receive) {
  return parts_->nodes[0]->open_udp(local, std::move(receive));
}
Io<std::unique_ptr<SctpSocket>> SimWorld::open_sctp(const SctpOptions& options, SctpEvents& events) {
  return parts_->nodes[0]->open_sctp(options, events);
}
Io<std::unique_ptr<TunDevice>> SimWorld::open_tun(const TunOptions& options, TunDevice::Receive receive) {
  return parts_->nodes[0]->open_tun(options, std::move(receive));
}
Io<Bytes> SimWorld::read_file(const std::string& path) { return parts_->nodes[0]->read_file(path); }
Io<Nothing> SimWorld::write_file(const std::string& path, ByteView content, unsigned mode) {
  return parts_->nodes[0]->write_file(path, content, mode);
}
void SimWorld::log(Severity severity, std::string_view room, std::string_view text) { parts_->nodes[0]->log(severity, room, text); }

// ---- a node

Node::Node(SimWorld& world, std::string name, std::uint32_t number)
    : parts_(std::make_unique<Parts>(mix(world.parts_->seed, as_bytes(name)))) {
  parts_->world = world.parts_.get();
  parts_->index = number;
  parts_->name = std::move(name);
  parts_->address = IpAddress::v4(0x0A630001u + number);  // 10.99.0.1 and up
}
Node::~Node() = default;

const std::string& Node::name() const { return parts_->name; }
bool Node::is_up() const { return parts_->up; }
IpAddress Node::address() const { return parts_->address; }
void Node::set_address(const IpAddress& address) { parts_->address = address; }
void Node::step_wall(Duration by) { parts_->wall_offset += by; }
void Node::set_wall(WallTime to) { parts_->wall_offset += to - wall(); }
Disk& Node::disk() { return parts_->disk; }
std::size_t Node::pending_timers() const { return parts_->timers; }

void Node::crash() {
  if (!parts_->up) return;
  parts_->up = false;
  ++parts_->life;
  parts_->world->net().crash(parts_->index);
  for (auto& [name, tun] : parts_->tuns) tun->is_open = false;
  parts_->world->queue.remove_if([index = parts_->index](const Event& event) { return event.node == index; });
  parts_->timers = 0;
}

void Node::restart() { parts_->up = true; }

TunPort* Node::tun(std::string_view device) {
  auto found = parts_->tuns.find(device);
  return found == parts_->tuns.end() ? nullptr : found->second.get();
}

Instant Node::now() const { return parts_->world->now; }

WallTime Node::wall() const {
  return first_wall_time + (parts_->world->now.time_since_epoch() - std::chrono::seconds(1000)) + parts_->wall_offset;
}

TimerId Node::at(Instant when, std::function<void()> action) { return parts_->world->at(parts_->index, when, std::move(action)); }

void Node::cancel(TimerId id) {
  auto event = parts_->world->queue.cancel(id);
  if (event) --parts_->world->node(event->node).timers;
}

void Node::random(std::span<std::uint8_t> out) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) word = parts_->random.next();
    out[i] = std::uint8_t(word >> (8 * (i % 8)));
  }
}

Io<std::unique_ptr<UdpSocket>> Node::open_udp(const Endpoint& local, UdpSocket::Receive receive) {
  if (!parts_->up) return fails(ENETDOWN, "bind UDP " + local.text());
  return parts_->world->net().open_udp(parts_->index, local, std::move(receive));
}

Io<std::unique_ptr<SctpSocket>> Node::open_sctp(const SctpOptions& options, SctpEvents& events) {
  if (!parts_->up) return fails(ENETDOWN, "bind SCTP " + options.local.text());
  return parts_->world->net().open_sctp(parts_->index, options, events);
}

// ---- files

Io<Bytes> Node::read_file(const std::string& path) {
  Disk& disk = parts_->disk;
  if (disk.broken || disk.unreadable.contains(path)) return fails(EIO, "read " + path);
  auto found = disk.files.find(path);
  if (found == disk.files.end()) return fails(ENOENT, "read " + path);
  return found->second.content;
}

Io<Nothing> Node::write_file(const std::string& path, ByteView content, unsigned mode) {
  Disk& disk = parts_->disk;
  if (disk.broken) return fails(EIO, "write " + path);
  if (disk.full) return fails(ENOSPC, "write " + path);
  if (!parts_->up) return fails(EIO, "write " + path);
  disk.files[path] = {to_bytes(content), mode};
  ++disk.writes;
  return Nothing{};
}

void Node::log(Severity severity, std::string_view room, std::string_view text) {
  auto& world = *parts_->world;
  world.count(9, std::uint64_t(severity), parts_->index, as_bytes(text));
  if (severity < world.log_level) return;
  world.log.push_back({world.now, parts_->name, std::string(room), std::string(text), severity});
  if (world.log.size() > world.log_limit) world.log.pop_front();
  if (world.echo && !world.log.empty()) std::fprintf(stderr, "%s\n", line_text(world.log.back()).c_str());
}

// ---- TUN

namespace {

class SimTun final : public TunDevice {
 public:
  explicit SimTun(std::shared_ptr<TunState> state) : state_(std::move(state)), generation_(state_->generation) {}
  SimTun(const SimTun&) = delete;
  ~SimTun() override {
    if (current()) state_->is_open = false;
  }
  void send(ByteView packet) override {
    if (!current()) return;
    ++state_->out;
    state_->world->count(5, state_->node, 0, packet);
    if (!state_->hook) return;
    state_->world->later(Duration(0), [state = state_, octets = to_bytes(packet)] {
      if (state->hook) state->hook(octets);
    });
  }
  std::string name() const override { return state_->opened_with.name; }

 private:
  bool current() const { return state_->is_open && state_->generation == generation_; }
  std::shared_ptr<TunState> state_;
  std::uint64_t generation_;
};

}  // namespace

void TunState::inject(ByteView packet) {
  world->later(Duration(0), [state = self.lock(), octets = to_bytes(packet)] {
    if (!state->is_open) return;
    state->world->count(6, state->node, 0, octets);
    auto run = state->receive;  // may close the device
    run(octets);
  });
}

Io<std::unique_ptr<TunDevice>> Node::open_tun(const TunOptions& options, TunDevice::Receive receive) {
  if (options.name.empty() || options.name.size() > 15) return fails(EINVAL, "TUN device name \"" + options.name + "\"");
  if (!parts_->up) return fails(ENETDOWN, "create TUN device " + options.name);
  auto& state = parts_->tuns[options.name];
  if (!state) {
    state = std::make_shared<TunState>();
    state->self = state;
    state->world = parts_->world;
    state->node = parts_->index;
  }
  if (state->is_open) return fails(EBUSY, "create TUN device " + options.name);
  state->opened_with = options;
  state->receive = std::move(receive);
  state->is_open = true;
  ++state->generation;
  return std::unique_ptr<TunDevice>(std::make_unique<SimTun>(state));
}

}  // namespace pellucid::sim

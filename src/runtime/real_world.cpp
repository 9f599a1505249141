#include "runtime/real_world.hpp"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <deque>
#include <mutex>

#include "runtime/files.hpp"
#include "runtime/io_error.hpp"
#include "runtime/loop.hpp"
#include "runtime/sctp.hpp"
#include "runtime/system_random.hpp"
#include "runtime/tun_device.hpp"
#include "runtime/udp_socket.hpp"

namespace pellucid {

// ---- work from other threads

struct Remote::Queue {
  std::mutex mutex;
  std::deque<std::function<void()>> waiting;
  FileDescriptor bell;
  std::size_t limit = 0;
  std::uint64_t refused = 0;
  bool closed = false;
};

bool Remote::post(std::function<void()> work) const {
  if (!queue_) return false;
  std::lock_guard lock(queue_->mutex);
  if (queue_->closed || queue_->waiting.size() >= queue_->limit) {
    ++queue_->refused;
    return false;
  }
  queue_->waiting.push_back(std::move(work));
  if (queue_->waiting.size() == 1) {
    const std::uint64_t one = 1;
    [[maybe_unused]] ssize_t rung = ::write(queue_->bell.get(), &one, sizeof one);  // fails only if it rings already
  }
  return true;
}

namespace {

struct RemoteRunner final : LoopHandler {
  std::shared_ptr<Remote::Queue> queue;
  IoCounters* counters;
  RemoteRunner(std::shared_ptr<Remote::Queue> q, IoCounters* c) : queue(std::move(q)), counters(c) {}
  void ready(std::uint32_t) override {
    std::uint64_t rings = 0;
    [[maybe_unused]] ssize_t got = ::read(queue->bell.get(), &rings, sizeof rings);
    std::deque<std::function<void()>> work;
    {
      std::lock_guard lock(queue->mutex);
      work.swap(queue->waiting);
      counters->remote_refused = queue->refused;
    }
    for (auto& one : work) one();
  }
};

struct SignalReader final : LoopHandler {
  FileDescriptor fd;
  std::function<void(int)> callback;
  SignalReader(FileDescriptor f, std::function<void(int)> c) : fd(std::move(f)), callback(std::move(c)) {}
  void ready(std::uint32_t) override {
    signalfd_siginfo info{};
    while (::read(fd.get(), &info, sizeof info) == ssize_t(sizeof info)) callback(int(info.ssi_signo));
  }
};

struct WatchHandler final : LoopHandler {
  std::function<void(Ready)> callback;
  Ready wanted{.readable = true, .writable = false};
  void ready(std::uint32_t events) override {
    bool trouble = events & (EPOLLERR | EPOLLHUP);
    callback({(events & EPOLLIN) != 0 || trouble, wanted.writable && ((events & EPOLLOUT) != 0 || trouble)});
  }
};

struct AtTurnEnd final : LoopHandler {
  std::function<void()> action;
  explicit AtTurnEnd(std::function<void()> a) : action(std::move(a)) {}
  void ready(std::uint32_t) override {}
  void flush() override { action(); }
};

class LoopWatch final : public Watch {
 public:
  LoopWatch(Loop& loop, int fd, std::shared_ptr<WatchHandler> handler) : loop_(loop), fd_(fd), handler_(std::move(handler)) {}
  LoopWatch(const LoopWatch&) = delete;
  ~LoopWatch() override { loop_.remove(fd_); }
  void want(Ready what) override {
    handler_->wanted = what;
    loop_.change(fd_, (what.readable ? unsigned(EPOLLIN) : 0u) | (what.writable ? unsigned(EPOLLOUT) : 0u));
  }

 private:
  Loop& loop_;
  int fd_;
  std::shared_ptr<WatchHandler> handler_;
};

/// Whether standard error goes straight to systemd's journal (systemd.exec(5), $JOURNAL_STREAM), which keeps time and priority itself.
bool stderr_is_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat error{};
  if (!stream || ::fstat(STDERR_FILENO, &error) != 0) return false;
  return stream == std::to_string(error.st_dev) + ":" + std::to_string(error.st_ino);
}
/// As sd-daemon(3) wants it before a line: <7> debug to <3> error.
char journal_priority(Severity severity) {
  return severity == Severity::debug ? '7' : severity == Severity::info ? '6' : severity == Severity::warning ? '4' : '3';
}

std::string_view severity_text(Severity severity) {
  switch (severity) {
    case Severity::debug: return "debug";
    case Severity::info: return "info ";
    case Severity::warning: return "warn ";
    case Severity::error: return "error";
  }
  return "?";
}

/// "2026-11-21T22:07:36.123Z"
std::string time_text(WallTime when) {
  auto since = std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count();
  auto seconds = time_t(since / 1000);
  tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  std::size_t length = ::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::string milliseconds = std::to_string(1000 + since % 1000);
  return std::string(text, length) + "." + milliseconds.substr(1) + "Z";
}

/// What a peer sent cannot forge lines or move the terminal's cursor.
void append_printable(std::string& line, std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  for (char c : text) {
    auto octet = static_cast<unsigned char>(c);
    if (octet >= 0x20 && octet != 0x7F) {
      line += c;
    } else {
      line += "\\x";
      line += digits[octet >> 4];
      line += digits[octet & 15];
    }
  }
}

}  // namespace

// ---- RealWorld

struct RealWorld::Parts {
  RealWorldOptions options;
  Loop loop;
  SystemRandom random;
  std::shared_ptr<Remote::Queue> remote = std::make_shared<Remote::Queue>();
  std::unique_ptr<SctpStack> sctp;
  bool running = false;
  const bool journal = stderr_is_journal();
};

RealWorld::RealWorld(RealWorldOptions options) : parts_(std::make_unique<Parts>()) { parts_->options = std::move(options); }

RealWorld::~RealWorld() {
  parts_->loop.flush();
  parts_->sctp.reset();  // holds a timer of ours
  std::lock_guard lock(parts_->remote->mutex);
  parts_->remote->closed = true;
  parts_->remote->waiting.clear();
}

Io<std::unique_ptr<RealWorld>> RealWorld::open(RealWorldOptions options) {
  std::unique_ptr<RealWorld> world(new RealWorld(std::move(options)));
  Parts& parts = *world->parts_;
  auto opened = parts.loop.open();
  if (!opened.ok()) return Fail(opened.error());
  parts.remote->limit = parts.options.remote_limit;
  parts.remote->bell = FileDescriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!parts.remote->bell) return io_failure("eventfd");
  auto added = parts.loop.add(parts.remote->bell.get(), EPOLLIN, std::make_shared<RemoteRunner>(parts.remote, &parts.loop.counters));
  if (!added.ok()) return Fail(added.error());
  return world;
}

void RealWorld::run() {
  parts_->running = true;
  while (parts_->running) parts_->loop.turn(std::chrono::hours(1));
}

void RealWorld::run_once(Duration patience) { parts_->loop.turn(patience); }

bool RealWorld::run_until(const std::function<bool()>& done, Duration limit) {
  Instant deadline = now() + limit;
  while (!done()) {
    auto left = deadline - now();
    if (left <= Duration(0)) return false;
    parts_->loop.turn(left);
  }
  return true;
}

void RealWorld::stop() { parts_->running = false; }

Io<Nothing> RealWorld::on_signals(std::vector<int> signals, std::function<void(int signal)> callback) {
  sigset_t set;
  ::sigemptyset(&set);
  for (int signal : signals) ::sigaddset(&set, signal);
  if (int error = ::pthread_sigmask(SIG_BLOCK, &set, nullptr)) return io_failure("block signals", error);
  FileDescriptor fd(::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!fd) return io_failure("signalfd");
  int number = fd.get();
  return parts_->loop.add(number, EPOLLIN, std::make_shared<SignalReader>(std::move(fd), std::move(callback)));
}

Io<std::unique_ptr<Watch>> RealWorld::watch(int fd, std::function<void(Ready)> callback) {
  auto handler = std::make_shared<WatchHandler>();
  handler->callback = std::move(callback);
  auto added = parts_->loop.add(fd, EPOLLIN, handler);
  if (!added.ok()) return Fail(added.error());
  return std::unique_ptr<Watch>(std::make_unique<LoopWatch>(parts_->loop, fd, std::move(handler)));
}

void RealWorld::at_turn_end(std::function<void()> action) { parts_->loop.flush_later(std::make_shared<AtTurnEnd>(std::move(action))); }

Remote RealWorld::remote() { return Remote(parts_->remote); }
void RealWorld::set_log_level(Severity level) { parts_->options.log_level = level; }
const IoCounters& RealWorld::counters() const { return parts_->loop.counters; }

Io<Nothing> RealWorld::start_sctp() {
  if (parts_->sctp) return Nothing{};
  auto choice = parts_->options.sctp;
  std::string reason;
  if (choice == SctpTransport::automatic) {
    auto raw = raw_sctp_permitted();
    if (kernel_has_sctp()) {
      choice = SctpTransport::kernel;
    } else if (raw.ok()) {
      choice = SctpTransport::usrsctp_ip;
      reason = " (this kernel has no SCTP)";
    } else {
      choice = SctpTransport::usrsctp_udp;
      reason = " (this kernel has no SCTP, and " + raw.error().what + ")";
    }
  }
  if (choice == SctpTransport::usrsctp_ip) {
    auto raw = raw_sctp_permitted();
    if (!raw.ok()) return raw;
  }
  auto made =
      choice == SctpTransport::kernel
          ? make_kernel_sctp(parts_->loop)
          : make_usrsctp(*this, parts_->loop, choice == SctpTransport::usrsctp_udp ? parts_->options.sctp_udp_port : std::uint16_t(0));
  if (!made.ok()) return Fail(made.error());
  parts_->sctp = std::move(*made);
  log(Severity::info, "sctp", "transport: " + parts_->sctp->transport() + reason);
  return Nothing{};
}

std::string RealWorld::sctp_transport() { return start_sctp().ok() ? parts_->sctp->transport() : std::string(); }

Instant RealWorld::now() const { return parts_->loop.now(); }

WallTime RealWorld::wall() const {
  timespec t{};
  ::clock_gettime(CLOCK_REALTIME, &t);
  return WallTime(std::chrono::seconds(t.tv_sec) + std::chrono::nanoseconds(t.tv_nsec));
}

TimerId RealWorld::at(Instant when, std::function<void()> action) { return parts_->loop.at(when, std::move(action)); }
void RealWorld::cancel(TimerId id) { parts_->loop.cancel(id); }
void RealWorld::random(std::span<std::uint8_t> out) { parts_->random.fill(out); }

Io<std::unique_ptr<UdpSocket>> RealWorld::open_udp(const Endpoint& local, UdpSocket::Receive receive) {
  return open_udp_socket(parts_->loop, local, std::move(receive));
}

Io<std::unique_ptr<SctpSocket>> RealWorld::open_sctp(const SctpOptions& options, SctpEvents& events) {
  auto started = start_sctp();
  if (!started.ok()) return Fail(started.error());
  return parts_->sctp->open(options, events);
}

Io<std::unique_ptr<TunDevice>> RealWorld::open_tun(const TunOptions& options, TunDevice::Receive receive) {
  return open_tun_device(parts_->loop, options, std::move(receive));
}

Io<Bytes> RealWorld::read_file(const std::string& path) { return read_whole_file(path); }

Io<Nothing> RealWorld::write_file(const std::string& path, ByteView content, unsigned mode) {
  return replace_file(path, content, mode, random_number<std::uint64_t>());
}

void RealWorld::log(Severity severity, std::string_view room, std::string_view text) {
  if (severity < parts_->options.log_level) return;
  if (parts_->options.log_to) return parts_->options.log_to(severity, room, text);
  std::string line;
  if (parts_->journal) {
    line = {'<', journal_priority(severity), '>'};
  } else {
    line = time_text(wall());
    line += ' ';
    line += severity_text(severity);
    line += ' ';
  }
  append_printable(line, room);
  line += ": ";
  append_printable(line, text);
  line += '\n';
  [[maybe_unused]] ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace pellucid

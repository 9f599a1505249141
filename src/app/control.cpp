#include "app/control.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "ledger/format/json.hpp"

namespace pellucid::app {
namespace {

IoError failed(const std::string& what) { return IoError{errno, what + ": " + std::strerror(errno)}; }

bool address_of(const std::string& path, sockaddr_un& out) {
  out = {};
  out.sun_family = AF_UNIX;
  if (path.size() >= sizeof out.sun_path) return false;
  std::copy(path.begin(), path.end(), out.sun_path);
  return true;
}

/// A connected socket, or -1 with errno.
int connect_to(const std::string& path) {
  sockaddr_un address;
  if (!address_of(path, address)) {
    errno = ENAMETOOLONG;
    return -1;
  }
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
  int why = errno;
  close(fd);
  errno = why;
  return -1;
}

std::string actor_of(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return "unknown";
  char buffer[1024];
  passwd entry{}, *found = nullptr;
  std::string name = getpwuid_r(peer.uid, &entry, buffer, sizeof buffer, &found) == 0 && found ? found->pw_name : "?";
  return name + " (uid " + std::to_string(peer.uid) + ", pid " + std::to_string(peer.pid) + ")";
}

std::string reply_line(const ControlReply& reply) {
  Tree out = Tree::object();
  out.add("ok", reply.ok());
  if (reply.ok())
    out.add("result", *reply);
  else
    out.add("error", reply.error());
  return out.json() + "\n";
}

}  // namespace

std::string ControlRequest::argument(std::string_view name) const {
  auto* found = arguments.find(name);
  return found && !found->is_null() ? found->text() : "";
}

std::string this_user() {
  auto* entry = getpwuid(getuid());
  return std::string(entry ? entry->pw_name : "?") + " (uid " + std::to_string(getuid()) + ")";
}

std::optional<Tree> parse_json(std::string_view text) {
  auto tree = ledger::parse_json(text);
  if (!tree.ok()) return {};
  return std::move(*tree);
}

struct ControlServer::Connection {
  int fd;
  std::string actor, in, out;
  std::unique_ptr<Watch> watch;
  bool closing = false, leaving = false;
  ~Connection() {
    watch.reset();
    close(fd);
  }
};

ControlServer::ControlServer(RealWorld& world, std::string path, int fd, ControlHandler handler)
    : world_(world), path_(std::move(path)), fd_(fd), handler_(std::move(handler)) {}

ControlServer::~ControlServer() {
  connections_.clear();
  watch_.reset();
  close(fd_);
  unlink(path_.c_str());
}

Io<std::unique_ptr<ControlServer>> ControlServer::open(RealWorld& world, const std::string& path, ControlHandler handler) {
  sockaddr_un address;
  if (!address_of(path, address)) return Fail(IoError{ENAMETOOLONG, "control.socket " + path + ": longer than 107 characters"});
  int other = connect_to(path);
  if (other >= 0) {
    close(other);
    return Fail(
        IoError{EADDRINUSE, "control.socket " + path + ": another pellucid is running there; stop it or set another control.socket"});
  }
  if (auto slash = path.rfind('/'); slash != std::string::npos && slash > 0) mkdir(path.substr(0, slash).c_str(), 0750);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return Fail(failed("control.socket " + path));
  unlink(path.c_str());
  auto old_mask = umask(0117);
  int bound = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
  umask(old_mask);
  if (bound != 0 || listen(fd, 16) != 0) {
    auto error = failed("control.socket " + path);
    close(fd);
    return Fail(error);
  }
  std::unique_ptr<ControlServer> server(new ControlServer(world, path, fd, std::move(handler)));
  auto watch = world.watch(fd, [s = server.get()](Ready) { s->accept_all(); });
  if (!watch.ok()) return Fail(watch.error());
  server->watch_ = std::move(*watch);
  return server;
}

void ControlServer::accept_all() {
  for (;;) {
    int fd = accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) return;
    if (connections_.size() >= max_connections) {
      close(fd);
      continue;
    }
    auto connection = std::make_unique<Connection>();
    connection->fd = fd;
    connection->actor = actor_of(fd);
    auto watch = world_.watch(fd, [this, fd](Ready ready) { serve(fd, ready); });
    if (!watch.ok()) continue;
    connection->watch = std::move(*watch);
    connections_[fd] = std::move(connection);
  }
}

void ControlServer::serve(int fd, Ready) {
  auto found = connections_.find(fd);
  if (found == connections_.end()) return;
  auto& c = *found->second;
  char buffer[65536];
  ssize_t n = 0;
  while (!c.closing && (n = recv(fd, buffer, sizeof buffer, 0)) > 0) {
    c.in.append(buffer, std::size_t(n));
    std::size_t start = 0, end;
    while ((end = c.in.find('\n', start)) != std::string::npos) {
      answer(c, std::string_view(c.in).substr(start, end - start));
      start = end + 1;
    }
    c.in.erase(0, start);
    if (c.in.size() > max_line_octets) c.closing = true;
  }
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) c.closing = true;
  while (!c.out.empty()) {
    auto sent = send(fd, c.out.data(), c.out.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      if (errno != EAGAIN) c.out.clear(), c.closing = true;
      break;
    }
    c.out.erase(0, std::size_t(sent));
  }
  c.watch->want({.readable = !c.closing, .writable = !c.out.empty()});
  if (!c.closing || !c.out.empty() || c.leaving) return;
  // Out of this callback: destroying a watch from inside itself is not promised to work. Once: a hang-up may be told again before that, and
  // by a second time the number of the descriptor may be another connection's.
  c.leaving = true;
  world_.soon([this, fd] { connections_.erase(fd); });
}

void ControlServer::answer(Connection& c, std::string_view line) {
  if (c.out.size() > max_queued_octets) {
    c.closing = true;
    return;
  }
  auto request = parse_json(line);
  auto* command = request ? request->find("command") : nullptr;
  if (!command || !command->as_string()) {
    c.out += reply_line(Fail(std::string("a request is one JSON object a line, with \"command\" and \"arguments\"")));
    return;
  }
  ControlRequest r;
  r.command = *command->as_string();
  if (auto* arguments = request->find("arguments")) r.arguments = *arguments;
  if (auto* reason = request->find("reason")) r.reason = reason->text();
  r.actor = c.actor;
  c.out += reply_line(handler_(r));
}

Result<Tree, ControlFailure> ask_running(const std::string& path, const std::string& command, const Tree& arguments,
                                         const std::string& reason, std::chrono::seconds patience) {
  int fd = connect_to(path);
  if (fd < 0) {
    bool nobody = errno == ENOENT || errno == ECONNREFUSED;
    return Fail(ControlFailure{nobody, path + ": " + std::strerror(errno)});
  }
  const timeval limit{patience.count(), 0};  // zero is none
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  Tree request = Tree::object();
  request.add("command", command);
  request.add("arguments", arguments);
  if (!reason.empty()) request.add("reason", reason);
  auto line = request.json() + "\n";
  std::string reply;
  for (std::size_t at = 0; at < line.size();) {
    auto n = send(fd, line.data() + at, line.size() - at, MSG_NOSIGNAL);
    if (n <= 0) break;
    at += std::size_t(n);
  }
  char buffer[65536];
  ssize_t n;
  while (!reply.ends_with('\n') && (n = recv(fd, buffer, sizeof buffer, 0)) > 0) reply.append(buffer, std::size_t(n));
  close(fd);
  auto parsed = parse_json(reply);
  auto* ok = parsed ? parsed->find("ok") : nullptr;
  if (!ok) return Fail(ControlFailure{false, path + ": the running process closed the connection without an answer"});
  if (ok->json() == "true") {
    auto* result = parsed->find("result");
    return result ? *result : Tree();
  }
  auto* error = parsed->find("error");
  return Fail(ControlFailure{false, error ? error->text() : "failed"});
}

}  // namespace pellucid::app

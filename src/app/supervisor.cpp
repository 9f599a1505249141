#include "app/supervisor.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "runtime/file_descriptor.hpp"

namespace pellucid::app {

Supervisor::Supervisor(World& world) : timer_(world) {
  const char* address = std::getenv("NOTIFY_SOCKET");
  const char* watchdog = std::getenv("WATCHDOG_USEC");
  if (address && std::strlen(address) < sizeof(sockaddr_un::sun_path)) address_ = address;
  std::uint64_t us = 0;
  if (watchdog && std::from_chars(watchdog, watchdog + std::strlen(watchdog), us).ec == std::errc())
    alive_interval_ = std::chrono::duration_cast<Duration>(std::chrono::microseconds(us / 2));
}

void Supervisor::ready() {
  tell("READY=1");
  keep_alive();
}

void Supervisor::stopping() {
  timer_.stop();
  tell("STOPPING=1");
}

void Supervisor::keep_alive() {
  if (address_.empty() || alive_interval_ == Duration::zero()) return;
  tell("WATCHDOG=1");
  timer_.start(alive_interval_, [this] { keep_alive(); });
}

void Supervisor::tell(std::string_view state) const {
  if (address_.empty()) return;
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, address_.data(), address_.size());
  if (to.sun_path[0] == '@') to.sun_path[0] = 0;  // an abstract address
  FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  auto length = socklen_t(offsetof(sockaddr_un, sun_path) + address_.size());
  // A supervisor that does not listen is its own problem: it restarts what it does not hear from.
  [[maybe_unused]] auto sent = ::sendto(socket.get(), state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&to), length);
}

}  // namespace pellucid::app

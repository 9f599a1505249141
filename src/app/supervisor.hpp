#pragma once
// What systemd is told about a running process (sd_notify(3)): that it serves, that its control thread is alive, that it ends. Without
// a supervisor nothing is said.
#include <string>
#include <string_view>

#include "runtime/world.hpp"

namespace pellucid::app {

class Supervisor {
 public:
  explicit Supervisor(World& world);
  void ready();
  void stopping();

 private:
  void tell(std::string_view state) const;
  void keep_alive();

  std::string address_;        // $NOTIFY_SOCKET; empty: nobody listens
  Duration alive_interval_{};  // half of what the watchdog waits; zero: there is none
  Timer timer_;
};

}  // namespace pellucid::app

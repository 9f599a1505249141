#pragma once
// How a command reaches the running process: a Unix socket, one JSON object a line each way.
//   -> {"command":"subscriber add","arguments":{...},"reason":"new SIM for the harbour"}
//   <- {"ok":true,"result":...}   or   {"ok":false,"error":"..."}
// The kernel says who asks (SO_PEERCRED): that user is the actor of a change. The socket's mode is 0660.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/tree.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {

struct ControlRequest {
  std::string command;
  Tree arguments;      // an object
  std::string reason;  // why, for the record; may be empty
  std::string actor;   // "root (uid 0, pid 4711)"
  /// Text of an argument, empty if it is not there.
  std::string argument(std::string_view name) const;
};
/// The result, or what is wrong in words for the person who typed the command.
using ControlReply = Result<Tree, std::string>;
using ControlHandler = std::function<ControlReply(const ControlRequest&)>;

/// JSON text as a Tree; nothing if it is not JSON or nests deeper than 64.
std::optional<Tree> parse_json(std::string_view text);

/// "anna (uid 1000)": who runs this process, as the actor of what it does by itself.
std::string this_user();

class ControlServer {
 public:
  static constexpr std::size_t max_connections = 32;
  static constexpr std::size_t max_line_octets = 64u << 20;  // a CSV import of a million subscribers fits
  static constexpr std::size_t max_queued_octets = 64u << 20;

  /// Listens; replaces a socket file that nobody listens on any more, refuses one that somebody does.
  static Io<std::unique_ptr<ControlServer>> open(RealWorld& world, const std::string& path, ControlHandler handler);
  ~ControlServer();

 private:
  struct Connection;
  ControlServer(RealWorld& world, std::string path, int fd, ControlHandler handler);
  void accept_all();
  void serve(int fd, Ready ready);
  void answer(Connection& c, std::string_view line);

  RealWorld& world_;
  std::string path_;
  int fd_;
  ControlHandler handler_;
  std::unique_ptr<Watch> watch_;
  std::map<int, std::unique_ptr<Connection>> connections_;
};

/// Asks the running process and waits for its reply, at most `patience` (zero: as long as it takes). `nobody` is set when no process
/// listens there.
struct ControlFailure {
  bool nobody = false;
  std::string what;
};
Result<Tree, ControlFailure> ask_running(const std::string& path, const std::string& command, const Tree& arguments,
                                         const std::string& reason, std::chrono::seconds patience = {});

}  // namespace pellucid::app

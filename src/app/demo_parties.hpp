#pragma once
// Two processes of the demonstration that are not the network: the internet's only server, and the person with the phone. Both are
// forked before anything else runs, live in network namespaces of their own, and die with their parent.
#include <functional>
#include <string>

#include "runtime/file_descriptor.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

struct Party {
  int pid = 0;
  FileDescriptor channel;  // lines of text; user: tasks in, results out
};

/// A web server on port 80 of every address in that namespace, and on port 5001 a server that sends or takes as much as TCP gives.
Io<Party> start_internet(const std::string& network_namespace);

/// Does what it is told, one line each, and answers one line each of `name=value` pairs:
///   ping ADDRESS COUNT           sent=3 received=3 rtt_ms=0.41
///   get http://ADDRESS/PATH      status=200 octets=612 title=...
///   down ADDRESS SECONDS         mbit_s=1234.5
///   up ADDRESS SECONDS
/// A failure answers `error=...`.
Io<Party> start_phone_user(const std::string& network_namespace);

/// The value of `name` in such an answer, empty if there is none. `title` and `error` go to the end of the line.
std::string value_of(const std::string& answer, const std::string& name);

}  // namespace pellucid::app

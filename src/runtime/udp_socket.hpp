#pragma once
// UDP on the real World: reads in batches, writes at the end of the turn in the order of the send()s.
#include <memory>

#include "runtime/loop.hpp"

namespace pellucid {

Io<std::unique_ptr<UdpSocket>> open_udp_socket(Loop& loop, const Endpoint& local, UdpSocket::Receive receive);

/// 4 MiB, or what the system allows.
void grow_socket_buffers(int fd);

}  // namespace pellucid

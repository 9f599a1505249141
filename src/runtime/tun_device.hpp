#pragma once
// TUN devices of the real World.
#include <memory>

#include "runtime/loop.hpp"

namespace pellucid {

/// A fresh device as asked for, up and addressed; a descriptor that reads and writes one IP packet a call, non-blocking. The
/// device goes when the descriptor is closed. For the UPF's own fast path too.
Io<FileDescriptor> create_tun(const TunOptions& options);

Io<std::unique_ptr<TunDevice>> open_tun_device(Loop& loop, const TunOptions& options, TunDevice::Receive receive);

}  // namespace pellucid

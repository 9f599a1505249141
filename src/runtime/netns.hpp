#pragma once
// Network namespaces: named ones under /run/netns as `ip netns` keeps them, and a user namespace of our own where we are not root.
// No function changes the namespace of the thread that calls it, except enter_namespace() and enter_user_namespace().
#include <functional>
#include <string>
#include <vector>

#include "runtime/file_descriptor.hpp"
#include "runtime/netlink.hpp"

namespace pellucid {

/// A new namespace with its loopback device up. EEXIST if the name is taken.
Io<Nothing> create_namespace(const std::string& name);
/// Takes the name away; the namespace with its devices goes when its last process and socket do. ENOENT if there is none.
Io<Nothing> delete_namespace(const std::string& name);
bool namespace_exists(const std::string& name);
std::vector<std::string> list_namespaces();
/// For setns(2) and Netlink::add_veth().
Io<FileDescriptor> open_namespace(const std::string& name);

/// Runs `work` on a short-lived thread in that namespace (our own if the name is empty) and gives back what it returned. Sockets
/// and devices that it opens stay in the namespace and may be used from any thread.
Io<Nothing> in_namespace(const std::string& name, const std::function<Io<Nothing>()>& work);
/// Moves the calling thread (only it) into the namespace: for worker threads and for children between fork and exec.
Io<Nothing> enter_namespace(const std::string& name);

/// One end of a cable between namespaces.
struct CableEnd {
  std::string network_namespace;  // empty: our own
  std::string device;
  std::vector<std::string> addresses;  // "192.0.2.1/24", "2001:db8::1/64"
};
/// A veth pair, both ends up and addressed.
Io<Nothing> lay_cable(const CableEnd& a, const CableEnd& b);
/// A route inside a namespace; "default" as in TunOptions (IPv4, or IPv6 if the gateway is an IPv6 address).
Io<Nothing> add_route_in(const std::string& network_namespace, const std::string& to, const std::string& device,
                         const std::string& gateway);
bool device_exists_in(const std::string& network_namespace, const std::string& device);
/// No error if there is none.
Io<Nothing> remove_device_in(const std::string& network_namespace, const std::string& device);

/// The calling process (which must still have one thread) becomes root in a user namespace of its own, with a network of its own
/// (loopback up) and mounts of its own (an empty /run/netns): then everything above, TUN devices and raw sockets work without
/// privileges. The error says why where the system does not allow it, and what would.
Io<Nothing> enter_user_namespace();

}  // namespace pellucid

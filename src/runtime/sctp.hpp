#pragma once
// SCTP on the real World: one of two stacks, chosen by RealWorld. Inside of runtime/; rooms use World::open_sctp().
#include <memory>

#include "runtime/loop.hpp"

namespace pellucid {

/// Longer messages are refused on the way out; on the way in they end the association.
inline constexpr std::size_t max_sctp_message = 1u << 20;

/// How fast a silent peer is noticed: with a message outstanding after about 3 s of retransmissions; an idle one after two heartbeat
/// intervals more (RFC 9260 §8.2, 8.3; RFC 7829 with PFMR 0).
inline constexpr std::uint32_t sctp_rto_initial_ms = 500, sctp_rto_min_ms = 400, sctp_rto_max_ms = 1000;
inline constexpr std::uint16_t sctp_max_retransmissions = 5, sctp_init_attempts = 4;

class SctpStack {
 public:
  virtual ~SctpStack() = default;
  virtual Io<std::unique_ptr<SctpSocket>> open(const SctpOptions& options, SctpEvents& events) = 0;
  virtual std::string transport() const = 0;
};

/// Whether this kernel gives SCTP sockets (loads its module if it has one).
bool kernel_has_sctp();
/// Whether raw sockets of IP protocol 132 are permitted. Without them usrsctp would wait for ever: always asked first.
Io<Nothing> raw_sctp_permitted();

/// Compiled where <netinet/sctp.h> is; untested where no kernel offered SCTP.
Io<std::unique_ptr<SctpStack>> make_kernel_sctp(Loop& loop);
/// `udp_port` 0: over IP protocol 132. Fails if the process has such a stack already.
Io<std::unique_ptr<SctpStack>> make_usrsctp(World& world, Loop& loop, std::uint16_t udp_port);

}  // namespace pellucid

#pragma once
// `run --setup-nat`: what the machine must do so that phones reach the internet through it, done by us and undone by us. Forwarding is
// switched on, packets of the phones' pools leave with the machine's address (masquerade), and TCP's segments are made to fit the way out
// (MSS clamp). All rules stand in one nftables table of our own, `inet pellucid`, which also keeps what was changed beside it: whoever
// finds the table can undo everything, so a run that was killed is cleaned up after by the next one, and by a reboot in any case.
#include <memory>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

/// What was changed beside the table.
struct ChangedSettings {
  std::vector<std::string> forwarding;      // "ipv4", "ipv6": was off
  std::vector<std::string> advertisements;  // devices whose accept_ra was 1 and is now 2
  std::uint32_t owner = 0;                  // process that did it
};

class InternetAccess {
 public:
  /// Does it for every pool of the configuration; undoes first what a killed run left. Refused while another process has it done.
  static Io<std::unique_ptr<InternetAccess>> set_up(World& world, const Config& config);
  /// Undoes it.
  ~InternetAccess();
  InternetAccess(const InternetAccess&) = delete;
  InternetAccess& operator=(const InternetAccess&) = delete;

 private:
  InternetAccess(World& world, ChangedSettings changed) : world_(world), changed_(std::move(changed)) {}
  World& world_;
  ChangedSettings changed_;
};

/// Undoes what a killed run left, if it left anything and its process is gone. A machine without nft has nothing to undo.
Io<Nothing> undo_earlier_access(World& world);

/// The table as text for nft; public for tests.
std::string access_rules(const Config& config, const ChangedSettings& changed);

/// What the rules of the machine do to packets of phones, as far as nft tells; rules of iptables-legacy are not among them.
struct Firewall {
  std::string unreadable;  // why nothing is known; empty if all is
  bool translates = false;
  bool clamps_mss = false;
  /// Chains that drop what they are not told to let through, and name none of the devices: "inet filter forward".
  std::vector<std::string> closed;
};
Firewall read_firewall(const std::vector<std::string>& devices);

}  // namespace pellucid::app

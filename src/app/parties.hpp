#pragma once
// Who is who in a capture: told by what each end says, not by its port or address alone (one address is often several functions).
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/capture.hpp"

namespace pellucid::app {

class Parties {
 public:
  enum class Role : std::uint8_t { gnb, amf, smf, upf };
  struct Way {
    std::string from, to;  // "gnb", "amf" ...; "gnb2" where there are several
    bool several = false;  // one of the two has a number
    bool from_ran = false;
  };

  /// Learns from a message. All of a capture first, then ask.
  void see(const CapturedMessage& message);
  Way way(const CapturedMessage& message) const;
  /// One line for each: "gnb  127.0.0.1:41234 (N2), 10.10.0.2 (N3)".
  std::string legend() const;

 private:
  using Roles = std::pair<Role, Role>;  // of source and target
  /// NGAP and GTP-U name an end each; where port numbers mean nothing (PFCP, GTP-U) they are left out.
  using End = std::pair<Protocol, Endpoint>;

  static std::optional<Roles> told_by(const CapturedMessage& message);
  static End end(Protocol protocol, const Endpoint& endpoint);
  Roles roles(const CapturedMessage& message) const;
  bool is_known(const End& end, Role role) const;
  void learn(const End& end, Role role);
  std::string name(const End& end, Role role, bool& several) const;

  static constexpr std::size_t max_ends = 10'000;                     // further ones stay without a number
  std::map<std::pair<Role, Protocol>, std::vector<Endpoint>> known_;  // in the order of appearance
};

}  // namespace pellucid::app

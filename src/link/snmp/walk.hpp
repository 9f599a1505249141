#pragma once
// What asking may cost, and what a walk found.
#include <chrono>
#include <string>
#include <vector>

#include "runtime/world.hpp"
#include "wire/snmp/message.hpp"

namespace pellucid::snmp {

/// Why there is no answer, in words for the operator.
struct Error {
  enum class Kind : std::uint8_t {
    silent,       // nothing came, or nothing that could be believed
    credentials,  // the device says that user, keys or security level are wrong
    refused,      // the device answered with an error
    malformed,    // the answer does not fit the question
    limit,        // the device has cost more than it may
    io,           // our own socket
  };
  Kind kind{};
  std::string text;
};

struct SessionLimits {
  unsigned tries = 3;                                  // sendings of one request
  Duration patience = std::chrono::milliseconds(800);  // for the first; doubled for each further one
  std::size_t max_requests = 20'000;                   // of one session
  std::size_t max_octets = 32u << 20;                  // received by one session
};

struct WalkLimits {
  std::size_t max_rows = 10'000;  // bindings of all columns together
  std::size_t max_octets = 8u << 20;
  Duration max_time = std::chrono::seconds(60);
  std::size_t bindings_an_answer = 48;  // asked for at once, over all columns
};

/// Columns below the roots that were asked for, each in increasing order of its OIDs.
struct Walked {
  std::vector<std::vector<Binding>> columns;
  bool complete = false;
  std::string complaint;  // why it is not: "endless: stopped after 10,000 rows"
};

}  // namespace pellucid::snmp

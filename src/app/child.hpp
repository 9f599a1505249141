#pragma once
// Other programs of the machine, run to their end (nft).
#include <string>
#include <string_view>
#include <vector>

#include "runtime/world.hpp"

namespace pellucid::app {

struct Ended {
  int status = -1;  // exit status; 128 and the signal if one ended it
  std::string out, err;
};
/// Runs argv[0], looked for in $PATH and in /usr/sbin, with `input` on its standard input. An error means that it did not run, or had not
/// ended after ten seconds (it is killed then).
Io<Ended> run_program(const std::vector<std::string>& argv, std::string_view input = {});

}  // namespace pellucid::app

#pragma once
// Issuing: a report or a bundle is handed out, and the log that it comes from says so. The log belongs to the running process, if one runs;
// then that one is asked to write the entry.
#include <functional>

#include "app/reporting.hpp"

namespace pellucid::app {

/// Calls `write` with the folder of the log, whoever can write to it (nullptr for a folder that the options name), and the actor; prints
/// what it says. Exit status.
int issue(
    const std::string& config_file, const std::string& ledger,
    const std::function<Reported(World& world, const std::string& folder, ledger::Recorder* recorder, const std::string& actor)>& write);

}  // namespace pellucid::app

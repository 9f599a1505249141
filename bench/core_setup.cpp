#include "bench/core_setup.hpp"

#include <fstream>
#include <sstream>

#include "bench/test_store.hpp"

namespace pellucid::bench {

Result<CoreSetup, std::string> CoreSetup::create(std::size_t phones) {
  CoreSetup setup;
  auto& folder = *setup.folder_;
  if (!folder.ok()) return Fail(std::string("no temporary folder"));
  auto filled = fill_store(folder.file("store.db"), folder.file("store.key"), phones);
  if (!filled.ok()) return Fail(filled.error());
  setup.home_key_ = filled->home_key;
  std::ofstream config(folder.file("pellucid.toml"));
  config << "[ledger]\nfolder = \"" << folder.file("ledger") << "\"\nkey = \"file:" << folder.file("ledger.key")
         << "\"\n[oversight]\nwatch_host = false\n[store]\npath = \"" << folder.file("store.db") << "\"\nkey = \""
         << folder.file("store.key") << "\"\n"
         << "[control]\nsocket = \"" << folder.file("control.sock") << "\"\n[log]\nlevel = \"info\"\n";
  if (!config.flush()) return Fail(folder.file("pellucid.toml") + " cannot be written");
  return setup;
}

Io<ChildProcess> CoreSetup::start(int processor) const {
  return ChildProcess::start({.command = {program_beside_us("pellucid"), "run", "--config", folder_->file("pellucid.toml")},
                              .processor = processor,
                              .errors_to = folder_->file("log")});
}

std::string CoreSetup::log() const {
  std::ifstream in(folder_->file("log"));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace pellucid::bench

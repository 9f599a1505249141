#include "app/issuing.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <thread>

#include "app/control.hpp"
#include "app/records.hpp"

namespace pellucid::app {
namespace {

using ledger::LedgerError;
using ledger::LedgerResult;

/// The log of the running process: it takes the entry, and has it on the disk when record() returns.
class RunningRecorder final : public ledger::Recorder {
 public:
  static constexpr auto patience = std::chrono::seconds(10);

  RunningRecorder(std::string socket, std::string folder) : socket_(std::move(socket)), folder_(std::move(folder)) {}

  LedgerResult<std::uint64_t> record(ledger::Entry entry, std::vector<ledger::Secret>) override {
    Tree arguments = Tree::object();
    arguments.add("issued", entry.after);
    auto answer = ask_running(socket_, "report issued", arguments, entry.reason);
    if (!answer.ok()) return Fail(LedgerError{LedgerError::Kind::disk, socket_, answer.error().what, "try again"});
    auto text = answer->text();
    std::uint64_t index = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc()) return Fail(LedgerError{LedgerError::Kind::invalid, socket_, "unexpected answer " + text, ""});
    return published(index);
  }
  void when_durable(std::uint64_t, std::function<void()> then) override { then(); }
  std::string trouble() const override { return {}; }

 private:
  LedgerResult<std::uint64_t> published(std::uint64_t index) const {
    auto end = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < end) {
      auto reader = ledger::Reader::open(folder_);
      if (reader.ok() && reader->size() > index) return index;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return Fail(LedgerError{LedgerError::Kind::disk, folder_, "the running process did not publish the entry in time", "try again"});
  }
  std::string socket_, folder_;
};

int say(const Reported& done) {
  std::fputs((done.ok() ? *done : done.error() + "\n").c_str(), done.ok() ? stdout : stderr);
  return done.ok() ? 0 : 1;
}

}  // namespace

int issue(
    const std::string& config_file, const std::string& ledger,
    const std::function<Reported(World& world, const std::string& folder, ledger::Recorder* recorder, const std::string& actor)>& write) {
  auto opened = RealWorld::open({.log_level = Severity::warning, .log_to = {}});
  if (!opened.ok()) return say(Fail(opened.error().what));
  auto& world = **opened;
  if (!ledger.empty()) return say(write(world, ledger, nullptr, this_user()));
  auto loaded = load_config(config_file);
  if (!loaded.usable()) {
    for (auto& finding : loaded.findings) std::fprintf(stderr, "%s\n", finding.text().c_str());
    return 2;
  }
  auto& config = loaded.config;
  auto running = ask_running(config.control_socket, "ledger status", Tree::object(), "");
  if (running.ok()) {
    RunningRecorder recorder(config.control_socket, config.ledger_folder);
    return say(write(world, config.ledger_folder, &recorder, this_user()));
  }
  if (!running.error().nobody) return say(Fail(running.error().what));
  auto records = Records::open(world, config, Records::Writing::here);
  if (!records.ok()) return say(Fail(records.error()));
  return say(write(world, config.ledger_folder, &(*records)->recorder(), this_user()));
}

}  // namespace pellucid::app

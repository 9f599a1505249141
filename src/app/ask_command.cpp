// Commands that a running process answers; what concerns the store alone is done on the store when none runs.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "app/commands.hpp"
#include "app/operate.hpp"
#include "app/status_text.hpp"

namespace pellucid::app {
namespace {

int fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  return 1;
}

void print(const Tree& answer, bool json) {
  if (json)
    std::printf("%s\n", answer.json().c_str());
  else if (auto* rows = answer.as_array(); rows && rows->empty())
    std::printf("nothing\n");
  else
    std::printf("%s", answer.outline().c_str());
}

/// The store of the configuration, opened by this process because no other one has it.
Result<Tree, std::string> on_the_store(const AskOptions& options, const Config& config) {
  auto world = RealWorld::open({.log_level = Severity::warning, .log_to = {}});
  if (!world.ok()) return Fail(world.error().what);
  store::StoreOptions where{.file = config.store_path, .key_file = config.key_path};
  if (options.command == "restore") {
    auto* file = options.arguments.find("file");
    auto restored = store::Store::restore(**world, file ? file->text() : "", where);
    if (!restored.ok()) return Fail(restored.error().text());
    auto records = Records::open(**world, config, Records::Writing::here);
    if (!records.ok()) return Fail("the subscribers are restored, but that is not recorded: " + records.error());
    Tree after = Tree::object();
    after.add("subscribers", restored->subscribers);
    after.add("home_keys", restored->home_keys);
    auto recorded =
        (*records)->chronicle().record(entry_of("store.restored", "subscribers", this_user(), options.reason, {}, std::move(after)));
    if (!recorded.ok()) return Fail("the subscribers are restored, but that is not recorded: " + recorded.error());
    return Tree("restored " + std::to_string(restored->subscribers) + " subscribers and " + std::to_string(restored->home_keys) +
                " home network keys" + (restored->replaced.empty() ? "" : "; what stood there is now " + restored->replaced));
  }
  auto store = store::Store::open(**world, where);
  if (!store.ok()) return Fail(store.error().text());
  auto records = Records::open(**world, config, Records::Writing::here);
  if (!records.ok()) return Fail(records.error());
  return operate(**world, **store, nullptr, **records, {options.command, options.arguments, options.reason, this_user()});
}

}  // namespace

int ask_command(const AskOptions& asked) {
  AskOptions options = asked;
  auto loaded = access(options.config_file.c_str(), F_OK) == 0 ? load_config(options.config_file) : LoadedConfig{};
  if (!loaded.usable()) {
    for (auto& finding : loaded.findings) std::fprintf(stderr, "%s\n", finding.text().c_str());
    return 2;
  }
  // A file is read here, with the rights of whoever asks, and sent as its content.
  if (options.command == "subscriber import" || options.command == "element import") {
    std::ifstream in(options.arguments.find("file")->text(), std::ios::binary);
    std::ostringstream content;
    if (!in || !(content << in.rdbuf())) return fail(options.arguments.find("file")->text() + ": cannot be read");
    options.arguments.add("content", content.str());
  }
  auto answer = ask_running(loaded.config.control_socket, options.command, options.arguments, options.reason);
  if (options.command == "restore" && (answer.ok() || !answer.error().nobody))
    return fail("stop the running pellucid first: restoring replaces its database");
  if (answer.ok()) {
    if (options.command == "status" && !options.json)
      std::printf("%s", status_text(*answer).c_str());
    else
      print(*answer, options.json);
    return 0;
  }
  if (!answer.error().nobody) return fail(answer.error().what);
  bool needs_network = options.command == "status" || options.command == "explain" || options.command == "deregister";
  if (needs_network) return fail("no pellucid is running (" + answer.error().what + ")");
  auto done = on_the_store(options, loaded.config);
  if (!done.ok()) return fail(done.error());
  print(*done, options.json);
  return 0;
}

}  // namespace pellucid::app

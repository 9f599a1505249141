#pragma once
// `pellucid run` in a network of the test's own, with a store, a control socket and the commands that talk to it.
#include <gtest/gtest.h>
#include <httplib.h>

#include <memory>

#include "app/processes.hpp"

namespace pellucid::app::test {

inline std::string content(const std::string& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Core : Machine {
  static constexpr const char* k = "465B5CE8B199B49FAA5F0A2EE238A6BC";
  static constexpr const char* opc = "E8ED289DEBA952E4283B54E88E6183CA";
  std::unique_ptr<Process> core;
  std::string config;

  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(Machine::SetUp());
    write_config();
  }
  /// `oversight`: further lines of that section.
  void write_config(const std::string& oversight = "") {
    config = write("pellucid.toml", "[ledger]\nfolder = \"" + path("ledger") + "\"\nkey = \"file:" + path("ledger.key") +
                                        "\"\norigin = \"test.example/log\"\n[oversight]\npolicy_lists = []\nwatch_host = false\n" +
                                        oversight + "\n[store]\npath = \"" + path("store.db") + "\"\nkey = \"" + path("store.key") +
                                        "\"\n[control]\nsocket = \"" + path("control") + "\"\n[api]\nlisten = \"127.0.0.1:9090\"\n");
  }
  void TearDown() override {
    core.reset();
    Machine::TearDown();
  }
  void start(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"run", "--config", config};
    arguments.insert(arguments.end(), more.begin(), more.end());
    core = std::make_unique<Process>(arguments, folder());
    ASSERT_TRUE(core->says("is up with")) << core->err();
  }
  /// A command that must succeed; its answer.
  Tree ask(std::vector<std::string> command) {
    command.insert(command.end(), {"--config", config, "--json"});
    auto done = pellucid(command);
    EXPECT_EQ(done.status, 0) << command.front() << ": " << done.err;
    auto answer = parse_json(done.out);
    return answer ? *answer : Tree();
  }
  Finished tell(std::vector<std::string> command) {
    command.insert(command.end(), {"--config", config});
    return pellucid(command);
  }
  std::string status(const char* what) {
    auto all = ask({"status"});
    auto* found = all.find(what);
    return found ? found->text() : "";
  }
  /// A phone whose base station is gone is paged for a minute.
  bool until_status(const char* what, const std::string& value) {
    auto end = std::chrono::steady_clock::now() + 120s;
    while (std::chrono::steady_clock::now() < end)
      if (status(what) == value) return true;
    ADD_FAILURE() << what << " is " << status(what) << ", not " << value;
    return false;
  }
  void add_subscribers(int count) {
    std::string csv = "imsi,k,opc\n";
    for (int n = 1; n <= count; ++n) csv += std::to_string(999700000000000ull + unsigned(n)) + "," + k + "," + opc + "\n";
    auto done = tell({"subscriber", "import", write("subscribers.csv", csv), "--apply"});
    ASSERT_EQ(done.status, 0) << done.err;
  }
  std::string http(const std::string& what, int expected = 200) {
    httplib::Client client("127.0.0.1", 9090);
    auto answer = client.Get(what);
    if (!answer) {
      ADD_FAILURE() << what << ": no answer";
      return {};
    }
    EXPECT_EQ(answer->status, expected) << what;
    return answer->body;
  }
};

}  // namespace pellucid::app::test

// pellucid-verify: what do these files prove? For auditors: one static program, no daemon, no network, nothing but the files it is given.
#include <charconv>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "ledger/format/proof_file.hpp"
#include "ledger/verify/verify.hpp"

using namespace pellucid;
using namespace pellucid::ledger;

namespace {

constexpr const char* usage_text =
    "pellucid-verify [OPTIONS] PATH...\n"
    "\n"
    "PATH is an audit bundle, the folder of a log, or a proof file (.tlog-proof). Says in plain words what it proves and what it does "
    "not.\n"
    "\n"
    "  --policy FILE      keys of log and witnesses, and the quorum (C2SP tlog-policy), as you got them from elsewhere\n"
    "  --key VKEY         key of the log (name+id+base64), instead of a policy or besides it\n"
    "  --known FILE       a checkpoint of this log that you kept: what is checked must contain it, and not be older\n"
    "  --max-age SECONDS  the policy's quorum must have cosigned the log so lately\n"
    "  --now SECONDS      since 1970, instead of this machine's clock; for --max-age\n"
    "\n"
    "Exit status: 0 it holds; 1 it was tampered with; 2 not everything asked for could be checked, or it is not new enough.\n";

constexpr int cannot_check = int(Outcome::unchecked);

struct Command {
  Trust trust;
  std::vector<std::string> paths;
};

int complain(const std::string& what) {
  std::fprintf(stderr, "pellucid-verify: %s\n(pellucid-verify --help tells what it takes)\n", what.c_str());
  return cannot_check;
}

Result<std::string, std::string> read_text(const std::string& path, std::size_t limit) {
  auto slash = path.rfind('/');
  DiskFolder folder(slash == std::string::npos ? "." : path.substr(0, slash + 1));
  auto content = folder.read(slash == std::string::npos ? path : path.substr(slash + 1), limit);
  if (!content.ok()) return Fail(path + ": " + content.error());
  return std::string(as_text(*content));
}

Result<std::uint64_t, std::string> number(const std::string& option, const std::string& text) {
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr std::uint64_t largest = std::uint64_t(1) << 40;  // sums of two stay far from the end
  if (error != std::errc() || end != text.data() + text.size() || value > largest)
    return Fail(option + " " + text + ": not a number of seconds from 0 to 2^40");
  return value;
}

/// What is wrong, or nothing.
std::string take_option(const std::string& option, const std::string& value, Command& command) {
  auto& trust = command.trust;
  auto key_list = [&]() -> std::vector<Policy::Log>& {
    if (!trust.policy) trust.policy.emplace();
    return trust.policy->logs;
  };
  if (option == "--policy") {
    auto text = read_text(value, Policy::max_octets);
    if (!text.ok()) return text.error();
    auto policy = parse_policy(*text);
    if (!policy.ok()) return value + ": " + policy.error().text();
    if (trust.policy) policy->logs.insert(policy->logs.end(), trust.policy->logs.begin(), trust.policy->logs.end());
    trust.policy = std::move(*policy);
  } else if (option == "--key") {
    auto key = parse_verifier_key(value);
    if (!key.ok() || key->type != KeyType::ed25519)
      return "--key " + value + ": " + (key.ok() ? "is a witness's key, not a log's" : key.error());
    key_list().push_back({*key, ""});
  } else if (option == "--known") {
    auto text = read_text(value, max_note_octets);
    if (!text.ok()) return text.error();
    trust.known.push_back(*text);
  } else if (option == "--max-age" || option == "--now") {
    auto seconds = number(option, value);
    if (!seconds.ok()) return seconds.error();
    if (option == "--now")
      trust.now = *seconds;
    else
      trust.max_age = *seconds;
  } else {
    return option + " is no option";
  }
  return {};
}

Verdict verify(const std::string& path, const Trust& trust) {
  DiskFolder folder(path);
  if (folder.has("log/checkpoint") || !folder.files("log").empty()) return verify_bundle(folder, trust);
  if (folder.has(checkpoint_file) || !folder.files("tile").empty() || !path.ends_with(proof_file_extension))
    return verify_log(folder, trust);
  auto text = read_text(path, max_proof_file_octets);
  if (text.ok()) return verify_proof(path, *text, trust);
  Verdict verdict;
  verdict.unchecked("missing file", "", text.error());
  return verdict;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  Command command;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--help" || words[i] == "-h") return std::fputs(usage_text, stdout) < 0;
    if (words[i] == "--version") return std::puts(PELLUCID_VERSION) < 0;
    if (!words[i].starts_with("-")) {
      command.paths.push_back(words[i]);
      continue;
    }
    if (i + 1 == words.size()) return complain(words[i] + " needs a value");
    auto wrong = take_option(words[i], words[i + 1], command);
    if (!wrong.empty()) return complain(wrong);
    ++i;
  }
  if (command.paths.empty()) return complain("nothing to verify");
  if (command.trust.now == 0)
    command.trust.now =
        std::uint64_t(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
  Outcome worst = Outcome::holds;
  for (auto& path : command.paths) {
    auto verdict = verify(path, command.trust);
    std::printf("%s%s\n\n%s", path == command.paths.front() ? "" : "\n", path.c_str(), verdict.text().c_str());
    if (verdict.outcome() == Outcome::tampered || worst == Outcome::holds) worst = verdict.outcome();
  }
  return int(worst);
}

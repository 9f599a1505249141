#include "app/signing_key.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "app/child.hpp"
#include "app/control.hpp"
#include "crypto/secret.hpp"
#include "ledger/witness/signing_service.hpp"

namespace pellucid::app {
namespace {

using Seed = Result<crypto::Key256, std::string>;
using Opened = Result<std::unique_ptr<ledger::Signer>, std::string>;
constexpr auto service_patience = std::chrono::seconds(5);

Seed from_file(World& world, const std::string& path, const std::string& setting) {
  struct stat about{};
  const std::string here = setting + " = file:" + path + ": ";
  if (lstat(path.c_str(), &about) != 0) return Fail(here + "is not there");
  if (!S_ISREG(about.st_mode) || (about.st_mode & 077) != 0 || (about.st_uid != geteuid() && about.st_uid != 0))
    return Fail(here + "allowed is a plain file of this account with mode 0600; fix: chmod 600 " + path);
  auto content = world.read_file(path);
  if (!content.ok()) return Fail(here + content.error().what);
  auto seed = from_hex<32>(as_text(*content));
  crypto::wipe(*content);
  if (!seed) return Fail(here + "allowed are 64 hexadecimal digits, the seed of an Ed25519 key");
  return *seed;
}

Seed from_command(const std::string& line, const std::string& setting) {
  const std::string here = setting + " = command:" + line + ": ";
  std::vector<std::string> words(1);
  for (char c : line)
    if (c != ' ')
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  if (words.back().empty()) words.pop_back();
  if (words.empty()) return Fail(here + "names no program");
  auto done = run_program(words);
  if (!done.ok()) return Fail(here + done.error().what);
  if (done->status != 0) return Fail(here + "ended with status " + std::to_string(done->status));
  auto seed = done->out.size() == 32 ? from_hex<32>(hex(as_bytes(done->out))) : from_hex<32>(done->out);
  crypto::wipe({reinterpret_cast<std::uint8_t*>(done->out.data()), done->out.size()});
  if (!seed) return Fail(here + "it must print 32 octets, or 64 hexadecimal digits");
  return *seed;
}

Result<Tree, std::string> ask_service(const std::string& path, const char* command, Tree arguments) {
  auto answer = ask_running(path, command, arguments, "", service_patience);
  if (!answer.ok()) return Fail("the signing service does not answer: " + answer.error().what);
  return *answer;
}

Opened from_socket(const std::string& path, const std::string& origin) {
  const std::string here = "ledger.key = socket:" + path + ": ";
  auto told = ask_service(path, key_command, Tree::object());
  if (!told.ok()) return Fail(here + told.error());
  auto key = ledger::parse_verifier_key(told->text());
  if (!key.ok()) return Fail(here + key.error());
  if (key->name != origin) return Fail(here + "it signs for \"" + key->name + "\", the log is \"" + origin + "\"");
  return std::make_unique<ledger::RemoteSigner>(*key, [path](const std::string& request) -> Result<ledger::WitnessReply, std::string> {
    auto answer = ask_service(path, sign_command, Tree(Tree::Object{{"request", request}}));
    if (!answer.ok()) return Fail(answer.error());
    auto *status = answer->find("status"), *body = answer->find("body");
    if (!status || !body) return Fail(std::string("the signing service answers something else"));
    return ledger::WitnessReply{std::atoi(status->text().c_str()), body->text(), {}};
  });
}

}  // namespace

Seed read_seed(World& world, const std::string& source, const std::string& setting) {
  if (source.starts_with("file:")) return from_file(world, source.substr(5), setting);
  if (source.starts_with("command:")) return from_command(source.substr(8), setting);
  return Fail(setting + " = " + source + ": allowed are file:PATH, command:PROGRAM ARGUMENTS, and for a log socket:PATH");
}

Seed make_seed_file(World& world, const std::string& path) {
  struct stat about{};
  if (lstat(path.c_str(), &about) == 0) return Fail(path + " is there already");
  crypto::Key256 seed;
  world.random(seed);
  auto written = world.write_file(path, as_bytes(hex(seed) + "\n"), 0600);
  if (!written.ok()) return Fail(written.error().what);
  return seed;
}

Opened open_signer(World& world, const std::string& source, const std::string& origin) {
  constexpr const char* setting = "ledger.key";
  if (source.starts_with("socket:")) return from_socket(source.substr(7), origin);
  struct stat about{};
  const bool begin = source.starts_with("file:") && lstat(source.c_str() + 5, &about) != 0;
  auto seed = begin ? make_seed_file(world, source.substr(5)) : read_seed(world, source, setting);
  if (!seed.ok()) return Fail(seed.error());
  return std::make_unique<ledger::FileSigner>(origin, ledger::KeyType::ed25519, *seed);
}

}  // namespace pellucid::app

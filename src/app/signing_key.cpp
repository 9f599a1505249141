#include "app/signing_key.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>

#include "app/child.hpp"
#include "crypto/secret.hpp"

namespace pellucid::app {
namespace {

using Opened = Result<std::unique_ptr<ledger::Signer>, std::string>;

/// 64 hexadecimal digits, white space around them allowed.
std::optional<crypto::Key256> seed_of(std::string_view text) { return from_hex<32>(text); }

Opened with_seed(const crypto::Key256& seed, const std::string& origin) {
  return std::make_unique<ledger::FileSigner>(origin, ledger::KeyType::ed25519, seed);
}

Opened from_file(World& world, const std::string& path, const std::string& origin) {
  struct stat about{};
  if (lstat(path.c_str(), &about) != 0) {
    crypto::Key256 seed;
    world.random(seed);
    auto written = world.write_file(path, as_bytes(hex(seed) + "\n"), 0600);
    if (!written.ok()) return Fail("ledger.key: " + written.error().what);
    return with_seed(seed, origin);
  }
  if (!S_ISREG(about.st_mode) || (about.st_mode & 077) != 0 || (about.st_uid != geteuid() && about.st_uid != 0))
    return Fail("ledger.key = file:" + path + ": allowed is a plain file of this account with mode 0600; fix: chmod 600 " + path);
  auto content = world.read_file(path);
  if (!content.ok()) return Fail("ledger.key: " + content.error().what);
  auto seed = seed_of(as_text(*content));
  if (!seed) return Fail("ledger.key = file:" + path + ": allowed are 64 hexadecimal digits, the seed of an Ed25519 key");
  return with_seed(*seed, origin);
}

Opened from_command(const std::string& line, const std::string& origin) {
  std::vector<std::string> words(1);
  for (char c : line)
    if (c != ' ')
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  if (words.back().empty()) words.pop_back();
  auto done = run_program(words);
  if (!done.ok()) return Fail("ledger.key = command:" + line + ": " + done.error().what);
  if (done->status != 0) return Fail("ledger.key = command:" + line + ": ended with status " + std::to_string(done->status));
  auto seed = done->out.size() == 32 ? from_hex<32>(hex(as_bytes(done->out))) : seed_of(done->out);
  crypto::wipe({reinterpret_cast<std::uint8_t*>(done->out.data()), done->out.size()});
  if (!seed) return Fail("ledger.key = command:" + line + ": it must print 32 octets, or 64 hexadecimal digits");
  return with_seed(*seed, origin);
}

}  // namespace

Opened open_signer(World& world, const std::string& source, const std::string& origin) {
  if (source.starts_with("file:")) return from_file(world, source.substr(5), origin);
  if (source.starts_with("command:")) return from_command(source.substr(8), origin);
  return Fail("ledger.key = " + source + ": allowed are file:PATH, command:PROGRAM ARGUMENTS and socket:PATH");
}

}  // namespace pellucid::app

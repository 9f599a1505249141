// `pellucid signer`: the log's key in another account's hands (ledger/witness/signing_service.hpp), asked over a Unix socket.
#include <signal.h>

#include <cstdio>

#include "app/commands.hpp"
#include "app/control.hpp"
#include "app/signing_key.hpp"
#include "ledger/witness/signing_service.hpp"
#include "runtime/file_lock.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::app {
namespace {

int signer_failed(const std::string& what) {
  std::fprintf(stderr, "pellucid signer: %s\n", what.c_str());
  return 1;
}

std::string state_of(const std::string& key_file) { return key_file + ".last"; }

}  // namespace

int signer_keygen_command(const SignerOptions& options) {
  auto world = RealWorld::open({.log_level = Severity::warning, .log_to = {}});
  if (!world.ok()) return signer_failed(world.error().what);
  if (!ledger::is_key_name(options.origin))
    return signer_failed("--origin " + options.origin + ": no white space and no plus sign is allowed");
  auto seed = make_seed_file(**world, options.key_file);
  if (!seed.ok()) return signer_failed(seed.error());
  ledger::FileSigner key(options.origin, ledger::KeyType::ed25519, *seed);
  auto begun = ledger::SigningService::begin(**world, key, state_of(options.key_file));
  if (!begun.ok()) return signer_failed(begun.error());
  std::printf("%s\n", key.key().text().c_str());
  return 0;
}

int signer_command(const SignerOptions& options) {
  auto opened = RealWorld::open({.log_level = Severity::info, .log_to = {}});
  if (!opened.ok()) return signer_failed(opened.error().what);
  auto& world = **opened;
  auto lock = FileLock::take(options.key_file);
  if (!lock.ok()) return signer_failed(options.key_file + ": " + lock.error().what);
  auto seed = read_seed(world, "file:" + options.key_file, "--key");
  if (!seed.ok()) return signer_failed(seed.error());
  ledger::FileSigner key(options.origin, ledger::KeyType::ed25519, *seed);
  auto service = ledger::SigningService::open(world, key, state_of(options.key_file));
  if (!service.ok()) return signer_failed(service.error());
  auto answer = [&](const ControlRequest& request) -> ControlReply {
    if (request.command == key_command) return Tree(key.key().text());
    if (request.command != sign_command) return Fail(std::string("this service only signs"));
    auto reply = (*service)->sign(request.argument("request"));
    if (reply.status != 200 && reply.status != 409)
      world.log(Severity::error, "signer", request.actor + ": refused (" + std::to_string(reply.status) + "): " + reply.body);
    return Tree(Tree::Object{{"status", reply.status}, {"body", reply.body}});
  };
  auto server = ControlServer::open(world, options.socket, answer);
  if (!server.ok()) return signer_failed(server.error().what);
  auto signals = world.on_signals({SIGINT, SIGTERM}, [&](int) { world.stop(); });
  if (!signals.ok()) return signer_failed(signals.error().what);
  world.log(
      Severity::info, "signer",
      "signs for " + options.origin + " at " + options.socket + ", last a tree of " + std::to_string((*service)->last().size) + " entries");
  world.run();
  return 0;
}

}  // namespace pellucid::app

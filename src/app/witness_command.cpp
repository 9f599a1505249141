// `pellucid witness`: a witness (ledger/witness/witness.hpp) over HTTP. It runs anywhere, best where the log's operator has no say.
#include <signal.h>

#include <cstdio>
#include <filesystem>

#include "api/http_server.hpp"
#include "app/commands.hpp"
#include "app/signing_key.hpp"
#include "ledger/witness/witness.hpp"
#include "runtime/file_lock.hpp"

namespace pellucid::app {
namespace {

int witness_failed(const std::string& what) {
  std::fprintf(stderr, "pellucid witness: %s\n", what.c_str());
  return 1;
}

/// "127.0.0.1:7700", "[::1]:7700".
std::optional<Endpoint> parse_listen(const std::string& text) {
  auto colon = text.rfind(':');
  if (colon == std::string::npos) return {};
  auto host = text.substr(0, colon), port = text.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  auto address = IpAddress::parse(host);
  if (!address || port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos) return {};
  auto number = std::stoul(port);
  if (number > 65'535) return {};
  return Endpoint{*address, std::uint16_t(number)};
}

api::HttpReply http_reply(ledger::WitnessReply reply) { return {reply.status, std::move(reply.type), std::move(reply.body)}; }

Result<std::vector<ledger::VerifierKey>, std::string> parse_logs(const std::vector<std::string>& texts) {
  std::vector<ledger::VerifierKey> out;
  for (auto& text : texts) {
    auto key = ledger::parse_verifier_key(text);
    if (!key.ok()) return Fail("--log " + text + ": " + key.error());
    out.push_back(*key);
  }
  return out;
}

}  // namespace

int witness_keygen_command(const WitnessOptions& options) {
  auto world = RealWorld::open({.log_level = Severity::warning, .log_to = {}});
  if (!world.ok()) return witness_failed(world.error().what);
  if (!ledger::is_key_name(options.name)) return witness_failed("--name " + options.name + ": no white space and no plus sign is allowed");
  auto seed = make_seed_file(**world, options.key_file);
  if (!seed.ok()) return witness_failed(seed.error());
  std::printf("%s\n", ledger::FileSigner(options.name, ledger::KeyType::cosignature, *seed).key().text().c_str());
  return 0;
}

int witness_command(const WitnessOptions& options) {
  auto opened = RealWorld::open({.log_level = Severity::info, .log_to = {}});
  if (!opened.ok()) return witness_failed(opened.error().what);
  auto& world = **opened;
  auto listen = parse_listen(options.listen);
  if (!listen) return witness_failed("--listen " + options.listen + ": expected ADDRESS:PORT, such as 0.0.0.0:7700");
  auto logs = parse_logs(options.logs);
  if (!logs.ok()) return witness_failed(logs.error());
  auto seed = read_seed(world, "file:" + options.key_file, "--key");
  if (!seed.ok()) return witness_failed(seed.error());
  std::error_code error;
  std::filesystem::create_directories(options.state, error);
  auto lock = FileLock::take(options.state + "/witness");
  if (!lock.ok()) return witness_failed(options.state + ": " + lock.error().what);
  ledger::FileSigner key(options.name, ledger::KeyType::cosignature, *seed);
  auto witness = ledger::Witness::open(world, key, options.state, *logs);
  if (!witness.ok()) return witness_failed(witness.error());
  auto signals = world.on_signals({SIGINT, SIGTERM}, [&](int) { world.stop(); });
  if (!signals.ok()) return witness_failed(signals.error().what);
  auto server = api::HttpServer::open(
      world, *listen, [&](const std::string& path) { return http_reply((*witness)->get(path)); },
      [&](const std::string& path, const std::string& body) {
        if (path != "/add-checkpoint") return api::HttpReply{404, "text/plain; charset=utf-8", "not here\n"};
        return http_reply((*witness)->add_checkpoint(body));
      });
  if (!server.ok()) return witness_failed("--listen " + server.error().what);
  world.log(Severity::info, "witness", key.key().text() + " listens at http://" + (*server)->local().text());
  world.run();
  return 0;
}

}  // namespace pellucid::app

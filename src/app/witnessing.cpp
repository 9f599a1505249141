#include "app/witnessing.hpp"

namespace pellucid::app {

using Standing = ledger::Submission::Standing;

Result<std::unique_ptr<Witnessing>, std::string> Witnessing::start(RealWorld& world, const ledger::Policy& policy,
                                                                   const std::string& log_folder) {
  auto reader = ledger::Reader::open(log_folder);
  if (!reader.ok()) return Fail(reader.error().text());
  std::unique_ptr<Witnessing> out(new Witnessing(world, policy, log_folder, std::move(*reader)));
  for (auto& witness : out->submission_.witnesses()) {
    auto client = api::HttpClient::open(world, witness.url);
    if (!client.ok()) return Fail("witness " + witness.name + ": " + client.error());
    out->clients_.push_back(std::move(*client));
  }
  out->tick();
  return out;
}

Witnessing::Witnessing(RealWorld& world, const ledger::Policy& policy, std::string folder, ledger::Reader reader)
    : world_(world),
      folder_(std::move(folder)),
      reader_(std::move(reader)),
      submission_(policy,
                  [this](std::uint64_t old_size, std::uint64_t size) {
                    auto proof = reader_.prove_consistency(old_size, size);
                    return proof.ok() ? std::optional(std::move(*proof)) : std::nullopt;
                  }),
      told_(submission_.witnesses().size(), Standing::new_),
      timer_(world) {}

Witnessing::~Witnessing() = default;

void Witnessing::tick() {
  auto refreshed = reader_.refresh();
  trouble_ = refreshed.ok() ? "" : refreshed.error().text();
  if (refreshed.ok()) submission_.offer(reader_.checkpoint().note.encoded());
  if (world_.now() - renewed_ >= renewal) {
    submission_.renew();
    renewed_ = world_.now();
  }
  for (std::size_t i = 0; i < clients_.size(); ++i) ask(i);
  publish();
  timer_.start(interval, [this] { tick(); });
}

void Witnessing::ask(std::size_t i) {
  auto request = submission_.next(i, world_.now());
  if (!request) return;
  if (!clients_[i]->post("add-checkpoint", std::move(*request), [this, i](api::HttpAnswer answer) { answered(i, std::move(answer)); }))
    submission_.failed(i, "the last request is still under way", world_.now());
}

void Witnessing::answered(std::size_t i, api::HttpAnswer answer) {
  if (answer.error.empty())
    submission_.answered(i, {answer.status, std::move(answer.body), std::move(answer.type)}, world_.now(), world_.wall());
  else
    submission_.failed(i, answer.error, world_.now());
  auto& state = submission_.witnesses()[i];
  // Told when it changes, not each time.
  if (std::exchange(told_[i], state.standing) != state.standing) {
    bool good = state.standing == Standing::cosigns;
    world_.log(good                                      ? Severity::info
               : state.standing == Standing::unreachable ? Severity::warning
                                                         : Severity::error,
               "witness", state.name + " " + std::string(text(state.standing)) + (good ? "" : ": " + state.error));
  }
  ask(i);  // after 409 at once, from the size that it told
}

/// At most once a tick: it waits for the disk.
void Witnessing::publish() {
  if (submission_.cosigned() == published_) return;
  auto written = world_.write_file(folder_ + "/checkpoint.cosigned", as_bytes(submission_.cosigned()), 0644);
  if (written.ok())
    published_ = submission_.cosigned();
  else
    trouble_ = written.error().what;
}

Tree Witnessing::tree() const {
  auto out = submission_.tree();
  if (!trouble_.empty()) out.add("trouble", trouble_);
  return out;
}

}  // namespace pellucid::app

// pellucid-ledger-bench ledger [--json FILE]: how fast the log writes, proves and is verified.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <random>

#include "bench/program.hpp"
#include "bench/scratch_folder.hpp"
#include "bench/stopwatch.hpp"
#include "ledger/log/log.hpp"
#include "ledger/log/reader.hpp"
#include "ledger/log/recorder.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::bench {
namespace {

using namespace ledger;

constexpr std::uint64_t log_entries = 1'000'000, tree_entries = 10'000'000;
constexpr std::size_t group_entries = 4096;
constexpr std::uint64_t warm_tiles = 64;
constexpr int changes_per_s = 1000, change_seconds = 5;

/// What a base station's change leaves in the log: about 295 octets.
NewEntry change(std::uint64_t n) {
  NewEntry out;
  out.entry.type = "element.changed";
  out.entry.element = "gnb-id:999-70-" + std::to_string(n % 5000);
  out.entry.actor = "pellucid";
  out.entry.reason = "found by polling";
  out.entry.before = Tree(Tree::Object{{"firmware", "4.1.7"}, {"serial", std::to_string(n)}, {"vendor", "Example Networks"}});
  out.entry.after = Tree(Tree::Object{{"firmware", "4.1.8"}, {"serial", std::to_string(n)}, {"vendor", "Example Networks"}});
  return out;
}

FileSigner bench_signer() { return FileSigner("bench.example/log", KeyType::ed25519, crypto::Key256{}); }

/// fdatasync of a small write, a second: the disk's limit for one durable thing at a time.
double bare_syncs_per_s(const std::string& file) {
  FileDescriptor fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  Bytes block(400, 0xA5);
  std::size_t done = 0;
  double start = wall_s();
  while (fd && wall_s() - start < 1.5) {
    if (::pwrite(fd.get(), block.data(), block.size(), off_t(done * block.size())) < 0 || ::fdatasync(fd.get()) != 0) break;
    ++done;
  }
  return double(done) / (wall_s() - start);
}

std::optional<std::string> measure_appends(Report& report, World& world, const std::string& folder, double& bare) {
  auto signer = bench_signer();
  auto log = Log::open(world, {.folder = folder, .signer = signer});
  if (!log.ok()) return log.error().text();
  bare = bare_syncs_per_s(folder + ".bare");
  std::uint64_t singles = 0;
  double start = wall_s();
  for (; wall_s() - start < 2; ++singles) {
    auto entry = change(singles);
    if (auto done = (*log)->append({&entry, 1}); !done.ok()) return done.error().text();
  }
  const double one_by_one = double(singles) / (wall_s() - start);
  bare = (bare + bare_syncs_per_s(folder + ".bare")) / 2;
  report.add({.name = "entries one by one, each durable and signed", .value = one_by_one, .unit = "/s", .limit = bare});

  std::vector<NewEntry> group;
  const auto before = (*log)->size();
  start = wall_s();
  const double cpu = thread_cpu_s();
  while ((*log)->size() < log_entries) {
    group.clear();
    for (auto n = (*log)->size(); group.size() < group_entries && n < log_entries; ++n) group.push_back(change(n));
    if (auto done = (*log)->append(group); !done.ok()) return done.error().text();
  }
  const double count = double((*log)->size() - before), wall = wall_s() - start, spent = thread_cpu_s() - cpu;
  report.add({.name = "entries, 4,096 at once, durable and signed", .value = count / wall, .unit = "/s", .aim = 50'000});
  report.add({.name = "the same by processor time", .value = count / spent, .unit = "/CPU-s"});
  return {};
}

std::optional<std::string> measure_verification(Report& report, World& world, const std::string& folder) {
  auto reader = Reader::open(folder);
  if (!reader.ok()) return reader.error().text();
  double start = wall_s(), cpu = thread_cpu_s();
  auto whole = reader->verify_files();
  if (!whole.ok()) return whole.error().text();
  const double spent = thread_cpu_s() - cpu;
  report.add({.name = "all of a log of a million entries verified", .value = wall_s() - start, .unit = "s", .better = Better::less});
  report.add({.name = "the same by processor time", .value = spent, .unit = "CPU-s", .better = Better::less});
  auto signer = bench_signer();
  start = wall_s();
  auto log = Log::open(world, {.folder = folder, .signer = signer});
  if (!log.ok()) return log.error().text();
  report.add({.name = "that log opened for writing", .value = (wall_s() - start) * 1e3, .unit = "ms", .better = Better::less});
  return {};
}

/// From record() to its when_durable(), while a thousand entries come a second.
std::optional<std::string> measure_latency(Report& report, RealWorld& world, const std::string& folder, double bare) {
  auto signer = bench_signer();
  auto log = Log::open(world, {.folder = folder, .signer = signer});
  if (!log.ok()) return log.error().text();
  auto recorder = start_recorder(world, **log);
  if (!recorder.ok()) return recorder.error().text();
  std::vector<double> waited;
  std::optional<std::string> failed;
  const std::size_t wanted = std::size_t(changes_per_s) * change_seconds;
  std::uint64_t recorded = 0;
  const Instant start = world.now();
  Timer next(world);
  std::function<void()> record = [&] {
    auto entry = change(recorded);
    auto index = (*recorder)->record(std::move(entry.entry));
    if (!index.ok()) failed = index.error().text();
    if (!index.ok()) return world.stop();
    (*recorder)->when_durable(*index, [&, from = world.now()] {
      waited.push_back(double((world.now() - from).count()) / 1e6);
      if (waited.size() == wanted) world.stop();
    });
    if (++recorded == wanted) return;
    const Duration due = start + recorded * (Duration(std::chrono::seconds(1)) / changes_per_s) - world.now();
    next.start(std::max(Duration(0), due), record);
  };
  next.start(Duration(0), record);
  world.run();
  if (failed) return failed;
  std::sort(waited.begin(), waited.end());
  const double sync_ms = 1e3 / bare;
  auto at = [&](double share) { return waited[std::size_t(double(waited.size() - 1) * share)]; };
  report.add(
      {.name = "recorded until durable, 1,000 a second, median", .value = at(0.5), .unit = "ms", .better = Better::less, .limit = sync_ms});
  report.add({.name = "the same, 99 of 100", .value = at(0.99), .unit = "ms", .better = Better::less, .limit = sync_ms});
  return {};
}

/// Keeps every 16th of the lowest tiles and no bundles, so that there are not 80,000 files to remove afterwards.
struct SamplingDisk final : Disk {
  static constexpr std::uint64_t every = 16;  // more of them than a Reader caches
  Io<Nothing> put(const std::string& folder, const std::string& name, ByteView content, Synced synced) override {
    auto tile = parse_tile_path(name);
    bool kept = !tile || (tile->level && (*tile->level > 0 || tile->width < tile_width || tile->index % every == 0));
    if (!kept) return Nothing{};
    return Disk::put(folder, name, content, synced);
  }
};

/// Tiles and checkpoint of ten million entries; nothing is synced.
std::optional<std::string> build_tree(const std::string& folder) {
  SamplingDisk disk;
  std::error_code failed;
  std::filesystem::create_directory(folder, failed);
  TileWriter tiles(folder, disk);
  if (auto begun = tiles.resume(0); !begun.ok()) return begun.error().text();
  for (std::uint64_t n = 0; n < tree_entries; ++n) {
    tiles.add(std::string(as_text(big_endian<8>(n))));
    if ((n + 1) % 65'536 != 0 && n + 1 != tree_entries) continue;
    if (auto done = tiles.write(); !done.ok()) return done.error().what;
    if (n + 1 != tree_entries) tiles.drop_full();
  }
  auto signer = bench_signer();
  auto note = sign_checkpoint(signer, {signer.key().name, tiles.size(), tiles.root(), {}});
  if (!note.ok()) return note.error();
  if (auto put = disk.put(folder, "checkpoint", as_bytes(*note), Disk::Synced::no); !put.ok()) return put.error().what;
  return {};
}

std::optional<std::string> measure_proofs(Report& report, const std::string& folder) {
  const double start = wall_s();
  if (auto failed = build_tree(folder)) return failed;
  report.add({.name = "a tree of ten million entries hashed", .value = wall_s() - start, .unit = "s", .better = Better::less});
  auto reader = Reader::open(folder);
  if (!reader.ok()) return reader.error().text();
  const auto head = reader->checkpoint().checkpoint;
  std::mt19937_64 random(1);
  std::size_t largest = 0;
  std::optional<std::string> failed;
  auto prove = [&](std::uint64_t index) {
    auto proof = reader->prove_inclusion(index, head.size);
    if (proof.ok()) largest = std::max(largest, proof->size() * sizeof(Hash));
    if (!proof.ok()) failed = proof.error().text();
    return proof;
  };
  // A leaf of the n-th tile that is there. One tile after the other: none is still in memory when its turn comes again.
  const auto all_tiles = full_tiles(0, head.size) / SamplingDisk::every;
  auto leaf_in = [&](std::uint64_t n) { return n % all_tiles * SamplingDisk::every * tile_width + random() % tile_width; };
  std::uint64_t turn = 0;
  auto us = [](double per_s) { return 1e6 / per_s; };
  report.add({.name = "inclusion proof, its tiles in memory",
              .value = us(per_cpu_second([&] { keep(prove(leaf_in(random() % warm_tiles))); })),
              .unit = "us",
              .better = Better::less,
              .aim = 50});
  report.add({.name = "inclusion proof, its lowest tile in a file",
              .value = us(per_cpu_second([&] { keep(prove(leaf_in(turn++))); })),
              .unit = "us",
              .better = Better::less,
              .aim = 50});
  report.add({.name = "consistency proof, its lowest tile in a file",
              .value = us(per_cpu_second([&] { keep(reader->prove_consistency(leaf_in(turn++), head.size)); })),
              .unit = "us",
              .better = Better::less,
              .aim = 50});
  const std::uint64_t index = leaf_in(turn++);
  auto proof = prove(index);
  if (failed) return failed;
  const auto leaf = leaf_hash(big_endian<8>(index));
  if (!verify_inclusion(index, head.size, leaf, *proof, head.root)) return "a proof that does not verify";
  report.add({.name = "inclusion proof checked",
              .value = us(per_cpu_second([&] { keep(verify_inclusion(index, head.size, leaf, *proof, head.root)); })),
              .unit = "us",
              .better = Better::less});
  report.add({.name = "largest inclusion proof", .value = double(largest), .unit = "octets", .better = Better::less});
  return {};
}

Measured measure_ledger() {
  Report report{"ledger", "The log: entries of about 295 octets, on the disk of the temporary folder (wall time where it says /s, s, ms)",
                "bench/run ledger"};
  ScratchFolder scratch;
  if (!scratch.ok()) return Fail(std::string("no temporary folder"));
  auto world = RealWorld::open({.log_level = Severity::error, .log_to = {}});
  if (!world.ok()) return Fail(world.error().what);
  double bare = 0;
  auto failed = measure_appends(report, **world, scratch.file("log"), bare);
  if (!failed) failed = measure_latency(report, **world, scratch.file("changes"), bare);
  if (!failed) failed = measure_verification(report, **world, scratch.file("log"));
  if (!failed) failed = measure_proofs(report, scratch.file("tree"));
  if (failed) return Fail(*failed);
  report.notes.push_back(
      "bare limit: a small write and its fdatasync on the same disk, measured in the same run (for times: how long one takes)");
  return report;
}

}  // namespace
}  // namespace pellucid::bench

int main(int argc, char** argv) {
  constexpr pellucid::bench::Benchmark benchmarks[] = {
      {"ledger", "the log: appends, proofs, verification, time until recorded", pellucid::bench::measure_ledger}};
  return pellucid::bench::run_program("pellucid-ledger-bench", benchmarks, argc, argv);
}

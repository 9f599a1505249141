// Subscribers and contexts: look-ups, and writes with what the disk's own fdatasync allows beside them.
#include <fcntl.h>
#include <unistd.h>

#include "bench/benchmarks.hpp"
#include "bench/scratch_folder.hpp"
#include "bench/stopwatch.hpp"
#include "bench/test_store.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/real_world.hpp"
#include "store/store.hpp"

namespace pellucid::bench {
namespace {

constexpr std::size_t stored_phones = 10'000;
constexpr std::size_t context_octets = 600;  // about what a registered phone leaves

/// fdatasync of one written block, a second: the disk's limit for one durable thing at a time.
double bare_syncs_per_s(const std::string& file) {
  FileDescriptor fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  Bytes block(4096, 0xA5);
  std::size_t done = 0;
  double start = wall_s();
  while (fd && wall_s() - start < 1) {
    if (::pwrite(fd.get(), block.data(), block.size(), off_t(done % 256 * block.size())) < 0 || ::fdatasync(fd.get()) != 0) break;
    ++done;
  }
  return double(done) / (wall_s() - start);
}

Bytes key_of(std::size_t n) { return to_bytes(as_bytes("999700000" + std::to_string(n))); }

/// Contexts put one after the other, each waiting until it is on the disk.
double one_by_one_per_s(store::Store& store, const Bytes& context) {
  std::size_t done = 0;
  double start = wall_s();
  while (wall_s() - start < 1) {
    if (!store.contexts().put("bench", key_of(done % stored_phones), context).ok() || !store.contexts().flush().ok()) break;
    ++done;
  }
  return double(done) / (wall_s() - start);
}

/// Contexts queued as fast as they come, until all are on the disk.
double behind_per_s(store::Store& store, const Bytes& context) {
  double start = wall_s();
  for (std::size_t n = 0; n < stored_phones; ++n)
    if (!store.contexts().put("bench", key_of(n), context).ok()) return 0;
  if (!store.contexts().flush().ok()) return 0;
  return double(stored_phones) / (wall_s() - start);
}

}  // namespace

Measured measure_store() {
  Report report{"store", "10,000 subscribers; contexts of 600 octets, sealed, in SQLite (wall time)", "bench/run store"};
  ScratchFolder folder;
  if (!folder.ok()) return Fail(std::string("no temporary folder"));
  double started = wall_s();
  auto filled = fill_store(folder.file("store.db"), folder.file("store.key"), stored_phones);
  if (!filled.ok()) return Fail(filled.error());
  report.add({.name = "subscribers added in one transaction", .value = double(stored_phones) / (wall_s() - started), .unit = "/s"});
  auto world = RealWorld::open({.log_level = Severity::error, .log_to = {}});
  if (!world.ok()) return Fail(world.error().what);
  started = wall_s();
  auto store = store::Store::open(**world, {.file = folder.file("store.db"), .key_file = folder.file("store.key")});
  if (!store.ok()) return Fail(store.error().text());
  report.add({.name = "opening the store, every seal checked", .value = (wall_s() - started) * 1e3, .unit = "ms", .better = Better::less});
  auto everybody = test_phones(stored_phones);
  std::size_t n = 0;
  report.add({.name = "subscriber found",
              .value = per_cpu_second([&] { keep((*store)->subscribers().find(everybody[n++ % stored_phones].supi)); }),
              .unit = "/s"});

  Bytes context(context_octets, 0x42);
  double bare = bare_syncs_per_s(folder.file("bare"));
  report.add({.name = "contexts written behind, grouped", .value = behind_per_s(**store, context), .unit = "/s"});
  report.add({.name = "contexts one by one, each durable", .value = one_by_one_per_s(**store, context), .unit = "/s", .limit = bare});
  auto changed = everybody.front();
  double start = wall_s();
  std::size_t changes = 0;
  while (wall_s() - start < 1) {
    changed.name = "name " + std::to_string(changes);
    if (auto done = (*store)->subscribers().change(changed); !done.ok()) return Fail(done.error().text());
    ++changes;
  }
  report.add({.name = "subscriber changes, each durable", .value = double(changes) / (wall_s() - start), .unit = "/s", .limit = bare});
  report.notes.push_back("bare limit: write and fdatasync of one block on the same disk, measured in the same run");
  return report;
}

}  // namespace pellucid::bench

#pragma once
// A log in a folder of its own, in a simulated World, on a disk that counts and does not wait.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "ledger/log/log.hpp"
#include "ledger/log/reader.hpp"
#include "sim/world.hpp"

namespace pellucid::ledger {

inline crypto::Key256 seed(std::uint8_t n) {
  crypto::Key256 out{};
  out[0] = n;
  return out;
}

class TemporaryFolder {
 public:
  /// In memory, so that many small files cost no time.
  explicit TemporaryFolder(const std::filesystem::path& where = "/dev/shm") {
    auto name = (where / "pellucid-log-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Does not wait for the device: what a killed process wrote is there all the same.
struct QuickDisk : Disk {
  Io<Nothing> sync(int) override {
    ++syncs;
    return Nothing{};
  }
  Io<Nothing> sync_folder_of(const std::string&) override { return Nothing{}; }
  Io<Nothing> sync_all(const std::string&) override {
    ++full_syncs;
    return Nothing{};
  }
  int syncs = 0, full_syncs = 0;
};

inline std::string content_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
inline void write_to(const std::string& file, std::string_view content) { std::ofstream(file, std::ios::binary) << content; }

struct LogBed {
  LogBed() { folder = parent.path() + "/log"; }
  LedgerResult<std::unique_ptr<Log>> try_open(Signer* by = nullptr, Signer* hand_over = nullptr) {
    return Log::open(world, {folder, by ? *by : signer, hand_over, &disk, journal_octets});
  }
  std::unique_ptr<Log> open() {
    auto log = try_open();
    EXPECT_TRUE(log.ok()) << log.error().text();
    return log.ok() ? std::move(*log) : nullptr;
  }
  static NewEntry entry(std::uint64_t n, std::size_t octets = 0) {
    NewEntry out;
    out.entry.type = "test.counted";
    out.entry.after.add("n", n);
    if (octets) out.entry.after.add("text", std::string(octets, 'x'));
    return out;
  }
  static std::vector<NewEntry> entries(std::uint64_t from, std::uint64_t count, std::size_t octets = 0) {
    std::vector<NewEntry> out;
    for (auto n = from; n < from + count; ++n) out.push_back(entry(n, octets));
    return out;
  }
  Reader reader() {
    auto read = Reader::open(folder);
    EXPECT_TRUE(read.ok()) << read.error().text();
    return std::move(*read);
  }
  /// All files of the log belong together, and the checkpoint is signed by that key.
  void expect_whole(std::uint64_t size, Signer* by = nullptr) {
    auto read = reader();
    EXPECT_EQ(read.size(), size);
    auto whole = read.verify_files();
    EXPECT_TRUE(whole.ok()) << whole.error().text();
    auto verified = verify_note(read.checkpoint().note, {(by ? by : &signer)->key()});
    ASSERT_TRUE(verified.ok()) << verified.error();
    EXPECT_EQ(verified->size(), 1u);
  }

  sim::SimWorld world{7};
  TemporaryFolder parent;
  std::string folder;
  FileSigner signer{"example.org/log", KeyType::ed25519, seed(1)};
  QuickDisk disk;
  std::uint64_t journal_octets = 8u << 20;
};

}  // namespace pellucid::ledger

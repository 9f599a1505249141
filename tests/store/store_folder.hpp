#pragma once
// A folder for one test, and stores in it.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "hand_world.hpp"
#include "store/store.hpp"

namespace pellucid::store::test {

using pellucid::test::HandWorld;

class StoreFolder : public testing::Test {
 protected:
  StoreFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pellucid-store-XXXXXX").string();
    folder = mkdtemp(pattern.data());
    file = folder + "/net/pellucid.db";
    key_file = file + ".key";
  }
  ~StoreFolder() override { std::filesystem::remove_all(folder); }

  Stored<std::unique_ptr<Store>> try_open() { return Store::open(world, {.file = file}); }
  std::unique_ptr<Store> open() {
    auto store = try_open();
    EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().text());
    return store.ok() ? std::move(*store) : nullptr;
  }
  /// Opening must fail that way; gives the words.
  std::string refused(StoreError::Kind kind) {
    auto store = try_open();
    if (store.ok()) {
      ADD_FAILURE() << "it opened";
      return {};
    }
    EXPECT_EQ(int(store.error().kind), int(kind)) << store.error().text();
    EXPECT_FALSE(store.error().fix.empty());
    return store.error().text();
  }

  static std::string read(const std::string& name) {
    std::ifstream in(name, std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    return content.str();
  }
  static void write(const std::string& name, const std::string& content) {
    std::filesystem::create_directories(std::filesystem::path(name).parent_path());
    std::ofstream(name, std::ios::binary | std::ios::trunc) << content;
  }
  static unsigned mode(const std::string& name) {
    struct stat found{};
    return ::stat(name.c_str(), &found) == 0 ? found.st_mode & 07777u : 0u;
  }

  HandWorld world;
  std::string folder, file, key_file;
};

inline Subscriber phone(int number) {
  Subscriber s = test_subscribers(std::size_t(number)).back();
  // A key of its own, so that it is not a test subscriber.
  s.credentials.k[0] = std::uint8_t(number);
  s.credentials.k[1] = std::uint8_t(number >> 8);
  s.name = "phone " + std::to_string(number);
  return s;
}
inline Supi supi(int number) { return phone(number).supi; }

}  // namespace pellucid::store::test

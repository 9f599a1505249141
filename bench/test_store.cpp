#include "bench/test_store.hpp"

#include <cstdio>

#include "runtime/real_world.hpp"
#include "store/store.hpp"

namespace pellucid::bench {

std::vector<store::Subscriber> test_phones(std::size_t count) {
  auto like = store::test_subscribers(1).front();
  std::vector<store::Subscriber> out(count, like);
  for (std::size_t n = 0; n < count; ++n) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "99970%010zu", n + 1);
    out[n].supi = *Supi::parse(digits);
  }
  return out;
}

Result<FilledStore, std::string> fill_store(const std::string& file, const std::string& key_file, std::size_t phones) {
  auto world = RealWorld::open({.log_level = Severity::error, .log_to = {}});
  if (!world.ok()) return Fail(world.error().what);
  auto store = store::Store::open(**world, {.file = file, .key_file = key_file});
  if (!store.ok()) return Fail(store.error().text());
  std::vector<store::SubscriberChange> changes;
  for (auto& s : test_phones(phones)) changes.push_back({store::SubscriberChange::What::add, std::move(s), 1});
  if (auto done = (*store)->subscribers().apply(changes); !done.ok()) return Fail(done.error().text());
  auto key = (*store)->home_keys().generate(crypto::ProtectionScheme::profile_a);
  if (!key.ok()) return Fail(key.error().text());
  return FilledStore{"A:" + std::to_string(key->id) + ":" + hex(key->public_key)};
}

}  // namespace pellucid::bench

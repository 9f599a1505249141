// The import of subscribers: a plan that changes nothing, or one that can be carried out.
#include <memory>

#include "fuzz/same.hpp"
#include "sim/world.hpp"
#include "store/csv.hpp"
#include "store/store.hpp"

using namespace pellucid;

namespace {

struct Shop {
  sim::SimWorld world{1};
  std::unique_ptr<store::Store> store;
  store::ImportDefaults defaults;
  Shop() {
    auto opened = store::Store::open(world, {.file = ":memory:"});
    check(opened.ok(), "no store in memory");
    store = std::move(*opened);
    auto first = store::test_subscribers(2);
    defaults.subscription = first[0].subscription;
    check(store->subscribers().add(first[0]).ok(), "a test subscriber is refused");
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Shop shop;
  auto& subscribers = shop.store->subscribers();
  auto before = subscribers.count();
  auto plan = store::plan_import(as_text(ByteView(data, size)), subscribers, shop.defaults);
  check(subscribers.count() == before, "a dry run changed something");
  check(!plan.text().empty(), "a plan without words");
  check(plan.added + plan.changed == plan.changes.size(), "a plan that counts wrong");
  check(plan.faults.size() <= store::ImportPlan::max_faults_kept && plan.faults.size() <= plan.fault_count, "more faults than the limit");
  for (auto& change : plan.changes) check(store::all_wrong_with(change.subscriber).empty(), "a plan that cannot be carried out");
  return 0;
}

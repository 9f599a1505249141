// A subscriber as people and the API see it.
#include <ctime>

#include "store/subscribers.hpp"

namespace pellucid::store {
namespace {

std::string utc(WallTime time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
  const std::time_t whole = std::time_t(seconds);
  std::tm parts{};
  char out[32] = "";
  if (::gmtime_r(&whole, &parts)) std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return out;
}

}  // namespace

Tree tree(const Subscriber& subscriber) {
  const Credentials& c = subscriber.credentials;
  Tree out(Tree::Object{
      {"supi", subscriber.supi.text()}, {"enabled", subscriber.enabled}, {"name", subscriber.name}, {"note", subscriber.note}});
  out.add("algorithm", text(c.algorithm));
  out.add("amf", hex(c.amf));
  out.add("test_key", is_test_subscriber(c));
  out.add("subscription", tree(subscriber.subscription));
  out.add("created", utc(subscriber.created));
  out.add("changed", utc(subscriber.changed));
  return out;
}

}  // namespace pellucid::store

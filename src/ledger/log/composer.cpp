#include "ledger/log/composer.hpp"

#include <algorithm>

namespace pellucid::ledger {
namespace {

Fail<LedgerError> not_allowed(const Entry& entry, std::string what, std::string fix) {
  return Fail(LedgerError{LedgerError::Kind::invalid, {}, "entry \"" + entry.type + "\": " + std::move(what), std::move(fix)});
}

}  // namespace

void Composer::start(std::uint64_t next, WallTime last) {
  next_ = next;
  last_ = last;
  wall_ = std::max(wall_, last);
}

void Composer::compose_step(std::vector<Prepared>& to) { step_to(clock(), to); }

WallTime Composer::clock() const { return std::chrono::floor<std::chrono::milliseconds>(world_->wall()); }

void Composer::step_to(WallTime now, std::vector<Prepared>& to) {
  auto before = std::exchange(wall_, now);
  if (now >= before) return;
  Entry entry;
  entry.type = "clock.stepped";
  entry.time = last_;
  entry.actor = "pellucid";
  entry.reason = "the machine's clock went back; entries keep the time of the last one until it has passed that";
  entry.before.add("clock", time_text(before));
  entry.after.add("clock", time_text(now));
  to.push_back({*entry_text(entry), {}});
  ++next_;
}

LedgerResult<std::uint64_t> Composer::compose(Entry entry, std::vector<Secret> secrets, std::vector<Prepared>& to) {
  Prepared prepared;
  auto sealed = seal(entry, std::move(secrets), prepared);
  if (!sealed.ok()) return Fail(sealed.error());
  // What the caller saw earlier keeps its time, but for what lies before the last entry or in the future.
  const WallTime now = clock(), latest = std::max(now, last_);
  const WallTime wanted = std::chrono::floor<std::chrono::milliseconds>(entry.time);
  entry.time = wanted == WallTime{} ? latest : std::clamp(wanted, last_, latest);
  auto text = entry_text(entry);
  if (!text.ok()) return not_allowed(entry, text.error(), "record it in another form");
  step_to(now, to);
  last_ = entry.time;
  prepared.text = std::move(*text);
  to.push_back(std::move(prepared));
  return next_++;
}

LedgerResult<Nothing> Composer::seal(Entry& entry, std::vector<Secret> secrets, Prepared& to) {
  if (secrets.size() > max_secrets)
    return not_allowed(entry, std::to_string(secrets.size()) + " sealed fields, allowed are " + std::to_string(max_secrets),
                       "record several entries");
  for (auto& secret : secrets) {
    if (secret.field.empty() || secret.field.size() > max_field_octets)
      return not_allowed(entry, "the name of a sealed field has " + std::to_string(secret.field.size()) + " octets, allowed are 1 to 255",
                         "give it a shorter name");
    if (secret.content.size() > max_secret_octets)
      return not_allowed(entry,
                         "sealed field \"" + secret.field + "\" has " + std::to_string(secret.content.size()) + " octets, allowed are " +
                             std::to_string(max_secret_octets),
                         "keep it elsewhere and record its digest");
    Opening opening{std::move(secret.field), {}, std::move(secret.content)};
    world_->random(opening.salt);
    entry.sealed.emplace_back(opening.field, commitment(opening));
    to.openings.push_back(std::move(opening));
  }
  return Nothing{};
}

}  // namespace pellucid::ledger

#include "core/amf/refusal.hpp"

namespace pellucid::amf {

namespace {

nas::MmCause cause_of(Denied::Kind kind) {
  switch (kind) {
    case Denied::Kind::unknown_subscriber:
    case Denied::Kind::identity_not_readable:
    case Denied::Kind::wrong_answer:
    case Denied::Kind::invalid_resync: return nas::MmCause::illegal_ue;
    case Denied::Kind::congestion:
    case Denied::Kind::unreachable: return nas::MmCause::congestion;
    case Denied::Kind::not_found:
    case Denied::Kind::refused: break;
  }
  return nas::MmCause::protocol_error_unspecified;
}

}  // namespace

Refusal::Refusal(Denied denied) : cause(cause_of(denied.kind)), why(std::move(denied.why)) {
  if (denied.kind == Denied::Kind::wrong_answer || denied.kind == Denied::Kind::invalid_resync) answer = Answer::authentication_reject;
  back_off = cause == nas::MmCause::congestion;
}

Refusal no_answer(std::string what, Duration timer, unsigned attempts) {
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(timer).count();
  Why why{"the phone answers each message of the network", "nothing", what, "the radio side",
          "look at the radio side: the phone is gone, or drops the message (a trace shows its last one)"};
  why.got = "nothing in " + std::to_string(attempts) + " times " + std::to_string(seconds) + " s";
  return Refusal(Refusal::Answer::none, nas::MmCause::protocol_error_unspecified, std::move(why));
}

void Refusals::add(Refused refused) {
  if (limit_ == 0) return;
  if (kept_.size() >= limit_) kept_.pop_front();
  kept_.push_back(std::move(refused));
}

std::vector<Refused> Refusals::of(const Supi& supi) const {
  std::vector<Refused> found;
  for (auto& r : kept_)
    if (supi.empty() || r.supi == supi) found.push_back(r);
  return found;
}

}  // namespace pellucid::amf

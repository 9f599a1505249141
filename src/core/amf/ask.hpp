#pragma once
// A question to a phone and its answer: the timer and the retransmissions are here, and what an answer that does not decode gets.
#include <tuple>
#include <variant>

#include "core/amf/procedures/procedures.hpp"

namespace pellucid::amf {

/// How the question is protected: as everything is at that moment, or under the keys on trial (Security Mode Command).
enum class Sealed : std::uint8_t { as_due, with_new_keys };

/// Sends the question, which never fails by itself: a phone that is out of reach does not answer.
void put_question(Net& net, Ue& ue, const Bytes& question, Sealed sealed);

/// Sends `question` (unless it has gone out `already_sent` inside another message), and again at each expiry of `timer`, until one of the
/// answers comes; ends with no_answer() after the last expiry (TS 24.501 §10.2). Each repetition is protected anew. An answer that does not
/// decode gets a 5GMM STATUS and does not count.
template <class... Answer>
Flow<std::variant<Answer...>> ask_one_of(Net& net, Ue& ue, Bytes question, Duration timer, std::string what, Sealed sealed = Sealed::as_due,
                                         bool already_sent = false) {
  static_assert(sizeof...(Answer) == 1 || sizeof...(Answer) == 2);
  constexpr std::array types{Answer::wire.type...};
  const NasFilter filter{types.front(), types.size() > 1 ? types.back() : std::uint8_t(0)};
  for (unsigned tried = 1;; ++tried) {
    if (!std::exchange(already_sent, false)) put_question(net, ue, question, sealed);
    auto answer = co_await ue.work->nas.next(filter, timer);
    if (answer && answer->type == PlainNas::repeat) {
      --tried;  // TS 24.501 §5.5.1.2.8 d: resending is not counted
      continue;
    }
    if (answer) {
      std::optional<std::variant<Answer...>> read;
      std::optional<codec::WireError> fault;
      auto try_as = [&]<class A>() {
        if (answer->type != A::wire.type) return;
        auto decoded = nas::decode<A>(answer->octets);
        if (decoded.ok())
          read.emplace(std::in_place_type<A>, std::move(*decoded));
        else
          fault = decoded.error();
      };
      (try_as.template operator()<Answer>(), ...);
      if (read) co_return std::move(*read);
      ++net.counters.events.nas_undecodable;
      auto cause = fault ? nas::cause_of(*fault) : std::nullopt;
      if (cause) send_status(net, ue, *cause);
    }
    if (tried >= net.config.timers.attempts) co_return Fail(no_answer(std::move(what), timer, tried));
    ++net.counters.events.retransmissions;
  }
}

template <class Answer>
Flow<Answer> ask(Net& net, Ue& ue, Bytes question, Duration timer, std::string what, Sealed sealed = Sealed::as_due,
                 bool already_sent = false) {
  auto answer = co_await ask_one_of<Answer>(net, ue, std::move(question), timer, std::move(what), sealed, already_sent);
  co_return std::get<Answer>(std::move(answer));
}

template <class T>
void run_main(Net& net, Ue& ue, ProcedureName name, Flow<T> flow, std::function<void(Result<T, Refusal>)> ended) {
  Work& work = net.work(ue);
  check(!work.main_running, "one procedure at a time");
  work.main_running = true;
  work.main_name = name;
  std::function<void(Result<T, Refusal>)> done = [&net, &ue, ended = std::move(ended)](Result<T, Refusal> outcome) {
    ue.work->main_running = false;
    ue.work->main = 0;
    ue.work->accept_sent = false;
    ended(std::move(outcome));
    if (!ue.gone && ue.work) main_ended(net, ue);
  };
  auto id = work.flows.start(std::move(flow), std::move(done));
  // The flow may have ended already, and the next one begun.
  if (id != 0 && ue.work && ue.work->main_running) ue.work->main = id;
}

}  // namespace pellucid::amf

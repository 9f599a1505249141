#include <algorithm>
#include <set>

#include "crypto/secret.hpp"
#include "link/snmp/manager.hpp"
#include "link/snmp/secret.hpp"

namespace pellucid::snmp {
namespace {

constexpr std::size_t max_columns = 16;
constexpr unsigned max_corrections = 3;  // of keys' engine or clock, within one request

const Oid usm_stats{1, 3, 6, 1, 6, 3, 15, 1, 1};  // RFC 3414 §5
const Oid mpd_stats{1, 3, 6, 1, 6, 3, 11, 2, 1};  // RFC 3412 §5
const Oid target_stats{1, 3, 6, 1, 6, 3, 12, 1};  // RFC 3413 §4.1.2
enum class UsmStat : std::uint8_t { level = 1, window = 2, user = 3, engine = 4, digest = 5, cipher = 6 };

/// Which of the counters below `root` a report is about; 0: none.
Oid::Arc report_about(const ScopedPdu& scoped, const Oid& root) {
  if (scoped.pdu.bindings.empty()) return 0;
  auto& name = scoped.pdu.bindings.front().name;
  return name.starts_with(root) && name.size() > root.size() ? name[root.size()] : 0;
}

std::string with_separators(std::size_t number) {
  auto text = std::to_string(number);
  for (auto at = std::ptrdiff_t(text.size()) - 3; at > 0; at -= 3) text.insert(std::size_t(at), ",");
  return text;
}

/// One walk under way.
class Walk {
 public:
  Walk(std::vector<Oid> roots, const WalkLimits& limits, Instant start) : limits_(limits), end_(start + limits.max_time) {
    for (auto& root : roots) columns_.push_back({root, root, {}, false});
  }
  bool finished() const { return stopped_ || open().empty(); }
  Pdu question() const {
    Pdu pdu{.type = PduType::get_bulk};
    for (auto i : open()) pdu.bindings.push_back({columns_[i].last, Null{}});
    pdu.error_index = std::int32_t(std::max<std::size_t>(1, size_ / pdu.bindings.size()));
    return pdu;
  }
  void take(const Pdu& answer, std::size_t octets, Instant now) {
    octets_ += octets;
    if (answer.error_status != 0) return refused(answer.error_status);
    if (answer.bindings.empty()) return stop("an answer without values");
    auto asked = open();
    for (std::size_t i = 0; i < answer.bindings.size() && !stopped_; ++i) take(columns_[asked[i % asked.size()]], answer.bindings[i]);
    if (stopped_ || finished()) return;
    if (rows_ >= limits_.max_rows) return stop("endless: stopped after " + with_separators(rows_) + " rows");
    if (octets_ >= limits_.max_octets) return stop("too large: stopped after " + with_separators(octets_) + " octets");
    if (now >= end_) stop("too slow: stopped after " + with_separators(rows_) + " rows");
  }
  void stop(const std::string& why) {
    stopped_ = true;
    complaint_ = why;
  }
  std::size_t rows() const { return rows_; }
  Walked result() {
    Walked walked;
    for (auto& column : columns_) walked.columns.push_back(std::move(column.values));
    walked.complete = !stopped_;
    walked.complaint = complaint_;
    return walked;
  }

 private:
  struct Column {
    Oid root, last;
    std::vector<Binding> values;
    bool done;
  };
  std::vector<std::size_t> open() const {
    std::vector<std::size_t> indices;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (!columns_[i].done) indices.push_back(i);
    return indices;
  }
  void take(Column& column, const Binding& binding) {
    if (column.done) return;
    if (is_exception(binding.value) || (!binding.name.starts_with(column.root) && binding.name > column.last)) {
      column.done = true;
    } else if (binding.name <= column.last) {
      stop("OIDs do not increase: " + binding.name.text() + " after " + column.last.text());
    } else {
      column.last = binding.name;
      column.values.push_back(binding);
      ++rows_;
    }
  }
  void refused(std::int32_t status) {
    if (status == no_such_name) {  // as an agent of v1 ends a table
      for (auto& column : columns_) column.done = true;
    } else if (status == too_big && size_ > 1) {
      size_ /= 2;
    } else {
      stop("refused: " + error_status_text(status));
    }
  }

  WalkLimits limits_;
  Instant end_;
  std::vector<Column> columns_;
  std::size_t size_ = limits_.bindings_an_answer;
  std::size_t rows_ = 0, octets_ = 0;
  bool stopped_ = false;
  std::string complaint_;
};

}  // namespace

Session::Session(Manager& manager, const Endpoint& at, Credentials credentials, SessionLimits limits)
    : manager_(&manager), world_(&manager.world()), at_(at), credentials_(credentials), limits_(limits), usm_(*world_, credentials) {}

// ---- what comes in

Session::Verdict Session::judge(const Bytes& datagram, const Message& message, const Exchange& exchange) {
  if (auto* community = std::get_if<Community>(&message)) return judge_community(*community, exchange);
  return judge_secure(datagram, std::get<SecureMessage>(message), exchange);
}

Session::Verdict Session::judge_community(const Community& message, const Exchange& exchange) {
  auto* pdu = std::get_if<Pdu>(&message.pdu);
  bool ours = !credentials_.is_user() && message.version == Version::v2c && pdu && pdu->type == PduType::response &&
              exchange.has_id(pdu->request_id) && crypto::equal(message.community, credentials_.secret_->community);
  if (ours) return {Verdict::What::take, *pdu, {}};
  doubt_ = "an answer of another version, type or community";
  return {Verdict::What::ignore, {}, {}};
}

Session::Verdict Session::judge_secure(const Bytes& datagram, const SecureMessage& message, const Exchange& exchange) {
  auto opened = usm_.open(datagram, message);
  if (!opened.ok()) {
    switch (opened.error()) {
      case Usm::Refused::other_engine: doubt_ = "an answer in the name of another engine"; break;
      case Usm::Refused::other_user: doubt_ = "an answer in the name of another user"; break;
      case Usm::Refused::level: doubt_ = "an answer without the security of the question"; break;
      case Usm::Refused::digest: doubt_ = "an answer whose authentication does not hold"; break;
      case Usm::Refused::window: doubt_ = "an answer of another time: a repeated message, or a clock that was set back"; break;
      case Usm::Refused::cipher: doubt_ = "an answer that does not decipher"; break;
    }
    return {Verdict::What::ignore, {}, {}};
  }
  if (opened->pdu.type == PduType::report) return judge_report(message, *opened);
  if (opened->pdu.type == PduType::response && exchange.has_id(opened->pdu.request_id))
    return {Verdict::What::take, std::move(opened->pdu), {}};
  doubt_ = "an answer to another question";
  return {Verdict::What::ignore, {}, {}};
}

Session::Verdict Session::judge_report(const SecureMessage& message, const ScopedPdu& scoped) {
  auto fails = [&](Error::Kind kind, const std::string& text) {
    return Verdict{Verdict::What::fail, {}, {kind, at_.text() + ": " + text}};
  };
  auto wrong = [&](const std::string& text) { return fails(Error::Kind::credentials, text); };
  auto who = credentials_.text();
  switch (UsmStat(report_about(scoped, usm_stats))) {
    case UsmStat::level: return wrong("the device does not allow the security level of " + who);
    case UsmStat::user: return wrong("the device does not know " + who);
    case UsmStat::digest: return wrong("the device says that the authentication key or algorithm of " + who + " is wrong");
    case UsmStat::cipher: return wrong("the device says that the privacy key or algorithm of " + who + " is wrong");
    case UsmStat::engine:
      return {Verdict::What::meet_again, {}, {Error::Kind::malformed, at_.text() + ": changes its engine id all the time"}};
    case UsmStat::window:
      // Its clock counts only if it is authenticated: usm_ has taken it then.
      if (message.authenticated)
        return {Verdict::What::send_again, {}, {Error::Kind::credentials, at_.text() + ": the device's engine time never fits"}};
      return {Verdict::What::meet_again, {}, {Error::Kind::credentials, at_.text() + ": the device's engine time never fits"}};
    default: break;
  }
  if (report_about(scoped, mpd_stats) != 0) return fails(Error::Kind::refused, "the device does not handle SNMPv3 messages of this kind");
  if (report_about(scoped, target_stats) != 0) return fails(Error::Kind::refused, "the device does not have that context");
  doubt_ = "a report that tells nothing";
  return {Verdict::What::ignore, {}, {}};
}

// ---- asking

Error Session::silence() const {
  return {Error::Kind::silent, at_.text() + ": no answer to " + credentials_.text() + (doubt_.empty() ? "" : "; there was " + doubt_)};
}

Bytes Session::seal(std::int32_t id, Pdu pdu) {
  pdu.request_id = id;
  if (credentials_.is_user()) return usm_.seal(id, pdu);
  return encode(Community{Version::v2c, credentials_.secret_->community, std::move(pdu)});
}

Procedure<Nothing, Error> Session::meet_engine() {
  auto engine = co_await discover_engine();
  usm_.meet(std::move(engine));
  co_return Nothing{};
}

Procedure<Pdu, Error> Session::ask(Pdu pdu) {
  Exchange exchange(*manager_, at_);
  unsigned corrections = 0;
  doubt_.clear();
  if (credentials_.is_user() && !usm_.knows_engine()) co_await meet_engine();
  for (unsigned sending = 0; sending < limits_.tries; ++sending) {
    if (counters_.requests >= limits_.max_requests) co_return Fail(Error{Error::Kind::limit, at_.text() + ": too many requests"});
    auto id = exchange.new_id();
    if (!id) co_return Fail(Error{Error::Kind::limit, at_.text() + ": too many requests are outstanding"});
    ++counters_.requests;
    if (sending > 0) ++counters_.retries;
    auto sent = exchange.send(seal(*id, pdu));
    if (!sent.ok()) co_return Fail(Error{Error::Kind::io, sent.error().what});
    Instant until = world_->now() + limits_.patience * (1u << std::min(sending, 10u));
    bool again = false;
    while (!again && world_->now() < until) {
      auto arrived = co_await exchange.next(until - world_->now());
      if (!arrived) break;
      counters_.octets_in += arrived->datagram.size();
      if (counters_.octets_in > limits_.max_octets) co_return Fail(Error{Error::Kind::limit, at_.text() + ": too many octets"});
      auto verdict = judge(arrived->datagram, arrived->message, exchange);
      if (verdict.what == Verdict::What::take) co_return std::move(verdict.pdu);
      if (verdict.what == Verdict::What::fail) co_return Fail(std::move(verdict.error));
      if (verdict.what == Verdict::What::ignore) {
        ++counters_.ignored;
        continue;
      }
      if (++corrections > max_corrections) co_return Fail(std::move(verdict.error));
      if (verdict.what == Verdict::What::meet_again) co_await meet_engine();
      again = true;
    }
    if (again) --sending;  // bounded by max_corrections
  }
  usm_.forget();  // the device may have lost its clock or its boots with its power: the next request asks anew
  co_return Fail(silence());
}

Procedure<Engine, Error> Session::discover_engine() {
  Exchange exchange(*manager_, at_);
  for (unsigned sending = 0; sending < limits_.tries; ++sending) {
    auto id = exchange.new_id();
    if (!id) co_return Fail(Error{Error::Kind::limit, at_.text() + ": too many requests are outstanding"});
    ++counters_.requests;
    SecureMessage question;
    question.id = *id;
    question.reportable = true;
    question.content = ScopedPdu{{}, {}, Pdu{.type = PduType::get, .request_id = *id}};
    auto sent = exchange.send(encode(question).octets);
    if (!sent.ok()) co_return Fail(Error{Error::Kind::io, sent.error().what});
    Instant until = world_->now() + limits_.patience * (1u << std::min(sending, 10u));
    while (world_->now() < until) {
      auto arrived = co_await exchange.next(until - world_->now());
      if (!arrived) break;
      counters_.octets_in += arrived->datagram.size();
      auto* message = std::get_if<SecureMessage>(&arrived->message);
      auto* scoped = message ? std::get_if<ScopedPdu>(&message->content) : nullptr;
      bool answers = scoped && scoped->pdu.type == PduType::report && UsmStat(report_about(*scoped, usm_stats)) == UsmStat::engine;
      if (answers && message->security.engine_id.size() >= 5)
        co_return Engine{message->security.engine_id, std::uint32_t(message->security.boots), std::uint32_t(message->security.time)};
      ++counters_.ignored;
    }
  }
  co_return Fail(Error{Error::Kind::silent, at_.text() + ": no answer to SNMPv3 engine discovery"});
}

Procedure<std::vector<Value>, Error> Session::get(std::vector<Oid> names) {
  Pdu pdu{.type = PduType::get};
  for (auto& name : names) pdu.bindings.push_back({name, Null{}});
  auto answer = co_await ask(std::move(pdu));
  if (answer.error_status != 0)
    co_return Fail(Error{Error::Kind::refused, at_.text() + ": refused: " + error_status_text(answer.error_status)});
  bool fits = answer.bindings.size() == names.size();
  for (std::size_t i = 0; fits && i < names.size(); ++i) fits = answer.bindings[i].name == names[i];
  if (!fits) co_return Fail(Error{Error::Kind::malformed, at_.text() + ": the answer is about other objects than were asked for"});
  std::vector<Value> values;
  for (auto& binding : answer.bindings) values.push_back(std::move(binding.value));
  co_return values;
}

Procedure<Walked, Error> Session::walk(std::vector<Oid> roots, WalkLimits limits) {
  check(!roots.empty() && roots.size() <= max_columns, "a walk of 1 to 16 columns");
  Walk walk(std::move(roots), limits, world_->now());
  while (!walk.finished()) {
    auto before = counters_.octets_in;
    auto answer = co_await attempt(ask(walk.question()));
    if (answer.ok())
      walk.take(*answer, counters_.octets_in - before, world_->now());
    else if (walk.rows() > 0)
      walk.stop(answer.error().text);
    else
      co_return Fail(answer.error());
  }
  co_return walk.result();
}

}  // namespace pellucid::snmp

#include "runtime/procedure.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace pellucid;

namespace {

using Log = std::vector<std::string>;
template <class T>
using Flow = Procedure<T, std::string>;

struct Lease {
  Log* log;
  std::string name;
  Lease(Log& l, std::string n) : log(&l), name(std::move(n)) { log->push_back("+" + name); }
  Lease(const Lease&) = delete;
  ~Lease() { log->push_back("-" + name); }
};

Result<int, std::string> maybe(int value) {
  if (value < 0) return Fail(std::string("negative"));
  return value;
}

Flow<int> inner(Log& log, Answer<int>& answer) {
  Lease lease(log, "inner");
  int first = co_await answer;
  int checked = co_await maybe(first);
  co_return checked * 2;
}

Flow<int> outer(Log& log, Answer<int>& answer) {
  Lease lease(log, "outer");
  int doubled = co_await inner(log, answer);
  log.push_back("got " + std::to_string(doubled));
  co_return doubled + 1;
}

Flow<int> tolerant(Log& log, Answer<int>& answer) {
  Lease lease(log, "tolerant");
  auto result = co_await attempt(inner(log, answer));
  log.push_back(result.ok() ? "ok" : result.error());
  co_return result.ok() ? *result : -1;
}

struct ProcedureTest : testing::Test {
  Log log;
  Answer<int> answer;
  std::function<void(Result<int, std::string>)> done = [this](Result<int, std::string> r) {
    log.push_back(r.ok() ? "done " + std::to_string(*r) : "failed " + r.error());
  };
};

TEST_F(ProcedureTest, ValueComesThroughAndFramesAreGoneBeforeTheReport) {
  Procedures owner;
  EXPECT_NE(owner.start(outer(log, answer), done), 0u);
  answer.source().resolve(20);
  EXPECT_EQ(log, (Log{"+outer", "+inner", "-inner", "got 40", "-outer", "done 41"}));
  EXPECT_TRUE(owner.empty());
}

TEST_F(ProcedureTest, AStepsErrorEndsEveryAwaiterAndRollsBack) {
  Procedures owner;
  owner.start(outer(log, answer), done);
  answer.source().resolve(-1);
  EXPECT_EQ(log, (Log{"+outer", "+inner", "-inner", "-outer", "failed negative"}));
}

TEST_F(ProcedureTest, AttemptLooksAtTheError) {
  Procedures owner;
  owner.start(tolerant(log, answer), done);
  answer.source().resolve(-5);
  EXPECT_EQ(log, (Log{"+tolerant", "+inner", "-inner", "negative", "-tolerant", "done -1"}));
}

TEST_F(ProcedureTest, CancellingDestroysFramesInReverseAndReportsNothing) {
  auto owner = std::make_unique<Procedures>();
  owner->start(outer(log, answer), done);
  owner.reset();
  EXPECT_EQ(log, (Log{"+outer", "+inner", "-inner", "-outer"}));
}

TEST_F(ProcedureTest, CancelledAwaiterIsNotResumed) {
  Procedures owner;
  auto source = answer.source();
  auto id = owner.start(outer(log, answer), done);
  owner.cancel(id);
  log.clear();
  source.resolve(1);
  EXPECT_TRUE(log.empty());
}

TEST_F(ProcedureTest, ReportMayDestroyTheOwner) {
  auto owner = std::make_unique<Procedures>();
  owner->start(outer(log, answer), std::function<void(Result<int, std::string>)>([&](auto) {
                 owner.reset();
                 log.push_back("owner gone");
               }));
  answer.source().resolve(1);
  EXPECT_EQ(log.back(), "owner gone");
}

TEST_F(ProcedureTest, EndingAtOnceReturnsZero) {
  Procedures owner;
  answer.source().resolve(3);
  EXPECT_EQ(owner.start(outer(log, answer), done), 0u);
  EXPECT_EQ(log.back(), "done 7");
}

}  // namespace

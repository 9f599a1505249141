#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "api/http_client.hpp"
#include "api/http_server.hpp"

namespace pellucid::api {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

struct Http : ::testing::Test {
  std::unique_ptr<RealWorld> world = std::move(*RealWorld::open({.log_level = Severity::error, .log_to = {}}));
  std::unique_ptr<HttpServer> server;
  std::string seen;

  void serve(HttpPostHandler post) {
    auto opened = HttpServer::open(
        *world, {*IpAddress::parse("127.0.0.1"), 0}, [](const std::string& path) { return HttpReply{200, "text/x.test", "got " + path}; },
        std::move(post));
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    server = std::move(*opened);
  }
  std::unique_ptr<HttpClient> client(Duration limit = 5s, const std::string& prefix = "") {
    auto opened = HttpClient::open(*world, "http://" + server->local().text() + prefix, limit);
    EXPECT_TRUE(opened.ok());
    return std::move(*opened);
  }
  HttpAnswer wait_for(std::optional<HttpAnswer>& answer) {
    EXPECT_TRUE(world->run_until([&] { return answer.has_value(); }, 10s));
    return answer.value_or(HttpAnswer{"none", 0, "", ""});
  }
};

TEST_F(Http, PostsAndGets) {
  serve([&](const std::string& path, const std::string& body) { return HttpReply{409, "text/x.tlog.size", path + " " + body + "\n"}; });
  auto c = client(5s, "/prefix/");
  for (int i = 0; i < 3; ++i) {
    std::optional<HttpAnswer> answer;
    ASSERT_TRUE(c->post("add", "body\n", [&](HttpAnswer a) { answer = std::move(a); }));
    EXPECT_FALSE(c->get("second", [](HttpAnswer) { FAIL(); }));  // one at a time
    auto got = wait_for(answer);
    EXPECT_EQ(got.error, "");
    EXPECT_EQ(got.status, 409);
    EXPECT_EQ(got.type, "text/x.tlog.size");
    EXPECT_EQ(got.body, "/prefix/add body\n\n");
  }
  std::optional<HttpAnswer> answer;
  c->get("x", [&](HttpAnswer a) { answer = std::move(a); });
  EXPECT_EQ(wait_for(answer).body, "got /prefix/x");
}

TEST_F(Http, LongBodiesAreRefusedOnBothSides) {
  serve([&](const std::string&, const std::string& body) {
    seen = body;
    return HttpReply{200, "text/plain", std::string(HttpClient::max_body_octets + 1, 'x')};
  });
  auto c = client();
  std::optional<HttpAnswer> answer;
  c->post("", std::string(HttpServer::max_body_octets + 1, 'y'), [&](HttpAnswer a) { answer = std::move(a); });
  auto got = wait_for(answer);
  EXPECT_TRUE(got.status == 413 || !got.error.empty()) << got.status;
  EXPECT_EQ(seen, "");
  answer.reset();
  c->post("", "short", [&](HttpAnswer a) { answer = std::move(a); });
  EXPECT_THAT(wait_for(answer).error, HasSubstr("too long"));
  EXPECT_EQ(seen, "short");
}

TEST_F(Http, PostIsRefusedWhereNobodyTakesIt) {
  serve({});
  auto c = client();
  std::optional<HttpAnswer> answer;
  c->post("", "body", [&](HttpAnswer a) { answer = std::move(a); });
  EXPECT_GE(wait_for(answer).status, 400);
}

TEST_F(Http, NobodyThereAndNobodyAnswering) {
  int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  socklen_t size = sizeof address;
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  auto hanging = std::move(*HttpClient::open(*world, "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)), 300ms));
  std::optional<HttpAnswer> answer;
  hanging->post("", "body", [&](HttpAnswer a) { answer = std::move(a); });
  EXPECT_NE(wait_for(answer).error, "");  // refused
  ASSERT_EQ(::listen(listener, 5), 0);
  answer.reset();
  const auto before = world->now();
  hanging->post("", "body", [&](HttpAnswer a) { answer = std::move(a); });
  EXPECT_NE(wait_for(answer).error, "");
  EXPECT_LT(world->now() - before, 3s);
  // Given up in the middle: no answer comes any more.
  hanging->post("", "body", [](HttpAnswer) { FAIL(); });
  hanging.reset();
  world->run_until([] { return false; }, 20ms);
  ::close(listener);
}

TEST_F(Http, AddressesThatCannotBeRead) {
  for (auto* url : {"", "http://", "http:///x", "https://example.org", "127.0.0.1:80", "ftp://x"})
    EXPECT_FALSE(HttpClient::open(*world, url).ok()) << url;
}

}  // namespace
}  // namespace pellucid::api

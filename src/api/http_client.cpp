#include "api/http_client.hpp"

#include <httplib.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace pellucid::api {

struct HttpClient::Parts {
  RealWorld* world;
  Remote remote;
  std::string prefix;
  Duration limit{};
  std::unique_ptr<httplib::Client> client;
  std::thread thread;
  // Between the World's thread and the client's:
  std::mutex mutex;
  std::condition_variable bell;
  std::optional<httplib::Request> waiting;
  bool quitting = false;
  // Of the World's thread:
  std::function<void(HttpAnswer)> then;
  TimerId deadline;
  std::uint64_t number = 0;  // of the request; an answer to an older one is stale

  void work(const std::weak_ptr<Parts>& self);
  HttpAnswer carry(httplib::Request request);
  void answered(std::uint64_t which, HttpAnswer answer);
};

/// In the client's thread.
HttpAnswer HttpClient::Parts::carry(httplib::Request request) {
  std::string body;
  bool too_long = false;
  request.content_receiver = [&](const char* data, std::size_t length, std::uint64_t, std::uint64_t) {
    too_long = body.size() + length > max_body_octets;
    if (!too_long) body.append(data, length);
    return !too_long;
  };
  auto result = client->send(request);
  if (!result) return {too_long ? "the answer is too long" : httplib::to_string(result.error()), 0, "", ""};
  return {"", result->status, result->get_header_value("Content-Type"), std::move(body)};
}

void HttpClient::Parts::work(const std::weak_ptr<Parts>& self) {
  for (;;) {
    std::optional<httplib::Request> request;
    std::uint64_t which = 0;
    {
      std::unique_lock lock(mutex);
      bell.wait(lock, [&] { return quitting || waiting; });
      if (quitting) return;
      request = std::exchange(waiting, std::nullopt);
      which = number;
    }
    auto answer = carry(std::move(*request));
    // A World that takes no more work has its own troubles; the deadline answers then.
    [[maybe_unused]] bool told = remote.post([self, which, answer = std::move(answer)] {
      if (auto parts = self.lock()) parts->answered(which, answer);
    });
  }
}

void HttpClient::Parts::answered(std::uint64_t which, HttpAnswer answer) {
  if (which != number || !then) return;
  world->cancel(deadline);
  std::exchange(then, nullptr)(std::move(answer));
}

Result<std::unique_ptr<HttpClient>, std::string> HttpClient::open(RealWorld& world, const std::string& url, Duration limit) {
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme) || url.size() == scheme.size() || url[scheme.size()] == '/')
    return Fail(url + ": allowed is http://HOST[:PORT][/PREFIX]; where TLS is wanted, put a proxy in front of it");
  auto slash = url.find('/', scheme.size());
  auto parts = std::make_shared<Parts>();
  parts->world = &world;
  parts->remote = world.remote();
  parts->limit = limit;
  parts->prefix = slash == std::string::npos ? "" : url.substr(slash);
  while (parts->prefix.ends_with('/')) parts->prefix.pop_back();
  parts->client = std::make_unique<httplib::Client>(url.substr(0, slash));
  if (!parts->client->is_valid()) return Fail(url + ": host or port cannot be read");
  parts->client->set_connection_timeout(std::min(limit, connect_limit));
  parts->client->set_read_timeout(limit);
  parts->client->set_write_timeout(limit);
  parts->client->set_keep_alive(true);
  parts->thread = std::thread([p = parts.get(), self = std::weak_ptr(parts)] { p->work(self); });
  return std::unique_ptr<HttpClient>(new HttpClient(std::move(parts)));
}

HttpClient::~HttpClient() {
  if (parts_->then) parts_->world->cancel(parts_->deadline);
  parts_->then = nullptr;
  {
    std::lock_guard lock(parts_->mutex);
    parts_->quitting = true;
  }
  parts_->bell.notify_one();
  parts_->client->stop();
  parts_->thread.join();
}

bool HttpClient::post(const std::string& path, std::string body, std::function<void(HttpAnswer)> then) {
  return ask("POST", path, std::move(body), std::move(then));
}
bool HttpClient::get(const std::string& path, std::function<void(HttpAnswer)> then) { return ask("GET", path, {}, std::move(then)); }

bool HttpClient::ask(const char* method, const std::string& path, std::string body, std::function<void(HttpAnswer)> then) {
  auto& p = *parts_;
  if (p.then) return false;
  httplib::Request request;
  request.method = method;
  request.path = p.prefix + "/" + path;
  request.body = std::move(body);
  if (request.method == "POST") request.set_header("Content-Type", "text/plain; charset=utf-8");
  {
    std::lock_guard lock(p.mutex);
    // One that was given up and not yet carried is forgotten.
    p.waiting = std::move(request);
    ++p.number;
  }
  p.then = std::move(then);
  p.deadline = p.world->after(p.limit, [parts = parts_] {
    if (!parts->then) return;
    parts->client->stop();  // ends a server that drips its answer
    std::exchange(parts->then, nullptr)({"no answer in time", 0, "", ""});
  });
  p.bell.notify_one();
  return true;
}

}  // namespace pellucid::api

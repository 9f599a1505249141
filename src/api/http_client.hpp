#pragma once
// HTTP to one server, from the control thread without waiting: a thread of the client's own asks, the answer comes to the World's loop.
// One request at a time; every wait has an end.
#include <functional>
#include <memory>
#include <string>

#include "runtime/real_world.hpp"

namespace pellucid::api {

struct HttpAnswer {
  std::string error;  // why there is no answer, in words; empty: there is one
  int status = 0;
  std::string type, body;
};

class HttpClient {
 public:
  static constexpr Duration connect_limit = std::chrono::seconds(2), usual_limit = std::chrono::seconds(5);
  static constexpr std::size_t max_body_octets = 128 * 1024;  // a longer answer is an error

  /// `url`: "http://HOST[:PORT][/PREFIX]". Nothing is connected yet. The error is in words for the operator.
  static Result<std::unique_ptr<HttpClient>, std::string> open(RealWorld& world, const std::string& url, Duration limit = usual_limit);
  /// Gives up what is under way; `then` is not called any more.
  ~HttpClient();

  /// Asks `<url>/<path>`; `then` is called from the World's loop at the latest when the limit is over. False while a request is under way.
  bool post(const std::string& path, std::string body, std::function<void(HttpAnswer)> then);
  bool get(const std::string& path, std::function<void(HttpAnswer)> then);

 private:
  struct Parts;
  explicit HttpClient(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}
  bool ask(const char* method, const std::string& path, std::string body, std::function<void(HttpAnswer)> then);
  std::shared_ptr<Parts> parts_;
};

}  // namespace pellucid::api

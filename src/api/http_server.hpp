#pragma once
// HTTP: the library's threads take requests, the control thread answers them through the World's bounded queue. A control
// thread that is stuck shows as 503, so that the health answer tells the truth.
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/ids.hpp"
#include "runtime/real_world.hpp"

namespace pellucid::api {

struct HttpReply {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
};
/// Runs on the control thread. `path` without the query.
using HttpHandler = std::function<HttpReply(const std::string& path)>;
using HttpPostHandler = std::function<HttpReply(const std::string& path, const std::string& body)>;

class HttpServer {
 public:
  static constexpr std::size_t max_body_octets = 128 * 1024;  // of a POST; larger ones are answered 413

  /// Listens and serves GET, and POST if there is a handler for it; everything else is refused. The port may be 0: local() tells.
  /// `folders`: files below a folder, served as they are below a path by the library's threads; a folder that is not there is left out.
  static Io<std::unique_ptr<HttpServer>> open(RealWorld& world, const Endpoint& listen, HttpHandler get, HttpPostHandler post = {},
                                              const std::map<std::string, std::string>& folders = {});
  ~HttpServer();
  Endpoint local() const;

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace pellucid::api

#pragma once
// HTTP on loopback: the library's threads take requests, the control thread answers them through the World's bounded queue. A control
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

class HttpServer {
 public:
  /// Listens and serves GET; everything else is 405. The port may be 0: local() tells. `folders`: files below a folder, served as they are
  /// below a path by the library's threads; a folder that is not there is left out.
  static Io<std::unique_ptr<HttpServer>> open(RealWorld& world, const Endpoint& listen, HttpHandler handler,
                                              const std::map<std::string, std::string>& folders = {});
  ~HttpServer();
  Endpoint local() const;

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace pellucid::api

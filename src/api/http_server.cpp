#include "api/http_server.hpp"

#include <httplib.h>

#include <future>
#include <thread>

namespace pellucid::api {
namespace {
constexpr auto patience = std::chrono::seconds(2);
constexpr std::size_t server_threads = 8;
// A connection that rests holds a thread for so long.
constexpr auto rest_limit = std::chrono::seconds(1);
}  // namespace

struct HttpServer::Parts {
  httplib::Server server;
  Endpoint local;
  std::thread thread;
};

namespace {

/// The control thread's answer, in a thread of the library.
void ask_control(const Remote& remote, std::function<HttpReply()> work, httplib::Response& response) {
  auto promised = std::make_shared<std::promise<HttpReply>>();
  auto future = promised->get_future();
  bool posted = remote.post([promised, work = std::move(work)] { promised->set_value(work()); });
  if (!posted || future.wait_for(patience) != std::future_status::ready) {
    response.status = 503;
    response.set_content("the control thread does not answer\n", "text/plain");
    return;
  }
  auto reply = future.get();
  response.status = reply.status;
  response.set_content(reply.body, reply.type.c_str());
}

}  // namespace

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

HttpServer::~HttpServer() {
  // stop() does nothing to a server whose thread has not come to listening yet.
  while (!parts_->server.is_running()) std::this_thread::yield();
  parts_->server.stop();
  if (parts_->thread.joinable()) parts_->thread.join();
}

Endpoint HttpServer::local() const { return parts_->local; }

Io<std::unique_ptr<HttpServer>> HttpServer::open(RealWorld& world, const Endpoint& listen, HttpHandler get, HttpPostHandler post,
                                                 const std::map<std::string, std::string>& folders) {
  auto parts = std::make_unique<Parts>();
  auto& server = parts->server;
  server.new_task_queue = [] { return new httplib::ThreadPool(server_threads); };
  server.set_payload_max_length(max_body_octets);
  server.set_read_timeout(std::chrono::seconds(5));
  server.set_keep_alive_max_count(100);
  server.set_keep_alive_timeout(rest_limit.count());
  server.set_file_request_handler([](const httplib::Request&, httplib::Response& response) {
    if (!response.has_header("Content-Type")) response.set_header("Content-Type", "application/octet-stream");
  });
  for (auto& [path, folder] : folders) server.set_mount_point(path, folder);
  server.Get(".*", [remote = world.remote(), get = std::move(get)](const httplib::Request& request, httplib::Response& response) {
    ask_control(remote, [get, path = request.path] { return get(path); }, response);
  });
  if (post)
    server.Post(".*", [remote = world.remote(), post = std::move(post)](const httplib::Request& request, httplib::Response& response) {
      ask_control(remote, [post, path = request.path, body = request.body] { return post(path, body); }, response);
    });
  int port = listen.port;
  auto host = listen.address.text();
  bool bound = port == 0 ? (port = server.bind_to_any_port(host.c_str())) > 0 : server.bind_to_port(host.c_str(), port);
  if (!bound) return Fail(IoError{0, listen.text() + ": cannot listen there (is the port taken?)"});
  parts->local = Endpoint{listen.address, std::uint16_t(port)};
  parts->thread = std::thread([p = parts.get()] { p->server.listen_after_bind(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(parts)));
}

}  // namespace pellucid::api

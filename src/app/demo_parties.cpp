#include "app/demo_parties.hpp"

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "runtime/netns.hpp"

namespace pellucid::app {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint16_t bulk_port = 5001;
constexpr const char* page =
    "<!doctype html><html><head><title>Hello from the other side</title></head>"
    "<body><h1>It works</h1><p>This page came through a 5G core: web server, N6, UPF, GTP-U, base station, phone.</p></body></html>\n";

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Forks; the child moves into the namespace, runs `work(channel)` and is gone.
Io<Party> fork_party(const std::string& network_namespace, const std::function<void(int channel)>& work) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    return Fail(IoError{errno, std::string("socketpair: ") + std::strerror(errno)});
  int parent = getpid();
  int pid = fork();
  if (pid < 0) return Fail(IoError{errno, std::string("fork: ") + std::strerror(errno)});
  if (pid > 0) {
    close(ends[1]);
    return Party{pid, FileDescriptor(ends[0])};
  }
  close(ends[0]);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0);
  signal(SIGINT, SIG_IGN);  // Ctrl-C goes to all of the terminal's processes; the parent decides
  signal(SIGPIPE, SIG_IGN);
  if (enter_namespace(network_namespace).ok()) work(ends[1]);
  _exit(0);
}

void say(int channel, const std::string& line) {
  auto text = line + "\n";
  if (send(channel, text.data(), text.size(), MSG_NOSIGNAL) < 0) _exit(0);
}

/// The first octet of a connection says which way: 'd' the server sends, 'u' the server takes.
void serve_bulk() {
  int server = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int off = 0, on = 1;
  setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in6 any{};
  any.sin6_family = AF_INET6;
  any.sin6_port = htons(bulk_port);
  if (bind(server, reinterpret_cast<sockaddr*>(&any), sizeof any) != 0 || listen(server, 8) != 0) return;
  std::vector<char> buffer(1 << 18, 'x');
  for (;;) {
    int fd = accept4(server, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    char way = 0;
    if (recv(fd, &way, 1, 0) == 1) {
      if (way == 'd')
        while (send(fd, buffer.data(), buffer.size(), MSG_NOSIGNAL) > 0) {
        }
      else
        while (recv(fd, buffer.data(), buffer.size(), 0) > 0) {
        }
    }
    close(fd);
  }
}

std::string bulk(const std::string& address, char way, double seconds) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(bulk_port);
  inet_pton(AF_INET, address.c_str(), &to.sin_addr);
  timeval patience{3, 0};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    close(fd);
    return std::string("error=connect: ") + std::strerror(errno);
  }
  std::vector<char> buffer(1 << 18, 'x');
  double octets = 0;
  bool good = send(fd, &way, 1, MSG_NOSIGNAL) == 1;
  auto start = Clock::now();
  while (good && seconds_since(start) < seconds) {
    auto n = way == 'd' ? recv(fd, buffer.data(), buffer.size(), 0) : send(fd, buffer.data(), buffer.size(), MSG_NOSIGNAL);
    if (n <= 0) break;
    octets += double(n);
  }
  auto took = seconds_since(start);
  close(fd);
  return "mbit_s=" + std::to_string(octets * 8 / took / 1e6);
}

std::uint16_t checksum(const std::uint8_t* data, std::size_t size) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i + 1 < size; i += 2) sum += std::uint32_t(data[i] << 8 | data[i + 1]);
  sum = (sum & 0xFFFF) + (sum >> 16);
  return std::uint16_t(~(sum + (sum >> 16)));
}

/// ICMP echo over a raw socket; IPv4 or IPv6 by the look of the address.
std::string ping(const std::string& address, int count) {
  bool v6 = address.find(':') != std::string::npos;
  int fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_CLOEXEC, v6 ? int(IPPROTO_ICMPV6) : int(IPPROTO_ICMP));
  if (fd < 0) return std::string("error=raw socket: ") + std::strerror(errno);
  sockaddr_storage to{};
  socklen_t to_size = v6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  to.ss_family = v6 ? AF_INET6 : AF_INET;
  if (v6)
    inet_pton(AF_INET6, address.c_str(), &reinterpret_cast<sockaddr_in6*>(&to)->sin6_addr);
  else
    inet_pton(AF_INET, address.c_str(), &reinterpret_cast<sockaddr_in*>(&to)->sin_addr);
  int received = 0;
  double best_ms = 1e9;
  for (int n = 0; n < count; ++n) {
    std::uint8_t packet[64] = {};
    packet[0] = v6 ? 128 : 8;
    packet[4] = 0x50, packet[5] = 0x4C, packet[7] = std::uint8_t(n);
    if (!v6) {
      auto sum = checksum(packet, sizeof packet);
      packet[2] = std::uint8_t(sum >> 8), packet[3] = std::uint8_t(sum);
    }
    auto start = Clock::now();
    if (sendto(fd, packet, sizeof packet, 0, reinterpret_cast<sockaddr*>(&to), to_size) < 0) continue;
    bool answered = false;
    while (!answered && seconds_since(start) < 1) {
      pollfd wait{fd, POLLIN, 0};
      if (poll(&wait, 1, 200) <= 0) continue;
      std::uint8_t in[256];
      auto size = recv(fd, in, sizeof in, MSG_DONTWAIT);
      std::size_t header = v6 || size < 20 ? 0 : (in[0] & 15u) * 4u;
      if (size < ssize_t(header) + 8) continue;
      auto* icmp = in + header;
      answered = icmp[0] == (v6 ? 129 : 0) && icmp[4] == 0x50 && icmp[5] == 0x4C && icmp[7] == std::uint8_t(n);
    }
    if (!answered) continue;
    ++received;
    best_ms = std::min(best_ms, seconds_since(start) * 1000);
  }
  close(fd);
  return "sent=" + std::to_string(count) + " received=" + std::to_string(received) + (received ? " rtt_ms=" + std::to_string(best_ms) : "");
}

std::string get(const std::string& url) {
  auto rest = url.substr(url.find("//") + 2);
  auto slash = rest.find('/');
  httplib::Client client(rest.substr(0, slash));
  client.set_connection_timeout(3);
  client.set_read_timeout(3);
  auto answer = client.Get(slash == std::string::npos ? "/" : rest.substr(slash));
  if (!answer) return "error=" + httplib::to_string(answer.error());
  auto from = answer->body.find("<title>"), to = answer->body.find("</title>");
  auto title = from == std::string::npos || to == std::string::npos ? "" : answer->body.substr(from + 7, to - from - 7);
  return "status=" + std::to_string(answer->status) + " octets=" + std::to_string(answer->body.size()) + " title=" + title;
}

std::string do_task(const std::string& line) {
  std::istringstream in(line);
  std::string task, target;
  double number = 0;
  in >> task >> target >> number;
  if (task == "ping") return ping(target, int(number));
  if (task == "get") return get(target);
  if (task == "down") return bulk(target, 'd', number);
  if (task == "up") return bulk(target, 'u', number);
  return "error=no such task: " + task;
}

}  // namespace

Io<Party> start_internet(const std::string& network_namespace) {
  return fork_party(network_namespace, [](int channel) {
    std::thread(serve_bulk).detach();
    httplib::Server server;
    server.Get("/", [](const httplib::Request&, httplib::Response& r) { r.set_content(page, "text/html"); });
    if (!server.bind_to_port("::", 80)) return say(channel, "error=cannot listen on port 80");
    say(channel, "ready");
    server.listen_after_bind();
  });
}

Io<Party> start_phone_user(const std::string& network_namespace) {
  return fork_party(network_namespace, [](int channel) {
    std::string pending;
    char buffer[512];
    for (;;) {
      auto n = recv(channel, buffer, sizeof buffer, 0);
      if (n <= 0) return;
      pending.append(buffer, std::size_t(n));
      for (std::size_t end; (end = pending.find('\n')) != std::string::npos; pending.erase(0, end + 1))
        say(channel, do_task(pending.substr(0, end)));
    }
  });
}

std::string value_of(const std::string& answer, const std::string& name) {
  std::size_t at = answer.starts_with(name + "=") ? 0 : answer.find(" " + name + "=");
  if (at == std::string::npos) return {};
  at = answer.find('=', at) + 1;
  bool rest = name == "title" || name == "error";
  return answer.substr(at, rest ? std::string::npos : answer.find(' ', at) - at);
}

}  // namespace pellucid::app

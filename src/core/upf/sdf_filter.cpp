#include "core/upf/sdf_filter.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace pellucid::upf {

namespace {

constexpr std::size_t max_description = 512;  // octets
constexpr std::size_t max_ports = 16;         // ranges an end

class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}
  std::string_view peek() {
    auto copy = *this;
    return copy.next();
  }
  std::string_view next() {
    auto start = text_.find_first_not_of(" \t");
    if (start == text_.npos) return text_ = {};
    auto end = std::min(text_.find_first_of(" \t", start), text_.size());
    auto word = text_.substr(start, end - start);
    text_.remove_prefix(end);
    return word;
  }

 private:
  std::string_view text_;
};

template <class T>
std::optional<T> number(std::string_view text) {
  T value{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

std::optional<std::vector<PortRange>> parse_ports(std::string_view text) {
  std::vector<PortRange> ports;
  while (true) {
    auto comma = std::min(text.find(','), text.size());
    auto piece = text.substr(0, comma);
    auto dash = std::min(piece.find('-'), piece.size());
    auto first = number<std::uint16_t>(piece.substr(0, dash));
    auto last = dash == piece.size() ? first : number<std::uint16_t>(piece.substr(dash + 1));
    if (!first || !last || *first > *last || ports.size() >= max_ports) return {};
    ports.push_back({*first, *last});
    if (comma == text.size()) return ports;
    text.remove_prefix(comma + 1);
  }
}

std::optional<FlowEnd> parse_end(Words& words) {
  FlowEnd end;
  auto word = words.next();
  if (word == "assigned") {
    end.assigned = true;
  } else if (word != "any") {
    end.network =
        word.find('/') == word.npos ? Cidr::parse(std::string(word) + (word.find(':') == word.npos ? "/32" : "/128")) : Cidr::parse(word);
    if (!end.network) return {};
  }
  auto more = words.peek();
  if (!more.empty() && more[0] >= '0' && more[0] <= '9') {
    auto ports = parse_ports(words.next());
    if (!ports) return {};
    end.ports = std::move(*ports);
  }
  return end;
}

bool end_matches(const FlowEnd& end, const Flow& flow, const std::uint8_t* address, std::uint16_t port) {
  if (end.network) {
    if (end.network->address.is_v6() != flow.v6) return false;
    const std::uint8_t* wanted = end.network->address.octets().data();
    unsigned whole = end.network->prefix / 8, rest = end.network->prefix % 8;
    if (std::memcmp(address, wanted, whole) != 0) return false;
    if (rest && ((address[whole] ^ wanted[whole]) >> (8 - rest)) != 0) return false;
  }
  if (end.ports.empty()) return true;
  return flow.ports_known && std::ranges::any_of(end.ports, [port](auto& r) { return r.first <= port && port <= r.last; });
}

}  // namespace

std::optional<SdfFilter> SdfFilter::parse(std::string_view description) {
  if (description.size() > max_description) return {};
  while (!description.empty() && description.back() == '\0') description.remove_suffix(1);
  Words words(description);
  SdfFilter filter;
  if (words.next() != "permit" || words.next() != "out") return {};
  if (auto protocol = words.next(); protocol != "ip") {
    filter.protocol = number<std::uint8_t>(protocol);
    if (!filter.protocol) return {};
  }
  if (words.next() != "from") return {};
  auto source = parse_end(words);
  if (!source || words.next() != "to") return {};
  auto destination = parse_end(words);
  if (!destination || !words.next().empty()) return {};
  filter.source = std::move(*source);
  filter.destination = std::move(*destination);
  return filter;
}

bool SdfFilter::matches(const Flow& flow, bool uplink) const {
  if (protocol && *protocol != flow.protocol) return false;
  if (traffic_class && ((flow.traffic_class ^ traffic_class->first) & traffic_class->second) != 0) return false;
  if (spi && *spi != flow.spi) return false;
  if (flow_label && (!flow.v6 || *flow_label != flow.flow_label)) return false;
  const FlowEnd& from = uplink ? destination : source;
  const FlowEnd& to = uplink ? source : destination;
  return end_matches(from, flow, flow.source, flow.source_port) && end_matches(to, flow, flow.destination, flow.destination_port);
}

}  // namespace pellucid::upf

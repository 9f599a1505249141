#include "core/upf/join.hpp"

#include <cstring>

#include "core/upf/checksum.hpp"

namespace pellucid::upf {

namespace {

constexpr std::uint8_t tcp_psh = 0x08, tcp_ack = 0x10;
constexpr std::uint32_t max_ip_octets = 65535;

bool checksum_right(const IpView& ip, std::uint8_t protocol, std::uint32_t transport) {
  std::uint32_t length = ip.length - transport;
  return fold(pseudo_header_sum(ip, protocol, length) + sum_octets(ip.at + transport, length)) == 0xffff;
}

}  // namespace

Joiner::Segment Joiner::look(const IpView& ip) const {
  Segment s;
  s.ip = ip;
  const std::uint8_t* p = ip.at;
  if (ip.v6) {
    s.protocol = p[6];
    s.transport = 40;
  } else {
    if (p[0] != 0x45 || (load16(p + 6) & 0x3fff) != 0) return s;  // options, fragments
    s.protocol = p[9];
    s.transport = 20;
  }
  const std::uint8_t* t = p + s.transport;
  if (s.protocol == ip_tcp) {
    if (s.transport + 20 > ip.length) return s.protocol = 0, s;
    s.header = s.transport + (t[12] >> 4) * 4u;
    if (s.header < s.transport + 20 || s.header > ip.length) return s.protocol = 0, s;
    s.joinable = (t[13] & ~tcp_psh) == tcp_ack && s.header < ip.length;
  } else if (s.protocol == ip_udp) {
    if (s.transport + 8 > ip.length) return s.protocol = 0, s;
    s.header = s.transport + 8;
    s.joinable = udp_ && s.header < ip.length && load16(t + 4) == ip.length - s.transport && load16(t + 6) != 0;
  } else {
    return s.protocol = 0, s;
  }
  // Addresses and ports are next to each other save for IPv4 options, which were refused.
  std::uint64_t mix = load32(t);
  for (std::uint32_t i = ip.v6 ? 8 : 12; i < s.transport; i += 4) mix = (mix ^ load32(p + i)) * 0x9e3779b97f4a7c15ull;
  s.hash = std::uint32_t(mix >> 40);
  return s;
}

bool Joiner::same_flow(const Segment& a, const Segment& b) {
  if (a.ip.v6 != b.ip.v6 || a.protocol != b.protocol || a.transport != b.transport) return false;
  std::uint32_t from = a.ip.v6 ? 8 : 12;
  return std::memcmp(a.ip.at + from, b.ip.at + from, a.transport + 4 - from) == 0;
}

bool Joiner::continues(const Open& open, const Segment& next) {
  const std::uint8_t* a = open.first.ip.at;
  const std::uint8_t* b = next.ip.at;
  std::uint32_t size = next.ip.length - next.header;
  if (!next.joinable || next.header != open.first.header || size > open.out.offload.segment || open.out.count >= max_joined ||
      next.header + open.payload + size > max_ip_octets)
    return false;
  if (next.ip.v6) {
    if (load32(a) != load32(b) || a[7] != b[7]) return false;
  } else {
    if (a[1] != b[1] || a[8] != b[8] || load16(a + 6) != load16(b + 6)) return false;
    bool unfragmentable = (load16(b + 6) & 0x4000) != 0;
    if (!unfragmentable && load16(b + 4) != std::uint16_t(load16(a + 4) + open.out.count)) return false;
    if (fold(sum_octets(b, 20)) != 0xffff) return false;
  }
  if (next.protocol == ip_udp) return true;
  const std::uint8_t* s = a + open.first.transport;
  const std::uint8_t* t = b + next.transport;
  return load32(t + 4) == open.next_sequence && load32(t + 8) == load32(s + 8) && t[12] == s[12] && load16(t + 14) == load16(s + 14) &&
         load16(t + 18) == load16(s + 18) && std::memcmp(s + 20, t + 20, next.header - next.transport - 20) == 0;
}

void Joiner::add(const IpView& ip, JoinedSink& sink) {
  Segment next = look(ip);
  if (next.protocol == 0) return pass(ip, sink);
  Open& open = open_[next.hash % slots];
  if (open.used && same_flow(open.first, next)) {
    if (!open.first_verified) {
      open.first_verified = true;
      bool header_right = ip.v6 || fold(sum_octets(open.first.ip.at, 20)) == 0xffff;
      if (!header_right || !checksum_right(open.first.ip, open.first.protocol, open.first.transport)) emit(open, sink);
    }
    if (open.used && continues(open, next) && checksum_right(ip, next.protocol, next.transport)) {
      ByteView data = next.payload();
      open.out.pieces[open.out.count++] = data;
      open.payload += std::uint32_t(data.size());
      open.next_sequence += std::uint32_t(data.size());
      open.last_flags = next.protocol == ip_tcp ? ip.at[next.transport + 13] : 0;
      // A shorter segment or a push ends the train.
      if (data.size() < open.out.offload.segment || (open.last_flags & tcp_psh) || open.out.count == max_joined) emit(open, sink);
      return;
    }
  }
  if (open.used && (next.joinable || same_flow(open.first, next))) emit(open, sink);
  bool alone = !next.joinable || (next.protocol == ip_tcp && (ip.at[next.transport + 13] & tcp_psh));
  if (alone) return pass(ip, sink);
  begin(open, next);
}

void Joiner::begin(Open& open, const Segment& first) {
  open.used = true;
  open.first_verified = false;
  open.first = first;
  ByteView data = first.payload();
  open.payload = std::uint32_t(data.size());
  open.out.count = 1;
  open.out.pieces[0] = data;
  open.out.offload.segment = std::uint16_t(data.size());
  if (first.protocol == ip_tcp) {
    open.next_sequence = load32(first.ip.at + first.transport + 4) + open.payload;
    open.last_flags = first.ip.at[first.transport + 13];
  }
  order_[used_++] = std::uint8_t(&open - open_.data());
}

void Joiner::emit(Open& open, JoinedSink& sink) {
  open.used = false;
  for (std::size_t i = 0; i < used_; ++i)
    if (order_[i] == std::uint8_t(&open - open_.data())) {
      std::memmove(order_.data() + i, order_.data() + i + 1, --used_ - i);
      break;
    }
  Joined& out = open.out;
  if (out.count == 1) return pass(open.first.ip, sink);
  joined_ += out.count;
  const Segment& first = open.first;
  std::uint32_t length = first.header + open.payload;
  out.header_size = first.header;
  out.size = length;
  std::uint8_t* h = out.header.data();
  std::memcpy(h, first.ip.at, first.header);
  std::uint8_t* t = h + first.transport;
  if (first.ip.v6) {
    store16(h + 4, std::uint16_t(length - 40));
  } else {
    store16(h + 2, std::uint16_t(length));
    fill_ipv4_checksum(h, 20);
  }
  bool tcp = first.protocol == ip_tcp;
  out.offload.kind = tcp ? Offload::Kind::tcp : Offload::Kind::udp;
  out.offload.checksum_missing = true;
  out.offload.checksum_start = std::uint16_t(first.transport);
  out.offload.checksum_at = tcp ? 16 : 6;
  if (tcp)
    t[13] = std::uint8_t(t[13] | (open.last_flags & tcp_psh));
  else
    store16(t + 4, std::uint16_t(length - first.transport));
  store16(t + out.offload.checksum_at, fold(pseudo_header_sum(first.ip, first.protocol, length - first.transport)));
  sink.write(out);
}

void Joiner::pass(const IpView& ip, JoinedSink& sink) {
  single_.header_size = 0;
  single_.pieces[0] = ip.octets();
  single_.count = 1;
  single_.size = ip.length;
  single_.offload = {};
  sink.write(single_);
}

void Joiner::flush(JoinedSink& sink) {
  while (used_ > 0) emit(open_[order_[0]], sink);
}

}  // namespace pellucid::upf

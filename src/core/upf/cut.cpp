#include "core/upf/cut.hpp"

#include <algorithm>
#include <cstring>

#include "core/upf/checksum.hpp"

namespace pellucid::upf {

namespace {

constexpr std::uint8_t tcp_fin = 0x01, tcp_psh = 0x08, tcp_cwr = 0x80;
constexpr std::uint32_t tcp_checksum_at = 16, udp_checksum_at = 6;

}  // namespace

std::optional<Cut> plan_cut(ByteView packet, const Offload& offload) {
  auto ip = parse_ip(packet);
  if (!ip) return {};
  Cut cut;
  cut.ip_ = *ip;
  cut.offload_ = offload;
  if (offload.kind == Offload::Kind::none) {
    if (!offload.checksum_missing) return cut;
    // One packet whose checksum is ours to complete.
    std::uint32_t end = std::uint32_t(offload.checksum_start) + offload.checksum_at + 2;
    if (offload.checksum_start < 20 || end > ip->length || end > max_inner_header) return {};
    cut.transport_ = offload.checksum_start;
    cut.header_ = end;
    return cut;
  }
  // The transport header stands where the kernel says the checksum starts; segments always need theirs computed.
  bool tcp = offload.kind == Offload::Kind::tcp;
  cut.protocol_ = tcp ? ip_tcp : ip_udp;
  cut.transport_ = offload.checksum_start;
  std::uint32_t least = ip->v6 ? 40 : (ip->at[0] & 15u) * 4;
  if (!offload.checksum_missing || cut.transport_ < least || (!ip->v6 && cut.transport_ != least) || offload.segment == 0) return {};
  if (cut.transport_ + (tcp ? 20u : 8u) > ip->length) return {};
  std::uint32_t transport_header = tcp ? (ip->at[cut.transport_ + 12] >> 4) * 4u : 8u;
  cut.header_ = cut.transport_ + transport_header;
  if ((tcp && transport_header < 20) || cut.header_ > max_inner_header || cut.header_ >= ip->length) return {};
  std::uint32_t payload = ip->length - cut.header_;
  cut.count_ = (payload + offload.segment - 1) / offload.segment;
  if (cut.count_ > max_segments) return {};
  return cut;
}

ByteView Cut::payload(std::uint32_t i) const {
  if (offload_.kind == Offload::Kind::none) return ip_.octets().subspan(header_);
  std::size_t from = header_ + std::size_t(i) * offload_.segment;
  return ip_.octets().subspan(from, std::min<std::size_t>(offload_.segment, ip_.length - from));
}

void Cut::write_header(std::uint32_t i, std::uint8_t* out) const {
  if (header_ == 0) return;
  std::memcpy(out, ip_.at, header_);
  ByteView data = payload(i);
  std::uint8_t* transport = out + transport_;
  if (offload_.kind == Offload::Kind::none) {
    // The field holds the pseudo header's sum already.
    std::uint64_t sum = sum_octets(transport, header_ - transport_);
    // An odd header length never happens with real checksum offsets, but the sum must not shift if it does.
    sum = (header_ - transport_) % 2 == 0 ? sum + sum_octets(data) : sum_octets(ip_.at + transport_, ip_.length - transport_);
    std::uint16_t checksum = std::uint16_t(~fold(sum));
    if (checksum == 0 && offload_.checksum_at == udp_checksum_at) checksum = 0xffff;
    store16(transport + offload_.checksum_at, checksum);
    return;
  }
  bool last = i + 1 == count_;
  std::uint32_t length = header_ + std::uint32_t(data.size());
  if (ip_.v6) {
    store16(out + 4, std::uint16_t(length - 40));
  } else {
    store16(out + 2, std::uint16_t(length));
    store16(out + 4, std::uint16_t(load16(ip_.at + 4) + i));
    fill_ipv4_checksum(out, (out[0] & 15u) * 4);
  }
  std::uint32_t checksum_at = tcp_checksum_at;
  if (offload_.kind == Offload::Kind::tcp) {
    store32(transport + 4, load32(transport + 4) + i * offload_.segment);
    if (!last) transport[13] = std::uint8_t(transport[13] & ~(tcp_fin | tcp_psh));
    if (i > 0) transport[13] = std::uint8_t(transport[13] & ~tcp_cwr);
  } else {
    checksum_at = udp_checksum_at;
    store16(transport + 4, std::uint16_t(length - transport_));
  }
  store16(transport + checksum_at, 0);
  std::uint64_t sum =
      pseudo_header_sum(ip_, protocol_, length - transport_) + sum_octets(transport, header_ - transport_) + sum_octets(data);
  std::uint16_t checksum = std::uint16_t(~fold(sum));
  if (checksum == 0 && protocol_ == ip_udp) checksum = 0xffff;
  store16(transport + checksum_at, checksum);
}

}  // namespace pellucid::upf

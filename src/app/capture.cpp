#include "app/capture.hpp"

#include <pcap/pcap.h>

#include <map>
#include <memory>
#include <tuple>
#include <vector>

namespace pellucid::app {
namespace {

constexpr std::uint16_t gtpu_port = 2152, pfcp_port = 8805, sctp_over_udp_port = 9899;
constexpr std::uint32_t ngap_ppid = 60;
constexpr std::size_t max_user_message = 1u << 20;  // an SCTP user message longer than this is not put together
constexpr std::size_t max_unfinished = 4096;        // user messages waiting for their end
constexpr int linktype_ngap = 152;                  // DLT_USER5, as some base stations write it

std::uint16_t u16(ByteView v, std::size_t at) { return std::uint16_t(v[at] << 8 | v[at + 1]); }
std::uint32_t u32(ByteView v, std::size_t at) { return std::uint32_t(from_big_endian(v.subspan(at, 4))); }

class Opener {
 public:
  Opener(CaptureSummary& summary, const std::function<void(const CapturedMessage&)>& visit) : summary_(summary), visit_(visit) {}

  void frame(int link_type, std::uint64_t number, WallTime time, ByteView octets) {
    message_ = {};
    message_.frame = number;
    message_.time = time;
    switch (link_type) {
      case DLT_EN10MB: return ethernet(octets, 12);
      case DLT_LINUX_SLL: return ethernet(octets, 14);
      case DLT_LINUX_SLL2: return octets.size() >= 20 ? network(u16(octets, 0), octets.subspan(20)) : malformed();
      case DLT_NULL: return octets.size() >= 4 ? ip(octets.subspan(4)) : malformed();
      case linktype_ngap: return deliver(Protocol::ngap, octets);
      default: return ip(octets);
    }
  }
  static bool knows(int link_type) {
    return link_type == DLT_EN10MB || link_type == DLT_LINUX_SLL || link_type == DLT_LINUX_SLL2 || link_type == DLT_NULL ||
           link_type == DLT_RAW || link_type == DLT_IPV4 || link_type == DLT_IPV6 || link_type == linktype_ngap;
  }
  std::size_t unfinished() const { return partial_.size(); }

 private:
  void malformed() { ++summary_.malformed; }

  /// The ethertype stands at `at`; VLAN tags (802.1Q, 802.1ad) may come before the real one.
  void ethernet(ByteView v, std::size_t at) {
    while (v.size() >= at + 2 && (u16(v, at) == 0x8100 || u16(v, at) == 0x88A8)) at += 4;
    if (v.size() < at + 2) return malformed();
    network(u16(v, at), v.subspan(at + 2));
  }
  void network(std::uint16_t ethertype, ByteView v) {
    if (ethertype == 0x0800 || ethertype == 0x86DD) ip(v);
  }
  void ip(ByteView v) {
    if (v.empty()) return malformed();
    if (v[0] >> 4 == 4) return ipv4(v);
    if (v[0] >> 4 == 6) return ipv6(v);
    malformed();
  }
  void ipv4(ByteView v) {
    std::size_t header = (v[0] & 15u) * 4u;
    if (v.size() < 20) return malformed();
    std::size_t total = u16(v, 2) ? u16(v, 2) : v.size();  // 0: the network card was to fill it in (segmentation offload)
    if (header < 20 || total < header || total > v.size()) return malformed();
    if (u16(v, 6) & 0x3FFF) return void(++summary_.fragments);
    Octets<4> from, to;
    std::copy_n(v.begin() + 12, 4, from.begin());
    std::copy_n(v.begin() + 16, 4, to.begin());
    message_.source.address = IpAddress::v4(from);
    message_.target.address = IpAddress::v4(to);
    transport(v[9], v.subspan(header, total - header));
  }
  void ipv6(ByteView v) {
    if (v.size() < 40 || v.size() < 40u + u16(v, 4)) return malformed();
    Octets<16> from, to;
    std::copy_n(v.begin() + 8, 16, from.begin());
    std::copy_n(v.begin() + 24, 16, to.begin());
    message_.source.address = IpAddress::v6(from);
    message_.target.address = IpAddress::v6(to);
    std::uint8_t next = v[6];
    v = v.subspan(40, u16(v, 4));
    while (next == 0 || next == 43 || next == 60) {  // hop-by-hop, routing, destination options
      if (v.size() < 8 || v.size() < (v[1] + 1u) * 8) return malformed();
      next = v[0];
      v = v.subspan((v[1] + 1u) * 8);
    }
    if (next == 44) return void(++summary_.fragments);
    transport(next, v);
  }
  void transport(std::uint8_t protocol, ByteView v) {
    if (protocol == 17) return udp(v);
    if (protocol == 132) sctp(v);
  }
  void udp(ByteView v) {
    if (v.size() < 8 || u16(v, 4) < 8 || u16(v, 4) > v.size()) return malformed();
    message_.source.port = u16(v, 0);
    message_.target.port = u16(v, 2);
    auto is = [&](std::uint16_t port) { return message_.source.port == port || message_.target.port == port; };
    auto payload = v.subspan(8, u16(v, 4) - 8u);
    if (is(pfcp_port)) return deliver(Protocol::pfcp, payload);
    if (is(gtpu_port)) return deliver(Protocol::gtpu, payload);
    if (is(sctp_over_udp_port)) sctp(payload);
  }

  /// Chunks of one packet (RFC 9260 §3); only DATA matters here.
  void sctp(ByteView v) {
    if (v.size() < 12) return malformed();
    message_.source.port = u16(v, 0);
    message_.target.port = u16(v, 2);
    for (v = v.subspan(12); v.size() >= 4;) {
      std::size_t length = u16(v, 2);
      if (length < 4 || length > v.size()) return malformed();
      if (v[0] == 0 && length >= 16) data_chunk(v[1], v.first(length));
      v = v.subspan(std::min(v.size(), (length + 3) / 4 * 4));
    }
  }
  void data_chunk(std::uint8_t flags, ByteView chunk) {
    bool begins = flags & 2, ends = flags & 1;
    auto tsn = u32(chunk, 4);
    if (u32(chunk, 12) != ngap_ppid) return;
    auto payload = chunk.subspan(16);
    if (begins && ends) return deliver(Protocol::ngap, payload);
    // Fragments of a user message have consecutive TSNs: wait under the TSN that must come next.
    auto key = [&](std::uint32_t next) { return std::tuple(message_.source, message_.target, next); };
    Bytes whole;
    if (!begins) {
      auto found = partial_.find(key(tsn));
      if (found == partial_.end()) return;
      whole = std::move(found->second);
      partial_.erase(found);
    }
    append(whole, payload);
    if (ends) return deliver(Protocol::ngap, whole);
    if (whole.size() <= max_user_message && partial_.size() < max_unfinished) partial_[key(tsn + 1)] = std::move(whole);
  }

  void deliver(Protocol protocol, ByteView octets) {
    ++summary_.messages;
    message_.protocol = protocol;
    message_.octets = octets;
    visit_(message_);
  }

  CaptureSummary& summary_;
  const std::function<void(const CapturedMessage&)>& visit_;
  CapturedMessage message_;
  std::map<std::tuple<Endpoint, Endpoint, std::uint32_t>, Bytes> partial_;
};

void put16(Bytes& out, std::size_t value) { append(out, big_endian<2>(value)); }

/// RFC 9260 appendix A.
std::uint32_t crc32c(ByteView octets) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (auto octet : octets) {
    crc ^= octet;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0x82F63B78u : 0u);
  }
  return ~crc;
}

Bytes sctp_packet(const Endpoint& source, const Endpoint& target, std::uint32_t tsn, ByteView message) {
  Bytes out;
  put16(out, source.port);
  put16(out, target.port);
  append(out, big_endian<4>(1));  // verification tag: unknown here, any
  append(out, big_endian<4>(0));  // checksum, below
  append(out, Octets<2>{0, 3});   // DATA, first and last fragment
  put16(out, 16 + message.size());
  append(out, big_endian<4>(tsn));
  append(out, big_endian<4>(0));  // stream 0, sequence 0
  append(out, big_endian<4>(ngap_ppid));
  append(out, message);
  out.resize((out.size() + 3) / 4 * 4);
  auto crc = crc32c(out);
  for (int i = 0; i < 4; ++i) out[8 + std::size_t(i)] = std::uint8_t(crc >> (8 * i));
  return out;
}

Bytes udp_packet(const Endpoint& source, const Endpoint& target, ByteView message) {
  Bytes out;
  put16(out, source.port);
  put16(out, target.port);
  put16(out, 8 + message.size());
  put16(out, 0);
  append(out, message);
  return out;
}

Bytes ip_packet(const Endpoint& source, const Endpoint& target, std::uint8_t protocol, ByteView payload) {
  Bytes out;
  if (source.address.is_v6()) {
    append(out, Octets<4>{0x60, 0, 0, 0});
    put16(out, payload.size());
    append(out, Octets<2>{protocol, 64});
  } else {
    append(out, Octets<2>{0x45, 0});
    put16(out, 20 + payload.size());
    append(out, Octets<8>{0, 0, 0, 0, 64, protocol, 0, 0});
  }
  append(out, source.address.octets());
  append(out, target.address.octets());
  if (!source.address.is_v6()) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < 20; i += 2) sum += u16(out, i);
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = ~(sum + (sum >> 16)) & 0xFFFF;
    out[10] = std::uint8_t(sum >> 8);
    out[11] = std::uint8_t(sum);
  }
  append(out, payload);
  return out;
}

}  // namespace

Io<CaptureSummary> read_capture(const std::string& path, const std::function<void(const CapturedMessage&)>& visit) {
  char why[PCAP_ERRBUF_SIZE] = "";
  std::unique_ptr<pcap_t, void (*)(pcap_t*)> file(pcap_open_offline_with_tstamp_precision(path.c_str(), PCAP_TSTAMP_PRECISION_NANO, why),
                                                  pcap_close);
  if (!file) return Fail(IoError{0, path + ": " + why});
  int link_type = pcap_datalink(file.get());
  if (!Opener::knows(link_type)) {
    auto* known = pcap_datalink_val_to_name(link_type);
    return Fail(IoError{0, path + ": link type " + std::to_string(link_type) + " (" + (known ? known : "unknown") +
                               ") is not one of Ethernet, Linux cooked, raw IP, loopback, 152 (NGAP)"});
  }
  CaptureSummary summary;
  Opener opener(summary, visit);
  pcap_pkthdr* header;
  const u_char* data;
  int got;
  while ((got = pcap_next_ex(file.get(), &header, &data)) == 1) {
    auto since = std::chrono::seconds(header->ts.tv_sec) + std::chrono::nanoseconds(header->ts.tv_usec);
    opener.frame(link_type, ++summary.frames, WallTime(since), ByteView(data, header->caplen));
  }
  summary.unfinished = opener.unfinished();
  if (got == PCAP_ERROR) return Fail(IoError{0, path + ": " + pcap_geterr(file.get())});
  return summary;
}

Io<CaptureWriter> CaptureWriter::create(const std::string& path) {
  auto* dead = pcap_open_dead_with_tstamp_precision(DLT_RAW, 1 << 18, PCAP_TSTAMP_PRECISION_NANO);
  if (!dead) return Fail(IoError{0, path + ": libpcap has no memory"});
  auto* dumper = pcap_dump_open(dead, path.c_str());
  if (!dumper) {
    IoError error{0, pcap_geterr(dead)};
    pcap_close(dead);
    return Fail(error);
  }
  return CaptureWriter(dead, dumper);
}
CaptureWriter::CaptureWriter(CaptureWriter&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), dumper_(std::exchange(other.dumper_, nullptr)), tsn_(other.tsn_) {}
CaptureWriter::~CaptureWriter() {
  if (dumper_) pcap_dump_close(static_cast<pcap_dumper_t*>(dumper_));
  if (handle_) pcap_close(static_cast<pcap_t*>(handle_));
}

void CaptureWriter::write(WallTime time, Protocol protocol, const Endpoint& source, const Endpoint& target, ByteView octets) {
  if (protocol == Protocol::nas || source.address.is_none()) return;
  bool sctp = protocol == Protocol::ngap;
  auto packet =
      ip_packet(source, target, sctp ? 132 : 17, sctp ? sctp_packet(source, target, tsn_++, octets) : udp_packet(source, target, octets));
  auto since = time.time_since_epoch();
  pcap_pkthdr header{};
  header.ts.tv_sec = std::chrono::duration_cast<std::chrono::seconds>(since).count();
  header.ts.tv_usec = (since % std::chrono::seconds(1)).count();
  header.caplen = header.len = bpf_u_int32(packet.size());
  pcap_dump(static_cast<u_char*>(dumper_), &header, packet.data());
}

}  // namespace pellucid::app

#include "store/subscriber_rows.hpp"

#include <algorithm>
#include <unordered_map>

namespace pellucid::store {
namespace {

constexpr std::size_t packed_octets = 2 + 32 + 32 + 2 + 2;

Bytes pack(const Credentials& c) {
  Bytes out{std::uint8_t(c.algorithm), c.k_octets};
  out.reserve(packed_octets);
  append(out, c.k);
  append(out, c.opc);
  append(out, c.amf);
  out.push_back(c.tuak_iterations);
  out.push_back(c.tuak_res_octets);
  return out;
}

std::optional<Credentials> unpack(ByteView packed) {
  if (packed.size() != packed_octets) return {};
  Credentials c;
  c.algorithm = Algorithm(packed[0]);
  c.k_octets = packed[1];
  std::copy_n(packed.begin() + 2, 32, c.k.begin());
  std::copy_n(packed.begin() + 34, 32, c.opc.begin());
  std::copy_n(packed.begin() + 66, 2, c.amf.begin());
  c.tuak_iterations = packed[68];
  c.tuak_res_octets = packed[69];
  if (!c.aka_keys()) return {};
  return c;
}

std::optional<Subscriber> read_subscriber(const Row& row, Sealer& sealer) {
  auto supi = Supi::parse(row.text(0));
  if (!supi) return {};
  auto packed = sealer.open(subscriber_owner(row.text(0)), row.blob(1));
  if (!packed) return {};
  auto credentials = unpack(*packed);
  crypto::wipe(*packed);
  if (!credentials) return {};
  Subscriber s;
  s.supi = *supi;
  s.credentials = *credentials;
  s.enabled = row.number(2) != 0;
  s.name = row.text(3);
  s.note = row.text(4);
  s.subscription.msisdn = row.text(5);
  s.subscription.ue_ambr = {std::uint64_t(row.number(6)), std::uint64_t(row.number(7))};
  s.sequence_offset = row.number(8);
  s.created = WallTime(Duration(row.number(9)));
  s.changed = WallTime(Duration(row.number(10)));
  return s;
}

/// Puts one row of subscribed_dnns behind what the subscriber has. False if it cannot be.
bool read_dnn(const Row& row, Subscription& subscription) {
  auto slice = Snssai::parse(row.text(1));
  auto versions = parse_ip_versions(row.text(11));
  if (!slice || !versions) return false;
  if (subscription.slices.empty() || subscription.slices.back().slice != *slice)
    subscription.slices.push_back({*slice, row.number(2) != 0, {}});
  SubscribedDnn dnn;
  dnn.dnn = row.text(3);
  dnn.is_default = row.number(4) != 0;
  dnn.session_ambr = {std::uint64_t(row.number(5)), std::uint64_t(row.number(6))};
  dnn.five_qi = std::uint8_t(row.number(7));
  dnn.arp = {std::uint8_t(row.number(8)), row.number(9) != 0, row.number(10) != 0};
  dnn.versions = *versions;
  if (!row.is_null(12)) {
    auto address = IpAddress::parse(row.text(12));
    if (!address) return false;
    dnn.static_ipv4 = *address;
  }
  if (!row.is_null(13)) {
    auto address = IpAddress::parse(row.text(13));
    if (!address) return false;
    dnn.static_ipv6 = *address;
  }
  subscription.slices.back().dnns.push_back(std::move(dnn));
  return true;
}

}  // namespace

std::string subscriber_owner(std::string_view digits) { return "subscriber " + std::string(digits); }

Stored<Nothing> read_subscribers(Database& database, Sealer& sealer, std::vector<std::string>& damaged,
                                 const std::function<void(Subscriber&&)>& each) {
  std::unordered_map<std::string, Subscriber> found;
  auto done = database.query(
      "SELECT supi, sealed, enabled, name, note, msisdn, ue_ambr_down, ue_ambr_up, sequence_offset, created, changed FROM subscribers", {},
      [&](const Row& row) {
        auto subscriber = read_subscriber(row, sealer);
        if (subscriber)
          found.emplace(std::string(row.text(0)), std::move(*subscriber));
        else
          damaged.push_back("subscriber " + std::string(row.text(0)));
      });
  if (!done.ok()) return done;
  done = database.query(
      "SELECT supi, slice, slice_default, dnn, dnn_default, ambr_down, ambr_up, five_qi, arp_priority, arp_preempts, arp_preemptable, "
      "versions, ipv4, ipv6 FROM subscribed_dnns ORDER BY supi, slice_position, dnn_position",
      {}, [&](const Row& row) {
        auto it = found.find(std::string(row.text(0)));
        if (it == found.end() || read_dnn(row, it->second.subscription)) return;
        damaged.push_back("subscriber " + it->first);
        found.erase(it);
      });
  if (!done.ok()) return done;
  for (auto& [digits, subscriber] : found) {
    if (all_wrong_with(subscriber).empty())
      each(std::move(subscriber));
    else
      damaged.push_back("subscriber " + digits);
  }
  return Nothing{};
}

Stored<Nothing> insert_subscriber(Database& database, Sealer& sealer, const Subscriber& s) {
  const std::string digits = s.supi.digits();
  Bytes packed = pack(s.credentials);
  const Bytes sealed = sealer.seal(subscriber_owner(digits), packed);
  crypto::wipe(packed);
  const Subscription& granted = s.subscription;
  auto done = database.run(
      "INSERT INTO subscribers (supi, sealed, enabled, name, note, msisdn, ue_ambr_down, ue_ambr_up, sequence_offset, created, changed) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
      {digits, ByteView(sealed), std::int64_t(s.enabled), s.name, s.note, granted.msisdn, std::int64_t(granted.ue_ambr.down_bps),
       std::int64_t(granted.ue_ambr.up_bps), s.sequence_offset, std::int64_t(s.created.time_since_epoch().count()),
       std::int64_t(s.changed.time_since_epoch().count())});
  if (!done.ok()) return done;
  std::int64_t slice_position = 0;
  for (const auto& slice : granted.slices) {
    const std::string slice_text = slice.slice.text();
    std::int64_t dnn_position = 0;
    for (const auto& dnn : slice.dnns) {
      const std::string ipv4 = dnn.static_ipv4.text(), ipv6 = dnn.static_ipv6.text(), versions = text(dnn.versions);
      const Value v4 = dnn.static_ipv4.is_none() ? Value{} : Value{std::string_view(ipv4)};
      const Value v6 = dnn.static_ipv6.is_none() ? Value{} : Value{std::string_view(ipv6)};
      done = database.run(
          "INSERT INTO subscribed_dnns (supi, slice_position, dnn_position, slice, slice_default, dnn, dnn_default, ambr_down, ambr_up, "
          "five_qi, arp_priority, arp_preempts, arp_preemptable, versions, ipv4, ipv6) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
          {digits, slice_position, dnn_position, slice_text, std::int64_t(slice.is_default), dnn.dnn, std::int64_t(dnn.is_default),
           std::int64_t(dnn.session_ambr.down_bps), std::int64_t(dnn.session_ambr.up_bps), std::int64_t(dnn.five_qi),
           std::int64_t(dnn.arp.priority), std::int64_t(dnn.arp.preempts), std::int64_t(dnn.arp.preemptable), versions, v4, v6});
      if (!done.ok()) return done;
      ++dnn_position;
    }
    ++slice_position;
  }
  return Nothing{};
}

}  // namespace pellucid::store

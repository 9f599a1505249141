#pragma once
// Messages with every element, made from their tables: random octets, and a few that chance would miss, that the table takes.
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "wire/nas/envelope.hpp"
#include "wire/nas/ies.hpp"

namespace pellucid::nas::test {

using Random = std::mt19937;

/// Values of structured elements, beside random ones.
inline std::vector<Bytes> hints(std::string_view row) {
  static const std::vector<std::pair<std::string_view, std::vector<const char*>>> all{
      {"5GS mobile identity",
       {"0199f907000000000000000011", "f299f907020040c000065c", "f40040c000065c", "0100f11021f30107aabbccddeeff", "4570389999999999f9"}},
      {"Mobile identity", {"4570389999999999f9", "4b99999999999999", "00", "0600112233445566", "070011223344556677", "11757365724061"}},
      {"5G-S-TMSI", {"f40040c000065c"}},
      {"5G-GUTI", {"f299f907020040c000065c"}},
      {"Additional GUTI", {"f299f907020040c000065c", "0299f907020040c000065c"}},
      {"IMEISV", {"4573806121856151f1"}},
      {"Authorized QoS rules", {"01000631310101ff01", "010005a201024101", "02001722210e110a2d0002ffffffff30115001bb1202fe420a41"}},
      {"Requested QoS rules", {"01000631310101ff01", "0200014003000140"}},
      {"Authorized QoS flow descriptions", {"012041010109", "0120460101010203060064030306006404030600640503060064060207d0", "024000"}},
      {"Requested QoS flow descriptions", {"012041010109", "024000"}},
      {"TAI list", {"0099f907000001", "2299f9070000014199f90700000100f110000002", "0199f907000001000002"}},
      {forbidden_roaming_list, {"0199f907000001000002"}},
      {forbidden_regional_list, {"0099f907000001"}},
      {"Extended protocol configuration options",
       {"80000d0408080808000c00002300000d00", "80", "80802110010000108106000000008306000000000023000a00000000000000000000"}},
      {"DNN", {"08696e7465726e6574", "03696d73066d6e63303730066d63633939390467707273"}},
      {"Allowed NSSAI", {"01010401010203", "0801abcdef02010203"}},
      {"Requested NSSAI", {"0101"}},
      {"Configured NSSAI", {"0501abcdef02", "0401ffffff0101"}},
      {"Pending NSSAI", {"020102"}},
      {"Requested mapped NSSAI", {"0101"}},
      {"S-NSSAI", {"01", "01abcdef"}},
      {"Rejected NSSAI", {"11014001010203"}},
      {"Equivalent PLMNs", {"99f90700f110"}},
      {"Last visited registered TAI", {"99f907000001"}},
      {"MS determined PLMN with disaster condition", {"130014"}},
      {"List of PLMNs to be used in disaster condition", {"99f907", ""}},
      {"PDU address", {"010a2d0002", "020000000000000001", "0300000000000000010a2d0002", "090a2d0002fe800000000000000000000000000001"}},
      {"Suggested interface identifier", {"020000000000000001"}},
  };
  std::vector<Bytes> out;
  for (auto& [name, texts] : all)
    if (name == row)
      for (auto* text : texts) out.push_back(from_hex(text).value());
  return out;
}

inline Bytes random_octets(Random& random, std::size_t count) {
  Bytes out(count);
  for (auto& octet : out) octet = std::uint8_t(random() % 3 ? random() % 10 : random());  // small numbers are more often valid
  return out;
}

/// The octets of one row: IEI, length, value.
inline Bytes element(const Row& row, const Bytes& value) {
  Bytes out;
  if (row.format == Format::tv_half) return {std::uint8_t(row.iei << 4 | (value[0] & 15))};
  if (!row.mandatory()) out.push_back(row.iei);
  if (row.format == Format::lv_e || row.format == Format::tlv_e) out.push_back(std::uint8_t(value.size() >> 8));
  bool length = row.format == Format::lv || row.format == Format::lv_e || row.format == Format::tlv || row.format == Format::tlv_e;
  if (length) out.push_back(std::uint8_t(value.size()));
  append(out, value);
  return out;
}

/// Understood to the last octet, and encoded again to the same ones.
inline bool is_clean(const KnownMessage& message, const Bytes& pdu) {
  auto shown = message.shown(pdu, max_depth);
  if (!shown || shown->find("elements not understood") || shown->find("extra octets")) return false;
  auto again = message.reencode(pdu, max_depth);
  return again && *again == pdu;
}

inline Bytes candidate(const Row& row, Random& random) {
  auto known = hints(row.name);
  if (!known.empty() && random() % 2) return known[random() % known.size()];
  std::size_t most = std::min<std::size_t>(row.size.max, row.size.min + 12u);
  return random_octets(random, row.size.min + random() % (most - row.size.min + 1));
}

constexpr int max_tries = 20000;

/// Header and mandatory elements; empty if chance found none.
inline Bytes mandatory_part(const KnownMessage& message, Random& random) {
  for (int tries = 0; tries < max_tries; ++tries) {
    Bytes pdu{message.table.epd};
    if (message.table.session) {
      pdu.push_back(std::uint8_t(1 + random() % 15));
      pdu.push_back(std::uint8_t(random() % 255));
    } else {
      pdu.push_back(0);
    }
    pdu.push_back(message.table.type);
    bool half = false;
    for (auto& row : message.table.rows) {
      if (!row.mandatory()) break;
      if (row.format == Format::half) {
        std::uint8_t nibble = row.member ? random() % 16 : 0;
        if (half)
          pdu.back() = std::uint8_t(pdu.back() | nibble << 4);
        else
          pdu.push_back(nibble);
        half = !half;
      } else {
        append(pdu, element(row, candidate(row, random)));
      }
    }
    if (is_clean(message, pdu)) return pdu;
  }
  return {};
}

/// The optional elements, one each, in the order of the table; a row for which chance found nothing has an empty element.
inline std::vector<Bytes> optional_part(const KnownMessage& message, const Bytes& mandatory, Random& random) {
  std::vector<Bytes> out;
  for (auto& row : message.table.rows) {
    if (row.mandatory()) continue;
    Bytes found;
    for (int tries = 0; tries < max_tries && found.empty(); ++tries) {
      Bytes octets = element(row, candidate(row, random)), pdu = mandatory;
      append(pdu, octets);
      auto shown = message.shown(pdu, max_depth);
      if (shown && shown->find(row.name) && is_clean(message, pdu)) found = octets;
    }
    out.push_back(found);
  }
  return out;
}

inline Bytes joined(Bytes first, const std::vector<Bytes>& parts) {
  for (auto& part : parts) append(first, part);
  return first;
}

}  // namespace pellucid::nas::test

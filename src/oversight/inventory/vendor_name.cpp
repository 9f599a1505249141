#include "oversight/inventory/vendor_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace pellucid::oversight {
namespace {

constexpr std::size_t max_name_octets = 64;
constexpr std::size_t max_text_octets = 1024;  // of a free text that is looked at

struct Spelling {
  std::string_view words;   // how names begin, in the folded form
  std::string_view vendor;  // what they all mean
};
// Names that begin with these words. Subsidiaries stand under the name that their equipment is known by; who owns whom is policy, not
// spelling. Sources: the registrants of IEEE MA-L/M/S and IANA's enterprise numbers.
constexpr std::array spellings = std::to_array<Spelling>({
    {"alcatel lucent", "nokia"},
    {"allied telesis", "allied telesis"},
    {"american power conversion", "apc"},
    {"apple computer", "apple"},
    {"arista", "arista"},
    {"aruba", "aruba"},
    {"bel air networks", "ericsson"},
    {"broadcom", "broadcom"},
    {"brocade", "brocade"},
    {"ciena", "ciena"},
    {"cisco", "cisco"},
    {"ciscosystems", "cisco"},
    {"cumulus networks", "cumulus"},
    {"d link", "d-link"},
    {"dahua", "dahua"},
    {"zhejiang dahua", "dahua"},
    {"dell", "dell"},
    {"ericsson", "ericsson"},
    {"telefonaktiebolaget lm ericsson", "ericsson"},
    {"extreme networks", "extreme"},
    {"f5", "f5"},
    {"force10", "dell"},
    {"fortinet", "fortinet"},
    {"fujitsu", "fujitsu"},
    {"h3c", "h3c"},
    {"new h3c", "h3c"},
    {"hangzhou h3c", "h3c"},
    {"hewlett packard", "hp"},
    {"hpe", "hp"},
    {"hp", "hp"},
    {"hikvision", "hikvision"},
    {"hangzhou hikvision", "hikvision"},
    {"prama hikvision", "hikvision"},
    {"huawei", "huawei"},
    {"hytera", "hytera"},
    {"ibm", "ibm"},
    {"international business machines", "ibm"},
    {"intel", "intel"},
    {"juniper", "juniper"},
    {"kaspersky", "kaspersky"},
    {"lenovo", "lenovo"},
    {"mellanox", "mellanox"},
    {"mavenir", "mavenir"},
    {"microsoft", "microsoft"},
    {"mikrotik", "mikrotik"},
    {"routerboard", "mikrotik"},
    {"moxa", "moxa"},
    {"nec", "nec"},
    {"net snmp", "net-snmp"},
    {"netapp", "netapp"},
    {"network appliance", "netapp"},
    {"netgear", "netgear"},
    {"nokia", "nokia"},
    {"nvidia", "nvidia"},
    {"palo alto networks", "palo alto networks"},
    {"pc engines", "pc engines"},
    {"qemu", "qemu"},
    {"qnap", "qnap"},
    {"raspberry pi", "raspberry pi"},
    {"realtek", "realtek"},
    {"red hat", "red hat"},
    {"ruckus", "ruckus"},
    {"samsung", "samsung"},
    {"sonicwall", "sonicwall"},
    {"super micro", "supermicro"},
    {"supermicro", "supermicro"},
    {"synology", "synology"},
    {"teltonika", "teltonika"},
    {"tp link", "tp-link"},
    {"u c davis", "ucd-snmp"},
    {"ucd snmp", "ucd-snmp"},
    {"ubiquiti", "ubiquiti"},
    {"vmware", "vmware"},
    {"zhongxing telecom", "zte"},
    {"zte", "zte"},
    {"zyxel", "zyxel"},
    {"3com", "3com"},
});

// Names that a product line is better known by than its maker.
constexpr std::array product_lines = std::to_array<Spelling>({
    {"routeros", "mikrotik"},
    {"junos", "juniper"},
    {"edgeos", "ubiquiti"},
    {"vrp", "huawei"},
    {"comware", "h3c"},
    {"procurve", "hp"},
    {"arubaos", "aruba"},
    {"fortigate", "fortinet"},
    {"zxr10", "zte"},
});

constexpr std::array legal_forms = std::to_array<std::string_view>(
    {"inc", "incorporated", "corp", "corporation", "corporate", "co",  "company", "ltd", "limited", "llc", "lp",    "plc", "gmbh",
     "ag",  "kg",           "kgaa", "ab",          "as",        "a s", "asa",     "oy",  "oyj",     "sa",  "sas",   "s a", "spa",
     "srl", "bv",           "nv",   "n v",         "b v",       "pty", "pte",     "pvt", "private", "sp",  "z o o", "kk",  "and"});
constexpr std::array nobody = std::to_array<std::string_view>({"private", "unknown", "none", "not specified", "default string",
                                                               "to be filled by o e m", "oem", "system manufacturer", "n a", "reserved"});
constexpr std::array software_agents = std::to_array<std::string_view>(
    {"net-snmp", "ucd-snmp", "microsoft", "vmware", "qemu", "red hat", "innotek", "oracle", "xen", "parallels"});

using Words = std::vector<std::string>;

/// Lower-case words of letters and digits; '&' and points inside vanish as blanks do. Parentheses and what follows '#' are remarks.
Words words_of(std::string_view text) {
  Words words;
  std::string word;
  unsigned depth = 0;
  auto end_word = [&] {
    if (!word.empty()) words.push_back(std::exchange(word, {}));
  };
  for (char c : text.substr(0, max_text_octets)) {
    if (c == '#') break;
    if (c == '(') ++depth;
    if (c == ')' && depth > 0) {
      --depth;
      continue;
    }
    if (depth > 0) {
      end_word();
      continue;
    }
    auto octet = static_cast<unsigned char>(c);
    if (std::isalnum(octet) || octet >= 0x80)
      word += char(std::tolower(octet));
    else
      end_word();
  }
  end_word();
  return words;
}

std::string joined(const Words& words, std::size_t from, std::size_t count) {
  std::string text;
  for (std::size_t i = from; i < from + count; ++i) text += (text.empty() ? "" : " ") + words[i];
  return text;
}

bool contains(const auto& list, std::string_view name) { return std::find(list.begin(), list.end(), name) != list.end(); }

/// The words of the table entry stand in `words` from `from` on.
bool stands_at(const Words& words, std::size_t from, std::string_view wanted) {
  std::size_t count = std::size_t(std::count(wanted.begin(), wanted.end(), ' ')) + 1;
  return from + count <= words.size() && joined(words, from, count) == wanted;
}

std::string_view spelled_at(const Words& words, std::size_t from) {
  for (auto& spelling : spellings)
    if (stands_at(words, from, spelling.words)) return spelling.vendor;
  return {};
}

/// "Acme Widgets Co., Ltd." is "acme widgets": legal forms go from the end, up to three words at a time ("z o o").
void drop_legal_forms(Words& words) {
  for (bool dropped = true; dropped && !words.empty();) {
    dropped = false;
    for (std::size_t count = std::min<std::size_t>(3, words.size()); count > 0 && !dropped; --count)
      if (contains(legal_forms, joined(words, words.size() - count, count))) {
        if (count == words.size()) return;  // the name is nothing else: leave it
        words.resize(words.size() - count);
        dropped = true;
      }
  }
}

}  // namespace

std::string normal_vendor(std::string_view name) {
  auto words = words_of(name);
  if (!words.empty() && words.front() == "the") words.erase(words.begin());
  if (contains(nobody, joined(words, 0, words.size()))) return {};
  if (auto vendor = spelled_at(words, 0); !vendor.empty()) return std::string(vendor);
  drop_legal_forms(words);
  return joined(words, 0, words.size()).substr(0, max_name_octets);
}

std::string vendor_named_in(std::string_view text) {
  auto words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (auto vendor = spelled_at(words, i); !vendor.empty()) return std::string(vendor);
    for (auto& line : product_lines)
      if (stands_at(words, i, line.words)) return std::string(line.vendor);
  }
  return {};
}

bool is_software_agent(std::string_view normal) { return contains(software_agents, normal); }

}  // namespace pellucid::oversight

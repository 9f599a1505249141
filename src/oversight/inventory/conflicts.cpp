#include "oversight/inventory/conflicts.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <tuple>

#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {
namespace {

struct Pair {
  std::string_view a, b;
};
// Makers that sell each other's boxes or own each other, so that both names on one box are honest. Sources: the makers' own press
// releases on acquisitions and their OEM catalogues.
constexpr auto relatives = std::to_array<Pair>({
    {"hp", "aruba"},
    {"hp", "h3c"},
    {"hp", "3com"},
    {"h3c", "3com"},
    {"hp", "brocade"},
    {"dell", "brocade"},
    {"ibm", "brocade"},
    {"broadcom", "brocade"},
    {"ruckus", "brocade"},
    {"extreme", "brocade"},
    {"dell", "force10"},
    {"dell", "emc"},
    {"ibm", "lenovo"},
    {"lenovo", "blade network technologies"},
    {"ibm", "blade network technologies"},
    {"cisco", "meraki"},
    {"cisco", "linksys"},
    {"nvidia", "mellanox"},
    {"nvidia", "cumulus"},
    {"mellanox", "cumulus"},
    {"ruckus", "commscope"},
    {"ruckus", "arris"},
    {"extreme", "enterasys"},
    {"extreme", "avaya"},
    {"fujitsu", "siemens"},
    {"fujitsu", "ts fujitsu"},
    {"ericsson", "cradlepoint"},
    {"apc", "schneider electric"},
    {"oracle", "sun microsystems"},
    {"juniper", "netscreen"},
    {"samsung", "samsung electronics"},
    {"netapp", "lsi"},
});

// Who builds boxes that others sell under their name: their MAC prefix says nothing against the name on the box.
constexpr auto contract_makers = std::to_array<std::string_view>(
    {"accton",  "edgecore", "edge core",   "delta",          "quanta",   "celestica", "wistron",
     "wiwynn",  "foxconn",  "hon hai",     "hongfujin",      "pegatron", "inventec",  "compal",
     "liteon",  "lite on",  "flextronics", "flex",           "jabil",    "sercomm",   "arcadyan",
     "gemtek",  "askey",    "azurewave",   "alpha networks", "ufispace", "cameo",     "universal global scientific",
     "sanmina", "lanner",   "silicom",     "portwell",       "nexcom"});

// Whose network cards sit in anybody's server.
constexpr auto card_makers =
    std::to_array<std::string_view>({"intel", "broadcom", "realtek", "mellanox", "nvidia", "chelsio", "qlogic", "marvell", "solarflare",
                                     "cavium", "emulex", "aquantia", "asix", "american megatrends"});

template <std::size_t N>
bool begins_with_one_of(const std::array<std::string_view, N>& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view word) {
    return name.starts_with(word) && (name.size() == word.size() || name[word.size()] == ' ');
  });
}

bool related(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return std::any_of(relatives.begin(), relatives.end(), [&](const Pair& p) { return (p.a == a && p.b == b) || (p.a == b && p.b == a); });
}

/// What one piece of evidence says of a maker.
struct Say {
  std::string vendor;  // normal
  std::string shown;   // as it was seen
  std::string source;
  Strength strength{};
  bool by_agent = false;  // the managing software says it: sysObjectID, engine id, sysDescr
};

std::string source_name(std::string_view source) { return std::string(source.starts_with("snmp ") ? source.substr(5) : source); }

std::vector<Say> says(const Element& element, std::string_view attribute) {
  std::vector<Say> out;
  for (auto* known : element.all(attribute)) {
    auto& e = known->evidence;
    bool by_agent = attribute == "agent_vendor" || e.source == "snmp sysDescr";
    if (auto vendor = normal_vendor(e.value); !vendor.empty())
      out.push_back({vendor, e.value, source_name(e.source), e.strength, by_agent});
  }
  return out;
}

bool runs_on_a_server(ElementKind kind) {
  return kind == ElementKind::server || kind == ElementKind::upf || kind == ElementKind::software || kind == ElementKind::process;
}
bool is_function(ElementKind kind) {
  return kind == ElementKind::base_station || kind == ElementKind::upf || kind == ElementKind::software;
}

/// Every piece of evidence that names a maker of the box. Makers of software that runs on anybody's box name none.
std::vector<Say> claims_of(const Element& element) {
  std::vector<Say> out;
  bool declared = false;
  for (auto* attribute : {"vendor", "agent_vendor"})
    for (auto& say : says(element, attribute)) {
      if (is_software_agent(say.vendor)) continue;
      declared |= say.strength == Strength::declared;
      out.push_back(std::move(say));
    }
  // The maker of a function (a base station in software) and that of the computer below it are two.
  if (declared && is_function(element.kind)) std::erase_if(out, [](const Say& say) { return say.source.starts_with("dmi"); });
  return out;
}

/// A registrant of the chassis address that cannot be explained beside that claim.
bool address_speaks_against(const Element& element, const Say& claim, const Say& chassis) {
  if (related(claim.vendor, chassis.vendor)) return false;
  if (is_software_agent(chassis.vendor) || begins_with_one_of(contract_makers, chassis.vendor)) return false;  // virtual; built for others
  if (runs_on_a_server(element.kind) && !claim.by_agent) return false;                                         // any network card
  bool card = begins_with_one_of(card_makers, chassis.vendor);
  return !card || (claim.by_agent && !runs_on_a_server(element.kind));
}

bool any_related(const std::vector<Say>& says, std::string_view vendor) {
  return std::any_of(says.begin(), says.end(), [&](const Say& say) { return related(say.vendor, vendor); });
}

/// "Huawei (sysDescr, sysObjectID)" for each maker, the strongest evidence first.
std::string told(const std::vector<Say>& says) {
  std::string out;
  std::set<std::string> done;
  for (auto& say : says) {
    if (!done.insert(say.vendor).second) continue;
    std::string sources;
    for (auto& other : says)
      if (other.vendor == say.vendor) sources += (sources.empty() ? "" : ", ") + other.source;
    out += (out.empty() ? "" : " and ") + say.shown + " (" + sources + ")";
  }
  return out;
}

std::optional<Conflict> vendor_conflict(const Element& element) {
  auto claims = claims_of(element);
  if (claims.empty()) return {};
  std::sort(claims.begin(), claims.end(),
            [](const Say& a, const Say& b) { return std::tie(b.strength, a.source) < std::tie(a.strength, b.source); });
  auto chassis = says(element, "chassis_vendor"), software = says(element, "agent_software");
  std::vector<Say> against, agents;
  bool two_makers = std::any_of(claims.begin(), claims.end(), [&](const Say& c) { return !related(c.vendor, claims.front().vendor); });
  for (auto& claim : claims) {
    bool confirmed = any_related(chassis, claim.vendor);
    bool built_for_others =
        std::any_of(chassis.begin(), chassis.end(), [](const Say& c) { return begins_with_one_of(contract_makers, c.vendor); });
    if (confirmed) continue;
    if (against.empty())
      for (auto& address : chassis)
        if (address_speaks_against(element, claim, address)) against.push_back(address);
    if (claim.by_agent && !built_for_others && agents.empty()) agents = software;
  }
  if (!two_makers && against.empty() && agents.empty()) return {};
  auto text = "the box says it is " + told(claims);
  if (!agents.empty()) text += "; its agent is " + told(agents);
  if (!against.empty()) text += "; its chassis address belongs to " + told(against);
  return Conflict{"vendor", text};
}

// ---- model, serial number, name -------------------------------------------------------------------------------------

std::string letters_and_digits(std::string_view text) {
  std::string out;
  for (char c : text)
    if (std::isalnum(static_cast<unsigned char>(c))) out += char(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

/// The runs of digits of three and more: what catalogue number and trade name of one model have in common ("Catalyst 9300", "C9300-48P").
std::vector<std::string> numbers_in(std::string_view text) {
  std::vector<std::string> out;
  std::string run;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && std::isdigit(static_cast<unsigned char>(text[i]))) {
      run += text[i];
    } else {
      if (run.size() >= 3) out.push_back(run);
      run.clear();
    }
  }
  return out;
}

bool one_model(const std::string& a, const std::string& b) {
  auto x = letters_and_digits(a), y = letters_and_digits(b);
  if (x.find(y) != std::string::npos || y.find(x) != std::string::npos) return true;
  auto m = numbers_in(a), n = numbers_in(b);
  if (m.empty() || n.empty()) return true;  // a trade name beside a number: nothing to compare
  auto stands_in = [](const std::vector<std::string>& numbers, const std::string& text) {
    return std::any_of(numbers.begin(), numbers.end(), [&](auto& number) { return text.find(number) != std::string::npos; });
  };
  return stands_in(m, y) || stands_in(n, x);
}

/// "To be filled by O.E.M.", "0000000", "None": no serial number.
bool is_serial(std::string_view text) {
  auto bare = letters_and_digits(text);
  if (bare.size() < 4 || bare.find_first_not_of(bare.front()) == std::string::npos) return false;
  for (auto* none : {"TOBEFILLEDBYOEM", "NOTSPECIFIED", "DEFAULTSTRING", "SYSTEMSERIALNUMBER", "UNKNOWN", "NONE", "0123456789", "123456789",
                     "NOTAVAILABLE"})
    if (bare == none) return false;
  return true;
}

bool one_serial(const std::string& a, const std::string& b) {
  if (!is_serial(a) || !is_serial(b)) return true;
  auto x = letters_and_digits(a), y = letters_and_digits(b);
  return x.find(y) != std::string::npos || y.find(x) != std::string::npos;  // "/7XK2J03/CN7475137O0123/" of the service tag 7XK2J03
}

std::optional<Conflict> two_values(const Element& element, const std::string& attribute,
                                   bool (*one)(const std::string&, const std::string&)) {
  auto known = element.all(attribute);
  for (auto* a : known)
    for (auto* b : known)
      if (a < b && !one(a->evidence.value, b->evidence.value))
        return Conflict{attribute, "its " + attribute + " is " + a->evidence.value + " (" + source_name(a->evidence.source) + ") and " +
                                       b->evidence.value + " (" + source_name(b->evidence.source) + ")"};
  return {};
}

/// A base station whose name begins with a maker that nothing else names.
std::optional<Conflict> name_conflict(const Element& element) {
  if (element.kind != ElementKind::base_station) return {};
  auto claims = claims_of(element);
  auto chassis = says(element, "chassis_vendor");
  std::erase_if(chassis, [](const Say& say) {
    return is_software_agent(say.vendor) || begins_with_one_of(contract_makers, say.vendor) || begins_with_one_of(card_makers, say.vendor);
  });
  claims.insert(claims.end(), chassis.begin(), chassis.end());
  if (claims.empty()) return {};
  for (auto* name : element.all("name")) {
    auto& value = name->evidence.value;
    auto first = value.substr(0, value.find_first_of(" -_./"));
    auto maker = vendor_named_in(first);
    if (!maker.empty() && !any_related(claims, maker))
      return Conflict{"name",
                      "it calls itself " + value + " (" + source_name(name->evidence.source) + "), but it is said to be " + told(claims)};
  }
  return {};
}

}  // namespace

std::vector<Conflict> conflicts(const Element& element) {
  std::vector<Conflict> out;
  for (auto& found : {vendor_conflict(element), two_values(element, "model", one_model), two_values(element, "serial", one_serial),
                      name_conflict(element)})
    if (found) out.push_back(*found);
  return out;
}

}  // namespace pellucid::oversight

// SIDF: from the SUCI to the SUPI (TS 33.501 §6.12.5, annex C).
#include <algorithm>

#include "core/udm/udm.hpp"

namespace pellucid::udm {
namespace {

using Kind = Refusal::Kind;

Refusal unreadable(std::string rule, std::string got, std::string wanted, std::string fix) {
  return {Kind::unreadable_suci, {std::move(rule), std::move(got), std::move(wanted), "SUCI of the phone", std::move(fix)}};
}

/// Digits out of BCD, low half first; F fills the last half of an odd count. Nothing if anything else is in there.
std::optional<std::string> bcd_digits(ByteView octets) {
  std::string digits;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const unsigned low = octets[i] & 15u, high = octets[i] >> 4;
    if (low > 9) return {};
    digits += char('0' + low);
    if (high == 15 && i + 1 == octets.size()) break;
    if (high > 9) return {};
    digits += char('0' + high);
  }
  return digits;
}

std::string plmn_digits(const Plmn& plmn) {
  std::string text = plmn.text();
  text.erase(text.find('-'), 1);
  return text;
}

std::string listed(const std::vector<Plmn>& networks) {
  std::string out;
  for (const auto& network : networks) out += (out.empty() ? "" : ", ") + network.text();
  return out;
}

}  // namespace

void Udm::reload_home_keys() {
  keyring_.clear();
  for (auto& key : home_keys_.home_keys()) {
    auto parsed = crypto::HomeNetworkKey::from_private(key.scheme, key.private_key);
    crypto::wipe(key.private_key);
    if (parsed.ok())
      keyring_.insert_or_assign(key.id, std::move(*parsed));
    else
      world_.log(Severity::error, "udm", "home network key " + std::to_string(key.id) + " is left out: " + text(parsed.error()));
  }
}

Asked<Supi> Udm::reveal(const Suci& suci) {
  if (std::find(options_.home_networks.begin(), options_.home_networks.end(), suci.home) == options_.home_networks.end())
    return Fail(Refusal{Kind::other_home_network,
                        {"the SIM's home network is ours", suci.home.text(), listed(options_.home_networks), "plmn",
                         "use a SIM of this network, or set the PLMN to the SIM's"}});
  Bytes msin = suci.output;
  if (suci.scheme != 0) {
    auto opened = deconceal(suci);
    if (!opened.ok()) return Fail(std::move(opened.error()));
    msin = std::move(*opened);
  }
  auto digits = bcd_digits(msin);
  if (!digits || digits->empty())
    return Fail(unreadable("the MSIN is decimal", hex(ByteView(msin).first(std::min<std::size_t>(msin.size(), 16))), "digits in BCD",
                           "check the SIM's IMSI"));
  auto supi = Supi::parse(plmn_digits(suci.home) + *digits);
  if (!supi)
    return Fail(unreadable("an IMSI has at most 15 digits", std::to_string(plmn_digits(suci.home).size() + digits->size()), "6 to 15",
                           "check the SIM's IMSI"));
  return *supi;
}

Asked<Bytes> Udm::deconceal(const Suci& suci) {
  if (suci.scheme != std::uint8_t(crypto::ProtectionScheme::profile_a) && suci.scheme != std::uint8_t(crypto::ProtectionScheme::profile_b))
    return Fail(Refusal{Kind::unknown_scheme,
                        {"the protection scheme is known", std::to_string(suci.scheme), "0 (null), 1 (profile A), 2 (profile B)",
                         "SUCI of the phone", "give the SIM another protection scheme"}});
  auto it = keyring_.find(suci.key_id);
  if (it == keyring_.end()) {
    std::string present;
    for (const auto& [id, key] : keyring_) present += (present.empty() ? "" : ", ") + std::to_string(id);
    return Fail(
        Refusal{Kind::unknown_key,
                {"the SIM's home network key is one of ours", "key id " + std::to_string(suci.key_id),
                 present.empty() ? "no key at all" : present, "suci keys", "pellucid suci keygen, and put the public key on the SIM"}});
  }
  const auto scheme = crypto::ProtectionScheme(suci.scheme);
  if (it->second.scheme() != scheme)
    return Fail(Refusal{Kind::unknown_scheme,
                        {"the SIM's scheme is that of its key", crypto::text(scheme), crypto::text(it->second.scheme()),
                         "suci key " + std::to_string(suci.key_id), "give the SIM the key's scheme"}});
  auto opened = it->second.deconceal(suci.output);
  if (!opened.ok())
    return Fail(unreadable("the SUCI was made with our key " + std::to_string(suci.key_id), crypto::text(opened.error()),
                           "a scheme output that opens", "compare the public key on the SIM with: pellucid suci export"));
  return std::move(*opened);
}

}  // namespace pellucid::udm

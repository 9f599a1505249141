#include "oversight/discovery/vendors.hpp"

#include <algorithm>
#include <charconv>

#include "oversight/inventory/vendor_name.hpp"

namespace pellucid::oversight {
namespace {

constexpr std::uint64_t prefix_key(unsigned bits, std::uint64_t prefix) { return std::uint64_t(bits) << 48 | prefix; }

std::string_view next_line(std::string_view& text) {
  auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// The next field of a CSV record (RFC 4180); a quoted one may hold anything.
std::string next_field(std::string_view& text) {
  std::string field;
  if (text.starts_with('"')) {
    for (std::size_t i = 1;; ++i) {
      if (i >= text.size()) {
        text = {};
        return field;
      }
      if (text[i] == '"') {
        if (i + 1 < text.size() && text[i + 1] == '"') {
          ++i;
        } else {
          text.remove_prefix(i + 1);
          break;
        }
      }
      field += text[i];
    }
  } else {
    auto end = std::min(text.find_first_of(",\n"), text.size());
    field = text.substr(0, end);
    text.remove_prefix(end);
  }
  if (text.starts_with(',')) text.remove_prefix(1);
  return field;
}

void skip_record(std::string_view& text) {
  while (!text.empty() && text.front() != '\n' && text.front() != '\r') next_field(text);
  next_line(text);
}

}  // namespace

std::string text(const Mac& mac) {
  auto digits = hex(mac);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); i += 2) out += (i == 0 ? "" : ":") + digits.substr(i, 2);
  return out;
}

std::optional<Mac> as_mac(ByteView octets) {
  Mac mac{};
  if (octets.size() != mac.size() || (octets[0] & 1) != 0) return {};
  std::copy(octets.begin(), octets.end(), mac.begin());
  if (mac == Mac{}) return {};
  return mac;
}

std::string Vendors::enterprise(std::uint32_t number) {
  read();
  return find(enterprises_, number);
}

std::string Vendors::registrant(const Mac& mac) {
  constexpr std::uint8_t group_or_local = 3;
  if ((mac[0] & group_or_local) != 0) return {};
  read();
  auto address = from_big_endian(mac);
  for (unsigned bits : {36u, 28u, 24u}) {
    auto name = find(prefixes_, prefix_key(bits, address >> (48 - bits)));
    if (name.empty()) continue;
    if (normal_vendor(name).empty() || name.starts_with("IEEE Registration Authority")) return {};
    return name;
  }
  return {};
}

const std::vector<std::string>& Vendors::complaints() {
  read();
  return complaints_;
}

void Vendors::read() {
  if (std::exchange(read_, true)) return;
  auto content_of = [&](const std::string& path, const char* package, const char* meaning) {
    auto content = world_->read_file(path);
    if (content.ok()) return std::move(*content);
    complaints_.push_back(path + " cannot be read: " + meaning + "; install the Debian package " + package + " (" + content.error().what +
                          ")");
    return Bytes{};
  };
  auto enterprises = content_of(files_.enterprises, "libwireshark-data", "enterprise numbers have no names");
  read_enterprises(as_text(enterprises));
  for (auto& path : files_.mac_prefixes) {
    auto prefixes = content_of(path, "ieee-data", "MAC addresses tell no maker");
    read_mac_prefixes(as_text(prefixes));
  }
  for (auto* entries : {&enterprises_, &prefixes_}) {
    std::sort(entries->begin(), entries->end(), [](auto& a, auto& b) { return a.key != b.key ? a.key < b.key : a.name_at < b.name_at; });
    entries->shrink_to_fit();
  }
  names_.shrink_to_fit();
}

/// Lines of "number TAB name", the name perhaps with a remark behind "TAB #".
void Vendors::read_enterprises(std::string_view text) {
  while (!text.empty()) {
    auto line = next_line(text);
    std::uint32_t number = 0;
    auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc()) continue;
    line.remove_prefix(std::size_t(end - line.data()));
    line = line.substr(0, line.find("\t#"));
    auto start = line.find_first_not_of(" \t");
    if (start != std::string_view::npos) add(enterprises_, number, line.substr(start));
  }
}

/// Records of "registry,hexadecimal prefix,registrant,address" with a title line; the prefix has as many bits as its digits say.
void Vendors::read_mac_prefixes(std::string_view text) {
  while (!text.empty()) {
    next_field(text);
    auto digits = next_field(text);
    auto name = next_field(text);
    skip_record(text);
    std::uint64_t prefix = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix, 16);
    bool whole = error == std::errc() && end == digits.data() + digits.size() && digits.size() >= 6 && digits.size() <= 9;
    if (whole) add(prefixes_, prefix_key(unsigned(digits.size()) * 4, prefix), name);
  }
}

void Vendors::add(std::vector<Entry>& to, std::uint64_t key, std::string_view name) {
  constexpr std::size_t max_name_octets = 200;
  while (name.ends_with(' ')) name.remove_suffix(1);
  name = name.substr(0, max_name_octets);
  if (name.empty() || to.size() >= max_entries) return;
  to.push_back({key, std::uint32_t(names_.size()), std::uint32_t(name.size())});
  names_ += name;
}

std::string Vendors::find(const std::vector<Entry>& in, std::uint64_t key) const {
  auto found = std::lower_bound(in.begin(), in.end(), key, [](auto& entry, std::uint64_t k) { return entry.key < k; });
  if (found == in.end() || found->key != key) return {};
  return names_.substr(found->name_at, found->name_octets);
}

}  // namespace pellucid::oversight

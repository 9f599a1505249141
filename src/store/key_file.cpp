#include "store/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include "base/bytes.hpp"
#include "crypto/kdf.hpp"

namespace pellucid::store {
namespace {

constexpr std::size_t max_file_octets = 16'384;
constexpr std::uint8_t id_derivation = 0xFE;  // our own, outside the range that TS 33.220 hands out for networks

StoreError refused(const std::string& file, std::string what, std::string fix) {
  return {StoreError::Kind::key_file, file, std::move(what), std::move(fix), {}};
}
StoreError failed(const std::string& file, const char* call) {
  return refused(file, std::string(call) + ": " + std::strerror(errno), "check the owner and the rights of the file and its folder");
}

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

/// One line: id, blank, 64 hexadecimal digits. Nothing if it is not that or the id does not belong to the key.
std::optional<SealKey> parse_line(std::string_view line) {
  const auto blank = line.find(' ');
  if (blank != 8) return {};
  auto key = from_hex<32>(line.substr(blank + 1));
  if (!key) return {};
  SealKey found = SealKey::of(*key);
  crypto::wipe(*key);
  if (text(found.id) != line.substr(0, blank)) return {};
  return found;
}

Stored<Nothing> check_rights(const std::string& file, const struct stat& found) {
  if (!S_ISREG(found.st_mode)) return Fail(refused(file, "is not a plain file", "name a plain file as the key file"));
  if ((found.st_mode & 077) != 0) {
    char mode[8];
    std::snprintf(mode, sizeof mode, "%04o", unsigned(found.st_mode) & 07777u);
    return Fail(refused(file, std::string("others can read or write the sealing keys (mode ") + mode + ", allowed 0600)",
                        "chmod 600 " + file + ", and rotate the key if somebody may have read it"));
  }
  if (found.st_uid != ::geteuid() && found.st_uid != 0)
    return Fail(refused(file, "belongs to account " + std::to_string(found.st_uid) + ", not to ours (" + std::to_string(::geteuid()) + ")",
                        "chown " + std::to_string(::geteuid()) + " " + file));
  return Nothing{};
}

}  // namespace

std::string text(SealKeyId id) { return hex(big_endian<4>(id.value())); }

SealKey SealKey::of(const crypto::Key256& key) {
  const auto derived = crypto::kdf(key, id_derivation, {as_bytes("pellucid store key id")});
  return {SealKeyId(std::uint32_t(from_big_endian(ByteView(derived).first(4)))), key};
}

KeyRing::~KeyRing() {
  for (auto& key : keys_) crypto::wipe(key.key);
}

const SealKey* KeyRing::find(SealKeyId id) const {
  auto it = std::find_if(keys_.begin(), keys_.end(), [&](const SealKey& key) { return key.id == id; });
  return it == keys_.end() ? nullptr : &*it;
}

void KeyRing::put_first(const crypto::Key256& key) {
  keys_.insert(keys_.begin(), SealKey::of(key));
  if (keys_.size() > max_keys) keys_.pop_back();
}

void KeyRing::forget_all_but_current() {
  for (auto it = keys_.begin() + 1; it != keys_.end(); ++it) crypto::wipe(it->key);
  keys_.erase(keys_.begin() + 1, keys_.end());
}

bool key_file_exists(const std::string& file) { return ::access(file.c_str(), F_OK) == 0; }

Stored<KeyRing> read_key_file(const std::string& file) {
  Descriptor in{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (in.number < 0 && errno == ELOOP) return Fail(refused(file, "is a symbolic link", "name the key file itself"));
  if (in.number < 0) return Fail(failed(file, "cannot be read"));
  struct stat found{};
  if (::fstat(in.number, &found) != 0) return Fail(failed(file, "cannot be looked at"));
  auto rights = check_rights(file, found);
  if (!rights.ok()) return Fail(std::move(rights.error()));
  Bytes content(max_file_octets);
  const auto count = ::read(in.number, content.data(), content.size());
  if (count < 0) return Fail(failed(file, "cannot be read"));
  std::string_view rest = as_text(ByteView(content).first(std::size_t(count)));

  std::optional<KeyRing> ring;
  std::vector<SealKey> keys;
  for (unsigned line_number = 1; !rest.empty(); ++line_number) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.front() == '#') continue;
    auto key = parse_line(line);
    if (!key || keys.size() == KeyRing::max_keys) {
      crypto::wipe(content);
      return Fail(refused(file, "line " + std::to_string(line_number) + " is not a sealing key", "put the undamaged key file back"));
    }
    keys.push_back(*key);
  }
  crypto::wipe(content);
  if (keys.empty()) return Fail(refused(file, "holds no sealing key", "put the undamaged key file back"));
  for (auto it = keys.rbegin(); it != keys.rend(); ++it) {
    if (ring)
      ring->put_first(it->key);
    else
      ring.emplace(it->key);
    crypto::wipe(it->key);
  }
  return std::move(*ring);
}

Stored<Nothing> write_key_file(const std::string& file, const KeyRing& ring, bool must_be_new) {
  std::string content =
      "# Sealing keys of a Pellucid store. The first seals what is written; the others open what was written before.\n"
      "# Without this file the subscribers' keys are lost: keep a copy, away from the copies of the database.\n";
  for (const auto& key : ring.keys()) content += text(key.id) + " " + hex(key.key) + "\n";
  const std::string fresh = file + ".new";
  ::unlink(fresh.c_str());
  {
    Descriptor out{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (out.number < 0) return Fail(failed(fresh, "cannot be created"));
    const auto written = ::write(out.number, content.data(), content.size());
    const bool whole = written == ssize_t(content.size()) && ::fsync(out.number) == 0;
    crypto::wipe({reinterpret_cast<std::uint8_t*>(content.data()), content.size()});
    if (!whole) {
      StoreError error = failed(fresh, "cannot be written");
      ::unlink(fresh.c_str());
      return Fail(std::move(error));
    }
  }
  // link() refuses to replace; rename() replaces at once.
  const int moved = must_be_new ? ::link(fresh.c_str(), file.c_str()) : ::rename(fresh.c_str(), file.c_str());
  if (moved != 0) {
    StoreError error = failed(file, "cannot be put in place");
    ::unlink(fresh.c_str());
    return Fail(std::move(error));
  }
  if (must_be_new) ::unlink(fresh.c_str());
  const auto slash = file.rfind('/');
  Descriptor folder{::open(slash == std::string::npos ? "." : file.substr(0, slash + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.number < 0 || ::fsync(folder.number) != 0) return Fail(failed(file, "its folder cannot be synced"));
  return Nothing{};
}

}  // namespace pellucid::store

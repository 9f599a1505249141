#include "ledger/log/sealed.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "ledger/format/tile.hpp"
#include "runtime/crc32c.hpp"
#include "runtime/file_descriptor.hpp"
#include "runtime/files.hpp"
#include "runtime/io_error.hpp"

namespace pellucid::ledger {
namespace {

constexpr std::size_t opening_frame_octets = 8, opening_head_octets = 3, salt_octets = 16;

/// The record of an opening; erased: with zeros for salt and content.
Bytes opening_record(unsigned entry, const Opening& opening, bool erased) {
  Bytes body{std::uint8_t(erased ? 'E' : 'L'), std::uint8_t(entry), std::uint8_t(opening.field.size())};
  append(body, as_bytes(opening.field));
  if (erased) {
    body.resize(body.size() + salt_octets + opening.content.size());
  } else {
    append(body, opening.salt);
    append(body, opening.content);
  }
  Bytes out = to_bytes(big_endian<4>(body.size()));
  append(out, big_endian<4>(crc32c(body)));
  append(out, body);
  return out;
}

LedgerError not_there(const std::string& file, std::uint64_t index, std::string_view field, const char* why) {
  return {LedgerError::Kind::not_found, file, "field \"" + std::string(field) + "\" of entry " + std::to_string(index) + " " + why, {}};
}

}  // namespace

/// One record as it stands in a file.
struct Sealed::Record {
  std::size_t offset = 0;
  unsigned entry = 0;
  bool erased = false;
  bool sound = false;
  Opening opening;

  /// The record at `offset`. Nothing at the end of the file, and where its frame cannot be followed: an interrupted write left that.
  static std::optional<Record> at(ByteView content, std::size_t offset);
  std::size_t end() const {
    return offset + opening_frame_octets + opening_head_octets + opening.field.size() + salt_octets + opening.content.size();
  }
};

std::optional<Sealed::Record> Sealed::Record::at(ByteView content, std::size_t offset) {
  if (content.size() - offset < opening_frame_octets + opening_head_octets) return {};
  auto frame = content.subspan(offset);
  auto length = std::size_t(from_big_endian(frame.first(4)));
  if (length > frame.size() - opening_frame_octets) return {};
  auto body = frame.subspan(opening_frame_octets, length);
  if (length < opening_head_octets + body[2] + salt_octets) return {};
  Record out;
  out.offset = offset;
  out.sound = crc32c(body) == from_big_endian(frame.subspan(4, 4));
  out.erased = body[0] == 'E';
  out.entry = body[1];
  out.opening.field = as_text(body.subspan(opening_head_octets, body[2]));
  auto rest = body.subspan(opening_head_octets + body[2]);
  std::copy_n(rest.begin(), salt_octets, out.opening.salt.begin());
  out.opening.content = to_bytes(rest.subspan(salt_octets));
  return out;
}

/// The file of a bundle: "sealed/x001/x234/067".
std::string Sealed::file_of(std::uint64_t bundle) const {
  constexpr std::string_view prefix = "tile/entries/";
  return folder_ + "/sealed/" + tile_stem({{}, bundle}).substr(prefix.size());
}

LedgerResult<Nothing> Sealed::add(std::uint64_t first, std::span<const Prepared> entries) {
  std::lock_guard lock(mutex_);
  Bytes records;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t index = first + i, bundle = index / tile_width;
    for (auto& opening : entries[i].openings) append(records, opening_record(unsigned(index % tile_width), opening, false));
    bool last = i + 1 == entries.size() || (index + 1) % tile_width == 0;
    if (!last || records.empty()) continue;
    highest_ = bundle;
    auto added = add_to_file(bundle, records);
    if (!added.ok()) return added;
    records.clear();
  }
  return Nothing{};
}

LedgerResult<Nothing> Sealed::add_to_file(std::uint64_t bundle, ByteView records) {
  const std::string file = file_of(bundle);
  auto failed = [&](const IoError& error) { return Fail(disk_error(*disk_, folder_, error)); };
  const bool is_new = ::access(file.c_str(), F_OK) != 0;
  if (is_new) {
    auto made = make_folder_of(file);
    if (!made.ok()) return failed(made.error());
  }
  FileDescriptor fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  struct stat info{};
  if (!fd || ::fstat(fd.get(), &info) != 0) return failed(io_failure("write " + file).error());
  auto done = disk_->write(fd.get(), std::uint64_t(info.st_size), records);
  if (done.ok()) done = disk_->sync(fd.get());
  // A new file: it stands in new folders, perhaps, up to that of the log.
  for (auto name = file; is_new && done.ok() && name.size() > folder_.size(); name.resize(name.rfind('/')))
    done = disk_->sync_folder_of(name);
  if (!done.ok()) return failed(done.error());
  return Nothing{};
}

LedgerResult<Nothing> Sealed::drop_from(std::uint64_t size) {
  std::lock_guard lock(mutex_);
  const std::uint64_t bundle = size / tile_width;
  auto done = shorten(bundle, size);
  // A group may have begun further files; after a restart it is not known how many, but a group's entries are bounded.
  const std::uint64_t last = highest_.value_or(bundle + max_group_entries / tile_width + 1);
  for (auto n = bundle + 1; n <= last; ++n)
    if (::unlink(file_of(n).c_str()) != 0 && errno != ENOENT)
      return Fail(disk_error(*disk_, folder_, io_failure("remove " + file_of(n)).error()));
  return done;
}

LedgerResult<Nothing> Sealed::shorten(std::uint64_t bundle, std::uint64_t size) {
  const std::string file = file_of(bundle);
  auto content = read_whole_file(file);
  if (!content.ok() && content.error().number == ENOENT) return Nothing{};
  if (!content.ok()) return Fail(disk_error(*disk_, folder_, content.error()));
  std::size_t keep = 0;
  while (auto record = Record::at(*content, keep)) {
    if (bundle * tile_width + record->entry >= size) break;
    keep = record->end();
  }
  if (keep == content->size()) return Nothing{};
  FileDescriptor fd(::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!fd || ::ftruncate(fd.get(), off_t(keep)) != 0) return Fail(disk_error(*disk_, folder_, io_failure("shorten " + file).error()));
  auto synced = disk_->sync(fd.get());
  if (!synced.ok()) return Fail(disk_error(*disk_, folder_, synced.error()));
  return Nothing{};
}

LedgerResult<Sealed::Record> Sealed::find(ByteView content, std::uint64_t index, std::string_view field) const {
  const std::string file = file_of(index / tile_width);
  for (std::size_t at = 0; auto record = Record::at(content, at); at = record->end()) {
    if (record->entry != index % tile_width || record->opening.field != field) continue;
    if (record->erased) return Fail(not_there(file, index, field, "was erased"));
    return std::move(*record);
  }
  return Fail(not_there(file, index, field, "has no opening here"));
}

LedgerResult<Opening> Sealed::read(std::uint64_t index, std::string_view field) const {
  const std::string file = file_of(index / tile_width);
  std::lock_guard lock(mutex_);
  auto content = read_whole_file(file);
  if (!content.ok() && content.error().number == ENOENT) return Fail(not_there(file, index, field, "has no opening here"));
  if (!content.ok()) return Fail(LedgerError{LedgerError::Kind::unreadable, file, content.error().what, "check the rights of the file"});
  auto record = find(*content, index, field);
  if (!record.ok()) return Fail(record.error());
  if (!record->sound)
    return Fail(LedgerError{LedgerError::Kind::damaged, file,
                            "the opening of field \"" + std::string(field) + "\" of entry " + std::to_string(index) + " is damaged",
                            "restore the file from a backup; the log itself is not touched by it"});
  return std::move(record->opening);
}

LedgerResult<Nothing> Sealed::erase(std::uint64_t index, std::string_view field) {
  const std::string file = file_of(index / tile_width);
  std::lock_guard lock(mutex_);
  auto content = read_whole_file(file);
  if (!content.ok() && content.error().number == ENOENT) return Fail(not_there(file, index, field, "has no opening here"));
  if (!content.ok()) return Fail(disk_error(*disk_, folder_, content.error()));
  auto record = find(*content, index, field);
  if (!record.ok()) return Fail(record.error());
  auto erased = opening_record(record->entry, record->opening, true);
  FileDescriptor fd(::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!fd) return Fail(disk_error(*disk_, folder_, io_failure("write " + file).error()));
  auto done = disk_->write(fd.get(), record->offset, erased);
  if (done.ok()) done = disk_->sync(fd.get());
  if (!done.ok()) return Fail(disk_error(*disk_, folder_, done.error()));
  return Nothing{};
}

}  // namespace pellucid::ledger

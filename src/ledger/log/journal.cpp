#include "ledger/log/journal.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "ledger/format/text.hpp"
#include "ledger/format/tile.hpp"
#include "runtime/crc32c.hpp"
#include "runtime/files.hpp"
#include "runtime/io_error.hpp"

namespace pellucid::ledger {
namespace {

constexpr std::size_t frame_octets = 8, group_head_octets = 12;
constexpr std::string_view title = "pellucid/journal/1\n";

/// Room for a record's frame, which close_record() fills in when the payload is there.
std::size_t open_record(Bytes& out) {
  out.resize(out.size() + frame_octets);
  return out.size();
}

void close_record(Bytes& out, std::size_t start) {
  ByteView payload = ByteView(out).subspan(start);
  auto length = big_endian<4>(payload.size()), crc = big_endian<4>(crc32c(payload));
  std::copy(length.begin(), length.end(), out.begin() + std::ptrdiff_t(start - frame_octets));
  std::copy(crc.begin(), crc.end(), out.begin() + std::ptrdiff_t(start - frame_octets + 4));
}

template <class Entries>
void add_group(Bytes& out, std::uint64_t first, const Entries& entries) {
  auto start = open_record(out);
  append(out, big_endian<8>(first));
  append(out, big_endian<4>(entries.size()));
  for (auto& entry : entries) add_to_bundle(out, as_bytes(entry));
  close_record(out, start);
}

/// The payload of the record at the beginning of `rest`; nothing if there is no whole one.
std::optional<ByteView> record_at(ByteView rest) {
  if (rest.size() < frame_octets) return {};
  auto length = std::size_t(from_big_endian(rest.first(4)));
  if (length == 0 || length > rest.size() - frame_octets) return {};
  auto payload = rest.subspan(frame_octets, length);
  if (crc32c(payload) != from_big_endian(rest.subspan(4, 4))) return {};
  return payload;
}

/// The entries of a group that begins at `first`; nothing if the payload is no such group.
std::optional<std::vector<ByteView>> group_at(ByteView payload, std::uint64_t first) {
  if (payload.size() < group_head_octets || from_big_endian(payload.first(8)) != first) return {};
  auto count = from_big_endian(payload.subspan(8, 4));
  if (count > payload.size() / 2) return {};
  auto entries = entries_of(payload.subspan(group_head_octets), unsigned(count));
  if (!entries.ok()) return {};
  return std::move(*entries);
}

/// Whether a whole group of entries after `next` stands anywhere in `rest`: then what stands before it was once on the disk.
bool later_group_in(ByteView rest, std::uint64_t next) {
  for (std::size_t i = 1; i + frame_octets + group_head_octets <= rest.size(); ++i) {
    auto first = from_big_endian(rest.subspan(i + frame_octets, 8));
    if (first <= next || first - next > rest.size()) continue;
    if (record_at(rest.subspan(i))) return true;
  }
  return false;
}

bool read_head(ByteView payload, JournalContent& out) {
  auto text = as_text(payload);
  if (!text.starts_with(title)) return false;
  text.remove_prefix(title.size());
  auto line = take_line(text);
  auto base = line ? parse_decimal(*line) : std::nullopt;
  if (!base || *base % tile_width != 0) return false;
  out.base = *base;
  out.checkpoint = text;
  return true;
}

}  // namespace

LedgerResult<std::optional<JournalContent>> Journal::read() const {
  auto file = read_whole_file(file_);
  if (!file.ok()) {
    if (file.error().number == ENOENT) return std::optional<JournalContent>();
    return Fail(LedgerError{LedgerError::Kind::unreadable, file_, file.error().what, "check the owner and the rights of the file"});
  }
  JournalContent out;
  ByteView rest(*file);
  auto head = record_at(rest);
  if (!head || !read_head(*head, out))
    return Fail(LedgerError{LedgerError::Kind::damaged, file_, "does not begin as a journal", "restore the folder from a backup"});
  rest = rest.subspan(frame_octets + head->size());
  while (auto payload = record_at(rest)) {
    auto group = group_at(*payload, out.base + out.entries.size());
    if (!group) break;
    for (auto entry : *group) out.entries.emplace_back(as_text(entry));
    rest = rest.subspan(frame_octets + payload->size());
  }
  out.octets = file->size() - rest.size();
  out.torn = !rest.empty();
  const std::uint64_t next = out.base + out.entries.size();
  if (out.torn && later_group_in(rest, next))
    return Fail(
        LedgerError{LedgerError::Kind::damaged, file_,
                    "entry " + std::to_string(next) + " (octet " + std::to_string(out.octets) + ") is damaged, and good ones follow it",
                    "restore the folder from a backup"});
  return std::optional(std::move(out));
}

LedgerResult<Nothing> Journal::resume(const JournalContent& content) {
  descriptor_ = FileDescriptor(::open(file_.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
  if (!descriptor_) return Fail(failure(io_failure("open " + file_).error()));
  if (content.torn && ::ftruncate(descriptor_.get(), off_t(content.octets)) != 0)
    return Fail(failure(io_failure("shorten " + file_).error()));
  // What a killed process wrote may be in the page cache only.
  auto synced = disk_->sync(descriptor_.get());
  if (!synced.ok()) return Fail(failure(synced.error()));
  octets_ = content.octets;
  return Nothing{};
}

LedgerResult<Nothing> Journal::add(std::uint64_t first, const std::vector<std::string_view>& entries) {
  Bytes record;
  add_group(record, first, entries);
  auto done = disk_->write(descriptor_.get(), octets_, record);
  if (done.ok()) done = disk_->sync(descriptor_.get());
  broken_ = !done.ok();
  if (broken_) return Fail(failure(done.error()));
  octets_ += record.size();
  return Nothing{};
}

LedgerResult<Nothing> Journal::begin(std::uint64_t base, std::string_view checkpoint, std::span<const std::string> entries) {
  Bytes content;
  auto head = open_record(content);
  append(content, as_bytes(std::string(title) + std::to_string(base) + "\n" + std::string(checkpoint)));
  close_record(content, head);
  if (!entries.empty()) add_group(content, base, entries);
  const std::string beside = file_ + ".new";
  FileDescriptor fd(::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  Io<Nothing> done = Nothing{};
  if (!fd) done = io_failure("write " + beside);
  if (done.ok()) done = disk_->write(fd.get(), 0, content);
  if (done.ok()) done = disk_->sync(fd.get());
  if (done.ok() && ::rename(beside.c_str(), file_.c_str()) != 0) done = io_failure("rename " + beside);
  if (!done.ok()) {
    ::unlink(beside.c_str());
    return Fail(failure(done.error()));
  }
  descriptor_ = std::move(fd);
  octets_ = content.size();
  // Whether the old or the new name survives a power failure is not known before the folder is synced, so nothing may be added.
  done = disk_->sync_folder_of(file_);
  broken_ = !done.ok();
  if (broken_) return Fail(failure(done.error()));
  return Nothing{};
}

LedgerError Journal::failure(const IoError& error) const { return disk_error(*disk_, folder_, error); }

}  // namespace pellucid::ledger

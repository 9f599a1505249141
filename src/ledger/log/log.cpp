#include "ledger/log/log.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "ledger/format/text.hpp"
#include "runtime/files.hpp"
#include "runtime/io_error.hpp"

namespace pellucid::ledger {
namespace {

using Kind = LedgerError::Kind;
constexpr std::uint64_t reserve_octets = 1u << 20;  // must stay free on the file system, beside room for what is made of the entries
constexpr std::uint64_t copies = 4;                 // of an entry: journal, bundle, tile, and a partial form of those

std::string without_slash(std::string folder) {
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  return folder;
}

Fail<LedgerError> disagree(const std::string& folder, std::string what) {
  return Fail(LedgerError{Kind::damaged, folder, std::move(what), "restore the whole folder from one backup"});
}

/// The key that an entry gives the log to, if it is one that does.
std::optional<VerifierKey> key_named_by(const Entry& entry) {
  if (entry.type == key_changed_type) {
    auto change = parse_key_change(entry);
    if (change.ok()) return change->to;
  }
  if (entry.type != log_opened_type) return {};
  auto* member = entry.after.find("key");
  auto* text = member ? member->as_string() : nullptr;
  auto key = text ? parse_verifier_key(*text) : Result<VerifierKey, std::string>(Fail(std::string()));
  if (!key.ok()) return {};
  return *key;
}

}  // namespace

Log::Log(World& world, const LogOptions& options)
    : world_(world),
      folder_(without_slash(options.folder)),
      signer_(&options.signer),
      hand_over_(options.hand_over),
      disk_(options.disk ? options.disk : &real_disk_),
      journal_octets_(options.journal_octets),
      composer_(world),
      journal_(folder_, *disk_),
      sealed_(folder_, *disk_),
      tiles_(folder_, *disk_) {
  signer_->prove_with([this](std::uint64_t old_size, std::uint64_t size) -> std::optional<Proof> {
    if (size > tiles_.size()) return {};
    return prove_consistency(old_size, size, tiles_.hashes());
  });
}

Log::~Log() { signer_->prove_with({}); }

// ---- opening ----------------------------------------------------------------------------------------------------------

LedgerResult<std::unique_ptr<Log>> Log::open(World& world, LogOptions options) {
  if (options.signer.key().type != KeyType::ed25519)
    return Fail(LedgerError{Kind::key, options.folder, "the key " + options.signer.key().text() + " is a cosigner's", "give a log's key"});
  auto log = std::unique_ptr<Log>(new Log(world, options));
  auto started = log->start();
  if (!started.ok()) return Fail(started.error());
  return log;
}

LedgerResult<Nothing> Log::start() {
  auto made = make_folder_of(folder_);
  if (!made.ok()) return Fail(disk_error(*disk_, folder_, made.error()));
  // Everybody may read what is published; `sealed/` and the journal are the owner's.
  if (::mkdir(folder_.c_str(), 0755) != 0 && errno != EEXIST)
    return Fail(disk_error(*disk_, folder_, io_failure("make folder " + folder_).error()));
  auto lock = FileLock::take(folder_ + "/writer");
  if (!lock.ok() && lock.error().number == EWOULDBLOCK)
    return Fail(LedgerError{Kind::in_use, folder_, lock.error().what, "stop that process, or give this one another folder"});
  if (!lock.ok()) return Fail(disk_error(*disk_, folder_, lock.error()));
  lock_ = std::move(*lock);
  auto content = journal_.read();
  if (!content.ok()) return Fail(content.error());
  return *content ? go_on(std::move(**content)) : begin();
}

LedgerResult<Nothing> Log::begin() {
  for (auto* name : {"/checkpoint", "/tile"}) {
    struct stat info{};
    if (::stat((folder_ + name).c_str(), &info) == 0)
      return disagree(folder_, "there is a log (" + std::string(name + 1) + ") but no journal to go on with");
  }
  auto synced = disk_->sync_folder_of(folder_);
  if (!synced.ok()) return Fail(disk_error(*disk_, folder_, synced.error()));
  auto begun = journal_.begin(0, {}, {});
  if (!begun.ok()) return begun;
  return go_on({});
}

LedgerResult<Nothing> Log::go_on(JournalContent content) {
  const bool fresh = content.octets == 0;  // begin() has just made the journal
  if (auto resumed = fresh ? LedgerResult<Nothing>(Nothing{}) : journal_.resume(content); !resumed.ok()) return resumed;
  auto old = read_checkpoint(content);
  if (!old.ok()) return Fail(old.error());
  auto replayed = replay(std::move(content), *old);
  if (!replayed.ok()) return replayed;
  if (auto dropped = sealed_.drop_from(size_); !dropped.ok()) return dropped;
  if (size_ == 0) {
    NewEntry opened;
    opened.entry.type = log_opened_type;
    opened.entry.actor = "pellucid";
    opened.entry.after.add("key", signer_->key().text());
    auto first = append({&opened, 1});
    if (!first.ok()) return Fail(first.error());
    return Nothing{};
  }
  auto last = last_entry();
  if (!last.ok()) return Fail(last.error());
  auto key = present_key(*old, *last);
  if (!key.ok()) return Fail(key.error());
  composer_.start(size_, last->time);
  if (auto done = tiles_.rewrite_partial(); !done.ok()) remember(Fail(disk_error(*disk_, folder_, done.error())));
  if (*key != signer_->key()) return change_key();
  // A disk that is full does not keep us from opening: trouble() tells, and the first write() does this again.
  remember(publish());
  return Nothing{};
}

/// Nothing: none was published yet, or it was lost with the power just when it was replaced for the first time.
LedgerResult<std::optional<SignedCheckpoint>> Log::read_checkpoint(const JournalContent& content) const {
  const std::string file = folder_ + "/checkpoint";
  auto text = read_whole_file(file);
  if (!text.ok() && text.error().number != ENOENT) return Fail(LedgerError{Kind::unreadable, file, text.error().what, "check its rights"});
  const std::uint64_t size = content.base + content.entries.size();
  if (!text.ok() && size > 1) return disagree(file, "is missing, though the log has " + std::to_string(size) + " entries");
  // Some file systems leave an empty file when the power fails just after a rename; the journal knows an earlier checkpoint.
  std::string note = text.ok() && !text->empty() ? std::string(as_text(*text)) : content.checkpoint;
  if (note.empty()) return std::optional<SignedCheckpoint>();
  auto parsed = parse_checkpoint(note);
  if (!parsed.ok()) return disagree(file, parsed.error());
  if (parsed->checkpoint.size > size)
    return disagree(
        folder_, "the checkpoint covers " + std::to_string(parsed->checkpoint.size) + " entries, the folder holds " + std::to_string(size));
  return std::optional(std::move(*parsed));
}

LedgerResult<Nothing> Log::replay(JournalContent content, const std::optional<SignedCheckpoint>& signed_before) {
  const auto* old = signed_before ? &signed_before->checkpoint : nullptr;
  auto resumed = tiles_.resume(content.base);
  if (!resumed.ok()) return resumed;
  std::optional<Hash> root;
  if (old && old->size <= content.base) root = root_of(old->size, tiles_.hashes());
  for (auto& entry : content.entries) {
    tiles_.add(std::move(entry));
    if (old && old->size == tiles_.size()) root = tiles_.root();
  }
  if (old && root != old->root)
    return disagree(folder_, "the first " + std::to_string(old->size) + " entries are not those of the checkpoint");
  std::lock_guard lock(state_);
  size_ = tiles_.size();
  published_ = old ? old->size : 0;
  note_ = signed_before ? signed_before->note.encoded() : std::string();
  return Nothing{};
}

LedgerResult<Entry> Log::last_entry() const {
  std::string text;
  const std::string file = folder_ + "/" + tile_path({{}, (tiles_.size() - 1) / tile_width});
  if (!tiles_.entries().empty()) {
    text = tiles_.entries().back();
  } else {
    auto bundle = read_whole_file(file);
    if (!bundle.ok()) return disagree(file, bundle.error().what);
    auto entries = entries_of(*bundle, tile_width);
    if (!entries.ok()) return disagree(file, entries.error());
    text = as_text(entries->back());
  }
  auto entry = parse_entry(text);
  if (!entry.ok()) return disagree(file, "the last entry is " + entry.error());
  return *entry;
}

/// Whose turn it is to sign: `signer`, or the key that must hand over to it first. Refused (key): another one's.
LedgerResult<VerifierKey> Log::present_key(const std::optional<SignedCheckpoint>& old, const Entry& last) const {
  const auto &ours = signer_->key(), &before = hand_over_ ? hand_over_->key() : ours;
  auto refused = [&](const std::string& whose) {
    return Fail(LedgerError{Kind::key, folder_, "the log is signed by " + whose + ", the key given is " + ours.text(),
                            "give that key; to change to this one, give that key too, to hand over"});
  };
  // A change of key that is on the disk counts, also when no checkpoint covers it yet.
  auto named = last.type == key_changed_type ? key_named_by(last) : std::nullopt;
  if (named && *named != ours && *named != before) return refused(named->text());
  if (!old) {
    for (auto& text : tiles_.entries()) {
      auto entry = parse_entry(text);
      if (auto key = entry.ok() ? key_named_by(*entry) : std::nullopt) named = key;
    }
    if (!named || (*named != ours && *named != before)) return refused(named ? named->text() : "nobody known");
    return *named;
  }
  std::vector<VerifierKey> known{ours, before};
  if (named)
    if (auto change = parse_key_change(last); change.ok()) known.push_back(change->from);
  auto by = verify_note(old->note, known);
  if (!by.ok()) return disagree(folder_ + "/checkpoint", by.error());
  if (by->empty()) {
    auto& signature = old->note.signatures.front();
    return refused(signature.name + "+" + hex(big_endian<4>(signature.key_id)));
  }
  return named ? *named : by->front().key == ours ? ours : before;
}

/// The entry by which `hand_over` gives the log to `signer`, and the first checkpoint under the new key.
LedgerResult<Nothing> Log::change_key() {
  std::vector<Prepared> step;
  composer_.compose_step(step);
  if (!step.empty()) {
    // The change fixes what stands before it; it is published together with it, under the new key.
    std::lock_guard lock(writing_);
    auto accepted = accept(step);
    if (!accepted.ok()) return accepted;
  }
  auto change = key_change_entry(*hand_over_, tiles_.size(), tiles_.root(), signer_->key());
  if (!change.ok()) return Fail(LedgerError{Kind::key, folder_, change.error(), "make the key before available"});
  change->actor = "pellucid";
  std::vector<Prepared> group;
  auto composed = composer_.compose(std::move(*change), {}, group);
  if (!composed.ok()) return Fail(composed.error());
  if (group.size() != 1) return Fail(LedgerError{Kind::disk, folder_, "the clock stepped back during the change of key", "try again"});
  std::lock_guard lock(writing_);
  auto accepted = accept(group);
  if (!accepted.ok()) return accepted;
  remember(publish());
  return Nothing{};
}

// ---- writing ----------------------------------------------------------------------------------------------------------

LedgerResult<std::uint64_t> Log::append(std::span<const NewEntry> entries) {
  std::vector<Prepared> group;
  group.reserve(entries.size());
  std::optional<std::uint64_t> first;
  LedgerResult<Nothing> done = Nothing{};
  for (auto& entry : entries) {
    auto index = compose(entry.entry, entry.secrets, group);
    if (!index.ok()) done = Fail(index.error());
    if (!done.ok()) break;
    if (!first) first = *index;
  }
  if (done.ok()) done = write(group);
  if (done.ok()) return first.value_or(size());
  forget_composed();
  return Fail(done.error());
}

LedgerResult<std::uint64_t> Log::compose(Entry entry, std::vector<Secret> secrets, std::vector<Prepared>& to) {
  return composer_.compose(std::move(entry), std::move(secrets), to);
}

void Log::forget_composed() {
  std::lock_guard lock(writing_);
  if (tiles_.size() == 0) return composer_.start(0, {});
  auto last = last_entry();
  composer_.start(tiles_.size(), last.ok() ? last->time : world_.wall());
}

LedgerResult<Nothing> Log::write(std::span<const Prepared> group) {
  std::lock_guard lock(writing_);
  auto done = finish();
  if (done.ok()) done = accept(group);
  remember(done);
  if (!done.ok() || group.empty()) return done;
  // They are in the log. What goes wrong now is told, and done again before the next ones are accepted.
  auto published = publish();
  if (published.ok()) published = keep_journal_short();
  remember(published);
  return Nothing{};
}

/// What an earlier failure left undone.
LedgerResult<Nothing> Log::finish() {
  if (journal_.broken())
    if (auto begun = journal_.begin(tiles_.base(), note_, tiles_.entries()); !begun.ok()) return begun;
  if (orphans_)
    if (auto dropped = sealed_.drop_from(tiles_.size()); !dropped.ok()) return dropped;
  orphans_ = false;
  if (published_ < size_)
    if (auto published = publish(); !published.ok()) return published;
  return keep_journal_short();
}

/// From its return on the group is part of the log, for ever.
LedgerResult<Nothing> Log::accept(std::span<const Prepared> group) {
  if (group.empty()) return Nothing{};
  std::vector<std::string_view> texts;
  std::uint64_t octets = 0, all_octets = 0;
  bool secrets = false;
  for (auto& entry : group) {
    texts.push_back(entry.text);
    octets += entry.text.size();
    all_octets += entry.octets();
    secrets |= !entry.openings.empty();
  }
  if (group.size() > max_group_entries || octets > max_group_octets)
    return Fail(LedgerError{Kind::invalid, folder_,
                            std::to_string(group.size()) + " entries of " + std::to_string(octets) + " octets at once, allowed are " +
                                std::to_string(max_group_entries) + " of " + std::to_string(max_group_octets),
                            "append them in smaller groups"});
  auto free = disk_->free_octets(folder_);
  if (!free.ok()) return Fail(disk_error(*disk_, folder_, free.error()));
  if (*free < reserve_octets + copies * all_octets) return Fail(no_space(folder_, *free));
  const std::uint64_t first = tiles_.size();
  orphans_ = secrets;
  if (secrets)
    if (auto added = sealed_.add(first, group); !added.ok()) return added;
  if (auto added = journal_.add(first, texts); !added.ok()) return added;
  orphans_ = false;
  for (auto& entry : group) tiles_.add(entry.text);
  std::lock_guard lock(state_);
  size_ = tiles_.size();
  return Nothing{};
}

/// Tiles and bundles of the present size, and then the checkpoint over them.
LedgerResult<Nothing> Log::publish() {
  auto written = tiles_.write();
  if (!written.ok()) return Fail(disk_error(*disk_, folder_, written.error()));
  auto note = sign_checkpoint(*signer_, {signer_->key().name, tiles_.size(), tiles_.root(), {}});
  if (!note.ok())
    return Fail(LedgerError{Kind::key, folder_, "the checkpoint is not signed: " + note.error(), "make the signing key available again"});
  // After the first one a log without a checkpoint is a damaged one.
  const auto synced = published_ == 0 ? Disk::Synced::yes : Disk::Synced::no;
  auto put = disk_->put(folder_, "checkpoint", as_bytes(*note), synced);
  if (!put.ok()) return Fail(disk_error(*disk_, folder_, put.error()));
  tiles_.remove_replaced();
  std::lock_guard lock(state_);
  published_ = tiles_.size();
  note_ = std::move(*note);
  return Nothing{};
}

/// A journal that cannot be begun anew goes on for a while.
LedgerResult<Nothing> Log::keep_journal_short() {
  auto done = cut();
  if (journal_.octets() < max_journal_octets / 2) return Nothing{};
  return done;
}

/// Begins the journal anew when it is long: what it holds of full bundles is on the disk by then.
LedgerResult<Nothing> Log::cut() {
  const auto base = tiles_.size() / tile_width * tile_width;
  if (journal_.octets() < journal_octets_ || base == tiles_.base() || published_ < tiles_.size()) return Nothing{};
  auto synced = tiles_.write();  // nothing, unless an earlier sync failed
  if (synced.ok()) synced = disk_->sync_all(folder_);
  if (!synced.ok()) {
    tiles_.forget_written();  // the system may have dropped what it could not write
    return Fail(disk_error(*disk_, folder_, synced.error()));
  }
  auto begun = journal_.begin(base, note_, tiles_.entries().subspan(base - tiles_.base()));
  if (!begun.ok()) return begun;
  tiles_.drop_full();
  return Nothing{};
}

void Log::remember(const LedgerResult<Nothing>& outcome) {
  std::lock_guard lock(state_);
  trouble_.reset();
  if (!outcome.ok()) trouble_ = outcome.error();
}

// ---- the rest ---------------------------------------------------------------------------------------------------------

LedgerResult<Nothing> Log::erase_opening(std::uint64_t index, std::string_view field) { return sealed_.erase(index, field); }

std::uint64_t Log::size() const {
  std::lock_guard lock(state_);
  return size_;
}
std::uint64_t Log::published() const {
  std::lock_guard lock(state_);
  return published_;
}
std::string Log::checkpoint() const {
  std::lock_guard lock(state_);
  return note_;
}
std::optional<LedgerError> Log::trouble() const {
  std::lock_guard lock(state_);
  return trouble_;
}

}  // namespace pellucid::ledger

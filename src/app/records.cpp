#include "app/records.hpp"

#include <unistd.h>

#include <algorithm>

#include "app/signing_key.hpp"
#include "runtime/files.hpp"

namespace pellucid::app {
namespace {

constexpr std::uint64_t entries_a_read = 4096;

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 && name[0] ? name : "localhost";
}

/// Whether the chronicle reads entries of this kind; told from the text, since parsing is what a long log takes its time for. "type" is the
/// last member but one of an entry, and a quote within a string never stands alone.
bool is_read(std::string_view entry) {
  constexpr std::string_view mark = "\"type\":\"";
  auto at = entry.rfind(mark);
  if (at == std::string_view::npos) return true;
  auto type = entry.substr(at + mark.size());
  for (std::string_view kind : {"element.", "finding.", "approval.", "policy.", "usage.", "configuration."})
    if (type.starts_with(kind)) return true;
  return false;
}

}  // namespace

void watch(NetworkOptions& options, Chronicle& chronicle) {
  options.oversight = &chronicle;
  options.upf_changed = [&chronicle](const smf::UpfStatus& upf) { chronicle.upf_changed(upf); };
  options.usage = [&chronicle](const UsageMeter::Sample& sample) { chronicle.usage(sample); };
}

std::string origin_in(World& world, const std::string& folder) {
  auto checkpoint = world.read_file(folder + "/checkpoint");
  if (!checkpoint.ok()) return {};
  auto text = as_text(*checkpoint);
  return std::string(text.substr(0, text.find('\n')));
}

Records::~Records() {
  chronicle_.reset();
  recorder_.reset();
}

Result<std::unique_ptr<Records>, std::string> Records::open(World& world, const Config& config, Writing writing) {
  auto origin = origin_in(world, config.ledger_folder);
  if (origin.empty()) origin = config.ledger_origin.empty() ? host_name() + "/pellucid" : config.ledger_origin;
  std::unique_ptr<Records> records(new Records());
  auto signer = open_signer(world, config.ledger_key, origin);
  if (!signer.ok()) return Fail(signer.error());
  records->signer_ = std::move(*signer);
  if (!config.ledger_former_key.empty()) {
    auto former = open_signer(world, config.ledger_former_key, origin);
    if (!former.ok()) return Fail(former.error());
    records->former_ = std::move(*former);
  }
  auto log = ledger::Log::open(world, {.folder = config.ledger_folder, .signer = *records->signer_, .hand_over = records->former_.get()});
  if (!log.ok()) return Fail("ledger: " + log.error().text());
  records->log_ = std::move(*log);
  if (writing == Writing::beside) {
    auto recorder = ledger::start_recorder(world, *records->log_);
    if (!recorder.ok()) return Fail("ledger: " + recorder.error().text());
    records->recorder_ = std::move(*recorder);
  } else {
    records->recorder_ = ledger::inline_recorder(world, *records->log_);
  }
  auto* self = records.get();
  records->chronicle_ = std::make_unique<Chronicle>(world, config, *records->recorder_,
                                                    [self](auto index, const std::string& field) { return self->reveal(index, field); });
  if (auto done = records->replay(); !done.ok()) return Fail(done.error());
  return records;
}

Result<Nothing, std::string> Records::replay() {
  auto reader = ledger::Reader::open(log_->folder());
  if (!reader.ok()) return Fail("ledger: " + reader.error().text());
  for (std::uint64_t from = 0; from < reader->size(); from += entries_a_read) {
    auto texts = reader->entries(from, std::min(from + entries_a_read, reader->size()));
    if (!texts.ok()) return Fail("ledger: " + texts.error().text());
    for (std::size_t i = 0; i < texts->size(); ++i) {
      if (!is_read((*texts)[i])) {
        chronicle_->passed();
        continue;
      }
      auto entry = ledger::parse_entry((*texts)[i]);
      if (!entry.ok()) return Fail("ledger: entry " + std::to_string(from + i) + ": " + entry.error());
      chronicle_->replay(*entry, from + i);
    }
  }
  openings_.emplace(std::move(*reader));
  return Nothing{};
}

std::optional<Bytes> Records::reveal(std::uint64_t index, const std::string& field) {
  if (!openings_) return {};
  if (index >= openings_->size() && !openings_->refresh().ok()) return {};
  auto opening = openings_->opening(index, field);
  if (!opening.ok()) return {};
  return std::move(opening->content);
}

Result<Nothing, std::string> Records::erase(std::uint64_t index, const std::string& field, const std::string& actor,
                                            const std::string& reason) {
  if (auto ready = chronicle_->ready(); !ready.ok()) return ready;
  auto done = log_->erase_opening(index, field);
  if (!done.ok()) return Fail(done.error().text());
  Tree what = Tree::object();
  what.add("index", index);
  what.add("field", field);
  auto recorded = chronicle_->record(entry_of("sealed.erased", "", actor, reason, std::move(what), {}));
  if (!recorded.ok()) return Fail("it is erased, but that is not recorded: " + recorded.error());
  return Nothing{};
}

std::string Records::cosigned_checkpoint() const {
  auto content = read_whole_file(log_->folder() + "/checkpoint.cosigned");
  return content.ok() ? std::string(as_text(*content)) : "";
}

Tree Records::status() const {
  Tree out = chronicle_->status();
  out.add("origin", signer_->key().name);
  out.add("key", signer_->key().text());
  out.add("published", log_->published());
  if (more_) more_(out);
  return out;
}

}  // namespace pellucid::app

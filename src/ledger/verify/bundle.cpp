#include "ledger/verify/bundle.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "crypto/sha256.hpp"
#include "ledger/format/proof_file.hpp"
#include "ledger/verify/log_check.hpp"

namespace pellucid::ledger {
namespace {

using Written = Result<Nothing, std::string>;
constexpr std::size_t max_report_octets = std::size_t(1) << 30;

constexpr const char* bundle_readme =
    "An audit bundle of Pellucid.\n\n"
    "Check it on any machine:   pellucid-verify --policy YOUR-COPY-OF-THE-POLICY THIS-FOLDER\n\n"
    "log/       the transparency log (C2SP tlog-tiles): every entry in tile/entries, signed in checkpoint\n"
    "reports/   reports as issued; the SHA-256 of each stands in the log (entries \"report.issued\")\n"
    "           proofs/ holds proof files (C2SP tlog-proof) of single entries\n"
    "openings/  contents that the log only commits to, as far as they were chosen to be shown\n"
    "policy     the keys of log and witnesses as the operator states them. Use a copy that you got another way:\n"
    "           keys that come with what they vouch for prove nothing\n";

bool is_file_name(const std::string& name) {
  return !name.empty() && name.size() < 200 && !name.starts_with('.') && name.find('/') == std::string::npos &&
         name.find('\0') == std::string::npos;
}

class BundleWriter {
 public:
  explicit BundleWriter(std::string output) : output_(std::move(output)) {}

  Written write(const std::string& path, ByteView content) {
    namespace fs = std::filesystem;
    auto file = fs::path(output_) / path;
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(content.data()), std::streamsize(content.size()));
    out.close();
    if (!out) return Fail(file.string() + ": cannot be written");
    return Nothing{};
  }

  /// Checkpoints first, so that every file they need is there already.
  Written copy_log(const std::string& folder) {
    DiskFolder from(folder);
    auto cosigned = from.read(cosigned_file, max_note_octets);
    auto checkpoint = from.read(checkpoint_file, max_note_octets);
    if (!checkpoint.ok()) return Fail(folder + "/" + checkpoint_file + ": " + checkpoint.error());
    auto head = parse_checkpoint(as_text(*checkpoint));
    if (!head.ok()) return Fail(folder + "/" + checkpoint_file + ": " + head.error());
    const auto size = head->checkpoint.size;
    for (int level = -1; level <= int(max_tile_level); ++level) {
      auto which = level < 0 ? std::nullopt : std::optional(unsigned(level));
      for (std::uint64_t index = 0; auto tile = tile_of(which, index, size); ++index) {
        auto copied = copy_tile(from, *tile);
        if (!copied.ok()) return copied;
      }
    }
    if (cosigned.ok())
      if (auto copied = write(std::string("log/") + cosigned_file, *cosigned); !copied.ok()) return copied;
    return write(std::string("log/") + checkpoint_file, *checkpoint);
  }

 private:
  /// A partial tile may have been replaced by a wider one meanwhile: that holds the same and more.
  Written copy_tile(const Folder& from, Tile tile) {
    for (; tile.width <= tile_width; ++tile.width) {
      auto path = tile_path(tile);
      auto content = from.read(path, max_bundle_octets);
      if (content.ok()) return write("log/" + path, *content);
      if (from.has(path)) return Fail(from.name() + "/" + path + ": " + content.error());
    }
    return Fail(from.name() + "/" + tile_stem(tile) + ": a tile of the log is missing");
  }

  std::string output_;
};

/// Reports, proofs and openings of a bundle against its log.
class BundleCheck {
 public:
  BundleCheck(const Folder& folder, LogCheck& log, Verdict& verdict) : folder_(folder), log_(log), verdict_(verdict) {}

  /// What the log must be asked for.
  Wanted read() {
    Wanted wanted;
    for (auto& file : folder_.files("reports")) {
      if (!file.ends_with(proof_file_extension)) {
        reports_.push_back(file);
        continue;
      }
      auto text = folder_.read(file, max_proof_file_octets);
      auto proof = text.ok() ? parse_proof_file(as_text(*text)) : Result<ProofFile, std::string>(Fail(text.error()));
      if (!proof.ok()) {
        verdict_.tampered("wrong proof", file, proof.error());
        continue;
      }
      auto head = *parse_checkpoint(proof->checkpoint);
      if (wanted.sizes.size() < Wanted::max_sizes) wanted.sizes.insert(head.checkpoint.size);
      proofs_.push_back({file, std::move(*proof), std::move(head)});
    }
    for (auto& file : folder_.files("openings")) {
      auto text = folder_.read(file, max_opening_octets);
      auto opening = text.ok() ? parse_opening(as_text(*text)) : Result<OpeningFile, std::string>(Fail(text.error()));
      if (!opening.ok()) {
        verdict_.tampered("wrong opening", file, opening.error());
        continue;
      }
      if (wanted.entries.size() < Wanted::max_entries) wanted.entries.insert(opening->entry);
      openings_.emplace_back(file, std::move(*opening));
    }
    return wanted;
  }

  void judge() {
    for (auto& file : reports_) judge_report(file);
    for (auto& proof : proofs_) judge_proof(proof);
    for (auto& [file, opening] : openings_) judge_opening(file, opening);
    auto say = [&](std::size_t good, std::size_t all, const std::string& what, const std::string& how) {
      if (good) verdict_.proven.push_back(what + " (" + std::to_string(good) + " of " + std::to_string(all) + "): " + how);
    };
    say(good_reports_, reports_.size(), "Reports", "octet for octet as the log records their issue.");
    say(good_proofs_, proofs_.size(), "Proof files", "each entry stands in this log, where the file says.");
    say(good_openings_, openings_.size(), "Sealed contents", "what is shown is what the log committed to.");
  }

 private:
  struct Proved {
    std::string file;
    ProofFile proof;
    SignedCheckpoint head;
  };

  void judge_report(const std::string& file) {
    auto content = folder_.read(file, max_report_octets);
    if (!content.ok()) return verdict_.unchecked("report", file, content.error());
    auto digest = hex(crypto::sha256({*content}));
    if (!log_.pass().report_digests().contains(digest))
      return verdict_.tampered("wrong report", file,
                               "no entry of the log says that a report with this content (SHA-256 " + digest + ") was issued");
    ++good_reports_;
  }

  void judge_proof(const Proved& p) {
    auto& tree = p.head.checkpoint;
    if (tree.origin != log_.head().origin) return verdict_.tampered("wrong proof", p.file, "is of another log, \"" + tree.origin + "\"");
    if (!p.proof.leads_to(tree))
      return verdict_.tampered("wrong proof", p.file,
                               "the entry is not number " + std::to_string(p.proof.index) + " of the tree that the checkpoint is of");
    if (tree.size > log_.head().size)
      return verdict_.unchecked(
          "rolled back", p.file,
          "is of a tree of " + std::to_string(tree.size) + " entries, the log here has " + std::to_string(log_.head().size));
    auto root = log_.pass().root(tree.size);
    if (!root) return verdict_.unchecked("wrong proof", p.file, "the root of its tree cannot be computed from the log here");
    if (*root != tree.root) return verdict_.tampered("fork", p.file, "its checkpoint is not of the log as it stands here");
    // One checkpoint serves many proofs.
    auto [known, fresh] = judged_.try_emplace(p.proof.checkpoint, false);
    if (fresh) {
      auto before = verdict_.outcome();
      auto signatures = log_.judge().judge(p.head, p.file);
      known->second = signatures.by_log || (!log_.judge().knows_log() && before == verdict_.outcome());
    }
    if (known->second) ++good_proofs_;
  }

  void judge_opening(const std::string& file, const OpeningFile& opening) {
    auto entry = log_.pass().entries().find(opening.entry);
    if (entry == log_.pass().entries().end())
      return verdict_.tampered("wrong opening", file, "the log has no entry " + std::to_string(opening.entry));
    auto& sealed = entry->second.sealed;
    auto field = std::find_if(sealed.begin(), sealed.end(), [&](auto& s) { return s.first == opening.opening.field; });
    if (field == sealed.end())
      return verdict_.tampered("wrong opening", file,
                               "entry " + std::to_string(opening.entry) + " has no sealed field \"" + opening.opening.field + "\"");
    if (opening.erased) {
      auto recorded = log_.pass().erasures().find({opening.entry, opening.opening.field});
      if (recorded == log_.pass().erasures().end())
        return verdict_.unchecked("not shown", file, "is said to be erased, and no entry of the log records that");
      verdict_.remarks.push_back("entry " + std::to_string(opening.entry) + ": the sealed field \"" + opening.opening.field +
                                 "\" was erased, as entry " + std::to_string(recorded->second) +
                                 " records; its content can no longer be shown by anybody");
      return;
    }
    if (commitment(opening.opening) != field->second)
      return verdict_.tampered("wrong opening", file,
                               "is not what entry " + std::to_string(opening.entry) + " committed to as \"" + opening.opening.field + "\"");
    ++good_openings_;
  }

  const Folder& folder_;
  LogCheck& log_;
  Verdict& verdict_;
  std::vector<std::string> reports_;
  std::vector<Proved> proofs_;
  std::vector<std::pair<std::string, OpeningFile>> openings_;
  std::map<std::string, bool> judged_;  // checkpoints of proofs: whether the log's key signed
  std::size_t good_reports_ = 0, good_proofs_ = 0, good_openings_ = 0;
};

/// The auditor's policy, or for want of one the bundle's own, which vouches for nothing.
Trust trust_for(const Folder& folder, const Trust& given, Verdict& verdict) {
  Trust trust = given;
  if (trust.policy || !folder.has("policy")) return trust;
  auto text = folder.read("policy", Policy::max_octets);
  auto policy = text.ok() ? parse_policy(as_text(*text)) : Result<Policy, PolicyError>(Fail(PolicyError{0, text.error()}));
  if (!policy.ok()) {
    verdict.tampered("wrong policy", "policy", policy.error().text());
    return trust;
  }
  trust.policy = std::move(*policy);
  trust.policy_from_elsewhere = false;
  return trust;
}

}  // namespace

Verdict verify_bundle(const Folder& folder, const Trust& given) {
  Verdict verdict;
  const Trust trust = trust_for(folder, given, verdict);
  SubFolder log_folder(folder, "log");
  LogCheck log(log_folder, trust, verdict);
  if (!log.read_heads()) return verdict;
  log.read_known();
  BundleCheck bundle(folder, log, verdict);
  log.run(bundle.read());
  bundle.judge();
  return verdict;
}

Written write_bundle(const BundleContent& content, const std::string& output) {
  std::error_code error;
  if (std::filesystem::exists(output, error)) return Fail(output + " is there already");
  BundleWriter writer(output);
  auto copied = writer.copy_log(content.log_folder);
  if (!copied.ok()) return copied;
  std::vector<std::pair<std::string, std::string>> files{{"README.txt", bundle_readme}};
  if (!content.policy.empty()) files.emplace_back("policy", content.policy);
  for (auto* list : {&content.reports, &content.proofs}) {
    for (auto& [name, text] : *list) {
      if (!is_file_name(name)) return Fail("\"" + name + "\" is no file name for a bundle");
      files.emplace_back((list == &content.reports ? "reports/" : "reports/proofs/") + name, text);
    }
  }
  for (std::size_t i = 0; i < content.openings.size(); ++i)
    files.emplace_back("openings/" + std::to_string(content.openings[i].entry) + "-" + std::to_string(i) + ".json",
                       content.openings[i].text());
  for (auto& [path, text] : files) {
    auto written = writer.write(path, as_bytes(text));
    if (!written.ok()) return written;
  }
  return Nothing{};
}

}  // namespace pellucid::ledger

#pragma once
// Logs and bundles made in memory, right in every detail, for tests that spoil them.
#include "crypto/sha256.hpp"
#include "ledger/format/proof_file.hpp"
#include "ledger/format/tile.hpp"
#include "ledger/verify/bundle.hpp"
#include "tests/ledger/memory_log.hpp"

namespace pellucid::ledger::test {

inline constexpr const char* origin = "example.org/log";
inline const std::uint64_t first_second = 1'795'834'800;  // 2026-11-28T03:00:00Z

inline std::string made_entry(std::uint64_t i, const std::string& what = "note") {
  Entry entry;
  entry.type = "test.entry";
  entry.time = WallTime(std::chrono::seconds(first_second + i));
  entry.reason = what + " number " + std::to_string(i);
  entry.after.add("value", i);
  return *entry_text(entry);
}

/// The files of a log whose entries are these texts: everything but the checkpoints.
inline void put_tiles(MemoryFolder& folder, const std::string& prefix, const std::vector<std::string>& entries) {
  std::vector<Hash> hashes;
  for (std::uint64_t start = 0; start < entries.size(); start += tile_width) {
    auto width = unsigned(std::min<std::uint64_t>(tile_width, entries.size() - start));
    Bytes bundle;
    for (unsigned i = 0; i < width; ++i) {
      add_to_bundle(bundle, as_bytes(entries[start + i]));
      hashes.push_back(leaf_hash(as_bytes(entries[start + i])));
    }
    folder.content[prefix + tile_path({{}, start / tile_width, width})] = std::move(bundle);
  }
  for (unsigned level = 0; !hashes.empty(); ++level) {
    std::vector<Hash> above;
    for (std::uint64_t start = 0; start < hashes.size(); start += tile_width) {
      auto width = unsigned(std::min<std::uint64_t>(tile_width, hashes.size() - start));
      Bytes tile;
      for (unsigned i = 0; i < width; ++i) append(tile, hashes[start + i]);
      folder.content[prefix + tile_path({level, start / tile_width, width})] = std::move(tile);
      if (width == tile_width) {
        auto begin = hashes.begin() + std::ptrdiff_t(start);
        above.push_back(*TileTree({begin, begin + tile_width}).at(tile_height, 0));
      }
    }
    hashes = std::move(above);
  }
}

inline Hash root_of_texts(const std::vector<std::string>& entries, std::uint64_t size) {
  Frontier frontier;
  for (std::uint64_t i = 0; i < size; ++i) frontier.add(leaf_hash(as_bytes(entries[i])));
  return frontier.root();
}

/// Three witnesses, two of them are the quorum.
struct Witnesses {
  std::vector<FileSigner> keys;
  Policy policy;
  Witnesses() {
    Policy::Group group{"two-of-three", 2, {}};
    for (std::uint8_t i = 0; i < 3; ++i) {
      auto name = "w" + std::to_string(i);
      keys.emplace_back("example.org/" + name, KeyType::cosignature, seed(std::uint8_t(100 + i)));
      policy.witnesses.push_back({name, keys.back().key(), ""});
      group.members.push_back(name);
    }
    policy.groups.push_back(group);
    policy.quorum = group.name;
  }
  std::string cosigned(const std::string& checkpoint, std::uint64_t time, unsigned which = 7) {
    auto note = *parse_note(checkpoint);
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (which >> i & 1) note.signatures.push_back(*cosign(keys[i], note.text, time));
    return note.encoded();
  }
};

inline Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

/// A bundle whose log changes its key at entry 300, has a sealed field in entry 40, one that was erased in entry 41, and issued a report
/// in its last entry but five.
struct MadeBundle {
  static constexpr std::uint64_t size = 700, change_at = 300, erased_at = 350, cosigned_size = 690;
  FileSigner first{origin, KeyType::ed25519, seed(1)}, second{origin, KeyType::ed25519, seed(2)};
  Witnesses witnesses;
  std::vector<std::string> entries;
  std::string report = "element,vendor\nrouter-1,Example\n";
  Opening opening{"supi", {1, 2, 3}, bytes_of("imsi-999700000000001")}, erased{"name", {4, 5, 6}, bytes_of("Ada")};
  MemoryFolder folder;
  Trust trust;

  FileSigner& signer_of(std::uint64_t n) { return n > change_at ? second : first; }
  std::string checkpoint_of(const std::vector<std::string>& texts, std::uint64_t n, FileSigner& signer) {
    return *sign_checkpoint(signer, {origin, n, root_of_texts(texts, n), {}});
  }
  std::string checkpoint(std::uint64_t n) { return checkpoint_of(entries, n, signer_of(n)); }

  std::string special_entry(std::uint64_t i) {
    Entry entry;
    entry.time = WallTime(std::chrono::seconds(first_second + i));
    entry.type = "test.sealed";
    if (i == 40) entry.sealed = {{opening.field, commitment(opening)}};
    if (i == 41) entry.sealed = {{erased.field, commitment(erased)}};
    if (i == erased_at) {
      entry.type = "sealed.erased";
      entry.before = Tree(Tree::Object{{"field", Tree(erased.field)}, {"index", Tree(41)}});
    }
    if (i == change_at) {
      auto time = entry.time;
      entry = *key_change_entry(first, i, root_of_texts(entries, i), second.key());
      entry.time = time;
    }
    if (i == size - 5) {
      entry.type = report_issued_type;
      entry.after.add("files", Tree(Tree::Object{{"equipment.csv", hex(crypto::sha256({as_bytes(report)}))}}));
    }
    return *entry_text(entry);
  }

  ProofFile proof(std::uint64_t index, std::uint64_t n) {
    MemoryLog log;
    for (std::uint64_t i = 0; i < n; ++i) log.leaves.push_back(leaf_hash(as_bytes(entries[i])));
    return {entries[index], index, *prove_inclusion(index, n, log.reader()), checkpoint(n)};
  }

  MadeBundle() {
    for (std::uint64_t i = 0; i < size; ++i)
      entries.push_back(i == 40 || i == 41 || i == change_at || i == erased_at || i == size - 5 ? special_entry(i) : made_entry(i));
    put_tiles(folder, "log/", entries);
    folder.content["log/checkpoint"] = bytes_of(checkpoint(size));
    folder.content["log/checkpoint.cosigned"] = bytes_of(witnesses.cosigned(checkpoint(cosigned_size), first_second + size));
    folder.content["reports/equipment.csv"] = bytes_of(report);
    for (std::uint64_t index : {0, 40, 255, 256, 299, 511, 512, 699})
      folder.content["reports/proofs/" + std::to_string(index) + ".tlog-proof"] = bytes_of(proof(index, size).text());
    folder.content["reports/proofs/old.tlog-proof"] = bytes_of(proof(17, 200).text());
    folder.content["openings/40-0.json"] = bytes_of(OpeningFile{40, false, opening}.text());
    folder.content["openings/41-1.json"] = bytes_of(OpeningFile{41, true, {erased.field, {}, {}}}.text());
    trust.policy = witnesses.policy;
    trust.policy->logs.push_back({first.key(), ""});
    folder.content["policy"] = bytes_of(trust.policy->text());
  }
};

inline bool found(const Verdict& verdict, const std::string& kind) {
  return std::any_of(verdict.findings.begin(), verdict.findings.end(), [&](auto& f) { return f.kind == kind; });
}

}  // namespace pellucid::ledger::test

// More than a thousand ways to tamper with a bundle. Each must be caught, and what was found must be called by its name.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "made_log.hpp"

namespace pellucid::ledger {
namespace {

using namespace test;
using Kinds = std::vector<std::string>;

struct Tampering : ::testing::Test {
  MadeBundle made;
  std::mt19937_64 random{4};
  std::size_t caught = 0;

  std::uint64_t below(std::uint64_t limit) { return random() % limit; }
  std::string text(const std::string& path) { return std::string(as_text(made.folder.content.at(path))); }

  /// Caught, and at least one finding is of one of those kinds.
  void expect_caught(const MemoryFolder& folder, const Trust& trust, const Kinds& kinds, const std::string& what) {
    auto verdict = verify_bundle(folder, trust);
    bool named = std::any_of(kinds.begin(), kinds.end(), [&](auto& kind) { return found(verdict, kind); });
    EXPECT_NE(verdict.outcome(), Outcome::holds) << what;
    EXPECT_TRUE(named) << what << "\n" << verdict.text();
    caught += verdict.outcome() != Outcome::holds && named;
  }
  void expect_caught(const MemoryFolder& folder, const Kinds& kinds, const std::string& what) {
    expect_caught(folder, made.trust, kinds, what);
  }
  /// The same bundle with one file spoilt.
  void spoil(const std::string& path, const std::function<void(Bytes&)>& how, const Kinds& kinds, const std::string& what) {
    auto folder = made.folder;
    how(folder.content.at(path));
    if (folder.content.at(path) == made.folder.content.at(path)) return;
    expect_caught(folder, kinds, what + " " + path);
  }
  void flip_bits(const std::string& path, std::size_t times, const Kinds& kinds) {
    for (std::size_t i = 0; i < times; ++i) {
      auto bit = below(made.folder.content.at(path).size() * 8);
      spoil(path, [&](Bytes& b) { b[bit / 8] ^= std::uint8_t(1 << bit % 8); }, kinds, "bit " + std::to_string(bit) + " of");
    }
  }
  /// A whole log made anew from other entries, with the checkpoints as they are, or signed by `signer`.
  MemoryFolder remade(const std::vector<std::string>& entries, FileSigner* signer = nullptr) {
    auto folder = made.folder;
    std::erase_if(folder.content, [](auto& file) { return file.first.starts_with("log/tile"); });
    put_tiles(folder, "log/", entries);
    if (signer) {
      folder.content["log/checkpoint"] = bytes_of(made.checkpoint_of(entries, entries.size(), *signer));
      folder.content.erase("log/checkpoint.cosigned");
      std::erase_if(folder.content, [](auto& file) { return file.first.starts_with("reports/proofs"); });
    }
    return folder;
  }
};

TEST_F(Tampering, Edits) {
  for (int i = 0; i < 80; ++i) {
    auto entries = made.entries;
    auto at = below(entries.size());
    entries[at] = made_entry(at, "edited");
    auto folder = made.folder;
    put_tiles(folder, "log/", entries);
    auto tiles = made.folder.content;  // only the bundle: the tile tells which entry it was
    for (auto& [path, content] : tiles)
      if (!path.starts_with("log/tile/entries")) folder.content[path] = content;
    expect_caught(folder, {"wrong hash"}, "entry " + std::to_string(at) + " edited");
    expect_caught(remade(entries), {"wrong root"}, "entry " + std::to_string(at) + " edited with all hashes");
  }
  for (auto* bundle : {"log/tile/entries/000", "log/tile/entries/001", "log/tile/entries/002.p/188"})
    flip_bits(bundle, 40, {"wrong hash", "damaged file", "not an entry"});
  EXPECT_EQ(caught, 80u * 2 + 3 * 40);
}

TEST_F(Tampering, DeletionsReorderingsAndInsertions) {
  for (int i = 0; i < 40; ++i) {
    auto entries = made.entries;
    auto at = below(entries.size()), other = below(entries.size());
    entries.erase(entries.begin() + std::ptrdiff_t(at));
    expect_caught(remade(entries), {"missing file"}, "entry " + std::to_string(at) + " deleted");
    entries.push_back(made_entry(700));
    expect_caught(remade(entries), {"wrong root"}, "entry " + std::to_string(at) + " deleted, one added at the end");
    entries = made.entries;
    entries.insert(entries.begin() + std::ptrdiff_t(at), made_entry(at, "inserted"));
    entries.pop_back();
    expect_caught(remade(entries), {"wrong root"}, "inserted at " + std::to_string(at));
    if (other == at) continue;
    entries = made.entries;
    std::swap(entries[at], entries[other]);
    expect_caught(remade(entries), {"wrong root"}, "swapped " + std::to_string(at) + " and " + std::to_string(other));
    expect_caught(remade(entries), {"time goes back"}, "swapped " + std::to_string(at) + " and " + std::to_string(other));
  }
  EXPECT_GE(caught, 190u);
}

TEST_F(Tampering, FilesTakenAwayOrCutShort) {
  for (auto& path : made.folder.files("log/tile")) {
    auto folder = made.folder;
    folder.content.erase(path);
    expect_caught(folder, {"missing file"}, "taken away " + path);
    for (int i = 0; i < 8; ++i) {
      auto length = below(made.folder.content.at(path).size());
      spoil(path, [&](Bytes& b) { b.resize(length); }, {"damaged file"}, "cut to " + std::to_string(length));
    }
    spoil(path, [](Bytes& b) { b.push_back(0); }, {"damaged file"}, "one octet more");
  }
  auto folder = made.folder;
  folder.content.erase("log/checkpoint");
  expect_caught(folder, {"missing file"}, "no checkpoint");
  EXPECT_EQ(caught, 7u * 10 + 1);
}

TEST_F(Tampering, Tiles) {
  for (auto* tile : {"log/tile/0/000", "log/tile/0/001", "log/tile/0/002.p/188", "log/tile/1/000.p/2"}) flip_bits(tile, 30, {"wrong hash"});
  EXPECT_EQ(caught, 4u * 30);
}

TEST_F(Tampering, RolledBackToAnOlderValidState) {
  for (int i = 0; i < 30; ++i) {
    const auto size = 1 + below(699);
    std::vector<std::string> entries(made.entries.begin(), made.entries.begin() + std::ptrdiff_t(size));
    MemoryFolder folder;
    put_tiles(folder, "log/", entries);
    folder.content["log/checkpoint"] = bytes_of(made.checkpoint(size));
    folder.content["log/checkpoint.cosigned"] = bytes_of(made.witnesses.cosigned(made.checkpoint(size), first_second + size));
    // Nothing in the files tells: that is said, and caught with what the auditor knows or asks.
    ASSERT_EQ(verify_bundle(folder, made.trust).outcome(), Outcome::holds);
    auto trust = made.trust;
    trust.known = {made.checkpoint(size + 1 + below(700 - size))};
    expect_caught(folder, trust,
                  size > MadeBundle::change_at || parse_checkpoint(trust.known[0])->checkpoint.size <= MadeBundle::change_at
                      ? Kinds{"rolled back"}
                      : Kinds{"known checkpoint"},
                  "rolled back to " + std::to_string(size));
    trust = made.trust;
    trust.max_age = 10;
    trust.now = first_second + size + 11;
    expect_caught(folder, trust, {"too old"}, "rolled back to " + std::to_string(size));
    // Only the checkpoint, with the cosigned one left in place.
    if (size >= MadeBundle::cosigned_size) continue;
    folder = made.folder;
    folder.content["log/checkpoint"] = bytes_of(made.checkpoint(size));
    expect_caught(folder, {"rolled back"}, "checkpoint rolled back to " + std::to_string(size));
  }
  EXPECT_GE(caught, 85u);
}

TEST_F(Tampering, Forks) {
  for (int i = 0; i < 40; ++i) {
    // The operator rewrites everything from `at` on and signs it with the right key.
    const auto at = 301 + below(398);
    auto entries = made.entries;
    for (auto k = at; k < entries.size(); ++k) entries[k] = made_entry(k, "rewritten");
    auto folder = remade(entries, &made.second);
    expect_caught(folder, {"no quorum"}, "rewritten from " + std::to_string(at));
    folder.content["log/checkpoint.cosigned"] = made.folder.content.at("log/checkpoint.cosigned");
    if (at < MadeBundle::cosigned_size)
      expect_caught(folder, {"wrong root"}, "rewritten from " + std::to_string(at) + " beside the cosigned checkpoint");
    auto trust = made.trust;
    trust.policy->quorum = "none";
    folder.content.erase("log/checkpoint.cosigned");
    trust.known = {made.checkpoint(at + 1)};
    expect_caught(folder, trust, {"fork"}, "rewritten from " + std::to_string(at));
    folder.content["reports/proofs/one.tlog-proof"] = bytes_of(made.proof(0, at + 1).text());
    trust.known.clear();
    expect_caught(folder, trust, {"fork"}, "rewritten from " + std::to_string(at) + ", a proof of before");
  }
  EXPECT_GE(caught, 150u);
}

TEST_F(Tampering, BackDatedEntries) {
  for (int i = 0; i < 40; ++i) {
    // With the right key, and all hashes: the times alone tell.
    const auto at = 302 + below(397);
    auto entries = made.entries;
    Entry entry = *parse_entry(entries[at]);
    entry.time = WallTime(std::chrono::seconds(first_second + below(at - 1)));
    entries[at] = *entry_text(entry);
    expect_caught(remade(entries, &made.second), {"time goes back"}, "back-dated " + std::to_string(at));
  }
  EXPECT_EQ(caught, 40u);
}

TEST_F(Tampering, Keys) {
  for (std::uint8_t i = 0; i < 40; ++i) {
    FileSigner thief(origin, KeyType::ed25519, seed(std::uint8_t(200 + i)));
    auto before_change = std::vector<std::string>(made.entries.begin(), made.entries.begin() + 10 + i);
    expect_caught(remade(made.entries, &thief), {"wrong key"}, "all signed with another key");
    expect_caught(remade(before_change, &thief), {"wrong key"}, "a log without a change of key signed with another key");
    // After the change, the key before it signs nothing any more, nor did the key after it before.
    expect_caught(remade(made.entries, &made.first), {"wrong key"}, "signed with the replaced key");
    expect_caught(remade(before_change, &made.second), {"wrong key"}, "signed with the later key");
    // A change to the thief's key that the key in force did not sign, or signed for another place or another tree.
    auto entries = std::vector<std::string>(made.entries.begin(), made.entries.begin() + 100 + i);
    for (int how = 0; how < 4; ++how) {
      auto index = entries.size();
      auto root = root_of_texts(entries, index);
      auto change = how == 0   ? *key_change_entry(thief, index, root, thief.key())
                    : how == 1 ? *key_change_entry(made.first, index + 1, root, thief.key())
                    : how == 2 ? *key_change_entry(made.first, index, empty_root(), thief.key())
                               : *key_change_entry(made.first, index, root, made.second.key());
      if (how == 0 || how == 3) change.before.add("key", "");
      change.before = Tree(Tree::Object{{"key", Tree(made.first.key().text())}});
      if (how == 3) change.after = Tree(Tree::Object{{"key", Tree(thief.key().text())}, {"signature", *change.after.find("signature")}});
      change.time = WallTime(std::chrono::seconds(first_second + index));
      auto forged = entries;
      forged.push_back(*entry_text(change));
      expect_caught(remade(forged, &thief), {"wrong change of key"}, "change of key " + std::to_string(how));
    }
    auto trust = made.trust;
    trust.policy->logs[0].key = thief.key();
    expect_caught(made.folder, trust, {"wrong key"}, "the auditor expects another key");
    trust.policy->logs[0].key = VerifierKey::of("example.org/other", KeyType::ed25519, made.first.key().key);
    expect_caught(made.folder, trust, {"another log"}, "the auditor expects another log");
  }
  EXPECT_EQ(caught, 40u * 10);
}

TEST_F(Tampering, Checkpoints) {
  const Kinds kinds{"damaged file", "wrong signature", "wrong key",   "another log",
                    "wrong root",   "missing file",    "rolled back", "no quorum"};
  // With one witness more than needed, a signature that was made unreadable is missed by nobody.
  made.folder.content["log/checkpoint.cosigned"] = bytes_of(made.witnesses.cosigned(made.checkpoint(690), first_second + 700, 3));
  flip_bits("log/checkpoint", 120, kinds);
  flip_bits("log/checkpoint.cosigned", 120, kinds);
  for (unsigned which : {1u, 2u, 4u}) {
    auto folder = made.folder;
    folder.content["log/checkpoint.cosigned"] = bytes_of(made.witnesses.cosigned(made.checkpoint(690), first_second + 700, which));
    expect_caught(folder, {"no quorum"}, "one witness only");
    // Cosignatures of an older checkpoint under a newer one.
    auto note = *parse_note(made.checkpoint(690));
    auto old = *parse_note(made.witnesses.cosigned(made.checkpoint(600 + which), first_second + 600));
    note.signatures.insert(note.signatures.end(), old.signatures.begin() + 1, old.signatures.end());
    folder.content["log/checkpoint.cosigned"] = bytes_of(note.encoded());
    expect_caught(folder, {"wrong signature"}, "cosignatures of another checkpoint");
  }
  EXPECT_GE(caught, 240u);
}

TEST_F(Tampering, SplicedProofs) {
  for (int i = 0; i < 60; ++i) {
    const auto a = below(700), b = below(700);
    if (a == b || made.entries[a] == made.entries[b]) continue;
    auto one = made.proof(a, 700), other = made.proof(b, 700), older = made.proof(std::min<std::uint64_t>(a, 100), 350);
    auto expect = [&](ProofFile spliced, const char* what) {
      if (spliced == one) return;
      auto folder = made.folder;
      folder.content["reports/proofs/spliced.tlog-proof"] = bytes_of(spliced.text());
      expect_caught(folder, {"wrong proof"}, std::string(what) + " " + std::to_string(a) + " " + std::to_string(b));
      EXPECT_NE(verify_proof("spliced", spliced.text(), made.trust).outcome(), Outcome::holds);
    };
    expect({other.entry, one.index, one.proof, one.checkpoint}, "entry of another");
    expect({one.entry, other.index, one.proof, one.checkpoint}, "index of another");
    if (one.proof != other.proof) expect({one.entry, one.index, other.proof, one.checkpoint}, "proof of another");
    if (a != 100) expect({one.entry, one.index, one.proof, older.checkpoint}, "checkpoint of an older tree");
  }
  flip_bits("reports/proofs/699.tlog-proof", 60, {"wrong proof", "wrong signature", "wrong key", "fork", "rolled back"});
  EXPECT_GE(caught, 200u);
}

TEST_F(Tampering, OpeningsAndReports) {
  flip_bits("openings/40-0.json", 60, {"wrong opening"});
  flip_bits("openings/41-1.json", 30, {"wrong opening"});
  flip_bits("reports/equipment.csv", 40, {"wrong report"});
  auto folder = made.folder;
  folder.content["openings/41-1.json"] = bytes_of(OpeningFile{41, false, {"name", {4, 5, 6}, bytes_of("Bob")}}.text());
  expect_caught(folder, {"wrong opening"}, "an erased content made up anew");
  folder = made.folder;
  folder.content["reports/another.html"] = bytes_of("<p>never issued</p>");
  expect_caught(folder, {"wrong report"}, "a report that nobody issued");
  folder = made.folder;
  folder.content["openings/40-0.json"] = bytes_of(OpeningFile{40, true, {"supi", {}, {}}}.text());
  expect_caught(folder, {"not shown"}, "a content called erased that is not");
  EXPECT_EQ(caught, 133u);
}

}  // namespace
}  // namespace pellucid::ledger

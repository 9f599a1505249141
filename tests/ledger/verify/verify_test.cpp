#include "ledger/verify/verify.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_log.hpp"

namespace pellucid::ledger {
namespace {

using ::testing::HasSubstr;
using namespace test;

std::string all_of(const std::vector<std::string>& lines) {
  std::string out;
  for (auto& line : lines) out += line + "\n";
  return out;
}

TEST(VerifyLog, NoFalseAlarm) {
  std::vector<std::string> entries;
  Witnesses witnesses;
  FileSigner signer(origin, KeyType::ed25519, seed(1));
  for (std::uint64_t size : {0, 1, 2, 255, 256, 257, 511, 512, 513, 65'535, 65'536, 65'537, 70'000}) {
    while (entries.size() < size) entries.push_back(made_entry(entries.size()));
    MemoryFolder folder;
    put_tiles(folder, "", entries);
    auto checkpoint = *sign_checkpoint(signer, {origin, size, root_of_texts(entries, size), {}});
    folder.content[checkpoint_file] = bytes_of(checkpoint);
    folder.content[cosigned_file] = bytes_of(witnesses.cosigned(checkpoint, first_second + size));
    Trust trust;
    trust.policy = witnesses.policy;
    trust.policy->logs.push_back({signer.key(), ""});
    for (std::uint64_t known : {std::uint64_t(0), size / 2, size})
      trust.known.push_back(*sign_checkpoint(signer, {origin, known, root_of_texts(entries, known), {}}));
    trust.max_age = 60;
    trust.now = first_second + size + 30;
    auto verdict = verify_log(folder, trust);
    EXPECT_EQ(verdict.outcome(), Outcome::holds) << size << "\n" << verdict.text();
    EXPECT_THAT(all_of(verdict.proven), HasSubstr(std::to_string(size) + (size == 1 ? " entry" : " entries")));
    EXPECT_THAT(all_of(verdict.proven), HasSubstr("unless at least 1 of these witnesses lied"));
  }
}

TEST(VerifyLog, OlderAndWiderPartialTilesAreFine) {
  MadeBundle made;
  auto add_partial = [&](Tile tile, std::uint64_t octets, const Bytes& of) {
    made.folder.content["log/" + tile_path(tile)] = Bytes(of.begin(), of.begin() + std::ptrdiff_t(octets));
  };
  auto tile = made.folder.content.at("log/tile/0/000");
  add_partial({0, 0, 17}, 17 * 32, tile);
  auto bundle = made.folder.content.at("log/tile/entries/000");
  add_partial({{}, 0, 1}, 2 + from_big_endian(ByteView(bundle).first(2)), bundle);
  // The log went on meanwhile: the partial tile of our size gave way to a wider one.
  auto longer = made.entries;
  while (longer.size() < 730) longer.push_back(made_entry(longer.size()));
  MemoryFolder later;
  put_tiles(later, "log/", longer);
  for (auto& [path, content] : later.content) made.folder.content[path] = content;
  made.folder.content.erase("log/tile/0/002.p/188");
  made.folder.content.erase("log/tile/entries/002.p/188");
  auto verdict = verify_bundle(made.folder, made.trust);
  EXPECT_EQ(verdict.outcome(), Outcome::holds) << verdict.text();
  made.folder.content.at("log/tile/0/000.p/17")[40] ^= 1;
  made.folder.content.at("log/tile/entries/000.p/1")[20] ^= 1;
  verdict = verify_bundle(made.folder, made.trust);
  EXPECT_TRUE(found(verdict, "wrong hash") && found(verdict, "wrong entries")) << verdict.text();
}

TEST(VerifyBundle, SaysWhatIsProvenAndWhatIsNot) {
  MadeBundle made;
  auto verdict = verify_bundle(made.folder, made.trust);
  ASSERT_EQ(verdict.outcome(), Outcome::holds) << verdict.text();
  auto text = verdict.text();
  for (auto* part :
       {"700 entries", "Witnesses w0, w1, w2 saw this log grow to 690", "at least 1 of these witnesses lied", "Reports (1 of 1)",
        "Proof files (9 of 9)", "Sealed contents (1 of 2)", "the sealed field \"name\" was erased, as entry 350 records",
        "entry 300 changes the log's key", "the last 10 entries are signed by the log and not yet", "only that it was written then",
        "Give --known or --max-age", "Result: it holds."})
    EXPECT_THAT(text, HasSubstr(part));
}

TEST(VerifyBundle, KeysFromWithinVouchForNothing) {
  MadeBundle made;
  Trust nothing;
  auto verdict = verify_bundle(made.folder, nothing);
  EXPECT_EQ(verdict.outcome(), Outcome::unchecked);
  EXPECT_TRUE(found(verdict, "keys from within")) << verdict.text();
  made.folder.content.erase("policy");
  verdict = verify_bundle(made.folder, nothing);
  EXPECT_EQ(verdict.outcome(), Outcome::unchecked);
  EXPECT_TRUE(found(verdict, "no key"));
}

TEST(VerifyLog, AnyKeyOfTheLogIsEnough) {
  MadeBundle made;
  for (auto* key : {&made.first, &made.second}) {
    made.trust.policy->logs = {{key->key(), ""}};
    auto verdict = verify_bundle(made.folder, made.trust);
    EXPECT_EQ(verdict.outcome(), Outcome::holds) << verdict.text();
  }
}

TEST(VerifyLog, NewerThanWhatIsKnown) {
  MadeBundle made;
  SubFolder log(made.folder, "log");
  made.trust.known = {made.checkpoint(100), made.checkpoint(700)};
  EXPECT_EQ(verify_log(log, made.trust).outcome(), Outcome::holds);
  // One of its own, later: what stands here has been rolled back, or was copied before.
  auto longer = made.entries;
  for (int i = 0; i < 10; ++i) longer.push_back(made_entry(longer.size()));
  made.trust.known = {made.checkpoint_of(longer, 710, made.second)};
  auto verdict = verify_log(log, made.trust);
  EXPECT_EQ(verdict.outcome(), Outcome::unchecked);
  EXPECT_TRUE(found(verdict, "rolled back")) << verdict.text();
  // A known checkpoint that somebody else signed tells nothing.
  FileSigner stranger(origin, KeyType::ed25519, seed(77));
  made.trust.known = {made.checkpoint_of(longer, 100, stranger), "nonsense"};
  verdict = verify_log(log, made.trust);
  EXPECT_EQ(verdict.outcome(), Outcome::unchecked);
  EXPECT_EQ(verdict.findings.size(), 2u) << verdict.text();
}

TEST(VerifyLog, AgeIsTheQuorumsAndNotOneWitnesss) {
  MadeBundle made;
  SubFolder log(made.folder, "log");
  made.trust.max_age = 3600;
  const auto cosigned_at = first_second + MadeBundle::size;
  auto at = [&](std::uint64_t now) {
    made.trust.now = now;
    return verify_log(log, made.trust).outcome();
  };
  EXPECT_EQ(at(cosigned_at), Outcome::holds);
  EXPECT_EQ(at(cosigned_at + 3600), Outcome::holds);
  EXPECT_EQ(at(cosigned_at + 3601), Outcome::unchecked);
  EXPECT_EQ(at(cosigned_at - 601), Outcome::unchecked);  // cosigned in the future
  // One lying witness cannot make an old log look fresh.
  auto note = *parse_note(made.witnesses.cosigned(made.checkpoint(690), cosigned_at, 3));
  note.signatures.push_back(*cosign(made.witnesses.keys[2], note.text, cosigned_at + 100'000));
  made.folder.content["log/checkpoint.cosigned"] = bytes_of(note.encoded());
  EXPECT_EQ(at(cosigned_at + 100'000), Outcome::unchecked);
  EXPECT_TRUE(found(verify_log(log, made.trust), "too old"));
}

TEST(VerifyLog, WhatIsNoLogCouldNotBeChecked) {
  EXPECT_EQ(verify_log(MemoryFolder(), Trust()).outcome(), Outcome::unchecked);
  EXPECT_EQ(verify_log(DiskFolder("/nowhere"), Trust()).outcome(), Outcome::unchecked);
  EXPECT_EQ(verify_bundle(MemoryFolder(), Trust()).outcome(), Outcome::unchecked);
}

TEST(VerifyProof, AloneWithItsKeys) {
  MadeBundle made;
  auto proof = made.proof(17, 200);
  proof.checkpoint = made.witnesses.cosigned(proof.checkpoint, first_second + 200);
  auto verdict = verify_proof("x", proof.text(), made.trust);
  EXPECT_EQ(verdict.outcome(), Outcome::holds) << verdict.text();
  EXPECT_THAT(verdict.text(), HasSubstr("note number 17"));
  EXPECT_EQ(verify_proof("x", proof.text(), Trust()).outcome(), Outcome::unchecked);
  made.trust.known = {made.checkpoint_of(std::vector<std::string>(200, made_entry(1)), 200, made.first)};
  EXPECT_TRUE(found(verify_proof("x", proof.text(), made.trust), "fork"));
  made.trust.known.clear();
  auto bare = made.proof(17, 200);
  EXPECT_TRUE(found(verify_proof("x", bare.text(), made.trust), "no quorum"));
  bare.entry = made.entries[18];
  EXPECT_TRUE(found(verify_proof("x", bare.text(), made.trust), "wrong proof"));
}

}  // namespace
}  // namespace pellucid::ledger

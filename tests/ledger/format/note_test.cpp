#include "ledger/format/note.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/format/base64.hpp"
#include "ledger/format/checkpoint.hpp"
#include "ledger/format/text.hpp"

namespace pellucid::ledger {
namespace {

using ::testing::HasSubstr;

// The example of C2SP signed-note.md, "Verifier keys".
constexpr std::string_view example_key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const std::string example_note =
    "This is an example message.\n"
    "\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

crypto::Key256 seed(std::uint8_t n) {
  crypto::Key256 out{};
  out[0] = n;
  return out;
}

TEST(Base64, VectorsOfRfc4648AndStrictness) {
  const char* vectors[][2] = {
      {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (auto& [plain, text] : vectors) {
    EXPECT_EQ(base64(as_bytes(plain)), text);
    EXPECT_EQ(from_base64(text), to_bytes(as_bytes(plain)));
  }
  for (auto* bad : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm8=\n", "Z m8", "Zm-_", "====", "Zg==Zg==", "=Zg="})
    EXPECT_FALSE(from_base64(bad)) << bad;
}

TEST(Text, Decimals) {
  EXPECT_EQ(parse_decimal("0"), 0u);
  EXPECT_EQ(parse_decimal("9223372036854775807"), std::uint64_t(INT64_MAX));
  for (auto* bad : {"", "00", "01", "-1", "+1", " 1", "1 ", "9223372036854775808", "99999999999999999999", "0x1", "1.0"})
    EXPECT_FALSE(parse_decimal(bad)) << bad;
}

TEST(Note, TheExampleOfTheSpecification) {
  auto key = parse_verifier_key(example_key);
  ASSERT_TRUE(key.ok()) << key.error();
  EXPECT_EQ(key->name, "example.com/foo");
  EXPECT_EQ(key->text(), example_key);
  auto note = parse_note(example_note);
  ASSERT_TRUE(note.ok()) << note.error();
  EXPECT_EQ(note->text, "This is an example message.\n");
  EXPECT_EQ(note->encoded(), example_note);
  auto verified = verify_note(*note, {*key});
  ASSERT_TRUE(verified.ok()) << verified.error();
  ASSERT_EQ(verified->size(), 1u);
  EXPECT_EQ(verified->front().key, *key);
  note->text[0] = 't';
  EXPECT_FALSE(verify_note(*note, {*key}).ok());
}

TEST(Note, VerifierKeysAreStrict) {
  const std::string good(example_key);
  EXPECT_FALSE(parse_verifier_key("").ok());
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(parse_verifier_key(bad).ok()) << bad;
    EXPECT_FALSE(parse_verifier_key(good.substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(parse_verifier_key(good + "\n").ok());
  EXPECT_FALSE(is_key_name("a b"));
  EXPECT_FALSE(is_key_name("a\xC2\xA0z"));  // no-break space
  EXPECT_FALSE(is_key_name("a+z"));
  EXPECT_FALSE(is_key_name("\xFF"));
  EXPECT_TRUE(is_key_name("quasimodo.example/\xC3\xA9"));
}

TEST(Note, FormIsStrict) {
  const std::string text = "a\n\nb\n", line = example_note.substr(example_note.find("—"));
  auto note = parse_note(text + "\n" + line);
  ASSERT_TRUE(note.ok()) << note.error();
  EXPECT_EQ(note->text, text);  // the last blank line separates
  for (auto& bad :
       {line, text, "a" + line, "a\n" + line, text + "\n", text + "\n" + line.substr(0, line.size() - 1), text + "\n" + line + "x\n",
        "\x01" + text + "\n" + line, "a\r\n\n" + line, "\xC0\x80\n\n" + line, text + "\n- x Zm9vYmFy\n", text + "\n— x  Zm9vYmFy\n",
        text + "\n— x Zm9v\n", text + "\n— x+y Zm9vYmFy\n", text + "\n—  Zm9vYmFy\n"})
    EXPECT_FALSE(parse_note(bad).ok()) << bad;
  std::string many = text + "\n";
  for (std::size_t i = 0; i < max_note_signatures; ++i) many += line;
  EXPECT_TRUE(parse_note(many).ok());
  EXPECT_FALSE(parse_note(many + line).ok());
  EXPECT_FALSE(parse_note(std::string(max_note_octets, 'a') + "\n\n" + line).ok());
}

TEST(Note, UnknownKeysAreIgnoredAndKnownOnesMustBeRight) {
  FileSigner log("example.org/log", KeyType::ed25519, seed(1)), other("example.org/log", KeyType::ed25519, seed(2));
  auto note = *sign_note(log, "hello\n");
  EXPECT_TRUE(verify_note(note, {other.key()})->empty());
  EXPECT_TRUE(verify_note(note, {})->empty());
  // A stranger's signature beside ours changes nothing; one under our name and id spoils the note.
  note.signatures.push_back(sign_note(other, "something else\n")->signatures[0]);
  EXPECT_EQ(verify_note(note, {log.key()})->size(), 1u);
  auto renamed = log.key();
  renamed.name = "example.org/other";  // same id, other name: unknown
  EXPECT_TRUE(verify_note(note, {renamed})->empty());
  note.signatures.push_back(sign_note(log, "something else\n")->signatures[0]);
  auto refused = verify_note(note, {log.key()});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error(), HasSubstr("example.org/log"));
}

TEST(Checkpoint, RoundTripAndForm) {
  Checkpoint head{"example.com/behind-the-sofa", 20852163, *from_base64<32>("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="), {}};
  // The example of C2SP tlog-checkpoint.md.
  const std::string example = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  EXPECT_EQ(head.text(), example);
  EXPECT_EQ(*parse_checkpoint_text(example), head);
  EXPECT_EQ(parse_checkpoint_text(example + "more\n")->extensions, std::vector<std::string>{"more"});
  for (auto* bad : {"", "o\n1\n", "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                    "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                    "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nx\n",
                    "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"})
    EXPECT_FALSE(parse_checkpoint_text(bad).ok()) << bad;
  FileSigner log(head.origin, KeyType::ed25519, seed(1));
  auto parsed = parse_checkpoint(*sign_checkpoint(log, head));
  ASSERT_TRUE(parsed.ok()) << parsed.error();
  EXPECT_EQ(parsed->checkpoint, head);
  EXPECT_EQ(verify_note(parsed->note, {log.key()})->size(), 1u);
}

TEST(Checkpoint, CosignaturesCarryTheirTime) {
  Checkpoint head{"example.org/log", 3, empty_root(), {}};
  FileSigner log(head.origin, KeyType::ed25519, seed(1)), witness("example.org/w", KeyType::cosignature, seed(2));
  auto note = *sign_note(log, head.text());
  EXPECT_EQ(cosigned_message(1679315147, "x\n"), "cosignature/v1\ntime 1679315147\nx\n");
  note.signatures.push_back(*cosign(witness, head.text(), 1679315147));
  note.signatures.push_back(*cosign(witness, head.text(), 1679315200));
  auto verified = verify_note(*parse_note(note.encoded()), {log.key(), witness.key()});
  ASSERT_TRUE(verified.ok()) << verified.error();
  ASSERT_EQ(verified->size(), 2u);
  EXPECT_EQ(verified->at(1).key, witness.key());
  EXPECT_EQ(verified->at(1).time, 1679315200u);
  note.signatures[1].signature[7] ^= 1;  // the time
  EXPECT_FALSE(verify_note(note, {witness.key()}).ok());
  note.signatures[1] = *cosign(witness, head.text(), 0);  // a cosignature of a checkpoint has a time
  EXPECT_FALSE(verify_note(note, {witness.key()}).ok());
}

TEST(Checkpoint, ChangesOfKeyAreSignedByTheKeyBefore) {
  FileSigner before("example.org/log", KeyType::ed25519, seed(1)), after("example.org/log", KeyType::ed25519, seed(2));
  auto entry = key_change_entry(before, 7, empty_root(), after.key());
  ASSERT_TRUE(entry.ok());
  auto text = entry_text(*entry);
  ASSERT_TRUE(text.ok()) << text.error();
  auto change = parse_key_change(*parse_entry(*text));
  ASSERT_TRUE(change.ok()) << change.error();
  EXPECT_EQ(change->from, before.key());
  EXPECT_EQ(change->to, after.key());
  EXPECT_TRUE(approves(*change, "example.org/log", 7, empty_root()));
  EXPECT_FALSE(approves(*change, "example.org/log", 8, empty_root()));
  EXPECT_FALSE(approves(*change, "example.org/log", 7, leaf_hash({})));
  EXPECT_FALSE(approves(*change, "example.org/other", 7, empty_root()));
  auto stolen = *change;
  stolen.to = FileSigner("example.org/log", KeyType::ed25519, seed(3)).key();
  EXPECT_FALSE(approves(stolen, "example.org/log", 7, empty_root()));
  entry->after = Tree::object();
  EXPECT_FALSE(parse_key_change(*entry).ok());
}

}  // namespace
}  // namespace pellucid::ledger

// pellucid-verify as auditors start it, and bundles on a disk.
#include <elf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "made_log.hpp"

namespace pellucid::ledger {
namespace {

using namespace test;
using ::testing::HasSubstr;
namespace fs = std::filesystem;

const std::string program = PELLUCID_BIN "/pellucid-verify";

struct Program : ::testing::Test {
  MadeBundle made;
  fs::path folder = fs::temp_directory_path() / ("pellucid-verify-" + std::to_string(::getpid()));
  std::string out;

  Program() {
    write("policy", made.trust.policy->text());
    for (auto& [path, content] : made.folder.content) write("bundle/" + path, std::string(as_text(content)));
  }
  ~Program() override { fs::remove_all(folder); }
  std::string write(const std::string& name, const std::string& text) {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name, std::ios::binary) << text;
    return (folder / name).string();
  }
  /// Its exit status; what it printed is in `out`.
  int run(const std::string& arguments) {
    out.clear();
    FILE* pipe = ::popen(("cd " + folder.string() + " && " + program + " " + arguments + " 2>&1").c_str(), "r");
    if (!pipe) return -1;
    char buffer[4096];
    for (std::size_t n; (n = ::fread(buffer, 1, sizeof buffer, pipe)) > 0;) out.append(buffer, n);
    int status = ::pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
};

TEST_F(Program, ExitStatusAndWords) {
  EXPECT_EQ(run("--policy policy bundle"), 0) << out;
  EXPECT_THAT(out, HasSubstr("Result: it holds."));
  EXPECT_EQ(run("--policy policy bundle/log bundle"), 0) << out;
  EXPECT_EQ(run("--key " + made.first.key().text() + " bundle/log"), 0) << out;
  EXPECT_EQ(run("--key " + made.first.key().text() + " bundle/reports/proofs/old.tlog-proof"), 0) << out;
  EXPECT_EQ(run("bundle"), 2);
  EXPECT_THAT(out, HasSubstr("keys from within"));
  write("later", made.checkpoint(700));
  EXPECT_EQ(run("--policy policy --known later bundle"), 0) << out;
  const auto cosigned = first_second + MadeBundle::size;
  EXPECT_EQ(run("--policy policy --max-age 60 --now " + std::to_string(cosigned + 60) + " bundle"), 0) << out;
  EXPECT_EQ(run("--policy policy --max-age 60 --now " + std::to_string(cosigned + 61) + " bundle"), 2);
  EXPECT_THAT(out, HasSubstr("too old"));
  write("bundle/reports/equipment.csv", "element,vendor\nrouter-1,Other\n");
  EXPECT_EQ(run("--policy policy bundle"), 1);
  EXPECT_THAT(out, HasSubstr("TAMPERED   wrong report: reports/equipment.csv"));
  EXPECT_EQ(run("--policy policy bundle bundle/log"), 1);  // the worst of them
}

TEST_F(Program, WhatItCannotReadItCouldNotCheck) {
  for (auto* arguments : {"", "--policy", "--policy missing bundle", "--known missing bundle", "--key nonsense bundle",
                          "--max-age soon bundle", "--max-age -1 bundle", "--what x bundle", "nowhere", "nowhere.tlog-proof", "policy"})
    EXPECT_EQ(run(arguments), 2) << arguments << "\n" << out;
  write("bad", "log nonsense\nquorum none\n");
  EXPECT_EQ(run("--policy bad bundle"), 2);
  EXPECT_THAT(out, HasSubstr("bad: line 1"));
  EXPECT_EQ(run("--help"), 0);
}

TEST_F(Program, LinksOutOfTheFolderAreNotFollowed) {
  fs::rename(folder / "bundle/log/tile/0", folder / "elsewhere");
  fs::create_directory_symlink(folder / "elsewhere", folder / "bundle/log/tile/0");
  EXPECT_EQ(run("--policy policy bundle"), 1);
  EXPECT_THAT(out, HasSubstr("missing file"));
}

#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer) && !__has_feature(undefined_behavior_sanitizer)
TEST(VerifyProgram, NeedsNothingOfTheMachine) {
  std::ifstream in(program, std::ios::binary);
  Elf64_Ehdr head{};
  ASSERT_TRUE(in.read(reinterpret_cast<char*>(&head), sizeof head)) << program;
  ASSERT_EQ(std::memcmp(head.e_ident, ELFMAG, SELFMAG), 0);
  for (unsigned i = 0; i < head.e_phnum; ++i) {
    Elf64_Phdr part{};
    in.seekg(std::streamoff(head.e_phoff + i * sizeof part));
    ASSERT_TRUE(in.read(reinterpret_cast<char*>(&part), sizeof part));
    EXPECT_NE(part.p_type, Elf64_Word(PT_INTERP)) << "it is linked dynamically";
  }
}
#endif

TEST_F(Program, ABundleIsWrittenFromALog) {
  BundleContent content{.log_folder = (folder / "bundle/log").string(),
                        .policy = made.trust.policy->text(),
                        .reports = {{"equipment.csv", made.report}},
                        .proofs = {{"0.tlog-proof", made.proof(0, 700).text()}},
                        .openings = {{40, false, made.opening}, {41, true, {made.erased.field, {}, {}}}}};
  auto output = (folder / "export").string();
  auto written = write_bundle(content, output);
  ASSERT_TRUE(written.ok()) << written.error();
  EXPECT_EQ(run("--policy policy export"), 0) << out;
  EXPECT_THAT(out, HasSubstr("Reports (1 of 1)"));
  EXPECT_THAT(out, HasSubstr("Witnesses w0, w1, w2"));
  EXPECT_TRUE(fs::exists(output + "/README.txt"));
  EXPECT_FALSE(write_bundle(content, output).ok());  // never over an old one
  for (auto* name : {"", "../x", ".hidden", "a/b"}) {
    content.reports = {{name, "x"}};
    EXPECT_FALSE(write_bundle(content, output + "2").ok()) << name;
    fs::remove_all(output + "2");
  }
  content.reports.clear();
  fs::remove(folder / "bundle/log/tile/entries/001");
  auto refused = write_bundle(content, output + "3");
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error(), HasSubstr("tile/entries/001"));
}

}  // namespace
}  // namespace pellucid::ledger

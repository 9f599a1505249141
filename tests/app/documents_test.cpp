// docs/protocols.md names the messages that the program knows, all of them and no others.
#include <algorithm>

#include "app/known_messages.hpp"
#include "app/protocols_document.hpp"

namespace pellucid::app::test {
namespace {

TEST(ProtocolsDocument, NamesEveryMessageThatIsKnown) {
  auto documented = documented_messages();
  auto known = known_messages();
  ASSERT_GT(known.size(), 100u);
  for (auto& name : known) EXPECT_TRUE(documented.contains(name)) << name << " has no line in docs/protocols.md";
}

TEST(ProtocolsDocument, NamesNoMessageThatIsNotKnown) {
  auto known = known_messages();
  for (auto& [name, line] : documented_messages()) EXPECT_TRUE(known.contains(name)) << "docs/protocols.md has a line for " << name;
}

TEST(ProtocolsDocument, NamesAJudgeForEachMessage) {
  for (auto& [name, line] : documented_messages()) {
    bool judged = line.by("capture") || line.by("invented") || line.by("day") || line.judged_by.starts_with("table");
    EXPECT_TRUE(judged) << name << ": " << line.judged_by;
    EXPECT_FALSE(line.by("day") && line.judged_by.starts_with("table")) << name;
  }
}

}  // namespace
}  // namespace pellucid::app::test

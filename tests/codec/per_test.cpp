// The PER engine by itself (X.691). Octets are worked out by hand from its clauses, except the standard's own example.
#include "codec/per.hpp"

#include <gtest/gtest.h>

using namespace pellucid;
using codec::Bits;
using codec::extensible;
using codec::Per;
using codec::Range;
using codec::Size;

namespace {

constexpr auto aligned = Per::Variant::aligned, unaligned = Per::Variant::unaligned;

template <class T, class... C>
std::string written(Per::Variant variant, T v, const C&... constraint) {
  Per at(variant, Per::Mode::writing);
  at.value(v, constraint...);
  return at.failed() ? text(at.error()) : hex(at.take());
}
template <class T, class... C>
codec::Decoded<T> read(Per::Variant variant, const std::string& octets, const C&... constraint) {
  Bytes in = *from_hex(octets);
  Per at(variant, in);
  T v{};
  at.inside(in, [&] { at.value(v, constraint...); });
  if (at.failed()) return Fail(at.error());
  return v;
}
/// `v` is written as `octets` and read back from them.
template <class T, class... C>
void expect_octets(Per::Variant variant, const T& v, const std::string& octets, const C&... constraint) {
  EXPECT_EQ(written(variant, v, constraint...), octets);
  auto back = read<T>(variant, octets, constraint...);
  ASSERT_TRUE(back) << octets << " " << text(back.error());
  EXPECT_TRUE(*back == v) << octets;
}
template <class T, class... C>
void expect_refused(Per::Variant variant, const std::string& octets, codec::WireError::Kind kind, const C&... constraint) {
  auto back = read<T>(variant, octets, constraint...);
  ASSERT_FALSE(back) << octets;
  EXPECT_EQ(back.error().kind, kind) << text(back.error());
}
using Kind = codec::WireError::Kind;

TEST(PerIntegers, ConstrainedByTheSizeOfTheRange) {
  expect_octets(aligned, 5, "a0", Range(0, 7));
  expect_octets(aligned, 255, "ff", Range(0, 255));
  expect_octets(aligned, 256, "0100", Range(0, 65535));
  expect_octets(aligned, 0x010203, "80010203", Range(0, 0xFFFFFFFF));  // two bits of length, then as many octets as needed
  expect_octets(aligned, 1099511627775, "80ffffffffff", Range(0, 1099511627775));
  expect_octets(aligned, -1, "c0", Range(-4, -1));
  expect_octets(aligned, 7, "00", Range(7, 7));  // no bits; a complete encoding is one octet at least
  expect_octets(unaligned, 256, "0100", Range(0, 65535));
  expect_octets(unaligned, 0x010203, "00010203", Range(0, 0xFFFFFFFF));
  expect_octets(unaligned, std::int64_t(0x7FFFFFFFFFFFFFFF), "ffffffffffffffff",
                Range(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()));
}

TEST(PerIntegers, OutsideTheRange) {
  expect_refused<int>(aligned, "e0", Kind::bad_value, Range(0, 5));
  EXPECT_NE(written(aligned, 6, Range(0, 5)).find("not allowed"), std::string::npos);
  expect_octets(aligned, 6, "800106", Range(0, 5, extensible));
  expect_octets(aligned, 200, "800200c8", Range(0, 5, extensible));
  expect_octets(aligned, -200, "8002ff38", Range(0, 5, extensible));
  expect_refused<std::uint8_t>(aligned, "80020100", Kind::bad_value, Range(0, 5, extensible));  // does not fit its type
  expect_refused<int>(aligned, "8009000000000000000001", Kind::bad_length, Range(0, 5, extensible));
  expect_refused<int>(aligned, "8000", Kind::bad_length, Range(0, 5, extensible));
}

TEST(PerStrings, OctetStrings) {
  expect_octets(aligned, Bytes{1, 2, 3}, "03010203");
  expect_octets(aligned, Bytes{}, "00");
  expect_octets(aligned, Bytes{1, 2, 3}, "80010203", Size(1, 4));
  expect_octets(aligned, Bytes{1, 2}, "0102", Size(2));
  expect_octets(unaligned, Bytes{0xFF}, "3fc0", Size(1, 4));
  expect_octets(aligned, Bytes(130), "8082" + std::string(260, '0'));
  expect_refused<Bytes>(aligned, "0401", Kind::truncated);
  expect_refused<Bytes>(aligned, "c501", Kind::bad_length);  // a fragment of 5 * 16K does not exist
}

TEST(PerStrings, FragmentsFrom16KOn) {
  for (std::size_t count : {16383u, 16384u, 16385u, 32768u, 65535u, 65536u, 70000u, 200000u}) {
    Bytes v(count);
    for (std::size_t i = 0; i < count; ++i) v[i] = std::uint8_t(i * 7);
    for (auto variant : {aligned, unaligned}) {
      auto octets = written(variant, v);
      EXPECT_EQ(octets.substr(0, 2), count < 16384 ? "bf" : count < 32768 ? "c1" : count < 65535 ? "c2" : count < 65536 ? "c3" : "c4");
      auto back = read<Bytes>(variant, octets);
      ASSERT_TRUE(back) << count;
      EXPECT_EQ(*back, v);
    }
  }
}

TEST(PerStrings, BitStringsAndTexts) {
  expect_octets(aligned, std::uint16_t(0x2A5), "a940", Bits{10});
  expect_octets(aligned, 0x123456789ull, "1234567890", Bits{36});
  expect_octets(aligned, codec::BitString{{0xAB, 0xC0}, 12}, "b0abc0", Size(1, 15));
  expect_octets(aligned, std::string("ab"), "00806162", codec::Text{codec::Alphabet::printable, {1, 150, extensible}});
  expect_octets(aligned, std::string("\xC3\xA9"), "02c3a9", codec::Text{codec::Alphabet::utf8, {1, 150, extensible}});
  expect_octets(unaligned, std::string("ab"), "02c388", codec::Text{codec::Alphabet::visible, {}});
}

TEST(PerLists, CountsAreBelievedOnlyAsFarAsThereAreBits) {
  expect_octets(aligned, std::vector<int>{1, 2, 3}, "4d80", Size(1, 8), Range(0, 3));
  // 65536 items of two bits, then 4464 more behind a length of their own.
  auto long_list = "c4" + std::string(65536 / 2, '5') + "9170" + std::string(4464 / 2, '5');
  std::vector<int> ones(70000, 1);
  EXPECT_TRUE(written(aligned, ones, Size(1, 70000), Range(0, 3)) == long_list);
  auto back = read<std::vector<int>>(aligned, long_list, Size(1, 70000), Range(0, 3));
  ASSERT_TRUE(back);
  EXPECT_TRUE(*back == ones);
  expect_refused<std::vector<int>>(aligned, "ffff00", Kind::truncated, Size(0, 65535), Range(0, 3));
  expect_refused<std::vector<int>>(aligned, "c400", Kind::truncated, Size(0, 100000), Range(0, 3));
}

// ---- Structures ------------------------------------------------------------------------------------------------------

struct Inner {
  int a = 0;
  std::optional<int> b{};
  codec::Additions unknown{};
  void fields(Per& at) {
    at("a", a, Range(0, 15));
    at("b", b, Range(0, 15));
  }
  bool operator==(const Inner&) const = default;
};
void per(Per& at, Inner& v) { at.sequence(v, extensible, v.unknown); }

struct Group {
  int d = 0;
  std::optional<int> e{};
  codec::Additions unknown{};
  void fields(Per& at) {
    at("d", d, Range(0, 255));
    at("e", e, Range(0, 255));
  }
  bool operator==(const Group&) const = default;
};
/// The same as a later version has it: one addition more, and a group.
struct Later {
  int a = 0;
  std::optional<int> b{};
  std::optional<int> c{};
  std::optional<Group> group{};
  codec::Additions unknown{};
  void fields(Per& at) {
    at("a", a, Range(0, 15));
    at("b", b, Range(0, 15));
    at.addition("c", c, Range(0, 255));
    at.addition("group", group);
  }
};
void per(Per& at, Group& v) { at.sequence(v, codec::closed, v.unknown); }
void per(Per& at, Later& v) { at.sequence(v, extensible, v.unknown); }

TEST(PerSequences, BitmapAndExtensionAdditions) {
  expect_octets(aligned, Inner{5}, "14");
  expect_octets(aligned, Inner{5, 6}, "5580");
  for (auto variant : {aligned, unaligned}) {
    Later later;
    later.a = 5;
    later.c = 0xAB;
    later.group = Group{1, 2, {}};
    auto octets = written(variant, later);
    // The earlier version keeps what it does not know and writes it back.
    auto inner = read<Inner>(variant, octets);
    ASSERT_TRUE(inner);
    EXPECT_EQ(inner->a, 5);
    ASSERT_EQ(inner->unknown.size(), 2u);
    EXPECT_EQ(hex(*inner->unknown[0]), "ab");
    EXPECT_EQ(written(variant, *inner), octets);
    auto back = read<Later>(variant, octets);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->c, 0xAB);
    ASSERT_TRUE(back->group);
    EXPECT_EQ(back->group->e, 2);
    EXPECT_TRUE(back->unknown.empty());
  }
  Per printer(aligned, Per::Mode::printing);
  Inner shown{5, 6};
  printer.value(shown);
  EXPECT_EQ(printer.take_tree().json(), R"({"a":5,"b":6})");
}

TEST(PerSequences, OpenTypesMustBeReadToTheirEnd) {
  for (auto variant : {aligned, unaligned}) {
    Per writer(variant, Per::Mode::writing);
    Inner inner{5, 6};
    bool before = true;
    writer.bit(before);
    writer.open([&] { writer.value(inner); });
    auto octets = writer.take();
    EXPECT_EQ(hex(octets), variant == aligned ? "80025580" : "812ac0" + std::string("00"));
    Per reader(variant, octets);
    Inner back;
    reader.bit(before);
    reader.open([&] { reader.value(back); });
    EXPECT_FALSE(reader.failed());
    EXPECT_TRUE(back == inner);
    Per short_reader(variant, octets);
    short_reader.bit(before);
    short_reader.open([] {});
    ASSERT_TRUE(short_reader.failed());
    EXPECT_EQ(short_reader.error().kind, Kind::trailing);
  }
}

// ---- X.691 annex A.1: the personnel record, without constraints --------------------------------------------------------

constexpr codec::Text visible{codec::Alphabet::visible, {}};
struct Name {
  std::string given, initial, family;
  codec::Additions unknown{};
  void fields(Per& at) {
    at("givenName", given, visible);
    at("initial", initial, visible);
    at("familyName", family, visible);
  }
};
void per(Per& at, Name& v) { at.sequence(v, codec::closed, v.unknown); }
struct Child {
  Name name;
  std::string born;
  codec::Additions unknown{};
  void fields(Per& at) {
    at("name", name);
    at("dateOfBirth", born, visible);
  }
};
void per(Per& at, Child& v) { at.sequence(v, codec::closed, v.unknown); }
struct Number {
  std::int64_t v = 0;
};
void per(Per& at, Number& number) { at.unconstrained(number.v); }
struct Record {  // a SET, in the order of its tags
  Name name;
  Number number;
  std::string title, hired;
  Name spouse;
  std::vector<Child> children;
  codec::Additions unknown{};
  void fields(Per& at) {
    at("name", name);
    at("number", number);
    at("title", title, visible);
    at("dateOfHire", hired, visible);
    at("nameOfSpouse", spouse);
    at.some("children", children, Size());
  }
};
void per(Per& at, Record& v) { at.sequence(v, codec::closed, v.unknown); }

TEST(PerStandard, PersonnelRecordOfAnnexA1) {
  Record record{{"John", "P", "Smith"},
                {51},
                "Director",
                "19710917",
                {"Mary", "T", "Smith"},
                {{{"Ralph", "T", "Smith"}, "19571111"}, {{"Susan", "B", "Jones"}, "19590717"}}};
  const std::string aligned_octets =
      "80044a6f686e015005536d697468013308446972656374"
      "6f72083139373130393137044d61727901540553"
      "6d6974680205"
      "52616c7068015405536d697468083139353731313131055375"
      "73616e0142054a6f6e6573083139353930373137";
  const std::string unaligned_octets =
      "824adfa3700d005a7b74f4d0026611134f2cb8fa6fe410c5cb762c1cb16e09370f2f20350169edd3d340102d2c3b386801a80b4f6e9e9a0218b9"
      "6add8b162c4169f5e787700c20595bf765e610c5cb572c1bb16e";
  EXPECT_EQ(written(aligned, record), aligned_octets);
  EXPECT_EQ(written(unaligned, record), unaligned_octets);
  for (auto& [variant, octets] : {std::pair(aligned, aligned_octets), std::pair(unaligned, unaligned_octets)}) {
    auto back = read<Record>(variant, octets);
    ASSERT_TRUE(back) << text(back.error());
    EXPECT_EQ(back->children.at(1).name.given, "Susan");
    EXPECT_EQ(written(variant, *back), octets);
    for (std::size_t n = 0; n < octets.size(); n += 2) EXPECT_FALSE(read<Record>(variant, octets.substr(0, n)));
  }
}

}  // namespace

// `pellucid decode`: a capture as a ladder, or as one JSON object a line for each message.
#include <cstdio>
#include <ctime>
#include <optional>

#include "app/capture.hpp"
#include "app/commands.hpp"
#include "app/ladder.hpp"
#include "app/nas_reader.hpp"
#include "app/parties.hpp"
#include "wire/nas/envelope.hpp"

namespace pellucid::app {
namespace {

Tree as_json(const CapturedMessage& m, const MessageView& v, const std::vector<OpenedNas>& nas) {
  Tree row = Tree::object();
  row.add("frame", m.frame);
  row.add("protocol", v.protocol);
  row.add("message", v.name);
  row.add("fields", v.fields);
  row.add("octets", hex(m.octets));
  row.add("reencodes", v.reencodes);
  if (!v.fault.empty()) row.add("fault", v.fault);
  if (!nas.empty()) {
    Tree& list = row.add("nas", Tree::array());
    for (auto& n : nas) {
      Tree one = Tree::object();
      one.add("message", nas::name_of(n.plain));
      one.add("protected", n.was_protected);
      one.add("mac", !n.mac_right ? Tree() : Tree(*n.mac_right ? "right" : "wrong"));
      one.add("deciphered", n.deciphered);
      if (!n.subject.empty()) one.add("subscriber", n.subject);
      one.add("fields", nas::show_any(n.plain));
      list.push(std::move(one));
    }
  }
  return row;
}

/// "2026-11-21 20:39:47.123 UTC"
std::string text_of(WallTime time) {
  auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  std::time_t seconds = std::time_t(since.count() / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[40];
  std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &utc);
  std::snprintf(text + length, sizeof text - length, ".%03d UTC", int(since.count() % 1000));
  return text;
}

/// The ladder on standard output, line by line.
class Drawing {
 public:
  Drawing(const Parties& parties, bool whole) : parties_(parties), whole_(whole) {}

  void begin(WallTime first) {
    std::printf("%sFirst message at %s; times below are seconds since then.\n\n", parties_.legend().c_str(), text_of(first).c_str());
    std::printf("%6s%s\n", "frame", ladder_.header().c_str());
  }
  void message(const CapturedMessage& m, std::chrono::nanoseconds elapsed, const MessageView& v, const std::vector<OpenedNas>& nas) {
    auto way = parties_.way(m);
    auto number = std::to_string(m.frame);
    line(number, elapsed, way.from, way.to, v, way.several ? way.from + " to " + way.to : "");
    if (whole_) std::printf("%s", v.fields.outline(indent).c_str());
    for (auto& n : nas) {
      auto shown = view(Protocol::nas, n.plain);
      std::string remark = !n.was_protected ? "" : !n.mac_right ? "protected" : *n.mac_right ? "MAC right" : "MAC WRONG";
      if (!n.subject.empty()) remark += (remark.empty() ? "" : ", ") + n.subject;
      line("", elapsed, way.from_ran ? "phone" : "amf", way.from_ran ? "amf" : "phone", shown, remark);
      // Without keys its fields stand in the NGAP message above.
      if (whole_ && n.deciphered) std::printf("%s", shown.fields.outline(indent).c_str());
    }
  }

 private:
  static constexpr int indent = 11;  // of fields, in steps of two blanks: behind the time
  void line(const std::string& number, std::chrono::nanoseconds elapsed, const std::string& from, const std::string& to,
            const MessageView& v, const std::string& remark) {
    std::printf("%6s%s\n", number.c_str(), ladder_.line(elapsed, from, to, caption(v, remark)).c_str());
  }
  const Parties& parties_;
  bool whole_;
  Ladder ladder_{{"phone", "gnb", "amf", "smf", "upf"}};
};

std::string counted(std::uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string summary_text(const CaptureSummary& s, std::uint64_t unread, std::uint64_t different, std::uint64_t wrong_macs) {
  std::string out = counted(s.frames, "frame", "frames") + ", " + counted(s.messages, "message", "messages");
  out += s.messages == 0 ? "" : unread + different == 0 ? ", all understood" : "";
  if (unread) out += ", " + std::to_string(unread) + " not understood";
  if (different) out += ", " + std::to_string(different) + " that would be encoded differently";
  if (wrong_macs) out += ", " + counted(wrong_macs, "wrong MAC", "wrong MACs");
  if (s.malformed) out += "; " + counted(s.malformed, "malformed frame", "malformed frames");
  if (s.fragments) out += "; " + counted(s.fragments, "IP fragment", "IP fragments") + ", not put together";
  if (s.unfinished) out += "; " + counted(s.unfinished, "SCTP message", "SCTP messages") + " whose end is missing";
  if (s.messages == 0 && s.frames) out += " of NGAP (SCTP PPID 60), PFCP (UDP 8805) or GTP-U (UDP 2152)";
  return out;
}

}  // namespace

int decode_command(const DecodeOptions& options) {
  std::vector<SubscriberKeys> keys;
  for (auto& text : options.keys) {
    auto parsed = parse_keys(text);
    if (!parsed) {
      std::fprintf(
          stderr, "--key %s: allowed is SUPI:K:OPC, K and OPc of 32 hexadecimal digits, for example imsi-999700000000001:465B...:E8ED...\n",
          text.c_str());
      return 2;
    }
    keys.push_back(*parsed);
  }
  auto cannot_read = [](const IoError& error) {
    std::fprintf(stderr, "%s\n", error.what.c_str());
    return 2;
  };
  Parties parties;
  std::optional<WallTime> first;
  if (!options.json) {
    // Once ahead, so that the first line already knows who is who.
    auto seen = read_capture(options.file, [&](const CapturedMessage& m) {
      if (!first) first = m.time;
      parties.see(m);
    });
    if (!seen.ok()) return cannot_read(seen.error());
  }
  NasReader reader(keys);
  Drawing drawing(parties, options.whole);
  if (first) drawing.begin(*first);
  std::uint64_t unread = 0, different = 0, wrong_macs = 0;
  auto summary = read_capture(options.file, [&](const CapturedMessage& m) {
    auto v = view(m.protocol, m.octets);
    unread += !v.decoded;
    different += v.decoded && !v.reencodes;
    std::vector<OpenedNas> nas;
    if (m.protocol == Protocol::ngap && v.decoded) {
      auto received = ngap::decode(m.octets);
      if (received.ok()) nas = reader.read(m.source, m.target, received->pdu);
    }
    for (auto& n : nas) wrong_macs += n.mac_right && !*n.mac_right;
    if (options.json)
      std::printf("%s\n", as_json(m, v, nas).json().c_str());
    else
      drawing.message(m, m.time - first.value_or(m.time), v, nas);
  });
  if (!summary.ok()) return cannot_read(summary.error());
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", summary_text(*summary, unread, different, wrong_macs).c_str());
  return unread == 0 ? 0 : 1;
}

}  // namespace pellucid::app

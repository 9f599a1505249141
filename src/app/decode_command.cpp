// `pellucid decode`: a capture as a ladder, or as one JSON object a line for each message.
#include <cstdio>
#include <map>

#include "app/capture.hpp"
#include "app/commands.hpp"
#include "app/ladder.hpp"
#include "app/nas_reader.hpp"
#include "wire/nas/envelope.hpp"

namespace pellucid::app {
namespace {

/// Who stands behind an address, told by what it does: NGAP servers are AMFs, and so on.
class Parties {
 public:
  void see(const CapturedMessage& m) {
    if (m.protocol == Protocol::ngap) {
      name(m.target.port == 38412 ? m.target : m.source, "amf");
      name(m.target.port == 38412 ? m.source : m.target, "gnb");
    } else if (m.protocol == Protocol::pfcp && m.octets.size() > 1) {
      // Establishment, modification and deletion go to the user plane, reports come from it.
      auto type = m.octets[1];
      bool to_upf = type == 50 || type == 52 || type == 54 || type == 57, from_upf = type == 51 || type == 53 || type == 55 || type == 56;
      if (to_upf || from_upf) name(to_upf ? m.source : m.target, "smf"), name(to_upf ? m.target : m.source, "upf");
    }
  }
  std::string of(const Endpoint& end, Protocol protocol) const {
    auto found = names_.find({end.address, protocol == Protocol::gtpu ? Protocol::ngap : protocol});
    if (found != names_.end()) return found->second;
    return protocol == Protocol::gtpu ? "upf" : protocol == Protocol::pfcp ? "smf" : "amf";
  }

 private:
  void name(const Endpoint& end, const char* what) {
    auto protocol = std::string_view(what) == "smf" || std::string_view(what) == "upf" ? Protocol::pfcp : Protocol::ngap;
    names_.try_emplace({end.address, protocol}, what);
  }
  std::map<std::pair<IpAddress, Protocol>, std::string> names_;
};

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

}  // namespace

int decode_command(const DecodeOptions& options) {
  std::vector<SubscriberKeys> keys;
  for (auto& text : options.keys) {
    auto parsed = parse_keys(text);
    if (!parsed) {
      std::fprintf(stderr, "--key %s: allowed is SUPI:K:OPC, K and OPc of 32 hexadecimal digits, for example imsi-999700000000001:465B...:E8ED...\n",
                   text.c_str());
      return 2;
    }
    keys.push_back(*parsed);
  }
  NasReader reader(keys);
  Parties parties;
  if (!options.json) {
    // Once ahead, so that the first line already knows who is who.
    auto seen = read_capture(options.file, [&](const CapturedMessage& m) { parties.see(m); });
    if (!seen.ok()) {
      std::fprintf(stderr, "%s\n", seen.error().what.c_str());
      return 2;
    }
  }
  Ladder ladder({"phone", "gnb", "amf", "smf", "upf"});
  if (!options.json) std::printf("%s\n", ladder.header().c_str());
  std::optional<WallTime> first;
  std::uint64_t unread = 0, different = 0;
  auto summary = read_capture(options.file, [&](const CapturedMessage& m) {
    if (!first) first = m.time;
    auto v = view(m.protocol, m.octets);
    unread += !v.decoded;
    different += v.decoded && !v.reencodes;
    std::vector<OpenedNas> nas;
    if (m.protocol == Protocol::ngap && v.decoded) {
      auto pdu = ngap::decode(m.octets);
      nas = reader.read(m.source, m.target, pdu->pdu);
    }
    if (options.json) {
      std::printf("%s\n", as_json(m, v, nas).json().c_str());
      return;
    }
    auto elapsed = std::chrono::duration_cast<std::chrono::nanoseconds>(m.time - *first);
    auto text = v.protocol + " " + v.name + (v.decoded ? "  " + v.highlights : ": " + v.fault);
    auto from = parties.of(m.source, m.protocol), to = parties.of(m.target, m.protocol);
    if (m.protocol == Protocol::gtpu && from == to) from = "gnb";
    std::printf("%s\n", ladder.line(elapsed, from, to, text).c_str());
    for (auto& n : nas) {
      auto shown = view(Protocol::nas, n.plain);
      const char* guard = !n.was_protected ? "" : !n.mac_right ? " (protected)" : *n.mac_right ? " (MAC right)" : " (MAC WRONG)";
      bool up = to == "amf";
      std::printf("%s\n", ladder.line(elapsed, up ? "phone" : "amf", up ? "amf" : "phone", "NAS " + shown.name + guard + "  " + shown.highlights).c_str());
    }
    if (options.whole) std::printf("%s", v.fields.outline(6).c_str());
  });
  if (!summary.ok()) {
    std::fprintf(stderr, "%s\n", summary.error().what.c_str());
    return 2;
  }
  std::fprintf(stderr, "%llu frames, %llu messages, %llu not understood, %llu that encode differently", static_cast<unsigned long long>(summary->frames),
               static_cast<unsigned long long>(summary->messages), static_cast<unsigned long long>(unread), static_cast<unsigned long long>(different));
  if (summary->malformed + summary->fragments + summary->unfinished)
    std::fprintf(stderr, "; not opened: %llu malformed frames, %llu IP fragments, %llu unfinished SCTP messages", static_cast<unsigned long long>(summary->malformed),
                 static_cast<unsigned long long>(summary->fragments), static_cast<unsigned long long>(summary->unfinished));
  std::fprintf(stderr, "\n");
  return unread == 0 ? 0 : 1;
}

}  // namespace pellucid::app

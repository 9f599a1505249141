#include "store/csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <unordered_map>

#include "base/check.hpp"
#include "base/csv_reader.hpp"
#include "crypto/milenage.hpp"
#include "crypto/tuak.hpp"
#include "store/session_text.hpp"

namespace pellucid::store {
namespace {

constexpr std::uint64_t most_sequence = crypto::Sqn::most_seq;

enum class Column : std::uint8_t {
  imsi,
  k,
  opc,
  op,
  algorithm,
  amf,
  sequence,
  slices,
  dnns,
  ambr_down,
  ambr_up,
  msisdn,
  name,
  note,
  enabled
};
constexpr std::size_t column_count = 15;
struct ColumnName {
  Column column;
  std::string_view name;
};
constexpr std::array<ColumnName, 19> column_names = {{{Column::imsi, "imsi"},
                                                      {Column::imsi, "supi"},
                                                      {Column::k, "k"},
                                                      {Column::k, "ki"},
                                                      {Column::opc, "opc"},
                                                      {Column::opc, "topc"},
                                                      {Column::op, "op"},
                                                      {Column::op, "top"},
                                                      {Column::algorithm, "algorithm"},
                                                      {Column::amf, "amf"},
                                                      {Column::sequence, "sequence"},
                                                      {Column::slices, "slices"},
                                                      {Column::dnns, "dnns"},
                                                      {Column::ambr_down, "ambr_down"},
                                                      {Column::ambr_up, "ambr_up"},
                                                      {Column::msisdn, "msisdn"},
                                                      {Column::name, "name"},
                                                      {Column::note, "note"},
                                                      {Column::enabled, "enabled"}}};

std::string_view name_of(Column column) {
  return std::find_if(column_names.begin(), column_names.end(), [&](const ColumnName& n) { return n.column == column; })->name;
}
std::string all_names() {
  std::string out;
  for (const auto& n : column_names) out += (out.empty() ? "" : ", ") + std::string(n.name);
  return out;
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return text;
}

/// A value as it may stand on a screen: short, and without octets that a terminal would obey.
std::string shown(std::string_view text) {
  std::string out;
  for (char c : text.substr(0, 60)) out += c >= 0x20 && c != 0x7F ? c : '?';
  return text.size() > 60 ? out + "..." : out;
}
std::string digits_only(std::string_view secret) { return std::to_string(secret.size()) + " characters"; }

/// One line on its way to a change.
struct Line {
  std::size_t number = 0;
  std::array<std::string, column_count> fields;
  std::vector<ImportFault> faults;
  Subscriber subscriber;
  std::uint64_t first_sequence = 1;

  const std::string& field(Column column) const { return fields[std::size_t(column)]; }
  void fault(Column column, std::string rule, std::string got, std::string wanted, std::string fix) {
    fault(column, Why{std::move(rule), std::move(got), std::move(wanted), {}, std::move(fix)});
  }
  void fault(Column column, Why why) {
    why.where = "column " + std::string(name_of(column));
    faults.push_back({number, std::string(name_of(column)), std::move(why)});
  }
};

/// A secret of exactly that many octets into the front of `to`.
template <std::size_t N>
bool take_secret(std::string_view text, std::size_t octets, Octets<N>& to) {
  auto bytes = from_hex(text);
  if (!bytes || bytes->size() != octets) return false;
  std::copy(bytes->begin(), bytes->end(), to.begin());
  crypto::wipe(*bytes);
  return true;
}

void take_operator_constant(Line& line) {
  Credentials& c = line.subscriber.credentials;
  const bool tuak = c.algorithm == Algorithm::tuak;
  const std::size_t octets = tuak ? 32 : 16;
  const std::string wanted = std::to_string(octets * 2) + " hexadecimal digits";
  const std::string &opc = line.field(Column::opc), &op = line.field(Column::op);
  if (!opc.empty() && !op.empty())
    return line.fault(Column::opc, "either OPc or OP is given", "both", "one of them", "leave one of the two fields empty");
  const Column column = opc.empty() ? Column::op : Column::opc;
  Octets<32> constant{};
  if (!take_secret(opc.empty() ? op : opc, octets, constant))
    return line.fault(column, std::string("the operator's constant has its length") + (tuak ? " (TUAK)" : " (MILENAGE)"),
                      digits_only(opc.empty() ? op : opc), wanted, "correct the field");
  if (opc.empty() && tuak) {
    auto topc = crypto::Tuak::topc(c.key(), constant, c.tuak_iterations);
    check(topc.has_value(), "K was checked before");
    c.opc = *topc;
  } else if (opc.empty()) {
    crypto::Key128 k;
    Octets<16> plain;
    std::copy_n(c.k.begin(), 16, k.begin());
    std::copy_n(constant.begin(), 16, plain.begin());
    const auto derived = crypto::milenage_opc(k, plain);
    c.opc = {};
    std::copy(derived.begin(), derived.end(), c.opc.begin());
    crypto::wipe(k);
    crypto::wipe(plain);
  } else {
    c.opc = constant;
  }
  crypto::wipe(constant);
}

void take_keys(Line& line, bool is_new) {
  Credentials& c = line.subscriber.credentials;
  const std::string& algorithm = line.field(Column::algorithm);
  const Algorithm before = c.algorithm;
  if (!algorithm.empty()) {
    const std::string word = lowered(algorithm);
    if (word != "milenage" && word != "tuak")
      return line.fault(Column::algorithm, "the algorithm is one that SIMs use", shown(algorithm), "milenage, tuak",
                        "correct it, or leave it empty for milenage");
    c.algorithm = word == "tuak" ? Algorithm::tuak : Algorithm::milenage;
  }
  const std::string& amf = line.field(Column::amf);
  if (!amf.empty()) {
    auto octets = from_hex<2>(amf);
    if (!octets || !crypto::separation_bit(*octets))
      line.fault(Column::amf, "the AMF field is for 5G", shown(amf), "4 hexadecimal digits of which the first is 8..f (separation bit)",
                 "use 8000 unless you know why");
    else
      c.amf = *octets;
  }
  const bool has_constant = !line.field(Column::opc).empty() || !line.field(Column::op).empty();
  const std::string& k = line.field(Column::k);
  if (k.empty() && !has_constant) {
    if (is_new)
      line.fault(Column::k, "a new subscriber has a key", "nothing", "K, and OPc or OP", "fill in k and opc");
    else if (before != c.algorithm)
      line.fault(Column::algorithm, "another algorithm has another constant", shown(algorithm), "k and opc (or op) with it",
                 "fill in k and opc, or leave algorithm empty");
    return;
  }
  if (k.empty() || !has_constant)
    return line.fault(k.empty() ? Column::k : Column::opc, "K and the operator's constant come together", "one of them", "k, and opc or op",
                      "fill in both");
  const bool tuak = c.algorithm == Algorithm::tuak;
  const std::size_t octets = tuak && k.size() > 32 ? 32 : 16;
  c.k = {};
  if (!take_secret(k, octets, c.k))
    return line.fault(Column::k, "K has its length", digits_only(k), tuak ? "32 or 64 hexadecimal digits" : "32 hexadecimal digits",
                      "correct the key");
  c.k_octets = std::uint8_t(octets);
  take_operator_constant(line);
}

void take_rate(Line& line, Column column, std::uint64_t& to) {
  if (line.field(column).empty()) return;
  if (auto rate = parse_rate(line.field(column)))
    to = *rate;
  else
    line.fault(column, "a rate is a number with a unit", shown(line.field(column)), "1bps..4Tbps, such as 500Mbps", "correct the rate");
}

void take_subscription(Line& line, const ImportDefaults& defaults) {
  Subscription& granted = line.subscriber.subscription;
  const SubscribedDnn& otherwise = defaults.subscription.slices.front().dnns.front();
  const Subscription present = granted;
  const std::string &slices = line.field(Column::slices), &dnns = line.field(Column::dnns);
  if (!slices.empty()) {
    auto parsed = parse_slices(slices);
    if (!parsed.ok()) {
      parsed.error().got = shown(parsed.error().got);
      return line.fault(Column::slices, std::move(parsed.error()));
    }
    for (auto& slice : *parsed) {
      const SubscribedSlice* known = present.find(slice.slice);
      slice.dnns = known ? known->dnns : defaults.subscription.slices.front().dnns;
    }
    granted.slices = std::move(*parsed);
  }
  if (!dnns.empty()) {
    auto parsed = parse_dnns(dnns, granted.slices, present, otherwise);
    if (!parsed.ok()) {
      parsed.error().got = shown(parsed.error().got);
      line.fault(Column::dnns, std::move(parsed.error()));
    }
  }
  take_rate(line, Column::ambr_down, granted.ue_ambr.down_bps);
  take_rate(line, Column::ambr_up, granted.ue_ambr.up_bps);
  if (!line.field(Column::msisdn).empty())
    granted.msisdn = line.field(Column::msisdn).substr(line.field(Column::msisdn).front() == '+' ? 1 : 0);
}

void take_rest(Line& line) {
  if (!line.field(Column::name).empty()) line.subscriber.name = line.field(Column::name);
  if (!line.field(Column::note).empty()) line.subscriber.note = line.field(Column::note);
  const std::string& enabled = line.field(Column::enabled);
  if (!enabled.empty()) {
    auto value = parse_yes_no(enabled);
    if (!value) line.fault(Column::enabled, "a subscriber is enabled or not", shown(enabled), "yes, no", "correct it");
    line.subscriber.enabled = value.value_or(true);
  }
  const std::string& sequence = line.field(Column::sequence);
  if (!sequence.empty()) {
    auto [end, error] = std::from_chars(sequence.data(), sequence.data() + sequence.size(), line.first_sequence);
    if (error != std::errc{} || end != sequence.data() + sequence.size() || line.first_sequence < 1 ||
        line.first_sequence > most_sequence / 2)
      line.fault(Column::sequence, "a sequence number leaves room to count", shown(sequence), "1.." + std::to_string(most_sequence / 2),
                 "correct it, or leave it empty");
  }
}

std::vector<std::string> differences(const Subscriber& a, const Subscriber& b) {
  std::vector<std::string> out;
  auto compare = [&](const char* field, const std::string& before, const std::string& after) {
    if (before != after) out.push_back(std::string(field) + ": " + before + " -> " + after);
  };
  if (a.credentials.key().size() != b.credentials.key().size() || !crypto::equal(a.credentials.key(), b.credentials.key()))
    out.push_back("k: changed");
  if (!crypto::equal(a.credentials.opc, b.credentials.opc)) out.push_back("opc: changed");
  compare("algorithm", text(a.credentials.algorithm), text(b.credentials.algorithm));
  compare("amf", hex(a.credentials.amf), hex(b.credentials.amf));
  compare("slices", slices_text(a.subscription), slices_text(b.subscription));
  compare("dnns", dnns_text(a.subscription), dnns_text(b.subscription));
  compare("ambr_down", rate_text(a.subscription.ue_ambr.down_bps), rate_text(b.subscription.ue_ambr.down_bps));
  compare("ambr_up", rate_text(a.subscription.ue_ambr.up_bps), rate_text(b.subscription.ue_ambr.up_bps));
  compare("msisdn", a.subscription.msisdn, b.subscription.msisdn);
  compare("name", a.name, b.name);
  compare("note", a.note, b.note);
  compare("enabled", a.enabled ? "yes" : "no", b.enabled ? "yes" : "no");
  return out;
}

/// The work of plan_import(), line by line.
class Importer {
 public:
  Importer(const SubscriberStore& subscribers, const ImportDefaults& defaults) : subscribers_(subscribers), defaults_(defaults) {}

  ImportPlan run(std::string_view csv) {
    CsvReader reader(csv);
    if (csv.size() > ImportPlan::max_octets) {
      keep({1, {}, {"the file has a reasonable size", std::to_string(csv.size()) + " octets", "64 MiB", "the file", "split it"}});
    } else if (read_header(reader)) {
      for (auto found = reader.next(); found != CsvReader::Found::end; found = reader.next()) {
        if (found == CsvReader::Found::bad)
          keep(
              {reader.line(), {}, {"a line is readable", "a line that " + reader.problem(), "CSV, UTF-8", "the line", "correct the line"}});
        else
          read_line(reader);
      }
      drop_clashes();
    }
    return std::move(plan_);
  }

 private:
  void keep(ImportFault fault) {
    if (plan_.fault_count++ < ImportPlan::max_faults_kept) plan_.faults.push_back(std::move(fault));
  }

  bool read_header(CsvReader& reader) {
    if (reader.next() != CsvReader::Found::line) {
      keep({std::max<std::size_t>(reader.line(), 1),
            {},
            {"the first line names the columns", reader.problem().empty() ? "an empty file" : "a line that " + reader.problem(),
             all_names(), "the header", "begin the file with such a line: imsi,k,opc"}});
      return false;
    }
    for (const auto& field : reader.fields()) {
      const std::string name = lowered(field);
      auto it = std::find_if(column_names.begin(), column_names.end(), [&](const ColumnName& n) { return n.name == name; });
      if (it == column_names.end())
        keep({reader.line(),
              shown(field),
              {"a column is known", shown(field), all_names(), "the header", "correct the name, or take the column out"}});
      else if (std::find(header_.begin(), header_.end(), it->column) != header_.end())
        keep({reader.line(),
              shown(field),
              {"a column is named once", shown(field) + " again", "each column once", "the header", "take one of the two out"}});
      else
        header_.push_back(it->column);
    }
    if (plan_.fault_count == 0 && std::find(header_.begin(), header_.end(), Column::imsi) == header_.end())
      keep({reader.line(),
            "imsi",
            {"subscribers are named by their IMSI", "no column imsi", "a column imsi", "the header", "add the column"}});
    return plan_.fault_count == 0;
  }

  void read_line(const CsvReader& reader) {
    Line line;
    line.number = reader.line();
    if (reader.fields().size() != header_.size())
      return keep(
          {line.number,
           {},
           {"a line has as many fields as there are columns", std::to_string(reader.fields().size()), std::to_string(header_.size()),
            "the line", "add or take out separators, put fields with separators into double quotes"}});
    for (std::size_t i = 0; i < header_.size(); ++i) line.fields[std::size_t(header_[i])] = reader.fields()[i];
    auto supi = Supi::parse(line.field(Column::imsi));
    if (!supi) {
      line.fault(Column::imsi, "an IMSI is a row of digits", shown(line.field(Column::imsi)), "6 to 15 digits", "correct the IMSI");
    } else {
      auto [it, fresh] = first_line_of_.emplace(*supi, line.number);
      if (!fresh)
        line.fault(Column::imsi, "each subscriber has one line", supi->text() + " again", "once (line " + std::to_string(it->second) + ")",
                   "take one of the two out");
    }
    const Subscriber* present = supi ? subscribers_.find(*supi) : nullptr;
    if (present)
      line.subscriber = *present;
    else
      line.subscriber.subscription = defaults_.subscription;
    if (supi) line.subscriber.supi = *supi;
    take_keys(line, !present);
    take_subscription(line, defaults_);
    take_rest(line);
    finish(line, present);
  }

  void finish(Line& line, const Subscriber* present) {
    if (line.faults.empty())
      for (auto& why : all_wrong_with(line.subscriber)) {
        const auto colon = why.where.rfind(": ");
        const std::string column = colon == std::string::npos ? std::string() : why.where.substr(colon + 2);
        line.faults.push_back({line.number, column, std::move(why)});
      }
    if (!line.faults.empty()) {
      for (auto& fault : line.faults) keep(std::move(fault));
      return;
    }
    if (!present) {
      plan_.lines.push_back({line.number, ImportLine::What::add, line.subscriber.supi, {}});
      plan_.changes.push_back({SubscriberChange::What::add, std::move(line.subscriber), line.first_sequence});
      line_of_change_.push_back(line.number);
      ++plan_.added;
      return;
    }
    auto changed = differences(*present, line.subscriber);
    if (changed.empty()) {
      plan_.lines.push_back({line.number, ImportLine::What::unchanged, line.subscriber.supi, {}});
      ++plan_.unchanged;
      return;
    }
    plan_.lines.push_back({line.number, ImportLine::What::change, line.subscriber.supi, std::move(changed)});
    plan_.changes.push_back({SubscriberChange::What::change, std::move(line.subscriber)});
    line_of_change_.push_back(line.number);
    ++plan_.changed;
  }

  /// Static addresses that two would have: only known when all lines are.
  void drop_clashes() {
    std::vector<Subscriber> staged;
    staged.reserve(plan_.changes.size());
    for (const auto& change : plan_.changes) staged.push_back(change.subscriber);
    for (auto& clash : subscribers_.clashes(staged)) keep({line_of_change_[clash.index], "dnns", std::move(clash.why)});
  }

  const SubscriberStore& subscribers_;
  const ImportDefaults& defaults_;
  std::vector<Column> header_;
  std::unordered_map<Supi, std::size_t> first_line_of_;
  std::vector<std::size_t> line_of_change_;
  ImportPlan plan_;
};

}  // namespace

std::string ImportFault::text() const {
  return "line " + std::to_string(line) + (column.empty() ? "" : ", column " + column) + ": " + why.rule + ": got " + why.got +
         ", allowed " + why.wanted + "; " + why.fix;
}

std::string ImportPlan::text() const {
  std::string out;
  for (const auto& line : lines) {
    if (line.what == ImportLine::What::unchanged) continue;
    out += "line " + std::to_string(line.line) + ": " + (line.what == ImportLine::What::add ? "add " : "change ") + line.supi.text();
    for (const auto& difference : line.differences) out += "\n    " + difference;
    out += "\n";
  }
  for (const auto& fault : faults) out += fault.text() + "\n";
  if (fault_count > faults.size()) out += "and " + std::to_string(fault_count - faults.size()) + " more bad fields\n";
  out += std::to_string(added) + " to add, " + std::to_string(changed) + " to change, " + std::to_string(unchanged) + " as they are, " +
         std::to_string(fault_count) + (fault_count == 1 ? " bad field\n" : " bad fields\n");
  return out;
}

ImportPlan plan_import(std::string_view csv, const SubscriberStore& subscribers, const ImportDefaults& defaults) {
  check(!defaults.subscription.slices.empty() && !defaults.subscription.slices.front().dnns.empty(), "defaults have a slice with a DNN");
  return Importer(subscribers, defaults).run(csv);
}

}  // namespace pellucid::store

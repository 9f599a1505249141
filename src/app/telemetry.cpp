#include "app/telemetry.hpp"

#include "api/metrics.hpp"

namespace pellucid::app {
namespace {

using api::Metrics;

/// Attempts and outcomes of each procedure; the AMF's and the SMF's counters have the same shape.
template <class Name, class Counters>
void add_procedures(Metrics& m, const std::string& room, const Counters& counters) {
  for (std::size_t i = 0; i < counters.procedures.size(); ++i) {
    auto& p = counters.procedures[i];
    std::string which = name(Name(i));
    auto family = "pellucid_" + room + "_procedures_total";
    auto help = "Procedures of the " + room + " by outcome.";
    auto count = [&](const char* outcome, std::uint64_t n, const std::string& cause) {
      m.counter(family, help, double(n), {{"procedure", which}, {"outcome", outcome}, {"cause", cause}});
    };
    count("attempted", p.attempted, "");
    count("succeeded", p.succeeded, "");
    count("aborted", p.aborted, "");
    count("timed_out", p.timed_out, "");
    for (auto& [cause, n] : p.refused) count("refused", n, std::to_string(cause));
  }
}

void add_access(Metrics& m, const amf::Amf& amf) {
  m.gauge("pellucid_phones_registered", "Registered phones.", double(amf.ue_count()));
  m.gauge("pellucid_phones_connected", "Phones with an N1 connection.", double(amf.connected_count()));
  auto gnbs = amf.gnbs();
  m.gauge("pellucid_base_stations", "Base stations connected on N2.", double(gnbs.size()));
  for (auto& g : gnbs)
    m.gauge("pellucid_base_station_phones", "Connected phones of a base station.", double(g.ues),
            {{"gnb", g.name}, {"id", std::to_string(g.id)}});
  add_procedures<amf::ProcedureName>(m, "amf", amf.counters());
  auto& e = amf.counters().events;
  auto event = [&](const char* what, std::uint64_t n) {
    m.counter("pellucid_amf_events_total", "Things that happened beside procedures.", double(n), {{"event", what}});
  };
  event("nas_received", e.nas_received);
  event("nas_sent", e.nas_sent);
  event("nas_undecodable", e.nas_undecodable);
  event("nas_unprotected_dropped", e.nas_unprotected_dropped);
  event("nas_integrity_failed", e.nas_integrity_failed);
  event("retransmissions", e.retransmissions);
  event("implicit_deregistrations", e.implicit_deregistrations);
  event("congestion", e.congestion);
  event("connections_lost", e.connections_lost);
  event("unknown_ue_ids", e.unknown_ue_ids);
}

void add_sessions(Metrics& m, const smf::Smf& smf) {
  m.gauge("pellucid_sessions", "PDU sessions.", double(smf.session_count()));
  for (auto& u : smf.upfs())
    m.gauge("pellucid_upf_associated", "Whether a UPF is associated.", u.associated, {{"upf", u.name}, {"n4", u.n4.text()}});
  add_procedures<smf::ProcedureName>(m, "smf", smf.counters());
}

void add_user_plane(Metrics& m, const upf::Upf& upf) {
  m.gauge("pellucid_upf_sessions", "Sessions in the UPF.", double(upf.session_count()));
  for (std::size_t i = 0; i < upf::counts; ++i) {
    auto which = upf::Count(i);
    std::string name(upf::name(which));
    if (upf::is_drop(which))
      m.counter("pellucid_upf_dropped_packets_total", "Packets dropped, by reason.", double(upf.counters()[which]), {{"reason", name}});
    else
      m.counter("pellucid_upf_" + name + "_total", "User plane: " + name + ".", double(upf.counters()[which]));
  }
}

void add_oversight(Metrics& m, const Records& records) {
  auto& chronicle = records.chronicle();
  m.gauge("pellucid_ledger_entries", "Entries of the log.", double(chronicle.recorded()));
  m.gauge("pellucid_ledger_trouble", "1 while the log takes no entries.", !chronicle.trouble().empty());
  m.counter("pellucid_ledger_lost_events_total", "Events of the network that could not be recorded.", double(chronicle.lost()));
  m.gauge("pellucid_elements", "Elements of the inventory.", double(chronicle.inventory().elements().size()));
  std::map<std::string, std::size_t> open;
  for (auto& [id, finding] : chronicle.inventory().findings())
    if (!finding.closed) ++open[finding.kind];
  for (auto& [kind, count] : open)
    m.gauge("pellucid_open_findings", "Findings that a person must look at.", double(count), {{"kind", kind}});
}

}  // namespace

std::string metrics_text(const Network& network, const Records& records) {
  Metrics m;
  m.gauge("pellucid_up", "1 while the process serves.", 1);
  add_oversight(m, records);
  if (auto* amf = network.amf()) add_access(m, *amf);
  if (auto* smf = network.smf()) add_sessions(m, *smf);
  if (auto* upf = network.upf()) add_user_plane(m, *upf);
  return m.text();
}

api::HttpReply answer_http(const Network& network, const Records& records, const std::string& path) {
  if (path == "/metrics") return {200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(network, records)};
  if (path == "/health") {
    Tree health = Tree::object();
    bool well = true;
    if (auto* smf = network.smf()) {
      std::size_t associated = 0;
      for (auto& u : smf->upfs()) associated += u.associated;
      well = associated > 0;
      health.add("upfs_associated", associated);
    }
    health.add("serves", well);
    return {well ? 200 : 503, "application/json", health.json() + "\n"};
  }
  if (path == "/ledger/checkpoint") return {200, "text/plain; charset=utf-8", records.checkpoint()};
  if (path == "/ledger/checkpoint.cosigned")
    if (auto cosigned = records.cosigned_checkpoint(); !cosigned.empty()) return {200, "text/plain; charset=utf-8", cosigned};
  return {404, "text/plain; charset=utf-8",
          "there are /metrics, /health, /ledger/checkpoint, /ledger/tile/ and, with witnesses, /ledger/checkpoint.cosigned\n"};
}

}  // namespace pellucid::app

// The command line. Each command is a function of app/commands.hpp; here is only what they are called and what they take.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands.hpp"

using namespace pellucid;
using namespace pellucid::app;

namespace {

constexpr const char* default_config = "/etc/pellucid/pellucid.toml";

struct Asking {
  AskOptions options;
  CLI::App* app = nullptr;
};

/// A command for the running process. `more` adds its arguments.
CLI::App* asks(CLI::App& parent, AskOptions& options, int& status, const char* name, const char* full_name, const char* meaning) {
  auto* command = parent.add_subcommand(name, meaning);
  command->add_option("--config", options.config_file, "configuration file of the running process")->capture_default_str();
  command->add_flag("--json", options.json, "print the answer as JSON");
  command->callback([&options, &status, full_name] {
    options.command = full_name;
    status = ask_command(options);
  });
  return command;
}

void text_argument(CLI::App* command, AskOptions& options, const char* flag, const char* name, const char* meaning, bool required = false) {
  command
      ->add_option_function<std::string>(
          flag, [&options, name](const std::string& value) { options.arguments.add(name, value); }, meaning)
      ->required(required);
}

void subscriber_commands(CLI::App& app, AskOptions& ask, int& status) {
  auto* subscriber = app.add_subcommand("subscriber", "who may use the network")->require_subcommand(1);
  auto fields = [&](CLI::App* c, bool adding) {
    text_argument(c, ask, "supi", "imsi", "IMSI, with or without imsi-", true);
    text_argument(c, ask, "--k", "k", "K, hexadecimal", adding);
    text_argument(c, ask, "--opc", "opc", "OPc, hexadecimal");
    text_argument(c, ask, "--op", "op", "OP, hexadecimal, where OPc is not known");
    text_argument(c, ask, "--amf", "amf", "authentication management field, default 8000");
    text_argument(c, ask, "--algorithm", "algorithm", "milenage or tuak");
    text_argument(c, ask, "--slices", "slices", "such as \"1* 2-00abcd\"; * marks a default");
    text_argument(c, ask, "--dnns", "dnns", "such as \"internet* ims(5qi=5)\"");
    text_argument(c, ask, "--ambr-down", "ambr_down", "such as 1Gbps");
    text_argument(c, ask, "--ambr-up", "ambr_up", "such as 1Gbps");
    text_argument(c, ask, "--name", "name", "for the operator");
    text_argument(c, ask, "--note", "note", "for the operator");
    text_argument(c, ask, "--msisdn", "msisdn", "telephone number");
    text_argument(c, ask, "--enabled", "enabled", "yes or no");
    c->add_option("--reason", ask.reason, "why, for the record");
  };
  fields(asks(*subscriber, ask, status, "add", "subscriber add", "add one"), true);
  fields(asks(*subscriber, ask, status, "change", "subscriber change", "change what is given, leave the rest"), false);
  auto* list = asks(*subscriber, ask, status, "list", "subscriber list", "all, or those that match");
  text_argument(list, ask, "text", "text", "part of IMSI, name, note or telephone number");
  auto* show = asks(*subscriber, ask, status, "show", "subscriber show", "one, without its keys");
  text_argument(show, ask, "supi", "imsi", "IMSI", true);
  auto* remove = asks(*subscriber, ask, status, "remove", "subscriber remove", "remove one; a registered phone is deregistered");
  text_argument(remove, ask, "supi", "imsi", "IMSI", true);
  remove->add_option("--reason", ask.reason, "why, for the record");
  auto* import = asks(*subscriber, ask, status, "import", "subscriber import",
                      "a CSV file: shows what would change and every bad line; --apply does it");
  text_argument(import, ask, "file", "file", "CSV file", true);
  import->add_flag_callback("--apply", [&ask] { ask.arguments.add("apply", "yes"); }, "do it, if no line is bad");
  import->add_option("--reason", ask.reason, "why, for the record");
}

void suci_commands(CLI::App& app, AskOptions& ask, int& status) {
  auto* suci = app.add_subcommand("suci", "keys that conceal identities (TS 33.501 annex C)")->require_subcommand(1);
  auto* keygen = asks(*suci, ask, status, "keygen", "suci keygen", "a new key pair");
  text_argument(keygen, ask, "--profile", "profile", "A (default) or B");
  text_argument(keygen, ask, "--id", "id", "key id, 1 to 254; default: the lowest free one");
  asks(*suci, ask, status, "export", "suci export", "public keys, for SIMs");
  auto* remove = asks(*suci, ask, status, "remove", "suci remove", "SIMs that use this id can no longer register");
  text_argument(remove, ask, "id", "id", "key id", true);
}

void report_commands(CLI::App& app, ReportOptions& report, AuditOptions& audit, int& status) {
  auto common = [](CLI::App* command, auto& options) {
    command->add_option("--ledger", options.ledger, "folder of the log")->required();
    command->add_option("--out", options.out, "folder to write to")->required();
    command->add_option("--as-of", options.as_of, "day, YYYY-MM-DD; default: today");
    command->add_option("--from", options.from, "first day of the changes; default: the log's first");
    command
        ->add_option("--lists", options.lists,
                     "dated: policy lists as known now, by their own dates; logged: as the log had them on the day")
        ->capture_default_str();
    command->add_option("--key", options.key,
                        "the log's key (file:PATH, socket:PATH), to record what is handed out while nothing else writes to the log");
    command->add_option("--reason", options.reason, "why, for the record");
  };
  auto* report_app = app.add_subcommand("report", "what the network is made of, what changed, and what policy lists mean of it");
  report_app->add_option("kind", report.kind, "equipment, changes, exposure or section5")->required();
  common(report_app, report);
  report_app->add_option("--format", report.format, "html, csv, json, or several with commas")->capture_default_str();
  report_app->callback([&] { status = report_command(report); });
  auto* export_app = app.add_subcommand("audit", "for auditors")
                         ->require_subcommand(1)
                         ->add_subcommand("export", "one folder that pellucid-verify checks");
  common(export_app, audit);
  export_app->add_option("--policy", audit.policy, "file: keys of the log and of witnesses (C2SP tlog-policy)");
  export_app->add_option("--opening", audit.openings, "ENTRY:FIELD: sealed content that the auditor is to see (repeatable)");
  export_app->callback([&] { status = audit_export_command(audit); });
}

void reason_option(CLI::App* command, AskOptions& ask) { command->add_option("--reason", ask.reason, "why, for the record"); }

void oversight_commands(CLI::App& app, AskOptions& ask, int& status) {
  auto* element = app.add_subcommand("element", "what the network is made of")->require_subcommand(1);
  text_argument(asks(*element, ask, status, "list", "element list", "all, or those that match"), ask, "text", "text", "part of any field");
  auto one = [&](const char* name, const char* full_name, const char* meaning, bool decides) {
    auto* command = asks(*element, ask, status, name, full_name, meaning);
    text_argument(command, ask, "element", "element", "id, identifier, or a name that only one has", true);
    if (decides) reason_option(command, ask);
  };
  one("show", "element show", "one, with all evidence and where in the log it stands", false);
  one("approve", "element approve", "let a base station in (oversight.gate); needs --reason", true);
  one("withdraw", "element withdraw", "take an approval back; needs --reason", true);
  one("retire", "element retire", "it is out of service; needs --reason", true);
  auto* import = asks(*element, ask, status, "import", "element import",
                      "a CSV file of what answers to nobody: shows what would change and every bad line; --apply does it");
  text_argument(import, ask, "file", "file", "CSV file", true);
  import->add_flag_callback("--apply", [&ask] { ask.arguments.add("apply", "yes"); }, "do it, if no line is bad");
  reason_option(import, ask);

  auto* finding = app.add_subcommand("finding", "what somebody must look at")->require_subcommand(1);
  auto* findings = asks(*finding, ask, status, "list", "finding list", "those that are open");
  findings->add_flag_callback("--all", [&ask] { ask.arguments.add("all", "yes"); }, "closed ones, too");

  auto* policy = app.add_subcommand("policy", "lists of makers and categories that count as exposure")->require_subcommand(1);
  asks(*policy, ask, status, "list", "policy list", "those in force");
  auto* load = asks(*policy, ask, status, "load", "policy load", "put a list, or a newer version of it, in force");
  text_argument(load, ask, "file", "file", "JSON file (absolute path)", true);
  reason_option(load, ask);
  auto* withdraw = asks(*policy, ask, status, "withdraw", "policy withdraw", "a list does not apply any more; needs --reason");
  text_argument(withdraw, ask, "name", "name", "its name", true);
  reason_option(withdraw, ask);

  auto* ledger = app.add_subcommand("ledger", "the tamper-evident log")->require_subcommand(1);
  asks(*ledger, ask, status, "status", "ledger status", "entries, key, witnesses, trouble");
  auto* erase = asks(*ledger, ask, status, "erase", "ledger erase", "forget one sealed content for good; needs --reason");
  text_argument(erase, ask, "index", "index", "number of the entry", true);
  text_argument(erase, ask, "field", "field", "sealed field, such as supi", true);
  reason_option(erase, ask);
}

void key_services(CLI::App& app, WitnessOptions& witness, SignerOptions& signer, int& status) {
  auto* w =
      app.add_subcommand("witness", "cosign other people's logs as long as they only grow (C2SP tlog-witness)")->require_subcommand(1);
  auto* s =
      app.add_subcommand("signer", "keep a log's key in an account of its own; signs only what grew consistently")->require_subcommand(1);
  auto* keygen = w->add_subcommand("keygen", "a new key; prints its verifier key");
  auto* run = w->add_subcommand("run", "until Ctrl-C");
  for (auto* c : {keygen, run}) {
    c->add_option("--key", witness.key_file, "file with the key's seed")->required();
    c->add_option("--name", witness.name, "name of the key, such as example.org/witness")->required();
  }
  run->add_option("--listen", witness.listen, "ADDRESS:PORT for HTTP")->capture_default_str();
  run->add_option("--state", witness.state, "folder for what was seen; without it the witness could vouch for a fork")->required();
  run->add_option("--log", witness.logs, "verifier key of a log (repeatable)")->required();
  keygen->callback([&] { status = witness_keygen_command(witness); });
  run->callback([&] { status = witness_command(witness); });

  auto* make = s->add_subcommand("keygen", "a new key; prints its verifier key");
  auto* serve = s->add_subcommand("run", "until Ctrl-C");
  for (auto* c : {make, serve}) {
    c->add_option("--key", signer.key_file, "file with the key's seed; FILE.last beside it holds what was signed last")->required();
    c->add_option("--origin", signer.origin, "name of the log")->required();
  }
  serve->add_option("--socket", signer.socket, "Unix socket where the node asks; its group may")->required();
  make->callback([&] { status = signer_keygen_command(signer); });
  serve->callback([&] { status = signer_command(signer); });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Pellucid: a 5G core network in one program."};
  app.require_subcommand(1);
  app.set_version_flag("--version", PELLUCID_VERSION);
  int status = 0;
  std::string config_file = default_config;
  AskOptions ask;
  ask.config_file = default_config;

  RunOptions how;
  how.config_file = default_config;
  auto* run = app.add_subcommand("run", "start the core for real base stations");
  run->add_option("--config", how.config_file, "configuration file")->capture_default_str();
  run->add_flag("--setup-nat", how.setup_nat, "forwarding, NAT and MSS clamp for the phones' pools while it runs (upf.setup_nat)");
  run->callback([&] { status = run_command(how); });
  auto* check = app.add_subcommand("check", "judge the configuration against itself, this machine and the subscribers");
  check->add_option("--config", config_file, "configuration file")->capture_default_str();
  check->callback([&] { status = check_command(config_file); });
  app.add_subcommand("config", "print the default configuration with every key's meaning")->callback([] {
    std::fputs(default_config_text().c_str(), stdout);
  });

  DemoOptions demo;
  auto* demo_app = app.add_subcommand("demo", "a whole network on this machine: core, base station, one phone, a small internet");
  demo_app->add_flag("--once", demo.once, "show it and exit");
  demo_app->add_flag("--null-ciphering", demo.null_ciphering, "do not cipher NAS, so that other tools can read it");
  demo_app->add_option("--pcap", demo.capture, "write every message to this file");
  demo_app->callback([&] { status = demo_command(demo); });

  SimOptions sim;
  auto* sim_app = app.add_subcommand("sim", "base stations and phones against a running core");
  sim_app->add_option("--gnbs", sim.gnbs, "base stations")->capture_default_str();
  sim_app->add_option("--ues", sim.ues, "phones")->capture_default_str();
  auto* rate = sim_app->add_option("--rate", sim.rate, "registrations a second; 0: all at once")->capture_default_str();
  sim_app
      ->add_option("--at-once", sim.at_once,
                   "phones on their way to a session at the same time; the next one starts when one has it; 0: no limit")
      ->capture_default_str()
      ->excludes(rate);
  sim_app->add_option("--amf", sim.amf, "address of the AMF")->capture_default_str();
  sim_app->add_option("--gnb-address", sim.first_gnb, "address of the first base station; the next ones count up")->capture_default_str();
  sim_app->add_option("--imsi", sim.first_imsi, "first subscriber; the next ones count up")->capture_default_str();
  sim_app->add_option("--k", sim.k, "K of all of them; default: the published test key");
  sim_app->add_option("--opc", sim.opc, "OPc of all of them; default: the published test key");
  sim_app->add_option("--plmn", sim.plmn, "network")->capture_default_str();
  sim_app->add_option("--dnn", sim.dnn, "data network")->capture_default_str();
  sim_app->add_option("--home-key", sim.home_key, "conceal identities: A:ID:PUBLIC KEY or B:ID:PUBLIC KEY");
  sim_app->add_option("--stay", sim.seconds, "seconds to stay after the last registration")->capture_default_str();
  sim_app->add_option("--patience", sim.patience_s, "seconds to wait for everybody")->capture_default_str();
  sim_app->add_flag("--json", sim.json, "figures as JSON");
  sim_app->callback([&] { status = sim_command(sim); });

  DecodeOptions decode;
  auto* decode_app = app.add_subcommand("decode", "NGAP, NAS, PFCP and GTP-U of a capture as a ladder");
  decode_app->add_option("file", decode.file, "pcap or pcapng")->required();
  decode_app->add_flag("--json", decode.json, "one JSON object a line for each message");
  decode_app->add_flag("--whole", decode.whole, "all fields of each message");
  decode_app->add_option("--key", decode.keys, "SUPI:K:OPC: check and decipher this subscriber's NAS (repeatable)");
  decode_app->callback([&] { status = decode_command(decode); });

  CellOptions cell;
  auto* cell_app = app.add_subcommand("cell", "a 5G cell in software on a radio: broadcast, random access, first messages");
  cell_app->add_option("--config", cell.config_file, "configuration file; default: a test cell on ZeroMQ");
  cell_app->add_option("--radio", cell.radio, "radio, instead of the file's cell.radio");
  cell_app->add_option("--seconds", cell.seconds, "end after so many seconds on the air; 0: Ctrl-C ends it")->capture_default_str();
  cell_app->callback([&] { status = cell_command(cell); });

  ScanOptions scan;
  auto* scan_app = app.add_subcommand("scan", "find the cells in a recording or on a radio; read MIB and SIB1");
  scan_app
      ->add_option("radio", scan.radio,
                   "file of IQ samples (int16, .xz too; .cf32 is float), or a radio such as zmq:rx=tcp://127.0.0.1:2000")
      ->required();
  scan_app->add_option("--arfcn", scan.arfcn, "NR-ARFCN of the carrier's centre, where the radio is tuned")->capture_default_str();
  scan_app->add_option("--bandwidth", scan.bandwidth_mhz, "channel bandwidth in MHz")->capture_default_str();
  scan_app->add_option("--spacing", scan.spacing_khz, "subcarrier spacing in kHz: 15 or 30")->capture_default_str();
  scan_app->add_option("--ssb-arfcn", scan.ssb_arfcn, "NR-ARFCN of the SS block's centre; 0: every place on the synchronisation raster")
      ->capture_default_str();
  scan_app->add_option("--rate", scan.rate_hz, "samples a second of a recording; 0: the bandwidth's customary rate")->capture_default_str();
  scan_app->add_option("--scale", scan.scale, "what full scale is in an int16 recording")->capture_default_str();
  scan_app->add_option("--seconds", scan.seconds, "how much to look at")->capture_default_str();
  scan_app->add_option("--picture", scan.picture, "draw spectrum, resource grid and constellations into this PNG file");
  scan_app->add_flag("--json", scan.json, "what was found as JSON, one object a line for each cell");
  scan_app->callback([&] { status = scan_command(scan); });

  ReportOptions report;
  AuditOptions audit;
  report_commands(app, report, audit, status);
  WitnessOptions witness;
  SignerOptions signer;
  key_services(app, witness, signer, status);

  asks(app, ask, status, "status", "status", "base stations, phones, sessions, rates");
  auto* explain =
      asks(app, ask, status, "explain", "explain", "why a subscriber was refused lately; without IMSI: everybody, base stations too");
  text_argument(explain, ask, "supi", "imsi", "IMSI");
  auto* deregister = asks(app, ask, status, "deregister", "deregister", "take a phone off the network; it may come back");
  text_argument(deregister, ask, "supi", "imsi", "IMSI", true);
  subscriber_commands(app, ask, status);
  suci_commands(app, ask, status);
  oversight_commands(app, ask, status);
  auto* backup = asks(app, ask, status, "backup", "backup", "the subscribers into one file, also while the network runs");
  text_argument(backup, ask, "file", "file", "where to", true);
  auto* restore = asks(app, ask, status, "restore", "restore", "puts a backup in place; the network must not be running");
  text_argument(restore, ask, "file", "file", "backup", true);

  CLI11_PARSE(app, argc, argv);
  return status;
}

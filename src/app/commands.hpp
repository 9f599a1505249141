#pragma once
// The commands of `pellucid`. Each returns the exit status; `out` is for what was asked for, errors go to standard error.
#include <string>
#include <vector>

#include "app/config.hpp"
#include "base/tree.hpp"

namespace pellucid::app {

struct DecodeOptions {
  std::string file;
  bool json = false;              // one JSON object a line
  bool whole = false;             // ladder: all fields below each line
  std::vector<std::string> keys;  // SUPI:K:OPC
};
int decode_command(const DecodeOptions& options);

/// Prints every finding about the file, the machine and the subscribers; 0 if nothing is fatal.
int check_command(const std::string& config_file);

struct RunOptions {
  std::string config_file;
  bool setup_nat = false;  // as upf.setup_nat = true
};
/// 0 after a signal; 1 if it could not start, 2 if the configuration or the subscribers must be mended first.
int run_command(const RunOptions& options);

struct DemoOptions {
  bool once = false;
  bool null_ciphering = false;  // NEA0 only, so that other tools can read the NAS of the capture
  std::string capture;          // write every PDU here (pcap)
};
int demo_command(const DemoOptions& options);

struct SimOptions {
  std::size_t gnbs = 1, ues = 1;
  std::size_t rate = 0;     // registrations a second; 0: all at once
  std::size_t at_once = 0;  // phones on their way at the same time; 0: no limit
  std::string amf = "127.0.0.5";
  std::string first_gnb = "127.0.1.1";
  std::string first_imsi = "999700000000001";
  std::string k, opc;  // hexadecimal; empty: the published test keys
  std::string plmn = "999-70";
  std::string dnn = "internet";
  std::string home_key;       // "A:ID:HEX" or "B:ID:HEX": conceal the identity; empty: null scheme
  std::uint32_t seconds = 0;  // stay for so long after the last registration
  std::uint32_t patience_s = 60;
  bool json = false;
};
int sim_command(const SimOptions& options);

/// A cell in software on a radio, until Ctrl-C (or `seconds` of the radio's time, if not 0).
struct CellOptions {
  std::string config_file;  // empty: defaults
  std::string radio;        // empty: the file's
  std::uint32_t seconds = 0;
};
int cell_command(const CellOptions& options);

/// Finds cells in a recording or on a radio. 0 if a cell's SIB1 was read.
struct ScanOptions {
  std::string radio;             // as open_radio() takes it, or a file name
  std::uint32_t arfcn = 368500;  // of the carrier's centre
  std::uint32_t bandwidth_mhz = 10;
  std::uint32_t spacing_khz = 15;
  std::uint32_t ssb_arfcn = 0;  // 0: every place on the synchronisation raster
  double rate_hz = 0;           // of a recording; 0: that of the bandwidth
  double scale = 32767;         // of an int16 recording
  std::uint32_t seconds = 2;
  std::string picture;  // PNG
  bool json = false;
};
int scan_command(const ScanOptions& options);

/// A witness of other people's logs over HTTP, until a signal.
struct WitnessOptions {
  std::string listen = "127.0.0.1:7700";
  std::string key_file, name;     // file with the seed; the key's name, such as example.org/witness
  std::string state;              // folder
  std::vector<std::string> logs;  // verifier keys
};
int witness_command(const WitnessOptions& options);
/// A new key in a new file; prints the verifier key.
int witness_keygen_command(const WitnessOptions& options);

/// The log's key in another account's hands, until a signal.
struct SignerOptions {
  std::string key_file, origin, socket;
};
int signer_command(const SignerOptions& options);
int signer_keygen_command(const SignerOptions& options);

struct AskOptions {
  std::string config_file;
  std::string command;  // "status", "subscriber add" ...
  Tree arguments = Tree::object();
  std::string reason;
  bool json = false;
};
int ask_command(const AskOptions& options);

/// Reports out of a log's folder (docs/oversight/reports.md).
struct ReportOptions {
  std::string kind;             // equipment, changes, exposure, section5
  std::string as_of, from;      // YYYY-MM-DD; empty: today, the log's first day
  std::string format = "html";  // html, csv, json, or several with commas
  std::string ledger;           // folder of the log
  std::string out;              // folder, made if it is not there
  std::string lists = "dated";  // dated or logged (oversight::ListView)
  std::string key;              // source of the log's key (app/signing_key.hpp), to tell the log; empty: it is not told
  std::string actor, reason;    // for the record
};
int report_command(const ReportOptions& options);

/// A bundle for an auditor, into a folder that is not there yet.
struct AuditOptions {
  std::string as_of, from, ledger, out;
  std::string lists = "dated";
  std::string policy;                 // file: keys of log and witnesses (C2SP tlog-policy); may be empty
  std::vector<std::string> openings;  // ENTRY:FIELD, sealed contents that the auditor is to see
  std::string key;                    // as in ReportOptions; without it the bundle has no reports
  std::string actor, reason;
};
int audit_export_command(const AuditOptions& options);

}  // namespace pellucid::app

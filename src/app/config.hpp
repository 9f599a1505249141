#pragma once
// The configuration: one TOML file, every value optional. Each key is described once (config.cpp): its default, its meaning, what is
// allowed; reading, the documented default file and every error come from that description.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/ids.hpp"

namespace pellucid::app {

struct GnbAllowed {
  std::uint32_t id = 0;  // global gNB id
  std::string address;   // where it must come from; empty: anywhere
};

struct DnnConfig {
  std::string name = "internet";
  std::string ipv4 = "10.45.0.0/16";  // pool; empty: none
  std::string ipv6 = "fd45::/48";     // a /64 a session is cut from it; empty: none
  std::string tun = "pel0";           // the UPF's N6 device
  std::vector<std::string> dns = {"9.9.9.9", "2620:fe::fe"};
  std::uint32_t mtu = 1400;
};

/// A cell of our own, for `pellucid cell`. Network and tracking area are the [network]'s.
struct CellKeys {
  std::string radio = "zmq:tx=tcp://127.0.0.1:2000,rx=tcp://127.0.0.1:2001";
  std::uint32_t antennas = 1;  // receive
  std::uint64_t identity = 0x19B01;
  std::uint32_t pci = 1, band = 3, bandwidth_mhz = 10, spacing_khz = 15;
  std::uint32_t downlink_arfcn = 368500, uplink_arfcn = 349500;
  std::uint32_t ssb_arfcn = 0;  // 0: chosen
  std::uint32_t coreset0 = 16;  // 16: chosen
  std::uint32_t ssb_period_ms = 10;
  std::uint32_t prach_index = 0, prach_root = 1, prach_zone = 0, prach_frequency_start = 1, prach_preambles = 8;
  std::int32_t rx_level_min_dbm = -130, tx_power_dbm = 0;
  std::uint32_t amplitude_permille = 100;
};

struct Config {
  std::string file;  // where it was read from, empty: defaults

  // [network]
  std::string network_name = "Pellucid";
  Plmn plmn{999, 70, 2};
  std::vector<std::uint32_t> tacs = {1};
  std::vector<Snssai> slices = {Snssai{1, {}}};

  // [amf]
  std::string amf_name = "pellucid-amf";
  std::string n2_address = "127.0.0.5";
  std::uint16_t n2_port = 38412;
  std::uint8_t amf_region = 2;
  std::uint16_t amf_set = 1;
  std::uint8_t amf_pointer = 0;
  std::uint8_t relative_capacity = 255;
  std::vector<std::string> integrity = {"NIA2", "NIA1", "NIA3"};
  std::vector<std::string> ciphering = {"NEA2", "NEA1", "NEA3", "NEA0"};
  std::uint32_t periodic_registration_s = 3600;  // T3512
  std::uint32_t paging_retry_s = 2;              // T3513
  std::uint32_t max_phones = 100000;
  std::vector<GnbAllowed> gnbs;  // [[amf.gnb]]; empty: any base station

  // [smf]
  bool smf_enabled = true;
  std::string smf_n4 = "127.0.0.2";
  std::vector<std::string> upf_peers = {"127.0.0.3"};

  // [upf]
  bool upf_enabled = true;
  std::string upf_n4 = "127.0.0.3";
  std::string n3_address = "127.0.0.7";
  std::uint32_t upf_buffer_packets = 64;  // a session
  bool setup_nat = false;                 // as `run --setup-nat`

  // [[dnn]]
  std::vector<DnnConfig> dnns = {DnnConfig{}};

  // [cell]
  CellKeys cell;

  // [store]
  std::string store_path = "/var/lib/pellucid/pellucid.db";
  std::string key_path = "/var/lib/pellucid/store.key";

  // [ledger]
  std::string ledger_folder = "/var/lib/pellucid/ledger";
  std::string ledger_key = "file:/var/lib/pellucid/ledger.key";
  std::string ledger_origin;     // empty: <host name>/pellucid when the log is begun; a log that is there keeps its own
  std::string ledger_witnesses;  // file with the policy; empty: no witnesses

  // [oversight]
  std::string gate = "off";
  std::vector<std::string> policy_lists = {"/usr/share/pellucid/policy/fcc-covered-list.json"};
  std::vector<std::string> watched;  // prefixes and addresses of devices
  std::string snmp_credentials;      // file; empty: SNMP is not spoken
  std::string trap_address;          // where traps are heard; empty: nowhere
  std::uint32_t poll_s = 300;
  std::uint32_t usage_sample_s = 3600;
  bool watch_host = true;

  // [api], [control], [log]
  std::string api_address = "127.0.0.1:9090";
  std::string control_socket = "/run/pellucid/control.sock";
  std::string log_level = "info";
};

/// One thing that is wrong, in words that lead to the mend.
struct Finding {
  bool fatal = true;  // false: a warning
  std::string key;    // "amf.n2_address"
  std::string value;  // as it stands
  std::string allowed;
  std::string fix;
  std::uint32_t line = 0;  // in the file, 0 if it is not there
  std::string text() const;
};

struct LoadedConfig {
  Config config;
  std::vector<Finding> findings;
  bool usable() const;
};

/// Reads text as the configuration; `name` is for messages. Unknown keys are findings, with the nearest known key as the fix.
LoadedConfig parse_config(const std::string& text, const std::string& name);
/// Reads the file; a missing file is one finding.
LoadedConfig load_config(const std::string& path);
/// What can be judged without a machine: values that contradict each other.
std::vector<Finding> check_consistency(const Config& config);
/// "127.0.0.1:9090", "[::1]:9090": a value that the configuration has allowed.
Endpoint endpoint(const std::string& text);
/// Every value as it is in force, by its key ("amf.n2_port", "dnn[0].name"), as TOML writes it.
std::map<std::string, std::string> config_values(const Config& config);
/// The default file: every key with its meaning, what is allowed, and its default.
std::string default_config_text();

}  // namespace pellucid::app

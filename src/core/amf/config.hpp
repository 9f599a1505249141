#pragma once
// What an operator decides about the AMF. Every member has a safe default; app/ fills it from the configuration file.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "runtime/world.hpp"

namespace pellucid::amf {

/// Tracking areas of one network, and the slices that are offered in all of them.
struct ServedArea {
  Plmn plmn;
  std::vector<Tac> tacs;       // at least one
  std::vector<Snssai> slices;  // at least one
};

/// A base station that may connect: by id, by address, or both.
struct AllowedGnb {
  std::optional<std::uint32_t> id;  // gNB id as a number, whatever its length
  IpAddress address;                // none: any address
};

/// Integrity and ciphering algorithms by their numbers (TS 33.501 §5.11.1): 1 SNOW 3G, 2 AES, 3 ZUC, 0 null.
struct AlgorithmPreference {
  std::vector<std::uint8_t> integrity = {2, 1, 3};  // 0 is never taken (emergency is not served)
  std::vector<std::uint8_t> ciphering = {2, 1, 3, 0};
};

/// Timers of TS 24.501 §10.2 and of our own; the defaults are the standard's where it names one.
struct Timers {
  Duration t3512 = std::chrono::minutes(30);            // periodic registration, given to the phone; 0: off
  Duration t3513 = std::chrono::seconds(3);             // one paging attempt
  unsigned paging_attempts = 4;                         // that a base station heard
  Duration paging_in_all = std::chrono::minutes(1);     // base stations may be away for so long (our restart, theirs)
  Duration t3522 = std::chrono::seconds(6);             // deregistration request
  Duration t3550 = std::chrono::seconds(6);             // registration accept
  Duration t3555 = std::chrono::seconds(6);             // configuration update command
  Duration t3560 = std::chrono::seconds(6);             // authentication request, security mode command
  Duration t3570 = std::chrono::seconds(6);             // identity request
  unsigned attempts = 5;                                // the message and its four retransmissions
  Duration t3346 = std::chrono::minutes(1);             // back-off when we are congested
  Duration reachable_margin = std::chrono::minutes(4);  // mobile reachable timer is T3512 and this
  Duration implicit_deregistration = std::chrono::minutes(10);
  Duration ran_answer = std::chrono::seconds(10);    // a base station's answer to a UE-associated request
  Duration first_message = std::chrono::minutes(2);  // a connection on which nobody is proven genuine lives at most this long
};

/// Where we say stop (DESIGN.md §4). Reaching a limit is counted and answered.
struct Limits {
  std::size_t max_ues = 100'000;                  // registered phones, idle ones included
  std::size_t max_connections_per_gnb = 4'096;    // UE-associated connections
  std::size_t max_ongoing_registrations = 2'000;  // further ones: Registration Reject #22 with T3346
  std::size_t max_sessions_per_ue = 15;
  std::size_t max_refusals_kept = 4'096;             // for `pellucid explain`
  std::size_t max_radio_capability_octets = 16'384;  // larger ones are not kept
};

struct Config {
  std::string name = "pellucid";  // AMF name, 1..150 printable characters
  /// The first one names the phones; each PLMN of `areas` should have one.
  std::vector<Guami> guamis = {Guami{Plmn{999, 70, 2}, 2, 1, 0}};
  std::vector<ServedArea> areas = {ServedArea{Plmn{999, 70, 2}, {Tac(1)}, {Snssai{1, {}}}}};
  std::uint8_t relative_capacity = 255;
  /// N2: where base stations connect; more addresses are one multi-homed end.
  Endpoint n2{IpAddress::v4(0x7f000001), 38412};
  std::vector<IpAddress> n2_also;
  std::size_t max_gnbs = 512;
  std::vector<AllowedGnb> allowed_gnbs;  // empty: any
  AlgorithmPreference algorithms;
  bool allow_null_ciphering = true;            // false: NEA0 is never taken, whatever `algorithms` says
  std::string full_network_name = "Pellucid";  // given to phones; empty: not given
  std::string short_network_name = "Pellucid";
  std::vector<Plmn> equivalent_plmns;                // at most 15
  bool renew_guti_on_periodic = true;                // TS 33.501 §6.12.3: should
  bool renew_guti_on_every_service_request = false;  // after paging it is always renewed
  bool authenticate_every_registration = false;      // false: a phone that proves its security context is not challenged again
  bool ask_imeisv = true;
  bool ims_voice = false;  // network feature support: IMS voice over PS session
  Timers timers;
  Limits limits;
};

}  // namespace pellucid::amf

#pragma once
// Base stations and phones in one process, for the demonstration, for load and for tests: real NGAP, NAS and GTP-U towards the core; the
// air between a phone and its cell is a call with a delay, and a loss if one wants it.
//
//   SimulatedRan ran(world, plan);
//   ran.start();                              // base stations connect
//   ran.switch_on_all(1000);                  // phones a second; each registers and asks for its session
//   ran.count().sessions                      // how far they are
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ran/gnb/gnb.hpp"
#include "ran/ue/phone.hpp"
#include "runtime/trace.hpp"
#include "runtime/world.hpp"

namespace pellucid::app {

struct RanPlan {
  std::size_t gnbs = 1, phones = 1;
  Supi first = *Supi::parse("999700000000001");  // the following ones count up
  Octets<16> k{}, opc{};                         // of all phones
  Plmn plmn{999, 70, 2};
  std::vector<Tac> tacs = {Tac(1)};  // gNB n uses tacs[n % size]
  std::vector<Snssai> slices = {Snssai{1, {}}};
  Endpoint amf{IpAddress::v4(0x7f000005), 38412};
  IpAddress first_gnb = IpAddress::v4(0x7f000101);  // N2 and N3 of the first base station; the next ones count up
  std::string dnn = "internet";
  nas::SessionType session = nas::SessionType::ipv4v6;
  bool ask_session = true;
  crypto::ProtectionScheme scheme = crypto::ProtectionScheme::null;
  std::uint8_t home_key_id = 0;
  Bytes home_public_key;
  nas::AlgorithmSet ciphering = nas::AlgorithmSet::of({0, 1, 2, 3});
  Duration air_delay = std::chrono::microseconds(100);
  double air_loss = 0;                                             // of NAS messages, each way
  Duration inactivity{};                                           // base stations release silent phones; zero: never
  std::function<void(std::size_t phone, ue::PhoneConfig&)> shape;  // makes single phones differ from the plan
};

struct RanCount {
  std::size_t gnbs_in_service = 0;
  std::size_t registered = 0, connected = 0, sessions = 0;
  std::uint64_t registrations = 0, refused = 0, session_refused = 0;
  std::vector<Duration> registration_times;  // switch-on to registration accept
  std::vector<Duration> session_times;       // switch-on to session
};

class SimulatedRan {
 public:
  SimulatedRan(World& world, RanPlan plan, Tracer* tracer = nullptr);
  ~SimulatedRan();
  SimulatedRan(const SimulatedRan&) = delete;
  SimulatedRan& operator=(const SimulatedRan&) = delete;

  Io<Nothing> start();
  /// Phones that are off are switched on, so many a second in order; 0: all at once.
  void switch_on_all(std::size_t per_second);
  void switch_on(std::size_t phone);
  /// Radio silence: the base station asks to release the phone's connection.
  void go_idle(std::size_t phone);
  /// Camps on another cell; only an idle phone can.
  void move(std::size_t phone, std::size_t cell);
  /// What the phone's radio can do, as its cell tells the AMF (TS 38.413 §8.14.1). Only of a connected phone.
  void report_capability(std::size_t phone, ByteView radio_capability);
  void set_air_loss(double loss) { plan_.air_loss = loss; }

  std::size_t phones() const { return phones_.size(); }
  ue::Phone& phone(std::size_t n);
  gnb::Gnb& gnb(std::size_t n);
  RanCount count() const;

  // ---- what happens, for whoever wants to know -------------------------------------------------------------------------
  std::function<void(std::size_t phone)> on_registered;
  std::function<void(std::size_t phone, std::uint8_t cause, const char* what)> on_not_registered;
  std::function<void(std::size_t phone, const ue::SessionView&)> on_session;
  std::function<void(std::size_t phone, const ue::SessionView&)> on_prefix;
  std::function<void(std::size_t phone, PduSessionId id, std::uint8_t cause)> on_session_refused;
  std::function<void(std::size_t phone, PduSessionId id, ByteView packet)> on_packet;

 private:
  class Cell;
  class Handset;
  /// Later, unless this object is gone by then.
  void later(Duration delay, std::function<void()> action);
  bool lost();

  World& world_;
  RanPlan plan_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::vector<std::unique_ptr<Cell>> cells_;
  std::vector<std::unique_ptr<Handset>> phones_;
  RanCount count_;
  std::size_t next_on_ = 0;
};

}  // namespace pellucid::app

#pragma once
// A UPF by the book, as far as its N4 goes: one socket, the real codec, no rules behind it. Tests make it lose, refuse and say nonsense.
#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "sim/world.hpp"
#include "wire/pfcp/messages.hpp"

namespace pellucid::smf::testing {

class ScriptedUpf {
 public:
  /// What it holds of a session; the last word of each rule that tests look at.
  struct Held {
    Seid cp_seid, seid;
    Endpoint smf;
    pfcp::SessionEstablishmentRequest request;
    IpAddress ipv4, ipv6_prefix;
    Teid teid;
    pfcp::ApplyAction downlink_action;
    std::optional<pfcp::OuterHeaderCreation> downlink_tunnel;
    std::optional<pfcp::BitRates> rates;
    bool forwards() const { return downlink_action.has(pfcp::Apply::forw); }
    bool holds() const { return downlink_action.has(pfcp::Apply::buff) && downlink_action.has(pfcp::Apply::nocp); }
    bool drops() const { return downlink_action.has(pfcp::Apply::drop); }
  };

  ScriptedUpf(sim::Node& host, const IpAddress& address) : host_(host), address_(address) { start(); }

  void start() {
    auto socket = host_.open_udp({address_, pfcp::udp_port}, [this](const Endpoint& from, ByteView datagram) {
      for (auto octets : pfcp::split(datagram)) receive(from, octets);
    });
    if (socket.ok()) socket_ = std::move(*socket);
  }
  /// As a new process: knows nothing, says so.
  void restart() {
    sessions.clear();
    associated = false;
    ++recovery;
  }

  // ---- what tests turn
  pfcp::UpFunctionFeatures features{pfcp::UpFeature::ftup, pfcp::UpFeature::empu, pfcp::UpFeature::ueip, pfcp::UpFeature::mnop};
  std::uint32_t recovery = 4000000000u;
  bool silent = false;         // hears nothing
  bool keeps_sessions = true;  // over a new association
  bool restores = true;        // takes F-TEIDs with RESTI
  IpAddress n3 = *IpAddress::parse("10.10.0.1");
  std::uint32_t next_teid = 0x37ff;
  std::uint32_t next_host = 2;                                           // of 10.45.0.0/16
  std::function<bool(const pfcp::Pdu&)> loses;                           // a request that it never got
  std::function<bool(const pfcp::Pdu&)> answer_lost;                     // done, but the answer never arrives
  std::function<pfcp::Cause(const pfcp::Pdu&)> causes;                   // anything but accepted refuses
  std::function<void(pfcp::SessionEstablishmentResponse&)> twists;       // nonsense in the answer
  std::function<std::optional<Bytes>(const pfcp::Pdu&, Bytes)> garbles;  // the answer's octets; nothing: as they are

  // ---- what tests look at
  bool associated = false;
  std::map<Seid, Held> sessions;     // by its own SEID
  std::deque<pfcp::Pdu> requests;    // session requests, each once
  std::vector<pfcp::Pdu> responses;  // to its reports
  std::uint64_t associations = 0, copies = 0;

  Held& only() { return sessions.begin()->second; }
  template <class M>
  std::size_t count() const {
    std::size_t n = 0;
    for (auto& pdu : requests) n += pdu.get<M>() != nullptr;
    return n;
  }

  // ---- what it says by itself
  void report(const Held& held, const pfcp::SessionReportRequest& request) {
    reported_[++sequence_] = held.seid;
    send(held.smf, pfcp::encode({.sequence = sequence_, .seid = held.cp_seid}, request));
  }
  void report_downlink(const Held& held) {
    pfcp::SessionReportRequest request;
    request.report_type = {pfcp::Report::dldr};
    request.downlink_data.emplace();
    request.downlink_data->pdr_ids.push_back(pfcp::PdrId(1));
    report(held, request);
  }
  void report_error(const Held& held, Teid teid, const IpAddress& gnb) {
    pfcp::SessionReportRequest request;
    request.report_type = {pfcp::Report::erir};
    request.error_indication.emplace();
    request.error_indication->remote_f_teids.push_back(pfcp::FTeid::of(teid, gnb));
    report(held, request);
  }
  void send(const Endpoint& to, ByteView octets) {
    if (socket_) socket_->send(to, octets);
  }

 private:
  void receive(const Endpoint& from, ByteView octets) {
    auto pdu = pfcp::decode(octets);
    if (silent || !pdu.ok()) return;
    if (!pfcp::is_request_type(pdu->header.type)) {
      if (auto* response = pdu->get<pfcp::SessionReportResponse>()) {
        responses.push_back(*pdu);
        // Nobody knows it: it goes.
        if (response->cause == pfcp::Cause::session_context_not_found) sessions.erase(reported_[pdu->header.sequence]);
      }
      return;
    }
    if (loses && loses(*pdu)) return;
    auto key = std::pair(from, pdu->header.sequence);
    if (auto known = answered_.find(key); known != answered_.end() && known->second.first == to_bytes(octets)) {
      ++copies;
      return send(from, known->second.second);
    }
    auto answer = handle(from, *pdu);
    if (garbles)
      if (auto other = garbles(*pdu, answer)) answer = *other;
    answered_[key] = {to_bytes(octets), answer};
    if (!answer.empty() && !(answer_lost && answer_lost(*pdu))) send(from, answer);
  }

  Bytes handle(const Endpoint& from, const pfcp::Pdu& pdu) {
    pfcp::Header header{.sequence = pdu.header.sequence};
    if (pdu.get<pfcp::HeartbeatRequest>()) return pfcp::encode(header, pfcp::HeartbeatResponse{pfcp::NtpTime(recovery), {}});
    if (auto* setup = pdu.get<pfcp::AssociationSetupRequest>()) {
      pfcp::AssociationSetupResponse response;
      response.node_id = pfcp::NodeId(address_);
      response.recovery_time_stamp = pfcp::NtpTime(recovery);
      response.up_features = features;
      bool retained = associated && keeps_sessions && setup->session_retention;
      if (retained) response.flags = pfcp::AsRspFlags{pfcp::SetupResponseFlag::psrei};
      if (!retained) sessions.clear();
      associated = true;
      ++associations;
      return pfcp::encode(header, response);
    }
    if (!pfcp::is_session_type(pdu.header.type)) return {};
    requests.push_back(pdu);
    auto cause = causes ? causes(pdu) : pfcp::Cause::request_accepted;
    if (!associated) cause = pfcp::Cause::no_established_pfcp_association;
    if (auto* establish = pdu.get<pfcp::SessionEstablishmentRequest>()) return create(from, header, *establish, cause);
    auto found = sessions.find(pdu.header.seid);
    if (found == sessions.end() && pfcp::accepts(cause)) cause = pfcp::Cause::session_context_not_found;
    header.seid = found == sessions.end() ? Seid() : found->second.cp_seid;
    if (auto* modify = pdu.get<pfcp::SessionModificationRequest>()) {
      if (pfcp::accepts(cause)) change(found->second, *modify);
      pfcp::SessionModificationResponse response;
      response.cause = cause;
      return pfcp::encode(header, response);
    }
    pfcp::SessionDeletionResponse response;
    response.cause = cause;
    if (pfcp::accepts(cause)) sessions.erase(found);
    return pfcp::encode(header, response);
  }

  Bytes create(const Endpoint& from, pfcp::Header header, const pfcp::SessionEstablishmentRequest& request, pfcp::Cause cause) {
    pfcp::SessionEstablishmentResponse response;
    response.node_id = pfcp::NodeId(address_);
    header.seid = request.cp_f_seid.seid;
    bool restore = request.flags && request.flags->has(pfcp::EstablishmentFlag::resti);
    if (restore && !restores && pfcp::accepts(cause)) cause = pfcp::Cause::restoration_resource_not_available;
    response.cause = cause;
    if (!pfcp::accepts(cause)) return pfcp::encode(header, response);
    Held held{request.cp_f_seid.seid, Seid(++next_seid_), from, request, {}, {}, {}, {}, {}, {}};
    response.up_f_seid = pfcp::FSeid::of(held.seid, address_);
    for (auto& pdr : request.create_pdrs) {
      pfcp::CreatedPdr created;
      created.pdr_id = pdr.pdr_id;
      if (pdr.pdi.local_f_teid) {
        held.teid = pdr.pdi.local_f_teid->choose() ? Teid(next_teid++) : pdr.pdi.local_f_teid->teid;
        created.local_f_teid = pfcp::FTeid::of(held.teid, n3);
      }
      for (auto& address : pdr.pdi.ue_ip_addresses) {
        if (!address.ipv4.is_none()) held.ipv4 = address.ipv4;
        if (!address.ipv6.is_none()) held.ipv6_prefix = address.ipv6;
        if (address.choose_v4 && held.ipv4.is_none()) held.ipv4 = IpAddress::v4(0x0a2d0000 + next_host++);
        if (address.choose_v6 && held.ipv6_prefix.is_none())
          held.ipv6_prefix = *IpAddress::parse("fd45:0:0:" + std::to_string(next_host++) + "::");
        pfcp::UeIpAddress given;
        if (address.choose_v4) given.ipv4 = held.ipv4;
        if (address.choose_v6) given.ipv6 = held.ipv6_prefix;
        if (address.choose_v4 || address.choose_v6) created.ue_ip_addresses.push_back(given);
      }
      if (created.local_f_teid || !created.ue_ip_addresses.empty()) response.created_pdrs.push_back(created);
    }
    for (auto& far : request.create_fars) {
      if (far.far_id != pfcp::FarId(1)) continue;
      held.downlink_action = far.apply_action;
      if (far.forwarding_parameters) held.downlink_tunnel = far.forwarding_parameters->outer_header_creation;
    }
    held.rates = request.create_qers.at(0).maximum_bitrate;
    sessions.emplace(held.seid, held);
    if (twists) twists(response);
    return pfcp::encode(header, response);
  }

  static void change(Held& held, const pfcp::SessionModificationRequest& request) {
    for (auto& far : request.update_fars) {
      if (far.apply_action) held.downlink_action = *far.apply_action;
      if (far.forwarding_parameters) held.downlink_tunnel = far.forwarding_parameters->outer_header_creation;
    }
    for (auto& qer : request.update_qers) held.rates = qer.maximum_bitrate;
  }

  sim::Node& host_;
  IpAddress address_;
  std::unique_ptr<UdpSocket> socket_;
  std::map<std::pair<Endpoint, std::uint32_t>, std::pair<Bytes, Bytes>> answered_;
  std::uint64_t next_seid_ = 0x500;
  std::uint32_t sequence_ = 0;
  std::map<std::uint32_t, Seid> reported_;
};

}  // namespace pellucid::smf::testing

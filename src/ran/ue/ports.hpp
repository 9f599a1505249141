#pragma once
// What a phone needs of the air, and what it tells whoever holds it. app/ binds the air to a base station.
#include <optional>

#include "base/bytes.hpp"
#include "base/ids.hpp"

namespace pellucid::ue {

/// Why a phone wants a connection (TS 38.331 establishmentCause; NGAP's RRCEstablishmentCause has the same names).
enum class ConnectCause : std::uint8_t { mt_access, mo_signalling, mo_data };

class Air {
 public:
  /// RRC connection with the first NAS message in it. False: no cell, or it refused; the phone stays idle.
  virtual bool connect(ConnectCause cause, const std::optional<STmsi>& s_tmsi, ByteView nas) = 0;
  virtual bool send_nas(ByteView nas) = 0;
  /// The phone gives its connection up (radio link failure as the base station sees it).
  virtual void release() = 0;
  virtual bool send_packet(PduSessionId id, ByteView packet) = 0;
  /// Where the cell is that it camps on.
  virtual Tai tai() const = 0;

 protected:
  ~Air() = default;
};

struct SessionView;

/// Called from inside the phone; none of these may destroy it.
class PhoneEvents {
 public:
  virtual void registered(const Guti&) {}
  /// 5GMM cause of a reject, 0 for no answer at all.
  virtual void not_registered(std::uint8_t /*cause*/, const char* /*what*/) {}
  virtual void deregistered() {}
  virtual void session_up(const SessionView&) {}
  /// The router advertisement came: the session has its /64.
  virtual void session_prefix(const SessionView&) {}
  /// 5GSM cause, or the 5GMM cause with which the request came back; 0 for no answer.
  virtual void session_refused(PduSessionId, std::uint8_t /*cause*/) {}
  virtual void session_down(PduSessionId) {}
  virtual void connected() {}
  virtual void idle() {}
  virtual void packet(PduSessionId, ByteView) {}

 protected:
  ~PhoneEvents() = default;
};

}  // namespace pellucid::ue

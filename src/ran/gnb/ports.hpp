#pragma once
// What a base station needs of its radio: a way to the phones that are connected to it, and to those that listen for paging.
// app/ binds it to phones; here the radio is a direct call.
#include "base/bytes.hpp"
#include "base/ids.hpp"

namespace pellucid::gnb {

/// One phone's radio connection, named by whoever binds the radio; unique within a base station while it lasts.
using RadioLink = Strong<struct RadioLinkTag, std::uint32_t>;

class Radio {
 public:
  virtual void downlink_nas(RadioLink link, ByteView nas) = 0;
  /// The data radio bearer of a session stands; uplink packets of it may come now.
  virtual void session_up(RadioLink link, PduSessionId id, Qfi qfi) = 0;
  virtual void session_down(RadioLink link, PduSessionId id) = 0;
  /// The connection is over: the phone is idle.
  virtual void released(RadioLink link) = 0;
  virtual void downlink_packet(RadioLink link, PduSessionId id, ByteView packet) = 0;
  /// Broadcast in the cell: whoever goes by that name should answer.
  virtual void page(const STmsi& whom) = 0;
  /// N2 to an AMF came up (phones may connect) or went down (all links are gone).
  virtual void cell_in_service(bool yes) = 0;

 protected:
  ~Radio() = default;
};

}  // namespace pellucid::gnb
